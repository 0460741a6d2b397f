//! The OIDC issuer's token endpoint.

use async_trait::async_trait;

/// What the token endpoint gave for a code.
#[derive(Clone, serde::Deserialize)]
pub struct Tokens {
    /// Sent to the API with every call.
    pub access_token: String,
    /// Says who signed in, with the nonce of the sign-in.
    pub id_token: String,
}

/// The token endpoint gave no tokens.
#[derive(Debug, Clone, thiserror::Error)]
#[error("exchange the code: {0}")]
pub struct ExchangeFailed(pub String);

/// The token endpoint. Called by the console's server, never by the browser.
#[async_trait]
pub trait Issuer: Send + Sync {
    /// Buys tokens with an authorization code: `grant_type=authorization_code` with the
    /// client id, `redirect_uri` and the PKCE `code_verifier`.
    ///
    /// # Errors
    /// When the issuer refuses or does not answer.
    async fn exchange(&self, code: &str, verifier: &str, redirect_uri: &str) -> Result<Tokens, ExchangeFailed>;
}
