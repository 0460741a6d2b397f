//! Sign-in: the OIDC authorization code flow with PKCE.
//!
//! What the callback must find again (state, nonce, verifier, where to return to) waits in a
//! cookie of ten minutes that scripts cannot read and other sites cannot send along with a
//! form. It is not signed: whoever can write this user's cookies can start a sign-in anyway,
//! and every part of it is checked when it comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::Config;
use crate::http::{ConsoleRequest, ConsoleResponse, encoded, local_path};
use crate::issuer::{Issuer, Tokens};
use crate::problem::Problem;
use crate::session::{SESSION_COOKIE, Session, TOKEN_BYTES_MAX, claims, is_cookie_safe};

/// Holds a sign-in that is under way.
const SIGN_IN_COOKIE: &str = "entrepot_sign_in";
/// How long a sign-in may take, in seconds.
const SIGN_IN_LIFE_S: i64 = 600;

/// A sign-in that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pending {
    state: String,
    nonce: String,
    verifier: String,
    to: String,
}

/// 244 random bits, in characters that a verifier and a URL may have.
fn secret() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

impl Pending {
    fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn read(request: &ConsoleRequest) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(request.cookie(SIGN_IN_COOKIE)?).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// A cookie of the console; a life of zero seconds deletes it.
pub(crate) fn cookie(config: &Config, name: &str, value: &str, life_s: i64) -> String {
    let secure = if config.cookie_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/console; Max-Age={life_s}; HttpOnly; SameSite=Lax{secure}")
}

/// Sends the browser to the issuer.
pub(crate) fn start(config: &Config, to: &str) -> ConsoleResponse {
    let pending = Pending { state: secret(), nonce: secret(), verifier: secret(), to: local_path(to).to_owned() };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(pending.verifier.as_bytes()));
    let parameters = [
        ("response_type", "code"),
        ("client_id", &config.client_id),
        ("redirect_uri", &config.redirect_uri()),
        ("scope", &config.scope),
        ("state", &pending.state),
        ("nonce", &pending.nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let query: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let location = format!("{}?{}", config.authorize_url, query.join("&"));
    ConsoleResponse::see_other(&location).with("set-cookie", &cookie(config, SIGN_IN_COOKIE, &pending.write(), SIGN_IN_LIFE_S))
}

/// The browser comes back from the issuer, with a code or an error.
pub(crate) async fn callback(config: &Config, issuer: &dyn Issuer, request: &ConsoleRequest) -> Result<ConsoleResponse, Problem> {
    let given = request.parameters();
    let pending = Pending::read(request).ok_or_else(|| Problem::sign_in("console.sign-in-state"))?;
    if given.get("state").is_empty() || given.get("state") != pending.state {
        return Err(Problem::sign_in("console.sign-in-state"));
    }
    if given.get("code").is_empty() {
        return Err(Problem::sign_in("console.sign-in-refused"));
    }
    let tokens = issuer.exchange(given.get("code"), &pending.verifier, &config.redirect_uri()).await.map_err(|error| {
        tracing::warn!(%error, "the code was not exchanged");
        Problem::sign_in("console.sign-in-exchange")
    })?;
    let session = accept(config, &tokens, &pending.nonce, request.now)?;
    let life_s = session.expires_s.saturating_sub(request.now.unix_ms() / 1_000);
    // The return path is checked again: the cookie may have been written by somebody else.
    Ok(ConsoleResponse::see_other(local_path(&pending.to))
        .with("set-cookie", &cookie(config, SESSION_COOKIE, &session.token, life_s))
        .with("set-cookie", &cookie(config, SIGN_IN_COOKIE, "", 0)))
}

/// The id token is for this sign-in at this client; it came straight from the token
/// endpoint, so that the connection vouches for the issuer (OpenID Connect Core 3.1.3.7).
fn accept(config: &Config, tokens: &Tokens, nonce: &str, now: Moment) -> Result<Session, Problem> {
    let identity = claims(&tokens.id_token).unwrap_or_default();
    let is = |name: &str, expected: &str| match identity.get(name) {
        Some(Value::String(text)) => text == expected,
        Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(expected)),
        _ => false,
    };
    let client = &config.client_id;
    let for_us = is("aud", client) || is("azp", client) || is("client_id", client);
    if !is("iss", &config.issuer_url) || !for_us || !is("nonce", nonce) {
        return Err(Problem::sign_in("console.sign-in-nonce"));
    }
    let fits = tokens.access_token.len() <= TOKEN_BYTES_MAX && is_cookie_safe(&tokens.access_token);
    let session = Session::from_token(&tokens.access_token, now).filter(|_| fits);
    session.ok_or_else(|| {
        tracing::warn!("the access token is no JWT, has expired, or is too long for a cookie");
        Problem::sign_in("console.sign-in-exchange")
    })
}

/// Forgets the session here, and at the issuer where it has a page for that.
pub(crate) fn sign_out(config: &Config) -> ConsoleResponse {
    let to = config.sign_out_url.as_deref().unwrap_or("/console/sign-in");
    ConsoleResponse::see_other(to).with("set-cookie", &cookie(config, SESSION_COOKIE, "", 0))
}
