//! Docflows: the vendor's records of declarations.

use std::collections::BTreeMap;

use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::vendor::{EmployeeId, FilerId, ProcedureNumber, SingularityNumber, StatusNumber, TypeNumber};
use crate::code::{DocflowId, OfficeCode};

/// Most docflows of one list; the vendor's default.
pub const TAKE_MAX: u32 = 1_000;
/// Most docflows of one search; the vendor's default.
pub const SEARCH_TAKE_MAX: u32 = 50;

/// A docflow to create. The vendor makes another one each time it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocflow {
    /// Direction.
    pub type_number: TypeNumber,
    /// Procedure.
    pub procedure: ProcedureNumber,
    /// Particularity.
    #[serde(default)]
    pub singularity: Option<SingularityNumber>,
    /// Where it will be filed.
    pub office: OfficeCode,
    /// Who files.
    pub filer: FilerId,
    /// Who signs.
    pub employee: EmployeeId,
    /// Holds our own reference, by which it is found when the answer is lost (decision C03).
    pub name: Line,
}

/// A docflow to create like another; what is absent is taken from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocflowCopy {
    /// The other.
    pub from: DocflowId,
    /// Where it will be filed.
    #[serde(default)]
    pub office: Option<OfficeCode>,
    /// Who files.
    #[serde(default)]
    pub filer: Option<FilerId>,
    /// Who signs.
    #[serde(default)]
    pub employee: Option<EmployeeId>,
    /// See [`NewDocflow::name`].
    pub name: Line,
}

/// Which docflows to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocflowQuery {
    /// Those that changed from this instant on. A message of customs counts as a change.
    #[serde(default)]
    pub changed_from: Option<Moment>,
    /// Those that changed until this instant.
    #[serde(default)]
    pub changed_to: Option<Moment>,
    /// Those in this status.
    #[serde(default)]
    pub status: Option<StatusNumber>,
    /// How many at most; [`TAKE_MAX`] at most. The list has no further page: a full one is
    /// narrowed by [`Self::changed_to`].
    pub take: u32,
}

/// Which docflows to look for. What is absent does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocflowSearch {
    /// Part of the name.
    pub query: Option<Line>,
    /// Direction.
    pub type_number: Option<TypeNumber>,
    /// Procedure.
    pub procedure: Option<ProcedureNumber>,
    /// Particularity.
    pub singularity: Option<SingularityNumber>,
    /// Created from this instant on.
    pub created_from: Option<Moment>,
    /// Created until this instant.
    pub created_to: Option<Moment>,
    /// Registered from this instant on.
    pub registered_from: Option<Moment>,
    /// Registered until this instant.
    pub registered_to: Option<Moment>,
    /// The number of any of its documents.
    pub document_number: Option<Line>,
    /// Who receives.
    pub consignee: Option<Line>,
    /// Who sends.
    pub consignor: Option<Line>,
    /// Of these organizations.
    pub filers: Vec<FilerId>,
    /// These, by id: the nearest thing to reading one.
    pub docflows: Vec<DocflowId>,
    /// Deleted ones too.
    pub include_deleted: bool,
    /// How many; [`SEARCH_TAKE_MAX`] when absent.
    pub take: Option<u32>,
    /// How many to leave out at the beginning.
    pub skip: u32,
}

/// A docflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Docflow {
    /// Which.
    pub id: DocflowId,
    /// The name that it was created with, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_number: Option<TypeNumber>,
    /// Procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<ProcedureNumber>,
    /// Where it stands.
    pub status: StatusNumber,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_text: Option<String>,
    /// When it last changed.
    pub changed: Moment,
    /// When it was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Moment>,
    /// Who files, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filer_name: Option<String>,
    /// Its taxpayer's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    /// The code of its registration reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kpp: Option<String>,
    /// The process's id at customs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    /// The number of the declaration, once customs have registered it; as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gtd_number: Option<String>,
}

/// A message between the declarant and customs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// Its envelope's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope_id: Option<String>,
    /// When the vendor processed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processed_at: Option<Moment>,
    /// When its author prepared it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared_at: Option<Moment>,
    /// Its type, a code of customs: `CMN.11024`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_type: Option<String>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The envelope itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<Content>,
}

/// What customs marked on a declaration. The vendor publishes no fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Marks {
    /// All of it, as it came.
    pub content: Content,
    /// Its rows for reading: the fields that say something, named by their way through the row.
    pub rows: Vec<BTreeMap<String, String>>,
}
