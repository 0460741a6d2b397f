//! Sockets and hints over connections in memory and a push that only notes what it was given.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use kernel::{Moment, TenantId};
use proptest::prelude::*;
use serde_json::Value;

use super::socket::{Closed, Handshake, close, open};
use super::tell::{GAP_MS, Pusher};
use super::*;
use crate::ports::Clock;

const ORIGIN: &str = "https://console.example";
const TICKET: &str = "acme.secret";

fn tenant(name: &str) -> TenantId {
    name.parse().unwrap()
}

fn followed(name: &str) -> Followed {
    Followed::try_from(name.to_owned()).unwrap()
}

fn id(name: &str) -> ConnectionId {
    ConnectionId::new(name).unwrap()
}

fn hint(subject: &str, kind: &str, version: Version) -> Hint {
    Hint { subject: subject.to_owned(), kind: kind.to_owned(), version }
}

/// Time stands until it is moved.
#[derive(Default)]
struct Stopped(AtomicI64);

impl Clock for Stopped {
    fn now(&self) -> Moment {
        Moment::from_unix_ms(self.0.load(Ordering::SeqCst))
    }
}

#[derive(Default)]
struct Kept {
    tickets: BTreeMap<(TenantId, String), Ticket>,
    open: BTreeMap<(TenantId, ConnectionId), Connection>,
}

#[derive(Default)]
struct Memory(Mutex<Kept>);

#[async_trait]
impl Connections for Memory {
    async fn keep_ticket(&self, tenant: &TenantId, secret_hash: &str, ticket: &Ticket) -> Result<(), Fault> {
        self.0.lock().unwrap().tickets.insert((tenant.clone(), secret_hash.to_owned()), ticket.clone());
        Ok(())
    }

    async fn take_ticket(&self, tenant: &TenantId, secret_hash: &str, now: Moment) -> Result<Option<Ticket>, Fault> {
        let taken = self.0.lock().unwrap().tickets.remove(&(tenant.clone(), secret_hash.to_owned()));
        Ok(taken.filter(|ticket| ticket.expires_at > now))
    }

    async fn add(&self, tenant: &TenantId, connection: &Connection) -> Result<(), Fault> {
        self.0.lock().unwrap().open.insert((tenant.clone(), connection.id.clone()), connection.clone());
        Ok(())
    }

    async fn of(&self, tenant: &TenantId, now: Moment) -> Result<Vec<Connection>, Fault> {
        if tenant.as_str() == "broken" {
            return Err(Fault::passing("read connections", "throttled"));
        }
        let kept = self.0.lock().unwrap();
        let own = kept.open.iter().filter(|((whose, _), one)| whose == tenant && one.expires_at > now);
        Ok(own.map(|(_, one)| one.clone()).collect())
    }

    async fn remove(&self, tenant: &TenantId, id: &ConnectionId) -> Result<(), Fault> {
        self.0.lock().unwrap().open.remove(&(tenant.clone(), id.clone()));
        Ok(())
    }

    async fn tenant_of(&self, id: &ConnectionId) -> Result<Option<TenantId>, Fault> {
        Ok(self.0.lock().unwrap().open.keys().find(|(_, found)| found == id).map(|(tenant, _)| tenant.clone()))
    }
}

/// Notes what it posts; a connection may be gone, or take for ever, by its name.
#[derive(Default)]
struct Noted(Mutex<Vec<(ConnectionId, String)>>);

#[async_trait]
impl Push for Noted {
    async fn post(&self, connection: &ConnectionId, frame: String) -> Result<Posted, Fault> {
        match connection.as_str() {
            "gone" => return Ok(Posted::Gone),
            "cut" => return Err(Fault::passing("post", "cut")),
            "slow" => std::future::pending().await,
            _ => {}
        }
        self.0.lock().unwrap().push((connection.clone(), frame));
        Ok(Posted::Sent)
    }
}

#[derive(Default)]
struct World {
    clock: Arc<Stopped>,
    kept: Arc<Memory>,
    noted: Arc<Noted>,
}

