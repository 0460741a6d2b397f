//! How a process begins, and begins again after a revocation: without a person, by the fallback
//! mode, or with branches.

use kernel::{Aggregate, Context, Decision, Facts, Line, Moment, Money, Want};

use super::draft::Draft;
use super::event::{ApprovedBy, Awaited};
use super::office::Office;
use super::{Case, Mode, Process, ProcessEvent, ProcessRefusal};
use crate::demand::Reason;
use crate::figures::{Control, Figures};
use crate::hours::HOUR_MS;
use crate::limit::{DailyLimit, Entry, LimitEvent, Scope};
use crate::rules::{Amounts, Basis};
use crate::{Level, LimitId};

/// The limits that an order counts against, and how much of each.
struct Share {
    scope: Scope,
    limit: Money,
    amount: Money,
    shortfall: Money,
}

/// What limits say of an order, and what is written to them.
pub(super) struct Considered {
    pub(super) fits: bool,
    pub(super) ids: Vec<LimitId>,
    writes: Vec<(LimitId, u64, Vec<LimitEvent>)>,
}

fn shares(manager: &Line, figures: &Figures, amounts: &Amounts, fallback: bool) -> Vec<Share> {
    let whole = |scope, limit| Share { scope, limit, amount: figures.total, shortfall: figures.shortfall };
    let of_unit = |unit: &crate::figures::UnitFigures| {
        let lines = figures.lines.iter().filter(|line| line.unit == unit.unit).map(|line| line.amount);
        let sum = Money::sum(lines, figures.total.currency()).unwrap_or(figures.total);
        // A unit whose lines are not told apart counts with what it is said to bring.
        let amount = if sum.is_positive() { sum } else { unit.revenue };
        Share { scope: Scope::Unit { unit: unit.unit.clone() }, limit: amounts.unit_day(), amount, shortfall: unit.shortfall }
    };
    let manager = whole(Scope::Manager { manager: manager.clone() }, amounts.manager_day());
    let fallback = fallback.then(|| whole(Scope::Fallback, amounts.fallback_day()));
    std::iter::once(manager).chain(figures.units.iter().map(of_unit)).chain(fallback).collect()
}

/// What must be looked up of today's limits. All of them, whether the order will need them or not:
/// which it needs depends on what is looked up beside them.
pub(super) fn wants_limits(manager: &Line, figures: &Figures, context: &Context) -> Vec<Want> {
    let day = crate::hours::Hours::of(&context.settings).day(context.now);
    let units = figures.units.iter().map(|unit| Scope::Unit { unit: unit.unit.clone() });
    let scopes = [Scope::Manager { manager: manager.clone() }, Scope::Fallback].into_iter().chain(units);
    scopes.map(|scope| Want::aggregate::<DailyLimit>(DailyLimit::id_of(&scope, day))).collect()
}

/// Whether an order passes all of its limits, at the versions that were read.
pub(super) fn consider(process: &Process, case: &Case, facts: &Facts, office: &Office, fallback: bool) -> Considered {
    let amounts = &office.rules.amounts;
    let shares = shares(&case.submitted.manager, &case.figures, amounts, fallback);
    let known = |share: &Share| {
        let id = DailyLimit::id_of(&share.scope, office.day);
        let fresh = DailyLimit {
            scope: share.scope.clone(),
            day: office.day,
            limit: share.limit,
            basis: amounts.basis,
            entries: std::collections::BTreeMap::new(),
        };
        (id, facts.version::<DailyLimit>(id), facts.aggregate::<DailyLimit>(id).map_or(fresh, |known| known.state.clone()))
    };
    let limits: Vec<_> = shares.iter().map(|share| (share, known(share))).collect();
    let passes = |basis: Basis| {
        limits.iter().all(|(share, (_, _, limit))| match basis {
            Basis::OrderAmount => limit.fits(basis, share.amount),
            Basis::Shortfall => limit.fits(basis, share.shortfall),
        })
    };
    let (by_amount, by_shortfall) = (passes(Basis::OrderAmount), passes(Basis::Shortfall));
    let write = |(share, (id, version, limit)): &(&Share, (LimitId, u64, DailyLimit))| {
        let entry = Entry {
            amount: share.amount,
            shortfall: share.shortfall,
            passes_by_amount: by_amount,
            passes_by_shortfall: by_shortfall,
            released: false,
        };
        let considered = LimitEvent::Considered { process: process.id, entry };
        let opened = (*version == 0).then(|| LimitEvent::Opened {
            scope: limit.scope.clone(),
            day: limit.day,
            limit: limit.limit,
            basis: limit.basis,
        });
        (*id, *version, opened.into_iter().chain([considered]).collect())
    };
    // A day's first order fixes what counts on that day.
    let basis = limits.first().map_or(amounts.basis, |(_, (_, _, limit))| limit.basis);
    let fits = match basis {
        Basis::OrderAmount => by_amount,
        Basis::Shortfall => by_shortfall,
    };
    let ids = limits.iter().map(|(_, (id, _, _))| *id).collect();
    Considered { fits, ids, writes: limits.iter().map(write).collect() }
}

