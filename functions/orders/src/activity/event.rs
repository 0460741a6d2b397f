//! Everything that can happen to an activity.

use kernel::{Event, Line, Moment, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActivityId, ClientId, CompanyId, OrderId, PaymentId};

/// What happened to an activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum ActivityEvent {
    /// Somebody logged it.
    #[serde(rename = "logged.v1")]
    Logged(Logged),
}

/// A logged activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Logged {
    /// Its id.
    pub id: ActivityId,
    /// What it is about.
    pub links: Links,
    /// What was done.
    pub deed: Deed,
}

/// What an activity is about; at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// A company.
    pub company: Option<CompanyId>,
    /// A client.
    pub client: Option<ClientId>,
    /// An order.
    pub order: Option<OrderId>,
    /// A payment.
    pub payment: Option<PaymentId>,
}

/// What was done (specification 8.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Deed {
    /// A telephone call; at least one of outcome, description and next step.
    Call {
        /// What came of it.
        #[serde(default)]
        outcome: Option<Line>,
        /// How long it took, in seconds.
        #[serde(default)]
        duration_seconds: Option<u32>,
        /// What was said.
        #[serde(default)]
        description: Option<Paragraph>,
        /// When something is to be done next.
        #[serde(default)]
        next_step_at: Option<Moment>,
    },
    /// A meeting.
    Meeting {
        /// When it began.
        start_at: Moment,
        /// When it ended.
        #[serde(default)]
        end_at: Option<Moment>,
        /// What came of it.
        #[serde(default)]
        outcome: Option<Line>,
        /// What was said.
        #[serde(default)]
        description: Option<Paragraph>,
        /// When something is to be done next.
        #[serde(default)]
        next_step_at: Option<Moment>,
    },
    /// A note.
    Note {
        /// What is noted.
        description: Paragraph,
    },
}

impl Event for ActivityEvent {
    fn samples() -> Vec<Self> {
        crate::samples::payments::activity_events()
    }
}
