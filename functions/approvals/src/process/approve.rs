//! Says yes.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::event::Via;
use super::office::{Office, READS};
use super::{Case, Process, ProcessEvent, ProcessRefusal, settle};
use crate::ProcessId;
use crate::figures::{Control, CostAge};

/// Says yes to a part of an order. When every part has its verdict, the whole is decided.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveOrder {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// In one’s own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Paragraph>,
}

/// Who votes about which part, by which way.
pub(super) struct Ballot<'a> {
    pub(super) branch: u32,
    pub(super) person: &'a str,
    pub(super) via: Via,
}

/// Whether the order can be approved by anybody: what cannot be judged is not approved, and what
/// rests on a stale cost only in an emergency (decision P114).
pub(super) fn check_judged(case: &Case) -> Result<(), ProcessRefusal> {
    if case.figures.control == Control::Blocked {
        return Err(ProcessRefusal::CannotBeJudged);
    }
    match case.figures.cost_age {
        CostAge::Stale => Err(ProcessRefusal::CostStale),
        CostAge::Fresh | CostAge::Aged | CostAge::ToConfirm => Ok(()),
    }
}

/// Approves a part on behalf of whoever votes.
pub(super) fn approve(
    draft: &mut Draft,
    case: &Case,
    ballot: &Ballot<'_>,
    comment: Option<Paragraph>,
    office: &Office,
) -> Result<(), ProcessRefusal> {
    let branch = case.open_branch(ballot.branch)?;
    let (by, level) = office.authority(ballot.person, case, branch)?;
    if case.offer(ballot.branch).is_some() {
        return Err(ProcessRefusal::OfferOpen);
    }
    check_judged(case)?;
    draft.push(ProcessEvent::BranchApproved { branch: ballot.branch, by, level, comment, via: ballot.via });
    settle::settle(draft, office)
}

impl Command for ApproveOrder {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.approve-order",
        route: Some(Route::post("/approvals/processes/{process_id}/approve")),
        roles: &[Role::Approver],
        also_writes: &[],
        reads: READS,
        summary: "Approves a part of an order.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        let ballot = Ballot { branch: self.branch, person: &context.actor.id, via: Via::Console };
        approve(&mut draft, Process::case(process)?, &ballot, self.comment.clone(), &office)?;
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id(), branch: 1, comment: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Figures;
    use crate::process::Status;
    use crate::process::event::ApprovedBy;
    use crate::samples::processes::{self, figures, opened_with, submitted, two_units};
    use crate::samples::world::Scene;
    use crate::{Level, figures::Submitted};

    fn approve(branch: u32) -> ApproveOrder {
        ApproveOrder { branch, ..ApproveOrder::example() }
    }

    #[test]
    fn x11_an_initiator_never_approves_their_own_order_at_any_post() {
        for (person, level) in [("rbu-north", 700), ("drp", 700), ("dp", 2_000), ("gd", 3_000)] {
            let own = Submitted { manager: crate::samples::line(person), ..submitted() };
            let scene = Scene::of(opened_with(own, figures(level)));
            scene.by(person).when(approve(1)).refused(ProcessRefusal::OwnOrder);
        }
    }

    #[test]
    fn x11_whoever_submits_in_a_managers_place_is_an_initiator_too() {
        let theirs = || Submitted { submitted_by: Some(crate::samples::line("rbu-north")), ..submitted() };
        let scene = Scene::of(opened_with(theirs(), figures(700)));
        let asked = scene.case().branches[0].routed.to.clone().unwrap();
        assert_eq!(asked.id.as_str(), "deputy-north", "they are not asked about it");
        scene.by("rbu-north").when(approve(1)).refused(ProcessRefusal::OwnOrder);
        scene.by("manager").when(approve(1)).refused(ProcessRefusal::OwnOrder);
        scene.by("deputy-north").when(approve(1)).accepted();
    }

