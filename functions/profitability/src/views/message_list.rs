//! Messages of the accounting system as lists show them.

use kernel::view::{Order, Range, RowQuery};
use kernel::{Change, Line, Moment, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::MessageId;
use crate::message::{InboundMessage, MessageState, Progress};

/// The view's name.
pub const VIEW: &str = "message-list";
const ALL: &str = "all";
/// Messages by when work on them is due.
const DUE: &str = "due";
/// Work that has not begun after this long was missed; it usually begins within a second.
pub const MISSED_AFTER_MS: i64 = 5 * 60_000;

/// Messages, newest first; by state, and by when work on them is due.
pub struct MessageListFromInboundMessage;

/// One message in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MessageItem {
    /// The message.
    pub message: MessageId,
    /// The id that its sender gave it.
    pub message_id: Line,
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: Line,
    /// When it came.
    pub received_at: Moment,
    /// Where it stands.
    pub state: MessageState,
    /// How far the work is.
    pub progress: Progress,
    /// Tries so far.
    pub tries: u32,
    /// The version that this shows.
    pub version: Version,
}

/// All messages, newest first.
pub fn all() -> RowQuery {
    RowQuery::new(VIEW, ALL).newest_first()
}

/// Messages in a state, newest first.
pub fn in_state(state: MessageState) -> RowQuery {
    RowQuery::new(VIEW, format!("{ALL}#{}", state.name())).by(Order::Index1).newest_first()
}

/// Messages whose work is due by now, the longest waiting first.
pub fn due(now: Moment) -> RowQuery {
    RowQuery::new(VIEW, DUE).by(Order::Index2).within(Range::UpTo(format!("{now}~")))
}

impl View for MessageListFromInboundMessage {
    type Aggregate = InboundMessage;
    const SPEC: ViewSpec = ViewSpec {
        name: "profitability.message-list-from-inbound-message",
        view: VIEW,
        summary: "Messages of the accounting system as lists show them.",
    };

    fn project(step: &Step<'_, InboundMessage>) -> Vec<Change> {
        step.replace(|message| vec![row(message, step.version)])
    }
}

/// A message as a list shows it.
pub fn item(message: &InboundMessage, version: Version) -> MessageItem {
    MessageItem {
        message: message.id,
        message_id: message.message_id.clone(),
        kind: message.kind.clone(),
        received_at: message.received_at,
        state: message.state(),
        progress: message.progress.clone(),
        tries: message.tries,
        version,
    }
}

fn row(message: &InboundMessage, version: Version) -> Row {
    let item = item(message, version);
    let sort = format!("{}#{}", item.received_at, item.message);
    let data = serde_json::to_value(&item).unwrap_or_default();
    let row = Row::new(ALL, &sort, data).with_index1(in_state(item.state).partition, &sort);
    let due = match &message.progress {
        Progress::Waiting { since } => Some(since.plus_ms(MISSED_AFTER_MS)),
        Progress::Parked { retry_at, .. } => Some(*retry_at),
        Progress::Applied | Progress::Superseded | Progress::Failed { .. } | Progress::GivenUp { .. } => None,
    };
    match due {
        Some(due) => row.with_index2(DUE, format!("{due}#{}", item.message)),
        None => row,
    }
}
