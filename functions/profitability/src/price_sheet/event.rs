//! Everything that can happen to a price sheet.

use kernel::{Currency, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LandedCost, PriceVersion, Purchase, Revision};

/// What happened to a price sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum PriceEvent {
    /// A cost was calculated.
    #[serde(rename = "published.v1")]
    Published {
        /// Of which product.
        product: Line,
        /// What it costs from when on.
        version: PriceVersion,
    },
    /// Goods were bought.
    #[serde(rename = "purchase-recorded.v1")]
    PurchaseRecorded {
        /// Of which product.
        product: Line,
        /// The currency that was paid.
        bought_in: Currency,
        /// What was bought.
        purchase: Purchase,
    },
    /// Customs was paid for goods that came in.
    #[serde(rename = "landed-cost-recorded.v1")]
    LandedCostRecorded {
        /// Of which product.
        product: Line,
        /// What was paid.
        landed: LandedCost,
    },
    /// The cost must be calculated again.
    #[serde(rename = "revision-due.v1")]
    RevisionDue {
        /// Why, and by when.
        revision: Revision,
    },
    /// The cost will soon be too old to approve anything on.
    #[serde(rename = "ageing.v1")]
    Ageing {
        /// Its age, in days.
        age_days: u32,
    },
    /// The cost is too old to approve anything on.
    #[serde(rename = "stale.v1")]
    Stale {
        /// Its age, in days.
        age_days: u32,
    },
}

impl Event for PriceEvent {
    fn samples() -> Vec<Self> {
        crate::samples::prices::events()
    }
}
