//! Samples of processes.

use kernel::{Currency, Money, Paragraph, Percentage};

use super::{day, line, literal};
use crate::demand::{Demand, Reason};
use crate::figures::{ClientRef, Control, CostAge, Figures, LineFigures, Source, Submitted, UnitFigures};
use crate::person::Person;
use crate::process::branch::{Clock, Told};
use crate::process::event::{Awaited, PauseCause, RevokedBy, Via};
use crate::process::{ApprovedBy, ArbitrationVerdict, Mode, OfferedPrice, Process, ProcessEvent, RejectedBy, RoundAnswer};
use crate::roster::Routed;
use crate::{Level, LimitId, Priority, ProcessId};

/// The order of the samples, by its id in `profitability`.
pub const ORDER: &str = "ship_8a3e9fca307b8bd38fbc702b04a41652";

/// Its first submission's process.
pub fn id() -> ProcessId {
    Process::id_of(ORDER, 1)
}

/// Roubles.
pub fn money(text: &str) -> Money {
    super::money(text, Currency::RUB)
}

/// Hundredths of a point.
pub const fn points(hundredths: i64) -> Percentage {
    Percentage::from_hundredths(hundredths)
}

/// A text of several lines.
#[allow(clippy::expect_used, reason = "called with literals only, each of which a test prints")]
fn paragraph(text: &str) -> Paragraph {
    Paragraph::new(text).expect("a literal paragraph")
}

/// Why an order should be allowed.
pub fn justification() -> Paragraph {
    paragraph("Клиент забирает весь остаток партии одним рейсом и платит вперёд, хранение обойдётся дороже уступки.")
}

/// Why an order is refused.
pub fn reason() -> Paragraph {
    paragraph("Уступка не окупается: такой же объём клиент взял в прошлом месяце по цене сметы без рассрочки.")
}

/// Who buys.
pub fn client() -> ClientRef {
    let name = line("ООО «Северный путь»");
    ClientRef { id: line("pcli_2f6a0d2f8b110190b6a27c117a6f9c83"), name, strategic: false, allowed_deviation: points(0) }
}

/// As it is submitted.
pub fn submitted() -> Submitted {
    Submitted {
        shipment: line(ORDER),
        submission: 1,
        estimate: line("est_0190b6a27c117a6f9c832f6a0d2f8b11"),
        estimate_number: line("ЛС-2026-0117"),
        number: line("ЗК-000431"),
        client: client(),
        manager: line("manager"),
        submitted_by: Some(line("manager")),
        priority: Priority::P2,
        emergency: false,
        source: Source::Manual,
        justification: Some(justification()),
        submitted_at: literal(super::MONDAY),
        revocations: 0,
        previous_refusal: None,
    }
}

/// The lines of a unit.
pub fn unit(name: &str, deviation: i64) -> UnitFigures {
    UnitFigures {
        unit: line(name),
        revenue: money("150000.00"),
        deviation: Some(points(deviation)),
        shortfall: money("10500.00"),
        lines: vec![1],
    }
}

/// A line of a unit.
pub(super) fn product(number: u32, unit: &str, amount: &str) -> LineFigures {
    LineFigures {
        line: number,
        product: line("КР-0042"),
        name: line("Крупа гречневая ядрица, 25 кг"),
        unit: line(unit),
        quantity: literal("1500"),
        price: money("100.00"),
        estimate_price: Some(money("112.50")),
        minimum_price: Some(money("112.50")),
        amount: money(amount),
        cost: Some(money("90.00")),
        profitability: Some(points(1_000)),
        shortfall: Some(money("18750.00")),
        non_liquid: false,
    }
}

