//! Counterparties in the vendor's directory.

use std::fmt;

use kernel::{Day, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::VendorOrganizationId;

/// What a counterparty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrganizationKind {
    /// A legal entity.
    Legal,
    /// A sole trader.
    Entrepreneur,
    /// A natural person.
    Person,
}

/// A counterparty, there and back. The vendor saves by name: one of the same name is overwritten
/// in whatever is given here, one of another spelling becomes another.
///
/// Its details at banks are left out: the vendor asks to leave them empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Organization {
    /// Its id; given by the vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<VendorOrganizationId>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrganizationKind>,
    /// Of another country.
    pub foreign: bool,
    /// Its names and registrations; a person has a [`Self::person`] instead of names.
    pub entity: Entity,
    /// A separate subdivision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<Box<Entity>>,
    /// The name of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonName>,
    /// The document of a person or sole trader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityCard>,
    /// How to reach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Contacts>,
    /// When it was created there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Moment>,
    /// When it was changed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Moment>,
}

/// Names, registrations and addresses; registrations as they came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[allow(missing_docs, reason = "the registrations are known by these names alone")]
pub struct Entity {
    /// The name, by which the vendor finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ogrn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub okpo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub okato: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oktmo: Option<String>,
    /// Where it is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_address: Option<Address>,
    /// Where it is, if that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual_address: Option<Address>,
}

/// An address in the vendor's parts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[allow(missing_docs, reason = "parts of an address are known by these names alone")]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement: Option<String>,
    /// In Russian capitals: `РОССИЯ`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_name: Option<String>,
    /// Two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Street, perhaps with the house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_house: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory_code: Option<String>,
    /// All of it on a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The name of a person. Personal data.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[allow(missing_docs, reason = "parts of a name")]
pub struct PersonName {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
}

/// A passport, or what stands for it. Personal data: it may be kept only under the subject's key
/// (decision C58).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[allow(missing_docs, reason = "parts of a document")]
pub struct IdentityCard {
    /// The kind of document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Who issued it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// How to reach a counterparty.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[allow(missing_docs, reason = "they are known by these names alone")]
pub struct Contacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fax: Option<String>,
}

/// What is personal reaches no log by way of `{:?}`.
macro_rules! silent {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}

silent!(PersonName, IdentityCard, Contacts);
