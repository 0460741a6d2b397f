//! The manager’s answer to an offer of prices, or to a proposal to drop lines.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Paragraph, Role, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::office::{Office, READS};
use super::settle::{self, News};
use super::{Case, Process, ProcessEvent, ProcessRefusal, RoundAnswer, Status, open};
use crate::ProcessId;
use crate::figures::Figures;

/// Takes the manager’s answer to an offer of prices or to a proposal to drop lines, as profitability
/// tells it. An answer to something that is over changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerProposal {
    /// Of which order.
    pub shipment: Line,
    /// Which submission.
    pub submission: u32,
    /// Which proposal.
    pub proposal: Line,
    /// What was said.
    pub answer: Answered,
}

/// What a manager says to a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answered {
    /// Prices or lines were changed; these are the figures since.
    Accepted {
        /// Since.
        figures: Box<Figures>,
    },
    /// Nothing was changed.
    Declined {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Paragraph>,
    },
}

impl AnswerProposal {
    fn take_over(&self, draft: &mut Draft, case: &Case, figures: &Figures, office: &Office) {
        let news = News { figures, client: &case.submitted.client, answers: None };
        settle::take_over(draft, &news, office);
    }

    fn dropping(&self, draft: &mut Draft, case: &Case, office: &Office) -> Result<(), ProcessRefusal> {
        let Some(dropping) = &case.dropping else { return Ok(()) };
        match &self.answer {
            Answered::Accepted { figures } => {
                draft.push(ProcessEvent::DropAnswered { proposal: self.proposal.clone(), accepted: true });
                self.take_over(draft, case, figures, office);
                settle::lines_dropped(draft, office)
            }
            Answered::Declined { reason } => {
                settle::lines_kept(draft, dropping, reason.clone());
                Ok(())
            }
        }
    }

    fn prices(&self, draft: &mut Draft, case: &Case, office: &Office) -> Result<(), ProcessRefusal> {
        let Some(round) = case.rounds.iter().find(|round| round.proposal == self.proposal) else { return Ok(()) };
        let proposal = round.proposal.clone();
        match (&self.answer, round.answer) {
            // Said twice.
            (_, Some(RoundAnswer::Accepted | RoundAnswer::Declined)) => Ok(()),
            // Also when time had run out here: the prices were taken over there.
            (Answered::Accepted { figures }, None | Some(RoundAnswer::Silent)) => {
                draft.push(ProcessEvent::CorrectionAnswered { proposal, answer: RoundAnswer::Accepted, reason: None });
                self.take_over(draft, case, figures, office);
                settle::conditions_met(draft, round, office)
            }
            (Answered::Declined { .. }, Some(RoundAnswer::Silent)) => Ok(()),
            (Answered::Declined { reason }, None) => {
                draft.push(ProcessEvent::CorrectionAnswered { proposal, answer: RoundAnswer::Declined, reason: reason.clone() });
                if round.round >= office.rules.routing.corrections {
                    settle::corrections_used_up(draft);
                    return Ok(());
                }
                settle::runs_on(draft, round.branch, office)
            }
        }
    }
}

impl AnswerProposal {
    fn decided(
        &self,
        process: Option<&Process>,
        case: &Case,
        facts: &Facts,
        context: &Context,
    ) -> Result<Decision<Process>, ProcessRefusal> {
        let office = Office::of(facts, context)?;
        let mut draft = Draft::of(process, context, <Self as Command>::SPEC.name);
        if case.dropping.as_ref().is_some_and(|dropping| dropping.proposal == self.proposal) {
            self.dropping(&mut draft, case, &office)?;
        } else if case.status == Status::Open {
            self.prices(&mut draft, case, &office)?;
        }
        Ok(Decision::of(draft.events))
    }
}

