//! A branch: one approver, some units, one clock (decisions P84 and P99).

use kernel::calendar::CalendarError;
use kernel::{Line, Moment, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hours::Hours;
use crate::person::Person;
use crate::roster::Routed;
use crate::rules::Ladder;
use crate::{Level, Pace};

/// A part of an order that one approver decides upon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Branch {
    /// Its number within the process, from 1.
    pub number: u32,
    /// Which units; none when the order names none.
    pub units: Vec<Line>,
    /// The level that was demanded.
    pub demanded: Level,
    /// The level that decides now: higher after silence.
    pub level: Level,
    /// Which step of the chain: each has its own task and clock.
    pub step: u32,
    /// Who.
    pub routed: Routed,
    /// Its time.
    pub clock: Clock,
    /// The time does not run while the task cannot reach its approver or the manager answers.
    pub paused: bool,
    /// What was told of the time so far.
    pub told: Told,
    /// The task in the outside system.
    pub task: Option<Line>,
    /// When the process came to it.
    pub opened_at: Moment,
    /// What was decided.
    pub verdict: Option<Verdict>,
}

/// What was told of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// Nothing.
    Nothing,
    /// Half of the time is spent.
    Noticed,
    /// Most of it is.
    Warned,
    /// All of it is.
    Breached,
}

/// A budget of business minutes, and when its marks are reached if it runs on. The marks are
/// counted by the tenant's calendar when the clock starts, so that whoever reads needs none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clock {
    /// The whole budget.
    pub budget_minutes: u32,
    /// What was spent before it last started.
    pub spent_minutes: u32,
    /// When it last started.
    pub since: Moment,
    /// When half is spent.
    pub notice_at: Moment,
    /// When most is.
    pub warning_at: Moment,
    /// When all is.
    pub due_at: Moment,
    /// When silence means no; the last level's only.
    pub default_at: Option<Moment>,
}

/// What holds when a clock starts.
#[derive(Debug, Clone, Copy)]
pub struct Timing<'a> {
    /// The tenant's working time.
    pub hours: &'a Hours,
    /// The ladder in force.
    pub ladder: &'a Ladder,
    /// Which column of it.
    pub pace: Pace,
    /// The time.
    pub now: Moment,
}

impl Clock {
    /// Starts, or starts again with what was spent.
    ///
    /// # Errors
    /// When the calendar does not reach as far as the deadline.
    pub fn start(level: Level, spent_minutes: u32, timing: Timing<'_>) -> Result<Self, CalendarError> {
        let budget_minutes = timing.ladder.minutes(level, timing.pace);
        let mark = |percent: u32| {
            let minutes = u64::from(budget_minutes).saturating_mul(u64::from(percent)).checked_div(100).unwrap_or(0);
            let left = u32::try_from(minutes).unwrap_or(u32::MAX).saturating_sub(spent_minutes);
            timing.hours.after(timing.now, left)
        };
        let default = |()| timing.hours.after(timing.now, timing.ladder.default_minutes(timing.pace).saturating_sub(spent_minutes));
        Ok(Self {
            budget_minutes,
            spent_minutes,
            since: timing.now,
            notice_at: mark(timing.ladder.notice_percent)?,
            warning_at: mark(timing.ladder.warning_percent)?,
            due_at: mark(100)?,
            default_at: (level == Level::Gd).then_some(()).map(default).transpose()?,
        })
    }

    /// What is spent at an instant, were the clock running until then.
    ///
    /// # Errors
    /// When the calendar is unknown.
    pub fn spent(&self, hours: &Hours, at: Moment) -> Result<u32, CalendarError> {
        Ok(self.spent_minutes.saturating_add(hours.between(self.since, at)?))
    }
}

/// What was decided in a branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Yes or no.
    pub approved: bool,
    /// By whom.
    pub by: Person,
    /// At which level: the branch's, or the person's own if that is higher.
    pub level: Level,
    /// In their words.
    pub text: Option<Paragraph>,
    /// When.
    pub at: Moment,
}

impl Branch {
    /// Whether it waits for a verdict.
    pub const fn is_open(&self) -> bool {
        self.verdict.is_none()
    }

    /// When something is next to be done about its time; `None` while it stands still.
    pub fn next_mark(&self) -> Option<Moment> {
        if self.paused || !self.is_open() {
            return None;
        }
        match self.told {
            Told::Nothing => Some(self.clock.notice_at),
            Told::Noticed => Some(self.clock.warning_at),
            Told::Warned => Some(self.clock.due_at),
            // Before the last level's default something else is due: its own limit, which was told.
            Told::Breached => self.clock.default_at,
        }
    }
}
