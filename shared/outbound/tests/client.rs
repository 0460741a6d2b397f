//! The client against a server that misbehaves.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use kernel::{Currency, Moment, Settings};
use outbound::{
    Breaker, BreakerPolicy, BreakerStore, BreakersInMemory, CallContext, CallError, CallLog, CallRecord, Method, Outbound, OutboundRequest,
    Policy, RatePolicy, RetryPolicy,
};
use runtime::fault::Fault;
use runtime::ports::{Call, Secret};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

#[derive(Default)]
struct Records(Mutex<Vec<CallRecord>>);

#[async_trait]
impl CallLog for Records {
    async fn record(&self, record: CallRecord) {
        self.0.lock().unwrap().push(record);
    }
}

impl Records {
    fn outcomes(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|record| record.outcome.clone()).collect()
    }
}

fn context() -> CallContext {
    let settings = Settings {
        name: "Test".to_owned(),
        jurisdiction: kernel::settings::Jurisdiction::UA,
        time_zone: "Europe/Kyiv".parse().unwrap(),
        currency: Currency::UAH,
        language: kernel::Language::En,
        contexts: Default::default(),
    };
    CallContext::of(&Call {
        tenant: "test".parse().unwrap(),
        settings: Arc::new(settings),
        correlation: uuid::Uuid::nil(),
        now: "2026-11-21T08:00:00Z".parse().unwrap(),
    })
}

fn policy() -> Policy {
    Policy {
        connect_ms: 200,
        attempt_ms: 300,
        total_ms: 2_000,
        response_bytes_max: 1_000,
        retry: RetryPolicy { attempts_max: 3, pause_min_ms: 1, pause_max_ms: 5 },
        rate: RatePolicy { burst: 100, interval_ms: 1, wait_max_ms: 100 },
        breaker: BreakerPolicy { failures_max: 100, open_ms: 60_000, open_max_ms: 60_000, trial_ms: 1_000 },
        ..Policy::new("test").with_loopback_http()
    }
}

fn client(policy: Policy) -> (Outbound, Arc<Records>) {
    let records = Arc::new(Records::default());
    (Outbound::new(policy).unwrap().with_log(records.clone()), records)
}

fn request(base: &str, path: &str) -> OutboundRequest {
    OutboundRequest::new("ask", Method::POST, &format!("{base}{path}")).unwrap().body(b"question".to_vec())
}

/// Serves `handler` at every path and counts the requests.
async fn serve(handler: fn(u32) -> Response) -> (String, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let counting = move |State(count): State<Arc<AtomicU32>>| async move { handler(count.fetch_add(1, Ordering::SeqCst)) };
    let router = Router::new().route("/{*path}", any(counting)).with_state(count.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (base, count)
}

/// Accepts connections, reads a request and either hangs or hangs up.
async fn rude_server(hang: Option<Duration>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0_u8; 4_096];
            let _ = stream.read(&mut bytes).await;
            if let Some(hang) = hang {
                tokio::time::sleep(hang).await;
            }
        }
    });
    base
}

#[tokio::test]
async fn repeats_what_may_be_repeated_and_nothing_else() {
    let recovers = |nth| if nth < 2 { StatusCode::SERVICE_UNAVAILABLE.into_response() } else { "fine".into_response() };
    let (base, count) = serve(recovers).await;
    let (client, records) = client(policy());
    let once = client.send(&context(), &request(&base, "/x")).await;
    assert_eq!(once.unwrap_err().http_status(), Some(503));
    assert_eq!(count.load(Ordering::SeqCst), 1);
    let answer = client.send(&context(), &request(&base, "/x").idempotent()).await.unwrap();
    assert_eq!(answer.body.as_bytes(), b"fine");
    assert_eq!(records.outcomes(), ["status-503", "status-503", "ok"]);
}

