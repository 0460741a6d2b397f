//! Nothing that is secret reaches a log or a record of calls, at any level. Alone in its binary,
//! because the log is the process's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

mod support;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use customs::outside::kontur::{PASSWORD_SECRET, Request};
use simulator_support::fault::FaultKind;
use support::{KEY, LOGIN, PASSWORD, scene};
use tracing_subscriber::filter::LevelFilter;

/// As they are, and as they stand in the query string of the login.
const SECRETS: [&str; 7] =
    [KEY, LOGIN, PASSWORD, "broker%2B1%40example.org", "p%26ss+w%C3%B6rd%2F%2541", "p%26ss%20w%C3%B6rd%2F%2541", "hunter2-rather-wrong"];

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn credentials_and_sessions_are_in_no_log_and_no_record() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false).with_writer(move || writer.clone()).init();
    let scene = scene().await;
    scene.get(Request::Offices).await;
    scene.get(Request::SaveOrganization { organization: Box::new(customs::samples::kontur::organization()) }).await;
    scene.fault(FaultKind::SessionExpired, "customs", 1);
    scene.get(Request::Offices).await;
    scene.fault(FaultKind::Cut, "customs", 9);
    scene.ask(Request::Offices).await.unwrap_err();
    scene.secrets.0.lock().unwrap().insert(PASSWORD_SECRET, "hunter2-rather-wrong");
    let refused = scene.ask(Request::Offices).await.unwrap_err();
    let records = serde_json::to_string(&*scene.records.0.lock().unwrap()).unwrap();
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.contains("session renewed"), "the log is read: {log}");
    assert!(records.contains("/auth/v1/authenticate") && records.contains("\"operation\":\"login\""), "{records}");
    // Sessions of the simulator are the only 64 hexadecimal digits without a break.
    let session = |text: &str| text.split(|c: char| !c.is_ascii_hexdigit()).any(|word| word.len() == 64);
    for (what, text) in [("log", log), ("records", records), ("error", format!("{refused:?}"))] {
        for secret in SECRETS {
            assert!(!text.contains(secret), "{what} holds {secret}");
        }
        assert!(!session(&text), "{what} holds a session");
        assert!(!text.contains("998877"), "{what} holds a passport");
    }
}
