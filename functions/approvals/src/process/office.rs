//! What every decision about a process may need to know.

use kernel::view::RowQuery;
use kernel::{Context, Day, Facts, Line, Moment, Want};

use super::branch::{Clock, Timing};
use super::{Branch, Case, ProcessEvent, ProcessRefusal};
use crate::channel::Channel;
use crate::figures::Submitted;
use crate::hours::Hours;
use crate::person::Person;
use crate::roster::route::Occasion;
use crate::roster::{Approver, Loads, Roster, Routed, route};
use crate::rules::{RoutingRules, Rules};
use crate::settings::ApprovalSettings;
use crate::views::workload;
use crate::{Level, Pace};

/// Rules, calendar, people and channel, as they are now.
pub struct Office {
    pub(super) rules: Rules,
    pub(super) hours: Hours,
    pub(super) roster: Roster,
    loads: Loads,
    today: Loads,
    /// The channel is down for so long that the fallback mode holds.
    pub(super) fallback: bool,
    pub(super) now: Moment,
    pub(super) day: Day,
}

/// The views and aggregates that an office reads, for the specifications of commands.
pub(super) const READS: &[&str] = &[workload::VIEW];

fn open_tasks() -> RowQuery {
    workload::open()
}

fn todays_tasks(context: &Context) -> RowQuery {
    workload::of_day(Hours::of(&context.settings).day(context.now))
}

impl Office {
    /// What must be looked up.
    pub fn wants(context: &Context) -> Vec<Want> {
        vec![
            Want::aggregate::<Roster>(Roster::id()),
            Want::aggregate::<Channel>(Channel::id()),
            Want::Rows(open_tasks()),
            Want::Rows(todays_tasks(context)),
        ]
    }

    /// From what was looked up.
    ///
    /// # Errors
    /// When no valid rules are in force.
    pub fn of(facts: &Facts, context: &Context) -> Result<Self, ProcessRefusal> {
        let settings = ApprovalSettings::of(&context.settings);
        let hours = Hours::of(&context.settings);
        let day = hours.day(context.now);
        let channel = facts.aggregate::<Channel>(Channel::id());
        Ok(Self {
            rules: Rules::on(day, context.settings.currency, &settings)?,
            roster: facts.aggregate::<Roster>(Roster::id()).map(|roster| roster.state.clone()).unwrap_or_default(),
            loads: workload::counts(facts.rows(&open_tasks())),
            today: workload::counts(facts.rows(&todays_tasks(context))),
            fallback: settings.elma.is_some() && channel.is_some_and(|channel| channel.state.is_fallback()),
            hours,
            now: context.now,
            day,
        })
    }

    pub(super) fn timing(&self, pace: Pace) -> Timing<'_> {
        Timing { hours: &self.hours, ladder: &self.rules.ladder, pace, now: self.now }
    }

    pub(super) fn clock(&self, level: Level, pace: Pace, spent_minutes: u32) -> Result<Clock, ProcessRefusal> {
        Ok(Clock::start(level, spent_minutes, self.timing(pace))?)
    }

    /// Until when a manager answers what they are asked now.
    pub(super) fn answer_by(&self) -> Result<Moment, ProcessRefusal> {
        Ok(self.hours.after(self.now, self.rules.ladder.answer_hours.saturating_mul(60))?)
    }

    pub(super) fn route(&self, level: Level, units: &[Line], submitted: &Submitted) -> Routed {
        let occasion = Occasion {
            roster: &self.roster,
            loads: &self.loads,
            rules: &self.rules.routing,
            initiators: submitted.initiators(),
            now: self.now,
            day: self.day,
        };
        route(level, units, &occasion)
    }

    /// Tells when a task makes too many on one day (50 do not, 51 do).
    pub(super) fn overload(&self, routed: &Routed) -> Option<ProcessEvent> {
        let approver = routed.to.as_ref()?.id.clone();
        let count = self.today.get(&approver).copied().unwrap_or(0).saturating_add(1);
        (count > self.rules.routing.day_above).then_some(ProcessEvent::OverloadSignalled { approver, count })
    }

    /// Whoever may decide in a branch, and at which level they do.
    ///
    /// # Errors
    /// When nobody of that name may.
    pub(super) fn authority(&self, person: &str, case: &Case, branch: &Branch) -> Result<(Person, Level), ProcessRefusal> {
        case.authority(person, branch, &self.roster, &self.rules.routing, self.now)
    }
}

impl Case {
    /// Whoever may decide in a branch, and at which level they do: their own if it is higher.
    /// Never an initiator (decision X11). Whoever was asked may be away or gone by now: then it is
    /// for whoever stands in for them.
    ///
    /// # Errors
    /// When the post does not allow it.
    pub fn authority(
        &self,
        person: &str,
        branch: &Branch,
        roster: &Roster,
        rules: &RoutingRules,
        now: Moment,
    ) -> Result<(Person, Level), ProcessRefusal> {
        if self.submitted.is_of(person) {
            return Err(ProcessRefusal::OwnOrder);
        }
        let approver: &Approver = roster.approver(person).ok_or(ProcessRefusal::NotYours)?;
        let stands_in = |asked: &Person| asked.id == approver.person.id || roster.stands_in(person, &asked.id, now, rules.absence_hours);
        if approver.post.covers(branch.level, &branch.units) {
            let own = approver.post.level().unwrap_or(branch.level);
            Ok((approver.person.clone(), own.max(branch.level)))
        } else if branch.routed.to.as_ref().is_some_and(stands_in) {
            // Stands in for whoever has the post.
            Ok((approver.person.clone(), branch.level))
        } else {
            Err(ProcessRefusal::NotYours)
        }
    }
}
