//! Everything that can happen to a process. What profitability reads of it carries the order
//! and the submission, and does not change its meaning.

use kernel::{Event, Line, Moment, Paragraph, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::arbitration::ArbitrationVerdict;
use super::branch::{Clock, Told};
use super::{Mode, OfferedPrice, RoundAnswer};
use crate::demand::Demand;
use crate::figures::{ClientRef, Figures, Submitted};
use crate::person::Person;
use crate::roster::Routed;
use crate::{Level, LimitId};

/// How an approval came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovedBy {
    /// Nobody need be asked.
    Auto,
    /// A person said so.
    Person,
    /// While people were asked the order came right by itself.
    Recovered,
    /// The channel was down.
    Fallback,
    /// Outside the system.
    Emergency,
}

/// How a refusal came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RejectedBy {
    /// A person said so.
    Person,
    /// The last level was silent.
    Default,
    /// The rounds of correction are used up.
    Corrections,
    /// The manager did not say in time why it should be allowed.
    Unanswered,
}

/// What is awaited of the manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Awaited {
    /// Until when; after that the order is refused.
    pub answer_by: Moment,
}

/// Why an approval no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RevokedBy {
    /// A higher level is needed now.
    LevelHigher,
    /// The deviation has grown too much.
    DeviationGrew,
}

/// Why a clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PauseCause {
    /// The task waits for the channel (decision P119).
    Channel,
    /// The manager has an offer to answer.
    Offer,
}

/// By which way a verdict came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// Our own screens and API.
    Console,
    /// The outside system of tasks.
    Elma,
    /// The manager met the conditions of an offer.
    Offer,
}

