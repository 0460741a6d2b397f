//! Profitability: estimates and orders under them.
//! Percentages are whole hundredths: `150` is 1.50.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::format::Amount;

/// What was judged, line by line; also what an approver sees of it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Figures {
    pub(crate) calculated_at: String,
    pub(crate) plan: i64,
    #[serde(default)]
    pub(crate) plan_revision: u32,
    pub(crate) control: String,
    #[serde(default)]
    pub(crate) order: Option<i64>,
    #[serde(default)]
    pub(crate) cumulative: Option<i64>,
    #[serde(default)]
    pub(crate) remainder: Option<i64>,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
    #[serde(default)]
    pub(crate) lenient_deviation: Option<i64>,
    #[serde(default)]
    pub(crate) strict_deviation: Option<i64>,
    pub(crate) total: Amount,
    pub(crate) revenue: Amount,
    pub(crate) shortfall: Amount,
    #[serde(default)]
    pub(crate) loss_making: bool,
    #[serde(default)]
    pub(crate) cost_age_days: Option<u32>,
    pub(crate) cost_age: String,
    #[serde(default)]
    pub(crate) blocked: Vec<Blocked>,
    #[serde(default)]
    pub(crate) units: Vec<UnitFigures>,
    #[serde(default)]
    pub(crate) lines: Vec<LineFigures>,
}

/// Why a line, or the whole order, cannot be judged.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Blocked {
    #[serde(default)]
    pub(crate) line: Option<u32>,
    pub(crate) reason: String,
}

/// The part of one business unit.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct UnitFigures {
    pub(crate) unit: String,
    pub(crate) revenue: Amount,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
    pub(crate) shortfall: Amount,
    #[serde(default)]
    pub(crate) lines: Vec<u32>,
}

/// One line as it was judged.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LineFigures {
    pub(crate) line: u32,
    pub(crate) product: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) quantity: String,
    pub(crate) price: Amount,
    #[serde(default)]
    pub(crate) estimate_price: Option<Amount>,
    #[serde(default)]
    pub(crate) minimum_price: Option<Amount>,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) cost: Option<Amount>,
    #[serde(default)]
    pub(crate) profitability: Option<i64>,
    #[serde(default)]
    pub(crate) shortfall: Option<Amount>,
    #[serde(default)]
    pub(crate) non_liquid: bool,
}

/// The figures of an order, as a list shows them.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Summary {
    pub(crate) calculation: String,
    pub(crate) control: String,
    pub(crate) plan: i64,
    #[serde(default)]
    pub(crate) order: Option<i64>,
    #[serde(default)]
    pub(crate) cumulative: Option<i64>,
    #[serde(default)]
    pub(crate) remainder: Option<i64>,
    #[serde(default)]
    pub(crate) deviation: Option<i64>,
    pub(crate) total: Amount,
    pub(crate) shortfall: Amount,
}

/// An order in a list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ShipmentItem {
    pub(crate) shipment_id: String,
    pub(crate) number: String,
    pub(crate) estimate_id: String,
    pub(crate) client_name: String,
    #[serde(default)]
    pub(crate) strategic: bool,
    pub(crate) manager: String,
    pub(crate) source: String,
    pub(crate) status: String,
    pub(crate) priority: String,
    pub(crate) touched_at: String,
    #[serde(default)]
    pub(crate) level: Option<String>,
    #[serde(default)]
    pub(crate) summary: Option<Summary>,
    #[serde(default)]
    pub(crate) approved_by: Option<String>,
    #[serde(default)]
    pub(crate) valid_until: Option<String>,
    #[serde(default)]
    pub(crate) proposal_open: bool,
    #[serde(default)]
    pub(crate) revocations: u32,
    #[serde(default)]
    pub(crate) violations: u32,
    pub(crate) version: u64,
}

/// A manager's open orders.
#[derive(Debug, Deserialize)]
pub(crate) struct Dashboard {
    pub(crate) manager: String,
    pub(crate) groups: Vec<DashboardGroup>,
}

/// Those of one status.
#[derive(Debug, Deserialize)]
pub(crate) struct DashboardGroup {
    pub(crate) status: String,
    pub(crate) orders: Vec<ShipmentItem>,
    #[serde(default)]
    pub(crate) more: bool,
    #[serde(default)]
    pub(crate) total: Option<Amount>,
    #[serde(default)]
    pub(crate) shortfall: Option<Amount>,
}

