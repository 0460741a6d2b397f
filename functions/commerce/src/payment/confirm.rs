//! Puts a payment into the books.

use kernel::{Aggregate, Command, CommandSpec, Context, Day, Decision, Facts, Line, Role, Route, Want};
use posting::Draft;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Payment, PaymentEvent, PaymentRefusal, PaymentStatus};
use crate::PaymentId;
use crate::rules::exchange::{ExchangeRate, RATES_MAX};
use crate::rules::payment::Movement;
use crate::rules::{self, Holder, Occasion};

/// Puts a payment into the books: as an advance, until it is allocated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmPayment {
    /// Which payment.
    pub payment_id: PaymentId,
    /// Between its currency and the books', where they differ.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
}

/// What an entry about a payment says.
pub(super) fn text(payment: &Payment) -> Line {
    payment.purpose.clone().unwrap_or_else(rules::unnamed)
}

/// The payment in the journal. A late one names the bank's day.
fn occasion(facts: &Facts, payment: &Payment, day: Day) -> Occasion {
    let late = if payment.day == day { String::new() } else { format!("{}: ", payment.day) };
    let long = format!("{late}{}", text(payment));
    let cut: String = long.chars().take(kernel::text::LINE_CHARACTERS_MAX).collect();
    Occasion::of::<Payment>(facts, payment.id, day, Line::new(&cut).unwrap_or_else(|_| text(payment)))
}

/// A payment as the posting rules see it.
pub(super) fn movement<'a>(facts: &Facts, payment: &Payment, rates: &'a [ExchangeRate]) -> Movement<'a> {
    Movement {
        payer: payment.payer,
        payee: payment.payee,
        paying: Holder::of(facts, payment.payer),
        receiving: Holder::of(facts, payment.payee),
        amount: payment.amount,
        method: payment.method,
        rates,
    }
}

/// The confirmation of a payment, and what it posts: on the bank's day while that is open, else
/// today (decision K21).
///
/// # Errors
/// When a rate is missing, or no side is an own company.
pub(super) fn confirmation(
    facts: &Facts,
    payment: &Payment,
    rates: &[ExchangeRate],
    today: Day,
) -> Result<(PaymentEvent, Vec<Draft>), PaymentRefusal> {
    if rates.len() > RATES_MAX {
        return Err(PaymentRefusal::RateUnusable);
    }
    let movement = movement(facts, payment, rates);
    if movement.paying.is_none() && movement.receiving.is_none() {
        return Err(PaymentRefusal::NobodyOwn);
    }
    let advances = movement.advances()?;
    let on = |day| movement.confirmed(&advances, &occasion(facts, payment, day));
    let drafts = on(rules::posted_on(facts, &on(payment.day), payment.day, today));
    let entries = rules::entries(&drafts);
    Ok((PaymentEvent::Confirmed { contract: payment.contract, rates: rates.to_vec(), advances, entries }, drafts))
}

impl Command for ConfirmPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "commerce.confirm-payment",
        route: Some(Route::post("/commerce/payments/{payment_id}/confirm")),
        roles: &[Role::Accountant, Role::System],
        also_writes: &[posting::JournalEntry::NAME],
        reads: &[posting::Book::NAME, posting::PeriodGate::NAME],
        summary: "Puts a payment into the books.",
    };

    fn target(&self, _: &Context) -> PaymentId {
        self.payment_id
    }

    fn wants(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Vec<Want> {
        let Some(payment) = payment else { return Vec::new() };
        let mut wants = vec![Want::aggregate::<Payment>(payment.id), Holder::want(payment.payer), Holder::want(payment.payee)];
        let today = context.now.day_in(context.settings.time_zone);
        wants.extend(confirmation(facts, payment, &self.rates, today).map(|(_, drafts)| rules::wants(&drafts)).unwrap_or_default());
        wants
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        let payment = payment.ok_or(PaymentRefusal::NotFound)?;
        if payment.status() != PaymentStatus::Received {
            return Err(PaymentRefusal::NotInStatus { is: payment.status() });
        }
        let today = context.now.day_in(context.settings.time_zone);
        let (event, drafts) = confirmation(facts, payment, &self.rates, today)?;
        Ok(rules::post(Decision::of([event]), facts, &drafts)?)
    }

    fn example() -> Self {
        Self { payment_id: crate::samples::payments::payment_id(), rates: Vec::new() }
    }
}
