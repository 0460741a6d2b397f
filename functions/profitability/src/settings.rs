//! What a tenant sets for this context: dated policies, each with who set it and why.

use kernel::{Context, Day, Line, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A tenant's settings of profitability.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfitabilitySettings {
    /// Policies by the day from which they count; before the first one the defaults count.
    pub policies: Vec<DatedPolicy>,
}

/// A policy that counts from a day on, until the next one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedPolicy {
    /// Its first day, where the tenant is.
    pub from: Day,
    /// Who set it.
    pub author: Line,
    /// Why.
    pub reason: Line,
    /// What counts.
    pub policy: Policy,
}

/// What can be set. The defaults are the functional model's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Which of two margins the plan is compared with.
    pub deviation: DeviationRule,
    /// From this deviation on a manager must justify an order, and a person decides.
    pub justify_from: Percentage,
    /// Most orders of one estimate that wait for approval at a time.
    pub pending_orders_max: u32,
    /// From so many waiting orders on the manager is warned; never when absent.
    pub pending_orders_warn_from: Option<u32>,
    /// Working days for which an approval is valid.
    pub approval_working_days: u32,
    /// Calendar days after which a draft that nobody touched is overdue.
    pub draft_idle_days: u32,
    /// Calendar days for which an order may wait for goods.
    pub wait_days: u32,
    /// Working days for which an expired estimate can still be renewed.
    pub grace_working_days: u32,
    /// Whether an order that loses money though its estimate does not is refused instead of
    /// going to approval.
    pub refuse_losses: bool,
}

/// Which of two margins, cumulative with the order and remainder, the plan is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationRule {
    /// The larger one: an order passes when either keeps the plan.
    #[default]
    Lenient,
    /// The smaller one: an order passes when both keep it, so that nobody can take the good lines
    /// first and leave the bad ones.
    Strict,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            deviation: DeviationRule::Lenient,
            justify_from: Percentage::from_hundredths(100),
            pending_orders_max: 50,
            pending_orders_warn_from: None,
            approval_working_days: 5,
            draft_idle_days: 7,
            wait_days: 90,
            grace_working_days: 5,
            refuse_losses: false,
        }
    }
}

impl Policy {
    /// The policy that counts today, where the tenant is.
    pub fn of(context: &Context) -> Self {
        Self::on(&context.settings, context.now.day_in(context.settings.time_zone))
    }

    /// The policy that counts on a day.
    pub fn on(settings: &kernel::Settings, day: Day) -> Self {
        // What cannot be read is found when the tenant is loaded.
        let settings: ProfitabilitySettings = settings.context("profitability").unwrap_or_default();
        let begun = settings.policies.into_iter().filter(|dated| dated.from <= day);
        begun.max_by_key(|dated| dated.from).map_or_else(Self::default, |dated| dated.policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_counts_from_its_day_on() {
        let mut settings = testkit::settings();
        let policies = serde_json::json!({ "policies": [
            { "from": "2026-12-01", "author": "ДП", "reason": "решение", "policy": { "deviation": "strict", "pending_orders_max": 10 } },
            { "from": "2027-01-01", "author": "ДП", "reason": "отмена", "policy": {} },
        ]});
        settings.contexts.insert("profitability".to_owned(), policies);
        let on = |day: &str| Policy::on(&settings, day.parse().unwrap());
        assert_eq!(on("2026-11-30"), Policy::default());
        assert_eq!((on("2026-12-01").deviation, on("2026-12-01").pending_orders_max), (DeviationRule::Strict, 10));
        assert_eq!(on("2027-01-01"), Policy::default());
    }
}
