//! The vendor's session: one a tenant, shared by whoever asks at the same time.
//!
//! Logging in with a wrong password again and again locks the account. So one request logs in at
//! most once, those that come together wait for one login, and a refusal is remembered until the
//! credentials change or some time has passed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use customs::outside::kontur::operation::{Effect, Operation, Pace};
use customs::outside::kontur::{API_KEY_SECRET, LOGIN_SECRET, PASSWORD_SECRET, code};
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Moment, TenantId};
use outbound::{CallContext, CallError, Method, Outbound, OutboundRequest};
use runtime::ports::{Call, Secret, Secrets};
use sha2::{Digest, Sha256};

use crate::failure::{failure, of_call, words};

/// How long a refused login is not tried again with the same credentials, in milliseconds.
const REFUSED_PAUSE_MS: i64 = 15 * 60 * 1_000;
/// A session younger than this has not expired by itself, in milliseconds.
const YOUNG_MS: i64 = 60 * 1_000;
/// Longest session id that is believed, in characters; the vendor's have 64.
const SID_CHARACTERS_MAX: usize = 512;

/// The login is not in the vendor's description of `common.v1`.
const LOGIN: Operation =
    Operation { name: "login", method: "POST", path: "/auth/v1/authenticate", effect: Effect::Reads, pace: Pace::Ordinary };

/// A tenant's account at the vendor.
pub(crate) struct Account {
    pub(crate) url: String,
    pub(crate) api_key: Secret,
    login: Secret,
    password: Secret,
}

impl Account {
    /// Reads the tenant's three secrets.
    pub(crate) async fn of(secrets: &dyn Secrets, call: &Call, url: &str) -> Result<Self, OutsideError> {
        Ok(Self {
            url: url.trim_end_matches('/').to_owned(),
            api_key: secret(secrets, call, API_KEY_SECRET).await?,
            login: secret(secrets, call, LOGIN_SECRET).await?,
            password: secret(secrets, call, PASSWORD_SECRET).await?,
        })
    }

    /// What no error may quote.
    pub(crate) fn secrets(&self) -> [&Secret; 3] {
        [&self.api_key, &self.login, &self.password]
    }

    /// Tells whether it is still the same account, without keeping its secrets.
    fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for part in [self.url.as_str(), self.api_key.expose(), self.login.expose(), self.password.expose()] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

async fn secret(secrets: &dyn Secrets, call: &Call, name: &str) -> Result<Secret, OutsideError> {
    match secrets.get(&call.tenant, name).await {
        Ok(Some(secret)) if !secret.expose().is_empty() => Ok(secret),
        Ok(_) => Err(failure(code::NOT_CONFIGURED, FailureClass::Auth, "no-secret", &format!("the tenant has no secret {name}"))),
        Err(fault) => {
            tracing::warn!(tenant = %call.tenant, secret = name, cause = %fault.chain(), "secret not read");
            Err(failure(code::UNAVAILABLE, FailureClass::Retry, "secret-store", "the secret could not be read"))
        }
    }
}

/// A session of an account.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) sid: Secret,
    number: u64,
    account: [u8; 32],
    opened_at: Moment,
}

impl Session {
    /// Whether a refusal may mean that the session is over: the vendor says so with 401, and with
    /// 403. A 403 in words is about what was asked for, unless the session is old.
    pub(crate) fn may_be_over(&self, error: &CallError, now: Moment) -> bool {
        let CallError::Status { code, content_type, body, .. } = error else { return false };
        let silent = words(content_type.as_deref(), body).is_empty();
        *code == 401 || (*code == 403 && (silent || now.ms_since(self.opened_at) >= YOUNG_MS))
    }
}

/// Why there is none, for those who ask in the same breath or soon after.
struct Failed {
    account: [u8; 32],
    at: Moment,
    error: OutsideError,
}

