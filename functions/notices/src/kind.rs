//! What people are told about, who they are, and what a message says.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An approver is asked.
    ApprovalRequested,
    /// Half of an approver's time has passed.
    SlaHalf,
    /// Most of it has.
    SlaWarning,
    /// All of it has.
    SlaBreached,
    /// The next level is asked.
    Escalated,
    /// Yes.
    Approved,
    /// No.
    Rejected,
    /// Silence counted as no.
    AutoRejected,
    /// The approval no longer holds.
    Revoked,
    /// An approver would say yes at other prices.
    CorrectionOffered,
    /// The rounds of correction are used up.
    CorrectionsUsedUp,
    /// Some business units refused.
    PartiallyApproved,
    /// While people were asked the order came right by itself, and was approved.
    Recovered,
    /// The manager must say why the order should be allowed.
    JustificationRequested,
    /// An approval cannot go on for want of rules or calendar.
    Stalled,
    /// What may pass without a person is used up for today.
    LimitReached,
    /// An approver has too many tasks.
    Overload,
    /// A task waits for the outside system.
    TaskQueued,
    /// The outside system is down, and small deviations pass by themselves.
    FallbackOn,
    /// It has been down for long.
    OutageLong,
    /// An order passed while it was down, and must be confirmed.
    FallbackApproved,
    /// Nobody confirmed it in time: a violation.
    PostFactumOverdue,
    /// An approver would not have approved it.
    PostFactumRefused,
    /// Somebody was named as having approved outside of the system.
    EmergencyNamed,
    /// An emergency approval is unconfirmed after 24 hours.
    EmergencyReminder,
    /// And after 48: a violation.
    EmergencyViolation,
    /// Whoever was named says that they did not consent, or nothing in time.
    ConsentMissing,
    /// An incident was opened: no more emergencies until it is closed.
    IncidentOpened,
    /// An order has lines without a cost.
    CostMissing,
    /// An order has lines with a price of zero.
    PriceZero,
    /// A cost must be calculated again.
    CostRevision,
    /// A cost will soon be too old.
    CostAgeing,
    /// A cost is too old.
    CostStale,
    /// A currency moved far.
    RateMoved,
    /// The planned margin of an estimate changed.
    PlanChanged,
    /// A draft was not touched for a week.
    DraftOverdue,
}

impl Kind {
    /// All of them, for tests over rule data and templates.
    pub const ALL: &[Self] = &[
        Self::ApprovalRequested,
        Self::SlaHalf,
        Self::SlaWarning,
        Self::SlaBreached,
        Self::Escalated,
        Self::Approved,
        Self::Rejected,
        Self::AutoRejected,
        Self::Revoked,
        Self::CorrectionOffered,
        Self::CorrectionsUsedUp,
        Self::PartiallyApproved,
        Self::Recovered,
        Self::JustificationRequested,
        Self::Stalled,
        Self::LimitReached,
        Self::Overload,
        Self::TaskQueued,
        Self::FallbackOn,
        Self::OutageLong,
        Self::FallbackApproved,
        Self::PostFactumOverdue,
        Self::PostFactumRefused,
        Self::EmergencyNamed,
        Self::EmergencyReminder,
        Self::EmergencyViolation,
        Self::ConsentMissing,
        Self::IncidentOpened,
        Self::CostMissing,
        Self::PriceZero,
        Self::CostRevision,
        Self::CostAgeing,
        Self::CostStale,
        Self::RateMoved,
        Self::PlanChanged,
        Self::DraftOverdue,
    ];

