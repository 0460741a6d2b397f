//! Rates of import duty, and the duty of one item.

use kernel::{Currency, Day, Line, Money, Quantity};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::exchange::{CurrencyRate, decimal, in_roubles, kopecks};
use super::{Number, PaymentsRefusal};
use crate::code::GoodsNumber;

/// Units of measure that rates of duty count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Kilograms of net weight (кг).
    Kilogram,
    /// Litres (л).
    Litre,
    /// Pieces (шт).
    Piece,
    /// Pairs (пар).
    Pair,
    /// Metres (м).
    Metre,
    /// Square metres (м²).
    SquareMetre,
    /// Cubic metres (м³).
    CubicMetre,
    /// Cubic centimetres of an engine (см³).
    CubicCentimetre,
}

impl Unit {
    /// By its code in the Russian classifier of units of measure (ОКЕИ), which box 41 names.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "166" => Some(Self::Kilogram),
            "112" => Some(Self::Litre),
            "796" => Some(Self::Piece),
            "715" => Some(Self::Pair),
            "006" => Some(Self::Metre),
            "055" => Some(Self::SquareMetre),
            "113" => Some(Self::CubicMetre),
            "111" => Some(Self::CubicCentimetre),
            _ => None,
        }
    }

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kilogram => "kilogram",
            Self::Litre => "litre",
            Self::Piece => "piece",
            Self::Pair => "pair",
            Self::Metre => "metre",
            Self::SquareMetre => "square-metre",
            Self::CubicMetre => "cubic-metre",
            Self::CubicCentimetre => "cubic-centimetre",
        }
    }
}

/// How much of an item there is, by one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// In what; kilograms are of net weight.
    pub unit: Unit,
    /// How much.
    pub quantity: Quantity,
}

/// A duty by quantity: `0.345 EUR` a kilogram, `12 USD` each 1,000 pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Specific {
    /// How much.
    pub amount: Number,
    /// Of which currency.
    pub currency: Currency,
    /// For how much.
    pub per: Quantity,
    /// Of what.
    pub unit: Unit,
}

/// A rate of import duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "duty", rename_all = "kebab-case", deny_unknown_fields)]
pub enum DutyRate {
    /// Per cent of the customs value; 0 where goods are free of duty.
    AdValorem {
        /// Per cent.
        percent: Number,
    },
    /// By quantity.
    Specific {
        /// How much.
        specific: Specific,
    },
    /// Per cent, but not less than by quantity (комбинированная, «но не менее»).
    NotLessThan {
        /// Per cent.
        percent: Number,
        /// The least.
        specific: Specific,
    },
    /// Per cent and by quantity, added (комбинированная, «плюс»).
    Plus {
        /// Per cent.
        percent: Number,
        /// And by quantity.
        specific: Specific,
    },
}

/// How an item is taxed when it is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "vat", rename_all = "kebab-case", deny_unknown_fields)]
pub enum VatClass {
    /// At the standard rate.
    Standard,
    /// At the lower rate, because it is on a list.
    Listed {
        /// On which.
        list: VatList,
    },
    /// Not at all.
    Exempt {
        /// By which act.
        ground: Line,
    },
}

/// Lists of goods with the lower rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VatList {
    /// Food.
    Food,
    /// Goods for children.
    Children,
    /// Periodicals and books.
    Periodicals,
    /// Medical goods.
    Medicine,
}

impl VatClass {
    /// The rule that has its rate; none where there is no tax.
    pub const fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Standard => Some("ru.vat.standard"),
            Self::Listed { list: VatList::Food } => Some("ru.vat.food"),
            Self::Listed { list: VatList::Children } => Some("ru.vat.children"),
            Self::Listed { list: VatList::Periodicals } => Some("ru.vat.periodicals"),
            Self::Listed { list: VatList::Medicine } => Some("ru.vat.medicine"),
            Self::Exempt { .. } => None,
        }
    }
}

/// Whether an item is subject to excise, as whoever entered the tariff says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Excise {
    /// Nobody looked: refused where the code may be subject to it.
    #[default]
    NotStated,
    /// It is.
    Subject,
    /// Somebody looked, and it is not.
    NotSubject,
}

/// The duty of one item and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DutyAmount {
    /// By value, where the rate has that.
    pub by_value: Option<Money>,
    /// By quantity, where the rate has that.
    pub by_quantity: Option<Money>,
    /// What is due.
    pub amount: Money,
}

/// What the duty of an item is reckoned from.
pub(super) struct Dutiable<'a> {
    pub(super) number: GoodsNumber,
    pub(super) value: Money,
    pub(super) measures: &'a [Measure],
    pub(super) rates: &'a [CurrencyRate],
    pub(super) on: Day,
}

impl DutyRate {
    /// The currency that its part by quantity is in.
    pub const fn currency(&self) -> Option<Currency> {
        match self {
            Self::AdValorem { .. } => None,
            Self::Specific { specific } | Self::NotLessThan { specific, .. } | Self::Plus { specific, .. } => Some(specific.currency),
        }
    }