/// What happened to a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum ProcessEvent {
    /// News overtook the submission.
    #[serde(rename = "noted-early.v1")]
    NotedEarly {
        /// Of which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// It is over already.
        withdrawn: bool,
        /// Newer figures.
        figures: Option<Box<Figures>>,
    },
    /// An order was submitted.
    #[serde(rename = "opened.v1")]
    Opened {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// What is demanded.
        level: Level,
        /// As submitted.
        submitted: Submitted,
        /// With these figures.
        figures: Figures,
        /// Which demand this.
        demand: Demand,
    },
    /// Rules or calendar are missing.
    #[serde(rename = "stalled.v1")]
    Stalled {
        /// What is missing.
        problem: Line,
    },
    /// A person must decide, and nobody said why it should be allowed. Before deadlines were kept
    /// for this it had no data.
    #[serde(rename = "justification-requested.v1")]
    JustificationRequested(Option<Awaited>),
    /// What may pass without a person today is used up: a person must decide.
    #[serde(rename = "limit-reached.v1")]
    LimitReached {
        /// What is demanded now.
        demand: Demand,
    },
    /// The manager said why.
    #[serde(rename = "justified.v1")]
    Justified {
        /// Why.
        justification: Paragraph,
    },
    /// What may pass without a person was taken.
    #[serde(rename = "limits-taken.v1")]
    LimitsTaken {
        /// Of which limits.
        limits: Vec<LimitId>,
    },
    /// It was given back.
    #[serde(rename = "limits-released.v1")]
    LimitsReleased,
    /// Somebody is asked.
    #[serde(rename = "branch-opened.v1")]
    BranchOpened {
        /// Its number.
        branch: u32,
        /// About which units.
        units: Vec<Line>,
        /// At which level by the matrix.
        demanded: Level,
        /// Who.
        routed: Routed,
        /// In which time.
        clock: Clock,
    },
    /// A branch needs another level: figures or prices changed, spent time stays spent (decision P94).
    #[serde(rename = "branch-rerouted.v1")]
    BranchRerouted {
        /// Which branch.
        branch: u32,
        /// At which level now.
        demanded: Level,
        /// Who.
        routed: Routed,
        /// In which time.
        clock: Clock,
    },
    /// The approver was reminded or warned.
    #[serde(rename = "noticed.v1")]
    Noticed {
        /// Of which branch.
        branch: u32,
        /// What was told.
        told: Told,
    },
    /// The time is up.
    #[serde(rename = "breached.v1")]
    Breached {
        /// Of which branch.
        branch: u32,
        /// At which level.
        level: Level,
        /// Who was silent.
        approver: Option<Line>,
        /// How long they had, in business minutes.
        budget_minutes: u32,
    },
    /// The level above is asked.
    #[serde(rename = "escalated.v1")]
    Escalated {
        /// In which branch.
        branch: u32,
        /// From which level.
        from: Level,
        /// Who was silent.
        silent: Option<Line>,
        /// Who is asked now.
        routed: Routed,
        /// In which time.
        clock: Clock,
    },
    /// Somebody has had more tasks than is right on one day.
    #[serde(rename = "overload-signalled.v1")]
    OverloadSignalled {
        /// Who.
        approver: Line,
        /// How many, with this one.
        count: u32,
    },
    /// The task is in the outside system.
    #[serde(rename = "task-noted.v1")]
    TaskNoted {
        /// Of which branch.
        branch: u32,
        /// Of which step.
        step: u32,
        /// Its id there.
        task: Line,
    },
    /// The time stands still.
    #[serde(rename = "clock-paused.v1")]
    ClockPaused {
        /// Of which branch.
        branch: u32,
        /// Why.
        cause: PauseCause,
        /// What is spent.
        spent_minutes: u32,
    },
    /// It runs again.
    #[serde(rename = "clock-resumed.v1")]
    ClockResumed {
        /// Of which branch.
        branch: u32,
        /// With these marks.
        clock: Clock,
    },
    /// One approver said yes.
    #[serde(rename = "branch-approved.v1")]
    BranchApproved {
        /// In which branch.
        branch: u32,
        /// Who.
        by: Person,
        /// At which level.
        level: Level,
        /// In their words.
        comment: Option<Paragraph>,
        /// By which way.
        via: Via,
    },
    /// One approver said no.
    #[serde(rename = "branch-rejected.v1")]
    BranchRejected {
        /// In which branch.
        branch: u32,
        /// Who.
        by: Person,
        /// At which level.
        level: Level,
        /// Why.
        reason: Paragraph,
        /// By which way.
        via: Via,
    },
    /// One approver would say yes at other prices.
    #[serde(rename = "correction-proposed.v1")]
    CorrectionProposed {
        /// Of which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// The offer's id.
        proposal: Line,
        /// Which round, from 1.
        round: u32,
        /// In which branch.
        branch: u32,
        /// At these prices.
        prices: Vec<OfferedPrice>,
        /// Lines whose price would be below the least that meets the plan.
        below_minimum: Vec<u32>,
        /// At which level.
        level: Level,
        /// Whose id.
        approver: Line,
        /// Who.
        by: Person,
        /// Why.
        reason: Paragraph,
        /// When silence is taken for no.
        answer_by: Moment,
    },
    /// The manager answered an offer, or did not.
    #[serde(rename = "correction-answered.v1")]
    CorrectionAnswered {
        /// Which offer.
        proposal: Line,
        /// What.
        answer: RoundAnswer,
        /// In their words.
        reason: Option<Paragraph>,
    },
    /// Some units refused: their lines might be dropped (decision P63).
    #[serde(rename = "partially-approved.v1")]
    PartiallyApproved {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// The proposal's id.
        proposal: Line,
        /// Which lines.
        drop: Vec<u32>,
        /// Who refused.
        approver: Line,
        /// Why.
        reason: Paragraph,
        /// When silence is taken for no; absent before deadlines were kept for this.
        #[serde(default)]
        answer_by: Option<Moment>,
    },
    /// The manager answered a proposal to drop lines.
    #[serde(rename = "drop-answered.v1")]
    DropAnswered {
        /// Which proposal.
        proposal: Line,
        /// Whether the lines were dropped.
        accepted: bool,
    },
    /// The figures changed.
    #[serde(rename = "recalculated.v1")]
    Recalculated {
        /// Now.
        figures: Figures,
        /// Who buys, with what is allowed to them now.
        client: ClientRef,
        /// What they demand.
        demand: Demand,
    },
    /// Before silence counts as a no, the facts are asked for.
    #[serde(rename = "facts-requested.v1")]
    FactsRequested {
        /// Of which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// The question's id.
        request: Line,
        /// Asked again then.
        again_at: Moment,
    },
    /// Yes.
    #[serde(rename = "approved.v1")]
    Approved {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// How it came about.
        by: ApprovedBy,
        /// At which level.
        level: Level,
        /// Whose id.
        approver: Option<Line>,
        /// In their words.
        comment: Option<Paragraph>,
        /// When.
        decided_at: Moment,
        /// The deviation that was approved.
        deviation: Option<Percentage>,
        /// How it was approved.
        mode: Mode,
        /// Until when an approver confirms it afterwards.
        confirm_by: Option<Moment>,
    },
    /// No.
    #[serde(rename = "rejected.v1")]
    Rejected {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// How it came about.
        by: RejectedBy,
        /// Whose id.
        approver: Option<Line>,
        /// Why.
        reason: Paragraph,
    },
    /// Silence has refused: the finance director may arbitrate.
    #[serde(rename = "arbitration-opened.v1")]
    ArbitrationOpened {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// Until when.
        until: Moment,
    },
    /// The finance director has arbitrated.
    #[serde(rename = "arbitrated.v1")]
    Arbitrated {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// What.
        verdict: ArbitrationVerdict,
        /// Who.
        by: Person,
        /// Why.
        reason: Paragraph,
    },
    /// The finance director was silent too: the refusal stays, and the board is to be told.
    #[serde(rename = "arbitration-overdue.v1")]
    ArbitrationOverdue {
        /// Which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// Until when there was time.
        until: Moment,
    },
    /// The approval no longer holds (decision P93).
    #[serde(rename = "revoked.v1")]
    Revoked {
        /// Of which order.
        shipment: Line,
        /// Which submission.
        submission: u32,
        /// Why.
        cause: RevokedBy,
        /// What is demanded now.
        level: Level,
        /// In words.
        reason: Paragraph,
    },
    /// The submission is over without a decision, or its approval is not wanted any more.
    #[serde(rename = "withdrawn.v1")]
    Withdrawn {
        /// Why, as profitability says it.
        cause: Line,
    },
    /// Five working days passed without a hand-over.
    #[serde(rename = "lapsed.v1")]
    Lapsed,
    /// The goods have left.
    #[serde(rename = "handed-over.v1")]
    HandedOver {
        /// They left without an approval that holds: a violation, accepted as a fact (decision P64).
        violation: bool,
    },
    /// An approver confirms what was approved without them.
    #[serde(rename = "post-factum-confirmed.v1")]
    PostFactumConfirmed {
        /// Who.
        by: Person,
    },
    /// An approver would not have approved it.
    #[serde(rename = "post-factum-refused.v1")]
    PostFactumRefused {
        /// Who.
        by: Person,
        /// Why.
        reason: Paragraph,
    },
    /// Nobody confirmed it in time: a violation.
    #[serde(rename = "post-factum-overdue.v1")]
    PostFactumOverdue,
}

impl Event for ProcessEvent {
    fn samples() -> Vec<Self> {
        crate::samples::processes::events()
    }
}
