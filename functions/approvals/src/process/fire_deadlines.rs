//! Does what is due.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::office::{Office, READS};
use super::{Process, ProcessRefusal, due};
use crate::ProcessId;

/// Does what is due in a process by now: reminds, warns, escalates, asks for facts. Nothing due,
/// nothing done (decision P83).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FireDeadlines {
    /// Which process.
    pub process_id: ProcessId,
}

impl Command for FireDeadlines {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.fire-deadlines",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: READS,
        summary: "Does what is due in an approval.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        // A timer that names a process which is not there is as late as one can be.
        if process.and_then(Process::next_due).is_none_or(|due| due > context.now) {
            return Ok(Decision::nothing());
        }
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        due::fire(&mut draft, &office)?;
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        Self { process_id: crate::samples::processes::id() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;
    use crate::process::ProcessEvent;
    use crate::process::branch::Told;
    use crate::samples::processes::{self, fallback_approved, figures, opened_with, submitted};
    use crate::samples::world::Scene;

    /// Monday 10:00 in Moscow; RBU has 24 hours of business for priority 2.
    fn scene() -> Scene {
        Scene::of(processes::open())
    }

    #[test]
    fn p80_half_of_the_time_is_noticed_most_of_it_warned_all_of_it_escalated() {
        // 12 h: Tuesday 13:00; 19.2 h: Wednesday 11:12; 24 h: Wednesday 16:00 in Moscow.
        let scene = scene();
        assert_eq!(scene.due(), Some(testkit::moment("2026-11-24T10:00:00Z")));
        assert_eq!(scene.fire("2026-11-24T09:59:59Z"), []);
        let noticed = scene.fire("2026-11-24T10:00:00Z");
        assert_eq!(noticed, [ProcessEvent::Noticed { branch: 1, told: Told::Noticed }]);
        let scene = scene.then(noticed);
        assert_eq!(scene.due(), Some(testkit::moment("2026-11-25T08:12:00Z")));
        let warned = scene.fire("2026-11-25T08:12:00Z");
        assert_eq!(warned, [ProcessEvent::Noticed { branch: 1, told: Told::Warned }]);
        let scene = scene.then(warned);
        let escalated = scene.fire("2026-11-25T13:00:00Z");
        let [ProcessEvent::Breached { .. }, ProcessEvent::Escalated { from, routed, clock, silent, .. }] = escalated.as_slice() else {
            panic!("{escalated:?}")
        };
        assert_eq!((*from, routed.level, silent.as_ref().unwrap().as_str()), (Level::Rbu, Level::Drp, "rbu-north"));
        assert_eq!((clock.spent_minutes, clock.budget_minutes), (0, 24 * 60), "a fresh time of its own");
        assert_eq!(scene.then(escalated).fire("2026-11-25T13:00:00Z"), []);
    }

    #[test]
    fn p77_p84_silence_goes_from_rbu_by_drp_and_dp_to_gd_each_step_with_its_time() {
        let mut scene = scene();
        let mut seen = vec![];
        for _ in 0..40 {
            let Some(due) = scene.due() else { break };
            let events = scene.fire(&due.to_string());
            if matches!(events.last(), Some(ProcessEvent::FactsRequested { .. })) {
                break;
            }
            for event in &events {
                if let ProcessEvent::Escalated { routed, clock, .. } = event {
                    seen.push((routed.level, clock.budget_minutes / 60));
                }
            }
            scene = scene.then(events);
        }
        assert_eq!(seen, [(Level::Drp, 24), (Level::Dp, 48), (Level::Gd, 72)]);
    }

    #[test]
    fn p78_gd_has_the_later_of_its_own_limit_and_48_hours_of_business() {
        let default_at = |total: &str| {
            let figures = crate::figures::Figures { total: processes::money(total), ..figures(3_000) };
            Scene::of(opened_with(submitted(), figures)).case().branches[0].clock.default_at.unwrap()
        };
        // Monday 10:00: 48 h are Friday next week... counted by hand: 8 + 9 + 9 + 9 + 9 = 44, and 4 more on Monday 13:00.
        assert_eq!(default_at("50000.00"), testkit::moment("2026-11-30T10:00:00Z"));
        assert_eq!(default_at("600000.00"), testkit::moment("2026-11-30T10:00:00Z"));
        // 72 h: 8 + 7 x 9 = 71 by Wednesday evening, and one more on Thursday 10:00.
        assert_eq!(default_at("200000.00"), testkit::moment("2026-12-03T07:00:00Z"));
    }

    #[test]
    fn p79_a_breach_at_the_last_level_refuses_nothing_by_itself() {
        let small = crate::figures::Figures { total: processes::money("50000.00"), ..figures(3_000) };
        let scene = Scene::of(opened_with(submitted(), small));
        // Twelve hours for a small order: Tuesday 13:00.
        let events = scene.fire("2026-11-24T10:00:00Z");
        assert!(matches!(events.as_slice(), [ProcessEvent::Breached { level: Level::Gd, .. }]), "{events:?}");
        assert_eq!(scene.then(events).due(), Some(testkit::moment("2026-11-30T10:00:00Z")));
    }

    #[test]
    fn p83_a_timer_that_was_lost_is_made_up_for_and_a_late_one_does_nothing() {
        let late = scene().fire("2026-11-26T06:00:00Z");
        assert!(matches!(late.as_slice(), [ProcessEvent::Breached { .. }, ProcessEvent::Escalated { .. }]), "{late:?}");
        assert_eq!(Scene::of(processes::approved_at(500)).fire("2027-01-20T06:00:00Z"), []);
        assert_eq!(Scene::of([]).system(FireDeadlines::example()), []);
    }

    #[test]
    fn p116_a_fallback_approval_that_nobody_confirms_is_told_once() {
        let scene = Scene::of(fallback_approved());
        assert_eq!(scene.due(), Some(testkit::moment("2026-11-24T07:00:00Z")));
        let overdue = scene.fire("2026-11-24T07:00:00Z");
        assert_eq!(overdue, [ProcessEvent::PostFactumOverdue]);
        assert_eq!(scene.then(overdue).due(), None);
    }

    #[test]
    fn p98_whoever_has_51_tasks_on_a_day_is_signalled() {
        let at = |today: i64| {
            let scene = Scene::of(processes::open()).today("drp", today);
            scene.fire("2026-11-25T13:00:00Z").iter().any(|event| matches!(event, ProcessEvent::OverloadSignalled { .. }))
        };
        assert_eq!((at(49), at(50)), (false, true));
    }
}
