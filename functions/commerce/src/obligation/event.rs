//! Everything that can happen to an obligation.

use kernel::{Day, Event, Line, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Duty, Portion};
use crate::{ContractId, FactId, InvoiceId, ObligationId, PartyId, PaymentId};

/// What happened to an obligation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum ObligationEvent {
    /// Somebody owes something.
    #[serde(rename = "undertaken.v1")]
    Undertaken(Undertaken),
    /// A fact fulfilled some of it.
    #[serde(rename = "fulfilled.v1")]
    Fulfilled {
        /// The fact.
        fact: FactId,
        /// How much of which lines.
        portions: Vec<Portion>,
    },
    /// A fact was reversed.
    #[serde(rename = "unfulfilled.v1")]
    Unfulfilled {
        /// The reversal.
        fact: FactId,
        /// How much of which lines.
        portions: Vec<Portion>,
    },
    /// Some of a debt was settled.
    #[serde(rename = "settled.v1")]
    Settled {
        /// By what.
        by: SettledBy,
        /// How much.
        amount: Money,
    },
    /// What had settled some of a debt was taken away again.
    #[serde(rename = "unsettled.v1")]
    Unsettled {
        /// What it had been.
        by: SettledBy,
        /// How much.
        amount: Money,
    },
    /// Whom it is owed to does without the rest.
    #[serde(rename = "waived.v1")]
    Waived {
        /// Why.
        reason: Line,
    },
    /// Both sides drop the rest.
    #[serde(rename = "cancelled.v1")]
    Cancelled {
        /// Why.
        reason: Line,
    },
    /// It was not kept.
    #[serde(rename = "breached.v1")]
    Breached {
        /// What happened.
        reason: Line,
        /// From which day.
        on: Day,
    },
}

/// A new obligation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Undertaken {
    /// Its id.
    pub id: ObligationId,
    /// The contract that it arises from.
    pub contract: Option<ContractId>,
    /// Who owes.
    pub from: PartyId,
    /// Whom it is owed to.
    pub to: PartyId,
    /// What.
    pub duty: Duty,
    /// By which day.
    pub due: Day,
    /// How much more may be delivered.
    pub tolerance: Percentage,
    /// The annex that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<Line>,
}

/// What settles a debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum SettledBy {
    /// Money, or claims of both sides set off against each other.
    Payment {
        /// The payment.
        payment: PaymentId,
    },
    /// The seller owes it back.
    CreditNote {
        /// The credit note.
        invoice: InvoiceId,
    },
    /// The rest is too small to be asked for.
    SmallDifference,
}

impl Event for ObligationEvent {
    fn samples() -> Vec<Self> {
        crate::samples::obligations::obligation_events()
    }
}
