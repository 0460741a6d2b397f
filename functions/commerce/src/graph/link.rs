//! What one party does to another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Share;

/// The field of law in which two parties are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Domain {
    /// The source owns a share of the target.
    Ownership,
    /// The source runs the target.
    Management,
    /// The source acts for the target.
    Representation,
    /// The source answers for the target's debts or damages.
    Risk,
    /// The source gains from the target.
    Beneficial,
}

/// How far a manager's power goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ControlLevel {
    /// Runs the daily business.
    Operator,
    /// Decides on budgets and people.
    Admin,
    /// Signs.
    Signatory,
}

/// The type of a relation, with what only that type has. JSON
/// `{"type": "SUBSIDIARY_OF", "share": "60"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Link {
    /// The target is a subsidiary of the source, which holds a share of it.
    SubsidiaryOf {
        /// Which share.
        share: Share,
    },
    /// The target is an own company: the source is the root of the own companies and holds a
    /// controlling share of it.
    HostSubsidiary {
        /// Which share.
        share: Share,
    },
    /// The source manages the target.
    Manages {
        /// How far its power goes.
        level: ControlLevel,
    },
    /// The source is an agent of the target.
    AgentOf,
    /// The source has a power of attorney of the target.
    AttorneyOf,
    /// The source answers for debts of the target.
    GuarantorOf,
    /// The source insures the target.
    InsurerOf,
    /// The source gains from the target, however it is owned.
    BeneficialOwnerOf {
        /// Which share of the gain, if that is known.
        share: Option<Share>,
    },
}

impl Link {
    /// The field of law.
    pub const fn domain(&self) -> Domain {
        match self {
            Self::SubsidiaryOf { .. } | Self::HostSubsidiary { .. } => Domain::Ownership,
            Self::Manages { .. } => Domain::Management,
            Self::AgentOf | Self::AttorneyOf => Domain::Representation,
            Self::GuarantorOf | Self::InsurerOf => Domain::Risk,
            Self::BeneficialOwnerOf { .. } => Domain::Beneficial,
        }
    }

    /// The share that is owned, if it is ownership.
    pub const fn ownership(&self) -> Option<Share> {
        match self {
            Self::SubsidiaryOf { share } | Self::HostSubsidiary { share } => Some(*share),
            Self::Manages { .. } | Self::AgentOf | Self::AttorneyOf | Self::GuarantorOf | Self::InsurerOf => None,
            Self::BeneficialOwnerOf { .. } => None,
        }
    }

    /// The same with another share; unchanged when it has none.
    #[must_use]
    pub fn with_share(&self, share: Share) -> Self {
        match self {
            Self::SubsidiaryOf { .. } => Self::SubsidiaryOf { share },
            Self::HostSubsidiary { .. } => Self::HostSubsidiary { share },
            Self::BeneficialOwnerOf { .. } => Self::BeneficialOwnerOf { share: Some(share) },
            Self::Manages { .. } | Self::AgentOf | Self::AttorneyOf | Self::GuarantorOf | Self::InsurerOf => self.clone(),
        }
    }

    /// Whether it has a share that may change.
    pub const fn has_share(&self) -> bool {
        match self {
            Self::SubsidiaryOf { .. } | Self::HostSubsidiary { .. } | Self::BeneficialOwnerOf { .. } => true,
            Self::Manages { .. } | Self::AgentOf | Self::AttorneyOf | Self::GuarantorOf | Self::InsurerOf => false,
        }
    }

    /// Whether two are of one type, whatever their shares.
    pub fn same_type(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
