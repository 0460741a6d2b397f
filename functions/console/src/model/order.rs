//! Orders, clients and companies.

use serde::Deserialize;

use super::OutsideError;
use crate::format::Amount;

/// A page of orders.
#[derive(Debug, Deserialize)]
pub(crate) struct Orders {
    pub(crate) orders: Vec<OrderRow>,
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}

/// One row of the list.
#[derive(Debug, Deserialize)]
pub(crate) struct OrderRow {
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) client_name: String,
    #[serde(default)]
    pub(crate) company_name: Option<String>,
    pub(crate) total: Amount,
    pub(crate) paid: Amount,
    pub(crate) debt: Amount,
    pub(crate) status: String,
    pub(crate) badge: String,
    #[serde(default)]
    pub(crate) waybill: Option<String>,
    pub(crate) created_at: String,
    #[serde(default)]
    pub(crate) exceptions: Vec<String>,
}

/// One order.
#[derive(Debug, Deserialize)]
pub(crate) struct Order {
    pub(crate) order_id: String,
    pub(crate) number: String,
    pub(crate) client: Customer,
    pub(crate) items: Vec<Item>,
    pub(crate) subtotal: Amount,
    pub(crate) discount: Amount,
    pub(crate) total: Amount,
    pub(crate) paid: Amount,
    pub(crate) debt: Amount,
    pub(crate) surplus: Amount,
    pub(crate) status: String,
    pub(crate) badge: String,
    #[serde(default)]
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) revision: u32,
    #[serde(default)]
    pub(crate) consignments: Vec<Consignment>,
    #[serde(default)]
    pub(crate) allocations: Vec<Allocation>,
    #[serde(default)]
    pub(crate) exceptions: Vec<String>,
    #[serde(default)]
    pub(crate) cancelled: Option<String>,
    #[serde(default)]
    pub(crate) override_status: Option<Override>,
    #[serde(default)]
    pub(crate) manager: String,
    pub(crate) created_at: String,
    #[serde(default)]
    pub(crate) version: u64,
    /// Names of the commands that the user may send now.
    #[serde(default)]
    pub(crate) actions: Vec<String>,
}

/// Who ordered.
#[derive(Debug, Deserialize)]
pub(crate) struct Customer {
    #[serde(alias = "client")]
    pub(crate) client_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) phone: Option<String>,
    #[serde(default, alias = "company")]
    pub(crate) company_id: Option<String>,
    #[serde(default)]
    pub(crate) company_name: Option<String>,
}

/// One line of goods.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Item {
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) quantity: String,
    pub(crate) price: Amount,
    #[serde(default)]
    pub(crate) total: Option<Amount>,
}

/// Money matched to an order.
#[derive(Debug, Deserialize)]
pub(crate) struct Allocation {
    #[serde(alias = "payment")]
    pub(crate) payment_id: String,
    pub(crate) amount: Amount,
}

/// A status set by hand.
#[derive(Debug, Deserialize)]
pub(crate) struct Override {
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) proof: Option<String>,
}

/// One parcel, whatever became of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Consignment {
    pub(crate) carrier: String,
    /// `requested`, `waybill` or `void`.
    pub(crate) stage: String,
    #[serde(default)]
    pub(crate) number: Option<String>,
    #[serde(default)]
    pub(crate) status: Option<String>,
    #[serde(default)]
    pub(crate) carrier_code: String,
    #[serde(default)]
    pub(crate) carrier_text: String,
    #[serde(default)]
    pub(crate) authority_at: Option<String>,
    #[serde(default)]
    pub(crate) estimated_delivery: Option<String>,
    #[serde(default)]
    pub(crate) cost: Option<Amount>,
    #[serde(default)]
    pub(crate) return_number: Option<String>,
    #[serde(default)]
    pub(crate) void_requested: Option<String>,
    #[serde(default)]
    pub(crate) failed: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) retry_at: Option<String>,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}