impl World {
    fn pusher(&self) -> Pusher {
        Pusher::new(self.kept.clone(), self.noted.clone(), self.clock.clone())
    }

    fn wait(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    async fn gives(&self, origin: Option<&str>) {
        let (tenant, hash) = ticket::parse(TICKET).unwrap();
        let follows = vec![followed("orders")];
        let expires_at = self.clock.now().plus_ms(TICKET_MS);
        let ticket = Ticket { actor: "anna".to_owned(), follows, origin: origin.map(str::to_owned), expires_at };
        self.kept.keep_ticket(&tenant, &hash, &ticket).await.unwrap();
    }

    async fn opens(&self, name: &str, ticket: &str, origin: Option<&str>) -> Result<(), Closed> {
        open(self.kept.as_ref(), self.clock.as_ref(), Handshake { connection: id(name), ticket, origin }).await
    }

    async fn connects(&self, whose: &str, name: &str, follows: &[&str]) {
        let now = self.clock.now();
        let follows = follows.iter().map(|name| followed(name)).collect();
        let connection =
            Connection { id: id(name), actor: name.to_owned(), follows, opened_at: now, expires_at: now.plus_ms(CONNECTION_MS) };
        self.kept.add(&tenant(whose), &connection).await.unwrap();
    }

    /// What was posted since the last look: to whom, and which versions of which subjects.
    fn posted(&self) -> Vec<(String, Vec<Hint>)> {
        let read = |(to, frame): (ConnectionId, String)| {
            let frame: Value = serde_json::from_str(&frame).unwrap();
            (to.to_string(), serde_json::from_value(frame["hints"].clone()).unwrap())
        };
        let mut posted: Vec<_> = std::mem::take(&mut *self.noted.0.lock().unwrap()).into_iter().map(read).collect();
        posted.sort();
        posted
    }

    async fn open_of(&self, whose: &str) -> Vec<String> {
        self.kept.of(&tenant(whose), self.clock.now()).await.unwrap().into_iter().map(|one| one.id.to_string()).collect()
    }
}

#[tokio::test]
async fn a_ticket_opens_one_socket_once() {
    let world = World::default();
    world.gives(Some(ORIGIN)).await;
    world.opens("a", TICKET, Some(ORIGIN)).await.unwrap();
    assert!(matches!(world.opens("b", TICKET, Some(ORIGIN)).await, Err(Closed::Ticket)));
    for wrong in ["", "acme", "acme.other", "other.secret", "T#acme.secret", "acme.secret."] {
        world.gives(Some(ORIGIN)).await;
        let refused = world.opens("b", wrong, Some(ORIGIN)).await.unwrap_err();
        assert_eq!((refused.status(), world.open_of("acme").await), (401, vec!["a".to_owned()]), "{wrong:?}");
    }
    close(world.kept.as_ref(), &id("a")).await.unwrap();
    close(world.kept.as_ref(), &id("a")).await.unwrap();
    assert!(world.open_of("acme").await.is_empty());
}

#[tokio::test]
async fn an_expired_ticket_opens_nothing() {
    let world = World::default();
    world.gives(Some(ORIGIN)).await;
    world.wait(TICKET_MS);
    assert!(matches!(world.opens("a", TICKET, Some(ORIGIN)).await, Err(Closed::Ticket)));
    world.gives(Some(ORIGIN)).await;
    world.wait(TICKET_MS - 1);
    world.opens("a", TICKET, Some(ORIGIN)).await.unwrap();
}

#[tokio::test]
async fn a_ticket_is_for_the_page_that_got_it() {
    let world = World::default();
    for (given, shown) in [(Some(ORIGIN), Some("https://evil.example")), (Some(ORIGIN), None), (None, Some(ORIGIN))] {
        world.gives(given).await;
        assert_eq!(world.opens("a", TICKET, shown).await.unwrap_err().status(), 403);
        // Shown in the wrong place, it is used as well.
        assert_eq!(world.opens("a", TICKET, given).await.unwrap_err().status(), 401);
    }
    world.gives(None).await;
    world.opens("a", TICKET, None).await.unwrap();
}

#[tokio::test]
async fn one_person_and_one_tenant_have_so_many_sockets() {
    let world = World::default();
    for n in 0..CONNECTIONS_PER_ACTOR_MAX {
        world.gives(None).await;
        world.opens(&format!("a{n}"), TICKET, None).await.unwrap();
    }
    world.gives(None).await;
    assert_eq!(world.opens("b", TICKET, None).await.unwrap_err().status(), 429);
    close(world.kept.as_ref(), &id("a0")).await.unwrap();
    for n in 0..CONNECTIONS_PER_TENANT_MAX {
        world.connects("acme", &format!("c{n}"), &["orders"]).await;
    }
    world.gives(None).await;
    assert_eq!(world.opens("b", TICKET, None).await.unwrap_err().status(), 429, "others have them all");
    world.wait(CONNECTION_MS);
    world.gives(None).await;
    world.opens("b", TICKET, None).await.unwrap();
}

#[tokio::test]
async fn a_page_is_told_of_what_it_follows() {
    let world = World::default();
    world.connects("acme", "one", &["ord_1", "orders.activity"]).await;
    world.connects("acme", "list", &["orders.order"]).await;
    world.connects("acme", "all", &["orders"]).await;
    world.connects("acme", "else", &["order", "orders.orde", "ord_", "commerce"]).await;
    let changes = [hint("ord_1", "orders.order", 7), hint("ord_2", "orders.order", 1), hint("act_1", "orders.activity", 1)];
    let [first, second, activity] = changes.clone();
    let failed = world.pusher().tell(&changes.map(|hint| (tenant("acme"), hint))).await;
    assert!(failed.is_empty());
    let all = vec![activity.clone(), first.clone(), second.clone()];
    let expected = [("all", all), ("list", vec![first.clone(), second]), ("one", vec![activity, first])];
    assert_eq!(world.posted(), expected.map(|(to, hints)| (to.to_owned(), hints)));
}

#[tokio::test]
async fn repeated_and_late_hints_come_as_one_of_the_newest() {
    let world = World::default();
    world.connects("acme", "page", &["ord_1"]).await;
    let pusher = world.pusher();
    let change = |version| (tenant("acme"), hint("ord_1", "orders.order", version));
    pusher.tell(&[change(2), change(3), change(3), change(1)]).await;
    assert_eq!(world.posted(), [("page".to_owned(), vec![hint("ord_1", "orders.order", 3)])]);
    // Told just now, the page looks again by itself for longer than the gap.
    world.wait(GAP_MS - 1);
    pusher.tell(&[change(4)]).await;
    assert_eq!(world.posted(), []);
    world.wait(1);
    pusher.tell(&[change(2)]).await;
    assert_eq!(world.posted().len(), 1, "an old hint is harmless: the page finds nothing new");
}

#[tokio::test]
async fn one_slow_connection_holds_no_other_and_one_that_is_gone_is_forgotten() {
    let world = World::default();
    for name in ["a", "cut", "gone", "slow", "z"] {
        world.connects("acme", name, &["ord_1"]).await;
    }
    world.connects("other", "b", &["ord_1"]).await;
    let pusher = Arc::new(world.pusher());
    let change = |whose: &str| (tenant(whose), hint("ord_1", "orders.order", 1));
    let changes = ["acme", "other", "broken"].map(change);
    let telling = {
        let (pusher, changes) = (pusher.clone(), changes.clone());
        tokio::spawn(async move { pusher.tell(&changes).await })
    };
    tokio::time::sleep(Duration::from_millis(200)).await;
    let told: Vec<String> = world.posted().into_iter().map(|(to, _)| to).collect();
    assert_eq!(told, ["a", "b", "z"], "while the slow one hangs");
    let failed = telling.await.unwrap();
    assert_eq!(failed.into_keys().collect::<Vec<_>>(), [tenant("broken")], "its messages are delivered again");
    assert_eq!(world.open_of("acme").await.len(), 5, "what was opened just now may not be there yet");
    world.kept.remove(&tenant("acme"), &id("slow")).await.unwrap();
    world.wait(60_000);
    pusher.tell(&changes).await;
    assert_eq!(world.open_of("acme").await, ["a", "cut", "z"]);
}

#[tokio::test]
async fn only_what_is_new_is_news() {
    let pusher = World::default();
    pusher.wait(1_000_000);
    let pusher = pusher.pusher();
    let event = |at: i64, index: usize| CloudEvent {
        specversion: "1.0".to_owned(),
        id: "ord_1/1/0".to_owned(),
        source: "entrepot/orders".to_owned(),
        kind: "evt.orders.order.placed.v1".to_owned(),
        subject: "ord_1".to_owned(),
        time: Moment::from_unix_ms(at).to_string(),
        tenant: tenant("acme"),
        streamkind: "orders.order".to_owned(),
        streamversion: 1,
        streamindex: index,
        correlationid: String::new(),
        data: Some(Value::Null),
        dataref: None,
    };
    assert!(pusher.is_news(&event(1_000_000, 0)) && pusher.is_news(&event(940_001, 0)));
    assert!(!pusher.is_news(&event(940_000, 0)), "everybody has looked by now");
    assert!(!pusher.is_news(&event(1_000_000, 1)), "the first of a commit speaks for all");
    let frame = serde_json::to_string(&Hint::of(&event(1_000_000, 0))).unwrap();
    assert_eq!(frame, r#"{"subject":"ord_1","kind":"orders.order","version":1}"#, "neither data nor what happened");
}

#[test]
fn names_that_could_be_no_id_are_not_followed() {
    for wrong in ["", "T#acme", "ord 1", "ОРД", "a\"", &"a".repeat(81)] {
        assert!(Followed::try_from(wrong.to_owned()).is_err(), "{wrong:?}");
    }
    assert!(ConnectionId::new("").is_none() && ConnectionId::new("a b").is_none() && ConnectionId::new("a".repeat(65)).is_none());
    assert!(ConnectionId::new("L0SM9cOFvHcCIhw=").is_some());
}

fn name() -> impl Strategy<Value = String> {
    "(ord|pay)_[0-2]"
}

proptest! {
    /// Whatever is open and whatever happens, in whatever order and however often: a connection
    /// is told of its own tenant's changes that it follows, and of nothing else.
    #[test]
    fn nobody_hears_of_another_tenant(
        open in prop::collection::vec((0..3_usize, prop::collection::vec(name(), 1..4)), 0..8),
        changes in prop::collection::vec((0..3_usize, name(), 1..4_u64), 0..12),
    ) {
        const TENANTS: [&str; 3] = ["acme", "acme-2", "other"];
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let world = World::default();
            for (n, (whose, follows)) in open.iter().enumerate() {
                let follows: Vec<&str> = follows.iter().map(String::as_str).collect();
                world.connects(TENANTS[*whose], &format!("c{n}"), &follows).await;
            }
            let change = |(whose, subject, version): &(usize, String, Version)| (tenant(TENANTS[*whose]), hint(subject, "orders.thing", *version));
            let told: Vec<_> = changes.iter().map(change).collect();
            world.pusher().tell(&told).await;
            let posted: BTreeMap<String, BTreeSet<String>> =
                world.posted().into_iter().map(|(to, hints)| (to, hints.into_iter().map(|hint| hint.subject).collect())).collect();
            for (n, (whose, follows)) in open.iter().enumerate() {
                let own = changes.iter().filter(|(changed, subject, _)| changed == whose && follows.contains(subject));
                let expected: BTreeSet<String> = own.map(|(_, subject, _)| subject.clone()).collect();
                let found = posted.get(&format!("c{n}")).cloned().unwrap_or_default();
                assert_eq!(found, expected);
            }
        });
    }
}
