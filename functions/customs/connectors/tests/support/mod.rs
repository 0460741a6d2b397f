//! A tenant whose vendor is the simulator.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test uses a part; a test helper that fails is a test that fails"
)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::{HeaderMap, StatusCode};
use customs::outside::kontur::content::Content;
use customs::outside::kontur::{API_KEY_SECRET, Answer, LOGIN_SECRET, PASSWORD_SECRET, Request};
use customs_connectors::{Kontur, Policies};
use kernel::facts::Kept;
use kernel::reaction::OutsideError;
use kernel::settings::Jurisdiction;
use kernel::{Currency, Language, Moment, TenantId};
use kontur_simulator::contract::check_answer;
use kontur_simulator::{Knobs, Operation, Settings, Simulator};
use outbound::{BreakerPolicy, CallLog, CallRecord, Policy, RatePolicy, RetryPolicy};
use runtime::fault::Fault as Broken;
use runtime::ports::{Call, Connector, Documents, InspectError, Secret, Secrets};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use simulator_support::fault::{Fault, FaultKind};

/// The key of the API.
pub const KEY: &str = "2b8f6c1e-0000-4000-8000-00000000000d";
/// The account.
pub const LOGIN: &str = "broker+1@example.org";
/// Its password, with whatever a query string has to escape.
pub const PASSWORD: &str = "p&ss wörd/%41";

/// The tenant's secrets.
pub struct Held(pub Mutex<BTreeMap<&'static str, &'static str>>);

#[async_trait]
impl Secrets for Held {
    async fn get(&self, _: &TenantId, name: &str) -> Result<Option<Secret>, Broken> {
        Ok(self.0.lock().unwrap().get(name).map(|text| Secret::new(*text)))
    }
}

/// The tenant's documents.
#[derive(Default)]
pub struct Shelf(pub Mutex<BTreeMap<String, (String, Vec<u8>)>>);

#[async_trait]
impl Documents for Shelf {
    async fn put(&self, tenant: &TenantId, key: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), Broken> {
        self.0.lock().unwrap().insert(format!("{tenant}/{key}"), (media_type.to_owned(), bytes));
        Ok(())
    }
    async fn get(&self, tenant: &TenantId, key: &str) -> Result<Option<Vec<u8>>, Broken> {
        Ok(self.0.lock().unwrap().get(&format!("{tenant}/{key}")).map(|(_, bytes)| bytes.clone()))
    }
    async fn inspect(&self, _: &TenantId, _: &str) -> Result<Option<Kept>, InspectError> {
        Ok(None)
    }
    async fn upload_url(&self, _: &TenantId, _: &str, _: &str) -> Result<String, Broken> {
        Err(Broken::lasting("no addresses here"))
    }
    async fn download_url(&self, _: &TenantId, _: &str, _: &str) -> Result<String, Broken> {
        Err(Broken::lasting("no addresses here"))
    }
}

/// What was recorded of calls.
#[derive(Default)]
pub struct Records(pub Mutex<Vec<CallRecord>>);

#[async_trait]
impl CallLog for Records {
    async fn record(&self, record: CallRecord) {
        self.0.lock().unwrap().push(record);
    }
}

/// A tenant, its connector and its vendor.
pub struct Scene {
    pub simulator: Simulator,
    pub kontur: Kontur,
    pub secrets: Arc<Held>,
    pub shelf: Arc<Shelf>,
    pub records: Arc<Records>,
    pub customs: Value,
    now_ms: AtomicI64,
}

/// Waits as little as possible.
pub fn policies() -> Policies {
    let quick = |policy: Policy| Policy {
        attempt_ms: 2_000,
        total_ms: 8_000,
        retry: RetryPolicy { attempts_max: 3, pause_min_ms: 1, pause_max_ms: 2 },
        rate: RatePolicy { burst: 1_000, interval_ms: 1, wait_max_ms: 100 },
        // Faults follow one another here faster than any system fails.
        breaker: BreakerPolicy { failures_max: 1_000, ..policy.breaker },
        ..policy.with_loopback_http()
    };
    let Policies { ordinary, slow } = Kontur::policies();
    Policies { ordinary: quick(ordinary), slow: quick(slow) }
}

