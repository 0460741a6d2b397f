//! The feed of docflows.

use super::declarations::{declaration_id, error, listed};
use super::{line, moment};
use crate::feed::{FeedEvent, Referred, Rejected};

/// A docflow of the sample declaration.
pub fn referred(raw_code: i64, changed_at: &str) -> Referred {
    Referred { declaration_id: declaration_id(), listed: listed(raw_code, changed_at) }
}

/// One of each event, in an order in which they can happen.
pub fn events() -> Vec<FeedEvent> {
    let at = "2026-11-21T08:29:00Z";
    let rejected = Some(Rejected { count: 1, first: line("status: expected a number") });
    vec![
        FeedEvent::PageRead { rows: vec![referred(2, at)], watermark: Some(moment(at)), rejected },
        FeedEvent::Hinted {},
        FeedEvent::Failed { error: error() },
        FeedEvent::Paused {},
        FeedEvent::Resumed {},
    ]
}
