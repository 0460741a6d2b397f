//! What follows when approvers have spoken, and when figures have changed.

use kernel::{Facts, Line, Paragraph, Percentage};

use super::approve::check_judged;
use super::begin::{self, Considered, Yes, approved};
use super::draft::Draft;
use super::event::{ApprovedBy, RejectedBy, RevokedBy};
use super::office::Office;
use super::{Branch, Case, Dropping, Mode, Process, ProcessEvent, ProcessRefusal, Round, Status, Verdict, arbitration};
use crate::Level;
use crate::demand::{Demand, allowed_off};
use crate::figures::{Control, Figures, Source};

/// Without the lines of units that refused, an order passes if it is no more than this below the plan.
const DROPPED_TOLERANCE: Percentage = Percentage::from_hundredths(100);

impl Draft {
    fn parts(&self) -> Option<(Process, Case)> {
        let process = self.process.clone()?;
        let case = *process.case.clone()?;
        Some((process, case))
    }
}

/// When every branch has its verdict: yes, no, or a proposal to go on without the lines that
/// were refused. The order of a client's own system is refused as a whole, and so is one that was
/// sent back: its manager has it, and may submit less.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn settle(draft: &mut Draft, office: &Office) -> Result<(), ProcessRefusal> {
    let Some((process, case)) = draft.parts() else { return Ok(()) };
    if case.status != Status::Open || case.branches.iter().any(Branch::is_open) {
        return Ok(());
    }
    let verdicts: Vec<(&Branch, &Verdict)> = case.branches.iter().filter_map(|branch| Some((branch, branch.verdict.as_ref()?))).collect();
    let refused = verdicts.iter().find(|(_, verdict)| !verdict.approved);
    let granted: Vec<&&Verdict> = verdicts.iter().map(|(_, verdict)| verdict).filter(|verdict| verdict.approved).collect();
    match refused {
        None => approve_by_person(draft, &process, &case, office),
        Some((_, verdict)) if granted.is_empty() || case.submitted.source == Source::Edi || case.is_sent_back() => {
            let reason = verdict.text.clone().unwrap_or_else(|| words("Отказано"));
            let (by, approver) = (RejectedBy::Person, Some(verdict.by.id.clone()));
            draft.push(rejected(&process, by, approver, reason));
        }
        Some((_, verdict)) => {
            let refusing = verdicts.iter().filter(|(_, verdict)| !verdict.approved).flat_map(|(branch, _)| &branch.units);
            let units: Vec<&Line> = refusing.collect();
            let of_units = case.figures.units.iter().filter(|unit| units.contains(&&unit.unit));
            draft.push(ProcessEvent::PartiallyApproved {
                shipment: process.shipment.clone(),
                submission: process.submission,
                proposal: proposal(&process, "drop", case.history.len()),
                drop: of_units.flat_map(|unit| unit.lines.iter().copied()).collect(),
                approver: verdict.by.id.clone(),
                reason: verdict.text.clone().unwrap_or_else(|| words("Отказано")),
                answer_by: Some(office.answer_by()?),
            });
        }
    }
    Ok(())
}

fn approve_by_person(draft: &mut Draft, process: &Process, case: &Case, office: &Office) {
    let Some(last) = case.branches.iter().filter_map(|branch| branch.verdict.as_ref()).max_by_key(|verdict| (verdict.level, verdict.at))
    else {
        return;
    };
    let yes = Yes { by: ApprovedBy::Person, level: last.level, approver: Some(last.by.id.clone()), mode: Mode::Standard, confirm_by: None };
    draft.push(approved(process, case, yes, last.text.clone(), office.now));
}

/// The event of a refusal.
pub(super) fn rejected(process: &Process, by: RejectedBy, approver: Option<Line>, reason: Paragraph) -> ProcessEvent {
    ProcessEvent::Rejected { shipment: process.shipment.clone(), submission: process.submission, by, approver, reason }
}

/// The id of a proposal or a question: the same however often the decision is tried.
pub(super) fn proposal(process: &Process, kind: &str, number: usize) -> Line {
    code(&format!("{}/{kind}/{number}", process.id))
}

/// Words of the house in the language of its business.
#[allow(clippy::expect_used, reason = "called with short literals only")]
pub(super) fn words(text: &str) -> Paragraph {
    Paragraph::new(text).expect("a literal paragraph")
}

