//! The process: one submission of a client's order, who decides upon it, by when, and what was decided.

pub mod arbitration;
pub mod branch;
pub mod event;
pub mod refusal;

mod begin;
mod draft;
mod due;
mod fold;
mod office;
mod settle;
mod text;

pub mod answer_proposal;
pub mod approve;
pub mod arbitrate;
pub mod confirm;
pub mod decide_by_elma;
pub mod fire_deadlines;
pub mod justify;
pub mod note_figures;
pub mod note_milestone;
pub mod note_task;
pub mod offer_correction;
pub mod open;
pub mod pause;
pub mod reject;
pub mod resume;
pub mod retry;
pub mod withdraw;

#[cfg(test)]
mod acceptance;
#[cfg(test)]
mod laws;

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Line, Moment, Money, Paragraph, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::demand::Demand;
use crate::figures::{Figures, Submitted};
use crate::person::Person;
use crate::{Level, LimitId, ProcessId};
pub use answer_proposal::Answered;
pub use arbitration::{Arbitration, ArbitrationVerdict};
pub use branch::{Branch, Clock, Verdict};
pub use event::{ApprovedBy, ProcessEvent, RejectedBy};
pub use office::Office;
pub use refusal::ProcessRefusal;

/// Most steps of a history that are kept; a process that lives through its five rounds has fifty.
pub const HISTORY_MAX: usize = 400;

/// One submission of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Process {
    /// Its own id, derived from the two below.
    pub id: ProcessId,
    /// The order's id in `profitability`.
    pub shipment: Line,
    /// Which submission of it.
    pub submission: u32,
    /// What came before the submission itself did.
    pub early: Early,
    /// What is decided upon; absent while only later news has come.
    pub case: Option<Box<Case>>,
}

/// News that overtook the submission.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Early {
    /// The submission is over already.
    pub withdrawn: bool,
    /// Newer figures than it will bring.
    pub figures: Option<Box<Figures>>,
}

/// What is decided upon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// As it was submitted, the justification perhaps added later.
    pub submitted: Submitted,
    /// The newest figures.
    pub figures: Figures,
    /// What they demand.
    pub demand: Demand,
    /// How it is being approved.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// Who decides about what.
    pub branches: Vec<Branch>,
    /// The number of the next branch.
    pub next_branch: u32,
    /// Offers of other prices.
    pub rounds: Vec<Round>,
    /// Until when the manager may say why the order should be allowed.
    pub justify_by: Option<Moment>,
    /// The proposal to drop lines.
    pub dropping: Option<Dropping>,
    /// Facts that were asked for before silence may count as a no.
    pub recheck: Option<Recheck>,
    /// How often facts were asked for.
    pub requests: u32,
    /// The approval that holds.
    pub approval: Option<Approval>,
    /// The daily limits that it was taken of.
    pub limits: Vec<LimitId>,
    /// What must be confirmed afterwards.
    pub post_factum: Option<PostFactum>,
    /// What the finance director may still do about a refusal by silence.
    pub arbitration: Option<Arbitration>,
    /// The goods have left: nothing revokes any more.
    pub handed_over: bool,
    /// What happened, oldest first.
    pub history: Vec<HistoryStep>,
}

/// How an order is being approved (decision P161).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// By the matrix.
    Standard,
    /// Outside the system.
    Emergency,
    /// While the channel is down.
    Fallback,
}

/// Where a process stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A person must decide, and the manager has not said why (decision P73).
    AwaitingJustification,
    /// Approvers decide.
    Open,
    /// Some units refused; the manager says whether their lines are dropped.
    DropProposed,
    /// Yes.
    Approved,
    /// No.
    Rejected,
    /// The manager took it back, or the order is over.
    Withdrawn,
    /// Yes, and five working days passed without a hand-over.
    Lapsed,
    /// Rules or calendar are missing: an administrator must look.
    Stalled,
}

impl Status {
    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwaitingJustification => "awaiting-justification",
            Self::Open => "open",
            Self::DropProposed => "drop-proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Stalled => "stalled",
        }
    }

    /// Whether anybody is still to decide.
    pub const fn is_pending(self) -> bool {
        match self {
            Self::AwaitingJustification | Self::Open | Self::DropProposed | Self::Stalled => true,
            Self::Approved | Self::Rejected | Self::Withdrawn | Self::Lapsed => false,
        }
    }
}

