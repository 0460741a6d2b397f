//! The feed: how far one outside source that is asked again and again has been read.

pub mod event;
pub mod refusal;

pub mod advance;
pub mod record_failure;
pub mod resume;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::identifier::Iban;
use kernel::reaction::{FailureClass, OutsideError};
use kernel::{Day, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::StatementFeedId;
use crate::order::consignment::Carrier;
pub use event::FeedEvent;
pub use refusal::FeedRefusal;

/// How often a feed that only goes on writes down that it does, in milliseconds. It is read
/// every few minutes; each of these reads as an event would be most of the store.
pub const HEARTBEAT_MS: i64 = 15 * 60_000;

/// What is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "source", rename_all = "kebab-case")]
pub enum FeedSource {
    /// The statement of an account.
    Statement {
        /// Which account.
        account: Iban,
    },
    /// Where the parcels of a carrier are.
    Tracking {
        /// Which carrier.
        carrier: Carrier,
    },
}

impl FeedSource {
    /// The feed of a source: always the same one.
    pub fn id(&self) -> StatementFeedId {
        match self {
            Self::Statement { account } => StatementFeedId::derive(&["statement", account.as_str()]),
            Self::Tracking { carrier } => StatementFeedId::derive(&["tracking", carrier.name()]),
        }
    }
}

/// A reading that is not finished: it goes on with the next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// What the source calls the next page.
    pub page: String,
}

/// How far one source has been read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementFeed {
    /// Its own id, derived from the source.
    pub id: StatementFeedId,
    /// What is read.
    pub source: FeedSource,
    /// The last day that was read to its end; read again, since rows of it may still change.
    pub through: Option<Day>,
    /// The reading that is not finished.
    pub reading: Option<Reading>,
    /// When it was last read without a failure, to [`HEARTBEAT_MS`].
    pub last_success: Option<Moment>,
    /// When a failure was last written down.
    pub last_failure: Option<Moment>,
    /// Failures that were written down since the last success.
    pub failures: u32,
    /// The last of them.
    pub error: Option<OutsideError>,
    /// The credentials were refused; it is not read until somebody says so.
    pub paused: bool,
}

impl StatementFeed {
    fn of(source: &FeedSource) -> Self {
        Self {
            id: source.id(),
            source: source.clone(),
            through: None,
            reading: None,
            last_success: None,
            last_failure: None,
            failures: 0,
            error: None,
            paused: false,
        }
    }
}

impl Aggregate for StatementFeed {
    type Kind = kernel::id::kinds::StatementFeed;
    type Event = FeedEvent;
    const NAME: &'static str = "orders.statement-feed";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &FeedEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (state, FeedEvent::Advanced { source, through, reading }) => {
                let feed = state.unwrap_or_else(|| Self::of(source));
                let (last_success, failures, error) = (Some(meta.at), 0, None);
                Ok(Self { through: *through, reading: reading.clone(), last_success, failures, error, ..feed })
            }
            (state, FeedEvent::Failed { source, error }) => {
                let feed = state.unwrap_or_else(|| Self::of(source));
                // A page that the source does not know any more is never found again: start over.
                let reading = feed.reading.clone().filter(|_| error.class != FailureClass::Permanent);
                let failures = feed.failures.saturating_add(1);
                Ok(Self { reading, failures, error: Some(error.clone()), last_failure: Some(meta.at), ..feed })
            }
            (Some(feed), FeedEvent::Paused) => Ok(Self { paused: true, ..feed }),
            (Some(feed), FeedEvent::Resumed) => Ok(Self { paused: false, failures: 0, error: None, ..feed }),
            (None, FeedEvent::Paused | FeedEvent::Resumed) => Err(Impossible::new("a feed begins with a reading")),
        }
    }
}
