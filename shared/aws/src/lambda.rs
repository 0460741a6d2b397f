//! The main of every function: it serves one entry of the catalogues, chosen by the
//! `Handler` property of its resource, which Lambda hands over as `_HANDLER`.

mod gateway;
mod queue;
mod shapes;
mod socket;
mod stream;

use std::process::ExitCode;
use std::sync::Arc;

use kernel::command::Route;
use kernel::listener::AnyListener;
use kernel::reaction::{AnyReaction, AnySchedule};
use kernel::view::AnyView;
use kernel::{Catalogue, TenantId};
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use runtime::http::{HttpRequest, HttpResponse};
use runtime::ports::{Connector, Secrets};
use runtime::push::tell::{self, Pusher};
use runtime::rebuild::Settle;
use runtime::route::{Target, routes};
use runtime::{Engine, Fault, Ports, telemetry};
use serde_json::{Value, json};

use crate::redelivery::SqsRedelivery;
use crate::{
    AwsSecrets, Clients, DynamoConnections, DynamoStore, DynamoSubjectKeys, DynamoTenants, DynamoViews, Encryption, EventBridgeBus,
    FreshIds, GatewayPush, S3Documents, SystemClock, Table,
};

pub use gateway::{from_gateway, to_gateway};
pub use socket::TICKET;

/// Handler of all queries of a context: they need the same rights and none needs limits of its own.
pub const QUERIES: &str = "queries";
/// Handler of all lookups of a context: the only ones of its reads that go outside.
pub const LOOKUPS: &str = "lookups";
/// Handler of the stream's reader that publishes commits.
pub const RELAY: &str = "platform.relay";
/// Handler of the stream's reader that writes snapshots.
pub const SNAPSHOTS: &str = "platform.snapshots";
/// Handler of the dead-letter queues' reader.
pub const PARK: &str = "platform.park-dead-letters";

/// Handler of the queue's reader that tells open pages what has changed.
pub const PUSH: &str = tell::NAME;
/// Handler of what API Gateway tells of its sockets.
pub const SOCKET: &str = "platform.push-socket";

/// Handler that rebuilds a view: an operator invokes it with `{"tenant": "…", "view": "…"}`.
pub const REBUILD: &str = "platform.rebuild-view";

/// Makes the connectors of a context, once the secrets can be read.
pub type Connectors = fn(Arc<dyn Secrets>) -> Result<Vec<Arc<dyn Connector>>, Fault>;

/// What one function does.
enum Function {
    Http(Vec<(Route, Target)>),
    View(&'static dyn AnyView),
    Reaction(&'static dyn AnyReaction),
    Listener(&'static dyn AnyListener),
    Schedule(&'static dyn AnySchedule),
    Relay,
    Snapshots,
    Park,
    Rebuild,
    Push,
    Socket,
}

impl Function {
    /// Whether it may call an outside system; clients for one take time to build.
    fn calls_outside(&self) -> bool {
        match self {
            Self::Http(routes) => routes.iter().any(|(_, target)| matches!(target, Target::Lookup(_))),
            Self::Reaction(reaction) => !reaction.spec().calls.is_empty(),
            Self::Schedule(schedule) => !schedule.spec().calls.is_empty(),
            Self::View(_) | Self::Listener(_) | Self::Relay | Self::Snapshots | Self::Park | Self::Rebuild | Self::Push | Self::Socket => {
                false
            }
        }
    }
}

struct Served {
    name: String,
    function: Function,
    engine: Engine,
    store: DynamoStore,
    bus: Option<EventBridgeBus>,
    pusher: Option<Pusher>,
}

/// Serves the entry of `catalogues` that `_HANDLER` names, until Lambda ends the process.
pub fn serve(catalogues: &'static [&'static Catalogue], connectors: Connectors) -> ExitCode {
    init_logs();
    telemetry::embed_metrics();
    // One thread: below 1,769 MB a function has less than one processor.
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match runtime.block_on(run(catalogues, connectors)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::fmt::Debug) -> ExitCode {
    tracing::error!(?error, "the function cannot start");
    ExitCode::FAILURE
}

/// Serves HTTP requests with a handler of one's own, for functions that are no catalogue's.
///
/// # Errors
/// When the runtime's API cannot be reached.
pub async fn serve_http<F, A>(handler: F) -> Result<(), lambda_runtime::Error>
where
    F: Fn(HttpRequest) -> A,
    A: Future<Output = HttpResponse>,
{
    let answer = async |payload: Value| to_gateway(handler(from_gateway(payload)?).await);
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async { answer(event.payload).await.map_err(diagnostic) })).await
}

/// The platform counts and retries by this name; the cause is in the log, not in the answer.
fn diagnostic(fault: Fault) -> Diagnostic {
    let kind = if fault.is_retryable() { "Retryable" } else { "Lasting" };
    Diagnostic { error_type: kind.to_owned(), error_message: fault.to_string() }
}

/// Logs as JSON lines; `RUST_LOG` chooses what.
pub fn init_logs() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_current_span(false).init();
}

fn variable(name: &str) -> Result<String, Fault> {
    std::env::var(name).map_err(|error| Fault::lasting(format!("read the variable {name}")).because(error))
}

async fn run(catalogues: &'static [&'static Catalogue], connectors: Connectors) -> Result<(), lambda_runtime::Error> {
    let name = variable("_HANDLER")?;
    let function = find(catalogues, &name)?;
    let clients = Arc::new(Clients::from_env()?);
    let table = Table::new(clients.dynamodb().clone(), variable("TABLE_NAME")?);
    // The connection is opened while the function starts, at full speed and before anybody waits.
    table.warm().await;
    let documents = Arc::new(S3Documents::new(Arc::clone(&clients), variable("BUCKET_NAME")?, Encryption::Aes256));
    let store = DynamoStore::new(table.clone(), documents.clone());
    let secrets: Arc<dyn Secrets> = Arc::new(AwsSecrets::new(Arc::clone(&clients), variable("SECRET_PREFIX")?));
    let bus = matches!(function, Function::Relay).then(|| variable("BUS_NAME")).transpose()?;
    let ports = Ports {
        store: Arc::new(store.clone()),
        views: Arc::new(DynamoViews::new(table.clone())),
        documents,
        secrets: Arc::clone(&secrets),
        subject_keys: Arc::new(DynamoSubjectKeys::new(table.clone(), Arc::clone(&secrets))),
        tenants: Arc::new(DynamoTenants::new(table.clone())),
        connections: Arc::new(DynamoConnections::new(table)),
        redelivery: Arc::new(SqsRedelivery::new(Arc::clone(&clients), std::env::var("QUEUE_PREFIX").unwrap_or_default())),
        connectors: if function.calls_outside() { connectors(secrets)? } else { Vec::new() },
        clock: Arc::new(SystemClock),
        ids: Arc::new(FreshIds),
    };
    let bus = bus.map(|bus| EventBridgeBus::new(clients.eventbridge().clone(), bus));
    let pusher = if matches!(function, Function::Push) {
        let sockets = Arc::new(GatewayPush::new(&clients, &variable("PUSH_ENDPOINT")?));
        Some(Pusher::new(Arc::clone(&ports.connections), sockets, Arc::clone(&ports.clock)))
    } else {
        None
    };
    let served = Served { name, function, engine: Engine { catalogues, ports }, store, bus, pusher };
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| handle(&served, event.payload))).await
}

