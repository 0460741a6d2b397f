//! Webhook signatures as Standard Webhooks defines them: HMAC-SHA256 over
//! `id.timestamp.body`, several signatures in one header so that secrets can rotate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use kernel::Moment;
use sha2::Sha256;

/// How far a message's time stamp may lie from ours, in milliseconds: clocks differ, and
/// an older message is a replay.
pub const TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// The three headers of a message.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`, whole seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`, space-separated `v1,<base64>`.
    pub signature: &'a str,
}

/// Why a message is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// No signature fits.
    #[error("no signature fits")]
    Signature,
    /// The time stamp is unreadable, too old or in the future.
    #[error("the time stamp is out of range")]
    Timestamp,
}

/// Checks a message over its raw body, in constant time for each signature. `secrets` may
/// hold several, separated by spaces, while one replaces the other.
///
/// # Errors
/// When no signature fits or the time stamp is out of range.
pub fn verify(secrets: &str, signed: Signed<'_>, body: &[u8], now: Moment) -> Result<(), NotSigned> {
    let seconds: i64 = signed.timestamp.parse().map_err(|_| NotSigned::Timestamp)?;
    let sent = seconds.checked_mul(1000).ok_or(NotSigned::Timestamp)?;
    if now.unix_ms().saturating_sub(sent).saturating_abs() > TOLERANCE_MS {
        return Err(NotSigned::Timestamp);
    }
    let given = signed.signature.split(' ').filter_map(|part| part.strip_prefix("v1,"));
    let given: Vec<Vec<u8>> = given.filter_map(|text| STANDARD.decode(text).ok()).collect();
    let fits = |secret: &str| {
        let mac = mac(secret, signed, body);
        mac.is_some_and(|mac| given.iter().any(|given| mac.clone().verify_slice(given).is_ok()))
    };
    if secrets.split(' ').filter(|secret| !secret.is_empty()).any(fits) { Ok(()) } else { Err(NotSigned::Signature) }
}

fn mac(secret: &str, signed: Signed<'_>, body: &[u8]) -> Option<Hmac<Sha256>> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok().filter(|key| key.len() >= 16)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(signed.id.as_bytes());
    mac.update(b".");
    mac.update(signed.timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

/// Signs a message; for tests and for whoever sends to us.
pub fn sign(secret: &str, id: &str, timestamp_seconds: i64, body: &[u8]) -> Option<String> {
    let timestamp = timestamp_seconds.to_string();
    let mac = mac(secret, Signed { id, timestamp: &timestamp, signature: "" }, body)?;
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const OTHER: &str = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    fn now() -> Moment {
        Moment::from_unix_ms(1_795_000_000_000)
    }

    #[test]
    fn takes_what_is_signed_with_any_current_secret() {
        let signature = sign(SECRET, "m1", 1_795_000_000, b"{}").unwrap();
        let signed = Signed { id: "m1", timestamp: "1795000000", signature: &format!("v1,AAAA {signature}") };
        assert_eq!(verify(SECRET, signed, b"{}", now()), Ok(()));
        assert_eq!(verify(&format!("{OTHER} {SECRET}"), signed, b"{}", now()), Ok(()));
    }

    #[test]
    fn refuses_another_body_id_secret_or_time() {
        let signature = sign(SECRET, "m1", 1_795_000_000, b"{}").unwrap();
        let signed = Signed { id: "m1", timestamp: "1795000000", signature: &signature };
        assert_eq!(verify(SECRET, signed, b"{ }", now()), Err(NotSigned::Signature));
        assert_eq!(verify(OTHER, signed, b"{}", now()), Err(NotSigned::Signature));
        assert_eq!(verify(SECRET, Signed { id: "m2", ..signed }, b"{}", now()), Err(NotSigned::Signature));
        assert_eq!(verify("", signed, b"{}", now()), Err(NotSigned::Signature));
        assert_eq!(verify(SECRET, signed, b"{}", now().plus_ms(TOLERANCE_MS + 1000)), Err(NotSigned::Timestamp));
        assert_eq!(verify(SECRET, Signed { timestamp: "soon", ..signed }, b"{}", now()), Err(NotSigned::Timestamp));
    }
}
