//! The heading of a declaration: what it is, where it is filed, by whom and for what.

use std::collections::BTreeMap;

use kernel::Line;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::DeclarationId;
use crate::code::{DeclarationType, DocumentMode, OfficeCode, ProcedureCode};
use crate::outside::kontur::vendor::{ProcedureNumber, SingularityNumber, TypeNumber};
use crate::reference::Table;

/// The heading, with the names that were looked up when it was written (event enrichment).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// What people call it.
    pub name: Line,
    /// Which way the goods go.
    pub declaration_type: DeclarationType,
    /// The procedure.
    pub procedure: Named<ProcedureCode>,
    /// A feature of the declaration, such as a preliminary one (decision C20).
    pub singularity: Option<Named<i32>>,
    /// Where it is filed.
    pub office: Named<OfficeCode>,
    /// Who declares: one of the tenant's organizations at the vendor.
    pub organization: Declarant,
    /// Who signs, at the vendor.
    pub employee: Employee,
    /// The form that is filled in.
    pub template: Template,
    /// What it is declared for (decision C48).
    pub shipment: Option<ShipmentRef>,
    /// The vendor's number of the type.
    pub type_vendor_id: Option<i64>,
    /// The version of each table of codes that was used (decision C45).
    pub references: BTreeMap<Table, u32>,
}

impl Header {
    /// The vendor's own numbers for type, procedure and feature; `None` where one is missing.
    pub fn vendor_numbers(&self) -> Option<(TypeNumber, ProcedureNumber, Option<SingularityNumber>)> {
        let number = |id: Option<i64>| i32::try_from(id?).ok();
        let singularity = match &self.singularity {
            None => None,
            Some(named) => Some(SingularityNumber(number(named.vendor_id)?)),
        };
        Some((TypeNumber(number(self.type_vendor_id)?), ProcedureNumber(number(self.procedure.vendor_id)?), singularity))
    }
}

/// A code, what it was called when it was used, and the vendor's own number for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Named<C> {
    /// The code.
    pub code: C,
    /// Its name.
    pub name: Line,
    /// The vendor's number, where it has one.
    pub vendor_id: Option<i64>,
}

/// Who declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Declarant {
    /// At the vendor.
    #[schemars(with = "String")]
    pub id: Uuid,
    /// Its name.
    pub name: Line,
    /// Its taxpayer number.
    pub inn: Option<Line>,
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Employee {
    /// At the vendor.
    #[schemars(with = "String")]
    pub id: Uuid,
    /// Their name.
    pub name: Line,
}

/// The form that is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Template {
    /// The vendor's internal code.
    pub gf: Option<Line>,
    /// The form of the album.
    pub mode: DocumentMode,
    /// The hash of the template's body.
    pub body_sha256: Option<String>,
}

/// What a declaration is for: a shipment that another context knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ShipmentRef {
    /// The id or number by which the shipment is known there.
    pub external: Line,
}

/// Where a declaration comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "origin", rename_all = "kebab-case")]
pub enum Origin {
    /// It was written anew.
    New,
    /// It was copied: form and goods, nothing that customs or the vendor said (decision C29).
    Copy {
        /// From this one.
        of: DeclarationId,
    },
    /// It takes the place of one that customs refused (decision C13).
    Revision {
        /// Of this one.
        of: DeclarationId,
        /// 2 for the first revision.
        number: u32,
    },
}

impl Origin {
    /// Which revision this is; a first version is 1.
    pub const fn revision(self) -> u32 {
        match self {
            Self::New | Self::Copy { .. } => 1,
            Self::Revision { number, .. } => number,
        }
    }
}
