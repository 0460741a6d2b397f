//! The declaration of customs value (ДТС): costs of bringing goods in, shared out among the goods.
//!
//! Every share is a whole minor unit, and the shares of a cost add up to it exactly: shares are
//! rounded down, and what is left goes unit by unit to the largest remainders; of equal ones to
//! the lowest number of goods, so that the order in which goods are given changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use kernel::{Currency, Line, Money, Quantity, Refusal, Status, Texts};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::GoodsNumber;

/// Most costs of one form: each box of the longest one, with room for several of some.
pub const COSTS_MAX: usize = 100;
/// Weights are compared in millionths of a kilogram, the finest that a quantity has.
const MICRO: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Which form of the declaration of customs value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DtsForm {
    /// By the price of the deal: method 1 (ДТС-1).
    Dts1,
    /// By other methods (ДТС-2).
    Dts2,
}

impl DtsForm {
    /// The number that the vendor calls it by.
    pub const fn vendor_number(self) -> u8 {
        match self {
            Self::Dts1 => 1,
            Self::Dts2 => 2,
        }
    }
}

macro_rules! boxes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {
        /// A box of the form that a cost is written in, as the vendor names it: letters are Cyrillic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum CostBox {
            $($(#[$doc])* #[serde(rename = $wire)] $name,)*
        }

        impl CostBox {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name in the form, in the API and at the vendor.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $wire,)*
                }
            }
        }
    };
}

boxes! {
    /// Materials and production.
    B11 = "11";
    /// Indirect payments.
    B11B = "11Б";
    /// Commission, profit and overhead.
    B12 = "12";
    /// Containers and packing; quantity.
    B12A = "12А";
    /// Design within the territory; commercial level.
    B12B = "12Б";
    /// Raw materials; difference in carriage.
    B12V = "12В";
    /// Tools and moulds; difference in loading.
    B12G = "12Г";
    /// Materials used up; difference in insurance.
    B12D = "12Д";
    /// Design outside of the territory.
    B12E = "12Е";
    /// Other costs of production.
    B12Zh = "12Ж";
    /// Profit; carriage within the union.
    B13 = "13";
    /// Commission.
    B13A = "13А";
    /// Containers and packing.
    B13B = "13Б";
    /// Carriage; duties and taxes of the import.
    B14 = "14";
    /// Raw materials.
    B14A = "14А";
    /// Tools and moulds.
    B14B = "14Б";
    /// Materials used up in production.
    B14V = "14В";
    /// Design and development outside of the union.
    B14G = "14Г";
    /// Difference in insurance.
    B14D = "14Д";
    /// Licences; loading; value added by processing.
    B15 = "15";
    /// Proceeds that the seller is due; insurance.
    B16 = "16";
    /// Carriage to the border.
    B17 = "17";
    /// Loading and unloading.
    B18 = "18";
    /// Insurance.
    B19 = "19";
    /// Building and assembly within the union: taken off.
    B21 = "21";
    /// Carriage within the union: taken off.
    B22 = "22";
    /// Duties and taxes within the union: taken off.
    B23 = "23";
    /// Carriage abroad that the statistical value has more of.
    StatIncrease = "StatIncrease";
    /// Carriage at home that the statistical value has less of.
    StatDecrease = "StatDecrease";
}

impl CostBox {
    /// Whether a cost of ДТС-1 in it is taken off the value. What the lettered boxes of ДТС-2
    /// mean depends on the method; there the vendor decides.
    pub const fn is_taken_off(self) -> bool {
        matches!(self, Self::B21 | Self::B22 | Self::B23 | Self::StatDecrease)
    }
}

impl fmt::Display for CostBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a cost is shared out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Basis {
    /// By gross weight.
    GrossWeight,
    /// By price.
    Price,
    /// By hand: the shares are given, and must add up to the cost.
    Manual {
        /// Who bears how much.
        shares: Vec<ManualShare>,
    },
}

/// A share that somebody set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualShare {
    /// Of which goods.
    pub number: GoodsNumber,
    /// How much.
    pub amount: Money,
}

