//! Who gets a task: the least loaded of those who may, then who stands in, then the level above.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Approver, Roster};
use crate::Level;
use crate::person::Person;
use crate::rules::RoutingRules;

/// How many tasks wait for whom. Counted by a view, so a burst may overflow a moment late.
pub type Loads = BTreeMap<Line, u32>;

/// Where a task goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Routed {
    /// At which level: higher than was asked for when nobody there can be asked.
    pub level: Level,
    /// To whom; absent when nobody at all can be asked.
    pub to: Option<Person>,
    /// For whom they stand in.
    pub stands_in_for: Option<Line>,
    /// Their queue is too long and nobody can relieve them.
    pub overloaded: bool,
    /// On which civil day of the tenant.
    pub on: Day,
}

/// One who may be asked, and for whom they stand in.
struct Candidate<'a> {
    approver: &'a Approver,
    instead_of: Option<&'a Line>,
}

/// What is known when a task is routed.
pub struct Occasion<'a> {
    /// Who there is.
    pub roster: &'a Roster,
    /// How much waits for whom.
    pub loads: &'a Loads,
    /// What is too much.
    pub rules: &'a RoutingRules,
    /// Who initiated the order: never asked about it (decision P98).
    pub initiators: Vec<&'a Line>,
    /// When.
    pub now: Moment,
    /// Which is this day, where the tenant is.
    pub day: Day,
}

/// Finds whom to ask (decision P98): the next who is free in the chain of those who may and who
/// stands in for them; if all queues are full, the first of them all the same; if nobody is
/// there, the level above. Nobody at all: the task stays without an approver, and that is told.
pub fn route(level: Level, units: &[Line], occasion: &Occasion<'_>) -> Routed {
    for asked in level.and_above() {
        let candidates = occasion.candidates(asked, units);
        let free = candidates.iter().find(|candidate| occasion.load(candidate) <= occasion.rules.queue_above);
        if let Some(found) = free.or_else(|| candidates.first()) {
            return Routed {
                level: asked,
                to: Some(found.approver.person.clone()),
                stands_in_for: found.instead_of.cloned(),
                overloaded: free.is_none(),
                on: occasion.day,
            };
        }
    }
    Routed { level, to: None, stands_in_for: None, overloaded: false, on: occasion.day }
}

impl<'a> Occasion<'a> {
    fn load(&self, candidate: &Candidate<'_>) -> u32 {
        self.loads.get(&candidate.approver.person.id).copied().unwrap_or(0)
    }

