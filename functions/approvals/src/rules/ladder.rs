//! How long each level may take, in business hours.

use kernel::{Day, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;
use crate::{Level, Pace};

/// What a time limit may be, in business hours.
const HOURS: std::ops::RangeInclusive<u32> = 1..=168;

/// The ladder of time limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// The first day.
    pub from: Day,
    /// The last day, inclusive; open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where it is said, by whom and why.
    pub source: Line,
    /// One row a level.
    pub rows: Vec<LadderRow>,
    /// The approver is reminded when this share of the time is spent, in percent.
    pub notice_percent: u32,
    /// And warned at this one.
    pub warning_percent: u32,
    /// The last level's silence means no after this many business hours, or its own limit if that is longer (decision P78).
    pub default_after_hours: u32,
    /// How long a manager may take to answer an offer.
    pub answer_hours: u32,
}

/// The limits of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderRow {
    /// Whose.
    pub level: Level,
    /// For priority 1.
    pub p1_hours: u32,
    /// For priority 2.
    pub p2_hours: u32,
    /// For small orders.
    pub small_hours: u32,
}

impl Ladder {
    /// The budget of a level, in business minutes. Every level of people has one: [`Dated::is_sane`] checks it.
    pub fn minutes(&self, level: Level, pace: Pace) -> u32 {
        let row = self.rows.iter().find(|row| row.level == level);
        let hours = row.map_or(0, |row| match pace {
            Pace::Small => row.small_hours,
            Pace::P1 => row.p1_hours,
            Pace::P2 => row.p2_hours,
        });
        hours.saturating_mul(60)
    }

    /// When silence of the last level means no, in business minutes from its assignment.
    pub fn default_minutes(&self, pace: Pace) -> u32 {
        self.default_after_hours.saturating_mul(60).max(self.minutes(Level::Gd, pace))
    }
}

impl Dated for Ladder {
    const TOPIC: &'static str = "ladder of time limits";
    fn from(&self) -> Day {
        self.from
    }
    fn to(&self) -> Option<Day> {
        self.to
    }
    fn is_sane(&self) -> bool {
        let one = |level: &Level| self.rows.iter().filter(|row| row.level == *level).count() == 1;
        let all = |row: &LadderRow| [row.p1_hours, row.p2_hours, row.small_hours].iter().all(|hours| HOURS.contains(hours));
        let shares = self.notice_percent < self.warning_percent && self.warning_percent < 100;
        let hours = [self.default_after_hours, self.answer_hours].iter().all(|hours| HOURS.contains(hours));
        Level::OF_PEOPLE.iter().all(one) && self.rows.iter().all(all) && shares && hours
    }
    fn built_in() -> &'static [Self] {
        static READ: std::sync::LazyLock<Vec<Ladder>> =
            std::sync::LazyLock::new(|| serde_json::from_str(include_str!("../../rules/ladder.json")).unwrap_or_default());
        &READ
    }
}
