//! What customs takes of one piece: the duty and the fee that were paid, which no deduction gives back.

use chrono::Months;
use kernel::{Day, Line, Money, Quantity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AVERAGE_MONTHS;
use crate::fraction::Fraction;
use crate::price::Price;

/// Millionths in one: quantities have at most six digits after the point.
const MILLIONTHS: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// What customs was paid for some of a product. Tax is no part of it: it is deducted again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LandedCost {
    /// The declaration's id in `customs`.
    pub declaration: Line,
    /// Its registration number, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Line>,
    /// The number of the goods in it: with the declaration it tells landed costs apart.
    pub goods: u16,
    /// The day of release.
    pub on: Day,
    /// How many pieces; absent where the declaration counts in something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<Quantity>,
    /// Import duty of all of them.
    pub duty: Price,
    /// Their share of the customs fee.
    pub fee: Price,
}

impl LandedCost {
    /// Whether two tell of the same goods of the same declaration.
    pub fn is_of(&self, other: &Self) -> bool {
        self.declaration == other.declaration && self.goods == other.goods
    }

    /// What customs took of one piece; nothing where pieces are not known, or it does not fit.
    pub fn per_piece(&self) -> Option<Price> {
        average(std::slice::from_ref(self), self.on)
    }

    /// Duty and fee in minor units, and millionths of a piece.
    fn weighed(&self) -> Option<(i128, i128)> {
        let micro = self.pieces?.decimal().checked_mul(MILLIONTHS)?.to_i128()?;
        Some((i128::from(self.duty.money().plus(self.fee.money()).ok()?.minor()), micro))
    }
}

/// What customs took of one piece in the six months up to a day, weighed by quantity and rounded
/// once; nothing where no pieces are known.
pub fn average(landed: &[LandedCost], today: Day) -> Option<Price> {
    let since = today.checked_sub_months(Months::new(AVERAGE_MONTHS)).unwrap_or(today);
    let recent = landed.iter().filter(|landed| landed.on > since && landed.on <= today);
    let (mut paid, mut weight, mut currency) = (0i128, 0i128, None);
    for landed in recent {
        let Some((one, micro)) = landed.weighed() else { continue };
        paid = paid.checked_add(one.checked_mul(1_000_000)?)?;
        weight = weight.checked_add(micro)?;
        currency = Some(landed.duty.currency());
    }
    Price::new(Fraction::new(paid, weight)?.of_money(Money::from_minor(1, currency?))?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::prices::landed;
    use crate::samples::{day, price, quantity};

    fn of(on: &str, pieces: Option<&str>, duty: &str) -> LandedCost {
        LandedCost { on: day(on), pieces: pieces.map(quantity), duty: price(duty), fee: price("0"), ..landed().landed }
    }

    #[test]
    fn x14_duty_and_fee_of_one_piece_are_weighed_by_quantity() {
        assert_eq!(landed().landed.per_piece(), Some(price("6.00")));
        let all = [of("2026-06-01", Some("30"), "300.00"), of("2026-11-01", Some("10"), "140.00"), of("2026-11-02", None, "999.00")];
        assert_eq!(average(&all, day("2026-11-21")), Some(price("11.00")));
        // Half a year before the 21st of November is the 21st of May.
        assert_eq!(average(&[of("2026-05-21", Some("1"), "1.00")], day("2026-11-21")), None);
        assert_eq!(of("2026-11-01", None, "1.00").per_piece(), None);
        assert_eq!(of("2026-11-01", Some("3"), "1.00").per_piece(), Some(price("0.33")));
    }
}
