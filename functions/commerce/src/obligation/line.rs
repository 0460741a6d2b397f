//! What is promised: articles, units, quantities, prices.

use std::fmt;

use kernel::{Line, Money, Quantity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{ProductTaxCode, SupplyKind};

/// Longest name of a unit: `pcs`, `kg`, `machine-hour`.
pub const UNIT_CHARACTERS_MAX: usize = 16;
/// Stock is counted in millionths of its unit, the finest that a quantity can say.
pub const STOCK_PARTS: i64 = 1_000_000;

/// One line of what is promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObligationLine {
    /// Its number, from 1.
    pub n: u16,
    /// What.
    pub article: Article,
    /// Goods, a service or the use of something: decides how it is taxed.
    pub supply: SupplyKind,
    /// Decides the rate.
    pub tax_code: ProductTaxCode,
    /// How much.
    pub quantity: Quantity,
    /// Of what unit.
    pub unit: Unit,
    /// Of one unit; with or without tax as the obligation says.
    pub price: Money,
    /// Off the whole line, in the basis of the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// The unit that stock of it is kept in, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<StockUnit>,
}

impl ObligationLine {
    /// What the whole line is agreed at, in the basis of its price; `None` when money cannot hold it,
    /// or the discount is more than the line or in another currency.
    pub fn agreed(&self) -> Option<Money> {
        let full = self.price.times(self.quantity).ok()?;
        let agreed = match self.discount {
            Some(discount) if !discount.is_negative() => full.minus(discount).ok()?,
            Some(_) => return None,
            None => full,
        };
        (!agreed.is_negative()).then_some(agreed)
    }
}

/// What is bought and sold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The code by which stock is kept.
    pub code: Line,
    /// As printed.
    pub name: Line,
}

/// How much of which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Portion {
    /// The line's number.
    pub line: u16,
    /// How much.
    pub quantity: Quantity,
}

/// A unit of measure by its short name: letters, digits and `-/²³%.`, no spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit(String);

/// Why a text is not a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the short name of a unit: up to {UNIT_CHARACTERS_MAX} letters, digits or any of -/²³%.")]
pub struct NotAUnit;

impl Unit {
    /// Its short name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Unit {
    type Error = NotAUnit;
    fn try_from(text: String) -> Result<Self, NotAUnit> {
        let fits = (1..=UNIT_CHARACTERS_MAX).contains(&text.chars().count());
        let plain = text.chars().all(|c| c.is_alphanumeric() || "-/²³%.".contains(c));
        if fits && plain { Ok(Self(text)) } else { Err(NotAUnit) }
    }
}

impl std::str::FromStr for Unit {
    type Err = NotAUnit;
    fn from_str(text: &str) -> Result<Self, NotAUnit> {
        text.to_owned().try_into()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Unit {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Unit".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": UNIT_CHARACTERS_MAX })
    }
}

/// The unit that stock is kept in, and its exact ratio to the unit of the deal:
/// `stock = quantity × numerator ÷ denominator`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockUnit {
    /// The unit of the stock.
    pub unit: Unit,
    /// How many units of stock make `denominator` units of the deal; not zero.
    pub numerator: u32,
    /// See `numerator`; not zero.
    pub denominator: u32,
}

impl StockUnit {
    /// The unit of the deal is the unit of the stock.
    pub const fn same(unit: Unit) -> Self {
        Self { unit, numerator: 1, denominator: 1 }
    }

    /// A quantity of the deal in millionths of the stock's unit; `None` when that is no whole
    /// number of them or does not fit, for stock is never rounded.
    pub fn parts(&self, quantity: Quantity) -> Option<i64> {
        let scaled = quantity.decimal().checked_mul(Decimal::from(STOCK_PARTS))?.checked_mul(Decimal::from(self.numerator))?;
        let denominator = Decimal::from(self.denominator);
        if scaled.checked_rem(denominator)? != Decimal::ZERO {
            return None;
        }
        scaled.checked_div(denominator)?.to_i64().filter(|parts| *parts > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tonnes_of_kilograms() -> StockUnit {
        StockUnit { unit: "t".parse().unwrap(), numerator: 1, denominator: 1_000 }
    }

    #[test]
    fn k22_units_convert_by_exact_ratios_or_not_at_all() {
        let kilograms = |text: &str| tonnes_of_kilograms().parts(text.parse().unwrap());
        assert_eq!(kilograms("1500"), Some(1_500_000));
        assert_eq!(kilograms("0.001"), Some(1));
        assert_eq!(kilograms("0.0015"), None);
        let thirds = StockUnit { unit: "box".parse().unwrap(), numerator: 1, denominator: 3 };
        assert_eq!((thirds.parts("3".parse().unwrap()), thirds.parts("1".parse().unwrap())), (Some(1_000_000), None));
        let huge = StockUnit { unit: "mg".parse().unwrap(), numerator: 1_000_000, denominator: 1 };
        assert_eq!(huge.parts("999999999999".parse().unwrap()), None);
        assert_eq!(StockUnit { denominator: 0, ..thirds }.parts(Quantity::ONE), None);
    }

    #[test]
    fn units_have_short_names() {
        for good in ["pcs", "kg", "т", "м³", "machine-hour", "%"] {
            assert!(good.parse::<Unit>().is_ok(), "{good}");
        }
        for bad in ["", "two words", "a-very-long-unit-name", "kg\n"] {
            assert_eq!(bad.parse::<Unit>(), Err(NotAUnit), "{bad:?}");
        }
    }
}
