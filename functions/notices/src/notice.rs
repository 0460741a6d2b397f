//! The notice: one message to one person about one piece of news.
//!
//! It goes by the first way that there is; where that fails, by the next. Each way is tried a few
//! times at most, and never again after a try whose fate nobody knows while there is another way:
//! Telegram has no key by which it would know a message again. Where the matrix wants both ways at
//! once, each is a notice of its own.

pub mod event;
pub mod policy;
pub mod refusal;

pub mod record_failed;
pub mod record_sent;
pub mod retry;
pub mod send;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use serde::{Deserialize, Serialize};

use crate::NoticeId;
use crate::address::{Route, Way};
use crate::kind::Kind;
pub use event::{NoticeEvent, Queued};
pub use refusal::NoticeRefusal;

/// After this time without an answer an attempt counts as lost, in milliseconds: a call takes
/// seconds, and a queue delivers again within minutes.
pub const LOST_AFTER_MS: i64 = 15 * 60_000;

/// One message to one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// As it was made.
    pub queued: Queued,
    /// When it was made.
    pub made_at: Moment,
    /// The ways to its person now.
    pub routes: Vec<Route>,
    /// Attempts so far, over all ways: names an attempt.
    pub attempts: u32,
    /// How far it is.
    pub progress: Progress,
}

/// How far a notice is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Progress {
    /// It waits for the morning, or for room in the hour.
    Waiting {
        /// Until then.
        until: Moment,
    },
    /// It is on its way.
    Sending {
        /// By which one.
        route: Route,
        /// Tries of this way, this one included.
        tries: u32,
        /// When this one was begun.
        since: Moment,
    },
    /// The last attempt failed.
    Failed {
        /// By which way; none when there was none.
        route: Option<Route>,
        /// Tries of this way.
        tries: u32,
        /// Why.
        error: OutsideError,
        /// When it is tried again by itself; never, when only a person helps.
        retry_at: Option<Moment>,
    },
    /// It was sent.
    Sent {
        /// By which way.
        route: Route,
        /// Its id there.
        reference: Line,
        /// When.
        at: Moment,
    },
    /// It says nothing that another one did not say a moment before: it is not sent.
    Merged {
        /// The other one.
        into: NoticeId,
    },
}

impl Notice {
    /// The notice about an event to a person by some ways: the same on every delivery.
    pub fn id_of(event: &Line, person: &Line, kind: Kind, by: &[Way]) -> NoticeId {
        let told = [event.as_str(), person.as_str(), kind.name()];
        let parts: Vec<&str> = told.into_iter().chain(by.iter().map(|way| way.name())).collect();
        NoticeId::derive(&parts)
    }

    /// When something is to be done about it by itself: what waits, a planned retry, or an
    /// attempt that nobody answered.
    pub fn due_at(&self) -> Option<Moment> {
        match &self.progress {
            Progress::Waiting { until } => Some(*until),
            Progress::Sending { since, .. } => Some(since.plus_ms(LOST_AFTER_MS)),
            Progress::Failed { retry_at, .. } => *retry_at,
            Progress::Sent { .. } | Progress::Merged { .. } => None,
        }
    }

    /// The way after one.
    pub fn route_after(&self, route: &Route) -> Option<&Route> {
        let index = self.routes.iter().position(|own| own == route)?;
        self.routes.get(index.saturating_add(1))
    }

    /// Tries of a way so far.
    fn tries_of(&self, asked: &Route) -> u32 {
        match &self.progress {
            Progress::Sending { route, tries, .. } | Progress::Failed { route: Some(route), tries, .. } if route == asked => *tries,
            Progress::Sending { .. }
            | Progress::Failed { .. }
            | Progress::Waiting { .. }
            | Progress::Sent { .. }
            | Progress::Merged { .. } => 0,
        }
    }

    fn sends(mut self, attempt: u32, route: &Route, since: Moment) -> Self {
        let tries = self.tries_of(route).saturating_add(1);
        self.attempts = attempt;
        self.progress = Progress::Sending { route: route.clone(), tries, since };
        self
    }

    fn of(queued: &Queued, meta: &Meta) -> Self {
        let routes = queued.routes.clone();
        let until = queued.not_before.unwrap_or(meta.at);
        Self { queued: queued.clone(), made_at: meta.at, routes, attempts: 0, progress: Progress::Waiting { until } }
    }

    fn change(mut self, event: &NoticeEvent, meta: &Meta) -> Option<Self> {
        match event {
            NoticeEvent::Queued(_) => return None,
            NoticeEvent::Merged { into } => self.progress = Progress::Merged { into: *into },
            NoticeEvent::Dispatched { attempt, route } => return Some(self.sends(*attempt, route, meta.at)),
            NoticeEvent::FellBack { attempt, route, .. } => return Some(self.sends(*attempt, route, meta.at)),
            NoticeEvent::Failed { route, error, retry_at } => {
                let tries = route.as_ref().map_or(0, |route| self.tries_of(route));
                self.progress = Progress::Failed { route: route.clone(), tries, error: error.clone(), retry_at: *retry_at };
            }
            NoticeEvent::Sent { route, reference } => {
                self.progress = Progress::Sent { route: route.clone(), reference: reference.clone(), at: meta.at };
            }
            NoticeEvent::RetryRequested { routes } => {
                self.routes.clone_from(routes);
                self.progress = Progress::Waiting { until: meta.at };
            }
        }
        Some(self)
    }
}

impl Aggregate for Notice {
    type Kind = kernel::id::kinds::Notice;
    type Event = NoticeEvent;
    const NAME: &'static str = "notices.notice";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &NoticeEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, NoticeEvent::Queued(queued)) => Ok(Self::of(queued, meta)),
            (Some(notice), event) => notice.clone().change(event, meta).ok_or_else(|| Impossible::after(&Some(notice), event)),
            (state @ None, event) => Err(Impossible::after(&state, event)),
        }
    }
}