/// Who buys, as profitability knows them.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ProfitClient {
    #[serde(default)]
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) strategic: bool,
    #[serde(default)]
    pub(crate) allowed_deviation: i64,
}

/// A line of an order.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OrderLine {
    pub(crate) line: u32,
    pub(crate) quantity: String,
    pub(crate) price: Amount,
}

/// The last approval of an order.
#[derive(Debug, Deserialize)]
pub(crate) struct ShipmentApproval {
    pub(crate) by: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) approver: Option<String>,
    #[serde(default)]
    pub(crate) comment: Option<String>,
    pub(crate) decided_at: String,
    pub(crate) valid_until: String,
}

/// What the manager is asked to accept.
#[derive(Debug, Deserialize)]
pub(crate) struct Proposal {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) round: Option<u32>,
    pub(crate) terms: Terms,
    #[serde(default)]
    pub(crate) approver: Option<String>,
    pub(crate) reason: String,
}

/// On which terms.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Terms {
    /// At these prices.
    Prices { prices: Vec<LinePrice> },
    /// Without these lines.
    DropLines { lines: Vec<u32> },
}

/// The price of a line.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LinePrice {
    pub(crate) line: u32,
    pub(crate) price: Amount,
}

/// The hand-over to the warehouse.
#[derive(Debug, Deserialize)]
pub(crate) struct HandOver {
    pub(crate) at: String,
    pub(crate) reference: String,
    #[serde(default)]
    pub(crate) confirmed: bool,
}

/// A document by which goods left.
#[derive(Debug, Deserialize)]
pub(crate) struct Posting {
    pub(crate) document: String,
    pub(crate) on: String,
    pub(crate) lines: Vec<PostedLine>,
}

/// One line of it.
#[derive(Debug, Deserialize)]
pub(crate) struct PostedLine {
    pub(crate) product: String,
    pub(crate) quantity: String,
    pub(crate) revenue: Amount,
    pub(crate) cost: Amount,
    #[serde(default)]
    pub(crate) returned: String,
}

/// A fact that should not have happened.
#[derive(Debug, Deserialize)]
pub(crate) struct Violation {
    pub(crate) what: String,
    pub(crate) document: String,
    #[serde(default)]
    pub(crate) line: Option<u32>,
    #[serde(default)]
    pub(crate) product: Option<String>,
}

/// A judgement with everything behind it.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) number: String,
    pub(crate) shipment: String,
    pub(crate) facts: Figures,
    pub(crate) components: Components,
}

/// The exact numbers behind the percentages.
#[derive(Debug, Deserialize)]
pub(crate) struct Components {
    pub(crate) shipped: Part,
    pub(crate) order: Part,
    pub(crate) cumulative: Part,
    pub(crate) remainder: Part,
    #[serde(default)]
    pub(crate) lenient: Option<Fraction>,
    #[serde(default)]
    pub(crate) strict: Option<Fraction>,
}

/// Revenue, its cost, and what that leaves.
#[derive(Debug, Deserialize)]
pub(crate) struct Part {
    pub(crate) revenue: Amount,
    pub(crate) cost: Amount,
    #[serde(default)]
    pub(crate) margin: Option<Fraction>,
}

/// An exact number.
#[derive(Debug, Deserialize)]
pub(crate) struct Fraction {
    pub(crate) numerator: String,
    pub(crate) denominator: String,
}

impl Fraction {
    /// As it is written: `-67/10000`.
    pub(crate) fn text(&self) -> String {
        format!("{}/{}", self.numerator.replace('-', "−"), self.denominator)
    }
}

/// One order.
#[derive(Debug, Deserialize)]
pub(crate) struct Shipment {
    pub(crate) summary: ShipmentItem,
    pub(crate) client: ProfitClient,
    #[serde(default)]
    pub(crate) submission: u32,
    #[serde(default)]
    pub(crate) emergency: bool,
    #[serde(default)]
    pub(crate) justification: Option<String>,
    #[serde(default)]
    pub(crate) lines: Vec<OrderLine>,
    #[serde(default)]
    pub(crate) process: Option<String>,
    #[serde(default)]
    pub(crate) approval: Option<ShipmentApproval>,
    #[serde(default)]
    pub(crate) proposal: Option<Proposal>,
    #[serde(default)]
    pub(crate) refusal: Option<String>,
    #[serde(default)]
    pub(crate) handed_over: Option<HandOver>,
    #[serde(default)]
    pub(crate) postings: Vec<Posting>,
    #[serde(default)]
    pub(crate) violations: Vec<Violation>,
    #[serde(default)]
    pub(crate) calculation: Option<Record>,
}

