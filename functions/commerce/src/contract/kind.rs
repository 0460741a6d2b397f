//! The four types of contract, and who may be what in each.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContractType {
    /// Advice and other single services.
    Consulting,
    /// Goods change their owner.
    SaleOfGoods,
    /// An asset is lent for money.
    EquipmentLease,
    /// Services over time at an agreed level.
    ServiceSla,
}

/// What a party is in a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoleKind {
    /// Delivers goods or services.
    Seller,
    /// Receives them.
    Buyer,
    /// Lends an asset.
    Lessor,
    /// Uses it.
    Lessee,
    /// Acts for somebody else.
    Agent,
    /// For whom an agent acts.
    Principal,
    /// Pays in the buyer's place.
    Payer,
    /// Is paid in the seller's place.
    Beneficiary,
}

/// Who may and who must be in a contract of one type (decision K36).
struct Matrix {
    required: &'static [RoleKind],
    allowed: &'static [RoleKind],
}

const TRADE: Matrix = Matrix {
    required: &[RoleKind::Seller, RoleKind::Buyer],
    allowed: &[RoleKind::Seller, RoleKind::Buyer, RoleKind::Agent, RoleKind::Principal, RoleKind::Payer, RoleKind::Beneficiary],
};

/// Services are not bought through a principal: whoever orders them is the buyer.
const SERVICE: Matrix = Matrix {
    required: &[RoleKind::Seller, RoleKind::Buyer],
    allowed: &[RoleKind::Seller, RoleKind::Buyer, RoleKind::Agent, RoleKind::Payer, RoleKind::Beneficiary],
};

const LEASE: Matrix = Matrix {
    required: &[RoleKind::Lessor, RoleKind::Lessee],
    allowed: &[RoleKind::Lessor, RoleKind::Lessee, RoleKind::Agent, RoleKind::Payer, RoleKind::Beneficiary],
};

impl ContractType {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Consulting, Self::SaleOfGoods, Self::EquipmentLease, Self::ServiceSla];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consulting => "CONSULTING",
            Self::SaleOfGoods => "SALE_OF_GOODS",
            Self::EquipmentLease => "EQUIPMENT_LEASE",
            Self::ServiceSla => "SERVICE_SLA",
        }
    }

    const fn matrix(self) -> &'static Matrix {
        match self {
            Self::SaleOfGoods => &TRADE,
            Self::Consulting | Self::ServiceSla => &SERVICE,
            Self::EquipmentLease => &LEASE,
        }
    }

    /// Roles that somebody must hold on every day of the contract.
    pub const fn required(self) -> &'static [RoleKind] {
        self.matrix().required
    }

    /// Roles that somebody may hold.
    pub const fn allowed(self) -> &'static [RoleKind] {
        self.matrix().allowed
    }

    /// The role of whoever supplies.
    pub const fn supplier(self) -> RoleKind {
        match self {
            Self::EquipmentLease => RoleKind::Lessor,
            Self::Consulting | Self::SaleOfGoods | Self::ServiceSla => RoleKind::Seller,
        }
    }

    /// The role of whoever receives.
    pub const fn customer(self) -> RoleKind {
        match self {
            Self::EquipmentLease => RoleKind::Lessee,
            Self::Consulting | Self::SaleOfGoods | Self::ServiceSla => RoleKind::Buyer,
        }
    }

    /// Whether it lends an asset.
    pub const fn needs_asset(self) -> bool {
        matches!(self, Self::EquipmentLease)
    }
}

impl RoleKind {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Seller, Self::Buyer, Self::Lessor, Self::Lessee, Self::Agent, Self::Principal, Self::Payer, Self::Beneficiary];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seller => "SELLER",
            Self::Buyer => "BUYER",
            Self::Lessor => "LESSOR",
            Self::Lessee => "LESSEE",
            Self::Agent => "AGENT",
            Self::Principal => "PRINCIPAL",
            Self::Payer => "PAYER",
            Self::Beneficiary => "BENEFICIARY",
        }
    }

    /// The role without which this one makes no sense.
    pub const fn needs(self) -> Option<Self> {
        match self {
            Self::Principal => Some(Self::Agent),
            Self::Seller | Self::Buyer | Self::Lessor | Self::Lessee | Self::Agent | Self::Payer | Self::Beneficiary => None,
        }
    }
}

impl fmt::Display for ContractType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for RoleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
