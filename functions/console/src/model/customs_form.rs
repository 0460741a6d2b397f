//! The form of a declaration, its goods, and what customs will be paid for them.

use serde::Deserialize;
use serde_json::Value;

use super::customs::GoodsSummary;
use crate::format::Amount;

/// The form's data, or where it is fetched.
#[derive(Debug, Deserialize)]
pub(crate) struct FormPage {
    #[serde(default)]
    pub(crate) form: Option<Value>,
    #[serde(default)]
    pub(crate) url: Option<String>,
}

/// One field of a form's template.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SchemaField {
    pub(crate) name: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) box_number: Option<String>,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) repeated: bool,
}

/// Fields that stand together.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SchemaSection {
    pub(crate) name: String,
    /// Without indexes.
    pub(crate) path: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) box_number: Option<String>,
    #[serde(default)]
    pub(crate) repeated: bool,
    pub(crate) fields: Vec<SchemaField>,
}

/// What a form looks like.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FormSchema {
    pub(crate) sections: Vec<SchemaSection>,
}

/// A template.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FormTemplate {
    pub(crate) fields: FormSchema,
}

/// A line of the calculation of payments.
#[derive(Debug, Deserialize)]
pub(crate) struct GoodPayment {
    pub(crate) mode: String,
    #[serde(default)]
    pub(crate) amount: Option<String>,
}

/// One of the goods.
#[derive(Debug, Deserialize)]
pub(crate) struct Good {
    pub(crate) number: u32,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) commodity: Option<String>,
    #[serde(default)]
    pub(crate) origin: Option<String>,
    #[serde(default)]
    pub(crate) article: Option<String>,
    #[serde(default)]
    pub(crate) gross_kilograms: Option<String>,
    #[serde(default)]
    pub(crate) net_kilograms: Option<String>,
    #[serde(default)]
    pub(crate) invoiced: Option<String>,
    #[serde(default)]
    pub(crate) customs_value: Option<String>,
    #[serde(default)]
    pub(crate) payments: Vec<GoodPayment>,
}

/// Some of the goods.
#[derive(Debug, Deserialize)]
pub(crate) struct GoodsPage {
    pub(crate) summary: GoodsSummary,
    pub(crate) goods: Vec<Good>,
    #[serde(default)]
    pub(crate) next_after: Option<u32>,
}

/// What a currency is worth.
#[derive(Debug, Deserialize)]
pub(crate) struct CurrencyRate {
    pub(crate) currency: String,
    pub(crate) units: u32,
    pub(crate) roubles: String,
    pub(crate) on: String,
}

/// What an estimate was made from.
#[derive(Debug, Deserialize)]
pub(crate) struct EstimateInputs {
    pub(crate) on: String,
    #[serde(default)]
    pub(crate) rates: Vec<CurrencyRate>,
}

/// What is due of an item.
#[derive(Debug, Deserialize)]
pub(crate) struct Due {
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) percent: Option<String>,
}

/// What one item costs.
#[derive(Debug, Deserialize)]
pub(crate) struct EstimateLine {
    pub(crate) number: u32,
    pub(crate) customs_value: Amount,
    pub(crate) duty: Due,
    pub(crate) vat: Due,
    pub(crate) fee: Amount,
    /// Positions among the rules.
    #[serde(default)]
    pub(crate) rules: Vec<usize>,
}

/// Of the whole declaration.
#[derive(Debug, Deserialize)]
pub(crate) struct EstimateTotals {
    pub(crate) customs_value: Amount,
    pub(crate) duty: Amount,
    pub(crate) vat: Amount,
    pub(crate) fee: Amount,
    pub(crate) total: Amount,
}

/// A rule that was used: of the law by its id, of the tariff by the beginning of the code.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleUse {
    #[serde(default)]
    pub(crate) id: Option<String>,
    #[serde(default)]
    pub(crate) prefix: Option<String>,
    pub(crate) version: u32,
}

/// An estimate with everything that it was made from.
#[derive(Debug, Deserialize)]
pub(crate) struct Estimate {
    pub(crate) inputs: EstimateInputs,
    pub(crate) lines: Vec<EstimateLine>,
    pub(crate) totals: EstimateTotals,
    #[serde(default)]
    pub(crate) rules: Vec<RuleUse>,
    pub(crate) status: String,
}

/// The newest estimate.
#[derive(Debug, Deserialize)]
pub(crate) struct EstimatePage {
    /// Nobody has changed the form since.
    pub(crate) current: bool,
    pub(crate) estimate: Estimate,
}
