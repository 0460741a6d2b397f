//! How long a function takes from the start of its process to its first answer.

mod runtime_api;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use entrepot_local::engine::{BUCKET, Engine as Embedded, Folder, TABLE};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::report::{Section, Table};
use crate::stats::{Sample, hundredths, ms};
use crate::{Failed, Plan, artifacts, size, world};
use runtime_api::RuntimeApi;

/// Starts of each function.
const STARTS: usize = 40;
/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// The authorities in one file, as Lambda's image has them. Without it a folder of hundreds
/// of files is read, which no function meets.
const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// A function under measurement.
struct Subject {
    /// As in the table.
    name: &'static str,
    program: PathBuf,
    handler: &'static str,
    /// What it is invoked with first.
    payload: Value,
    /// The status of a good answer.
    status: u16,
}

/// One start.
struct Start {
    /// Until it asked for its first invocation.
    ready: Duration,
    /// Until it had answered it.
    answered: Duration,
    /// Processor time until then.
    cpu: Duration,
}

/// Measures the part.
///
/// # Errors
/// When something does not build, or a function does not answer.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let built = artifacts::build(plan.lambda, &size::PACKAGES).await?;
    let folder = Folder::temporary()?;
    let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
    embedded.tenants().put(&world::tenant()?, &world::settings()).await?;
    let subjects = subjects(&built)?;
    let mut starts: Vec<Vec<Start>> = subjects.iter().map(|_| Vec::new()).collect();
    // One more than is kept: the first reads the files from the disk.
    let rounds = if plan.is_short { 3 } else { STARTS.saturating_add(1) };
    for _ in 0..rounds {
        // In turn, so that what else the machine does meets all of them.
        for (subject, starts) in subjects.iter().zip(&mut starts) {
            starts.push(start(subject, &embedded).await?);
        }
    }
    embedded.stop();
    let mut table = Table::new(&["function", "ready", "first answer", "p90", "÷ hello", "CPU", "CPU ÷ hello"]);
    let mut hello: Option<(Duration, Duration)> = None;
    for (subject, starts) in subjects.iter().zip(&starts) {
        let kept = starts.get(1..).unwrap_or_default();
        let of = |what: fn(&Start) -> Duration| Sample::of(kept.iter().map(what));
        let (ready, answered, cpu) = (of(|start| start.ready), of(|start| start.answered), of(|start| start.cpu));
        let (hello_answered, hello_cpu) = *hello.get_or_insert((answered.median(), cpu.median()));
        table.row([
            subject.name.to_owned(),
            ms(ready.median()),
            ms(answered.median()),
            ms(answered.percentile(90)),
            hundredths(answered.median().as_micros(), hello_answered.as_micros()),
            ms(cpu.median()),
            hundredths(cpu.median().as_micros(), hello_cpu.as_micros()),
        ]);
    }
    let text = format!("{TEXT} Medians of {STARTS} starts each, in turn; milliseconds.");
    Ok(Section {
        name: "cold",
        title: "Cold start of a function",
        text,
        tables: vec![(String::new(), table)],
        notes: NOTES.map(str::to_owned).into(),
    })
}

fn subjects(built: &BTreeMap<String, PathBuf>) -> Result<Vec<Subject>, Failed> {
    let hello = artifacts::executable(built, "hello-lambda")?;
    let orders = artifacts::executable(built, "orders-lambda")?;
    let client = kernel::Id::<kernel::id::kinds::Client>::derive(&["bench"]);
    let register = json!({ "client_id": client, "name": "Пекарня «Ранок»", "phone": "+380671234567" });
    Ok(vec![
        Subject { name: "hello-lambda", program: hello, handler: "hello", payload: gateway("GET", "/orders", None), status: 200 },
        Subject {
            name: "orders-lambda, `orders.queries`",
            program: orders.clone(),
            handler: "orders.queries",
            payload: gateway("GET", "/orders", None),
            status: 200,
        },
        Subject {
            name: "orders-lambda, `orders.register-client`",
            program: orders,
            handler: "orders.register-client",
            // With the same key each time: the first start writes, the others recognise it,
            // which reads as much and answers the same.
            payload: gateway("POST", "/clients", Some(&register)),
            status: 201,
        },
    ])
}

