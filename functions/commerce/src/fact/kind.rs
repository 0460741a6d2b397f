//! What can happen, by domain: a type belongs to one domain, so a wrong pair cannot be written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened. JSON `{"domain": "COMMERCIAL", "type": "GOODS_SHIPMENT"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "domain", content = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FactKind {
    /// Between two parties under a contract.
    Commercial(Commercial),
    /// In an own company's production.
    Production(Production),
    /// Of an own company's goods on their way.
    Logistics(Logistics),
    /// A correction of what an own company has.
    #[serde(rename = "FINANCE_ADJ")]
    FinanceAdjustment(FinanceAdjustment),
}

/// Between two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Commercial {
    /// Goods were handed over.
    GoodsShipment,
    /// A service was rendered.
    ServiceAct,
    /// A leased asset was used.
    LeaseUsage,
}

/// In production.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Production {
    /// Material was used up.
    MaterialConsumption,
    /// Something was harvested.
    Harvest,
}

/// On the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Logistics {
    /// From one place to another.
    InternalTransfer,
    /// Goods that were known to be on their way arrived.
    Arrival,
}

/// Corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FinanceAdjustment {
    /// Goods are gone or worthless.
    WriteOff,
}

/// The four domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FactDomain {
    /// Between two parties.
    Commercial,
    /// In production.
    Production,
    /// On the way.
    Logistics,
    /// Corrections.
    #[serde(rename = "FINANCE_ADJ")]
    FinanceAdjustment,
}

/// What a fact does to goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// Nothing: there are no goods.
    None,
    /// They change hands: they leave the seller's place and come to the buyer's, as far as these are own companies.
    Handover,
    /// They leave a place.
    Out,
    /// They come to a place.
    In,
    /// They leave one place and come to another.
    Between,
}

impl FactKind {
    /// Its domain.
    pub const fn domain(self) -> FactDomain {
        match self {
            Self::Commercial(_) => FactDomain::Commercial,
            Self::Production(_) => FactDomain::Production,
            Self::Logistics(_) => FactDomain::Logistics,
            Self::FinanceAdjustment(_) => FactDomain::FinanceAdjustment,
        }
    }

    /// The type's name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Commercial(Commercial::GoodsShipment) => "GOODS_SHIPMENT",
            Self::Commercial(Commercial::ServiceAct) => "SERVICE_ACT",
            Self::Commercial(Commercial::LeaseUsage) => "LEASE_USAGE",
            Self::Production(Production::MaterialConsumption) => "MATERIAL_CONSUMPTION",
            Self::Production(Production::Harvest) => "HARVEST",
            Self::Logistics(Logistics::InternalTransfer) => "INTERNAL_TRANSFER",
            Self::Logistics(Logistics::Arrival) => "ARRIVAL",
            Self::FinanceAdjustment(FinanceAdjustment::WriteOff) => "WRITE_OFF",
        }
    }

    /// Whether it is between two parties under a contract.
    pub const fn is_commercial(self) -> bool {
        matches!(self, Self::Commercial(_))
    }

    /// What it does to goods.
    pub const fn movement(self) -> Movement {
        match self {
            Self::Commercial(Commercial::GoodsShipment) => Movement::Handover,
            Self::Commercial(Commercial::ServiceAct | Commercial::LeaseUsage) => Movement::None,
            Self::Production(Production::MaterialConsumption) | Self::FinanceAdjustment(FinanceAdjustment::WriteOff) => Movement::Out,
            Self::Production(Production::Harvest) | Self::Logistics(Logistics::Arrival) => Movement::In,
            Self::Logistics(Logistics::InternalTransfer) => Movement::Between,
        }
    }
}

impl FactDomain {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Commercial, Self::Production, Self::Logistics, Self::FinanceAdjustment];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Commercial => "COMMERCIAL",
            Self::Production => "PRODUCTION",
            Self::Logistics => "LOGISTICS",
            Self::FinanceAdjustment => "FINANCE_ADJ",
        }
    }
}