/// A code or an id of ours as a line.
#[allow(clippy::expect_used, reason = "called with codes and ids of a few dozen plain characters only")]
pub(super) fn code(text: &str) -> Line {
    Line::new(text).expect("a short line")
}

/// New figures of an order that is pending or approved.
pub(super) struct News<'a> {
    pub(super) figures: &'a Figures,
    pub(super) client: &'a crate::figures::ClientRef,
    /// The question that they answer.
    pub(super) answers: Option<&'a Line>,
}

/// Takes new figures over and does what they demand.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn recalculated(
    draft: &mut Draft,
    news: &News<'_>,
    facts: &Facts,
    office: &Office,
) -> Result<Option<Considered>, ProcessRefusal> {
    let Some((_, before)) = draft.parts() else { return Ok(None) };
    take_over(draft, news, office);
    let Some((process, case)) = draft.parts() else { return Ok(None) };
    let answered = before.recheck.as_ref().is_some_and(|recheck| news.answers == Some(&recheck.request));
    match case.status {
        Status::Approved => revoke_if_worse(draft, &process, &case, facts, office),
        Status::Open if recovers(&case) => recover(draft, facts, office),
        Status::Open if answered && is_default_due(&before, office) => {
            let reason = words("Срок согласования генеральным директором истёк");
            draft.push(rejected(&process, RejectedBy::Default, None, reason));
            arbitration::open(draft, &process, office).map(|()| None)
        }
        Status::Open => reroute(draft, &case, office).map(|()| None),
        Status::AwaitingJustification if recovers(&case) => recover(draft, facts, office),
        Status::AwaitingJustification | Status::DropProposed | Status::Stalled => Ok(None),
        Status::Rejected | Status::Withdrawn | Status::Lapsed => Ok(None),
    }
}

/// Notes the figures, and what they demand.
pub(super) fn take_over(draft: &mut Draft, news: &News<'_>, office: &Office) {
    let Some((_, case)) = draft.parts() else { return };
    let submitted = crate::figures::Submitted { client: news.client.clone(), ..case.submitted };
    let demand = Demand::of(&submitted, news.figures, &office.rules);
    draft.push(ProcessEvent::Recalculated { figures: news.figures.clone(), client: news.client.clone(), demand });
}

/// The order has come right by itself: below the bound nobody need be asked (companions to P78).
fn recovers(case: &Case) -> bool {
    case.demand.level == Level::Auto && case.figures.control != Control::Blocked
}

/// Approves what has come right. What is not free counts against the limits as always; if they
/// are used up, whoever is asked decides.
fn recover(draft: &mut Draft, facts: &Facts, office: &Office) -> Result<Option<Considered>, ProcessRefusal> {
    let Some((process, case)) = draft.parts() else { return Ok(None) };
    let yes = || Yes { by: ApprovedBy::Recovered, level: Level::Auto, approver: None, mode: Mode::Standard, confirm_by: None };
    if case.is_free() {
        draft.push(approved(&process, &case, yes(), None, office.now));
        return Ok(None);
    }
    let considered = begin::consider(&process, &case, facts, office, false);
    if considered.fits {
        draft.push(ProcessEvent::LimitsTaken { limits: considered.ids.clone() });
        draft.push(approved(&process, &case, yes(), None, office.now));
        return Ok(Some(considered));
    }
    if case.status == Status::Open && is_default_due(&case, office) {
        // Too late for the last level and nothing left of the day's limits: the head of the unit
        // may still say yes, since that is all that is demanded now.
        for branch in case.branches.iter().filter(|branch| branch.is_open()) {
            move_to(draft, &case, branch, Level::Rbu, 0, office)?;
        }
    }
    Ok(None)
}

/// Whether the last level’s silence counts as a no now.
pub(super) fn is_default_due(case: &Case, office: &Office) -> bool {
    let due = |branch: &Branch| branch.clock.default_at.is_some_and(|at| at <= office.now);
    case.branches.iter().any(|branch| branch.is_open() && !branch.paused && due(branch))
}

