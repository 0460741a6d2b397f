//! Everything that can happen to a budget.

use kernel::{Event, Line, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{HeldFor, Spent, Strictness};
use crate::rules::EntryRef;
use crate::{BudgetId, Interval, InvoiceId, PartyId};

/// What happened to a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum BudgetEvent {
    /// Money was set aside.
    #[serde(rename = "opened.v1")]
    Opened(Opened),
    /// Some of it is held.
    #[serde(rename = "reserved.v1")]
    Reserved {
        /// For what.
        held_for: HeldFor,
        /// How much more.
        amount: Money,
        /// Whether a soft limit was passed.
        over_limit: bool,
        /// What was posted to the control journal.
        entries: Vec<EntryRef>,
    },
    /// An invoice spent some of it.
    #[serde(rename = "consumed.v1")]
    Consumed(Consumed),
    /// An invoice that had spent some of it is void.
    #[serde(rename = "restored.v1")]
    Restored {
        /// Which invoice.
        invoice: InvoiceId,
        /// What was posted to the control journal.
        entries: Vec<EntryRef>,
    },
    /// A credit note took back a part of an invoice that had spent some of it.
    #[serde(rename = "given-back.v1")]
    GivenBack {
        /// Which invoice.
        invoice: InvoiceId,
        /// How much it spent less; without tax.
        amount: Money,
        /// What was posted to the control journal.
        entries: Vec<EntryRef>,
    },
    /// Some of it is no longer held.
    #[serde(rename = "released.v1")]
    Released {
        /// For what it was.
        held_for: HeldFor,
        /// How much less.
        amount: Money,
        /// Why.
        reason: ReleaseReason,
        /// What was posted to the control journal.
        entries: Vec<EntryRef>,
    },
    /// There is more or less to spend.
    #[serde(rename = "limit-changed.v1")]
    LimitChanged {
        /// What may be held and spent now.
        limit: Money,
        /// Why.
        reason: Line,
    },
    /// It takes nothing more. Every hold was released before.
    #[serde(rename = "closed.v1")]
    Closed {
        /// Why.
        reason: Line,
    },
}

/// A new budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Its id.
    pub id: BudgetId,
    /// For people.
    pub name: Line,
    /// Who spends.
    pub party: PartyId,
    /// How much.
    pub limit: Money,
    /// When.
    pub period: Interval,
    /// What happens at the limit.
    pub strictness: Strictness,
}

/// What an invoice spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Consumed {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// How much, of which hold.
    pub spent: Spent,
    /// Whether a soft limit was passed.
    pub over_limit: bool,
    /// What was posted to the control journal.
    pub entries: Vec<EntryRef>,
}

/// Why a hold ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum ReleaseReason {
    /// A person says so.
    Person {
        /// Why.
        reason: Line,
    },
    /// The budget is closed.
    Closed,
    /// The budget's time is over.
    Expired,
}

impl BudgetEvent {
    /// What it posted to the control journal.
    pub fn entries(&self) -> &[EntryRef] {
        match self {
            Self::Opened(_) | Self::LimitChanged { .. } | Self::Closed { .. } => &[],
            Self::Reserved { entries, .. }
            | Self::Restored { entries, .. }
            | Self::GivenBack { entries, .. }
            | Self::Released { entries, .. } => entries,
            Self::Consumed(consumed) => &consumed.entries,
        }
    }
}

impl Event for BudgetEvent {
    fn samples() -> Vec<Self> {
        crate::samples::budgets::budget_events()
    }
}
