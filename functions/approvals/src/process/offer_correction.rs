//! Would say yes at other prices.

use kernel::{Command, CommandSpec, Context, Decision, Facts, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::approve::check_judged;
use super::draft::Draft;
use super::event::PauseCause;
use super::office::{Office, READS};
use super::settle::{self, proposal, spent};
use super::{Case, OfferedPrice, Process, ProcessEvent, ProcessRefusal, text};
use crate::ProcessId;
use crate::figures::Source;

/// Would say yes at other prices (decision P90): a conditional offer, at any level. The manager takes
/// the prices over or declines; the sixth offer of a submission ends it (decision P88).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferCorrection {
    /// Which process.
    pub process_id: ProcessId,
    /// Which part of it.
    pub branch: u32,
    /// At these prices; each line once.
    pub prices: Vec<OfferedPrice>,
    /// Why: 50 to 2000 telling characters.
    pub reason: Paragraph,
}

impl OfferCorrection {
    fn check(&self, case: &Case) -> Result<(), ProcessRefusal> {
        let lines: std::collections::BTreeSet<u32> = self.prices.iter().map(|price| price.line).collect();
        let known = lines.iter().all(|line| case.figures.line(*line).is_some());
        if self.prices.is_empty() || lines.len() != self.prices.len() || !known {
            return Err(ProcessRefusal::NoSuchLine);
        }
        let currency = case.figures.total.currency();
        if self.prices.iter().any(|offered| !offered.price.is_positive() || offered.price.currency() != currency) {
            return Err(ProcessRefusal::BadPrice);
        }
        if text::is_telling(&self.reason) { Ok(()) } else { Err(ProcessRefusal::TooShort) }
    }

    /// Lines whose offered price is below the least that meets the plan.
    fn below_minimum(&self, case: &Case) -> Vec<u32> {
        let low = |offered: &&OfferedPrice| {
            let minimum = case.figures.line(offered.line).and_then(|line| line.minimum_price);
            minimum.is_some_and(|minimum| offered.price.minor() < minimum.minor())
        };
        self.prices.iter().filter(low).map(|offered| offered.line).collect()
    }

    fn offer(&self, draft: &mut Draft, case: &Case, person: &str, office: &Office) -> Result<(), ProcessRefusal> {
        let branch = case.open_branch(self.branch)?;
        let (by, level) = office.authority(person, case, branch)?;
        match case.submitted.source {
            Source::Edi => return Err(ProcessRefusal::NotForEdi),
            Source::Manual => {}
        }
        // The order is not locked any more: nobody could take the prices over.
        if case.is_sent_back() {
            return Err(ProcessRefusal::NotAfterArbitration);
        }
        // One offer of an order at a time: two would change the same lines.
        if case.rounds.iter().any(|round| round.answer.is_none()) {
            return Err(ProcessRefusal::OfferOpen);
        }
        // No price makes a cost younger, or known (decision P114).
        check_judged(case)?;
        self.check(case)?;
        let round = u32::try_from(case.rounds.len()).unwrap_or(u32::MAX).saturating_add(1);
        if round > office.rules.routing.corrections {
            settle::corrections_used_up(draft);
            return Ok(());
        }
        let Some(process) = draft.process.clone() else { return Err(ProcessRefusal::NotFound) };
        let answer_by = office.answer_by()?;
        let spent_minutes = spent(branch, office)?;
        draft.push(ProcessEvent::CorrectionProposed {
            shipment: process.shipment.clone(),
            submission: process.submission,
            proposal: proposal(&process, "prices", case.rounds.len()),
            round,
            branch: self.branch,
            prices: self.prices.clone(),
            below_minimum: self.below_minimum(case),
            level,
            approver: by.id.clone(),
            by,
            reason: self.reason.clone(),
            answer_by,
        });
        draft.push(ProcessEvent::ClockPaused { branch: self.branch, cause: PauseCause::Offer, spent_minutes });
        Ok(())
    }
}