impl Failed {
    /// A refusal holds for some time, any other failure for those who were waiting for it.
    fn holds(&self, account: [u8; 32], asked_at: Moment) -> bool {
        let refused = self.error.class == FailureClass::Auth && asked_at.ms_since(self.at) < REFUSED_PAUSE_MS;
        self.account == account && (refused || self.at > asked_at)
    }
}

#[derive(Default)]
struct Slot {
    session: Option<Session>,
    failed: Option<Failed>,
    logins: u64,
}

/// The sessions of all tenants, in this process.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<TenantId, Arc<tokio::sync::Mutex<Slot>>>>);

impl Sessions {
    /// A session that is not `over`, and whether it was opened for this call.
    pub(crate) async fn open(
        &self,
        outbound: &Outbound,
        context: &CallContext,
        account: &Account,
        over: Option<&Session>,
    ) -> Result<(Session, bool), OutsideError> {
        let (asked_at, fingerprint) = (context.now(), account.fingerprint());
        let slot = {
            let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(context.tenant().clone()).or_default())
        };
        let mut slot = slot.lock().await;
        let good = |session: &&Session| session.account == fingerprint && over.is_none_or(|over| over.number != session.number);
        if let Some(session) = slot.session.as_ref().filter(good) {
            return Ok((session.clone(), false));
        }
        if let Some(failed) = slot.failed.as_ref().filter(|failed| failed.holds(fingerprint, asked_at)) {
            return Err(failed.error.clone());
        }
        slot.session = None;
        match log_in(outbound, context, account).await {
            Ok(sid) => {
                slot.logins = slot.logins.saturating_add(1);
                let session = Session { sid, number: slot.logins, account: fingerprint, opened_at: context.now() };
                (slot.session, slot.failed) = (Some(session.clone()), None);
                Ok((session, true))
            }
            Err(error) => {
                slot.failed = Some(Failed { account: fingerprint, at: context.now(), error: error.clone() });
                Err(error)
            }
        }
    }
}

/// Logs in, once. The credentials stand in the query string, which no record shows.
async fn log_in(outbound: &Outbound, context: &CallContext, account: &Account) -> Result<Secret, OutsideError> {
    let failed = |error: CallError| of_login(&error);
    let request = OutboundRequest::new(LOGIN.name, Method::POST, &format!("{}{}", account.url, LOGIN.path)).map_err(failed)?;
    let request = request.query("login", account.login.expose()).query("pass", account.password.expose());
    let request = request.secret_header("x-kontur-apikey", &account.api_key).map_err(failed)?;
    let request = request.header("accept", "text/plain").map_err(failed)?;
    let answered = outbound.send(context, &request).await.map_err(failed)?;
    let text = String::from_utf8_lossy(answered.body.as_bytes());
    // A server that prefers JSON puts quotes around the text.
    let sid = text.trim().trim_matches('"');
    let plausible = !sid.is_empty() && sid.len() <= SID_CHARACTERS_MAX && sid.bytes().all(|byte| byte.is_ascii_graphic());
    if plausible && !sid.contains(['<', '{', '"']) {
        Ok(Secret::new(sid))
    } else {
        Err(failure(code::UNREADABLE, FailureClass::Retry, "unreadable", "the login was answered without a session"))
    }
}

/// Whatever the vendor has against a login, somebody has to look at the credentials.
fn of_login(error: &CallError) -> OutsideError {
    match error {
        CallError::Status { code: 408 | 429, .. } => of_call(error, LOGIN),
        CallError::Status { code: status @ 400..=499, content_type, body, .. } => {
            let told = words(content_type.as_deref(), body);
            failure(code::AUTH, FailureClass::Auth, &format!("login-{status}"), &format!("the login is refused {told}"))
        }
        CallError::Status { .. }
        | CallError::TimedOutBeforeSending
        | CallError::TimedOutAfterSending
        | CallError::ConnectionFailed
        | CallError::ConnectionLost
        | CallError::TooLarge { .. }
        | CallError::CircuitOpen { .. }
        | CallError::RateLimited { .. }
        | CallError::Invalid(_) => of_call(error, LOGIN),
    }
}
