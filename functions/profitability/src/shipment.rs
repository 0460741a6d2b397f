//! The shipment: a client's order under an estimate, from its draft to the last return.

pub mod event;
mod fold;
pub mod posting;
pub mod proposal;
pub mod refusal;
pub mod steps;

pub mod accept_proposal;
pub mod await_stock;
pub mod cancel;
pub mod close_partially;
pub mod confirm_hand_over;
pub mod create;
pub mod decline_proposal;
pub mod go_overdue;
pub mod hand_over;
pub mod lapse_approval;
pub mod limit_wait;
pub mod note_decision;
pub mod recalculate;
pub mod record_posting;
pub mod record_return;
pub mod reopen;
pub mod revise;
pub mod submit;
pub mod withdraw;

#[cfg(test)]
mod laws;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Line, Moment, Money, Paragraph, Percentage, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::calculation::{Control, CostAge, Facts, OrderLine};
use crate::client::ClientFacts;
use crate::{CalculationId, EstimateId, ShipmentId};
pub use event::ShipmentEvent;
pub use posting::{Posting, Violation};
pub use proposal::{Proposal, ProposalKind};
pub use refusal::ShipmentRefusal;

/// Above this, in whole units of the tenant's currency and net of VAT, an order is of the first
/// priority; exactly this is not.
pub const FIRST_PRIORITY_ABOVE: i64 = 500_000;

/// A client's order under an estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shipment {
    /// Its own id.
    pub id: ShipmentId,
    /// For people.
    pub number: Line,
    /// Under which estimate.
    pub estimate: EstimateId,
    /// Who buys, as known when it was last submitted or judged anew.
    pub client: ClientFacts,
    /// Who initiates it: the subject of their token.
    pub manager: Line,
    /// How it came.
    pub source: Source,
    /// Of every price.
    pub currency: Currency,
    /// What is ordered.
    pub lines: Vec<OrderLine>,
    /// The revision of the accounting system's document that the lines are of.
    pub source_revision: u32,
    /// Where it stands.
    pub status: ShipmentStatus,
    /// When something was last done to it.
    pub touched_at: Moment,
    /// Days that were left of its wait for goods when its manager was last warned of the end.
    pub wait_warned: Option<u32>,
    /// How often it was submitted.
    pub submission: u32,
    /// Whether its manager says that approval is got outside the system.
    pub emergency: bool,
    /// Why it should be shipped below the plan.
    pub justification: Option<Paragraph>,
    /// The approval process of the current submission.
    pub process: Option<Line>,
    /// The newest version of that process that was heard of.
    pub process_version: Version,
    /// The level that decides, as approvals calls it.
    pub level: Option<Line>,
    /// The last approval.
    pub approval: Option<Approval>,
    /// What the manager is asked to accept.
    pub proposal: Option<Proposal>,
    /// Why it was last rejected.
    pub refusal: Option<Paragraph>,
    /// Approvals that the manager's own changes annulled.
    pub revocations: u32,
    /// Its hand-over to the warehouse: from then on nothing revokes.
    pub handed_over: Option<HandOver>,
    /// What left and came back.
    pub postings: Vec<Posting>,
    /// Documents of goods that came back.
    pub returns: Vec<Line>,
    /// Facts that should not have happened.
    pub violations: Vec<Violation>,
    /// The last judgement.
    pub summary: Option<Summary>,
    /// How many judgements were recorded.
    pub calculations: u32,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShipmentStatus {
    /// Can be edited; holds nothing.
    Draft,
    /// Waits for goods, 90 days at most; holds nothing.
    AwaitingStock,
    /// Waits for a decision; locked.
    PendingApproval,
    /// Its manager must answer a proposal to drop lines.
    PartiallyApproved,
    /// Refused; can be edited.
    Rejected,
    /// Approved too long ago; can be edited.
    ApprovalExpired,
    /// May be shipped.
    Approved,
    /// Some of it left.
    InProgress,
    /// All of it left.
    Fulfilled,
    /// The rest will not leave.
    PartiallyClosed,
    /// Nobody touched the draft for a week, or goods did not come in time; hidden, never deleted.
    Overdue,
    /// Called off.
    Cancelled,
}

impl ShipmentStatus {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Draft,
        Self::AwaitingStock,
        Self::PendingApproval,
        Self::PartiallyApproved,
        Self::Rejected,
        Self::ApprovalExpired,
        Self::Approved,
        Self::InProgress,
        Self::Fulfilled,
        Self::PartiallyClosed,
        Self::Overdue,
        Self::Cancelled,
    ];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AwaitingStock => "awaiting-stock",
            Self::PendingApproval => "pending-approval",
            Self::PartiallyApproved => "partially-approved",
            Self::Rejected => "rejected",
            Self::ApprovalExpired => "approval-expired",
            Self::Approved => "approved",
            Self::InProgress => "in-progress",
            Self::Fulfilled => "fulfilled",
            Self::PartiallyClosed => "partially-closed",
            Self::Overdue => "overdue",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it waits for a decision.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::PendingApproval | Self::PartiallyApproved)
    }

    /// Whether its estimate sets goods aside for it.
    pub const fn holds_goods(self) -> bool {
        matches!(self, Self::PendingApproval | Self::PartiallyApproved | Self::Approved | Self::InProgress)
    }
}

