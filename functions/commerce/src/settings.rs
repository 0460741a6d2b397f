//! What a tenant sets for this context.

use serde::{Deserialize, Serialize};
use tax::ProductTaxCode;

use crate::PartyId;
use crate::fact::Location;

/// A tenant's settings of commerce.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CommerceSettings {
    /// How orders become sales; absent where the tenant's orders are not carried into the books.
    pub orders: Option<OrderSettings>,
    /// Whether documents whose taxes rest on a rule that nobody has verified are refused; otherwise
    /// they say so.
    pub verified_tax_rules_only: bool,
    /// Where imported goods are while customs has them, and after; absent where stock does not
    /// follow releases.
    pub customs: Option<CustomsSettings>,
}

/// Where imported goods are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomsSettings {
    /// The place where bought goods are taken in before customs releases them, as the stock ledger
    /// calls it.
    pub in_transit: Location,
    /// The place that they come to by the release.
    pub warehouse: Location,
}

/// How orders become sales.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderSettings {
    /// The own company that sells.
    pub seller: PartyId,
    /// The place that the goods leave, as the stock ledger calls it.
    pub warehouse: Location,
    /// How the goods are taxed.
    pub tax_code: ProductTaxCode,
    /// Days from the invoice until it is due.
    #[serde(default)]
    pub payment_days: u16,
}

impl CommerceSettings {
    /// The settings of a tenant; defaults where they cannot be read, which the runtime
    /// checks when it loads a tenant.
    pub fn of(settings: &kernel::Settings) -> Self {
        settings.context("commerce").unwrap_or_default()
    }
}
