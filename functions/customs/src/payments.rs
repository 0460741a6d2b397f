//! What customs is paid: duty, tax and fee, estimated before a declaration is filed, and how the
//! costs of bringing goods in are shared out among them.
//!
//! An estimate is for people who plan: what is due is what the filed declaration says. It covers
//! ordinary goods that are released for domestic consumption. Not covered, and refused where it
//! shows: excise, other procedures. Not covered, and for whoever enters the tariff to mind:
//! preferences by origin, anti-dumping and other special duties.

pub mod distribution;
pub mod dts;
pub mod duty;
pub mod estimate;
pub mod exchange;
pub mod number;
pub mod refusal;
pub mod rules;

#[cfg(test)]
mod laws;

pub use distribution::{
    Basis, Cost, CostBox, DistributedCost, DistributionRefusal, DtsForm, Include, ManualShare, PricedGoods, distribute,
};
pub use dts::vendor_costs;
pub use duty::{DutyRate, Excise, Measure, Specific, Unit, VatClass};
pub use estimate::{Estimate, EstimateGoods, EstimateInputs, EstimateLine, EstimateTotals, estimate};
pub use exchange::CurrencyRate;
pub use number::Number;
pub use refusal::PaymentsRefusal;
pub use rules::{RuleStatus, RuleUse};