/// What a cost becomes a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Include {
    /// The price.
    Price,
    /// The customs value.
    CustomsValue,
    /// The statistical value.
    StatisticalValue,
}

/// One cost of bringing the goods in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// The box that it is written in.
    pub cost_box: CostBox,
    /// How it is shared out.
    pub basis: Basis,
    /// What it becomes a part of.
    pub include: Include,
    /// How much, above zero.
    pub total: Money,
    /// Where the goods arrive, for costs of carriage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub border_place: Option<Line>,
}

/// Goods, as far as sharing needs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PricedGoods {
    /// Their number in the declaration.
    pub number: GoodsNumber,
    /// Gross weight in kilograms; needed where a cost is shared by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross_kg: Option<Quantity>,
    /// The price of all of them; needed where a cost is shared by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

/// A cost and who bears how much of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DistributedCost {
    /// The cost.
    pub cost: Cost,
    /// One share for each item of goods, by number; they add up to the cost.
    pub shares: Vec<CostShare>,
    /// How equal remainders were told apart; nothing where there were none to tell apart.
    pub tie: Option<Tie>,
}

/// The share of one item of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CostShare {
    /// Whose.
    pub number: GoodsNumber,
    /// How much.
    pub amount: Money,
    /// What it was shared by, for people: `12.5 kg`, `1000.00 USD`; nothing where it was set by hand.
    pub weighed_by: Option<String>,
    /// Whether it got one minor unit of what rounding down had left.
    pub rounded_up: bool,
}

/// How equal remainders are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tie {
    /// The lowest number of goods comes first.
    LowestNumber,
}

/// Why costs are not shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DistributionRefusal {
    /// There are no goods.
    NoGoods,
    /// A number of goods comes twice.
    NumberTwice {
        /// Which.
        number: GoodsNumber,
    },
    /// More costs than a form has room for.
    TooManyCosts,
    /// A cost of nothing, or less.
    NoCost {
        /// In which box.
        cost_box: CostBox,
    },
    /// Goods lack what the cost is shared by.
    NoBasis {
        /// In which box.
        cost_box: CostBox,
        /// Which goods.
        number: GoodsNumber,
    },
    /// Prices in several currencies cannot be compared.
    Currencies {
        /// In which box.
        cost_box: CostBox,
        /// One.
        one: Currency,
        /// Another.
        other: Currency,
    },
    /// A share that was set by hand is of goods that are not there, comes twice, or is below nothing.
    WrongShare {
        /// In which box.
        cost_box: CostBox,
        /// Of which goods.
        number: GoodsNumber,
    },
    /// Shares that were set by hand do not add up to the cost.
    SharesDoNotAddUp {
        /// In which box.
        cost_box: CostBox,
        /// The cost.
        total: Money,
        /// What the shares add up to.
        sum: Money,
    },
    /// The result is larger than any amount.
    TooMuch,
}