/// How an order came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A person made it.
    #[default]
    Manual,
    /// The client's own system sent it: it cannot be corrected line by line.
    Edi,
}

/// How urgent an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Priority {
    /// Large, or an emergency.
    P1,
    /// Any other.
    P2,
}

/// That an order was approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// How.
    pub by: ApprovedBy,
    /// At which level.
    pub level: Line,
    /// Who, if a person.
    pub approver: Option<Line>,
    /// What they said.
    pub comment: Option<Paragraph>,
    /// When.
    pub decided_at: Moment,
    /// The first instant at which it no longer counts, unless the goods were handed over.
    pub valid_until: Moment,
}

/// How an approval came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovedBy {
    /// By the rules, without a person.
    Auto,
    /// A person decided.
    Person,
    /// By the rules: the figures recovered while it waited.
    Recovered,
    /// By the rules of the time when the approvers' system was down; confirmed afterwards.
    Fallback,
    /// Outside the system; confirmed afterwards.
    Emergency,
}

/// That the warehouse has the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HandOver {
    /// When.
    pub at: Moment,
    /// The warehouse's own reference.
    pub reference: Line,
    /// Whether the warehouse confirmed it.
    pub confirmed: bool,
}

/// The figures of the last judgement, without its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// The record of the judgement.
    pub calculation: CalculationId,
    /// Whether the order could be judged.
    pub control: Control,
    /// The plan then.
    pub plan: Percentage,
    /// Profitability of the order alone.
    pub order: Option<Percentage>,
    /// Of everything shipped together with the order.
    pub cumulative: Option<Percentage>,
    /// Of what is left of the estimate.
    pub remainder: Option<Percentage>,
    /// How far below the plan, by the rule that counts.
    pub deviation: Option<Percentage>,
    /// Plan less the smaller margin.
    pub strict_deviation: Option<Percentage>,
    /// Of all lines, net of VAT.
    pub total: Money,
    /// Of the lines under control.
    pub revenue: Money,
    /// What it earns less than the plan asks for.
    pub shortfall: Money,
    /// Whether it loses money though its estimate does not.
    pub loss_making: bool,
    /// What the age of its oldest cost means.
    pub cost_age: CostAge,
}

impl Summary {
    /// The figures without the lines.
    pub fn of(facts: &Facts) -> Self {
        Self {
            calculation: facts.calculation,
            control: facts.control,
            plan: facts.plan,
            order: facts.order,
            cumulative: facts.cumulative,
            remainder: facts.remainder,
            deviation: facts.deviation,
            strict_deviation: facts.strict_deviation,
            total: facts.total,
            revenue: facts.revenue,
            shortfall: facts.shortfall,
            loss_making: facts.loss_making,
            cost_age: facts.cost_age,
        }
    }

    /// Whether two judgements found the same, whenever they were made.
    pub fn same_as(&self, other: &Self) -> bool {
        Self { calculation: other.calculation, ..self.clone() } == *other
    }
}

impl Shipment {
    /// The unique value of orders' numbers.
    pub const NUMBER: &'static str = "shipment-number";

    /// The order that the accounting system knows by this code.
    pub fn id_of(code: &str) -> ShipmentId {
        ShipmentId::derive(&["1c", code])
    }

    /// How urgent an order is that has this total.
    pub fn priority_of(total: Money, emergency: bool) -> Priority {
        let units = 10i64.checked_pow(total.currency().minor_digits()).and_then(|unit| unit.checked_mul(FIRST_PRIORITY_ABOVE));
        if emergency || units.is_some_and(|above| total.minor() > above) { Priority::P1 } else { Priority::P2 }
    }

    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        let total = self.summary.as_ref().map_or(Money::zero(self.currency), |summary| summary.total);
        Self::priority_of(total, self.emergency)
    }

    /// Whether something may still revoke its approval.
    pub const fn is_revocable(&self) -> bool {
        self.handed_over.is_none() && matches!(self.status, ShipmentStatus::Approved)
    }

    /// Whether its figures matter to somebody who decides: it waits, or its approval may be revoked.
    pub const fn is_watched(&self) -> bool {
        self.status.is_pending() || self.is_revocable()
    }
}

impl Aggregate for Shipment {
    type Kind = kernel::id::kinds::Shipment;
    type Event = ShipmentEvent;
    const NAME: &'static str = "profitability.shipment";
    const SNAPSHOT_SCHEMA: u32 = 3;

    fn apply(state: Option<Self>, event: &ShipmentEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, ShipmentEvent::Created(created)) => Ok(Self::created(created, meta.at)),
            (Some(mut shipment), event) => {
                shipment.change(event, meta)?;
                Ok(shipment)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}
