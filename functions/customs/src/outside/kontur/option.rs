//! What the vendor offers to choose from.

use kernel::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vendor::{EmployeeId, FilerId, ProcedureNumber, SingularityNumber, TypeNumber};
use crate::code::OfficeCode;

/// An organization that files through the tenant's account; registrations as they came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "the registrations are known by these names alone")]
pub struct Filer {
    /// Which.
    pub id: FilerId,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kpp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ogrn: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub okpo: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub okato: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oktmo: Option<String>,
    /// Its address, part after part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
}

/// Somebody who may sign. Passport and telephone, which the vendor sends too, are not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs, reason = "parts of a name")]
pub struct Employee {
    /// Which.
    pub id: EmployeeId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    /// What they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// The number of the paper that lets them sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_number: Option<String>,
    /// The last day on which it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority_until: Option<Day>,
}

/// A direction of movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeclarationTypeRow {
    /// Its number there.
    pub number: TypeNumber,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A customs procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProcedureRow {
    /// Its number there.
    pub number: ProcedureNumber,
    /// Its code, as it came: `40`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A particularity of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SingularityRow {
    /// Its number there.
    pub number: SingularityNumber,
    /// In few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// In more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A customs office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfficeRow {
    /// The vendor's number.
    pub number: i32,
    /// The same as a code of 8 digits, where it can be one: a number loses leading zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<OfficeCode>,
    /// In few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// In more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A template of a form. Only the three fields together name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateRow {
    /// The vendor's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gf: Option<String>,
    /// The form of the album, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_name: Option<String>,
}
