//! A mail server: one letter to one address.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Line, Moment};
use lettre::message::{Mailbox, header};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use notices::address::Email;
use notices::outside::code;
use notices::outside::smtp::{Answer, CONNECTOR, PASSWORD_SECRET, Request};
use notices::settings::{NoticeSettings, SmtpSecurity, SmtpSettings};
use runtime::ports::{Call, Connector, Secret, Secrets};
use serde_json::Value;

use crate::support::{Codes, failure, secret, without_secret};

/// Longest wait for one answer of the server, in milliseconds.
const ANSWER_MS: u64 = 10_000;
/// Longest conversation, in milliseconds; below the time-out of the function that has it.
const CONVERSATION_MS: u64 = 25_000;

/// Sends letters.
pub struct Smtp {
    secrets: Arc<dyn Secrets>,
    loopback: bool,
    conversation: Duration,
}

impl Smtp {
    /// For encrypted conversations only.
    pub fn new(secrets: Arc<dyn Secrets>) -> Self {
        Self { secrets, loopback: false, conversation: Duration::from_millis(CONVERSATION_MS) }
    }

    /// The same, with plain conversations with the own machine allowed: for test servers.
    #[must_use]
    pub fn with_loopback(mut self) -> Self {
        self.loopback = true;
        self
    }

    /// The same, with another longest conversation.
    #[must_use]
    pub fn with_conversation(mut self, conversation: Duration) -> Self {
        self.conversation = conversation;
        self
    }

    fn tls(&self, settings: &SmtpSettings) -> Result<Tls, OutsideError> {
        let host = settings.host.as_str();
        match settings.security {
            SmtpSecurity::Tls => Ok(Tls::Wrapper(parameters(settings)?)),
            SmtpSecurity::Starttls => Ok(Tls::Required(parameters(settings)?)),
            SmtpSecurity::None if self.loopback && matches!(host, "localhost" | "127.0.0.1" | "::1") => Ok(Tls::None),
            SmtpSecurity::None => Err(invalid("not-encrypted", "only encrypted, or to the own machine where it is allowed")),
        }
    }

    fn transport(&self, settings: &SmtpSettings, password: Option<&Secret>) -> Result<AsyncSmtpTransport<Tokio1Executor>, OutsideError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
            .port(settings.port)
            .tls(self.tls(settings)?)
            .hello_name(ClientId::Domain(domain(&settings.from).to_owned()))
            .timeout(Some(Duration::from_millis(ANSWER_MS)));
        let credentials = settings.user.as_ref().zip(password);
        let credentials = credentials.map(|(user, password)| Credentials::new(user.to_string(), password.expose().to_owned()));
        Ok(match credentials {
            Some(credentials) => builder.credentials(credentials).build(),
            None => builder.build(),
        })
    }

    async fn send(
        &self,
        call: &Call,
        request: &Request,
        settings: &SmtpSettings,
        password: Option<&Secret>,
    ) -> Result<Answer, OutsideError> {
        let message_id = format!("<{}@{}>", request.notice, domain(&settings.from));
        let letter = letter(call, request, settings, &message_id).map_err(|text| invalid("no-letter", &text))?;
        let transport = self.transport(settings, password)?;
        match tokio::time::timeout(self.conversation, transport.send(letter)).await {
            Ok(Ok(_)) => {
                Line::new(&message_id).map(|message| Answer { message }).map_err(|error| invalid("message-id", &error.to_string()))
            }
            Ok(Err(error)) => Err(refused(&error)),
            Err(_) => Err(failure(code::SMTP_UNKNOWN, FailureClass::Unknown, "timed-out", "the conversation took too long")),
        }
    }
}

