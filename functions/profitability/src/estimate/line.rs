//! One line of an estimate: a product, its price, and its cost as it was on the day.

use kernel::money::MoneyError;
use kernel::{Day, Line, Money, Percentage, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fraction::{Fraction, minimum_price};
use crate::price::Price;

/// What is sold at what price and cost. Never changed: the cost is a copy, not a reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EstimateLine {
    /// Its number, from 1.
    pub line: u16,
    /// The product's code; on one line only.
    pub product: Line,
    /// As printed.
    pub name: Line,
    /// The business unit that answers for it.
    pub unit: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of one piece, net of VAT.
    pub price: Price,
    /// Price times quantity, rounded once.
    pub amount: Money,
    /// What one piece costs, by the plan.
    pub cost: LineCost,
    /// Sold off whatever it costs: finance says so. Outside every margin.
    pub non_liquid: bool,
}

/// What one piece costs, by the plan of the day on which the estimate was made (NPSS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "cost", rename_all = "kebab-case")]
pub enum LineCost {
    /// Known.
    Known {
        /// Net of VAT, above zero.
        npss: Price,
        /// How it came about.
        method: CostMethod,
        /// When it was calculated: its age counts from here, whatever happens to the estimate.
        calculated_on: Day,
    },
    /// Nobody knows: the line is blocked.
    Missing,
}

/// How a planned cost came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostMethod {
    /// By the formula of the cost calculation.
    Planned,
    /// The last purchase and a tenth more, until there is a planned one. Never becomes planned by itself.
    Temporary,
}

impl LineCost {
    /// A cost that was given; zero means that nobody knows it.
    pub const fn given(npss: Price, method: CostMethod, calculated_on: Day) -> Self {
        if npss.is_zero() { Self::Missing } else { Self::Known { npss, method, calculated_on } }
    }

    /// What one piece costs.
    pub const fn npss(&self) -> Option<Price> {
        match self {
            Self::Known { npss, .. } => Some(*npss),
            Self::Missing => None,
        }
    }

    /// When it was calculated.
    pub const fn calculated_on(&self) -> Option<Day> {
        match self {
            Self::Known { calculated_on, .. } => Some(*calculated_on),
            Self::Missing => None,
        }
    }
}

impl EstimateLine {
    /// Whether it counts in margins: it is not sold off, and somebody knows what it costs. Revenue
    /// without its cost would be all profit.
    pub const fn counts(&self) -> bool {
        !self.non_liquid && self.cost.npss().is_some()
    }

    /// Cost times a quantity, rounded once; `None` when the cost is not known.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn cost_of(&self, quantity: Quantity) -> Result<Option<Money>, MoneyError> {
        self.cost.npss().map(|npss| npss.times(quantity)).transpose()
    }

    /// The lowest price at which the line keeps a plan; `None` without a cost.
    pub fn minimum_price(&self, plan: Percentage) -> Option<Money> {
        minimum_price(self.cost.npss()?.money(), plan)
    }

    /// What the price leaves beyond the cost; `None` without a cost or a price.
    pub fn profitability(&self) -> Option<Percentage> {
        Fraction::margin(self.price.money(), self.cost.npss()?.money())?.percentage()
    }
}