    #[test]
    fn p98_whoever_stands_in_decides_when_the_one_who_was_asked_is_away_or_gone() {
        use crate::roster::{Absence, RosterEvent};
        use crate::samples::line;
        let asked = Scene::of(processes::open());
        asked.by("deputy-north").when(approve(1)).refused(ProcessRefusal::NotYours);
        let away = |hours: i64| {
            let from = testkit::moment(crate::samples::MONDAY);
            let absence = Absence { from, until: from.plus_ms(hours * crate::hours::HOUR_MS) };
            asked.clone().news_of_people([RosterEvent::AbsenceNoted { id: line("rbu-north"), absence, reason: line("Отпуск") }])
        };
        away(4).by("deputy-north").when(approve(1)).refused(ProcessRefusal::NotYours);
        let decision = away(5).by("deputy-north").when(approve(1)).accepted();
        assert!(matches!(&decision.events[0], ProcessEvent::BranchApproved { level: Level::Rbu, .. }), "{:?}", decision.events);
        away(5).by("rbu-south").when(approve(1)).refused(ProcessRefusal::NotYours);
        let gone = asked.news_of_people([RosterEvent::Dismissed { id: line("rbu-north"), reason: line("Перевод") }]);
        gone.by("rbu-north").when(approve(1)).refused(ProcessRefusal::NotYours);
        gone.by("deputy-north").when(approve(1)).accepted();
        let theirs = Submitted { manager: line("deputy-north"), ..submitted() };
        let own = Scene::of(opened_with(theirs, figures(700)));
        let own = own.news_of_people([RosterEvent::Dismissed { id: line("rbu-north"), reason: line("Перевод") }]);
        own.by("deputy-north").when(approve(1)).refused(ProcessRefusal::OwnOrder);
    }

    #[test]
    fn p75_each_level_may_what_the_ones_below_may() {
        let may = |person: &str, deviation| {
            let scene = Scene::of(opened_with(submitted(), figures(deviation)));
            scene.decide(person, &approve(1)).is_ok()
        };
        let people = ["rbu-south", "deputy-north", "rbu-north", "drp", "dp", "gd", "fd", "ghost"];
        let table = |deviation| people.map(|person| may(person, deviation));
        assert_eq!(table(700), [false, false, true, true, true, true, false, false]);
        assert_eq!(table(2_000), [false, false, false, false, true, true, false, false]);
        assert_eq!(table(3_000), [false, false, false, false, false, true, false, false]);
    }

    #[test]
    fn p63_p99_several_units_decide_side_by_side() {
        let scene = Scene::of(two_units());
        let first = scene.by("rbu-north").when(approve(1)).accepted().events;
        assert!(matches!(first.as_slice(), [ProcessEvent::BranchApproved { branch: 1, .. }]), "the other unit is still asked");
        scene.by("rbu-north").when(approve(2)).refused(ProcessRefusal::NotYours);
        let scene = scene.then(first);
        let second = scene.by("rbu-south").when(approve(2)).accepted().events;
        let [ProcessEvent::BranchApproved { .. }, ProcessEvent::Approved { by, level, .. }] = second.as_slice() else {
            panic!("{second:?}")
        };
        assert_eq!((*by, *level), (ApprovedBy::Person, Level::Rbu));
        scene.by("rbu-north").when(approve(1)).refused(ProcessRefusal::Decided);
        let scene = scene.then(second);
        scene.by("rbu-south").when(approve(2)).refused(ProcessRefusal::NotOpen { status: Status::Approved });
    }

    #[test]
    fn p114_what_has_no_cost_or_an_old_one_is_approved_by_nobody() {
        let blocked = Figures { control: Control::Blocked, deviation: None, ..figures(0) };
        Scene::of(opened_with(submitted(), blocked)).by("gd").when(approve(1)).refused(ProcessRefusal::CannotBeJudged);
        let stale = Figures { cost_age: CostAge::Stale, ..figures(700) };
        Scene::of(opened_with(submitted(), stale)).by("gd").when(approve(1)).refused(ProcessRefusal::CostStale);
    }

    #[test]
    fn a_decision_names_a_part_that_exists() {
        let scene = Scene::of(processes::open());
        scene.by("rbu-north").when(approve(9)).refused(ProcessRefusal::NoSuchBranch);
        Scene::of([]).by("rbu-north").when(approve(1)).refused(ProcessRefusal::NotFound);
    }
}
