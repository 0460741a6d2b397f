//! What is not AWS: the issuer of tokens and the outside systems, in this process.

use axum::routing::get;
use axum::{Json, Router};
use elma_simulator as elma;
use entrepot_aws::SystemClock;
use entrepot_local::demonstration::{ELMA_TEMPLATE, people};
use entrepot_local::issuer::Issuer;
use entrepot_local::personas;
use kontur_simulator as kontur;
use mail_simulator as mail;
use nova_poshta_simulator as nova_poshta;
use privatbank_simulator as privatbank;
use runtime::ports::Clock as _;
use telegram_simulator as telegram;
use tokio::net::TcpListener;

use crate::Failed;

/// The carrier's key.
pub const NOVA_POSHTA_KEY: &str = "emulated-nova-poshta-key";
/// The bank's token.
pub const PRIVATBANK_TOKEN: &str = "emulated-privatbank-token";
/// What signs their webhooks; both ends are on this machine.
pub const WEBHOOK_SECRET: &str = "whsec_ZW11bGF0ZWQgd2ViaG9vayBzZWNyZXQsIGd1YXJkcyBub3RoaW5n";

/// With which the functions call the task system.
pub const ELMA_TOKEN: &str = "emulated-elma-token";
/// With which the functions call the customs vendor.
pub const KONTUR_API_KEY: &str = "5d0c0000-0000-4000-8000-00000000000b";
/// The account there.
pub const KONTUR_LOGIN: &str = "emulated-kontur-login";
/// Its password.
pub const KONTUR_PASSWORD: &str = "emulated-kontur-password";
/// The master key under which keys of personal data are wrapped: base64 of 32 bytes.
pub const MASTER_KEY: &str = "ZW11bGF0ZWQgbWFzdGVyIGtleSwgZ3VhcmRzIG5vb24=";
/// The bot's token.
pub const TELEGRAM_TOKEN: &str = "1:emulated-telegram-token";

/// The systems around the deployment.
pub struct Outside {
    /// Who signs tokens.
    issuer: Issuer,
    /// Its address.
    pub issuer_url: String,
    /// The carrier.
    pub nova_poshta: nova_poshta::Simulator,
    /// Its address.
    pub nova_poshta_url: String,
    /// The bank.
    pub privatbank: privatbank::Simulator,
    /// Its address.
    pub privatbank_url: String,
    /// The task system.
    pub elma: elma::Simulator,
    /// Its address.
    pub elma_url: String,
    /// The customs vendor, and customs behind it.
    pub kontur: kontur::Simulator,
    /// Its address.
    pub kontur_url: String,
    /// Telegram.
    pub telegram: telegram::Simulator,
    /// Its address.
    pub telegram_url: String,
    /// The mail server.
    pub mail: mail::Simulator,
    /// On which port of this machine it takes letters.
    pub smtp_port: u16,
}

impl Outside {
    /// Starts them on free ports.
    pub async fn start() -> Result<Self, Failed> {
        let (listener, issuer_url) = listen().await?;
        let issuer = Issuer::open(&issuer_url, None).map_err(|fault| Failed::new(fault.chain()))?;
        tokio::spawn(axum::serve(listener, issuer_routes(issuer.clone())).into_future());
        let (listener, nova_poshta_url) = listen().await?;
        let nova_poshta = nova_poshta::Simulator::new(nova_poshta::Settings {
            api_key: NOVA_POSHTA_KEY.to_owned(),
            step_ms: 0,
            webhook: None,
            state_file: None,
        });
        tokio::spawn(nova_poshta.clone().serve(listener));
        let (listener, privatbank_url) = listen().await?;
        let privatbank = privatbank::Simulator::new(privatbank::Settings {
            token: PRIVATBANK_TOKEN.to_owned(),
            accounts: privatbank::Account::invented(),
            webhook: None,
            state_file: None,
        });
        tokio::spawn(privatbank.clone().serve(listener));
        let (listener, elma_url) = listen().await?;
        let elma =
            elma::Simulator::new(elma::Settings { token: ELMA_TOKEN.to_owned(), template_id: ELMA_TEMPLATE.to_owned(), webhook: None });
        tokio::spawn(elma.clone().serve(listener));
        let (kontur, kontur_url) = start_customs().await?;
        let (telegram, telegram_url) = start_bot().await?;
        let (mail, smtp_port) = start_mail().await?;
        Ok(Self {
            issuer,
            issuer_url,
            nova_poshta,
            nova_poshta_url,
            privatbank,
            privatbank_url,
            elma,
            elma_url,
            kontur,
            kontur_url,
            telegram,
            telegram_url,
            mail,
            smtp_port,
        })
    }

    /// A token of a persona.
    pub fn token(&self, tenant: &str, persona: &str) -> Result<String, Failed> {
        let found = personas::find(tenant, persona).ok_or_else(|| Failed::new(format!("nobody is {persona} of {tenant}")))?;
        self.issuer.token(&found, "", SystemClock.now().unix_ms()).map_err(|fault| Failed::new(fault.chain()))
    }
}

async fn start_customs() -> Result<(kontur::Simulator, String), Failed> {
    let (listener, url) = listen().await?;
    let simulator = kontur::Simulator::new(kontur::Settings {
        api_key: KONTUR_API_KEY.to_owned(),
        login: KONTUR_LOGIN.to_owned(),
        password: KONTUR_PASSWORD.to_owned(),
        knobs: kontur::Knobs { step_ms: 0, ..kontur::Knobs::default() },
        webhook: None,
        state_file: None,
    });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, url))
}

async fn start_bot() -> Result<(telegram::Simulator, String), Failed> {
    let (listener, url) = listen().await?;
    let chats = people::chats().into_values().collect();
    let simulator = telegram::Simulator::new(telegram::Settings { token: TELEGRAM_TOKEN.to_owned(), chats });
    tokio::spawn(simulator.clone().serve(listener));
    Ok((simulator, url))
}

async fn start_mail() -> Result<(mail::Simulator, u16), Failed> {
    let (listener, _) = listen().await?;
    let port = listener.local_addr().map_err(Failed::to("find a free port"))?.port();
    let simulator = mail::Simulator::new();
    simulator.receive(listener).map_err(Failed::to("start the mail server"))?;
    Ok((simulator, port))
}

fn issuer_routes(issuer: Issuer) -> Router {
    let keys = issuer.keys();
    let discovery = issuer.discovery();
    Router::new()
        .route("/.well-known/openid-configuration", get(|| async move { Json(discovery) }))
        .route("/jwks.json", get(|| async move { Json(keys) }))
}

async fn listen() -> Result<(TcpListener, String), Failed> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(Failed::to("find a free port"))?;
    let address = listener.local_addr().map_err(Failed::to("find a free port"))?;
    Ok((listener, format!("http://{address}")))
}
