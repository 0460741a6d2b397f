//! Everything that can happen to a sale.

use kernel::{Day, Event, Line, Money, Version};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Placed, SaleItem, SaleMoney, SaleTerms, Stall};
use crate::SaleId;

/// What happened to a sale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum SaleEvent {
    /// The first news of an order came.
    #[serde(rename = "noticed.v1")]
    Noticed {
        /// Its id.
        id: SaleId,
        /// The order's id in `orders`.
        order: Line,
    },
    /// What was ordered by whom became known.
    #[serde(rename = "placed.v1")]
    Placed {
        /// What by whom.
        placed: Placed,
        /// The version of the order that said so.
        version: Version,
    },
    /// It is more than a draft.
    #[serde(rename = "confirmed.v1")]
    Confirmed,
    /// It can be carried on, and on which terms.
    #[serde(rename = "terms-fixed.v1")]
    TermsFixed {
        /// The tenant's, as they were then.
        terms: SaleTerms,
    },
    /// The goods changed.
    #[serde(rename = "goods-revised.v1")]
    GoodsRevised {
        /// All lines.
        items: Vec<SaleItem>,
        /// The discount.
        discount: Money,
        /// The version of the order that said so.
        version: Version,
    },
    /// The goods were handed over.
    #[serde(rename = "dispatched.v1")]
    Dispatched {
        /// When.
        on: Day,
    },
    /// The goods came back.
    #[serde(rename = "returned.v1")]
    Returned {
        /// When.
        on: Day,
    },
    /// It was called off.
    #[serde(rename = "cancelled.v1")]
    Cancelled {
        /// When.
        on: Day,
    },
    /// Money was matched to it.
    #[serde(rename = "money-matched.v1")]
    MoneyMatched {
        /// Which, how much, when.
        money: SaleMoney,
    },
    /// Money was taken away from it.
    #[serde(rename = "money-withdrawn.v1")]
    MoneyWithdrawn {
        /// The payment's id in `orders`.
        source: Line,
        /// The version of the order that said so.
        version: Version,
        /// Why.
        reason: Line,
        /// It never was for this order, rather than taken back by the bank.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        mistaken: bool,
    },
    /// A step was refused.
    #[serde(rename = "stalled.v1")]
    Stalled {
        /// Which, and why.
        stall: Stall,
    },
    /// A person removed the obstacle and lets it go on.
    #[serde(rename = "resumed.v1")]
    Resumed {
        /// What was done.
        note: Line,
    },
}

impl Event for SaleEvent {
    fn samples() -> Vec<Self> {
        crate::samples::sales::events()
    }
}