#[async_trait]
impl Connector for Smtp {
    fn name(&self) -> &'static str {
        CONNECTOR
    }

    async fn call(&self, call: &Call, request: Value) -> Result<Value, OutsideError> {
        let request: Request = serde_json::from_value(request).map_err(|error| invalid("malformed-request", &error.to_string()))?;
        let settings = NoticeSettings::of(&call.settings).smtp;
        let settings =
            settings.ok_or_else(|| failure(code::SMTP_AUTH_ERROR, FailureClass::Auth, "not-configured", "no settings of a mail server"))?;
        let codes = Codes { auth: code::SMTP_AUTH_ERROR, server: code::SMTP_SERVER_ERROR };
        let password = match &settings.user {
            Some(_) => Some(secret(&self.secrets, call, PASSWORD_SECRET, &codes).await?),
            None => None,
        };
        let answer = self.send(call, &request, &settings, password.as_ref()).await;
        let answer = answer.map_err(|error| password.iter().fold(error, without_secret))?;
        serde_json::to_value(&answer).map_err(|error| failure(code::SMTP_UNKNOWN, FailureClass::Unknown, "answer", &error.to_string()))
    }
}

/// Whom the server must prove to be: its own name, by a public authority or by the company's own.
fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, OutsideError> {
    let refused = |error: lettre::transport::smtp::Error| invalid("tls", &error.to_string());
    let builder = TlsParameters::builder(settings.host.to_string());
    let builder = match &settings.authority {
        Some(pem) => builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(refused)?),
        None => builder,
    };
    builder.build().map_err(refused)
}

/// What stands behind the @.
fn domain(email: &Email) -> &str {
    email.as_str().rsplit_once('@').map_or("localhost", |(_, domain)| domain)
}

fn mailbox(name: Option<&str>, email: &Email) -> Result<Mailbox, String> {
    let address: Address = email.as_str().parse().map_err(|error: lettre::address::AddressError| error.to_string())?;
    Ok(Mailbox::new(name.map(str::to_owned), address))
}

/// The letter. Its id is the notice's, so that a mail system knows it again when it comes twice;
/// it says that a machine wrote it, so that no other machine answers.
fn letter(call: &Call, request: &Request, settings: &SmtpSettings, message_id: &str) -> Result<Message, String> {
    let builder = Message::builder()
        .from(mailbox(Some(&call.settings.name), &settings.from)?)
        .to(mailbox(None, &request.to)?)
        .subject(request.text.title.as_str())
        .message_id(Some(message_id.to_owned()))
        .date(time(call.now))
        .header(header::ContentType::TEXT_PLAIN);
    let mut letter = builder.body(request.text.body.to_string()).map_err(|error| error.to_string())?;
    let name = header::HeaderName::new_from_ascii_str("Auto-Submitted");
    letter.headers_mut().insert_raw(header::HeaderValue::new(name, "auto-generated".to_owned()));
    Ok(letter)
}

fn time(at: Moment) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_millis(at.unix_ms().unsigned_abs())).unwrap_or(UNIX_EPOCH)
}

fn invalid(raw_code: &str, text: &str) -> OutsideError {
    failure(code::SMTP_VALIDATION_ERROR, FailureClass::Permanent, raw_code, text)
}

/// Why a conversation did not end well. Where the server did not say so, nobody knows how far it got.
fn refused(error: &lettre::transport::smtp::Error) -> OutsideError {
    let status = error.status().map(u16::from);
    let raw = status.map_or_else(|| "no-answer".to_owned(), |status| format!("smtp-{status}"));
    let text = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    let fail = |code, class| failure(code, class, &raw, &text);
    match status {
        Some(530 | 534 | 535 | 538) => fail(code::SMTP_AUTH_ERROR, FailureClass::Auth),
        Some(400..=499) => fail(code::SMTP_SERVER_ERROR, FailureClass::Retry),
        Some(_) => fail(code::SMTP_REFUSED, FailureClass::Permanent),
        // No common way to log in, an address that the library does not take.
        None if error.is_client() => fail(code::SMTP_VALIDATION_ERROR, FailureClass::Permanent),
        None if error.is_tls() => fail(code::SMTP_SERVER_ERROR, FailureClass::Retry),
        None => fail(code::SMTP_UNKNOWN, FailureClass::Unknown),
    }
}
