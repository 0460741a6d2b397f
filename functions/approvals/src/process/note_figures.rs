//! Takes new figures of an order.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::{self, ALSO_WRITES};
use super::draft::Draft;
use super::office::{Office, READS};
use super::settle::{self, News};
use super::{Case, Process, ProcessEvent, ProcessRefusal, open};
use crate::ProcessId;
use crate::figures::{ClientRef, Figures};

/// Takes new figures of an order, as profitability tells them: a pending one gets the level that it
/// needs now or comes right by itself; an approval that no longer holds is revoked.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteFigures {
    /// Of which order.
    pub shipment: Line,
    /// Which submission.
    pub submission: u32,
    /// The question that they answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Line>,
    /// Who buys, with what is allowed to them now.
    pub client: ClientRef,
    /// The figures.
    pub figures: Figures,
}

impl NoteFigures {
    fn early(&self, process: Option<&Process>) -> Option<ProcessEvent> {
        let known = process.and_then(|process| process.early.figures.as_ref());
        let newer = known.is_none_or(|known| known.calculated_at < self.figures.calculated_at);
        newer.then(|| ProcessEvent::NotedEarly {
            shipment: self.shipment.clone(),
            submission: self.submission,
            withdrawn: false,
            figures: Some(Box::new(self.figures.clone())),
        })
    }
}

impl NoteFigures {
    fn decided(&self, process: &Process, case: &Case, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(Some(process), context, <Self as Command>::SPEC.name);
        let news = News { figures: &self.figures, client: &self.client, answers: self.request.as_ref() };
        let considered = settle::recalculated(&mut draft, &news, facts, &office)?;
        let gives_back = draft.events.contains(&ProcessEvent::LimitsReleased);
        let released = if gives_back { begin::release(process, case, facts) } else { Vec::new() };
        Ok(begin::write_both(Decision::of(draft.events), process, &released, considered))
    }
}

