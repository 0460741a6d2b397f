//! The console's way to the API and to the issuer, without a socket in between.

use std::collections::BTreeMap;
use std::sync::Weak;

use async_trait::async_trait;
use console::{Api, ApiDown, ApiRequest, ApiResponse, ExchangeFailed, Tokens};
use kernel::Moment;

use crate::issuer::Issuer;
use crate::server::{Front, call_api};

/// Calls the pipeline as the gateway would.
pub struct InProcessApi {
    front: Weak<Front>,
}

impl InProcessApi {
    /// Calls this front door.
    pub fn new(front: Weak<Front>) -> Self {
        Self { front }
    }
}

#[async_trait]
impl Api for InProcessApi {
    async fn call(&self, request: ApiRequest) -> Result<ApiResponse, ApiDown> {
        let front = self.front.upgrade().ok_or_else(|| ApiDown("the host is stopping".to_owned()))?;
        let mut headers = BTreeMap::from([
            ("authorization".to_owned(), format!("Bearer {}", request.token)),
            ("accept-language".to_owned(), request.language.code().to_owned()),
        ]);
        headers.extend(request.idempotency_key.map(|key| ("idempotency-key".to_owned(), key)));
        headers.extend(request.if_match.map(|version| ("if-match".to_owned(), version)));
        let body = request.body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let answer = call_api(&front, request.method, request.path, request.query, headers, body).await;
        Ok(ApiResponse { status: answer.status, body: answer.body })
    }
}

/// Redeems codes at the embedded issuer.
pub struct InProcessIssuer {
    issuer: Issuer,
}

impl InProcessIssuer {
    /// Redeems at this issuer.
    pub fn new(issuer: Issuer) -> Self {
        Self { issuer }
    }
}

#[async_trait]
impl console::Issuer for InProcessIssuer {
    async fn exchange(&self, code: &str, verifier: &str, redirect_uri: &str) -> Result<Tokens, ExchangeFailed> {
        let now = Moment::from(chrono::Utc::now()).unix_ms();
        let failed = |why: String| ExchangeFailed(why);
        let redeemed = self.issuer.redeem(code, verifier, redirect_uri, now).map_err(|fault| failed(fault.chain()))?;
        let tokens = redeemed.ok_or_else(|| failed("the code is not valid".to_owned()))?;
        serde_json::from_value(tokens).map_err(|error| failed(error.to_string()))
    }
}
