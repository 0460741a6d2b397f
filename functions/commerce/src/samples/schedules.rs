//! Samples of payment schedules.

use kernel::{Currency, Percentage};

use super::contracts::contract_id;
use super::parties::{buyer_id, seller_id};
use super::{day, line, money};
use crate::schedule::plan::PlanPayments;
use crate::schedule::split::PlannedPayment;
use crate::schedule::{Planned, RowShare, ScheduleEvent, ScheduleOwner, ScheduleRow};

fn shares() -> [(kernel::Day, RowShare, &'static str); 2] {
    let percent = RowShare::Percent(Percentage::from_hundredths(3_000));
    [(day("2026-12-01"), percent, "300.00"), (day("2027-01-15"), RowShare::Amount(money("700.00", Currency::UAH)), "700.00")]
}

/// Thirty percent in December, the rest in January.
pub fn planning() -> PlanPayments {
    PlanPayments {
        owner: ScheduleOwner::Contract { contract: contract_id() },
        base: Some(money("1000.00", Currency::UAH)),
        payments: shares().map(|(due, share, _)| PlannedPayment { due, share }).to_vec(),
    }
}

/// What becomes of it.
pub fn planned() -> Planned {
    let row = |(due, share, amount)| ScheduleRow { due, share, amount: money(amount, Currency::UAH) };
    Planned {
        owner: ScheduleOwner::Contract { contract: contract_id() },
        contract: Some(contract_id()),
        from: buyer_id(),
        to: seller_id(),
        base: money("1000.00", Currency::UAH),
        rows: shares().map(row).to_vec(),
    }
}

/// One of each event of a payment schedule.
pub fn schedule_events() -> Vec<ScheduleEvent> {
    vec![ScheduleEvent::Planned(planned()), ScheduleEvent::Cancelled { reason: line("Сплачено одразу") }]
}
