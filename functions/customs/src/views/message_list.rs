//! What customs wrote, by declaration.

use kernel::view::RowQuery;
use kernel::{Change, Line, Moment, Row, Step, View, ViewSpec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::DeclarationId;
use crate::declaration::journal::{Message, MessageKind};
use crate::declaration::{Declaration, DeclarationEvent};

/// The view's name.
pub const VIEW: &str = "customs-messages";

/// What customs wrote, the newest first.
pub struct MessageListFromDeclaration;

/// One message or mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MessageItem {
    /// The vendor's id of it, or a hash of its content.
    pub id: Line,
    /// What sort of entry.
    pub kind: MessageKind,
    /// The vendor's name of its type.
    pub message_type: Option<Line>,
    /// The vendor's description.
    pub description: Option<Line>,
    /// When customs prepared it.
    pub prepared_at: Option<Moment>,
    /// When the vendor took it in.
    pub processed_at: Option<Moment>,
    /// When it was recorded here.
    pub recorded_at: Moment,
    /// Where the whole text is kept.
    pub key: Option<String>,
    /// How long it is.
    pub size_bytes: Option<u64>,
}

/// Those of one declaration, the newest first.
pub fn of(declaration: DeclarationId) -> RowQuery {
    RowQuery::new(VIEW, declaration.to_string()).newest_first()
}

impl View for MessageListFromDeclaration {
    type Aggregate = Declaration;
    const SPEC: ViewSpec =
        ViewSpec { name: "customs.message-list-from-declaration", view: VIEW, summary: "What customs wrote, by declaration." };

    fn project(step: &Step<'_, Declaration>) -> Vec<Change> {
        let received = step
            .events
            .iter()
            .flat_map(|event| if let DeclarationEvent::MessagesReceived { messages } = event { messages.as_slice() } else { &[] });
        received.map(|message| Change::Put(row(step.id, message, step.meta.at))).collect()
    }
}

fn row(declaration: DeclarationId, message: &Message, recorded_at: Moment) -> Row {
    let Message { id, kind, message_type, description, prepared_at, processed_at, body } = message.clone();
    let sort = format!("{}#{id}", prepared_at.or(processed_at).unwrap_or(recorded_at));
    let (key, size_bytes) = body.map_or((None, None), |body| (Some(body.key), Some(body.size_bytes)));
    let item = MessageItem { id, kind, message_type, description, prepared_at, processed_at, recorded_at, key, size_bytes };
    Row::new(of(declaration).partition, sort, serde_json::to_value(item).unwrap_or_default())
}
