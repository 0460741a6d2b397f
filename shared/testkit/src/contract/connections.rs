//! Tickets and connections: taken once, seen by their tenant, gone in time.

use std::collections::BTreeSet;

use kernel::Moment;
use runtime::push::{Connection, ConnectionId, Followed, Ticket};

use super::{Subject, other_tenant, tenant};

fn at(ms: i64) -> Moment {
    Moment::from_unix_ms(ms)
}

fn follows() -> Vec<Followed> {
    let names = ["ord_1", "orders.order", "orders"];
    names.into_iter().map(|name| Followed::try_from(name.to_owned()).expect("a name")).collect()
}

fn ticket(origin: Option<&str>, expires_ms: i64) -> Ticket {
    Ticket { actor: "anna".to_owned(), follows: follows(), origin: origin.map(str::to_owned), expires_at: at(expires_ms) }
}

fn id(name: &str) -> ConnectionId {
    ConnectionId::new(name).expect("a connection's name")
}

fn connection(name: &str, expires_ms: i64) -> Connection {
    Connection { id: id(name), actor: "anna".to_owned(), follows: follows(), opened_at: at(1), expires_at: at(expires_ms) }
}

/// Of takers that come one after the other or at once, one gets it.
pub(super) async fn a_ticket_is_taken_once(subject: &impl Subject) {
    let connections = subject.connections();
    for ticket in [ticket(Some("https://console.example"), 100), ticket(None, 100)] {
        connections.keep_ticket(&tenant(), "hash", &ticket).await.expect("keep");
        assert_eq!(connections.take_ticket(&tenant(), "hash", at(1)).await.expect("take"), Some(ticket));
        assert_eq!(connections.take_ticket(&tenant(), "hash", at(1)).await.expect("take"), None);
    }
    connections.keep_ticket(&tenant(), "raced", &ticket(None, 100)).await.expect("keep");
    let mut takers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let connections = subject.connections();
        takers.spawn(async move { connections.take_ticket(&tenant(), "raced", at(1)).await.expect("take").is_some() });
    }
    assert_eq!(takers.join_all().await.into_iter().filter(|taken| *taken).count(), 1);
}

/// Nor by anybody else.
pub(super) async fn a_ticket_is_not_taken_late_or_elsewhere(subject: &impl Subject) {
    let connections = subject.connections();
    connections.keep_ticket(&tenant(), "hash", &ticket(None, 100)).await.expect("keep");
    assert_eq!(connections.take_ticket(&other_tenant(), "hash", at(1)).await.expect("take"), None);
    assert_eq!(connections.take_ticket(&tenant(), "hash-2", at(1)).await.expect("take"), None);
    assert_eq!(connections.take_ticket(&tenant(), "hash", at(100)).await.expect("take"), None, "it has expired");
}

/// Another tenant's never.
pub(super) async fn connections_are_seen_by_their_tenant(subject: &impl Subject) {
    let connections = subject.connections();
    for (whose, one) in [(tenant(), connection("a=", 100)), (tenant(), connection("b", 50)), (other_tenant(), connection("c", 100))] {
        connections.add(&whose, &one).await.expect("add");
    }
    assert_eq!(connections.of(&tenant(), at(50)).await.expect("read"), [connection("a=", 100)], "the other one has expired");
    assert_eq!(connections.of(&other_tenant(), at(1)).await.expect("read"), [connection("c", 100)]);
    assert_eq!(connections.tenant_of(&id("a=")).await.expect("read"), Some(tenant()));
    assert_eq!(connections.tenant_of(&id("c")).await.expect("read"), Some(other_tenant()));
    connections.remove(&other_tenant(), &id("b")).await.expect("remove");
    assert_eq!(connections.of(&tenant(), at(1)).await.expect("read").len(), 2, "nobody removes another tenant's");
}

/// Told twice that it has ended, as well.
pub(super) async fn a_connection_that_was_removed_is_gone(subject: &impl Subject) {
    let connections = subject.connections();
    for name in ["a", "b"] {
        connections.add(&tenant(), &connection(name, 100)).await.expect("add");
    }
    for _ in 0..2 {
        connections.remove(&tenant(), &id("a")).await.expect("remove");
        assert_eq!(connections.of(&tenant(), at(1)).await.expect("read"), [connection("b", 100)]);
        assert_eq!(connections.tenant_of(&id("a")).await.expect("read"), None);
    }
}

/// As many as there may be, of the longest.
pub(super) async fn all_connections_are_read(subject: &impl Subject) {
    let connections = subject.connections();
    let mut names = BTreeSet::new();
    for n in 0..runtime::push::CONNECTIONS_PER_TENANT_MAX {
        let name = format!("{n:064}");
        let follows = (0..runtime::push::FOLLOWS_MAX).map(|n| Followed::try_from(format!("{n:080}")).expect("a name")).collect();
        let one = Connection { follows, ..connection(&name, 100) };
        connections.add(&tenant(), &one).await.expect("add");
        names.insert(name);
    }
    let found = connections.of(&tenant(), at(1)).await.expect("read");
    assert_eq!(found.into_iter().map(|one| one.id.to_string()).collect::<BTreeSet<_>>(), names);
}