    /// The name in rule data, templates and keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApprovalRequested => "approval-requested",
            Self::SlaHalf => "sla-half",
            Self::SlaWarning => "sla-warning",
            Self::SlaBreached => "sla-breached",
            Self::Escalated => "escalated",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::AutoRejected => "auto-rejected",
            Self::Revoked => "revoked",
            Self::CorrectionOffered => "correction-offered",
            Self::CorrectionsUsedUp => "corrections-used-up",
            Self::PartiallyApproved => "partially-approved",
            Self::Recovered => "recovered",
            Self::JustificationRequested => "justification-requested",
            Self::Stalled => "stalled",
            Self::LimitReached => "limit-reached",
            Self::Overload => "overload",
            Self::TaskQueued => "task-queued",
            Self::FallbackOn => "fallback-on",
            Self::OutageLong => "outage-long",
            Self::FallbackApproved => "fallback-approved",
            Self::PostFactumOverdue => "post-factum-overdue",
            Self::PostFactumRefused => "post-factum-refused",
            Self::EmergencyNamed => "emergency-named",
            Self::EmergencyReminder => "emergency-reminder",
            Self::EmergencyViolation => "emergency-violation",
            Self::ConsentMissing => "consent-missing",
            Self::IncidentOpened => "incident-opened",
            Self::CostMissing => "cost-missing",
            Self::PriceZero => "price-zero",
            Self::CostRevision => "cost-revision",
            Self::CostAgeing => "cost-ageing",
            Self::CostStale => "cost-stale",
            Self::RateMoved => "rate-moved",
            Self::PlanChanged => "plan-changed",
            Self::DraftOverdue => "draft-overdue",
        }
    }
}

/// How much a message may disturb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Waits for the morning and for room in the hour.
    Low,
    /// The same.
    Medium,
    /// The same.
    High,
    /// At once, also at night and beyond the messages of an hour.
    Critical,
}

/// Who is told: somebody whom the news names, or whoever has a duty by the tenant's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Who decides now.
    Approver,
    /// Who was asked before.
    PreviousApprover,
    /// Everybody who is asked in some part of it.
    Asked,
    /// Who initiated the order, or is responsible for the estimate.
    Manager,
    /// Who was named in an emergency.
    NamedPerson,
    /// Whoever has the level above the one that the news names.
    NextLevel,
    /// The sales director: a duty, as all that follow.
    Drp,
    /// The commercial director.
    Dp,
    /// The general director.
    Gd,
    /// The finance director.
    Fd,
    /// The finance service.
    Finance,
    /// Who keeps the systems running.
    It,
    /// Their director.
    ItDirector,
}

/// What a template may name. Values are texts as they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Age of a cost, in days.
    AgeDays,
    /// By how much something moved.
    Change,
    /// Who buys.
    Client,
    /// How many, or which round.
    Count,
    /// A currency's code.
    Currency,
    /// How far an order is off the plan.
    Deviation,
    /// By when.
    Due,
    /// An estimate's number.
    Estimate,
    /// A level of approval, by its code.
    Level,
    /// Numbers of lines.
    Lines,
    /// An order's number.
    Order,
    /// Somebody's name.
    Person,
    /// The planned margin.
    Plan,
    /// And before.
    PreviousPlan,
    /// A product.
    Product,
    /// Somebody's words.
    Reason,
    /// Since when, or on which day.
    Since,
    /// What it amounts to.
    Total,
}

impl Field {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::AgeDays,
        Self::Change,
        Self::Client,
        Self::Count,
        Self::Currency,
        Self::Deviation,
        Self::Due,
        Self::Estimate,
        Self::Level,
        Self::Lines,
        Self::Order,
        Self::Person,
        Self::Plan,
        Self::PreviousPlan,
        Self::Product,
        Self::Reason,
        Self::Since,
        Self::Total,
    ];

    /// The name between the braces of a template.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AgeDays => "age-days",
            Self::Change => "change",
            Self::Client => "client",
            Self::Count => "count",
            Self::Currency => "currency",
            Self::Deviation => "deviation",
            Self::Due => "due",
            Self::Estimate => "estimate",
            Self::Level => "level",
            Self::Lines => "lines",
            Self::Order => "order",
            Self::Person => "person",
            Self::Plan => "plan",
            Self::PreviousPlan => "previous-plan",
            Self::Product => "product",
            Self::Reason => "reason",
            Self::Since => "since",
            Self::Total => "total",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_ones_on_the_wire() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for field in Field::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        }
    }
}
