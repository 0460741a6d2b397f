//! Everything that can happen to an order under an estimate.

use kernel::{Currency, Event, Line, Moment, Paragraph, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::posting::{Posting, Returned, Violation};
use super::proposal::{Proposal, ProposalKind};
use super::{Approval, Priority, ShipmentStatus, Source, Summary};
use crate::calculation::{Facts, OrderLine};
use crate::client::ClientFacts;
use crate::{EstimateId, ShipmentId};

/// What happened to an order. Those that `approvals` listens to are described in
/// `docs/profitability-approvals.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum ShipmentEvent {
    /// It was drafted.
    #[serde(rename = "created.v1")]
    Created(Created),
    /// Its lines were changed; it is a draft again.
    #[serde(rename = "revised.v1")]
    Revised {
        /// All lines.
        lines: Vec<OrderLine>,
        /// The revision of the accounting system's document.
        source_revision: u32,
    },
    /// It was judged as it is now. Starts nothing.
    #[serde(rename = "calculated.v1")]
    Calculated {
        /// What was found.
        summary: Summary,
    },
    /// It waits for a decision from now on: the only thing that starts an approval.
    #[serde(rename = "submitted-for-approval.v1")]
    SubmittedForApproval(Box<Submitted>),
    /// Its figures changed while somebody relies on them, or somebody asked for them.
    #[serde(rename = "recalculated.v1")]
    Recalculated {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// Where the order stands.
        status: ShipmentStatus,
        /// Why it was judged anew.
        cause: RecalculatedBecause,
        /// The request that this answers.
        request: Option<Line>,
        /// Who buys.
        client: ClientFacts,
        /// What was found.
        facts: Box<Facts>,
    },
    /// It no longer waits, or its approval is no longer wanted; it is a draft again.
    #[serde(rename = "withdrawn.v1")]
    Withdrawn {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// Where it stood.
        was: ShipmentStatus,
        /// Why.
        cause: WithdrawnBecause,
        /// A person's words.
        reason: Option<Line>,
    },
    /// Its approval was not used in time.
    #[serde(rename = "approval-lapsed.v1")]
    ApprovalLapsed {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// When it was approved.
        approved_at: Moment,
    },
    /// The warehouse has it: from now on nothing revokes.
    #[serde(rename = "handed-over.v1")]
    HandedOver {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// When.
        at: Moment,
        /// The warehouse's own reference.
        reference: Line,
    },
    /// The warehouse confirmed that it has it.
    #[serde(rename = "hand-over-confirmed.v1")]
    HandOverConfirmed {
        /// The warehouse's own reference.
        reference: Line,
    },
    /// Its manager took what was proposed; prices or lines are as proposed now.
    #[serde(rename = "proposal-accepted.v1")]
    ProposalAccepted {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// Which proposal.
        proposal: Line,
        /// Of what.
        kind: ProposalKind,
        /// All lines, as they are now.
        lines: Vec<OrderLine>,
        /// What the order is judged as now.
        facts: Box<Facts>,
    },
    /// Its manager did not take what was proposed.
    #[serde(rename = "proposal-declined.v1")]
    ProposalDeclined {
        /// Which order.
        shipment: ShipmentId,
        /// Which submission.
        submission: u32,
        /// Which proposal.
        proposal: Line,
        /// Of what.
        kind: ProposalKind,
        /// Why not.
        reason: Line,
    },
    /// Something was heard of its approval process.
    #[serde(rename = "process-noted.v1")]
    ProcessNoted {
        /// The process.
        process: Line,
        /// The version of it that was heard of: what is older is no news.
        version: Version,
        /// The level that decides, if that was said.
        level: Option<Line>,
    },
    /// It may be shipped.
    #[serde(rename = "approved.v1")]
    Approved {
        /// By whom, and for how long.
        approval: Approval,
    },
    /// A business unit refuses its lines: the manager is asked to drop them.
    #[serde(rename = "partially-approved.v1")]
    PartiallyApproved {
        /// What to drop.
        proposal: Proposal,
    },
    /// It would be approved at other prices.
    #[serde(rename = "correction-offered.v1")]
    CorrectionOffered {
        /// Which prices.
        proposal: Proposal,
    },
    /// It may not be shipped as it is.
    #[serde(rename = "rejected.v1")]
    Rejected {
        /// How.
        by: RejectedBy,
        /// Who, if a person.
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// Its approval does not cover its figures any more: it waits again.
    #[serde(rename = "approval-revoked.v1")]
    ApprovalRevoked {
        /// What changed.
        cause: Line,
        /// The level that decides now.
        level: Line,
        /// In words.
        reason: Paragraph,
    },
    /// It waits for goods.
    #[serde(rename = "stock-awaited.v1")]
    StockAwaited,
    /// The time for which it may wait for goods runs out.
    #[serde(rename = "wait-runs-out.v1")]
    WaitRunsOut {
        /// How many days before the end its manager is warned: 14, then 7.
        days_left: u32,
        /// When the wait ends.
        ends_at: Moment,
    },
    /// Goods did not come in time: it is overdue.
    #[serde(rename = "waited-too-long.v1")]
    WaitedTooLong,
    /// It is a draft again.
    #[serde(rename = "reopened.v1")]
    Reopened,
    /// Nobody touched the draft for a week.
    #[serde(rename = "overdue.v1")]
    Overdue,
    /// Called off.
    #[serde(rename = "cancelled.v1")]
    Cancelled {
        /// Why.
        reason: Line,
    },
    /// Goods left.
    #[serde(rename = "posted.v1")]
    Posted {
        /// Which.
        posting: Posting,
    },
    /// Goods came back: revenue and cost are reversed.
    #[serde(rename = "returned.v1")]
    Returned(Returned),
    /// A fact was recorded that should not have happened.
    #[serde(rename = "violation-noted.v1")]
    ViolationNoted {
        /// What.
        violation: Violation,
    },
    /// All of it left.
    #[serde(rename = "fulfilled.v1")]
    Fulfilled,
    /// The rest will not leave.
    #[serde(rename = "partially-closed.v1")]
    PartiallyClosed {
        /// Why.
        reason: Line,
    },
}

/// A new order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// Its id.
    pub id: ShipmentId,
    /// For people.
    pub number: Line,
    /// Under which estimate.
    pub estimate: EstimateId,
    /// Who buys.
    pub client: ClientFacts,
    /// Who initiates it.
    pub manager: Line,
    /// How it came.
    pub source: Source,
    /// Of every price.
    pub currency: Currency,
    /// All lines.
    pub lines: Vec<OrderLine>,
    /// The revision of the accounting system's document; 0 when a person made it here.
    pub source_revision: u32,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Submitted {
    /// Which order.
    pub shipment: ShipmentId,
    /// The how manieth of this order, from 1.
    pub submission: u32,
    /// Under which estimate.
    pub estimate: EstimateId,
    /// The estimate's number, for people.
    pub estimate_number: Line,
    /// The order's number, for people.
    pub number: Line,
    /// Who buys.
    pub client: ClientFacts,
    /// Who initiates: nobody approves their own order.
    pub manager: Line,
    /// Who submitted it, the manager or somebody in their place: nobody approves that either.
    /// Absent in what was submitted before this was kept.
    #[serde(default)]
    pub submitted_by: Option<Line>,
    /// How urgent.
    pub priority: Priority,
    /// Whether approval is got outside the system.
    pub emergency: bool,
    /// How it came.
    pub source: Source,
    /// Why it should be shipped below the plan.
    pub justification: Option<Paragraph>,
    /// When.
    pub submitted_at: Moment,
    /// Approvals that the manager's own changes annulled, so far.
    pub revocations: u32,
    /// Why it was rejected before.
    pub previous_refusal: Option<Paragraph>,
    /// What it is judged as.
    pub facts: Facts,
}

/// Why an order was judged anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecalculatedBecause {
    /// The estimate's plan is another.
    PlanChanged,
    /// Other orders, shipments or returns changed what is left or earned.
    EstimateMoved,
    /// Another deviation is allowed to the client.
    ClientNoted,
    /// Whoever decides asked.
    Requested,
}

/// Why a submission or an approval is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawnBecause {
    /// The manager took it back.
    Manager,
    /// The manager changed the approved order.
    Edited,
    /// The order was called off.
    Cancelled,
    /// The goods left without waiting.
    Shipped,
}

/// How an order was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RejectedBy {
    /// A person decided.
    Person,
    /// Nobody decided in time.
    Default,
    /// Every round of correction was used up: it goes back to its draft.
    Corrections,
    /// Its manager did not say in time why it should be shipped.
    Unanswered,
}

impl Event for ShipmentEvent {
    fn samples() -> Vec<Self> {
        crate::samples::shipments::events()
    }
}
