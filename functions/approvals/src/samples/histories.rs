//! What commands lead to, for tests.

use super::processes::*;
use super::{line, literal};
use crate::demand::Demand;
use crate::figures::{Figures, LineFigures, Submitted, UnitFigures};
use crate::process::{ApprovedBy, Mode, ProcessEvent};
use crate::samples::world::Scene;
use crate::{Level, LimitId};

/// What a submission leads to.
pub(crate) fn opened_with(submitted: Submitted, figures: Figures) -> Vec<ProcessEvent> {
    Scene::of([]).system(crate::process::open::OpenProcess { submitted, figures })
}

/// Seven points off: the head of the north is asked.
pub(crate) fn open() -> Vec<ProcessEvent> {
    opened_with(submitted(), figures(700))
}

pub(crate) fn awaiting_justification() -> Vec<ProcessEvent> {
    opened_with(Submitted { justification: None, ..submitted() }, figures(700))
}

pub(crate) fn two_units_of(submitted: Submitted) -> Vec<ProcessEvent> {
    let south = UnitFigures { lines: vec![2], ..unit("south", 700) };
    let lines = vec![product(1, "north", "75000.00"), product(2, "south", "75000.00")];
    opened_with(submitted, Figures { units: vec![unit("north", 700), south], lines, ..figures(700) })
}

pub(crate) fn two_units() -> Vec<ProcessEvent> {
    two_units_of(submitted())
}

/// The north said yes and the south said no.
pub(crate) fn partially_approved() -> Vec<ProcessEvent> {
    use kernel::Command;
    let approve = crate::process::approve::ApproveOrder { branch: 1, ..Command::example() };
    let reject = crate::process::reject::RejectOrder { branch: 2, ..Command::example() };
    Scene::of(two_units()).step("rbu-north", approve).step("rbu-south", reject).events()
}

/// Approved by whoever the deviation demands.
pub(crate) fn approved_at(deviation: i64) -> Vec<ProcessEvent> {
    use kernel::Command;
    let person = match rules_level(deviation) {
        Level::Auto | Level::Rbu => "rbu-north",
        Level::Drp | Level::Dp => "dp",
        Level::Gd => "gd",
    };
    Scene::of(opened_with(submitted(), figures(deviation))).step(person, crate::process::approve::ApproveOrder::example()).events()
}

fn rules_level(deviation: i64) -> Level {
    crate::samples::rules().matrix.level(points(deviation))
}

/// Passed within the day's limits.
pub(crate) fn approved_automatically(limits: Vec<LimitId>) -> Vec<ProcessEvent> {
    let figures = figures(50);
    let demand = Demand { reasons: Vec::new(), ..demand(Level::Auto, 50) };
    let opened = ProcessEvent::Opened { shipment: line(ORDER), submission: 1, level: Level::Auto, submitted: submitted(), figures, demand };
    vec![opened, ProcessEvent::LimitsTaken { limits }, approved(ApprovedBy::Auto, Mode::Standard, Level::Auto, 50)]
}

pub(crate) fn fallback_approved() -> Vec<ProcessEvent> {
    vec![opened(), approved(ApprovedBy::Fallback, Mode::Fallback, Level::Rbu, 300)]
}

pub(crate) fn stalled() -> Vec<ProcessEvent> {
    vec![opened(), ProcessEvent::Stalled { problem: line("approvals.process.no-rules") }]
}

/// The same, calculated half an hour after the submission.
pub(crate) fn later(figures: Figures) -> Figures {
    Figures { calculated_at: literal("2026-11-23T07:30:00Z"), ..figures }
}

/// An order that loses so much of so much.
pub(crate) fn losing(loss: &str, revenue: &str) -> Figures {
    let (price, loss) = (money(revenue), money(loss));
    let line = LineFigures { quantity: literal("1"), price, amount: price, cost: price.plus(loss).ok(), ..product(1, "north", revenue) };
    Figures { revenue: price, total: price, lines: vec![line], loss_making: true, ..figures(500) }
}
