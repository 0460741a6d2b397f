//! Who is signed in: the access token in its cookie, and what its claims say.
//!
//! The console does not verify the token: it shows what the claims say and sends the token
//! with every call; the API verifies it and decides.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono_tz::Tz;
use kernel::{Currency, Moment, Role};
use serde::Deserialize;
use serde_json::Value;

use crate::http::ConsoleRequest;

/// Holds the access token.
pub(crate) const SESSION_COOKIE: &str = "entrepot_session";
/// Longest token; browsers drop cookies over 4 KB.
pub(crate) const TOKEN_BYTES_MAX: usize = 3_900;

/// A signed-in user.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) tenant: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) zone: Option<Tz>,
    pub(crate) currency: Option<Currency>,
    pub(crate) expires_s: i64,
}

/// The claims of a token, unverified.
pub(crate) fn claims(token: &str) -> Option<Value> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}

/// Characters that a cookie's value may have; a token consists of them.
pub(crate) fn is_cookie_safe(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'=' | b'+' | b'/' | b'~'))
}

impl Session {
    /// The session of a request; `None` when there is none or it has expired.
    pub(crate) fn of(request: &ConsoleRequest) -> Option<Self> {
        Self::from_token(request.cookie(SESSION_COOKIE)?, request.now)
    }

    /// The session that a token makes, while it has not expired.
    pub(crate) fn from_token(token: &str, now: Moment) -> Option<Self> {
        if token.len() > TOKEN_BYTES_MAX || !is_cookie_safe(token) {
            return None;
        }
        let claims = claims(token)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let expires_s = claims.get("exp").and_then(Value::as_i64)?;
        if expires_s.saturating_mul(1_000) <= now.unix_ms() {
            return None;
        }
        let subject = text("sub")?;
        Some(Self {
            token: token.to_owned(),
            name: text("name").or_else(|| text("username")).unwrap_or_else(|| subject.clone()),
            subject,
            tenant: text("tenant").or_else(|| text("custom:tenant")).unwrap_or_default(),
            roles: roles(&claims),
            zone: text("zoneinfo").and_then(|zone| zone.parse().ok()),
            currency: claims.get("currency").and_then(|code| Currency::deserialize(code).ok()),
            expires_s,
        })
    }

    /// Whether the user has one of the roles.
    pub(crate) fn has(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

fn roles(claims: &Value) -> Vec<Role> {
    let names: Vec<&str> = match claims.get("roles").or_else(|| claims.get("cognito:groups")) {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => text.trim_matches(['[', ']']).split([' ', ',']).collect(),
        _ => Vec::new(),
    };
    names.into_iter().filter_map(Role::from_claim).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn token(claims: &Value) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn reads_who_is_signed_in_until_the_token_expires() {
        let token = token(&json!({"sub": "a", "name": "Керівник", "tenant": "dnipro-trade", "roles": ["team-lead", "system"], "exp": 100}));
        let session = Session::from_token(&token, Moment::from_unix_ms(99_999)).unwrap();
        assert_eq!((session.name.as_str(), session.tenant.as_str()), ("Керівник", "dnipro-trade"));
        assert_eq!(session.roles, [Role::TeamLead]);
        assert!(Session::from_token(&token, Moment::from_unix_ms(100_000)).is_none());
    }

    #[test]
    fn what_is_no_token_is_no_session() {
        for text in ["", "a.b.c", "a", "e30.bm90IGpzb24.s", "e30.e30.s\r\nx: y"] {
            assert!(Session::from_token(text, Moment::from_unix_ms(0)).is_none(), "{text:?}");
        }
    }
}