/// A request as API Gateway hands it over, with a token's claims.
fn gateway(method: &str, path: &str, body: Option<&Value>) -> Value {
    let claims = json!({ "sub": "manager@dnipro-trade.example", "name": "Manager", "tenant": world::TENANT, "roles": "[manager]" });
    json!({
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": { "content-type": "application/json", "idempotency-key": "bench-1" },
        "body": body.map(Value::to_string),
        "isBase64Encoded": false,
        "requestContext": { "http": { "method": method, "path": path }, "stage": "$default", "authorizer": { "jwt": { "claims": claims } } },
    })
}

async fn start(subject: &Subject, embedded: &Embedded) -> Result<Start, Failed> {
    let mut api = RuntimeApi::start(&subject.payload).await?;
    let mut command = Command::new(&subject.program);
    command.env_clear().envs(variables(subject, embedded, &api.address)).stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
    let started = Instant::now();
    let mut child = command.spawn()?;
    let answer = tokio::time::timeout(PATIENCE, api.answered()).await.map_err(|_| format!("{} did not answer", subject.name))??;
    let process = child.id().ok_or_else(|| format!("{} has ended", subject.name))?;
    let cpu = processor_time(process)?;
    child.kill().await?;
    let status = answer.body.get("statusCode").and_then(Value::as_u64);
    if status != Some(u64::from(subject.status)) {
        return Err(format!("{} answered {}", subject.name, answer.body).into());
    }
    Ok(Start { ready: answer.ready.duration_since(started), answered: answer.at.duration_since(started), cpu })
}

/// What Lambda sets, and where the engines are.
fn variables(subject: &Subject, embedded: &Embedded, api: &str) -> Vec<(&'static str, String)> {
    let text = |text: &str| text.to_owned();
    vec![
        ("AWS_LAMBDA_RUNTIME_API", text(api)),
        ("AWS_LAMBDA_FUNCTION_NAME", text("bench")),
        ("AWS_LAMBDA_FUNCTION_VERSION", text("$LATEST")),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", text("512")),
        ("AWS_LAMBDA_LOG_GROUP_NAME", text("bench")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", text("bench")),
        ("AWS_REGION", text("local")),
        ("AWS_ACCESS_KEY_ID", text("local")),
        ("AWS_SECRET_ACCESS_KEY", text("local-only-no-secret")),
        ("AWS_ENDPOINT_URL_DYNAMODB", embedded.dynamo_endpoint.clone()),
        ("AWS_ENDPOINT_URL_S3", embedded.s3_endpoint.clone()),
        ("_HANDLER", text(subject.handler)),
        ("TABLE_NAME", text(TABLE)),
        ("BUCKET_NAME", text(BUCKET)),
        ("SECRET_PREFIX", text("bench")),
        ("SSL_CERT_FILE", text(BUNDLE)),
    ]
}

/// Of all threads that a process has.
fn processor_time(process: u32) -> Result<Duration, Failed> {
    let tasks = Path::new("/proc").join(process.to_string()).join("task");
    let mut total = Duration::ZERO;
    for task in std::fs::read_dir(tasks)? {
        let spent = std::fs::read_to_string(task?.path().join("schedstat"))?;
        let nanoseconds = spent.split_whitespace().next().unwrap_or_default().parse()?;
        total = total.saturating_add(Duration::from_nanos(nanoseconds));
    }
    Ok(total)
}

const TEXT: &str = "\
The process is started against a runtime API on loopback; “ready” is when it asks for its first invocation, “first answer” when it has answered it, \
“CPU” the processor time of all its threads until then. `hello-lambda` reads one item while it starts and one in the call. \
`orders-lambda` opens its connection with one read while it starts, and reads settings and a page of a list (`orders.queries`) or settings and an aggregate (a command) in the call. \
DynamoDB is the embedded one, without TLS.";

const NOTES: [&str; 2] = [
    "What AWS adds is not in it: placing the function, fetching the artifact, the network and the TLS handshake, which is the same code on both sides.",
    "The aim is a ratio of at most 1.30.",
];
