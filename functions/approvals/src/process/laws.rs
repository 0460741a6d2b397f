//! What holds for a process whatever happens to it: random walks with an auditor who keeps books
//! of their own.

use std::collections::BTreeMap;

use kernel::{Command, Refusal};
use proptest::prelude::*;

use super::answer_proposal::{AnswerProposal, Answered};
use super::approve::ApproveOrder;
use super::arbitrate::ArbitrateRefusal;
use super::arbitration::ArbitrationVerdict;
use super::decide_by_elma::DecideByElma;
use super::event::ApprovedBy;
use super::fire_deadlines::FireDeadlines;
use super::note_figures::NoteFigures;
use super::note_milestone::{Milestone, NoteMilestone};
use super::note_task::NoteTask;
use super::offer_correction::OfferCorrection;
use super::pause::PauseClock;
use super::reject::RejectOrder;
use super::withdraw::WithdrawProcess;
use super::{Process, ProcessEvent, Status};
use crate::Level;
use crate::figures::Figures;
use crate::hours::MINUTE_MS;
use crate::samples::processes::{figures, opened_with, submitted, two_units};
use crate::samples::world::Scene;

const PEOPLE: [&str; 9] = ["rbu-north", "rbu-south", "deputy-north", "drp", "dp", "gd", "fd", "manager", "ghost"];

/// One thing that is tried; most are refused most of the time.
#[derive(Debug, Clone)]
enum Deed {
    Approve(usize, u32),
    Reject(usize, u32),
    Offer(usize, u32),
    Answer(bool, i64),
    Recalculate(i64),
    Later(i64),
    Elma(u32, u32),
    Pause(u32),
    Task(u32),
    HandOver,
    Withdraw,
    Arbitrate(usize, ArbitrationVerdict),
    Resubmit,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (who, branch, deviation) = (0..PEOPLE.len(), 1..4u32, -500..3_500i64);
    let verdict = prop::sample::select(vec![ArbitrationVerdict::Approved, ArbitrationVerdict::SentBack, ArbitrationVerdict::Confirmed]);
    prop_oneof![
        4 => (who.clone(), branch.clone()).prop_map(|(who, branch)| Deed::Approve(who, branch)),
        2 => (who.clone(), branch.clone()).prop_map(|(who, branch)| Deed::Reject(who, branch)),
        3 => (who.clone(), branch.clone()).prop_map(|(who, branch)| Deed::Offer(who, branch)),
        3 => (who, verdict).prop_map(|(who, verdict)| Deed::Arbitrate(who, verdict)),
        3 => (any::<bool>(), deviation.clone()).prop_map(|(yes, deviation)| Deed::Answer(yes, deviation)),
        2 => deviation.prop_map(Deed::Recalculate),
        5 => (1..6_000i64).prop_map(Deed::Later),
        2 => (branch.clone(), 1..3u32).prop_map(|(branch, step)| Deed::Elma(branch, step)),
        1 => branch.clone().prop_map(Deed::Pause),
        1 => branch.prop_map(Deed::Task),
        1 => Just(Deed::HandOver),
        1 => Just(Deed::Withdraw),
        1 => Just(Deed::Resubmit),
    ]
}

fn tried<C: Command<Aggregate = Process>>(scene: &Scene, actor: &str, command: &C) -> Result<Vec<ProcessEvent>, &'static str> {
    scene.decide(actor, command).map(|decision| decision.events).map_err(|refusal| refusal.code())
}

fn last_proposal(scene: &Scene) -> kernel::Line {
    let case = scene.case();
    let offered = case.rounds.last().map(|round| round.proposal.clone());
    case.dropping.map(|dropping| dropping.proposal).or(offered).unwrap_or_else(|| crate::samples::line("none"))
}

fn act(scene: &Scene, deed: &Deed, n: i64) -> Result<Vec<ProcessEvent>, &'static str> {
    let step = |branch: u32| scene.case().branch(branch).map_or(1, |branch| branch.step);
    let fresh = |deviation: i64| Figures { calculated_at: figures(0).calculated_at.plus_ms(n * 1_000), ..figures(deviation) };
    match deed {
        Deed::Approve(who, branch) => tried(scene, PEOPLE[*who], &ApproveOrder { branch: *branch, ..Command::example() }),
        Deed::Reject(who, branch) => tried(scene, PEOPLE[*who], &RejectOrder { branch: *branch, ..Command::example() }),
        Deed::Offer(who, branch) => tried(scene, PEOPLE[*who], &OfferCorrection { branch: *branch, ..Command::example() }),
        Deed::Answer(yes, deviation) => {
            let accepted = Answered::Accepted { figures: Box::new(fresh(*deviation)) };
            let answer = if *yes { accepted } else { Answered::Declined { reason: None } };
            tried(scene, "system", &AnswerProposal { proposal: last_proposal(scene), answer, ..Command::example() })
        }
        Deed::Recalculate(deviation) => {
            let request = scene.case().recheck.map(|recheck| recheck.request);
            tried(scene, "system", &NoteFigures { request, figures: fresh(*deviation), ..Command::example() })
        }
        Deed::Later(_) => tried(scene, "system", &FireDeadlines::example()),
        Deed::Elma(branch, step) => tried(scene, "system", &DecideByElma { branch: *branch, step: *step, ..Command::example() }),
        Deed::Pause(branch) => tried(scene, "system", &PauseClock { branch: *branch, step: step(*branch), ..Command::example() }),
        Deed::Task(branch) => tried(scene, "system", &NoteTask { branch: *branch, step: step(*branch), ..Command::example() }),
        Deed::HandOver => tried(scene, "system", &NoteMilestone::example()),
        Deed::Withdraw => tried(scene, "system", &WithdrawProcess::example()),
        Deed::Arbitrate(who, verdict) => tried(scene, PEOPLE[*who], &ArbitrateRefusal { verdict: *verdict, ..Command::example() }),
        Deed::Resubmit => tried(scene, "system", &NoteMilestone { milestone: Milestone::Resubmitted, ..Command::example() }),
    }
}

