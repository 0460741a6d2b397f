//! Taxes on supplies, as a pure function of a context and dated rule data.
//!
//! [`calculate`] takes a [`TaxContext`] and [`Rules`] and gives a [`TaxResult`] or a [`TaxRefusal`]. No
//! rate, threshold or deadline is in code: they are files under `infra/policies/tax`, each rule with its
//! id, versions, validity and source, explained in `docs/tax-rules.md`. What the data does not know is
//! refused and never taxed at 0 %.

pub mod code;
pub mod context;
pub mod credit;
pub mod data;
pub mod refusal;
pub mod regime;
pub mod result;

mod amount;
mod calculate;
mod check;
mod decide;
mod rules;

pub use calculate::calculate;
pub use code::{CountryCode, ProductTaxCode, RegimeCode, RuleId};
pub use context::{
    LINES_MAX, LeaseKind, LinePrice, PlaceHints, Procedure, Registration, RoundingRule, ServiceKind, SupplyKind, SupplyLine, TaxContext,
    Trader,
};
pub use credit::{Credited, CreditedLine, Part, PartAmount, remaining, share};
pub use refusal::TaxRefusal;
pub use regime::{RegimeFrom, regimes_of_year};
pub use result::{LineTax, LineView, Requirement, RequirementKind, RuleUse, Side, TaxLine, TaxResult, Treatment};
pub use rules::{Defect, FILES, Rules, rules};