#[tokio::test]
async fn gives_up_after_the_last_attempt_and_never_repeats_a_refusal() {
    let (base, count) = serve(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()).await;
    let (client, _) = client(policy());
    assert!(client.send(&context(), &request(&base, "/x").idempotent()).await.is_err());
    assert_eq!(count.load(Ordering::SeqCst), 3);
    let (base, count) = serve(|_| StatusCode::FORBIDDEN.into_response()).await;
    assert!(client.send(&context(), &request(&base, "/x").idempotent()).await.is_err());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn honours_retry_after_and_gives_up_when_it_is_too_long() {
    let (base, count) = serve(|_| (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "60")], "slow down").into_response()).await;
    let (client, _) = client(policy());
    let error = client.send(&context(), &request(&base, "/x").idempotent()).await.unwrap_err();
    assert_eq!((error.retry_after_ms(), count.load(Ordering::SeqCst)), (Some(60_000), 1));
    let waits = |nth| {
        if nth == 0 { (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "1")]).into_response() } else { "fine".into_response() }
    };
    let (base, _) = serve(waits).await;
    let since = tokio::time::Instant::now();
    assert!(client.send(&context(), &request(&base, "/x").idempotent()).await.is_ok());
    assert!(since.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn tells_before_sending_from_after_sending() {
    let (client, _) = client(policy());
    let silent = rude_server(Some(Duration::from_secs(5))).await;
    let error = client.send(&context(), &request(&silent, "/x")).await.unwrap_err();
    assert_eq!((&error, error.is_outcome_unknown()), (&CallError::TimedOutAfterSending, true));
    let cutting = rude_server(None).await;
    let error = client.send(&context(), &request(&cutting, "/x")).await.unwrap_err();
    assert_eq!((&error, error.is_outcome_unknown()), (&CallError::ConnectionLost, true));
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let error = client.send(&context(), &request(&format!("http://{address}"), "/x")).await.unwrap_err();
    assert_eq!((&error, error.is_outcome_unknown()), (&CallError::ConnectionFailed, false));
}

#[tokio::test]
async fn refuses_answers_that_are_too_large_and_does_not_follow_redirects() {
    let (client, _) = client(policy());
    let (base, _) = serve(|_| "x".repeat(1_001).into_response()).await;
    assert_eq!(client.send(&context(), &request(&base, "/x")).await.unwrap_err(), CallError::TooLarge { limit_bytes: 1_000 });
    let (base, _) = serve(|_| "x".repeat(1_000).into_response()).await;
    assert!(client.send(&context(), &request(&base, "/x")).await.is_ok());
    let (base, count) = serve(|_| Redirect::temporary("/elsewhere").into_response()).await;
    assert_eq!(client.send(&context(), &request(&base, "/x").idempotent()).await.unwrap_err().http_status(), Some(307));
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_circuit_opens_spares_the_system_and_is_told_apart() {
    let (base, count) = serve(|_| StatusCode::BAD_GATEWAY.into_response()).await;
    let breaker = BreakerPolicy { failures_max: 2, ..policy().breaker };
    let (client, records) = client(Policy { breaker, ..policy() });
    for _ in 0..2 {
        assert_eq!(client.send(&context(), &request(&base, "/x")).await.unwrap_err().http_status(), Some(502));
    }
    let error = client.send(&context(), &request(&base, "/x")).await.unwrap_err();
    assert!(matches!(error, CallError::CircuitOpen { .. }) && !error.is_outcome_unknown(), "{error:?}");
    assert_eq!((count.load(Ordering::SeqCst), records.outcomes()[2].as_str()), (2, "circuit-open"));
    let (healthy, _) = serve(|_| "fine".into_response()).await;
    assert!(client.send(&context(), &request(&healthy, "/x")).await.is_ok(), "another host has its own circuit");
}

#[tokio::test]
async fn the_circuit_closes_after_a_trial() {
    let (base, _) = serve(|nth| if nth < 1 { StatusCode::BAD_GATEWAY.into_response() } else { "fine".into_response() }).await;
    let breaker = BreakerPolicy { failures_max: 1, open_ms: 50, ..policy().breaker };
    let (client, _) = client(Policy { breaker, ..policy() });
    let context = context();
    assert!(client.send(&context, &request(&base, "/x")).await.is_err());
    assert!(matches!(client.send(&context, &request(&base, "/x")).await, Err(CallError::CircuitOpen { .. })));
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert!(client.send(&context, &request(&base, "/x")).await.is_ok());
    assert!(client.send(&context, &request(&base, "/x")).await.is_ok());
}

struct BrokenStore;

#[async_trait]
impl BreakerStore for BrokenStore {
    async fn load(&self, _: &str) -> Result<Breaker, Fault> {
        Err(Fault::lasting("no store"))
    }
    async fn save(&self, _: &str, _: &Breaker, _: &Breaker) -> Result<bool, Fault> {
        Err(Fault::lasting("no store"))
    }
}

#[tokio::test]
async fn a_breaker_store_that_fails_lets_requests_pass() {
    let (base, _) = serve(|_| "fine".into_response()).await;
    let client = Outbound::new(policy()).unwrap().with_breakers(Arc::new(BrokenStore));
    assert!(client.send(&context(), &request(&base, "/x")).await.is_ok());
}

#[tokio::test]
async fn circuits_in_memory_refuse_a_write_that_comes_second() {
    let store = BreakersInMemory::default();
    let open = Breaker::Open { until: Moment::from_unix_ms(1), openings: 1 };
    assert!(store.save("a", &Breaker::default(), &open).await.unwrap());
    assert!(!store.save("a", &Breaker::default(), &Breaker::Closed { failures: 1 }).await.unwrap());
    assert_eq!(store.load("a").await.unwrap(), open);
}

#[tokio::test]
async fn the_rate_limit_makes_wait_then_refuses() {
    let (base, count) = serve(|_| "fine".into_response()).await;
    let rate = RatePolicy { burst: 1, interval_ms: 200, wait_max_ms: 250 };
    let (client, _) = client(Policy { rate, ..policy() });
    let (context, first) = (context(), request(&base, "/x"));
    let since = tokio::time::Instant::now();
    let (a, b, c) = tokio::join!(client.send(&context, &first), client.send(&context, &first), client.send(&context, &first));
    assert!(a.is_ok() && b.is_ok() && since.elapsed() >= Duration::from_millis(200));
    assert!(matches!(c, Err(CallError::RateLimited { .. })));
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn records_hold_sizes_and_no_secrets() {
    let router = Router::new().route("/path", get(|headers: HeaderMap| async move { headers.contains_key("token").to_string() }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let (client, records) = client(policy());
    let request = OutboundRequest::new("read", Method::GET, &format!("{base}/path")).unwrap();
    let request = request.query("key", "HIDDEN").secret_header("token", &Secret::new("HIDDEN")).unwrap().body(b"HIDDEN".to_vec());
    let answer = client.send(&context(), &request).await.unwrap();
    assert_eq!(answer.body.as_bytes(), b"true");
    let record = records.0.lock().unwrap().pop().unwrap();
    assert!(!format!("{record:?} {answer:?}").contains("HIDDEN"));
    assert_eq!((record.request_bytes, record.response_bytes, record.http_status, record.attempt), (6, 4, Some(200), 1));
    assert_eq!((record.operation.as_str(), record.address.ends_with("/path")), ("read", true));
}
