//! Records a payment by hand.

use kernel::identifier::{Iban, Phone};
use kernel::view::RowQuery;
use kernel::{Command, CommandSpec, Context, Decision, Facts, Line, Moment, Money, Paragraph, Role, Route, Want};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Payer, Payment, PaymentEvent, PaymentRefusal, Received, Source};
use crate::PaymentId;
use crate::views::payment_duplicates;

/// Records a payment by hand: cash, a cheque, a bank that is not connected.
///
/// A payment of the same day, amount and payer is taken for the same money until somebody
/// confirms that it is another one; the confirmed payment keeps the suspicion, so that
/// whoever matches it sees it. Nobody matches what they recorded themselves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordManualPayment {
    /// How much; more than zero.
    pub amount: Money,
    /// When it was paid; not in the future.
    pub paid_at: Moment,
    /// Who paid.
    #[serde(default)]
    pub payer_name: Option<Line>,
    /// ЄДРПОУ or personal tax number.
    #[serde(default)]
    pub payer_code: Option<Line>,
    /// Their account.
    #[serde(default)]
    pub payer_account: Option<Iban>,
    /// Their telephone.
    #[serde(default)]
    pub payer_phone: Option<Phone>,
    /// What they wrote, best with the order's number.
    #[serde(default)]
    pub purpose: Option<Paragraph>,
    /// This is another payment than the one that looks the same.
    #[serde(default)]
    pub confirm_duplicate: bool,
}

impl RecordManualPayment {
    fn payer(&self) -> Payer {
        Payer {
            name: self.payer_name.as_ref().map(|name| name.as_str().to_owned()),
            code: self.payer_code.as_ref().map(|code| code.as_str().to_owned()),
            account: self.payer_account.as_ref().map(|account| account.as_str().to_owned()),
            phone: self.payer_phone.clone(),
        }
    }

    fn look_alikes(&self, context: &Context) -> RowQuery {
        payment_duplicates::query(self.amount, self.paid_at.day_in(context.settings.time_zone))
    }
}

impl Command for RecordManualPayment {
    type Aggregate = Payment;
    type Refusal = PaymentRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "orders.record-manual-payment",
        route: Some(Route::post("/payments")),
        roles: &[Role::Accountant, Role::TeamLead, Role::Manager],
        also_writes: &[],
        reads: &[payment_duplicates::VIEW],
        summary: "Records a payment by hand.",
    };

    fn target(&self, context: &Context) -> PaymentId {
        context.fresh_id(0)
    }

    fn wants(&self, _: Option<&Payment>, _: &Facts, context: &Context) -> Vec<Want> {
        vec![Want::Rows(self.look_alikes(context))]
    }

    fn decide(&self, payment: Option<&Payment>, facts: &Facts, context: &Context) -> Result<Decision<Payment>, PaymentRefusal> {
        if payment.is_some() {
            return Err(PaymentRefusal::Exists);
        }
        if !self.amount.is_positive() {
            return Err(PaymentRefusal::AmountNotPositive);
        }
        let bank_day = self.paid_at.day_in(context.settings.time_zone);
        if bank_day > context.now.day_in(context.settings.time_zone) {
            return Err(PaymentRefusal::PaidInFuture);
        }
        let payer = self.payer();
        let duplicate_suspected = payment_duplicates::look_alike(facts.rows(&self.look_alikes(context)), &payer, None);
        if duplicate_suspected.is_some() && !self.confirm_duplicate {
            return Err(PaymentRefusal::DuplicateSuspected);
        }
        let actor = &context.actor;
        Ok(Decision::of([PaymentEvent::Received(Received {
            id: self.target(context),
            source: Source::Manual { recorded_by: actor.id.clone(), recorded_by_name: actor.name.clone() },
            amount: self.amount,
            paid_at: self.paid_at,
            bank_day,
            payer,
            purpose: self.purpose.as_ref().map(|purpose| purpose.as_str().to_owned()).unwrap_or_default(),
            raw_sha256: None,
            duplicate_suspected,
        })]))
    }

    fn example() -> Self {
        Self {
            amount: crate::samples::uah("1500.50"),
            paid_at: crate::samples::literal("2026-11-20T12:05:00Z"),
            payer_name: Some(crate::samples::line("Відділ постачання")),
            payer_code: None,
            payer_account: None,
            payer_phone: Some(crate::samples::literal("+380501234567")),
            purpose: None,
            confirm_duplicate: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use testkit::{context, nothing, person};

    use super::*;
    use crate::samples::{line, payments, uah};
    use crate::views::payment_duplicates::{VIEW, partition, row};

    fn record() -> RecordManualPayment {
        RecordManualPayment::example()
    }

    fn accountant() -> kernel::Actor {
        person("accountant", Role::Accountant)
    }

    #[test]
    fn r45_the_recorder_is_remembered() {
        let decision = nothing::<Payment>().by(accountant()).when(record()).accepted();
        let [PaymentEvent::Received(received)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!(received.source, Source::Manual { recorded_by: "accountant".to_owned(), recorded_by_name: "accountant".to_owned() });
        assert_eq!((received.id, received.duplicate_suspected), (context().fresh_id(0), None));
    }

    #[test]
    fn r18_the_same_day_amount_and_payer_must_be_confirmed() {
        let day = "2026-11-20".parse().unwrap();
        let other = payments::imported_payment();
        let rows = || vec![row(&other)];
        let given = || nothing::<Payment>().by(accountant()).rows(VIEW, &partition(uah("1500.50"), day), rows());
        let same = RecordManualPayment { payer_name: Some(line("ПОСТАЧАННЯ ВІДДІЛ")), ..record() };
        given().when(same.clone()).refused(PaymentRefusal::DuplicateSuspected);
        let confirmed = given().when(RecordManualPayment { confirm_duplicate: true, ..same }).accepted();
        let [PaymentEvent::Received(received)] = confirmed.events.as_slice() else { panic!("{:?}", confirmed.events) };
        assert_eq!(received.duplicate_suspected, Some(other.id));
        let stranger = RecordManualPayment { payer_name: Some(line("Покупець Перший")), ..record() };
        given().when(stranger).accepted();
    }

    #[test]
    fn a_payment_is_of_a_positive_amount_and_of_the_past() {
        nothing::<Payment>().when(RecordManualPayment { amount: uah("0"), ..record() }).refused(PaymentRefusal::AmountNotPositive);
        let negative = Money::from_minor(-1, Currency::UAH);
        nothing::<Payment>().when(RecordManualPayment { amount: negative, ..record() }).refused(PaymentRefusal::AmountNotPositive);
        let tomorrow = crate::samples::literal("2026-11-21T22:30:00Z");
        nothing::<Payment>().when(RecordManualPayment { paid_at: tomorrow, ..record() }).refused(PaymentRefusal::PaidInFuture);
    }
}
