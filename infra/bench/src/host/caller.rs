//! Somebody who calls the API.

use std::time::{Duration, Instant};

use entrepot_local::personas::UKRAINIAN;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Failed;

/// How often it is asked whether everything was delivered.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// A team lead, who may do everything with an order, with a token. Cheap to clone.
#[derive(Clone)]
pub struct Caller {
    url: String,
    token: String,
    http: reqwest::Client,
}

impl Caller {
    /// Gets a token.
    ///
    /// # Errors
    /// When the host gives none.
    pub async fn sign_in(url: &str) -> Result<Self, Failed> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let who = json!({ "tenant": UKRAINIAN, "persona": "team-lead" });
        let answer: Value = http.post(format!("{url}/dev/token")).json(&who).send().await?.error_for_status()?.json().await?;
        let token = answer.get("access_token").and_then(Value::as_str).ok_or("no token")?.to_owned();
        Ok(Self { url: url.to_owned(), token, http })
    }

    /// Sends a command with a fresh idempotency key.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Result<(StatusCode, Value), Failed> {
        let request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        let answer = request.header("idempotency-key", Uuid::now_v7().to_string()).json(body).send().await?;
        Ok((answer.status(), answer.json().await?))
    }

    /// Posts a command that must be accepted; the id of its aggregate.
    ///
    /// # Errors
    /// When it is not.
    pub async fn accepted(&self, path: &str, body: &Value) -> Result<String, Failed> {
        let (status, answer) = self.send(Method::POST, path, body).await?;
        let id = answer.get("id").and_then(Value::as_str).filter(|_| status.is_success());
        id.map(str::to_owned).ok_or_else(|| format!("{path} answered {status}: {answer}").into())
    }

    /// Asks a query.
    ///
    /// # Errors
    /// When it is not answered.
    pub async fn ask(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, Failed> {
        // The words have letters that no URL has.
        let url = reqwest::Url::parse_with_params(&format!("{}{path}", self.url), query)?;
        Ok(self.http.get(url).bearer_auth(&self.token).send().await?.error_for_status()?.json().await?)
    }

    /// A client of this name; the id.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn client(&self, name: &str) -> Result<String, Failed> {
        self.accepted("/clients", &json!({ "name": name, "phone": "+380501234567" })).await
    }

    /// Waits until everything was delivered; how long that took.
    ///
    /// # Errors
    /// When it takes too long.
    pub async fn drain(&self, longest: Duration) -> Result<Duration, Failed> {
        let started = Instant::now();
        while started.elapsed() < longest {
            if self.http.get(format!("{}/health", self.url)).send().await?.status().is_success() {
                return Ok(started.elapsed());
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
        Err("not everything was delivered in time".into())
    }
}

/// Body of an order of two lines.
pub fn order(client: &str, draft: bool) -> Value {
    let price = |amount: &str| json!({ "amount": amount, "currency": "UAH" });
    json!({
        "client_id": client,
        "draft": draft,
        "items": [
            { "sku": "MLN-25", "name": "Жорна 25 см", "quantity": "2", "price": price("4150.00") },
            { "sku": "SIT-08", "name": "Сито 0,8 мм", "quantity": "6", "price": price("315.50") },
        ],
    })
}