/// A judgement in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct CalculationItem {
    pub(crate) calculated_at: String,
    pub(crate) summary: Summary,
}

/// What would be.
#[derive(Debug, Deserialize)]
pub(crate) struct WhatIf {
    pub(crate) figures: Figures,
    pub(crate) passes: bool,
    /// By the line's number.
    #[serde(default)]
    pub(crate) passing_prices: BTreeMap<u32, Amount>,
    /// How much is left of lines that ask for more.
    #[serde(default)]
    pub(crate) not_enough: BTreeMap<u32, String>,
}

/// An estimate in a list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct EstimateItem {
    pub(crate) estimate_id: String,
    pub(crate) number: String,
    pub(crate) client_id: String,
    pub(crate) client_name: String,
    pub(crate) manager: String,
    pub(crate) unit: String,
    pub(crate) status: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) plan: i64,
    #[serde(default)]
    pub(crate) actual: Option<i64>,
    #[serde(default)]
    pub(crate) fulfilment: Option<i64>,
    pub(crate) total: Amount,
    pub(crate) lines: u32,
    #[serde(default)]
    pub(crate) pending: u32,
    #[serde(default)]
    pub(crate) advisory: bool,
}

/// One estimate.
#[derive(Debug, Deserialize)]
pub(crate) struct Estimate {
    pub(crate) summary: EstimateItem,
    #[serde(default)]
    pub(crate) plan_changes: Vec<PlanChange>,
    #[serde(default)]
    pub(crate) many_pending: bool,
    #[serde(default)]
    pub(crate) manual_renewals: u32,
    #[serde(default)]
    pub(crate) extensions: u32,
    #[serde(default)]
    pub(crate) shipped_revenue: Option<Amount>,
    #[serde(default)]
    pub(crate) shipped_cost: Option<Amount>,
    pub(crate) cost_age: String,
    pub(crate) lines: Vec<EstimateLine>,
    #[serde(default)]
    pub(crate) orders: Vec<EstimateOrder>,
    #[serde(default)]
    pub(crate) lease: Option<Lease>,
}

/// A change of the plan.
#[derive(Debug, Deserialize)]
pub(crate) struct PlanChange {
    pub(crate) at: String,
    pub(crate) by: String,
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) reason: String,
}

/// A line of an estimate with what is left of it.
#[derive(Debug, Deserialize)]
pub(crate) struct EstimateLine {
    pub(crate) line: u32,
    pub(crate) product: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) quantity: String,
    pub(crate) price: Amount,
    pub(crate) cost: LineCost,
    #[serde(default)]
    pub(crate) non_liquid: bool,
    #[serde(default)]
    pub(crate) profitability: Option<i64>,
    #[serde(default)]
    pub(crate) minimum_price: Option<Amount>,
    #[serde(default)]
    pub(crate) cost_age_days: Option<u32>,
    pub(crate) shipped: String,
    pub(crate) available: String,
}

/// What a piece costs.
#[derive(Debug, Deserialize)]
#[serde(tag = "cost", rename_all = "kebab-case")]
pub(crate) enum LineCost {
    /// By the plan, or by something that stands in for it.
    Known { npss: Amount, method: String },
    /// Nobody knows.
    Missing,
}

/// An order that holds goods of an estimate.
#[derive(Debug, Deserialize)]
pub(crate) struct EstimateOrder {
    pub(crate) shipment_id: String,
    pub(crate) number: String,
    pub(crate) standing: String,
}

/// Who edits an estimate.
#[derive(Debug, Deserialize)]
pub(crate) struct Lease {
    pub(crate) holder: String,
    pub(crate) holder_name: String,
    pub(crate) token: u64,
    pub(crate) until: String,
    #[serde(default)]
    pub(crate) runs_out: bool,
}

/// What is known of a client; nothing where nobody noted it.
#[derive(Debug, Deserialize)]
pub(crate) struct ClientPage {
    #[serde(default)]
    pub(crate) client: Option<ProfitClient>,
}
