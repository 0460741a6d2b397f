//! Where a simulator pushes to, and the Standard Webhooks signature it pushes with.
//!
//! A push carries three headers: `webhook-id`, the same for every attempt at one delivery;
//! `webhook-timestamp`, unix seconds of the attempt; `webhook-signature`, `v1,` and the base64 of
//! the HMAC-SHA256 of `id.timestamp.body`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What a secret starts with in text; the base64 of the key follows.
pub const SECRET_PREFIX: &str = "whsec_";
/// Attempts at one delivery, unless set otherwise.
pub const ATTEMPTS_MAX: u32 = 4;
/// Pause before the second attempt, unless set otherwise; it doubles with every further one.
pub const RETRY_MS: u64 = 200;

/// Where and how to push.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The address that takes the POST.
    pub url: String,
    /// The signing secret, `whsec_` and base64.
    pub secret: String,
    /// Attempts at one delivery before it is dropped.
    pub attempts_max: u32,
    /// Pause before the second attempt in milliseconds; it doubles with every further one.
    pub retry_ms: u64,
}

impl Webhook {
    /// A webhook with the usual number of attempts.
    #[must_use]
    pub fn new(url: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { url: url.into(), secret: secret.into(), attempts_max: ATTEMPTS_MAX, retry_ms: RETRY_MS }
    }
}

/// A signing secret that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("webhook secret is not whsec_ followed by base64")]
pub struct SecretError;

/// The value of the `webhook-signature` header.
///
/// # Errors
/// [`SecretError`] when `secret` is not `whsec_` followed by base64.
pub fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> Result<String, SecretError> {
    let encoded = secret.strip_prefix(SECRET_PREFIX).ok_or(SecretError)?;
    let key = STANDARD.decode(encoded).map_err(|_| SecretError)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| SecretError)?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_the_specification_does() {
        // The worked example of the Standard Webhooks specification.
        assert_eq!(
            sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#,),
            Ok("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned())
        );
    }

    #[test]
    fn refuses_a_secret_without_its_prefix() {
        assert_eq!(sign("abcd", "id", 0, ""), Err(SecretError));
        assert_eq!(sign("whsec_!", "id", 0, ""), Err(SecretError));
    }
}