    /// Those who may be asked at one level, best first.
    fn candidates(&self, level: Level, units: &[Line]) -> Vec<Candidate<'a>> {
        let holds = |approver: &&'a Approver| approver.post.level() == Some(level) && approver.post.covers(level, units);
        let mut holders: Vec<&'a Approver> = self.roster.approvers.values().filter(holds).collect();
        holders.sort_by_key(|approver| self.loads.get(&approver.person.id).copied().unwrap_or(0));
        let own = holders.iter().map(|approver| Candidate { approver, instead_of: None });
        let deputies = holders.iter().flat_map(|approver| self.deputies(approver));
        own.chain(deputies).filter(|candidate| self.is_there(candidate.approver)).collect()
    }

    /// Who stands in for somebody, and who for them, each once.
    fn deputies(&self, holder: &'a Approver) -> Vec<Candidate<'a>> {
        let mut seen = BTreeSet::from([&holder.person.id]);
        let mut found = Vec::new();
        let mut next = holder.deputy.as_ref();
        while let Some(approver) = next.filter(|id| seen.insert(id)).and_then(|id| self.roster.approvers.get(id)) {
            found.push(Candidate { approver, instead_of: Some(&holder.person.id) });
            next = approver.deputy.as_ref();
        }
        found
    }

    fn is_there(&self, approver: &Approver) -> bool {
        !approver.is_away(self.now, self.rules.absence_hours) && !self.initiators.contains(&&approver.person.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hours::HOUR_MS;
    use crate::roster::{Absence, Post};
    use crate::samples::rosters::{person, roster};
    use crate::samples::{line, rules};

    fn routed(level: Level, change: impl FnOnce(&mut Roster), loads: &[(&str, u32)], initiator: &str) -> Routed {
        let mut people = roster();
        change(&mut people);
        let loads: Loads = loads.iter().map(|(id, load)| (line(id), *load)).collect();
        let rules = rules().routing;
        let (manager, initiator) = (line("manager"), line(initiator));
        let occasion = Occasion {
            roster: &people,
            loads: &loads,
            rules: &rules,
            initiators: vec![&manager, &initiator],
            now: testkit::context().now,
            day: testkit::context().now.day_in(chrono_tz::UTC),
        };
        route(level, &[line("north")], &occasion)
    }

    fn to(routed: &Routed) -> (Level, Option<&str>) {
        (routed.level, routed.to.as_ref().map(|person| person.id.as_str()))
    }

    fn away(hours: i64) -> Absence {
        let now = testkit::context().now;
        Absence { from: now.plus_ms(-HOUR_MS), until: now.plus_ms(hours * HOUR_MS) }
    }

    #[test]
    fn p98_a_queue_of_31_overflows_to_the_deputy_and_one_of_30_does_not() {
        let at = |load| routed(Level::Rbu, |_| (), &[("rbu-north", load)], "manager");
        assert_eq!(to(&at(30)), (Level::Rbu, Some("rbu-north")));
        assert_eq!(to(&at(31)), (Level::Rbu, Some("deputy-north")));
        assert_eq!(at(31).stands_in_for, Some(line("rbu-north")));
    }

    #[test]
    fn p98_when_nobody_is_free_the_task_stays_and_that_is_told() {
        let full = routed(Level::Rbu, |_| (), &[("rbu-north", 31), ("deputy-north", 31)], "manager");
        assert_eq!((to(&full), full.overloaded), ((Level::Rbu, Some("rbu-north")), true));
        let nobody = routed(Level::Gd, |roster| drop(roster.approvers.remove(&line("gd"))), &[], "manager");
        assert_eq!((to(&nobody), nobody.overloaded), ((Level::Gd, None), false));
    }

    #[test]
    fn p98_an_initiator_never_gets_their_own_order() {
        assert_eq!(to(&routed(Level::Rbu, |_| (), &[], "rbu-north")), (Level::Rbu, Some("deputy-north")));
        let also_deputy = |roster: &mut Roster| {
            roster.approvers.get_mut(&line("rbu-north")).unwrap().absences.push(away(8));
        };
        assert_eq!(to(&routed(Level::Rbu, also_deputy, &[], "deputy-north")), (Level::Drp, Some("drp")));
        // The general director's own order: nobody stands above.
        assert_eq!(to(&routed(Level::Gd, |_| (), &[], "gd")), (Level::Gd, None));
    }

    #[test]
    fn p98_an_absence_of_more_than_four_hours_goes_to_the_deputy_or_the_level_above() {
        let with = |hours: i64, deputy: bool| {
            let change = |roster: &mut Roster| {
                let head = roster.approvers.get_mut(&line("rbu-north")).unwrap();
                head.absences.push(away(hours));
                if !deputy {
                    head.deputy = None;
                }
            };
            let routed = routed(Level::Rbu, change, &[], "manager");
            routed.to.unwrap().id.to_string()
        };
        assert_eq!((with(4, true), with(5, true), with(5, false)), ("rbu-north".into(), "deputy-north".into(), "drp".into()));
    }

    #[test]
    fn p99_a_unit_is_asked_for_by_its_own_head() {
        let rules = rules().routing;
        let (people, loads, manager) = (roster(), Loads::new(), line("manager"));
        let occasion = Occasion {
            roster: &people,
            loads: &loads,
            rules: &rules,
            initiators: vec![&manager],
            now: testkit::context().now,
            day: testkit::context().now.day_in(chrono_tz::UTC),
        };
        let of = |units: &[Line]| route(Level::Rbu, units, &occasion).to.map(|person| person.id.to_string());
        assert_eq!((of(&[line("north")]), of(&[line("south")])), (Some("rbu-north".into()), Some("rbu-south".into())));
        // A unit without a head, or two units at once, are the directorate's.
        assert_eq!((of(&[line("east")]), of(&[line("north"), line("south")])), (Some("drp".into()), Some("drp".into())));
        assert!(!Post::Rbu { units: [line("north")].into() }.covers(Level::Drp, &[]));
        assert_eq!(person("drp").id, line("drp"));
    }

    #[test]
    fn a_circle_of_deputies_ends() {
        let circle = |roster: &mut Roster| {
            roster.approvers.get_mut(&line("deputy-north")).unwrap().deputy = Some(line("rbu-north"));
        };
        let routed = routed(Level::Rbu, circle, &[("rbu-north", 31), ("deputy-north", 31)], "manager");
        assert_eq!(to(&routed), (Level::Rbu, Some("rbu-north")));
    }
}
