//! What others are told when goods are released: what customs are paid, in all and by goods.

use kernel::{Context, Currency, Line, Moment, Money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::event::{Alert, LANDED_LINES_MAX, LandedLine, Paid, Released};
use super::{Declaration, DeclarationEvent};
use crate::code::{DeclarationType, RegistrationNumber};
use crate::form::amount::{currency, money};
use crate::form::good::GoodPayment;
use crate::form::{Form, Good};

/// Kinds of payment in box 47.
const FEE: &str = "1010";
const DUTY: &str = "2010";
const VAT: &str = "5010";

/// The goods are released; for an import, what they cost at customs (decision X14), or that a
/// person must say so because the form does not.
pub(super) fn told(
    declaration: &Declaration,
    number: Option<RegistrationNumber>,
    form: Option<&Form>,
    released_at: Moment,
    context: &Context,
) -> Vec<DeclarationEvent> {
    let released_on = released_at.day_in(context.settings.time_zone);
    let goods = form.map(Form::goods).unwrap_or_default();
    let lines = paid_by_goods(&goods);
    let released = released(declaration, number.clone(), lines.as_deref().and_then(total), released_at, context);
    let is_import = declaration.header.declaration_type == DeclarationType::Import;
    let unknown = (is_import && lines.is_none()).then_some(DeclarationEvent::AlertRaised { alert: Alert::PaymentsUnknown });
    let landed = lines.filter(|_| is_import).unwrap_or_default();
    let landed = landed.chunks(LANDED_LINES_MAX).map(|lines| DeclarationEvent::LandedCostKnown {
        declaration_id: declaration.id,
        registration_number: number.clone(),
        released_on,
        lines: lines.to_vec(),
    });
    std::iter::once(released).chain(landed).chain(unknown).collect()
}

/// The goods are released.
pub(super) fn released(
    declaration: &Declaration,
    number: Option<RegistrationNumber>,
    payments: Option<Paid>,
    released_at: Moment,
    context: &Context,
) -> DeclarationEvent {
    DeclarationEvent::Released(Box::new(Released {
        declaration_id: declaration.id,
        declaration_type: declaration.header.declaration_type,
        procedure: declaration.header.procedure.code.clone(),
        registration_number: number,
        released_at,
        released_on: released_at.day_in(context.settings.time_zone),
        shipment: declaration.header.shipment.clone(),
        goods_count: declaration.form.as_ref().map_or(0, |form| u32::from(form.goods.count)),
        payments,
    }))
}

/// What is paid for each of the goods, as the form declares it: duty and tax as they stand
/// there, the fees of all goods together distributed by customs value. `None` where an amount
/// cannot be read, or currencies differ: an unknown sum is not told as a smaller one.
fn paid_by_goods(goods: &[Good]) -> Option<Vec<LandedLine>> {
    let unit = currency_of(goods)?;
    let of_mode = |mode: &str| goods.iter().map(|good| sum(good, mode, unit)).collect::<Option<Vec<Money>>>();
    let (duties, taxes, fees) = (of_mode(DUTY)?, of_mode(VAT)?, of_mode(FEE)?);
    let fees = Money::sum(fees, unit).ok()?.share(&weights(goods)).ok()?;
    let paid = duties.into_iter().zip(taxes).zip(fees).map(|((duty, vat), fee)| Paid { duty, vat, fee });
    Some(goods.iter().zip(paid).map(|(good, paid)| line(good, paid)).collect())
}

fn line(good: &Good, paid: Paid) -> LandedLine {
    let supplementary = good.supplementary.as_ref();
    LandedLine {
        number: good.number,
        article: good.article.as_deref().and_then(|article| Line::new(article).ok()),
        quantity: supplementary.and_then(|supplementary| supplementary.quantity.normalize().to_string().parse().ok()),
        unit: supplementary.and_then(|supplementary| Line::new(supplementary.unit_name.as_deref()?).ok()),
        paid,
    }
}

/// The one currency of all payments; roubles where a form names none.
fn currency_of(goods: &[Good]) -> Option<Currency> {
    let named = |payment: &GoodPayment| payment.currency.as_deref().map_or(Some(Currency::RUB), currency);
    let mut currencies = goods.iter().flat_map(|good| &good.payments).map(named);
    let first = currencies.next()??;
    currencies.all(|other| other == Some(first)).then_some(first)
}

fn sum(good: &Good, mode: &str, unit: Currency) -> Option<Money> {
    let amounts = good.payments.iter().filter(|payment| payment.mode == mode).map(|payment| money(payment.amount?, unit));
    Money::sum(amounts.collect::<Option<Vec<Money>>>()?, unit).ok()
}

/// Customs values in hundredths; all alike where one of the goods has none.
fn weights(goods: &[Good]) -> Vec<i64> {
    let hundredths = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED)?.round().to_i64();
    let values: Option<Vec<i64>> = goods.iter().map(|good| hundredths(good.customs_value?.normalize())).collect();
    values.filter(|values| values.iter().any(|value| *value > 0)).unwrap_or_else(|| vec![1; goods.len()])
}