impl Command for NoteFigures {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.note-figures",
        route: None,
        roles: &[Role::System],
        also_writes: ALSO_WRITES,
        reads: READS,
        summary: "Takes new figures of an order.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        Process::id_of(self.shipment.as_str(), self.submission)
    }

    fn wants(&self, process: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        let Ok(case) = Process::case(process) else { return Vec::new() };
        let limits = begin::wants_limits(&case.submitted.manager, &self.figures, context);
        Office::wants(context).into_iter().chain(limits).chain(begin::wants_release(case)).collect()
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let Some((process, case)) = process.and_then(|process| Some((process, process.case.as_deref()?))) else {
            return Ok(Decision::of(self.early(process)));
        };
        let answers = case.recheck.as_ref().is_some_and(|recheck| self.request.as_ref() == Some(&recheck.request));
        // Old news, unless it is what was asked for.
        if self.figures.calculated_at <= case.figures.calculated_at && !answers {
            return Ok(Decision::nothing());
        }
        match self.decided(process, case, facts, context) {
            Err(refusal) if open::is_ours(&refusal) => Ok(Decision::of(open::kept(process, case, &self.figures, &refusal))),
            decided => decided,
        }
    }

    fn example() -> Self {
        use crate::samples::processes::{ORDER, client, figures};
        Self { shipment: crate::samples::line(ORDER), submission: 1, request: None, client: client(), figures: figures(1_800) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;
    use crate::limit::{DailyLimit, Scope};
    use crate::process::event::{ApprovedBy, RejectedBy, RevokedBy};
    use crate::process::note_milestone::{Milestone, NoteMilestone};
    use crate::process::{ProcessEvent, Status};
    use crate::samples::processes::{self, approved_at, client, figures, money, opened_with, points, submitted, unit};
    use crate::samples::world::Scene;
    use crate::samples::{self, line};

    fn names(events: &[ProcessEvent]) -> Vec<String> {
        use kernel::Event;
        events.iter().map(Event::name).collect()
    }

    #[test]
    fn p94_a_pending_order_gets_its_new_level_and_keeps_its_spent_time() {
        let scene = Scene::of(processes::open()).at("2026-11-23T08:00:00Z");
        let events = scene.recalculate(figures(1_800));
        let Some(ProcessEvent::BranchRerouted { demanded, clock, .. }) = events.last() else { panic!("{events:?}") };
        assert_eq!((*demanded, clock.spent_minutes, clock.budget_minutes), (Level::Dp, 60, 48 * 60));
        assert_eq!(names(&scene.recalculate(figures(900))), ["recalculated.v1"]);
    }

    #[test]
    fn p93_an_approval_is_revoked_only_when_a_higher_level_is_needed_or_it_grew_much() {
        let approved = |deviation, now| names(&Scene::of(approved_at(deviation)).recalculate(figures(now)));
        assert_eq!(approved(700, 300), ["recalculated.v1"], "improvement never revokes");
        assert_eq!(approved(1_200, 1_500), ["recalculated.v1"], "the same level");
        assert_eq!(approved(1_400, 1_501), ["recalculated.v1", "revoked.v1", "branch-opened.v1"]);
        assert_eq!(approved(500, 800), ["recalculated.v1"], "three points exactly");
        assert_eq!(approved(500, 801), ["recalculated.v1", "revoked.v1", "branch-opened.v1"]);
        let events = Scene::of(approved_at(500)).recalculate(figures(900));
        assert!(matches!(&events[1], ProcessEvent::Revoked { cause: RevokedBy::DeviationGrew, .. }));
    }

    #[test]
    fn p63_p93_an_approval_is_revoked_when_the_lines_of_one_unit_need_a_higher_level() {
        use crate::process::approve::ApproveOrder;
        let approve = |branch| ApproveOrder { branch, ..ApproveOrder::example() };
        let approved = Scene::of(processes::two_units()).step("rbu-north", approve(1)).step("rbu-south", approve(2));
        assert_eq!(approved.case().status, Status::Approved);
        let units = |south| crate::figures::Figures { units: vec![unit("north", 0), unit("south", south)], ..figures(700) };
        assert_eq!(names(&approved.recalculate(units(1_500))), ["recalculated.v1"]);
        let events = approved.recalculate(units(1_501));
        assert_eq!(names(&events), ["recalculated.v1", "revoked.v1", "branch-opened.v1", "branch-opened.v1"]);
        assert!(matches!(&events[1], ProcessEvent::Revoked { cause: RevokedBy::LevelHigher, level: Level::Dp, .. }), "{events:?}");
        // What the commercial director has said yes to for both is theirs.
        let whole = Scene::of(processes::two_units()).step("dp", approve(1)).step("dp", approve(2));
        assert_eq!(names(&whole.recalculate(units(2_000))), ["recalculated.v1"]);
    }

    #[test]
    fn p93_nothing_revokes_after_the_hand_over() {
        let scene = Scene::of(approved_at(500));
        let left = scene.system(NoteMilestone { milestone: Milestone::HandedOver, ..NoteMilestone::example() });
        assert_eq!(names(&scene.then(left).recalculate(figures(3_000))), ["recalculated.v1"]);
    }

    #[test]
    fn p74_a_revocation_gives_the_days_limits_back() {
        let manager = Scope::Manager { manager: line("manager") };
        let id = DailyLimit::id_of(&manager, samples::day("2026-11-23"));
        let auto = processes::approved_automatically(vec![id]);
        let taken = samples::limits::taken_by(manager, "20000.00", processes::id(), 1_000_000);
        let scene = Scene::of(auto).with_limit(id, taken);
        let command = NoteFigures { figures: processes::later(figures(900)), ..NoteFigures::example() };
        let decision = scene.as_system().when(command).accepted();
        assert_eq!(names(&decision.events), ["recalculated.v1", "revoked.v1", "limits-released.v1", "branch-opened.v1"]);
        let released = decision.others.iter().find(|append| append.stream.id == id.to_string()).unwrap();
        assert_eq!(released.events[0]["type"], "released.v1");
    }

    #[test]
    fn p78_what_comes_right_while_people_are_asked_is_approved_by_the_system() {
        let events = Scene::of(processes::open()).recalculate(figures(-100));
        assert!(matches!(events.last(), Some(ProcessEvent::Approved { by: ApprovedBy::Recovered, .. })), "{events:?}");
        // Below one point, but not free: the day's limits hold.
        let dear = |total: &str| {
            let units = vec![crate::figures::UnitFigures { revenue: money(total), ..unit("north", 99) }];
            crate::figures::Figures { total: money(total), revenue: money(total), units, lines: Vec::new(), ..figures(99) }
        };
        let events = Scene::of(processes::open()).recalculate(dear("20000.01"));
        assert_eq!(names(&events), ["recalculated.v1"]);
        let events = Scene::of(processes::open()).recalculate(dear("20000.00"));
        assert_eq!(names(&events), ["recalculated.v1", "limits-taken.v1", "approved.v1"]);
    }

    #[test]
    fn p78_before_a_default_fires_the_facts_are_looked_at_again() {
        let scene = Scene::of(opened_with(submitted(), figures(3_000)));
        // GD has 72 hours for priority 2; later than 48.
        let asked = scene.fire("2026-12-04T06:00:00Z");
        let Some(ProcessEvent::FactsRequested { request, .. }) = asked.last() else { panic!("{asked:?}") };
        let waiting = scene.then(asked.clone()).at("2026-12-04T06:00:10Z");
        let answer = |deviation| NoteFigures { request: Some(request.clone()), figures: figures(deviation), ..NoteFigures::example() };
        let events = waiting.system(answer(3_000));
        let [.., ProcessEvent::Rejected { by: RejectedBy::Default, .. }, ProcessEvent::ArbitrationOpened { .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        let events = waiting.system(answer(-1_000));
        assert!(matches!(events.last(), Some(ProcessEvent::Approved { by: ApprovedBy::Recovered, .. })), "{events:?}");
        // Figures that answer nothing do not refuse, and while none come it is asked again.
        let events = waiting.recalculate(figures(3_100));
        assert!(!events.iter().any(|event| matches!(event, ProcessEvent::Rejected { .. })), "{events:?}");
        assert_eq!(waiting.case().status, Status::Open);
        assert!(
            matches!(waiting.fire("2026-12-04T06:05:00Z").as_slice(), [ProcessEvent::FactsRequested { request: again, .. }] if again == request)
        );
        assert_eq!(waiting.fire("2026-12-04T06:04:59Z"), []);
    }

    #[test]
    fn p96_a_changed_allowance_counts() {
        let scene = Scene::of(opened_with(submitted(), figures(1_700)));
        let strategic = ClientRef { strategic: true, allowed_deviation: points(300), ..client() };
        let command = NoteFigures { client: strategic, figures: processes::later(figures(1_700)), ..NoteFigures::example() };
        let events = scene.system(command);
        assert!(matches!(events.last(), Some(ProcessEvent::BranchRerouted { demanded: Level::Rbu, .. })), "{events:?}");
    }

    #[test]
    fn p95_old_figures_and_figures_told_twice_change_nothing() {
        let scene = Scene::of(processes::open());
        let older = crate::figures::Figures { calculated_at: testkit::moment("2026-11-20T06:00:00Z"), ..figures(3_000) };
        assert_eq!(scene.system(NoteFigures { figures: older, ..NoteFigures::example() }), []);
        let events = scene.recalculate(figures(1_800));
        assert_eq!(scene.then(events).recalculate(figures(1_800)), []);
    }
}
