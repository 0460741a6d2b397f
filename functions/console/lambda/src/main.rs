//! Serves the console behind an HTTP API. It knows the public API and the issuer, by
//! address, and nothing else: its role may touch no data.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use console::{Api, ApiDown, ApiRequest, ApiResponse, Config, Console, ConsoleRequest, ExchangeFailed, Issuer, Tokens};
use entrepot_aws::{SystemClock, lambda};
use runtime::http::{HttpRequest, HttpResponse};
use runtime::ports::Clock;

/// To open a connection to the API or the issuer, in the same region.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// For one call; below the 30 s that the gateway waits for this function.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);

/// The public API: each context's own HTTP API, by the first part of the path.
struct HttpApi {
    client: reqwest::Client,
    /// Addresses by path prefix; the longest that fits is called.
    by_prefix: BTreeMap<String, String>,
}

impl HttpApi {
    fn address(&self, path: &str) -> Option<&str> {
        let fitting = self.by_prefix.iter().filter(|(prefix, _)| path.starts_with(prefix.as_str()));
        fitting.max_by_key(|(prefix, _)| prefix.len()).map(|(_, address)| address.as_str())
    }
}

#[async_trait]
impl Api for HttpApi {
    async fn call(&self, request: ApiRequest) -> Result<ApiResponse, ApiDown> {
        let down = |error: reqwest::Error| ApiDown(error.without_url().to_string());
        let address = self.address(&request.path).ok_or_else(|| ApiDown(format!("no API serves {}", request.path)))?;
        let method = request.method.parse().map_err(|_| ApiDown(format!("no method {}", request.method)))?;
        let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
        let mut call = self.client.request(method, format!("{address}{}{query}", request.path)).bearer_auth(request.token);
        call = call.header("accept-language", request.language.code());
        if let Some(key) = request.idempotency_key {
            call = call.header("idempotency-key", key);
        }
        if let Some(version) = request.if_match {
            call = call.header("if-match", version);
        }
        if let Some(body) = request.body {
            call = call.json(&body);
        }
        let answer = call.send().await.map_err(down)?;
        let status = answer.status().as_u16();
        Ok(ApiResponse { status, body: answer.bytes().await.map_err(down)?.to_vec() })
    }
}

/// The issuer's token endpoint.
struct HttpIssuer {
    client: reqwest::Client,
    token_url: String,
    client_id: String,
}

#[async_trait]
impl Issuer for HttpIssuer {
    async fn exchange(&self, code: &str, verifier: &str, redirect_uri: &str) -> Result<Tokens, ExchangeFailed> {
        let failed = |error: reqwest::Error| ExchangeFailed(error.without_url().to_string());
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client_id),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", redirect_uri),
        ];
        let answer = self.client.post(&self.token_url).form(&form).send().await.map_err(failed)?;
        answer.error_for_status().map_err(failed)?.json().await.map_err(failed)
    }
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

fn console() -> Result<Console, Box<dyn std::error::Error + Send + Sync>> {
    // No redirects: an API that sends the token elsewhere would give it away.
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(CALL_TIMEOUT)
        .build()?;
    let client_id = variable("CLIENT_ID")?;
    let public_base = variable("PUBLIC_URL")?;
    let config = Config {
        issuer_url: variable("ISSUER_URL")?,
        authorize_url: variable("AUTHORIZE_URL")?,
        sign_out_url: std::env::var("SIGN_OUT_URL").ok().filter(|url| !url.is_empty()),
        client_id: client_id.clone(),
        scope: std::env::var("SCOPE").unwrap_or_else(|_| "openid profile".to_owned()),
        cookie_secure: public_base.starts_with("https://"),
        public_base,
        push_url: std::env::var("PUSH_URL").ok().filter(|url| !url.is_empty()),
        time_zone: chrono_tz::Europe::Kyiv,
    };
    let by_prefix = serde_json::from_str(&variable("API_ROUTES")?)?;
    let api = Arc::new(HttpApi { client: client.clone(), by_prefix });
    let issuer = Arc::new(HttpIssuer { client, token_url: variable("TOKEN_URL")?, client_id });
    Ok(Console::new(api, issuer, config))
}

async fn answer(console: &Console, request: HttpRequest) -> HttpResponse {
    let request = ConsoleRequest {
        method: request.method,
        path: request.path,
        query: request.query,
        headers: request.headers,
        body: request.body,
        now: SystemClock.now(),
    };
    let answer = console.handle(request).await;
    HttpResponse { status: answer.status, headers: answer.headers, body: answer.body }
}

async fn run() -> Result<(), lambda_runtime::Error> {
    let console = console()?;
    lambda::serve_http(|request| answer(&console, request)).await
}

fn main() -> ExitCode {
    lambda::init_logs();
    let result = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Into::into);
    match result.and_then(|runtime| runtime.block_on(run())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("console: {error}");
            ExitCode::FAILURE
        }
    }
}