fn total(lines: &[LandedLine]) -> Option<Paid> {
    let unit = lines.first()?.paid.duty.currency();
    let sum = |part: fn(&Paid) -> Money| Money::sum(lines.iter().map(|line| part(&line.paid)), unit).ok();
    Some(Paid { duty: sum(|paid| paid.duty)?, vat: sum(|paid| paid.vat)?, fee: sum(|paid| paid.fee)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{declarations as sample, literal};

    fn goods(values: &[&str], fee: &str) -> Vec<Good> {
        let payment = |mode: &str, amount: &str| GoodPayment {
            mode: mode.to_owned(),
            base: None,
            rate: None,
            amount: Some(literal(amount)),
            currency: Some("RUB".to_owned()),
        };
        let good = |(n, value): (u16, &&str)| {
            let mut good = Good::new(literal_number(n));
            good.customs_value = Some(literal(value));
            good.payments = vec![payment(DUTY, "10.00"), payment(VAT, "20.01")];
            good
        };
        let mut goods: Vec<Good> = (1..).zip(values).map(good).collect();
        goods[0].payments.push(payment(FEE, fee));
        goods
    }

    fn literal_number(n: u16) -> crate::code::GoodsNumber {
        n.try_into().expect("a number of goods")
    }

    #[test]
    fn x14_the_fee_is_distributed_by_customs_value_to_the_last_kopeck() {
        let lines = paid_by_goods(&goods(&["100.00", "100.00", "100.01"], "100.00")).expect("sums");
        let fees: Vec<String> = lines.iter().map(|line| line.paid.fee.amount()).collect();
        assert_eq!(fees, ["33.33", "33.33", "33.34"]);
        let paid = total(&lines).expect("sums");
        assert_eq!((paid.fee.amount(), paid.duty.amount(), paid.vat.amount()), ("100.00".into(), "30.00".into(), "60.03".into()));
    }

    #[test]
    fn what_cannot_be_read_is_not_told_as_a_smaller_sum() {
        let mut unread = goods(&["1", "2"], "3.00");
        unread[1].payments[0].amount = None;
        assert_eq!(paid_by_goods(&unread), None);
        let mut mixed = goods(&["1", "2"], "3.00");
        mixed[1].payments[0].currency = Some("USD".to_owned());
        assert_eq!(paid_by_goods(&mixed), None);
        assert_eq!(paid_by_goods(&[]), None);
        let mut without_value = goods(&["1", "2"], "3.00");
        without_value[1].customs_value = None;
        let fees: Vec<String> = paid_by_goods(&without_value).expect("sums").iter().map(|line| line.paid.fee.amount()).collect();
        assert_eq!(fees, ["1.50", "1.50"]);
    }

    #[test]
    fn the_sample_form_is_read() {
        let lines = paid_by_goods(&sample::read_form().goods()).expect("sums");
        assert_eq!((lines.len(), lines[0].paid.duty.amount()), (2, "50000.00".to_owned()));
    }
}