/// A pending order gets the level that it needs now; spent time stays spent (decision P94). A
/// level that was reached by silence, or that has asked for other prices, is not left again.
fn reroute(draft: &mut Draft, case: &Case, office: &Office) -> Result<(), ProcessRefusal> {
    for branch in &case.branches {
        let wanted = wanted(case, branch, office);
        let granted = branch.verdict.as_ref();
        let stands = granted.is_some_and(|verdict| !verdict.approved || verdict.level >= wanted);
        let escalated = branch.level > branch.demanded;
        let moves = if escalated { wanted > branch.level } else { wanted != branch.demanded };
        if !stands && moves {
            let spent = spent(branch, office)?;
            move_to(draft, case, branch, wanted, spent, office)?;
        }
    }
    Ok(())
}

/// What a branch demands by the newest figures.
pub(super) fn wanted(case: &Case, branch: &Branch, office: &Office) -> Level {
    // Whoever is asked is a person: below their level nobody is.
    case.demand.level.max(of_units(case, branch, office)).max(case.floor()).max(Level::Rbu)
}

/// What the lines of a branch's own units demand (decision P63).
fn of_units(case: &Case, branch: &Branch, office: &Office) -> Level {
    let own = case.figures.units.iter().filter(|unit| branch.units.contains(&unit.unit)).filter_map(|unit| unit.deviation);
    own.map(|deviation| office.rules.matrix.level(allowed_off(deviation, &case.submitted.client))).max().unwrap_or(Level::Auto)
}

/// Whether a unit's own lines demand a higher level now than the one that said yes to them.
fn is_outgrown(case: &Case, branch: &Branch, office: &Office) -> bool {
    let said = branch.verdict.as_ref().filter(|verdict| verdict.approved);
    said.is_some_and(|verdict| of_units(case, branch, office) > verdict.level)
}

/// The highest level that an order demands: as a whole, or for the lines of a unit.
fn demanded_now(case: &Case, office: &Office) -> Level {
    let parts = case.demand.parts(&case.submitted.client, &case.figures, &office.rules);
    parts.iter().map(|part| part.level).max().unwrap_or(case.demand.level)
}

/// What a branch has spent of its time.
pub(super) fn spent(branch: &Branch, office: &Office) -> Result<u32, ProcessRefusal> {
    if branch.paused { Ok(branch.clock.spent_minutes) } else { Ok(branch.clock.spent(&office.hours, office.now)?) }
}

/// Sends a branch to another level.
pub(super) fn move_to(
    draft: &mut Draft,
    case: &Case,
    branch: &Branch,
    demanded: Level,
    spent_minutes: u32,
    office: &Office,
) -> Result<(), ProcessRefusal> {
    let routed = office.route(demanded, &branch.units, &case.submitted);
    let clock = office.clock(routed.level, case.demand.pace(), spent_minutes)?;
    let overload = office.overload(&routed);
    draft.push(ProcessEvent::BranchRerouted { branch: branch.number, demanded, routed, clock });
    overload.into_iter().for_each(|event| draft.push(event));
    Ok(())
}

/// An approval is revoked when a higher level is needed now, for the whole or for the lines of a
/// unit (decision P63), or the deviation has grown by more
/// than three points since; improvement never revokes, nor does anything after the hand-over
/// (decision P93). What was approved outside the system stands on its own.
fn revoke_if_worse(
    draft: &mut Draft,
    process: &Process,
    case: &Case,
    facts: &Facts,
    office: &Office,
) -> Result<Option<Considered>, ProcessRefusal> {
    let Some(approval) = &case.approval else { return Ok(None) };
    if case.handed_over || approval.by == ApprovedBy::Emergency || case.demand.level == Level::Auto {
        return Ok(None);
    }
    let growth = case.figures.deviation.zip(approval.deviation);
    let growth = growth.map_or(0, |(now, then)| now.hundredths().saturating_sub(then.hundredths()));
    let level = demanded_now(case, office);
    let outgrown = case.demand.level > approval.level || case.branches.iter().any(|branch| is_outgrown(case, branch, office));
    let cause = if outgrown {
        RevokedBy::LevelHigher
    } else if growth > office.rules.routing.growth_revokes_above.hundredths() {
        RevokedBy::DeviationGrew
    } else {
        return Ok(None);
    };
    let reason = words(match cause {
        RevokedBy::LevelHigher => "Теперь требуется более высокий уровень согласования",
        RevokedBy::DeviationGrew => "Отклонение выросло после согласования более чем на допустимое",
    });
    let (shipment, submission) = (process.shipment.clone(), process.submission);
    draft.push(ProcessEvent::Revoked { shipment, submission, cause, level, reason });
    if !case.limits.is_empty() && !begin::release(process, case, facts).is_empty() {
        draft.push(ProcessEvent::LimitsReleased);
    }
    begin::begin(draft, facts, office, ApprovedBy::Auto)
}

