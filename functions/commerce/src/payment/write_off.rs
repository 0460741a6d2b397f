//! Writes off a rest of a payment that is too small to be asked back.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Money, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::confirm::text;
use super::{InBook, Payment, PaymentEvent, PaymentRefusal, PaymentStatus, RemainderOff};
use crate::contract::Contract;
use crate::invoice::Invoice;
use crate::rules::allocation::Remainder;
use crate::rules::{self, Holder, Occasion};
use crate::{ContractId, PaymentId};

/// Writes off what no invoice took of a payment, as far as the contract calls it small: the
/// payer sent a few kopecks too many. Once a payment.
///
/// The contract is the one that the payment names, else that of the invoice it closed last.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteOffRemainder {
    /// Which payment.
    pub payment_id: PaymentId,
    /// When; today when absent.
    #[serde(default)]
    pub day: Option<Day>,
}

fn contract(payment: &Payment, facts: &Facts) -> Option<ContractId> {
    let closed = || Some(facts.aggregate::<Invoice>(payment.allocations.last()?.invoice)?.state.contract);
    payment.contract.or_else(closed)
}

/// What stands for the rest in the books.
pub(super) fn remainder<'a>(facts: &Facts, payment: &'a Payment, amount: Money, advances: &'a [InBook]) -> Remainder<'a> {
    let holders = [Holder::of(facts, payment.payer), Holder::of(facts, payment.payee)];
    Remainder { payer: payment.payer, payee: payment.payee, holders, amount, advances, rates: &payment.rates }
}

impl WriteOffRemainder {
    fn day(&self, context: &Context) -> Day {
        self.day.unwrap_or_else(|| context.now.day_in(context.settings.time_zone))
    }

    fn drafts(&self, payment: &Payment, facts: &Facts, context: &Context) -> Vec<Draft> {
        let occasion = Occasion::of::<Payment>(facts, payment.id, self.day(context), text(payment));
        remainder(facts, payment, payment.remainder(), &payment.advances).written_off(&occasion)
    }
}

impl Command for WriteOffRemainder {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.write-off-remainder",
        route: Some(Route::post("/commerce/payments/{payment_id}/write-off")),
        roles: &[Role::Accountant],
        also_writes: &[posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Writes off what no invoice took of a payment, as far as the contract calls it small.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(payment) = payment else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Payment>(payment.id), Holder::want(payment.payer), Holder::want(payment.payee)];
        wants.extend(payment.allocations.last().map(|last| Want::aggregate::<Invoice>(last.invoice)));
        wants.extend(contract(payment, facts).map(Want::aggregate::<Contract>));
        wants.extend(rules::wants(&self.drafts(payment, facts, context)));
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        let (day, left) = (self.day(context), payment.remainder());
        if payment.status() != PaymentStatus::Confirmed {
            return Err(PaymentRefusal::NotInStatus { is: payment.status() });
        }
        if payment.written_off.is_some() {
            return Err(PaymentRefusal::WrittenOffAlready);
        }
        if !left.is_positive() {
            return Err(PaymentRefusal::AmountNotPositive);
        }
        if day > context.now.day_in(context.settings.time_zone) {
            return Err(PaymentRefusal::InFuture);
        }
        if payment.allocations.iter().any(|allocation| allocation.day > day) || payment.day > day {
            return Err(super::settle::AllocationRefusal::TooEarly.into());
        }
        let contract = contract(payment, facts).and_then(|id| facts.aggregate::<Contract>(id));
        let small = contract.and_then(|contract| contract.state.terms(day)?.small_difference);
        let most = small.unwrap_or(Money::zero(payment.amount.currency()));
        if most.currency() != left.currency() || left.minor() > most.minor() {
            return Err(PaymentRefusal::RemainderTooLarge { most });
        }
        let drafts = self.drafts(payment, facts, context);
        let off = RemainderOff { amount: left, day, advances: payment.advances.clone(), entries: rules::entries(&drafts) };
        Ok(rules::post(Decision::of([PaymentEvent::RemainderWrittenOff(off)]), facts, &drafts)?)
    }

    fn example() -> Self {
        Self { payment_id: crate::samples::payments::payment_id(), day: None }
    }
}
