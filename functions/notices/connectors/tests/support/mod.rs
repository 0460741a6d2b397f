//! A bot, a mail server and a tenant that uses both.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "shared by several test binaries; a helper that fails is a test that fails"
)]

use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use kernel::settings::Jurisdiction;
use kernel::{Currency, Language, TenantId};
use mailin_embedded::{AuthMechanism, Handler, Response, Server, SslConfig, response};
use notices::outside::{smtp, telegram};
use notices_connectors::{Smtp, Telegram};
use outbound::{Outbound, Policy};
use runtime::fault::Fault as Broken;
use runtime::ports::{Call, Secret, Secrets};
use serde_json::json;
use telegram_simulator::Simulator;

pub const TOKEN: &str = "123:bot-token";
pub const PASSWORD: &str = "mail-password";

/// The secrets of the tenant.
pub struct Held {
    pub token: &'static str,
    pub password: &'static str,
}

#[async_trait]
impl Secrets for Held {
    async fn get(&self, _: &TenantId, name: &str) -> Result<Option<Secret>, Broken> {
        let known = [(telegram::TOKEN_SECRET, self.token), (smtp::PASSWORD_SECRET, self.password)];
        Ok(known.iter().find(|(known, _)| *known == name).map(|(_, secret)| Secret::new(*secret)))
    }
}

/// A letter as the server got it.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    pub raw: Vec<u8>,
}

/// How the server answers a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Takes,
    NoMailbox,
    Busy,
    Silent,
}

#[derive(Clone)]
struct Postman {
    box_: Arc<Mutex<Vec<Letter>>>,
    mood: Mood,
    letter: Letter,
}

impl Handler for Postman {
    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        if user == "robot" && password == PASSWORD { response::AUTH_OK } else { response::INVALID_CREDENTIALS }
    }

    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.letter = Letter { from: from.to_owned(), ..Letter::default() };
        response::OK
    }

    fn rcpt(&mut self, _: &str) -> Response {
        match self.mood {
            Mood::Takes => response::OK,
            Mood::NoMailbox => response::NO_MAILBOX,
            Mood::Busy => response::OUT_OF_SPACE,
            Mood::Silent => {
                std::thread::sleep(Duration::from_secs(3));
                response::OK
            }
        }
    }

    fn data_start(&mut self, _: &str, _: &str, _: bool, to: &[String]) -> Response {
        self.letter.to = to.to_vec();
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.letter.raw.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.box_.lock().unwrap().push(self.letter.clone());
        response::OK
    }
}

/// What the server proves to be, in PEM.
pub struct Certificate {
    certificate: String,
    key: String,
}

impl Certificate {
    fn make() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        Self { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() }
    }
}

/// How the tenant and its mail server speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    /// Encrypted, and with a password.
    Encrypted,
    /// Neither.
    Plain,
    /// The tenant wants it encrypted and the server cannot.
    Refused,
}

/// A real mail server on the own machine.
pub struct MailServer {
    pub port: u16,
    box_: Arc<Mutex<Vec<Letter>>>,
}

impl MailServer {
    /// Serves until the test is over.
    pub fn start(mood: Mood, certificate: Option<&Certificate>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, box_) = (listener.local_addr().unwrap().port(), Arc::default());
        let mut server = Server::new(Postman { box_: Arc::clone(&box_), mood, letter: Letter::default() });
        let ssl = certificate.map_or(SslConfig::None, |made| {
            let path = |name: &str| format!("{}/mail-{port}-{name}.pem", env!("CARGO_TARGET_TMPDIR"));
            let (cert_path, key_path) = (path("certificate"), path("key"));
            std::fs::write(&cert_path, &made.certificate).unwrap();
            std::fs::write(&key_path, &made.key).unwrap();
            SslConfig::SelfSigned { cert_path, key_path }
        });
        server.with_name("localhost").with_ssl(ssl).unwrap().with_tcp_listener(listener);
        // Passwords are asked for where they can be said.
        if certificate.is_some() {
            server.with_auth(AuthMechanism::Plain);
        }
        std::thread::spawn(move || server.serve().unwrap());
        Self { port, box_ }
    }

    pub fn letters(&self) -> Vec<Letter> {
        self.box_.lock().unwrap().clone()
    }
}

/// The outside and the tenant.
pub struct Scene {
    pub simulator: Simulator,
    pub mail: MailServer,
    pub telegram: Telegram,
    pub smtp: Smtp,
    pub call: Call,
}

impl Scene {
    pub async fn new(mood: Mood) -> Self {
        Self::with(mood, Held { token: TOKEN, password: PASSWORD }, Speech::Encrypted).await
    }

    pub async fn with(mood: Mood, held: Held, speech: Speech) -> Self {
        let settings = telegram_simulator::Settings { token: TOKEN.to_owned(), chats: vec![notices::samples::CHAT] };
        let simulator = Simulator::new(settings);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(simulator.clone().serve(listener));
        let certificate = Certificate::make();
        let mail = MailServer::start(mood, (speech == Speech::Encrypted).then_some(&certificate));
        let secrets: Arc<dyn Secrets> = Arc::new(held);
        let policy = Policy { attempt_ms: 300, total_ms: 1_000, ..Telegram::policy().with_loopback_http() };
        let telegram = Telegram::new(Outbound::new(policy).unwrap(), Arc::clone(&secrets));
        let smtp = Smtp::new(secrets).with_loopback().with_conversation(Duration::from_secs(2));
        let (security, user) = if speech == Speech::Plain { ("none", None) } else { ("starttls", Some("robot")) };
        let server = json!({
            "host": "localhost", "port": mail.port, "security": security, "from": "robot@td.example", "user": user,
            "authority": certificate.certificate,
        });
        let notices = json!({ "telegram": { "base_url": base_url }, "smtp": server });
        let settings = kernel::Settings {
            name: "Торговый дом «Восток»".to_owned(),
            jurisdiction: Jurisdiction::RU,
            time_zone: "Europe/Moscow".parse().unwrap(),
            currency: Currency::RUB,
            language: Language::Ru,
            contexts: [("notices".to_owned(), notices)].into(),
        };
        let now = "2026-11-23T07:00:00Z".parse().unwrap();
        let call = Call { tenant: "td".parse().unwrap(), settings: Arc::new(settings), correlation: uuid::Uuid::nil(), now };
        Self { simulator, mail, telegram, smtp, call }
    }
}
