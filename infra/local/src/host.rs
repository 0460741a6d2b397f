//! Everything in one process: engines, pipeline, bus, clock, console, simulators.

mod rebuild;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use approvals_connectors::Elma;
use async_trait::async_trait;
use customs_connectors::Kontur;
use elma_simulator as elma;
use entrepot_aws::{FreshIds, SystemClock};
use kernel::{Catalogue, TenantId};
use kontur_simulator as kontur;
use mail_simulator as mail;
use notices_connectors::{Smtp, Telegram};
use nova_poshta_simulator as nova_poshta;
use orders_connectors::{NovaPoshta, Privat24};
use outbound::Outbound;
use papers_typesetter::Typesetter;
use privatbank_simulator as privatbank;
use runtime::cloud_event::CloudEvent;
use runtime::ports::{Connector, Redelivery};
use runtime::push::Push;
use runtime::push::tell::Pusher;
use runtime::{Engine, Fault, Ports};
use telegram_simulator as telegram;
use tokio::net::TcpListener;

use crate::bus::Bus;
use crate::console_api::{InProcessApi, InProcessIssuer};
use crate::demonstration::Demonstration;
use crate::issuer::{CLIENT_ID, Issuer};
use crate::secrets::LocalSecrets;
use crate::server::{Front, api_routes, router};
use crate::sockets::Sockets;
use crate::{demonstration, engine, schedules, sockets};

/// Every context that runs here.
pub const CATALOGUES: &[&Catalogue] = &[
    &approvals::CATALOGUE,
    &commerce::CATALOGUE,
    &customs::CATALOGUE,
    &ledger::CATALOGUE,
    &notices::CATALOGUE,
    &orders::CATALOGUE,
    &papers::CATALOGUE,
    &platform::CATALOGUE,
    &profitability::CATALOGUE,
];

// Keys and secrets between this process and its simulators guard nothing: both ends are
// here, on loopback.
const NOVA_POSHTA_KEY: &str = "local-nova-poshta-key";
const PRIVATBANK_TOKEN: &str = "local-privatbank-token";
const ELMA_TOKEN: &str = "local-elma-token";
const KONTUR_API_KEY: &str = "5d0c0000-0000-4000-8000-00000000000a";
const KONTUR_LOGIN: &str = "local-kontur-login";
const KONTUR_PASSWORD: &str = "local-kontur-password";
const TELEGRAM_TOKEN: &str = "1:local-telegram-token";
/// With which the simulators sign what they push.
pub const WEBHOOK_SECRET: &str = "whsec_bG9jYWwgd2ViaG9vayBzZWNyZXQsIGd1YXJkcyBub3RoaW5n";

/// How long a docflow must be left alone before a simulated person files it, in milliseconds: longer
/// than a submission waits for an organization to be entered in the vendor's directory.
const FILED_AFTER_MS: u64 = 25_000;

/// How the host is to run.
pub struct Config {
    /// Where to listen; port 0 takes any.
    pub address: SocketAddr,
    /// Where to keep data; `None` forgets everything, for tests.
    pub data: Option<PathBuf>,
    /// Longest interval between two runs of a schedule, in seconds; 0 turns the clock off.
    pub schedule_seconds_max: u32,
    /// Milliseconds between two steps of a simulated parcel; 0 moves it on demand only.
    pub parcel_step_ms: u64,
    /// Seeds the demonstration company and lets simulated customers pay.
    pub demonstration: bool,
    /// The simulators tell by webhook as well, not only when polled.
    pub push: bool,
}

impl Config {
    /// What `cargo run` starts.
    pub fn demonstration(address: SocketAddr, data: PathBuf) -> Self {
        Self { address, data: Some(data), schedule_seconds_max: 5, parcel_step_ms: 4_000, demonstration: true, push: true }
    }

    /// For tests: any port, nothing kept, nothing moves by itself.
    pub fn test() -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { address, data: None, schedule_seconds_max: 0, parcel_step_ms: 0, demonstration: false, push: false }
    }
}

