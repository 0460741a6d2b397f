//! What `approvals` publishes, as this context reads it.

use kernel::{Line, Moment, Money, Percentage};
use serde::Deserialize;

/// An event of `approvals`, as this context reads it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "one lives at a time")]
pub enum ApprovalsEvent {
    /// An order was submitted: names everything that follows.
    #[serde(rename = "evt.approvals.process.opened.v1")]
    Opened(Opened),
    /// Somebody is asked.
    #[serde(rename = "evt.approvals.process.branch-opened.v1")]
    BranchOpened(Asked),
    /// Somebody else is asked, or at another level.
    #[serde(rename = "evt.approvals.process.branch-rerouted.v1")]
    BranchRerouted(Asked),
    /// The approver was reminded or warned.
    #[serde(rename = "evt.approvals.process.noticed.v1")]
    Noticed {
        /// Of which branch.
        branch: u32,
        /// What was told: `noticed` or `warned`.
        told: String,
    },
    /// The time is up.
    #[serde(rename = "evt.approvals.process.breached.v1")]
    Breached {
        /// At which level.
        level: String,
        /// Who was silent.
        #[serde(default)]
        approver: Option<Line>,
    },
    /// The level above is asked.
    #[serde(rename = "evt.approvals.process.escalated.v1")]
    Escalated {
        /// Who was silent.
        #[serde(default)]
        silent: Option<Line>,
        /// Who is asked now.
        #[serde(flatten)]
        asked: Asked,
    },
    /// Somebody has too many tasks.
    #[serde(rename = "evt.approvals.process.overload-signalled.v1")]
    OverloadSignalled {
        /// Who.
        approver: Line,
        /// How many.
        count: u32,
    },
    /// What may pass without a person is used up.
    #[serde(rename = "evt.approvals.process.limit-reached.v1")]
    LimitReached {},
    /// Other prices are offered.
    #[serde(rename = "evt.approvals.process.correction-proposed.v1")]
    CorrectionProposed {
        /// Which round.
        round: u32,
        /// Why.
        reason: String,
        /// When silence is taken for no.
        answer_by: Moment,
    },
    /// Some units refused.
    #[serde(rename = "evt.approvals.process.partially-approved.v1")]
    PartiallyApproved {
        /// Why.
        reason: String,
        /// When silence is taken for no.
        #[serde(default)]
        answer_by: Option<Moment>,
    },
    /// The manager must say why.
    #[serde(rename = "evt.approvals.process.justification-requested.v1")]
    JustificationRequested(Option<Awaited>),
    /// Rules or calendar are missing.
    #[serde(rename = "evt.approvals.process.stalled.v1")]
    Stalled {
        /// Which, by the code of the refusal.
        problem: Line,
    },
    /// Yes.
    #[serde(rename = "evt.approvals.process.approved.v1")]
    Approved {
        /// How it came about.
        by: String,
        /// At which level.
        level: String,
        /// Who.
        #[serde(default)]
        approver: Option<Line>,
        /// In their words.
        #[serde(default)]
        comment: Option<String>,
        /// Until when somebody confirms it.
        #[serde(default)]
        confirm_by: Option<Moment>,
    },
    /// No.
    #[serde(rename = "evt.approvals.process.rejected.v1")]
    Rejected {
        /// How it came about.
        by: String,
        /// Why.
        reason: String,
    },
    /// The approval no longer holds.
    #[serde(rename = "evt.approvals.process.revoked.v1")]
    Revoked {
        /// What is demanded now.
        level: String,
        /// Why.
        reason: String,
    },
    /// An approver would not have approved what passed without one.
    #[serde(rename = "evt.approvals.process.post-factum-refused.v1")]
    PostFactumRefused {
        /// Who.
        by: Person,
        /// Why.
        reason: String,
    },
    /// Nobody confirmed it in time.
    #[serde(rename = "evt.approvals.process.post-factum-overdue.v1")]
    PostFactumOverdue,
    /// A task is to be sent to the outside system.
    #[serde(rename = "evt.approvals.channel.task-queued.v1")]
    TaskQueued {
        /// Which.
        task: Task,
        /// It has to wait.
        waits: bool,
    },
    /// Small deviations pass by themselves.
    #[serde(rename = "evt.approvals.channel.fallback-activated.v1")]
    FallbackActivated,
    /// The outside system has been down for long.
    #[serde(rename = "evt.approvals.channel.outage-long.v1")]
    OutageLong {
        /// Since when.
        since: Moment,
    },
    /// Somebody was named as having approved outside of the system.
    #[serde(rename = "evt.approvals.emergency.recorded.v1")]
    EmergencyRecorded(Recorded),
    /// Nobody confirmed it for 24 hours.
    #[serde(rename = "evt.approvals.emergency.reminded.v1")]
    EmergencyReminded,
    /// Nobody confirmed it for 48.
    #[serde(rename = "evt.approvals.emergency.violated.v1")]
    EmergencyViolated,
    /// Whoever was named did not consent.
    #[serde(rename = "evt.approvals.emergency.consent-denied.v1")]
    ConsentDenied,
    /// They said nothing in time.
    #[serde(rename = "evt.approvals.emergency.consent-lapsed.v1")]
    ConsentLapsed,
    /// It is an incident.
    #[serde(rename = "evt.approvals.emergency.incident-opened.v1")]
    IncidentOpened {
        /// The how manieth of its manager in the quarter.
        in_quarter: u32,
    },
}

/// What is awaited of a manager.
#[derive(Debug, Deserialize)]
pub struct Awaited {
    pub(super) answer_by: Moment,
}

/// A submission.
#[derive(Debug, Deserialize)]
pub struct Opened {
    pub(super) submitted: Submitted,
    pub(super) figures: Figures,
}

/// What was submitted.
#[derive(Debug, Deserialize)]
pub struct Submitted {
    pub(super) number: Line,
    pub(super) client: Named,
    pub(super) manager: Line,
}

/// Something with a name.
#[derive(Debug, Deserialize)]
pub struct Named {
    pub(super) name: Line,
}

/// What it is judged as.
#[derive(Debug, Deserialize)]
pub struct Figures {
    pub(super) total: Money,
    #[serde(default)]
    pub(super) deviation: Option<Percentage>,
    #[serde(default)]
    pub(super) blocked: Vec<Blocked>,
}

/// A line that cannot be judged.
#[derive(Debug, Deserialize)]
pub struct Blocked {
    #[serde(default)]
    pub(super) line: Option<u32>,
    pub(super) reason: String,
}

/// Who is asked, at which level, until when.
#[derive(Debug, Deserialize)]
pub struct Asked {
    pub(super) branch: u32,
    pub(super) routed: Routed,
    pub(super) clock: Clock,
}

/// Who is asked.
#[derive(Debug, Deserialize)]
pub struct Routed {
    pub(super) level: String,
    #[serde(default)]
    pub(super) to: Option<Person>,
}

/// Somebody.
#[derive(Debug, Deserialize)]
pub struct Person {
    pub(super) id: Line,
    pub(super) name: Line,
}

/// Until when.
#[derive(Debug, Deserialize)]
pub struct Clock {
    pub(super) due_at: Moment,
}

/// A task of the outside system.
#[derive(Debug, Deserialize)]
pub struct Task {
    /// The process, the branch and the step: `apr_…/1/1`.
    pub(super) key: String,
}

/// An emergency.
#[derive(Debug, Deserialize)]
pub struct Recorded {
    pub(super) number: Line,
    pub(super) client: Named,
    pub(super) manager: Line,
    pub(super) total: Money,
    pub(super) authorised: Person,
    pub(super) consent_by: Moment,
}