fn find(catalogues: &'static [&'static Catalogue], name: &str) -> Result<Function, Fault> {
    match name {
        RELAY => return Ok(Function::Relay),
        SNAPSHOTS => return Ok(Function::Snapshots),
        PARK => return Ok(Function::Park),
        REBUILD => return Ok(Function::Rebuild),
        PUSH => return Ok(Function::Push),
        SOCKET => return Ok(Function::Socket),
        _ => {}
    }
    let http: Vec<(Route, Target)> = routes(catalogues).into_iter().filter(|(_, target)| answers(name, *target)).collect();
    if !http.is_empty() {
        return Ok(Function::Http(http));
    }
    let of = |catalogue: &&'static Catalogue| {
        let view = catalogue.views.iter().find(|view| view.spec().name == name).map(|view| Function::View(*view));
        let reaction = catalogue.reactions.iter().find(|one| one.spec().name == name).map(|one| Function::Reaction(*one));
        let listener = catalogue.listeners.iter().find(|one| one.spec().name == name).map(|one| Function::Listener(*one));
        let schedule = catalogue.schedules.iter().find(|one| one.spec().name == name).map(|one| Function::Schedule(*one));
        view.or(reaction).or(listener).or(schedule)
    };
    catalogues.iter().find_map(of).ok_or_else(|| Fault::lasting(format!("find handler {name:?} in the catalogues")))
}

/// Whether the function `name` answers a target: its own, or as the group of its context.
fn answers(name: &str, target: Target) -> bool {
    let context = target.name().split('.').next().unwrap_or_default();
    match target {
        Target::Command(_) | Target::Webhook(_) | Target::Ticket => target.name() == name,
        Target::Query(_) => name == format!("{context}.{QUERIES}"),
        Target::Lookup(_) => name == format!("{context}.{LOOKUPS}"),
    }
}

async fn handle(served: &Served, payload: Value) -> Result<Value, Diagnostic> {
    let result = match &served.function {
        Function::Http(routes) => gateway::answer(&served.engine, routes, payload).await,
        Function::View(view) => queue::project(&served.engine, *view, payload).await,
        Function::Reaction(reaction) => queue::react(&served.engine, *reaction, payload).await,
        Function::Listener(listener) => queue::listen(&served.engine, *listener, payload).await,
        Function::Push => queue::push(served.pusher.as_ref(), payload).await,
        Function::Socket => socket::answer(&served.engine, payload).await,
        Function::Park => queue::park(&served.engine, payload).await,
        Function::Relay => stream::relay(&served.store, served.bus.as_ref(), payload).await,
        Function::Snapshots => stream::snapshots(&served.engine, &served.store, payload).await,
        Function::Rebuild => rebuild(&served.engine, payload).await,
        Function::Schedule(schedule) => runtime::tick::tick(&served.engine, *schedule).await.map(|()| Value::Null),
    };
    result.map_err(|fault| {
        tracing::error!(function = served.name, cause = fault.chain(), "the invocation failed");
        diagnostic(fault)
    })
}

/// What an operator asks for.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RebuildView {
    tenant: String,
    view: String,
}

/// Rebuilds a view of a tenant. An invocation that ran out of time goes on when it is repeated.
async fn rebuild(engine: &Engine, payload: Value) -> Result<Value, Fault> {
    let asked: RebuildView = serde_json::from_value(payload).map_err(|error| Fault::lasting("read the payload").because(error))?;
    let tenant: TenantId = asked.tenant.parse().map_err(|error| Fault::lasting("read the tenant").because(error))?;
    let known = engine.ports.tenants.settings(&tenant).await?;
    known.ok_or_else(|| Fault::lasting(format!("find tenant {tenant}")))?;
    let rebuilt = runtime::rebuild::rebuild(engine, &tenant, &asked.view, Settle::default()).await?;
    Ok(json!({ "serving": rebuilt.serving, "streams": rebuilt.streams, "resumed": rebuilt.resumed }))
}
