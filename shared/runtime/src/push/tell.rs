//! Telling the connections of a tenant what has changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::aggregate::Version;
use kernel::{Moment, TenantId};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{Connection, ConnectionId, Connections, Followed, Hint, Posted, Push};
use crate::cloud_event::CloudEvent;
use crate::fault::Fault;
use crate::ports::Clock;

/// Function that tells.
pub const NAME: &str = "platform.push";
/// What it does, for descriptions.
pub const SUMMARY: &str = "Tells open pages that something they show has changed.";
/// Milliseconds after which nobody is told any more: every page has looked by itself.
const NEWS_MS: i64 = 60_000;
/// Milliseconds between two frames to one connection about the same followed name, of one
/// process. What comes in between is left out: a page that was told looks again for eight
/// seconds, and finds it.
pub const GAP_MS: i64 = 1_000;
/// How long one post may take. A connection that is slower is left out.
const POST_TIME: Duration = Duration::from_secs(2);
/// Posts under way at once: each is a connection to the gateway, and memory.
const POSTS_MAX: usize = 256;
/// Milliseconds during which a connection that is noted may not exist yet: the gateway makes it
/// only after the function that noted it has answered.
const OPENING_MS: i64 = 10_000;
/// Last frames that are remembered before the older ones are forgotten.
const RECENT_MAX: usize = 4_096;

/// Tells the connections of a tenant, and of no other, what has changed.
pub struct Pusher {
    connections: Arc<dyn Connections>,
    push: Arc<dyn Push>,
    clock: Arc<dyn Clock>,
    recent: Mutex<HashMap<(ConnectionId, Followed), Moment>>,
}

impl Pusher {
    /// Tells by `push` whoever is noted in `connections`.
    pub fn new(connections: Arc<dyn Connections>, push: Arc<dyn Push>, clock: Arc<dyn Clock>) -> Self {
        Self { connections, push, clock, recent: Mutex::default() }
    }

    /// Whether somebody may still want to know of an event. One of several of a commit is enough.
    pub fn is_news(&self, event: &CloudEvent) -> bool {
        let recent = |at: Moment| self.clock.now().ms_since(at) < NEWS_MS;
        event.streamindex == 0 && event.time.parse().is_ok_and(recent)
    }

    /// Tells of some changes, in one frame a connection. What cannot be posted is left out: pages
    /// look by themselves. Returns the tenants whose connections could not be read.
    pub async fn tell(&self, changes: &[(TenantId, Hint)]) -> BTreeMap<TenantId, Fault> {
        let now = self.clock.now();
        let (mut posts, mut failed) = (JoinSet::new(), BTreeMap::new());
        let places = Arc::new(Semaphore::new(POSTS_MAX));
        for (tenant, hints) in by_tenant(changes) {
            let connections = match self.connections.of(&tenant, now).await {
                Ok(connections) => connections,
                Err(fault) => {
                    failed.insert(tenant, fault);
                    continue;
                }
            };
            for connection in connections {
                let told = self.told(&connection, &hints, now);
                if !told.is_empty() {
                    let post =
                        Post { connections: Arc::clone(&self.connections), push: Arc::clone(&self.push), places: Arc::clone(&places) };
                    posts.spawn(post.send(tenant.clone(), connection, json!({ "hints": told }).to_string(), now));
                }
            }
        }
        posts.join_all().await;
        failed
    }

    /// What a connection is to be told now.
    fn told<'a>(&self, connection: &Connection, hints: &'a [Hint], now: Moment) -> Vec<&'a Hint> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() >= RECENT_MAX {
            recent.retain(|_, at| now.ms_since(*at) < GAP_MS);
        }
        let mut posted = BTreeSet::new();
        let mut told = Vec::new();
        for hint in hints {
            let covering: Vec<&Followed> = connection.follows.iter().filter(|followed| followed.covers(hint)).collect();
            let is_due = |followed: &Followed| {
                let last = recent.get(&(connection.id.clone(), followed.clone()));
                last.is_none_or(|at| now.ms_since(*at) >= GAP_MS)
            };
            if covering.iter().any(|followed| is_due(followed)) {
                told.push(hint);
                posted.extend(covering);
            }
        }
        recent.extend(posted.into_iter().map(|followed| ((connection.id.clone(), followed.clone()), now)));
        told
    }
}

/// The changes of each tenant, each aggregate once with its newest version.
fn by_tenant(changes: &[(TenantId, Hint)]) -> BTreeMap<TenantId, Vec<Hint>> {
    let mut newest: BTreeMap<TenantId, BTreeMap<(&str, &str), Version>> = BTreeMap::new();
    for (tenant, hint) in changes {
        let version = newest.entry(tenant.clone()).or_default().entry((&hint.kind, &hint.subject)).or_default();
        *version = hint.version.max(*version);
    }
    let hint = |((kind, subject), version): ((&str, &str), Version)| Hint { subject: subject.to_owned(), kind: kind.to_owned(), version };
    newest.into_iter().map(|(tenant, hints)| (tenant, hints.into_iter().map(hint).collect())).collect()
}

/// One post, for itself: how long it takes holds no other.
struct Post {
    connections: Arc<dyn Connections>,
    push: Arc<dyn Push>,
    places: Arc<Semaphore>,
}

impl Post {
    async fn send(self, tenant: TenantId, connection: Connection, frame: String, now: Moment) {
        // Nobody closes it; without a place the post would only not be counted.
        let _place = self.places.acquire().await;
        let posted = tokio::time::timeout(POST_TIME, self.push.post(&connection.id, frame)).await;
        let removed = match posted {
            Ok(Ok(Posted::Gone)) if now.ms_since(connection.opened_at) >= OPENING_MS => {
                self.connections.remove(&tenant, &connection.id).await
            }
            Ok(Ok(Posted::Sent | Posted::Gone)) => Ok(()),
            Ok(Err(fault)) => Err(fault),
            Err(late) => Err(Fault::passing("post to a connection", late)),
        };
        if let Err(fault) = removed {
            tracing::warn!(function = NAME, tenant = %tenant, cause = fault.chain(), "a connection was not told");
        }
    }
}
