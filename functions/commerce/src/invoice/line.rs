//! Lines of an invoice.

use kernel::{Line, Money, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::{ProductTaxCode, SupplyKind};

use crate::FactId;
use crate::obligation::Unit;

/// How much of which line of which fact is to be billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineWish {
    /// Which fact.
    pub fact_id: FactId,
    /// Which of its lines.
    pub line: u16,
    /// How much.
    pub quantity: Quantity,
}

/// What money is wanted for before anything is delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceLine {
    /// As printed.
    pub name: Line,
    /// What will be supplied.
    pub supply: SupplyKind,
    /// What decides the rate.
    pub tax_code: ProductTaxCode,
    /// How much money; with or without tax as the contract's prices.
    pub amount: Money,
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InvoiceLine {
    /// Its number, from 1 without a gap.
    pub n: u16,
    /// As printed.
    pub name: Line,
    /// How much.
    pub quantity: Quantity,
    /// Of what unit; absent on an advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Of one unit, as agreed.
    pub price: Money,
    /// The whole line as agreed: with or without tax, as the prices.
    pub amount: Money,
    /// What is supplied.
    pub supply: SupplyKind,
    /// What decides the rate.
    pub tax_code: ProductTaxCode,
    /// What it bills; absent on an advance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bills: Option<Billed>,
}

/// The line of a fact that a line bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Billed {
    /// Which fact.
    pub fact: FactId,
    /// Which of its lines.
    pub line: u16,
}
