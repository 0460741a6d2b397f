//! What a tenant sets for this context.

use kernel::Percentage;
use serde::{Deserialize, Serialize};

use crate::outside::{nova_poshta, privat24};

/// A tenant's settings of orders.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrdersSettings {
    /// The carrier; absent where the tenant does not use it.
    pub nova_poshta: Option<nova_poshta::Settings>,
    /// The bank; absent where the tenant does not use it.
    pub privat24: Option<privat24::Settings>,
    /// How payments find their orders.
    pub matching: MatchingSettings,
    /// The rate of the VAT that is inside prices; absent where the tenant pays none.
    pub vat_rate: Option<Percentage>,
}

impl OrdersSettings {
    /// The settings of a tenant; defaults where they cannot be read, which the runtime
    /// checks when it loads a tenant.
    pub fn of(settings: &kernel::Settings) -> Self {
        settings.context("orders").unwrap_or_default()
    }
}

/// How payments find their orders (specification 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MatchingSettings {
    /// From this score a payment is matched by itself, if nothing contradicts.
    pub automatic_from: u32,
    /// From this score a candidate is suggested for one click.
    pub suggested_from: u32,
    /// From this score a payment without an order number is matched by itself; never, by default.
    pub automatic_without_number_from: Option<u32>,
    /// Days between order and payment that count as close.
    pub window_days: u32,
}

impl Default for MatchingSettings {
    fn default() -> Self {
        Self { automatic_from: 90, suggested_from: 70, automatic_without_number_from: None, window_days: 14 }
    }
}
