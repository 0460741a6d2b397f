//! What is due in a process, and when something is due next.

use kernel::Moment;

use super::branch::{Branch, Told};
use super::draft::Draft;
use super::office::Office;
use super::settle::{self, proposal};
use super::{Case, Process, ProcessEvent, ProcessRefusal, RoundAnswer, Status};
use crate::Level;
use crate::hours::MINUTE_MS;

impl Process {
    /// When something is next due; a timer that fires earlier or later finds what it finds (decision P83).
    pub fn next_due(&self) -> Option<Moment> {
        self.case.as_ref().and_then(|case| case.next_due())
    }
}

impl Case {
    fn next_due(&self) -> Option<Moment> {
        let manager = self.awaits_manager();
        let confirm = self.post_factum.as_ref().filter(|owed| owed.answer.is_none() && !owed.overdue && self.status == Status::Approved);
        if self.status != Status::Open {
            let arbitrated = || self.awaits_arbitration().map(|arbitration| arbitration.until);
            return confirm.map(|owed| owed.confirm_by).or(manager).or_else(arbitrated);
        }
        let offers = self.rounds.iter().filter(|round| round.answer.is_none()).map(|round| round.answer_by);
        if let Some(recheck) = &self.recheck {
            // While facts are awaited nothing else is, besides asking again.
            return offers.chain([recheck.again_at]).min();
        }
        self.branches.iter().filter_map(Branch::next_mark).chain(offers).chain(manager).min()
    }

    /// Until when the manager answers a proposal to drop lines, or says why the order should be
    /// allowed.
    fn awaits_manager(&self) -> Option<Moment> {
        let dropping = self.dropping.as_ref().and_then(|dropping| dropping.answer_by);
        dropping.or(self.justify_by).filter(|_| self.status.is_pending() && self.status != Status::Stalled)
    }
}

/// Does what is due by now. Nothing due, nothing done: a late or repeated timer is harmless.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn fire(draft: &mut Draft, office: &Office) -> Result<(), ProcessRefusal> {
    let Some(case) = draft.case().cloned() else { return Ok(()) };
    let owed = case.post_factum.as_ref().filter(|owed| owed.answer.is_none() && !owed.overdue);
    if case.status == Status::Approved && owed.is_some_and(|owed| owed.confirm_by <= office.now) {
        draft.push(ProcessEvent::PostFactumOverdue);
    }
    if let Some(until) = case.awaits_arbitration().map(|arbitration| arbitration.until).filter(|until| *until <= office.now)
        && let Some((shipment, submission)) = draft.process.as_ref().map(|process| (process.shipment.clone(), process.submission))
    {
        draft.push(ProcessEvent::ArbitrationOverdue { shipment, submission, until });
    }
    if case.awaits_manager().is_some_and(|by| by <= office.now) {
        match &case.dropping {
            Some(dropping) => settle::lines_kept(draft, dropping, None),
            None => settle::unanswered(draft),
        }
        return Ok(());
    }
    if case.status != Status::Open {
        return Ok(());
    }
    silent_offers(draft, &case, office)?;
    let numbers: Vec<u32> = case.branches.iter().map(|branch| branch.number).collect();
    for number in numbers {
        // What was done for one branch may have ended the whole.
        let Some(case) = draft.case().filter(|case| case.status == Status::Open).cloned() else { return Ok(()) };
        if let Some(branch) = case.branch(number).filter(|branch| branch.is_open() && !branch.paused) {
            fire_branch(draft, &case, branch, office)?;
        }
    }
    Ok(())
}

/// An offer that nobody answered in time was declined.
fn silent_offers(draft: &mut Draft, case: &Case, office: &Office) -> Result<(), ProcessRefusal> {
    for round in case.rounds.iter().filter(|round| round.answer.is_none() && round.answer_by <= office.now) {
        let (proposal, answer) = (round.proposal.clone(), RoundAnswer::Silent);
        draft.push(ProcessEvent::CorrectionAnswered { proposal, answer, reason: None });
        if round.round >= office.rules.routing.corrections {
            settle::corrections_used_up(draft);
            return Ok(());
        }
        settle::runs_on(draft, round.branch, office)?;
    }
    Ok(())
}

fn fire_branch(draft: &mut Draft, case: &Case, branch: &Branch, office: &Office) -> Result<(), ProcessRefusal> {
    let now = office.now;
    let breached = branch.clock.due_at <= now;
    if breached && branch.told < Told::Breached {
        let approver = branch.routed.to.as_ref().map(|person| person.id.clone());
        let (number, level, budget_minutes) = (branch.number, branch.level, branch.clock.budget_minutes);
        draft.push(ProcessEvent::Breached { branch: number, level, approver, budget_minutes });
    }
    match branch.level.next() {
        Some(next) if breached => escalate(draft, case, branch, next, office),
        None if branch.clock.default_at.is_some_and(|at| at <= now) => {
            ask_for_facts(draft, case, office);
            Ok(())
        }
        Some(_) | None => {
            let told = if branch.clock.warning_at <= now { Told::Warned } else { Told::Noticed };
            if branch.clock.notice_at <= now && branch.told < told && !breached {
                draft.push(ProcessEvent::Noticed { branch: branch.number, told });
            }
            Ok(())
        }
    }
}

/// Silence sends a branch one level up, each with its own fresh time (decision P77).
fn escalate(draft: &mut Draft, case: &Case, branch: &Branch, next: Level, office: &Office) -> Result<(), ProcessRefusal> {
    let routed = office.route(next, &branch.units, &case.submitted);
    let clock = office.clock(routed.level, case.demand.pace(), 0)?;
    let overload = office.overload(&routed);
    let silent = branch.routed.to.as_ref().map(|person| person.id.clone());
    draft.push(ProcessEvent::Escalated { branch: branch.number, from: branch.level, silent, routed, clock });
    overload.into_iter().for_each(|event| draft.push(event));
    Ok(())
}

/// Before silence counts as a no, the facts are asked for; and again while they do not come.
fn ask_for_facts(draft: &mut Draft, case: &Case, office: &Office) {
    if case.recheck.as_ref().is_some_and(|recheck| recheck.again_at > office.now) {
        return;
    }
    let Some(process) = &draft.process else { return };
    let number = usize::try_from(case.requests).unwrap_or(usize::MAX);
    // The same question is asked again under the same name: any answer to it is an answer.
    let request = case.recheck.as_ref().map_or_else(|| proposal(process, "facts", number), |recheck| recheck.request.clone());
    let again_at = office.now.plus_ms(i64::from(office.rules.routing.recheck_minutes).saturating_mul(MINUTE_MS));
    let (shipment, submission) = (process.shipment.clone(), process.submission);
    draft.push(ProcessEvent::FactsRequested { shipment, submission, request, again_at });
}