/// Adds to a decision what limits note.
pub(super) fn write(mut decision: Decision<Process>, considered: Option<Considered>) -> Decision<Process> {
    for (id, version, events) in considered.map(|considered| considered.writes).unwrap_or_default() {
        decision = decision.and::<DailyLimit>(id, version, events);
    }
    decision
}

/// What must be looked up to give back what a process took.
pub(super) fn wants_release(case: &Case) -> Vec<Want> {
    case.limits.iter().map(|id| Want::aggregate::<DailyLimit>(*id)).collect()
}

/// What a process took of limits and would give back (decision P74).
pub(super) fn release(process: &Process, case: &Case, facts: &Facts) -> Vec<(LimitId, u64)> {
    let held = |id: &&LimitId| {
        let limit = facts.aggregate::<DailyLimit>(**id);
        limit.and_then(|limit| limit.state.entries.get(&process.id)).is_some_and(|entry| !entry.released)
    };
    case.limits.iter().filter(held).map(|id| (*id, facts.version::<DailyLimit>(*id))).collect()
}

/// Adds to a decision that limits get back what a process took.
pub(super) fn write_release(mut decision: Decision<Process>, process: &Process, released: &[(LimitId, u64)]) -> Decision<Process> {
    for (id, version) in released {
        decision = decision.and::<DailyLimit>(*id, *version, [LimitEvent::Released { process: process.id }]);
    }
    decision
}

/// Adds to a decision both what limits get back and what they note. A limit that is in both gets
/// one write: first back, then again.
pub(super) fn write_both(
    decision: Decision<Process>,
    process: &Process,
    released: &[(LimitId, u64)],
    considered: Option<Considered>,
) -> Decision<Process> {
    let noted: Vec<LimitId> = considered.iter().flat_map(|considered| considered.writes.iter().map(|(id, _, _)| *id)).collect();
    let alone: Vec<(LimitId, u64)> = released.iter().filter(|(id, _)| !noted.contains(id)).copied().collect();
    let both: Vec<LimitId> = released.iter().map(|(id, _)| *id).filter(|id| noted.contains(id)).collect();
    let considered = considered.map(|mut considered| {
        for (_, _, events) in considered.writes.iter_mut().filter(|(id, _, _)| both.contains(id)) {
            events.insert(0, LimitEvent::Released { process: process.id });
        }
        considered
    });
    write(write_release(decision, process, &alone), considered)
}

impl Case {
    /// Nobody need be asked, and nothing is counted (decision P72).
    pub(super) fn is_free(&self) -> bool {
        let at_plan = self.figures.deviation.is_some_and(|deviation| deviation.hundredths() <= 0);
        let small_loss = self.demand.reasons.contains(&Reason::Loss);
        self.demand.level == Level::Auto && (at_plan || small_loss || self.figures.control == Control::Exempt)
    }

    /// Whether the fallback mode may approve it: the deviation is the only reason to ask anybody,
    /// and it is small. Age, revocations, losses and exhausted limits are as always (decision P116).
    fn fallback_may(&self, office: &Office) -> bool {
        let only_deviation = self.demand.reasons.iter().all(|reason| *reason == Reason::Deviation);
        let small = self.demand.routed_by.is_some_and(|deviation| deviation <= office.rules.fallback.up_to);
        office.fallback && only_deviation && small && self.figures.control == Control::Judged && !self.submitted.emergency
    }
}