/// The running host. Dropping it stops the embedded engines.
pub struct Host {
    /// Where it answers, without a slash at its end.
    pub url: String,
    /// Where the carrier's simulator answers.
    pub nova_poshta_url: String,
    /// Where the bank's simulator answers.
    pub privatbank_url: String,
    /// Where the simulator of the task system answers.
    pub elma_url: String,
    /// Where the simulator of the customs vendor answers.
    pub kontur_url: String,
    /// Where the simulator of Telegram answers.
    pub telegram_url: String,
    /// Where the letters of the simulated mail server are read.
    pub mail_url: String,
    /// The pipeline, for tests that look behind the door.
    pub engine: Engine,
    /// The front door, for tests that call without a socket.
    pub front: Arc<Front>,
    /// The bus.
    pub bus: Arc<Bus>,
    /// The carrier.
    pub nova_poshta: nova_poshta::Simulator,
    /// The bank.
    pub privatbank: privatbank::Simulator,
    /// The task system.
    pub elma: elma::Simulator,
    /// The customs vendor, and customs behind it.
    pub kontur: kontur::Simulator,
    /// Telegram.
    pub telegram: telegram::Simulator,
    /// The mail server.
    pub mail: mail::Simulator,
    /// The embedded engines.
    pub embedded: engine::Engine,
}

/// The queues are the bus, which needs the engine that needs the queues.
#[derive(Default)]
struct LateBus(OnceLock<Arc<Bus>>);

#[async_trait]
impl Redelivery for LateBus {
    async fn redeliver(&self, consumer: &str, event: CloudEvent) -> Result<(), Fault> {
        let bus = self.0.get().ok_or_else(|| Fault::passing("redeliver", "the bus is starting"))?;
        bus.redeliver(consumer, event).await
    }
}

fn cannot<E: std::error::Error + Send + Sync + 'static>(what: impl Into<String>) -> impl FnOnce(E) -> Fault {
    let what = what.into();
    move |error| Fault::lasting(what).because(error)
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, String), Fault> {
    let listener = TcpListener::bind(address).await.map_err(cannot(format!("listen on {address}")))?;
    let local = listener.local_addr().map_err(cannot("ask for the port"))?;
    Ok((listener, format!("http://{local}")))
}

/// The port `offset` above the host's, so that people find it again; any other if it is taken.
async fn listen_beside(host: SocketAddr, offset: u16) -> Result<(TcpListener, String), Fault> {
    let any = SocketAddr::new(host.ip(), 0);
    let beside = host.port().checked_add(offset).filter(|_| host.port() != 0);
    match beside {
        Some(port) => match listen(SocketAddr::new(host.ip(), port)).await {
            Ok(found) => Ok(found),
            Err(_) => listen(any).await,
        },
        None => listen(any).await,
    }
}

