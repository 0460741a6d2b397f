//! Approvals that are got outside the system.

use chrono::Datelike;
use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;

/// How often emergencies may be used, and what follows them. Hours are of the clock (decision P112).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyRules {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it is said, by whom and why.
    pub source: Line,
    /// A manager, a month.
    pub manager_month: u32,
    /// A client, a month.
    pub client_month: u32,
    /// A manager, a peak month.
    pub peak_manager_month: u32,
    /// A client, a peak month.
    pub peak_client_month: u32,
    /// The company, a peak month.
    pub peak_company_month: u32,
    /// Which months are peaks, 1 to 12; set by order of the commercial director.
    pub peak_months: Vec<u32>,
    /// An approval got longer ago than this can no longer be recorded.
    pub back_date_hours: u32,
    /// The named person confirms within this.
    pub consent_hours: u32,
    /// Without confirmation the approver is reminded after this.
    pub reminder_hours: u32,
    /// And it is a violation after this.
    pub violation_hours: u32,
    /// So many incidents of one manager in a quarter are told to the commercial director.
    pub incidents_a_quarter: u32,
}

/// What one month allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthLimits {
    /// A manager.
    pub manager: u32,
    /// A client.
    pub client: u32,
    /// All together; in peaks only.
    pub company: Option<u32>,
}

impl EmergencyRules {
    /// What the month of a day allows (decision P110).
    pub fn limits(&self, day: Day) -> MonthLimits {
        if self.peak_months.contains(&day.month()) {
            let company = Some(self.peak_company_month);
            MonthLimits { manager: self.peak_manager_month, client: self.peak_client_month, company }
        } else {
            MonthLimits { manager: self.manager_month, client: self.client_month, company: None }
        }
    }
}

impl Dated for EmergencyRules {
    const TOPIC: &'static str = "rules of emergencies";
    fn from(&self) -> Day {
        self.from
    }
    fn to(&self) -> Option<Day> {
        self.to
    }
    fn is_sane(&self) -> bool {
        let counts = [self.manager_month, self.peak_manager_month];
        let clients = [self.client_month, self.peak_client_month, self.peak_company_month];
        let months = self.peak_months.iter().all(|month| (1..=12).contains(month));
        let hours = self.reminder_hours < self.violation_hours && self.consent_hours > 0 && self.back_date_hours > 0;
        counts.iter().all(|count| (1..=20).contains(count)) && clients.iter().all(|count| (1..=30).contains(count)) && months && hours
    }
    fn built_in() -> &'static [Self] {
        static READ: std::sync::LazyLock<Vec<EmergencyRules>> =
            std::sync::LazyLock::new(|| serde_json::from_str(include_str!("../../rules/emergency.json")).unwrap_or_default());
        &READ
    }
}