/// The auditor's own table of who may decide at a level, by what the roster of the samples says.
fn may(person: &str, level: Level, units: &[kernel::Line], asked: Option<&str>) -> bool {
    let own = match person {
        "rbu-north" | "rbu-south" => 1,
        "drp" => 2,
        "dp" => 3,
        "gd" => 4,
        _ => 0,
    };
    let needed = match level {
        Level::Auto | Level::Rbu => 1,
        Level::Drp => 2,
        Level::Dp => 3,
        Level::Gd => 4,
    };
    let own_unit = own > 1 || units.iter().all(|unit| person == format!("rbu-{unit}"));
    (own >= needed && own_unit) || (asked == Some(person) && person == "deputy-north")
}

/// What the auditor finds wrong with a step.
#[allow(clippy::wildcard_enum_match_arm, reason = "an auditor looks at the events that matter")]
fn audit(before: &Scene, after: &Scene, events: &[ProcessEvent], verdicts: &mut BTreeMap<(u32, u32), u32>) -> Result<(), TestCaseError> {
    let case = before.case();
    for event in events {
        match event {
            ProcessEvent::BranchApproved { branch, by, level, .. } | ProcessEvent::BranchRejected { branch, by, level, .. } => {
                let asked = case.branch(*branch).unwrap();
                let to = asked.routed.to.as_ref().map(|to| to.id.as_str());
                prop_assert!(by.id.as_str() != "manager", "an initiator decided");
                prop_assert!(may(by.id.as_str(), asked.level.min(*level), &asked.units, to), "{by:?} at {level}");
                let count = verdicts.entry((*branch, asked.step)).or_default();
                *count += 1;
                prop_assert_eq!(*count, 1, "decided twice");
            }
            ProcessEvent::Approved { by, level, .. } => {
                let demanded = after.case().demand.level;
                let enough = *by != ApprovedBy::Person || *level >= demanded || after.case().figures.deviation.unwrap().hundredths() <= 100;
                prop_assert!(enough, "approved at {level}, demanded {demanded}");
                prop_assert!(*by != ApprovedBy::Recovered || demanded == Level::Auto);
            }
            ProcessEvent::Escalated { from, routed, .. } => prop_assert!(routed.level > *from),
            ProcessEvent::Rejected { by: super::RejectedBy::Default, .. } => prop_assert!(case.recheck.is_some(), "defaulted on old facts"),
            ProcessEvent::Arbitrated { by, .. } => {
                let open = case.arbitration.as_ref().is_some_and(|open| open.answer.is_none() && !open.overdue);
                prop_assert!(by.id.as_str() == "fd" && open && case.status == Status::Rejected, "arbitrated by {by:?}");
            }
            _ => {}
        }
    }
    let now = after.case();
    prop_assert!(now.rounds.len() <= 5, "more than five rounds");
    let waits_for_channel = now.branches.iter().any(|branch| branch.is_open() && branch.paused);
    let waits = matches!(now.status, Status::Open | Status::DropProposed | Status::AwaitingJustification);
    let stuck = waits && after.due().is_none() && !waits_for_channel;
    prop_assert!(!stuck, "stuck, {:?}: {:?}", now.status, now.branches);
    let over = |status| matches!(status, Status::Rejected | Status::Withdrawn | Status::Lapsed);
    let arbitrated = case.status == Status::Rejected && case.arbitration.is_some();
    prop_assert!(!over(case.status) || arbitrated || now.status == case.status, "{:?} became {:?}", case.status, now.status);
    prop_assert!(now.status != Status::Rejected || after.due().is_none() || now.arbitration.is_some(), "a timer for nothing");
    prop_assert!(!(case.handed_over && case.status == Status::Approved) || now.status == Status::Approved, "revoked after the hand-over");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    /// No decision without authority, none twice, no more than five rounds, no default on old
    /// facts, nothing stuck, nothing taken back that is over.
    #[test]
    fn p98_p88_p78_no_walk_breaks_a_law(first in 100..3_500i64, two in any::<bool>(), deeds in prop::collection::vec(deed(), 1..60)) {
        let history = if two { two_units() } else { opened_with(submitted(), figures(first)) };
        let mut scene = Scene::of(history);
        let (mut now, mut verdicts) = (testkit::moment(crate::samples::MONDAY), BTreeMap::new());
        for (n, deed) in (1i64..).zip(&deeds) {
            if let Deed::Later(minutes) = deed {
                now = now.plus_ms(minutes * MINUTE_MS);
                scene = scene.at(&now.to_string());
            }
            match act(&scene, deed, n) {
                Ok(events) => {
                    let after = scene.then(events.clone());
                    audit(&scene, &after, &events, &mut verdicts)?;
                    scene = after;
                }
                // A walk of years leaves the calendar: refused, never guessed.
                Err("approvals.process.no-calendar") => break,
                Err(_) => {}
            }
        }
    }
}