/// A connector for whatever listens at an address.
pub fn scene_at(url: &str, simulator: Simulator) -> Scene {
    let held = [(API_KEY_SECRET, KEY), (LOGIN_SECRET, LOGIN), (PASSWORD_SECRET, PASSWORD)];
    let (secrets, shelf, records) = (Arc::new(Held(Mutex::new(held.into()))), Arc::<Shelf>::default(), Arc::<Records>::default());
    let log: Arc<dyn CallLog> = records.clone();
    let kontur = Kontur::new(policies(), secrets.clone(), shelf.clone()).unwrap().with_log(&log);
    let customs = json!({ "kontur": { "url": url } });
    let now_ms = AtomicI64::new("2026-11-21T08:00:00Z".parse::<Moment>().unwrap().unix_ms());
    Scene { simulator, kontur, secrets, shelf, records, customs, now_ms }
}

/// The simulator, whose customs act when told. Its judge needs some time to read the description,
/// which no call shall wait for.
pub fn simulator() -> Simulator {
    let judged = check_answer(Operation::Customs, StatusCode::NOT_FOUND, &HeaderMap::new(), b"");
    assert!(judged.is_empty(), "{judged:?}");
    Simulator::new(Settings {
        api_key: KEY.to_owned(),
        login: LOGIN.to_owned(),
        password: PASSWORD.to_owned(),
        knobs: Knobs { step_ms: 0, ..Knobs::default() },
        webhook: None,
        state_file: None,
    })
}

/// A tenant whose vendor is a simulator of its own.
pub async fn scene() -> Scene {
    let simulator = simulator();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(simulator.clone().serve(listener));
    scene_at(&url, simulator)
}

/// A tenant whose vendor is a few routes.
pub async fn scene_of(router: axum::Router) -> Scene {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    scene_at(&url, simulator())
}

impl Scene {
    /// A second later than the last one.
    pub fn call(&self) -> Call {
        let settings = kernel::Settings {
            name: "Север".to_owned(),
            jurisdiction: Jurisdiction::RU,
            time_zone: "Europe/Moscow".parse().unwrap(),
            currency: Currency::RUB,
            language: Language::Ru,
            contexts: [("customs".to_owned(), self.customs.clone())].into(),
        };
        let now = Moment::from_unix_ms(self.now_ms.fetch_add(1_000, Ordering::Relaxed));
        Call { tenant: "sever".parse().unwrap(), settings: Arc::new(settings), correlation: uuid::Uuid::nil(), now }
    }

    /// Lets time pass.
    pub fn pass(&self, minutes: i64) {
        self.now_ms.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    /// Makes a request.
    pub async fn ask(&self, request: Request) -> Result<Answer, OutsideError> {
        let answer = self.kontur.call(&self.call(), serde_json::to_value(&request).unwrap()).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    /// Makes a request that succeeds.
    pub async fn get(&self, request: Request) -> Answer {
        let name = request.operation().name;
        self.ask(request).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Orders a fault of one operation, in the simulator's name of it.
    pub fn fault(&self, kind: FaultKind, operation: &str, times: u32) {
        self.simulator.faults().add(Fault { method: Some(operation.to_owned()), delay_ms: 2_500, ..Fault::new(kind, times) });
    }

    /// How often an operation was called, in the simulator's name of it.
    pub fn calls(&self, operation: &str) -> u64 {
        self.simulator.calls()["calls"][operation].as_u64().unwrap_or_default()
    }

    /// Puts a document of the tenant's own there.
    pub async fn put(&self, media_type: &str, bytes: &[u8]) -> Content {
        let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let key = format!("customs/files/{sha256}");
        self.shelf.put(&self.call().tenant, &key, media_type, bytes.to_vec()).await.unwrap();
        Content { key, size_bytes: bytes.len().try_into().unwrap(), sha256, media_type: media_type.to_owned() }
    }

    /// The bytes that an answer names, after a look at what it says of them.
    pub async fn read(&self, content: &Content) -> Vec<u8> {
        let tenant = self.call().tenant;
        let (media_type, bytes) = self.shelf.0.lock().unwrap().get(&format!("{tenant}/{}", content.key)).cloned().unwrap();
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((&media_type, &sha256, bytes.len()), (&content.media_type, &content.sha256, content.size_bytes.try_into().unwrap()));
        assert!(content.key.starts_with("customs/kontur/") && content.key.contains(&sha256));
        bytes
    }
}
