//! The tables of codes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::TableId;

/// How long a list of options is good before it is asked for again, in milliseconds: the
/// specification says 1 hour.
pub const OPTIONS_TTL_MS: i64 = 3_600_000;
/// The same for templates: 24 hours.
pub const TEMPLATES_TTL_MS: i64 = 24 * OPTIONS_TTL_MS;

/// One table of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Table {
    /// Counterparties in the vendor's directory. What is known of an organization is said by its
    /// own aggregate; this is only what the vendor's list says.
    CommonOrganizations,
    /// Customs offices, by their 8 digits.
    CustomsOffices,
    /// Ways in which goods go.
    DeclarationTypes,
    /// Kinds of documents that go with a declaration, by our own names.
    DocumentTypes,
    /// Who files at the vendor, by organization.
    Employees,
    /// The fields of forms, derived from the bodies of templates.
    FormDefinitions,
    /// Own organizations at the vendor.
    OwnOrganizations,
    /// Customs procedures, by declaration type.
    Procedures,
    /// Special features of declarations (особенности), by declaration type.
    Singularities,
    /// Templates of forms.
    Templates,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::CommonOrganizations,
        Self::CustomsOffices,
        Self::DeclarationTypes,
        Self::DocumentTypes,
        Self::Employees,
        Self::FormDefinitions,
        Self::OwnOrganizations,
        Self::Procedures,
        Self::Singularities,
        Self::Templates,
    ];

    /// The name in the API and in keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommonOrganizations => "common-organizations",
            Self::CustomsOffices => "customs-offices",
            Self::DeclarationTypes => "declaration-types",
            Self::DocumentTypes => "document-types",
            Self::Employees => "employees",
            Self::FormDefinitions => "form-definitions",
            Self::OwnOrganizations => "own-organizations",
            Self::Procedures => "procedures",
            Self::Singularities => "singularities",
            Self::Templates => "templates",
        }
    }

    /// Its stream.
    pub fn id(self) -> TableId {
        TableId::derive(&[self.name()])
    }

    /// Whether its codes come with this software: no vendor lists them.
    pub const fn is_built_in(self) -> bool {
        matches!(self, Self::DocumentTypes)
    }

    /// The table whose codes are the sections in which the vendor lists this one.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Procedures | Self::Singularities => Some(Self::DeclarationTypes),
            Self::Employees => Some(Self::OwnOrganizations),
            Self::FormDefinitions => Some(Self::Templates),
            Self::CommonOrganizations
            | Self::CustomsOffices
            | Self::DeclarationTypes
            | Self::DocumentTypes
            | Self::OwnOrganizations
            | Self::Templates => None,
        }
    }

    /// How long what was read of it is good, in milliseconds.
    pub const fn ttl_ms(self) -> i64 {
        match self {
            Self::FormDefinitions | Self::Templates => TEMPLATES_TTL_MS,
            Self::CommonOrganizations
            | Self::CustomsOffices
            | Self::DeclarationTypes
            | Self::DocumentTypes
            | Self::Employees
            | Self::OwnOrganizations
            | Self::Procedures
            | Self::Singularities => OPTIONS_TTL_MS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_api_are_names_in_keys() {
        for table in Table::ALL {
            assert_eq!(serde_json::to_value(table).unwrap(), table.name());
        }
    }
}