impl Host {
    /// Starts everything and returns once it answers.
    ///
    /// # Errors
    /// When an address or the data folder cannot be used.
    pub async fn start(config: Config) -> Result<Self, Fault> {
        let embedded = match &config.data {
            Some(folder) => engine::Engine::on_disk(folder).await,
            None => engine::Engine::memory().await,
        };
        let embedded = embedded.map_err(cannot("start the embedded engines"))?;
        let (listener, url) = listen(config.address).await?;
        let (nova_poshta, nova_poshta_url) = start_carrier(&config, &url).await?;
        let (privatbank, privatbank_url) = start_bank(&config, &url).await?;
        let (elma, elma_url) = start_tasks(&config, &url).await?;
        let (telegram, telegram_url) = start_bot(&config).await?;
        let (mail, mail_url, smtp_port) = start_mail(&config).await?;
        let (kontur, kontur_url) = start_customs(&config, &url).await?;

        let queues = Arc::new(LateBus::default());
        let engine = Engine { catalogues: CATALOGUES, ports: ports(&config, &embedded, Arc::clone(&queues) as Arc<dyn Redelivery>)? };
        let sockets = Arc::new(Sockets::default());
        let held: Arc<dyn Push> = Arc::<Sockets>::clone(&sockets);
        let pusher = Pusher::new(Arc::clone(&engine.ports.connections), held, Arc::clone(&engine.ports.clock));
        let bus = Bus::start(engine.clone(), embedded.store(), embedded.stream(), pusher, file(&config, "relay-checkpoint"));
        let _ = queues.0.set(Arc::clone(&bus));
        let delivered = Arc::clone(&bus);
        embedded.keep_trimmed(move || delivered.checkpoint());

        let issuer = Issuer::open(&format!("{url}/issuer"), file(&config, "issuer-key.pem").as_deref())?;
        sockets::forget_all(&engine).await?;
        let front = front(&engine, &issuer, &bus, &sockets, &url);
        let serving = axum::serve(listener, router(Arc::clone(&front)).merge(rebuild::router(engine.clone())));
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the host stopped answering");
            }
        });

        let demonstration = Demonstration {
            nova_poshta_url: nova_poshta_url.clone(),
            privatbank_url: privatbank_url.clone(),
            elma_url: elma_url.clone(),
            kontur_url: kontur_url.clone(),
            telegram_url: telegram_url.clone(),
            smtp_port,
        };
        demonstration.put_tenants(&embedded.tenants()).await?;
        if config.demonstration {
            demonstration::seed(&engine).await?;
            let declaring = engine.clone();
            tokio::spawn(async move {
                if let Err(fault) = demonstration::customs::seed(&declaring).await {
                    tracing::error!(cause = %fault.chain(), "the demonstration of customs was not made");
                }
            });
            demonstration::let_customers_pay(&nova_poshta, &privatbank);
        }
        if config.schedule_seconds_max > 0 {
            schedules::start(&engine, config.schedule_seconds_max);
        }
        Ok(Self {
            url,
            nova_poshta_url,
            privatbank_url,
            elma_url,
            kontur_url,
            telegram_url,
            mail_url,
            engine,
            front,
            bus,
            nova_poshta,
            privatbank,
            elma,
            kontur,
            telegram,
            mail,
            embedded,
        })
    }

    /// Waits until everything that was committed has been delivered, or the time is over.
    pub async fn settle(&self, wait: std::time::Duration) -> bool {
        let deadline = tokio::time::Instant::now() + wait;
        while tokio::time::Instant::now() < deadline {
            if self.bus.is_caught_up().await {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        false
    }

    /// How many pages have a socket open.
    pub fn sockets_open(&self) -> usize {
        self.front.sockets.count()
    }

    /// Whose data the tests use.
    #[allow(clippy::expect_used, reason = "a literal")]
    pub fn tenant() -> TenantId {
        crate::personas::UKRAINIAN.parse().expect("a literal tenant")
    }
}

fn file(config: &Config, name: &str) -> Option<PathBuf> {
    config.data.as_ref().map(|folder| folder.join(name))
}

fn ports(config: &Config, embedded: &engine::Engine, redelivery: Arc<dyn Redelivery>) -> Result<Ports, Fault> {
    let secrets = LocalSecrets::kept_in(file(config, "subject-keys"))
        .with("nova-poshta-api-key", NOVA_POSHTA_KEY)
        .with("nova-poshta-webhook", WEBHOOK_SECRET)
        .with("privat24-token", PRIVATBANK_TOKEN)
        .with("privatbank-webhook", WEBHOOK_SECRET)
        .with("elma-token", ELMA_TOKEN)
        .with("elma-webhook", WEBHOOK_SECRET)
        .with("kontur-api-key", KONTUR_API_KEY)
        .with("kontur-login", KONTUR_LOGIN)
        .with("kontur-password", KONTUR_PASSWORD)
        .with("kontur-webhook", WEBHOOK_SECRET)
        .with("telegram-bot-token", TELEGRAM_TOKEN);
    let secrets = Arc::new(secrets);
    // The simulators answer on loopback without TLS; a deployed function allows neither.
    let carrier = Outbound::new(NovaPoshta::policy().with_loopback_http())?;
    let bank = Outbound::new(Privat24::policy().with_loopback_http())?;
    let tasks = Outbound::new(Elma::policy().with_loopback_http())?;
    let bot = Outbound::new(Telegram::policy().with_loopback_http())?;
    let documents = Arc::new(embedded.documents());
    let mut connectors: Vec<Arc<dyn Connector>> = vec![
        Arc::new(NovaPoshta::new(carrier, secrets.clone())),
        Arc::new(Privat24::new(bank, secrets.clone())),
        Arc::new(Elma::new(tasks, secrets.clone())),
        Arc::new(Telegram::new(bot, secrets.clone())),
        Arc::new(Smtp::new(secrets.clone()).with_loopback()),
        Arc::new(Typesetter::new(documents.clone())),
        Arc::new(Kontur::new(Kontur::policies().with_loopback_http(), secrets.clone(), documents.clone())?),
    ];
    connectors.extend(customs_formats::all(documents.clone())?);
    Ok(Ports {
        store: Arc::new(embedded.store()),
        views: Arc::new(embedded.views()),
        documents,
        subject_keys: Arc::new(embedded.subject_keys(secrets.clone())),
        secrets,
        tenants: Arc::new(embedded.tenants()),
        connections: Arc::new(embedded.connections()),
        redelivery,
        connectors,
        clock: Arc::new(SystemClock),
        ids: Arc::new(FreshIds),
    })
}

fn front(engine: &Engine, issuer: &Issuer, bus: &Arc<Bus>, sockets: &Arc<Sockets>, url: &str) -> Arc<Front> {
    // The console calls the API like anybody else, only without a socket in between.
    Arc::new_cyclic(|front| {
        let config = console::Config {
            issuer_url: issuer.url().to_owned(),
            authorize_url: format!("{}/authorize", issuer.url()),
            sign_out_url: None,
            client_id: CLIENT_ID.to_owned(),
            scope: "openid profile".to_owned(),
            time_zone: chrono_tz::Europe::Kyiv,
            public_base: url.to_owned(),
            cookie_secure: false,
            push_url: Some(format!("{}{}", url.replacen("http", "ws", 1), sockets::PATH)),
        };
        let api = Arc::new(InProcessApi::new(front.clone()));
        let signing_in = Arc::new(InProcessIssuer::new(issuer.clone()));
        Front {
            engine: engine.clone(),
            routes: api_routes(engine),
            issuer: issuer.clone(),
            console: console::Console::new(api, signing_in, config),
            bus: Arc::clone(bus),
            sockets: Arc::clone(sockets),
            public_url: url.to_owned(),
        }
    })
}

async fn start_carrier(config: &Config, url: &str) -> Result<(nova_poshta::Simulator, String), Fault> {
    let (listener, own_url) = listen_beside(config.address, 1).await?;
    let webhook = format!("{url}/webhooks/{}/nova-poshta", crate::personas::UKRAINIAN);
    let simulator = nova_poshta::Simulator::new(nova_poshta::Settings {
        api_key: NOVA_POSHTA_KEY.to_owned(),
        step_ms: config.parcel_step_ms,
        webhook: config.push.then(|| nova_poshta::Webhook::new(webhook, WEBHOOK_SECRET)),
        state_file: file(config, "nova-poshta.json"),
    });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, own_url))
}

