//! From the request for a ticket to the frame, on the embedded table.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use runtime::Principal;
use runtime::cloud_event::CloudEvent;
use runtime::http::{HttpRequest, handle};
use runtime::push::socket::{Handshake, open};
use runtime::push::tell::Pusher;
use runtime::push::ticket::{Wanted, issue};
use runtime::push::{ConnectionId, Hint, Posted, Push, TICKET_MS};
use serde_json::Value;

use super::pipeline::process;
use super::*;

/// Notes what is posted.
#[derive(Default)]
struct Noted(Mutex<Vec<String>>);

#[async_trait]
impl Push for Noted {
    async fn post(&self, _: &ConnectionId, frame: String) -> Result<Posted, runtime::Fault> {
        self.0.lock().unwrap().push(frame);
        Ok(Posted::Sent)
    }
}

struct Ahead(AtomicI64);

impl Clock for Ahead {
    fn now(&self) -> kernel::Moment {
        SystemClock.now().plus_ms(self.0.load(Ordering::SeqCst))
    }
}

fn anna(tenant: &str, role: &str) -> serde_json::Map<String, Value> {
    let claims = json!({ "sub": "anna", "tenant": tenant, "roles": [role] });
    claims.as_object().unwrap().clone()
}

async fn asks(engine: &runtime::Engine, claims: Option<serde_json::Map<String, Value>>, body: Value) -> (u16, Value) {
    let request = HttpRequest {
        method: "POST".to_owned(),
        path: "/push/tickets".to_owned(),
        body: body.to_string().into_bytes(),
        claims,
        ..HttpRequest::default()
    };
    let answer = handle(engine, &runtime::route::routes(crate::host::CATALOGUES), request).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_are_for_whoever_has_a_role_and_are_checked() {
    let embedded = Engine::memory().await.unwrap();
    let engine = process(&embedded, crate::host::CATALOGUES).await;
    let body = json!({ "follow": ["ord_1", "orders"], "origin": "https://console.example:8443" });
    assert_eq!(asks(&engine, None, body.clone()).await.0, 401);
    assert_eq!(asks(&engine, Some(anna("acme", "stranger")), body.clone()).await.0, 403);
    assert_eq!(asks(&engine, Some(anna("nobody", "manager")), body.clone()).await.0, 404);
    for wrong in [
        json!({}),
        json!({ "follow": [] }),
        json!({ "follow": ["ORD"] }),
        json!({ "follow": vec!["a"; 11] }),
        json!({ "follow": ["a"], "tenant": "other" }),
        json!({ "follow": ["a"], "origin": "https://a/b" }),
        json!({ "follow": ["a"], "origin": "javascript:x" }),
    ] {
        let (status, answer) = asks(&engine, Some(anna("acme", "manager")), wrong).await;
        assert_eq!((status, answer["code"].as_str()), (400, Some("malformed")));
    }
    let (status, answer) = asks(&engine, Some(anna("acme", "accountant")), body).await;
    let ticket = answer["ticket"].as_str().unwrap();
    assert_eq!((status, ticket.starts_with("acme."), ticket.len()), (201, true, 69), "256 bits, but for the two marks of each UUID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_kept_as_a_hash_used_once_and_only_in_time() {
    let embedded = Engine::memory().await.unwrap();
    let engine = process(&embedded, crate::host::CATALOGUES).await;
    let wanted = || serde_json::from_value::<Wanted>(json!({ "follow": ["ord_1"] })).unwrap();
    let anna = Principal::from_claims(&anna("acme", "manager")).unwrap();
    let connections = embedded.connections();
    let opens = async |ticket: &str, clock: &dyn Clock| {
        let connection = ConnectionId::new(Uuid::now_v7().simple().to_string()).unwrap();
        open(&connections, clock, Handshake { connection, ticket, origin: None }).await.map_err(|closed| closed.status())
    };
    let issued = issue(&engine, &anna, wanted()).await.unwrap();
    let secret = issued.ticket.split_once('.').unwrap().1;
    let kept = embedded.database.scan(serde_json::from_value(json!({ "TableName": TABLE })).unwrap()).unwrap();
    assert!(!serde_json::to_string(&kept).unwrap().contains(secret), "who reads the table cannot use what is there");
    assert_eq!(opens(&issued.ticket, &SystemClock).await, Ok(()));
    assert_eq!(opens(&issued.ticket, &SystemClock).await, Err(401), "used");
    let issued = issue(&engine, &anna, wanted()).await.unwrap();
    assert_eq!(opens(&issued.ticket, &Ahead(AtomicI64::new(TICKET_MS))).await, Err(401), "expired");
    assert_eq!(opens(&issued.ticket.replace("acme.", "other."), &SystemClock).await, Err(401), "another tenant's");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_reaches_who_follows_it_and_no_other_tenant() {
    let embedded = Engine::memory().await.unwrap();
    let engine = process(&embedded, crate::host::CATALOGUES).await;
    let noted = Arc::new(Noted::default());
    let pusher = Pusher::new(Arc::clone(&engine.ports.connections), noted.clone(), Arc::clone(&engine.ports.clock));
    let anna = Principal::from_claims(&anna("acme", "manager")).unwrap();
    let wanted = serde_json::from_value(json!({ "follow": ["test.thing"] })).unwrap();
    let issued = issue(&engine, &anna, wanted).await.unwrap();
    let connection = ConnectionId::new("one").unwrap();
    open(&embedded.connections(), &SystemClock, Handshake { connection, ticket: &issued.ticket, origin: None }).await.unwrap();
    let batch = batch(1, "secret");
    for tenant in [tenant(), "other".parse().unwrap()] {
        let events = CloudEvent::of_commit(&tenant, &stream(), &batch.appends[0].1).unwrap();
        assert!(pusher.is_news(&events[0]));
        let failed = pusher.tell(&[(tenant, Hint::of(&events[0]))]).await;
        assert!(failed.is_empty());
    }
    assert_eq!(*noted.0.lock().unwrap(), [r#"{"hints":[{"subject":"one","kind":"test.thing","version":1}]}"#]);
}