/// Shares costs out among goods.
///
/// # Errors
/// When there is nothing to share by, or shares that were set by hand do not add up.
pub fn distribute(costs: &[Cost], goods: &[PricedGoods]) -> Result<Vec<DistributedCost>, DistributionRefusal> {
    if costs.len() > COSTS_MAX {
        return Err(DistributionRefusal::TooManyCosts);
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = goods.iter().find(|goods| !seen.insert(goods.number)) {
        return Err(DistributionRefusal::NumberTwice { number: twice.number });
    }
    // By number, whatever order they came in: equal remainders go to the lowest.
    let mut ordered: Vec<&PricedGoods> = goods.iter().collect();
    ordered.sort_by_key(|goods| goods.number);
    if ordered.is_empty() {
        return Err(DistributionRefusal::NoGoods);
    }
    costs.iter().map(|cost| share(cost, &ordered)).collect()
}

fn share(cost: &Cost, goods: &[&PricedGoods]) -> Result<DistributedCost, DistributionRefusal> {
    if !cost.total.is_positive() {
        return Err(DistributionRefusal::NoCost { cost_box: cost.cost_box });
    }
    match &cost.basis {
        Basis::GrossWeight => by_weights(cost, goods, &goods.iter().map(|goods| by_weight(cost, goods)).collect::<Result<Vec<_>, _>>()?),
        Basis::Price => by_weights(cost, goods, &by_price(cost, goods)?),
        Basis::Manual { shares } => by_hand(cost, goods, shares),
    }
}

/// What an item counts with, exactly, and as people read it.
type Weight = (i64, String);

fn by_weight(cost: &Cost, goods: &PricedGoods) -> Result<Weight, DistributionRefusal> {
    let missing = DistributionRefusal::NoBasis { cost_box: cost.cost_box, number: goods.number };
    let kilograms = goods.gross_kg.ok_or(missing)?;
    let micro = kilograms.decimal().checked_mul(MICRO).and_then(|micro| micro.to_i64()).ok_or(DistributionRefusal::TooMuch)?;
    Ok((micro, format!("{kilograms} kg")))
}

fn by_price(cost: &Cost, goods: &[&PricedGoods]) -> Result<Vec<Weight>, DistributionRefusal> {
    let cost_box = cost.cost_box;
    let priced = |goods: &&PricedGoods| {
        let positive = goods.price.filter(|price| price.is_positive());
        positive.ok_or(DistributionRefusal::NoBasis { cost_box, number: goods.number })
    };
    let prices = goods.iter().map(priced).collect::<Result<Vec<Money>, _>>()?;
    let mut currencies = prices.iter().map(|price| price.currency());
    if let Some(one) = currencies.next()
        && let Some(other) = currencies.find(|other| *other != one)
    {
        return Err(DistributionRefusal::Currencies { cost_box, one, other });
    }
    Ok(prices.into_iter().map(|price| (price.minor(), price.to_string())).collect())
}

fn by_weights(cost: &Cost, goods: &[&PricedGoods], weights: &[Weight]) -> Result<DistributedCost, DistributionRefusal> {
    let plain: Vec<i64> = weights.iter().map(|(weight, _)| *weight).collect();
    let amounts = cost.total.share(&plain).map_err(|_| DistributionRefusal::TooMuch)?;
    let whole: i128 = plain.iter().map(|weight| i128::from(*weight)).sum();
    let exact = |weight: i64| i128::from(cost.total.minor()).checked_mul(i128::from(weight));
    let floor = |weight: i64| exact(weight).and_then(|exact| exact.checked_div(whole));
    let rest = |weight: i64| exact(weight).and_then(|exact| exact.checked_rem(whole));
    let rounded_up = |weight: i64, amount: Money| floor(weight).is_some_and(|floor| i128::from(amount.minor()) > floor);
    let shares: Vec<CostShare> = goods
        .iter()
        .zip(weights)
        .zip(amounts)
        .map(|((goods, (weight, read)), amount)| CostShare {
            number: goods.number,
            amount,
            weighed_by: Some(read.clone()),
            rounded_up: rounded_up(*weight, amount),
        })
        .collect();
    // A tie was broken where one of equal remainders got a unit and another did not.
    let rests = |up: bool| {
        let of = plain.iter().zip(&shares).filter(move |(_, share)| share.rounded_up == up);
        of.filter_map(|(weight, _)| rest(*weight)).collect::<BTreeSet<i128>>()
    };
    let tie = rests(true).intersection(&rests(false)).next().map(|_| Tie::LowestNumber);
    Ok(DistributedCost { cost: cost.clone(), shares, tie })
}

fn by_hand(cost: &Cost, goods: &[&PricedGoods], shares: &[ManualShare]) -> Result<DistributedCost, DistributionRefusal> {
    let cost_box = cost.cost_box;
    let mut given: BTreeMap<GoodsNumber, Money> = BTreeMap::new();
    for share in shares {
        let known = goods.iter().any(|goods| goods.number == share.number);
        let usable = known && !share.amount.is_negative() && share.amount.currency() == cost.total.currency();
        if !usable || given.insert(share.number, share.amount).is_some() {
            return Err(DistributionRefusal::WrongShare { cost_box, number: share.number });
        }
    }
    let sum = Money::sum(given.values().copied(), cost.total.currency()).map_err(|_| DistributionRefusal::TooMuch)?;
    if sum != cost.total {
        return Err(DistributionRefusal::SharesDoNotAddUp { cost_box, total: cost.total, sum });
    }
    let nothing = Money::zero(cost.total.currency());
    let of = |goods: &&PricedGoods| {
        let amount = given.get(&goods.number).copied().unwrap_or(nothing);
        CostShare { number: goods.number, amount, weighed_by: None, rounded_up: false }
    };
    Ok(DistributedCost { cost: cost.clone(), shares: goods.iter().map(of).collect(), tie: None })
}

impl Refusal for DistributionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoGoods => "customs.distribution.no-goods",
            Self::NumberTwice { .. } => "customs.distribution.number-twice",
            Self::TooManyCosts => "customs.distribution.too-many-costs",
            Self::NoCost { .. } => "customs.distribution.no-cost",
            Self::NoBasis { .. } => "customs.distribution.no-basis",
            Self::Currencies { .. } => "customs.distribution.currencies",
            Self::WrongShare { .. } => "customs.distribution.wrong-share",
            Self::SharesDoNotAddUp { .. } => "customs.distribution.shares-do-not-add-up",
            Self::TooMuch => "customs.distribution.too-much",
        }
    }

    fn status(&self) -> Status {
        Status::Rule
    }

    fn texts(&self) -> Texts {
        match self {
            Self::NoGoods => Texts::new("There are no goods.", "Товарів немає.", "Товаров нет."),
            Self::NumberTwice { number } => Texts::new(
                format!("The number of goods {number} comes twice."),
                format!("Номер товару {number} повторюється."),
                format!("Номер товара {number} повторяется."),
            ),
            Self::TooManyCosts => Texts::new(
                format!("A form has at most {COSTS_MAX} costs."),
                format!("У формі не більше {COSTS_MAX} витрат."),
                format!("В форме не более {COSTS_MAX} расходов."),
            ),
            Self::NoCost { cost_box } => Texts::new(
                format!("The cost in box {cost_box} must be above zero."),
                format!("Витрата в графі {cost_box} має бути більшою за нуль."),
                format!("Расход в графе {cost_box} должен быть больше нуля."),
            ),
            Self::NoBasis { cost_box, number } => Texts::new(
                format!("Box {cost_box}: goods {number} have no weight or price to share the cost by."),
                format!("Графа {cost_box}: у товару {number} немає ваги чи ціни для розподілу витрати."),
                format!("Графа {cost_box}: у товара {number} нет веса или цены для распределения расхода."),
            ),
            Self::Currencies { cost_box, one, other } => Texts::new(
                format!("Box {cost_box}: prices in {} and {} cannot be compared.", one.code(), other.code()),
                format!("Графа {cost_box}: ціни в {} і {} не порівняти.", one.code(), other.code()),
                format!("Графа {cost_box}: цены в {} и {} несравнимы.", one.code(), other.code()),
            ),
            Self::WrongShare { cost_box, number } => Texts::new(
                format!(
                    "Box {cost_box}: the share of goods {number} is of goods that are not there, comes twice, is below zero or in another currency."
                ),
                format!("Графа {cost_box}: частка товару {number} — невідомого товару, повторюється, від’ємна або в іншій валюті."),
                format!(
                    "Графа {cost_box}: доля товара {number} относится к неизвестному товару, повторяется, отрицательна или в другой валюте."
                ),
            ),
            Self::SharesDoNotAddUp { cost_box, total, sum } => Texts::new(
                format!("Box {cost_box}: the shares add up to {sum}, not to the cost of {total}."),
                format!("Графа {cost_box}: сума часток — {sum}, а не витрата {total}."),
                format!("Графа {cost_box}: сумма долей — {sum}, а не расход {total}."),
            ),
            Self::TooMuch => {
                Texts::new("The result is larger than any amount.", "Результат більший за будь-яку суму.", "Результат больше любой суммы.")
            }
        }
    }

    fn samples() -> Vec<Self> {
        crate::samples::payments::distribution_refusals()
    }
}
