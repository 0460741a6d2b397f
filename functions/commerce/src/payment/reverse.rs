//! Takes a payment back.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::confirm::{movement, text};
use super::offset::taken_back;
use super::settle::AllocationRefusal;
use super::unallocate::{self, Opening, open};
use super::write_off::remainder;
use super::{Allocation, Payment, PaymentEvent, PaymentMethod, PaymentRefusal, PaymentStatus, REFERENCE_SCOPE};
use crate::PaymentId;
use crate::invoice::Invoice;
use crate::obligation::Obligation;
use crate::rules::{self, Occasion};

/// Most allocations that are given back in the same step: each writes an invoice, its debt and
/// up to three entries that look at three doors of periods, and a transaction holds 100 items.
const ALLOCATIONS_AT_ONCE_MAX: usize = 8;

/// Takes a payment back: the bank returned it, or it was recorded by mistake.
///
/// What invoices took of it is given back first, in the same step, and a rest that was written
/// off comes back. Entries are mirrored today; nothing is deleted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversePayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Why.
    pub reason: Line,
    /// It never was this payment: each entry is mirrored on its own day while that is open, so that
    /// the bank's account is right on every day once the money stands where it belongs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_its_day: bool,
}

impl ReversePayment {
    /// The day that something counts for which was made on another.
    fn day(&self, made: Day, today: Day) -> Day {
        if self.from_its_day { made } else { today }
    }

    /// What giving an allocation back writes, on its own day or today.
    fn opening(&self, facts: &Facts, payment: &Payment, allocation: &Allocation, today: Day) -> Result<Opening, AllocationRefusal> {
        let day = self.day(allocation.day, today);
        let opening = open(facts, payment, allocation, day, &self.reason)?;
        if rules::posted_on(facts, &opening.drafts, day, today) == day {
            Ok(opening)
        } else {
            open(facts, payment, allocation, today, &self.reason)
        }
    }

    /// The entries of the payment itself mirrored, on its own day or today.
    fn mirrored_late(&self, payment: &Payment, facts: &Facts, today: Day) -> Vec<Draft> {
        let day = self.day(payment.day, today);
        let drafts = Self::mirrored(payment, facts, day);
        if rules::posted_on(facts, &drafts, day, today) == day { drafts } else { Self::mirrored(payment, facts, today) }
    }

    fn mirrored(payment: &Payment, facts: &Facts, day: Day) -> Vec<Draft> {
        let occasion = Occasion::of::<Payment>(facts, payment.id, day, text(payment));
        if payment.method == PaymentMethod::Offset {
            return taken_back(payment, facts, &occasion);
        }
        // With everything given back, the advance accounts hold what they held at first.
        let mut advances = payment.advances.clone();
        let off = payment.written_off.iter();
        let given = payment.allocations.iter().flat_map(|allocation| &allocation.advances);
        for given in given.chain(off.clone().flat_map(|off| &off.advances)) {
            if let Some(held) = advances.iter_mut().find(|held| held.book == given.book && held.direction == given.direction) {
                held.amount = held.amount.plus(given.amount).unwrap_or(held.amount);
            }
        }
        let kept = off.flat_map(|off| remainder(facts, payment, off.amount, &off.advances).restored(&occasion, &off.entries));
        let taken_back = movement(facts, payment, &payment.rates).reversed(&advances, &occasion, &payment.entries);
        kept.chain(taken_back).collect()
    }
}

impl Command for ReversePayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.reverse-payment",
        route: Some(Route::post("/commerce/payments/{payment_id}/reverse")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[Invoice::NAME, Obligation::NAME, posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Takes a payment back, and gives back what invoices took of it.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(payment) = payment.filter(|payment| payment.allocations.len() <= ALLOCATIONS_AT_ONCE_MAX) else { return Vec::new() };
        let today = context.now.day_in(context.settings.time_zone);
        let given = payment.allocations.iter();
        let mut wants: Vec<Want> = given.clone().flat_map(|one| unallocate::wants(facts, payment, one, today, &self.reason)).collect();
        wants.extend(
            given.filter_map(|one| self.opening(facts, payment, one, today).ok()).flat_map(|opening| rules::wants(&opening.drafts)),
        );
        wants.extend([Want::aggregate::<Payment>(payment.id), rules::Holder::want(payment.payer), rules::Holder::want(payment.payee)]);
        if payment.status() == PaymentStatus::Confirmed {
            wants.extend(rules::wants(&self.mirrored_late(payment, facts, today)));
        }
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if payment.status() == PaymentStatus::Reversed {
            return Err(PaymentRefusal::NotInStatus { is: PaymentStatus::Reversed });
        }
        if payment.allocations.len() > ALLOCATIONS_AT_ONCE_MAX {
            return Err(AllocationRefusal::UnallocateFirst.into());
        }
        let day = context.now.day_in(context.settings.time_zone);
        let (mut decision, mut drafts) = (Decision::nothing(), Vec::new());
        for allocation in &payment.allocations {
            let opening = self.opening(facts, payment, allocation, day)?;
            decision.events.push(opening.payment);
            drafts.extend(opening.drafts);
        }
        if payment.method == PaymentMethod::Offset {
            // Both claims of an offset are opened by one entry a book.
            drafts.clear();
        }
        decision = unallocate::write(decision, facts, payment.id, &payment.allocations.iter().collect::<Vec<_>>());
        decision.events.push(PaymentEvent::Reversed { day, reason: self.reason.clone() });
        if let Some(external) = &payment.external {
            // It may be reported again: a bank that returned money may send it once more.
            decision = decision.release(REFERENCE_SCOPE, external.unique());
        }
        if payment.status() == PaymentStatus::Received {
            return Ok(decision);
        }
        drafts.extend(self.mirrored_late(payment, facts, day));
        Ok(rules::post(decision, facts, &drafts)?)
    }

    fn example() -> Self {
        Self {
            payment_id: crate::samples::payments::payment_id(),
            reason: crate::samples::line("Банк повернув кошти"),
            from_its_day: false,
        }
    }
}