impl Command for OfferCorrection {
    type Aggregate = Process;
    type Refusal = ProcessRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "approvals.offer-correction",
        route: Some(Route::post("/approvals/processes/{process_id}/offer-correction")),
        roles: &[Role::Approver],
        also_writes: &[],
        reads: READS,
        summary: "Offers an approval at other prices.",
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
        let mut draft = Draft::of(process, context, Self::SPEC.name);
        self.offer(&mut draft, case, &context.actor.id, &office)?;
        Ok(Decision::of(draft.events))
    }

    fn example() -> Self {
        let prices = vec![OfferedPrice { line: 1, price: crate::samples::processes::money("112.50") }];
        Self { process_id: crate::samples::processes::id(), branch: 1, prices, reason: crate::samples::processes::reason() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, Submitted};
    use crate::process::answer_proposal::AnswerProposal;
    use crate::process::event::{ApprovedBy, RejectedBy};
    use crate::process::{Answered, RoundAnswer};
    use crate::samples::processes::{self, figures, money, opened_with, submitted};
    use crate::samples::world::Scene;

    fn offer() -> OfferCorrection {
        OfferCorrection::example()
    }

    fn answer(scene: &Scene, answer: Answered) -> Vec<ProcessEvent> {
        let proposal = scene.case().rounds.last().unwrap().proposal.clone();
        scene.system(AnswerProposal { proposal, answer, ..AnswerProposal::example() })
    }

    fn declined() -> Answered {
        Answered::Declined { reason: None }
    }

    fn accepted(deviation: i64) -> Answered {
        Answered::Accepted { figures: Box::new(figures(deviation)) }
    }

    #[test]
    fn p88_five_rounds_are_allowed_and_refusing_the_fifth_ends_it() {
        let mut scene = Scene::of(processes::open());
        for round in 1..=5u32 {
            let offered = scene.by("rbu-north").when(offer()).accepted().events;
            assert!(matches!(&offered[0], ProcessEvent::CorrectionProposed { round: n, .. } if *n == round));
            scene = scene.then(offered);
            let events = answer(&scene, declined());
            let over = matches!(events.last(), Some(ProcessEvent::Rejected { by: RejectedBy::Corrections, .. }));
            assert_eq!(over, round == 5, "round {round}: {events:?}");
            scene = scene.then(events);
        }
        assert_eq!(scene.case().status, crate::process::Status::Rejected);
    }

    #[test]
    fn p88_a_sixth_request_ends_it() {
        let mut scene = Scene::of(processes::open());
        for round in 1..=5u32 {
            scene = scene.step("rbu-north", offer());
            // The fifth is accepted, but at prices that need a higher level.
            let events = if round == 5 { answer(&scene, accepted(2_000)) } else { answer(&scene, declined()) };
            scene = scene.then(events);
        }
        let sixth = scene.by("dp").when(offer()).accepted().events;
        assert!(matches!(sixth.as_slice(), [ProcessEvent::Rejected { by: RejectedBy::Corrections, .. }]), "{sixth:?}");
    }

    #[test]
    fn p90_accepted_prices_are_approved_by_whoever_offered_them() {
        let scene = Scene::of(processes::open()).step("rbu-north", offer());
        let events = answer(&scene, accepted(300));
        let Some(ProcessEvent::Approved { by, approver, .. }) = events.last() else { panic!("{events:?}") };
        assert_eq!((*by, approver.as_ref().unwrap().as_str()), (ApprovedBy::Person, "rbu-north"));
        // Other levels offer as well.
        let high = Scene::of(opened_with(submitted(), figures(3_000))).step("gd", offer());
        assert!(matches!(answer(&high, accepted(2_900)).last(), Some(ProcessEvent::Approved { .. })));
    }

    #[test]
    fn p91_the_level_may_fall_but_not_below_the_one_that_asked() {
        let scene = Scene::of(opened_with(submitted(), figures(2_000))).step("dp", offer());
        let scene = scene.then(answer(&scene, declined()));
        let events = scene.recalculate(figures(300));
        assert!(!events.iter().any(|event| matches!(event, ProcessEvent::BranchRerouted { .. })), "DP has asked: {events:?}");
        let silent = Scene::of(opened_with(submitted(), figures(2_000)));
        let events = silent.recalculate(figures(300));
        assert!(events.iter().any(|event| matches!(event, ProcessEvent::BranchRerouted { demanded: crate::Level::Rbu, .. })));
    }

    #[test]
    fn p89_prices_below_the_minimum_are_marked_and_need_their_new_level() {
        let low = OfferCorrection { prices: vec![OfferedPrice { line: 1, price: money("90.00") }], ..offer() };
        let events = Scene::of(processes::open()).by("rbu-north").when(low).accepted().events;
        let ProcessEvent::CorrectionProposed { below_minimum, .. } = &events[0] else { panic!("{events:?}") };
        assert_eq!(below_minimum.as_slice(), [1]);
        let scene = Scene::of(processes::open()).then(events);
        let events = answer(&scene, accepted(2_600));
        assert!(matches!(events.last(), Some(ProcessEvent::BranchRerouted { demanded: crate::Level::Gd, .. })), "{events:?}");
    }

    #[test]
    fn p114_no_price_makes_an_old_cost_younger() {
        use crate::figures::CostAge;
        let stale = |deviation| Figures { cost_age: CostAge::Stale, ..figures(deviation) };
        let old = Scene::of(opened_with(submitted(), stale(700)));
        old.by("rbu-north").when(offer()).refused(ProcessRefusal::CostStale);
        // The cost grew too old while the offer waited: its prices are taken over, and nothing is approved by them.
        let waiting = Scene::of(processes::open()).step("rbu-north", offer());
        let events = answer(&waiting, Answered::Accepted { figures: Box::new(stale(300)) });
        let [ProcessEvent::CorrectionAnswered { .. }, ProcessEvent::Recalculated { .. }, ProcessEvent::ClockResumed { .. }] =
            events.as_slice()
        else {
            panic!("{events:?}")
        };
        waiting.then(events).by("rbu-north").when(crate::process::approve::ApproveOrder::example()).refused(ProcessRefusal::CostStale);
    }

    #[test]
    fn p88_silence_is_an_answer_after_four_hours_of_work() {
        let scene = Scene::of(processes::open()).step("rbu-north", offer());
        assert_eq!(scene.due(), Some(testkit::moment("2026-11-23T11:00:00Z")));
        let events = scene.fire("2026-11-23T11:00:00Z");
        let [ProcessEvent::CorrectionAnswered { answer: said, .. }, ProcessEvent::ClockResumed { .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!(*said, RoundAnswer::Silent);
        // The prices were taken over after all.
        let late = scene.then(events);
        let approved = answer(&late, accepted(300));
        assert!(matches!(approved.last(), Some(ProcessEvent::Approved { .. })), "{approved:?}");
    }

    #[test]
    fn an_offer_is_one_at_a_time_of_lines_that_exist_and_not_for_edi() {
        let scene = Scene::of(processes::open());
        let of = |prices: Vec<OfferedPrice>| OfferCorrection { prices, ..offer() };
        let price = |line, text: &str| OfferedPrice { line, price: money(text) };
        for prices in [vec![], vec![price(9, "1.00")], vec![price(1, "1.00"), price(1, "2.00")]] {
            scene.by("rbu-north").when(of(prices)).refused(ProcessRefusal::NoSuchLine);
        }
        scene.by("rbu-north").when(of(vec![price(1, "0.00")])).refused(ProcessRefusal::BadPrice);
        let open = scene.step("rbu-north", offer());
        open.by("rbu-north").when(offer()).refused(ProcessRefusal::OfferOpen);
        let edi = Scene::of(opened_with(Submitted { source: Source::Edi, ..submitted() }, Figures { ..figures(700) }));
        edi.by("rbu-north").when(offer()).refused(ProcessRefusal::NotForEdi);
    }
}