/// One offer of other prices (decision P90).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// Its id.
    pub proposal: Line,
    /// Which one, from 1.
    pub round: u32,
    /// Of which branch.
    pub branch: u32,
    /// By whom.
    pub by: Person,
    /// At which level.
    pub level: Level,
    /// At these prices.
    pub prices: Vec<OfferedPrice>,
    /// Why.
    pub reason: Paragraph,
    /// When silence is taken for no.
    pub answer_by: Moment,
    /// What the manager said.
    pub answer: Option<RoundAnswer>,
}

/// One price of an offer (decision P89).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfferedPrice {
    /// Of which line.
    pub line: u32,
    /// A piece.
    pub price: Money,
}

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoundAnswer {
    /// The prices were taken over.
    Accepted,
    /// They were not.
    Declined,
    /// Nobody answered in time.
    Silent,
}

/// A proposal to drop the lines of units that refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dropping {
    /// Its id.
    pub proposal: Line,
    /// Which lines.
    pub drop: Vec<u32>,
    /// Why, in the words of whoever refused.
    pub reason: Paragraph,
    /// When silence is taken for no.
    pub answer_by: Option<Moment>,
}

/// Facts that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Recheck {
    /// The question's id.
    pub request: Line,
    /// Asked again then.
    pub again_at: Moment,
}

/// An approval that holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// How it came about.
    pub by: ApprovedBy,
    /// At which level.
    pub level: Level,
    /// Whoever said it, if a person did.
    pub approver: Option<Line>,
    /// When.
    pub at: Moment,
    /// The deviation that was approved.
    pub deviation: Option<Percentage>,
}

/// A confirmation that is owed afterwards (decision P116).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PostFactum {
    /// Until when.
    pub confirm_by: Moment,
    /// Whether that has passed and was told.
    pub overdue: bool,
    /// What was said.
    pub answer: Option<PostFactumAnswer>,
}

/// What was said afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PostFactumAnswer {
    /// By whom.
    pub by: Person,
    /// Whether it was right.
    pub confirmed: bool,
}

/// One step of a history, for the screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryStep {
    /// When.
    pub at: Moment,
    /// What, by the event's name.
    pub what: Line,
    /// By whom: a person, or a function of Entrepot.
    pub by: Person,
    /// In which branch.
    pub branch: Option<u32>,
    /// At which level.
    pub level: Option<Level>,
    /// To whom.
    pub to: Option<Person>,
    /// In whose words.
    pub text: Option<Paragraph>,
}

impl Process {
    /// The process of a submission (decision P97).
    pub fn id_of(shipment: &str, submission: u32) -> ProcessId {
        ProcessId::derive(&["process", shipment, &submission.to_string()])
    }

    /// A code of ours as a line.
    pub fn code(text: &str) -> Line {
        settle::code(text)
    }

    /// What is decided upon, for commands that need it.
    pub fn case(state: Option<&Self>) -> Result<&Case, ProcessRefusal> {
        state.and_then(|process| process.case.as_deref()).ok_or(ProcessRefusal::NotFound)
    }
}

impl Case {
    /// A branch by number.
    pub fn branch(&self, number: u32) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.number == number)
    }

    /// A branch that waits for a verdict.
    pub fn open_branch(&self, number: u32) -> Result<&Branch, ProcessRefusal> {
        match self.status {
            Status::Open => {}
            Status::Stalled => return Err(ProcessRefusal::Stalled),
            status @ (Status::AwaitingJustification
            | Status::DropProposed
            | Status::Approved
            | Status::Rejected
            | Status::Withdrawn
            | Status::Lapsed) => return Err(ProcessRefusal::NotOpen { status }),
        }
        let branch = self.branch(number).ok_or(ProcessRefusal::NoSuchBranch)?;
        if branch.verdict.is_some() { Err(ProcessRefusal::Decided) } else { Ok(branch) }
    }

    /// The offer that waits for an answer in a branch.
    pub fn offer(&self, branch: u32) -> Option<&Round> {
        self.rounds.iter().find(|round| round.branch == branch && round.answer.is_none())
    }

    /// The highest level that has asked for other prices: this process does not fall below it (decision P91).
    pub fn floor(&self) -> Level {
        self.rounds.iter().map(|round| round.level).max().unwrap_or(Level::Auto)
    }
}

impl Aggregate for Process {
    type Kind = kernel::id::kinds::ApprovalProcess;
    type Event = ProcessEvent;
    const NAME: &'static str = "approvals.process";
    const SNAPSHOT_SCHEMA: u32 = 3;

    fn apply(state: Option<Self>, event: &ProcessEvent, meta: &Meta) -> Result<Self, Impossible> {
        fold::apply(state, event, meta)
    }
}
