//! Who takes part in a declaration.

use kernel::Line;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::OrganizationId;

/// A part in a declaration, and its box (decision C49).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartyRole {
    /// Who sends the goods, box 2.
    Consignor,
    /// Who gets them, box 8.
    Consignee,
    /// Who answers for the payments, box 9.
    FinanciallyResponsible,
    /// Who declares them, box 14.
    Declarant,
    /// Who carries them. The vendor documents no box for it: it is kept here and printed, not sent.
    Carrier,
}

impl PartyRole {
    /// All of them, by box.
    pub const ALL: [Self; 5] = [Self::Consignor, Self::Consignee, Self::FinanciallyResponsible, Self::Declarant, Self::Carrier];

    /// The box in which the vendor sets it.
    pub const fn box_number(self) -> Option<&'static str> {
        match self {
            Self::Consignor => Some("2"),
            Self::Consignee => Some("8"),
            Self::FinanciallyResponsible => Some("9"),
            Self::Declarant => Some("14"),
            Self::Carrier => None,
        }
    }

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consignor => "consignor",
            Self::Consignee => "consignee",
            Self::FinanciallyResponsible => "financially-responsible",
            Self::Declarant => "declarant",
            Self::Carrier => "carrier",
        }
    }
}

/// An organization in its part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Which organization.
    pub organization: OrganizationId,
    /// Its name when it was set; the printed declaration shows it.
    pub name: Line,
}