/// An order of 150 000 roubles of the north that is so far off a plan of 20 %.
pub fn figures(deviation: i64) -> Figures {
    Figures {
        calculation: line("pcalc_0190b6a27c117a6f9c832f6a0d2f8b12"),
        calculated_at: literal("2026-11-23T06:58:00Z"),
        plan: points(2_000),
        plan_revision: 0,
        control: Control::Judged,
        order: Some(points(1_000)),
        cumulative: Some(points(2_000_i64.saturating_sub(deviation))),
        remainder: Some(points(1_150)),
        deviation: Some(points(deviation)),
        lenient_deviation: Some(points(deviation)),
        strict_deviation: Some(points(deviation.saturating_add(150))),
        total: money("150000.00"),
        revenue: money("150000.00"),
        shortfall: money("10500.00"),
        loss_making: false,
        cost_age_days: Some(12),
        cost_age: CostAge::Fresh,
        blocked: Vec::new(),
        units: vec![unit("north", deviation)],
        lines: vec![product(1, "north", "150000.00")],
    }
}

/// What it demands.
pub fn demand(level: Level, deviation: i64) -> Demand {
    let routed_by = Some(points(deviation));
    Demand { level, reasons: vec![Reason::Deviation], routed_by, small: false, priority: Priority::P2 }
}

fn routed(id: &str, level: Level) -> Routed {
    Routed { level, to: Some(super::rosters::person(id)), stands_in_for: None, overloaded: false, on: day("2026-11-23") }
}

fn clock() -> Clock {
    Clock {
        budget_minutes: 1_440,
        spent_minutes: 0,
        since: literal(super::MONDAY),
        notice_at: literal("2026-11-24T10:00:00Z"),
        warning_at: literal("2026-11-25T08:12:00Z"),
        due_at: literal("2026-11-25T13:00:00Z"),
        default_at: None,
    }
}

/// The order was submitted.
pub fn opened() -> ProcessEvent {
    ProcessEvent::Opened {
        shipment: line(ORDER),
        submission: 1,
        level: Level::Rbu,
        submitted: submitted(),
        figures: figures(700),
        demand: demand(Level::Rbu, 700),
    }
}

/// An approval of the order.
pub fn approved(by: ApprovedBy, mode: Mode, level: Level, deviation: i64) -> ProcessEvent {
    ProcessEvent::Approved {
        shipment: line(ORDER),
        submission: 1,
        by,
        level,
        approver: (by == ApprovedBy::Person).then(|| line("rbu-north")),
        comment: None,
        decided_at: literal(super::MONDAY),
        deviation: Some(points(deviation)),
        mode,
        confirm_by: (mode == Mode::Fallback).then(|| literal("2026-11-24T07:00:00Z")),
    }
}

/// The head of the north is asked.
pub fn branch_opened() -> ProcessEvent {
    ProcessEvent::BranchOpened {
        branch: 1,
        units: vec![line("north")],
        demanded: Level::Rbu,
        routed: routed("rbu-north", Level::Rbu),
        clock: clock(),
    }
}

fn proposed(by: Person) -> ProcessEvent {
    ProcessEvent::CorrectionProposed {
        shipment: line(ORDER),
        submission: 1,
        proposal: line("apr_1/prices/0"),
        round: 1,
        branch: 1,
        prices: vec![OfferedPrice { line: 1, price: money("112.50") }],
        below_minimum: Vec::new(),
        level: Level::Rbu,
        approver: by.id.clone(),
        by,
        reason: reason(),
        answer_by: literal("2026-11-23T11:00:00Z"),
    }
}