/// The manager met the conditions of an offer: whoever made it has said yes, if the level has not
/// risen above theirs (decisions P90 and P91).
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn conditions_met(draft: &mut Draft, round: &Round, office: &Office) -> Result<(), ProcessRefusal> {
    let Some((_, case)) = draft.parts() else { return Ok(()) };
    let Some(branch) = case.branch(round.branch).filter(|branch| branch.is_open()).cloned() else { return Ok(()) };
    let wanted = wanted(&case, &branch, office);
    if wanted > round.level {
        return move_to(draft, &case, &branch, wanted, 0, office);
    }
    // A cost may have grown too old while the offer waited (decision P114): whoever made it is asked on.
    if check_judged(&case).is_err() {
        return runs_on(draft, round.branch, office);
    }
    draft.push(ProcessEvent::BranchApproved {
        branch: branch.number,
        by: round.by.clone(),
        level: round.level,
        comment: Some(round.reason.clone()),
        via: super::event::Via::Offer,
    });
    settle(draft, office)
}

/// The refused lines are gone: what is left passes by the levels that said yes, or within the
/// tolerance; otherwise it needs the level that it demands now. What nobody can approve as it is
/// (decision P114) is asked about, too: it is refused there, or an emergency passes it.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn lines_dropped(draft: &mut Draft, office: &Office) -> Result<(), ProcessRefusal> {
    let Some((process, case)) = draft.parts() else { return Ok(()) };
    let granted = case.branches.iter().filter_map(|branch| branch.verdict.as_ref()).map(|verdict| verdict.level).max();
    let tolerable = case.figures.deviation.is_none_or(|deviation| deviation <= DROPPED_TOLERANCE);
    match granted {
        Some(level) if check_judged(&case).is_ok() && (tolerable || case.demand.level <= level) => {
            approve_by_person(draft, &process, &case, office)
        }
        Some(_) | None => {
            let units = case.figures.unit_names();
            begin::open_branch(draft, case.next_branch, units, case.demand.level.max(Level::Rbu), office)?;
        }
    }
    Ok(())
}

/// The manager keeps the refused lines, by word or by silence: the whole is refused (decision P63).
pub(super) fn lines_kept(draft: &mut Draft, dropping: &Dropping, reason: Option<Paragraph>) {
    let Some((process, _)) = draft.parts() else { return };
    draft.push(ProcessEvent::DropAnswered { proposal: dropping.proposal.clone(), accepted: false });
    draft.push(rejected(&process, RejectedBy::Person, None, reason.unwrap_or_else(|| dropping.reason.clone())));
}

/// The manager was silent about why the order should be allowed: it is refused, and they may
/// submit it again with their words.
pub(super) fn unanswered(draft: &mut Draft) {
    if let Some((process, _)) = draft.parts() {
        draft.push(rejected(&process, RejectedBy::Unanswered, None, words("Менеджер не обосновал заказ в срок")));
    }
}

/// The rounds of correction are used up (decision P88).
pub(super) fn corrections_used_up(draft: &mut Draft) {
    if let Some((process, _)) = draft.parts() {
        draft.push(rejected(&process, RejectedBy::Corrections, None, words("Исчерпаны раунды корректировки цен")));
    }
}

/// The branch's time runs on after the manager's answer.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn runs_on(draft: &mut Draft, branch: u32, office: &Office) -> Result<(), ProcessRefusal> {
    let Some((_, case)) = draft.parts() else { return Ok(()) };
    let Some(branch) = case.branch(branch).filter(|branch| branch.is_open() && branch.paused) else { return Ok(()) };
    let clock = office.clock(branch.level, case.demand.pace(), branch.clock.spent_minutes)?;
    draft.push(ProcessEvent::ClockResumed { branch: branch.number, clock });
    Ok(())
}