async fn start_bank(config: &Config, url: &str) -> Result<(privatbank::Simulator, String), Fault> {
    let (listener, own_url) = listen_beside(config.address, 2).await?;
    let webhook = format!("{url}/webhooks/{}/privatbank", crate::personas::UKRAINIAN);
    let simulator = privatbank::Simulator::new(privatbank::Settings {
        token: PRIVATBANK_TOKEN.to_owned(),
        accounts: privatbank::Account::invented(),
        webhook: config.push.then(|| privatbank::Webhook::new(webhook, WEBHOOK_SECRET)),
        state_file: file(config, "privatbank.json"),
    });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, own_url))
}

async fn start_tasks(config: &Config, url: &str) -> Result<(elma::Simulator, String), Fault> {
    let (listener, own_url) = listen_beside(config.address, 3).await?;
    let webhook = format!("{url}/webhooks/{}/elma", crate::personas::RUSSIAN);
    let simulator = elma::Simulator::new(elma::Settings {
        token: ELMA_TOKEN.to_owned(),
        template_id: crate::demonstration::ELMA_TEMPLATE.to_owned(),
        webhook: config.push.then(|| elma::Webhook::new(webhook, WEBHOOK_SECRET)),
    });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, own_url))
}

async fn start_bot(config: &Config) -> Result<(telegram::Simulator, String), Fault> {
    let (listener, own_url) = listen_beside(config.address, 4).await?;
    let chats = demonstration::people::chats().into_values().collect();
    let simulator = telegram::Simulator::new(telegram::Settings { token: TELEGRAM_TOKEN.to_owned(), chats });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, own_url))
}

/// The mail server, where its letters are read, and the port on which it takes them.
async fn start_mail(config: &Config) -> Result<(mail::Simulator, String, u16), Fault> {
    let (listener, own_url) = listen_beside(config.address, 5).await?;
    let (letters, _) = listen_beside(config.address, 6).await?;
    let port = letters.local_addr().map_err(cannot("ask for the port of the mail server"))?.port();
    let simulator = mail::Simulator::new();
    simulator.receive(letters).map_err(cannot("start the mail server"))?;
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, own_url, port))
}

/// The vendor, and customs that register and release what is filed there.
async fn start_customs(config: &Config, url: &str) -> Result<(kontur::Simulator, String), Fault> {
    let (listener, own_url) = listen_beside(config.address, 7).await?;
    let webhook = format!("{url}/webhooks/{}/kontur", crate::personas::RUSSIAN);
    let simulator = kontur::Simulator::new(kontur::Settings {
        api_key: KONTUR_API_KEY.to_owned(),
        login: KONTUR_LOGIN.to_owned(),
        password: KONTUR_PASSWORD.to_owned(),
        // The vendor's own people sign and file by hand; a simulated one does it after a while.
        knobs: kontur::Knobs {
            step_ms: config.parcel_step_ms,
            auto_file_after_ms: (config.parcel_step_ms > 0).then_some(FILED_AFTER_MS),
            ..kontur::Knobs::default()
        },
        webhook: config.push.then(|| kontur::Webhook::new(webhook, WEBHOOK_SECRET)),
        state_file: file(config, "kontur.jsonl"),
    });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, own_url))
}