    /// The duty of an item. Each component is rounded once to a kopeck.
    pub(super) fn of(&self, item: &Dutiable<'_>) -> Result<DutyAmount, PaymentsRefusal> {
        match self {
            Self::AdValorem { percent } => {
                let by_value = item.by_value(*percent)?;
                Ok(DutyAmount { by_value: Some(by_value), by_quantity: None, amount: by_value })
            }
            Self::Specific { specific } => {
                let by_quantity = item.by_quantity(specific)?;
                Ok(DutyAmount { by_value: None, by_quantity: Some(by_quantity), amount: by_quantity })
            }
            Self::NotLessThan { percent, specific } => {
                let (by_value, by_quantity) = (item.by_value(*percent)?, item.by_quantity(specific)?);
                let amount = if by_quantity.minor() > by_value.minor() { by_quantity } else { by_value };
                Ok(DutyAmount { by_value: Some(by_value), by_quantity: Some(by_quantity), amount })
            }
            Self::Plus { percent, specific } => {
                let (by_value, by_quantity) = (item.by_value(*percent)?, item.by_quantity(specific)?);
                let amount = by_value.plus(by_quantity).map_err(|_| PaymentsRefusal::TooMuch)?;
                Ok(DutyAmount { by_value: Some(by_value), by_quantity: Some(by_quantity), amount })
            }
        }
    }
}

impl Dutiable<'_> {
    fn by_value(&self, percent: Number) -> Result<Money, PaymentsRefusal> {
        part(self.value, percent)
    }

    fn by_quantity(&self, specific: &Specific) -> Result<Money, PaymentsRefusal> {
        let measured = self.measures.iter().find(|measure| measure.unit == specific.unit);
        let measured = measured.ok_or(PaymentsRefusal::NoMeasure { number: self.number, unit: specific.unit })?;
        let times = measured.quantity.decimal().checked_mul(specific.amount.decimal()).ok_or(PaymentsRefusal::TooMuch)?;
        let amount = times.checked_div(specific.per.decimal()).ok_or(PaymentsRefusal::TooMuch)?;
        kopecks(in_roubles(amount, specific.currency, self.rates, self.on)?)
    }
}

/// Per cent of an amount in roubles, rounded once to a kopeck.
pub(super) fn part(amount: Money, percent: Number) -> Result<Money, PaymentsRefusal> {
    let hundredfold = decimal(amount).checked_mul(percent.decimal()).ok_or(PaymentsRefusal::TooMuch)?;
    kopecks(hundredfold.checked_div(Decimal::ONE_HUNDRED).ok_or(PaymentsRefusal::TooMuch)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::payments as samples;

    fn duty(rate: &serde_json::Value, value: &str, kilograms: &str) -> Result<DutyAmount, PaymentsRefusal> {
        let rate: DutyRate = serde_json::from_value(rate.clone()).unwrap();
        let measures = [Measure { unit: Unit::Kilogram, quantity: kilograms.parse().unwrap() }];
        let rates = samples::rates();
        let number = samples::number(1);
        rate.of(&Dutiable { number, value: samples::rub(value), measures: &measures, rates: &rates, on: samples::on() })
    }

    fn euros(amount: &str) -> serde_json::Value {
        serde_json::json!({ "amount": amount, "currency": "EUR", "per": "1", "unit": "kilogram" })
    }

    /// A euro is worth 95 roubles in the samples.
    #[test]
    fn c51_a_combined_rate_takes_the_larger_or_the_sum_and_says_both_parts() {
        let rub = samples::rub;
        let rate = serde_json::json!({ "duty": "not-less-than", "percent": "10", "specific": euros("0.345") });
        let by_value = duty(&rate, "100000.00", "100").unwrap();
        assert_eq!(
            (by_value.by_value, by_value.by_quantity, by_value.amount),
            (Some(rub("10000.00")), Some(rub("3277.50")), rub("10000.00"))
        );
        let by_weight = duty(&rate, "100000.00", "1000.5").unwrap();
        assert_eq!((by_weight.by_quantity, by_weight.amount), (Some(rub("32791.39")), rub("32791.39")));
        let plus = serde_json::json!({ "duty": "plus", "percent": "10", "specific": euros("0.345") });
        assert_eq!(duty(&plus, "100000.00", "100").unwrap().amount, rub("13277.50"));
    }

    #[test]
    fn a_rate_by_quantity_counts_in_its_own_unit_and_by_how_many() {
        let thousand = serde_json::json!({ "amount": "12", "currency": "EUR", "per": "1000", "unit": "kilogram" });
        let rate = serde_json::json!({ "duty": "specific", "specific": thousand });
        assert_eq!(duty(&rate, "1.00", "2500").unwrap().amount, samples::rub("2850.00"));
        let litres = serde_json::json!({ "amount": "12", "currency": "EUR", "per": "1", "unit": "litre" });
        let refused = duty(&serde_json::json!({ "duty": "specific", "specific": litres }), "1.00", "1");
        assert_eq!(refused, Err(PaymentsRefusal::NoMeasure { number: samples::number(1), unit: Unit::Litre }));
    }

    #[test]
    fn free_of_duty_is_said_and_not_guessed() {
        let free = duty(&serde_json::json!({ "duty": "ad-valorem", "percent": "0" }), "100000.00", "1").unwrap();
        assert_eq!((free.by_value, free.amount), (Some(samples::rub("0.00")), samples::rub("0.00")));
        assert!(serde_json::from_value::<DutyRate>(serde_json::json!({ "duty": "ad-valorem" })).is_err());
    }
}
