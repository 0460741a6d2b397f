//! Orders, clients and companies.

use serde::Deserialize;

use super::OutsideError;
use crate::format::Amount;

/// One order in a list.
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
    #[serde(default)]
    pub(crate) vat_included: Option<Amount>,
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
    pub(crate) version: u64,
    /// Names of the commands that the user may send now.
    pub(crate) actions: Vec<String>,
}

impl Order {
    /// Whether the user may send a command now, by its name without the context.
    pub(crate) fn can(&self, command: &str) -> bool {
        self.actions.iter().any(|action| action.strip_prefix("orders.").unwrap_or(action) == command)
    }
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
    pub(crate) amount: Amount,
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
    /// `REQUESTED`, `WAYBILL` or `VOID`.
    pub(crate) stage: String,
    #[serde(default)]
    pub(crate) waybill: Option<String>,
    #[serde(default)]
    pub(crate) shipment_status: Option<String>,
    #[serde(default)]
    pub(crate) carrier_code: Option<String>,
    #[serde(default)]
    pub(crate) carrier_text: Option<String>,
    #[serde(default)]
    pub(crate) authority_at: Option<String>,
    #[serde(default)]
    pub(crate) estimated_delivery: Option<String>,
    #[serde(default)]
    pub(crate) cost: Option<Amount>,
    #[serde(default)]
    pub(crate) return_waybill: Option<String>,
    #[serde(default)]
    pub(crate) failed_attempts: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) retry_at: Option<String>,
    #[serde(default)]
    pub(crate) void_requested: Option<String>,
    #[serde(default)]
    pub(crate) void_reason: Option<String>,
}

/// A status that changed.
#[derive(Debug, Deserialize)]
pub(crate) struct StatusChange {
    /// `ORDER`, `SHIPMENT` or `PAYMENT`.
    pub(crate) subject: String,
    pub(crate) to: String,
    #[serde(default)]
    pub(crate) authority_at: Option<String>,
    pub(crate) at: String,
}

/// A person who orders.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Client {
    pub(crate) client_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) phone: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) company_id: Option<String>,
    #[serde(default)]
    pub(crate) company_name: Option<String>,
}

/// An organisation that clients order for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Company {
    pub(crate) company_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) edrpou: Option<String>,
    #[serde(default)]
    pub(crate) iban: Option<String>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
}

/// One entry of a timeline.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    /// `SYSTEM`, `CALL`, `MEETING` or `NOTE`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// One sentence in every language.
    subject: kernel::Texts,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) actor: String,
    pub(crate) at: String,
}

impl Entry {
    /// The sentence in a language.
    pub(crate) fn words(&self, language: &kernel::Language) -> &str {
        self.subject.in_language(*language)
    }
}
