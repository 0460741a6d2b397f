//! Samples of messages.

use super::{line, literal};
use crate::MessageId;
use crate::message::{Content, MessageEvent};
use crate::outside::elma::{Push, PushedDecision};

/// The message of the samples.
pub fn id() -> MessageId {
    MessageId::derive(&["sample"])
}

/// A hash of a document.
pub fn sha256() -> kernel::Line {
    line("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
}

/// A decision, as ELMA pushes it.
pub fn push() -> Push {
    Push {
        task: line(&super::channels::key().to_string()),
        user: line(super::rosters::ELMA_USER),
        decision: PushedDecision::Approved,
        comment: None,
        decided_at: Some(literal("2026-11-23T08:15:00Z")),
    }
}

/// The same as the content of a message.
pub fn decision() -> Content {
    Content::Decision { push: push() }
}

/// A decision came.
pub fn received() -> MessageEvent {
    MessageEvent::Received { id: id(), content: decision(), raw_sha256: sha256() }
}

/// One of each event of a message.
pub fn events() -> Vec<MessageEvent> {
    vec![
        received(),
        MessageEvent::Done,
        MessageEvent::Parked { problem: line("approvals.process.unknown-user") },
        MessageEvent::RetryAsked,
        MessageEvent::GivenUp { reason: line("Решено в консоли") },
    ]
}
