//! Arbitrates what silence has refused.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::approve::check_judged;
use super::arbitration::ArbitrationVerdict;
use super::begin::{Yes, approved};
use super::draft::Draft;
use super::event::ApprovedBy;
use super::office::{Office, READS};
use super::settle::move_to;
use super::{Case, Mode, Process, ProcessEvent, ProcessRefusal, text};
use crate::person::Person;
use crate::{Level, ProcessId};

/// Arbitrates an order that the general director's silence has refused: the finance director
/// approves it, sends it back to the general director once, or confirms the refusal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArbitrateRefusal {
    /// Which process.
    pub process_id: ProcessId,
    /// What is to be.
    pub verdict: ArbitrationVerdict,
    /// Why: 50 to 2000 telling characters.
    pub reason: Paragraph,
}

impl ArbitrateRefusal {
    fn follow(&self, draft: &mut Draft, case: &Case, by: &Person, office: &Office) -> Result<(), ProcessRefusal> {
        let Some(process) = draft.process.clone() else { return Err(ProcessRefusal::NotFound) };
        match self.verdict {
            ArbitrationVerdict::Approved => {
                // In the place of the last level, which is what the order demanded.
                let (by, approver) = (ApprovedBy::Person, Some(by.id.clone()));
                let yes = Yes { by, level: Level::Gd, approver, mode: Mode::Standard, confirm_by: None };
                draft.push(approved(&process, case, yes, Some(self.reason.clone()), office.now));
            }
            ArbitrationVerdict::SentBack => {
                for branch in case.branches.iter().filter(|branch| branch.is_open()) {
                    move_to(draft, case, branch, Level::Gd, 0, office)?;
                }
            }
            ArbitrationVerdict::Confirmed => {}
        }
        Ok(())
    }
}

impl Command for ArbitrateRefusal {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.arbitrate-refusal",
        route: Some(Route::post("/approvals/processes/{process_id}/arbitrate")),
        roles: &[Role::Approver],
        also_writes: &[],
        reads: READS,
        summary: "Arbitrates an order that silence has refused.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        self.process_id
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        let office = Office::of(facts, context)?;
        let (by, arbitration) = case.arbitrator(&context.actor.id, &office.roster, office.now)?;
        if !text::is_telling(&self.reason) {
            return Err(ProcessRefusal::TooShort);
        }
        match self.verdict {
            ArbitrationVerdict::Approved => check_judged(case)?,
            ArbitrationVerdict::SentBack if arbitration.sent_back => return Err(ProcessRefusal::SentBackBefore),
            ArbitrationVerdict::SentBack | ArbitrationVerdict::Confirmed => {}
        }
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        let Some((shipment, submission)) = process.map(|process| (process.shipment.clone(), process.submission)) else {
            return Err(ProcessRefusal::NotFound);
        };
        let (verdict, reason) = (self.verdict, self.reason.clone());
        draft.push(ProcessEvent::Arbitrated { shipment, submission, verdict, by: by.clone(), reason });
        self.follow(&mut draft, case, &by, &office)?;
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        use crate::samples::processes::{id, justification};
        Self { process_id: id(), verdict: ArbitrationVerdict::Approved, reason: justification() }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::figures::{CostAge, Figures, Submitted};
    use crate::process::approve::ApproveOrder;
    use crate::process::note_figures::NoteFigures;
    use crate::process::note_milestone::{Milestone, NoteMilestone};
    use crate::process::offer_correction::OfferCorrection;
    use crate::process::reject::RejectOrder;
    use crate::process::{RejectedBy, Status};
    use crate::samples::processes::{self, figures, opened_with, submitted, two_units_of};
    use crate::samples::world::Scene;

    fn arbitrate(verdict: ArbitrationVerdict) -> ArbitrateRefusal {
        ArbitrateRefusal { verdict, ..ArbitrateRefusal::example() }
    }

    /// All the time that there is passes; then the facts that were asked for come, unchanged.
    fn silence(mut scene: Scene, figures: Figures) -> Scene {
        loop {
            let due = scene.due().unwrap().to_string();
            let events = scene.fire(&due);
            scene = scene.then(events.clone()).at(&due);
            if let Some(ProcessEvent::FactsRequested { request, .. }) = events.last() {
                let answer = NoteFigures { request: Some(request.clone()), figures, ..NoteFigures::example() };
                return scene.step("system", answer);
            }
        }
    }

    /// Monday 10:00, GD has 72 hours: silence refuses on Thursday 3 December at 10:00 in Moscow.
    pub(crate) fn refused_by_silence() -> Scene {
        silence(Scene::of(opened_with(submitted(), figures(3_000))), figures(3_000))
    }

