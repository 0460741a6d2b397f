//! The feed: how far the changes of docflows at the vendor were read (decisions C06, C36).
//!
//! Every minute the vendor is asked what changed since the watermark, less an overlap. The
//! watermark is the vendor's own time of the newest change that was seen, so that neither clock
//! matters; what the overlap shows again is known and changes nothing. So the calls are in
//! proportion to what changed, however many declarations wait for customs.
//!
//! What is listed says which declaration it refers to. It is written down first, and a reaction
//! hands it to the declarations: one that cannot be handed over is tried again by itself, and does
//! not hold back the watermark.

pub mod event;
pub mod refusal;

pub mod hint;
pub mod record_failure;
pub mod record_page;
pub mod resume;

pub mod get;
pub mod hand_over;
pub mod poll;
pub mod read_journal;
pub mod receive_hint;

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::DocflowId;
use crate::declaration::journal::Seen;
use crate::declaration::note_change::Listed;
use crate::{DeclarationId, FeedId};
pub use event::FeedEvent;
pub use refusal::FeedRefusal;

/// How often a feed that only goes on writes down that it does, in milliseconds: each poll as an
/// event would be most of the store.
pub const HEARTBEAT_MS: i64 = 15 * 60_000;
/// How much before the watermark is read again, in milliseconds: a change may be listed later
/// than another one of a later time.
pub const OVERLAP_MS: i64 = 5 * 60_000;
/// How far back the very first poll looks, in milliseconds: a declaration may have been at the
/// vendor for some hours before the feed began.
pub const FIRST_LOOK_MS: i64 = 24 * 60 * 60_000;
/// Docflows in one event; with their texts around 400 bytes each.
pub const ROWS_PER_EVENT_MAX: usize = 200;

/// Docflows that are remembered as seen; more within the overlap are handed over again, and
/// their declarations know them.
pub const RECENT_MAX: usize = 1_000;

/// How far the changes of docflows were read; one of a tenant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DocflowFeed {
    /// The vendor's time of the newest change that was seen.
    pub watermark: Option<Moment>,
    /// What was seen within the overlap, the newest [`RECENT_MAX`]: it is listed again.
    pub recent: BTreeMap<DocflowId, Seen>,
    /// When it was last read without a failure, to [`HEARTBEAT_MS`].
    pub last_success: Option<Moment>,
    /// When a failure was last written down.
    pub last_failure: Option<Moment>,
    /// Failures that were written down since the last success.
    pub failures: u32,
    /// The last of them.
    pub error: Option<OutsideError>,
    /// Rows that could not be read, in the newest page that had such.
    pub rejected: Option<Rejected>,
    /// When the vendor last gave a hint.
    pub hinted_at: Option<Moment>,
    /// The credentials were refused; it is not read until somebody says so.
    pub paused: bool,
}

/// A docflow that refers to a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Referred {
    /// Which declaration its name refers to.
    pub declaration_id: DeclarationId,
    /// As it was listed.
    pub listed: Listed,
}

/// Rows that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// How many.
    pub count: u32,
    /// What is wrong with the first.
    pub first: Line,
}

/// The feed of a tenant: always the same one.
pub fn id() -> FeedId {
    FeedId::derive(&["kontur"])
}

impl DocflowFeed {
    /// From when on the vendor is asked.
    pub fn from(&self, now: Moment) -> Moment {
        self.watermark.map_or_else(|| now.plus_ms(-FIRST_LOOK_MS), |watermark| watermark.plus_ms(-OVERLAP_MS))
    }

    fn read(mut self, rows: &[Referred], watermark: Option<Moment>, rejected: Option<&Rejected>, at: Moment) -> Self {
        self.watermark = watermark;
        self.recent.extend(rows.iter().map(|row| (row.listed.docflow, row.listed.seen())));
        let since = self.from(at);
        self.recent.retain(|_, seen| seen.changed_at >= since);
        if self.recent.len() > RECENT_MAX {
            let mut times: Vec<Moment> = self.recent.values().map(|seen| seen.changed_at).collect();
            times.sort_unstable_by(|one, other| other.cmp(one));
            let oldest = times.get(RECENT_MAX.saturating_sub(1)).copied();
            self.recent.retain(|_, seen| Some(seen.changed_at) >= oldest);
        }
        self.rejected = rejected.cloned().or(self.rejected);
        Self { last_success: Some(at), failures: 0, error: None, ..self }
    }
}

impl Aggregate for DocflowFeed {
    type Kind = kernel::id::kinds::DocflowFeed;
    type Event = FeedEvent;
    const NAME: &'static str = "customs.docflow-feed";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &FeedEvent, meta: &Meta) -> Result<Self, Impossible> {
        let feed = state.unwrap_or_default();
        Ok(match event {
            FeedEvent::PageRead { rows, watermark, rejected } => feed.read(rows, *watermark, rejected.as_ref(), meta.at),
            FeedEvent::Failed { error } => {
                let failures = feed.failures.saturating_add(1);
                Self { failures, error: Some(error.clone()), last_failure: Some(meta.at), ..feed }
            }
            FeedEvent::Hinted {} => Self { hinted_at: Some(meta.at), ..feed },
            FeedEvent::Paused {} => Self { paused: true, ..feed },
            FeedEvent::Resumed {} => Self { paused: false, failures: 0, error: None, ..feed },
        })
    }
}

#[cfg(test)]
mod proof;
