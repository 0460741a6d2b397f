//! The planned cost by the formula: the average purchase of six months, by quantity, times the
//! factor of transport and customs.

use chrono::Months;
use kernel::{Day, Money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AVERAGE_MONTHS, CostParts, PriceRefusal, Purchase};
use crate::fraction::Fraction;
use crate::price::Price;

/// Millionths in one: factors and quantities have at most six digits after the point.
const MILLIONTHS: i128 = 1_000_000;
/// No transport costs more than nine times the goods.
const FACTOR_MAX: Decimal = Decimal::from_parts(10, 0, 0, false, 0);

/// What transport and customs make of a purchase price: 1 to 10, at most six digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Factor(Decimal);

/// Why a text is no factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a decimal from 1 to 10 with at most 6 digits after the point")]
pub struct NotAFactor;

impl Factor {
    fn millionths(self) -> Option<i128> {
        (self.0 * Decimal::from(1_000_000)).to_i128()
    }
}

impl TryFrom<String> for Factor {
    type Error = NotAFactor;
    fn try_from(text: String) -> Result<Self, NotAFactor> {
        let value = Decimal::from_str_exact(&text).map_err(|_| NotAFactor)?.normalize();
        let fits = value >= Decimal::ONE && value <= FACTOR_MAX && value.scale() <= 6;
        if fits { Ok(Self(value)) } else { Err(NotAFactor) }
    }
}

impl From<Factor> for String {
    fn from(factor: Factor) -> Self {
        factor.0.to_string()
    }
}

impl JsonSchema for Factor {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Factor".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{1,2}(\.\d{1,6})?$" })
    }
}

/// The average of the purchases of six months, each weighed by its quantity, times the factor:
/// the cost, rounded once, and what it is made of. `None` when nothing was bought in that time.
///
/// # Errors
/// When the result does not fit.
pub fn planned(purchases: &[Purchase], today: Day, factor: Factor) -> Result<Option<(Price, CostParts)>, PriceRefusal> {
    let since = today.checked_sub_months(Months::new(AVERAGE_MONTHS)).unwrap_or(today);
    let recent = purchases.iter().filter(|purchase| purchase.on > since && purchase.on <= today);
    let (mut worth, mut weight, mut currency) = (0i128, 0i128, None);
    for purchase in recent {
        let micro = (purchase.quantity.decimal() * Decimal::from(1_000_000)).to_i128().ok_or(PriceRefusal::TooMuch)?;
        let one = micro.checked_mul(i128::from(purchase.price.money().minor())).ok_or(PriceRefusal::TooMuch)?;
        worth = worth.checked_add(one).ok_or(PriceRefusal::TooMuch)?;
        weight = weight.checked_add(micro).ok_or(PriceRefusal::TooMuch)?;
        currency = Some(purchase.price.currency());
    }
    let Some(currency) = currency else { return Ok(None) };
    let one = Money::from_minor(1, currency);
    let price = |part: Option<i128>, whole: Option<i128>| {
        let fraction = Fraction::new(part?, whole?)?.of_money(one)?;
        Price::new(fraction).ok()
    };
    let purchase = price(Some(worth), Some(weight)).ok_or(PriceRefusal::TooMuch)?;
    let factor = factor.millionths().ok_or(PriceRefusal::FactorOutOfRange)?;
    let npss = price(worth.checked_mul(factor), weight.checked_mul(MILLIONTHS)).ok_or(PriceRefusal::TooMuch)?;
    let logistics = npss.money().minus(purchase.money()).ok().and_then(|rest| Price::new(rest).ok()).ok_or(PriceRefusal::TooMuch)?;
    let overhead = Price::new(Money::zero(currency)).map_err(|_| PriceRefusal::TooMuch)?;
    Ok(Some((npss, CostParts { purchase, logistics, overhead })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{day, line, price, quantity};

    fn bought(on: &str, count: &str, at: &str) -> Purchase {
        Purchase { document: line(on), on: day(on), quantity: quantity(count), price: price(at) }
    }

    fn factor(text: &str) -> Factor {
        Factor::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn p31_p32_the_average_is_weighed_by_quantity_and_the_parts_add_up() {
        let purchases = [bought("2026-06-01", "30", "100.00"), bought("2026-11-01", "10", "140.00"), bought("2026-05-20", "99", "1.00")];
        let (npss, parts) = planned(&purchases, day("2026-11-21"), factor("1.15")).unwrap().unwrap();
        // (30 × 100 + 10 × 140) / 40 = 110; times 1.15.
        assert_eq!((npss, parts.purchase, parts.logistics), (price("126.50"), price("110.00"), price("16.50")));
        let sum = parts.purchase.money().plus(parts.logistics.money()).unwrap().plus(parts.overhead.money()).unwrap();
        assert_eq!(sum, npss.money());
    }

    #[test]
    fn p32_without_purchases_in_six_months_there_is_no_average() {
        assert_eq!(planned(&[bought("2026-05-21", "1", "1.00")], day("2026-11-21"), factor("1")), Ok(None));
        assert!(planned(&[bought("2026-05-22", "1", "1.00")], day("2026-11-21"), factor("1")).unwrap().is_some());
    }

    #[test]
    fn a_factor_is_from_one_to_ten() {
        for bad in ["0.999999", "10.000001", "1.0000001", "x", "-1", ""] {
            assert_eq!(Factor::try_from(bad.to_owned()), Err(NotAFactor), "{bad}");
        }
    }
}