    #[test]
    fn p78_what_silence_has_refused_is_arbitrated_within_three_working_days() {
        let scene = refused_by_silence();
        let events = scene.events();
        let [.., ProcessEvent::Rejected { by: RejectedBy::Default, .. }, ProcessEvent::ArbitrationOpened { until, .. }] = events.as_slice()
        else {
            panic!("{events:?}")
        };
        // Thursday, Friday, Monday, Tuesday: to the end of the third working day after.
        assert_eq!(*until, testkit::moment("2026-12-08T15:00:00Z"));
        assert_eq!(scene.due(), Some(*until));
        let events = scene.by("fd").when(ArbitrateRefusal::example()).accepted().events;
        let [ProcessEvent::Arbitrated { .. }, ProcessEvent::Approved { by, level, approver, comment, .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((*by, *level, approver.as_ref().unwrap().as_str()), (ApprovedBy::Person, Level::Gd, "fd"));
        assert_eq!(comment.as_ref(), Some(&ArbitrateRefusal::example().reason));
        let approved = scene.then(events);
        assert_eq!((approved.case().status, approved.due()), (Status::Approved, None));
        approved.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotArbitrated);
    }

    #[test]
    fn p78_a_confirmed_refusal_is_over_and_silence_of_the_finance_director_is_told_once() {
        let scene = refused_by_silence();
        let confirmed = scene.step("fd", arbitrate(ArbitrationVerdict::Confirmed));
        assert_eq!((confirmed.case().status, confirmed.due()), (Status::Rejected, None));
        confirmed.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotArbitrated);
        assert_eq!(scene.fire("2026-12-08T14:59:59Z"), []);
        let late = scene.fire("2026-12-08T15:00:00Z");
        assert!(matches!(late.as_slice(), [ProcessEvent::ArbitrationOverdue { submission: 1, .. }]), "{late:?}");
        let late = scene.then(late).at("2026-12-08T15:00:00Z");
        assert_eq!((late.case().status, late.due()), (Status::Rejected, None));
        late.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::ArbitrationOver);
        scene.at("2026-12-08T15:00:01Z").by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::ArbitrationOver);
    }

    #[test]
    fn p78_what_is_sent_back_gives_the_general_director_a_fresh_time_once() {
        let back = refused_by_silence().step("fd", arbitrate(ArbitrationVerdict::SentBack));
        let branch = back.case().branches[0].clone();
        assert_eq!((back.case().status, branch.level, branch.step, branch.clock.spent_minutes), (Status::Open, Level::Gd, 2, 0));
        back.by("gd").when(OfferCorrection::example()).refused(ProcessRefusal::NotAfterArbitration);
        let granted = back.step("gd", ApproveOrder::example());
        assert_eq!(granted.case().status, Status::Approved);
        let refused = back.step("gd", RejectOrder::example());
        assert_eq!((refused.case().status, refused.due()), (Status::Rejected, None));
        refused.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotArbitrated);
        let again = silence(back, figures(3_000));
        again.by("fd").when(arbitrate(ArbitrationVerdict::SentBack)).refused(ProcessRefusal::SentBackBefore);
        again.by("fd").when(arbitrate(ArbitrationVerdict::Confirmed)).accepted();
        again.by("fd").when(arbitrate(ArbitrationVerdict::Approved)).accepted();
    }

    /// A proposal to drop lines would wait for a manager whose order is not locked any more.
    #[test]
    fn what_is_sent_back_is_refused_as_a_whole() {
        let scene = Scene::of(two_units_of(submitted())).step("rbu-north", ApproveOrder { branch: 1, ..ApproveOrder::example() });
        let again = scene.case().figures;
        let back = silence(scene, again).step("fd", arbitrate(ArbitrationVerdict::SentBack));
        assert_eq!(back.case().branches.iter().filter(|branch| branch.is_open()).count(), 1);
        let events = back.by("gd").when(RejectOrder { branch: 2, ..RejectOrder::example() }).accepted().events;
        assert!(matches!(events.last(), Some(ProcessEvent::Rejected { by: RejectedBy::Person, .. })), "{events:?}");
    }

    #[test]
    fn only_the_finance_director_arbitrates_and_says_why() {
        let scene = refused_by_silence();
        for person in ["gd", "dp", "rbu-north", "manager", "ghost"] {
            scene.by(person).when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotYours);
        }
        let short = ArbitrateRefusal { reason: Paragraph::new("да").unwrap(), ..ArbitrateRefusal::example() };
        scene.by("fd").when(short).refused(ProcessRefusal::TooShort);
        Scene::of(processes::open()).by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotArbitrated);
        Scene::of([]).by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotFound);
        let own = Submitted { manager: crate::samples::line("fd"), ..submitted() };
        let own = silence(Scene::of(opened_with(own, figures(3_000))), figures(3_000));
        own.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::OwnOrder);
        let stale = || Figures { cost_age: CostAge::Stale, ..figures(3_000) };
        let stale = silence(Scene::of(opened_with(submitted(), stale())), stale());
        stale.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::CostStale);
        stale.by("fd").when(arbitrate(ArbitrationVerdict::Confirmed)).accepted();
    }

    #[test]
    fn what_is_submitted_again_is_not_arbitrated_any_more() {
        let again = || NoteMilestone { milestone: Milestone::Resubmitted, ..NoteMilestone::example() };
        let scene = refused_by_silence();
        let over = scene.step("system", again());
        assert_eq!((over.case().status, over.due()), (Status::Withdrawn, None));
        over.by("fd").when(ArbitrateRefusal::example()).refused(ProcessRefusal::NotArbitrated);
        let back = scene.step("fd", arbitrate(ArbitrationVerdict::SentBack)).step("system", again());
        back.by("gd").when(ApproveOrder::example()).refused(ProcessRefusal::NotOpen { status: Status::Withdrawn });
        let confirmed = scene.step("fd", arbitrate(ArbitrationVerdict::Confirmed));
        assert_eq!(confirmed.system(again()), []);
        assert_eq!(Scene::of(processes::open()).system(again()), []);
    }
}