/// What happens in a branch.
fn branch_events() -> Vec<ProcessEvent> {
    let (branch, by) = (1, || super::rosters::person("rbu-north"));
    vec![
        branch_opened(),
        ProcessEvent::BranchRerouted { branch, demanded: Level::Dp, routed: routed("dp", Level::Dp), clock: clock() },
        ProcessEvent::Noticed { branch, told: Told::Noticed },
        ProcessEvent::Breached { branch, level: Level::Rbu, approver: Some(line("rbu-north")), budget_minutes: 1_440 },
        ProcessEvent::Escalated {
            branch,
            from: Level::Rbu,
            silent: Some(line("rbu-north")),
            routed: routed("drp", Level::Drp),
            clock: clock(),
        },
        ProcessEvent::OverloadSignalled { approver: line("rbu-north"), count: 51 },
        ProcessEvent::TaskNoted { branch, step: 1, task: line("0190b6a2-7c11-7a6f-9c83-2f6a0d2f8b12") },
        ProcessEvent::ClockPaused { branch, cause: PauseCause::Channel, spent_minutes: 60 },
        ProcessEvent::ClockResumed { branch, clock: Clock { spent_minutes: 60, ..clock() } },
        ProcessEvent::BranchApproved { branch, by: by(), level: Level::Rbu, comment: Some(justification()), via: Via::Console },
        ProcessEvent::BranchRejected { branch, by: by(), level: Level::Rbu, reason: reason(), via: Via::Elma },
        proposed(by()),
        ProcessEvent::CorrectionAnswered { proposal: line("apr_1/prices/0"), answer: RoundAnswer::Declined, reason: Some(reason()) },
    ]
}

/// What happens to the whole.
fn whole_events() -> Vec<ProcessEvent> {
    let (shipment, submission, by) = (|| line(ORDER), 1, || super::rosters::person("rbu-north"));
    vec![
        ProcessEvent::NotedEarly { shipment: shipment(), submission, withdrawn: false, figures: Some(Box::new(figures(700))) },
        opened(),
        ProcessEvent::Stalled { problem: line("approvals.process.no-rules") },
        ProcessEvent::JustificationRequested(Some(Awaited { answer_by: literal("2026-11-23T11:00:00Z") })),
        ProcessEvent::LimitReached { demand: Demand { reasons: vec![Reason::LimitReached], ..demand(Level::Rbu, 50) } },
        ProcessEvent::Justified { justification: justification() },
        ProcessEvent::LimitsTaken { limits: vec![LimitId::derive(&["sample"])] },
        ProcessEvent::LimitsReleased,
        ProcessEvent::PartiallyApproved {
            shipment: shipment(),
            submission,
            proposal: line("apr_1/drop/5"),
            drop: vec![2],
            approver: line("rbu-south"),
            reason: reason(),
            answer_by: Some(literal("2026-11-23T11:00:00Z")),
        },
        ProcessEvent::DropAnswered { proposal: line("apr_1/drop/5"), accepted: true },
        ProcessEvent::Recalculated { figures: figures(1_800), client: client(), demand: demand(Level::Dp, 1_800) },
        ProcessEvent::FactsRequested {
            shipment: shipment(),
            submission,
            request: line("apr_1/facts/0"),
            again_at: literal("2026-12-04T06:05:00Z"),
        },
        approved(ApprovedBy::Person, Mode::Standard, Level::Rbu, 700),
        ProcessEvent::Rejected {
            shipment: shipment(),
            submission,
            by: RejectedBy::Person,
            approver: Some(line("rbu-north")),
            reason: reason(),
        },
        ProcessEvent::ArbitrationOpened { shipment: shipment(), submission, until: literal("2026-12-09T15:00:00Z") },
        ProcessEvent::Arbitrated {
            shipment: shipment(),
            submission,
            verdict: ArbitrationVerdict::Approved,
            by: super::rosters::person("fd"),
            reason: justification(),
        },
        ProcessEvent::ArbitrationOverdue { shipment: shipment(), submission, until: literal("2026-12-09T15:00:00Z") },
        ProcessEvent::Revoked { shipment: shipment(), submission, cause: RevokedBy::LevelHigher, level: Level::Dp, reason: reason() },
        ProcessEvent::Withdrawn { cause: line("manager") },
        ProcessEvent::Lapsed,
        ProcessEvent::HandedOver { violation: false },
        ProcessEvent::PostFactumConfirmed { by: by() },
        ProcessEvent::PostFactumRefused { by: by(), reason: reason() },
        ProcessEvent::PostFactumOverdue,
    ]
}

/// One of each event of a process.
pub fn events() -> Vec<ProcessEvent> {
    whole_events().into_iter().chain(branch_events()).collect()
}

#[cfg(test)]
pub(crate) use super::histories::*;
