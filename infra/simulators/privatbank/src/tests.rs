//! The simulator over real HTTP on a free port.

mod faults;
mod injection;
mod kept;
mod protocol;
mod recorded;

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::{Account, NewTransaction, Settings, Simulator, Webhook};

const TOKEN: &str = "pb-test-token";
const UTF8: &str = "application/json;charset=utf8";

/// A simulator that listens, and a client that knows its token.
struct Stand {
    simulator: Simulator,
    client: Client,
    base: String,
    server: JoinHandle<io::Result<()>>,
}

impl Stand {
    async fn start(webhook: Option<Webhook>) -> Self {
        Self::serve(webhook, None).await
    }

    /// A bank that keeps its statement.
    async fn kept(file: &Path) -> Self {
        Self::serve(None, Some(file.to_owned())).await
    }

    async fn serve(webhook: Option<Webhook>, state_file: Option<PathBuf>) -> Self {
        let simulator = Simulator::new(Settings { token: TOKEN.to_owned(), accounts: Account::invented(), webhook, state_file });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(simulator.clone().serve(listener));
        Self { simulator, client: Client::new(), base, server }
    }

    /// Ends it without a farewell, as a process ends.
    async fn stop(self) {
        self.server.abort();
        assert!(self.server.await.is_err());
    }

    /// A bank on a Monday, with the recorded statement.
    async fn recorded() -> Self {
        let stand = Self::start(None).await;
        stand.simulator.load_recorded(monday());
        stand
    }

    fn request(&self, path: &str) -> RequestBuilder {
        let request = self.client.get(format!("{}/api/{path}", self.base));
        request.header("token", TOKEN).header(USER_AGENT, "entrepot-test").header(CONTENT_TYPE, UTF8)
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.request(path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }

    async fn refused(&self, path: &str) -> (StatusCode, Value) {
        let answer = self.request(path).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn control(&self, path: &str, body: Value) -> reqwest::Response {
        let url = format!("{}/_simulator/{path}", self.base);
        self.client.post(url).json(&body).send().await.unwrap()
    }

    async fn fault(&self, fault: Value) {
        assert_eq!(self.control("faults", fault).await.status(), StatusCode::OK);
    }

    fn pay(&self, amount: &str) -> String {
        self.simulator.inject(&NewTransaction { amount: amount.to_owned(), ..NewTransaction::default() }).unwrap()
    }
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn rows<'a>(answer: &'a Value, list: &str) -> &'a [Value] {
    answer[list].as_array().unwrap()
}

fn ids(answer: &Value) -> Vec<&str> {
    rows(answer, "transactions").iter().map(|row| row["ID"].as_str().unwrap()).collect()
}
