//! The host killed with SIGKILL under load: every acknowledged command is still there, and
//! every projection catches up. Here, and not with the other scenarios, because only a
//! package's own tests are given its binary.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests fail by panicking")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// The binary that `cargo run` starts.
const BINARY: &str = env!("CARGO_BIN_EXE_entrepot");
/// How long anything may take; a failing test ends, a slow machine does not fail.
const PATIENCE: Duration = Duration::from_secs(60);

struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // SIGKILL: nothing is flushed, nothing is said goodbye to.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn start(data: &Path, port: u16, http: &reqwest::Client) -> (Process, String) {
    let child = Command::new(BINARY)
        .env("ENTREPOT_ADDR", format!("127.0.0.1:{port}"))
        .env("ENTREPOT_DATA", data)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let url = format!("http://127.0.0.1:{port}");
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while http.get(format!("{url}/health")).send().await.is_err() {
        assert!(tokio::time::Instant::now() < deadline, "the host does not answer");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (Process(child), url)
}

async fn token(http: &reqwest::Client, url: &str) -> String {
    let body = json!({ "tenant": "dnipro-trade", "persona": "manager" });
    let answer: Value = http.post(format!("{url}/dev/token")).json(&body).send().await.unwrap().json().await.unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_and_every_projection_catches_up() {
    let data = std::env::temp_dir().join(format!("entrepot-kill-{}", uuid::Uuid::now_v7().simple()));
    let http = reqwest::Client::new();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..3 {
        let (process, url) = start(&data, free_port(), &http).await;
        let token = token(&http, &url).await;
        let writers = (0..4).map(|writer| {
            let (http, url, token) = (http.clone(), url.clone(), token.clone());
            tokio::spawn(async move {
                let mut done = Vec::new();
                for n in 0..200 {
                    let body = json!({ "name": format!("Клієнт {round} {writer} {n}") });
                    let sent = http.post(format!("{url}/clients")).bearer_auth(&token).json(&body).send().await;
                    let Ok(answer) = sent else { return done };
                    let Ok(answer) = answer.json::<Value>().await else { return done };
                    done.extend(answer["id"].as_str().map(str::to_owned));
                }
                done
            })
        });
        let writers: Vec<_> = writers.collect();
        tokio::time::sleep(Duration::from_millis(700)).await;
        drop(process);
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
    }
    let (_process, url) = start(&data, free_port(), &http).await;
    let token = token(&http, &url).await;
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !http.get(format!("{url}/health")).send().await.unwrap().status().is_success() {
        assert!(tokio::time::Instant::now() < deadline, "projections never catch up");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(acknowledged.len() > 20, "the load was no load: {}", acknowledged.len());
    let mut listed = std::collections::BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let page = http.get(format!("{url}/clients?limit=100&cursor={cursor}")).bearer_auth(&token).send().await.unwrap();
        let page: Value = page.json().await.unwrap();
        listed.extend(page["items"].as_array().unwrap().iter().map(|item| item["client_id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    for id in &acknowledged {
        assert!(listed.contains(id), "{id} was acknowledged and is not listed");
    }
    let _ = std::fs::remove_dir_all(data);
}