/// Who says yes, without a person.
pub(super) struct Yes {
    pub(super) by: ApprovedBy,
    pub(super) level: Level,
    pub(super) approver: Option<Line>,
    pub(super) mode: Mode,
    pub(super) confirm_by: Option<Moment>,
}

/// The event of an approval.
pub(super) fn approved(process: &Process, case: &Case, yes: Yes, comment: Option<kernel::Paragraph>, now: Moment) -> ProcessEvent {
    ProcessEvent::Approved {
        shipment: process.shipment.clone(),
        submission: process.submission,
        by: yes.by,
        level: yes.level,
        approver: yes.approver,
        comment,
        decided_at: now,
        deviation: case.figures.deviation,
        mode: yes.mode,
        confirm_by: yes.confirm_by,
    }
}

fn without_a_person(by: ApprovedBy) -> Yes {
    Yes { by, level: Level::Auto, approver: None, mode: Mode::Standard, confirm_by: None }
}

/// Begins: approves what nobody need be asked about, asks for a justification, or opens branches.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn begin(draft: &mut Draft, facts: &Facts, office: &Office, auto: ApprovedBy) -> Result<Option<Considered>, ProcessRefusal> {
    let Some((process, case)) = draft.process.clone().and_then(|process| Some((process.clone(), *process.case?))) else { return Ok(None) };
    if case.is_free() {
        draft.push(approved(&process, &case, without_a_person(auto), None, office.now));
        return Ok(None);
    }
    let mut written = None;
    if case.demand.level == Level::Auto {
        let considered = consider(&process, &case, facts, office, false);
        if considered.fits {
            draft.push(ProcessEvent::LimitsTaken { limits: considered.ids.clone() });
            draft.push(approved(&process, &case, without_a_person(auto), None, office.now));
            return Ok(Some(considered));
        }
        let mut demand = case.demand.clone();
        demand.raise(Level::Rbu, Reason::LimitReached);
        draft.push(ProcessEvent::LimitReached { demand });
        written = Some(considered);
    } else if case.fallback_may(office) {
        let considered = consider(&process, &case, facts, office, true);
        if considered.fits {
            draft.push(ProcessEvent::LimitsTaken { limits: considered.ids.clone() });
            let confirm_by = office.now.plus_ms(i64::from(office.rules.fallback.confirm_hours).saturating_mul(HOUR_MS));
            let by = ApprovedBy::Fallback;
            let yes = Yes { by, level: case.demand.level, approver: None, mode: Mode::Fallback, confirm_by: Some(confirm_by) };
            draft.push(approved(&process, &case, yes, None, office.now));
            return Ok(Some(considered));
        }
    }
    if case.submitted.justification.as_ref().is_none_or(|text| !super::text::is_telling(text)) {
        draft.push(ProcessEvent::JustificationRequested(Some(Awaited { answer_by: office.answer_by()? })));
        return Ok(written);
    }
    open_branches(draft, office)?;
    Ok(written)
}

/// Opens a branch a part.
///
/// # Errors
/// When the calendar does not reach as far as a deadline.
pub(super) fn open_branches(draft: &mut Draft, office: &Office) -> Result<(), ProcessRefusal> {
    let Some(case) = draft.case().cloned() else { return Ok(()) };
    let parts = case.demand.parts(&case.submitted.client, &case.figures, &office.rules);
    for (branch, part) in (case.next_branch..).zip(parts) {
        // The margin may ask for nobody while a limit that is spent does: a person is asked all the same.
        open_branch(draft, branch, part.units, part.level.max(Level::Rbu), office)?;
    }
    Ok(())
}

/// Opens one branch.
pub(super) fn open_branch(
    draft: &mut Draft,
    branch: u32,
    units: Vec<Line>,
    demanded: Level,
    office: &Office,
) -> Result<(), ProcessRefusal> {
    let Some(case) = draft.case().cloned() else { return Ok(()) };
    let routed = office.route(demanded, &units, &case.submitted);
    let clock = office.clock(routed.level, case.demand.pace(), 0)?;
    let overload = office.overload(&routed);
    draft.push(ProcessEvent::BranchOpened { branch, units, demanded, routed, clock });
    overload.into_iter().for_each(|event| draft.push(event));
    Ok(())
}

/// The kinds of aggregates that beginning may write besides the process.
pub(super) const ALSO_WRITES: &[&str] = &[DailyLimit::NAME];
