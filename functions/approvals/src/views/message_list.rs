//! Messages of the outside system, by what became of them.

use kernel::view::RowQuery;
use kernel::{Change, Line, Moment, Row, Step, Version, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::MessageId;
use crate::message::{Content, Message, MessageState};

/// The view's name.
pub const VIEW: &str = "approval-messages";

/// Messages, the newest first.
pub struct MessageListFromMessage;

/// One message in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MessageItem {
    /// The message.
    pub message_id: MessageId,
    /// What became of it.
    pub state: MessageState,
    /// Which task it is about, as it says.
    pub task: Option<Line>,
    /// Why it waits.
    pub problem: Option<Line>,
    /// How often it was tried.
    pub attempts: u32,
    /// Hash of the document as it came.
    pub raw_sha256: Line,
    /// When it came.
    pub received_at: Moment,
    /// The version that this shows.
    pub version: Version,
}

/// Messages in a state.
pub fn in_state(state: MessageState) -> RowQuery {
    RowQuery::new(VIEW, state.name()).newest_first()
}

impl View for MessageListFromMessage {
    type Aggregate = Message;
    const SPEC: ViewSpec =
        ViewSpec { name: "approvals.approval-messages-from-message", view: VIEW, summary: "What ELMA said, by what became of it." };

    fn project(step: &Step<'_, Message>) -> Vec<Change> {
        step.replace(|message| {
            let task = match &message.content {
                Content::Decision { push } => Some(push.task.clone()),
                Content::Unreadable { .. } => None,
            };
            let item = MessageItem {
                message_id: message.id,
                state: message.state,
                task,
                problem: message.problem.clone(),
                attempts: message.attempts,
                raw_sha256: message.raw_sha256.clone(),
                received_at: message.received_at,
                version: step.version,
            };
            let sort = format!("{}#{}", message.received_at, message.id);
            vec![Row::new(message.state.name(), sort, serde_json::to_value(item).unwrap_or_default())]
        })
    }
}