impl Command for AnswerProposal {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.answer-proposal",
        route: None,
        roles: &[Role::System],
        also_writes: &[],
        reads: READS,
        summary: "Takes the manager’s answer to a proposal.",
    };

    fn target(&self, _: &Context) -> ProcessId {
        Process::id_of(self.shipment.as_str(), self.submission)
    }

    fn wants(&self, _: Option<&Process>, _: &Facts, context: &Context) -> Vec<Want> {
        Office::wants(context)
    }

    fn decide(&self, process: Option<&Process>, facts: &Facts, context: &Context) -> Result<Decision<Process>, ProcessRefusal> {
        let case = Process::case(process)?;
        match (self.decided(process, case, facts, context), process, &self.answer) {
            // Prices or lines were changed there: that is never lost.
            (Err(refusal), Some(process), Answered::Accepted { figures }) if open::is_ours(&refusal) => {
                Ok(Decision::of(open::kept(process, case, figures, &refusal)))
            }
            (decided, _, _) => decided,
        }
    }

    fn example() -> Self {
        use crate::samples::processes::{ORDER, figures};
        let answer = Answered::Accepted { figures: Box::new(figures(300)) };
        Self { shipment: crate::samples::line(ORDER), submission: 1, proposal: crate::samples::line("1/prices/0"), answer }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::event::{ApprovedBy, RejectedBy};
    use crate::samples::processes::{figures, partially_approved};
    use crate::samples::world::Scene;

    fn answer(scene: &Scene, answer: Answered) -> Vec<ProcessEvent> {
        let proposal = scene.case().dropping.as_ref().unwrap().proposal.clone();
        scene.system(AnswerProposal { proposal, answer, ..AnswerProposal::example() })
    }

    fn accepted(deviation: i64) -> Answered {
        Answered::Accepted { figures: Box::new(figures(deviation)) }
    }

    #[test]
    fn p63_without_the_refused_lines_the_order_is_judged_again_before_it_goes_on() {
        let scene = Scene::of(partially_approved());
        for deviation in [-500, 100, 1_500] {
            let events = answer(&scene, accepted(deviation));
            let Some(ProcessEvent::Approved { by, .. }) = events.last() else { panic!("{deviation}: {events:?}") };
            assert_eq!(*by, ApprovedBy::Person);
        }
        let worse = answer(&scene, accepted(1_501));
        assert!(matches!(worse.last(), Some(ProcessEvent::BranchOpened { demanded: crate::Level::Dp, .. })), "{worse:?}");
    }

    #[test]
    fn p63_silence_about_refused_lines_is_a_no_after_four_hours_of_work() {
        let scene = Scene::of(partially_approved());
        assert_eq!(scene.due(), Some(testkit::moment("2026-11-23T11:00:00Z")));
        assert_eq!(scene.fire("2026-11-23T10:59:59Z"), []);
        let silent = scene.fire("2026-11-23T11:00:00Z");
        let [ProcessEvent::DropAnswered { accepted: false, .. }, ProcessEvent::Rejected { by: RejectedBy::Person, .. }] = silent.as_slice()
        else {
            panic!("{silent:?}")
        };
        let over = scene.then(silent);
        assert_eq!((over.case().status, over.due()), (Status::Rejected, None));
        // The manager's answer crossed it.
        assert_eq!(over.system(AnswerProposal { answer: accepted(100), ..AnswerProposal::example() }), []);
    }

    #[test]
    fn p114_an_order_whose_costs_grew_old_meanwhile_is_asked_about_again() {
        let scene = Scene::of(partially_approved());
        let stale = crate::figures::Figures { cost_age: crate::figures::CostAge::Stale, ..figures(100) };
        let events = answer(&scene, Answered::Accepted { figures: Box::new(stale) });
        assert!(matches!(events.last(), Some(ProcessEvent::BranchOpened { demanded: crate::Level::Rbu, .. })), "{events:?}");
    }

    #[test]
    fn p63_a_declined_proposal_refuses_the_whole() {
        let scene = Scene::of(partially_approved());
        let events = answer(&scene, Answered::Declined { reason: None });
        assert!(matches!(
            events.as_slice(),
            [ProcessEvent::DropAnswered { accepted: false, .. }, ProcessEvent::Rejected { by: RejectedBy::Person, .. }]
        ));
        let over = scene.then(events);
        assert_eq!(over.system(AnswerProposal::example()), []);
    }
}
