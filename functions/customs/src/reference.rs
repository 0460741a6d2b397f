//! Reference data: the tables of codes that declarations use, each with every version that it had.
//!
//! A **table** is one list of codes; an **entry** is what the list says of one code; a **period**
//! is the time in which a code was in force without a break; a **version** is what the list said
//! after one import. A declaration pins the versions that it was checked with.
//!
//! Two questions are told apart: *when* a code is in force (days, [`Entry::valid_on`]), and *what
//! was known* of it (versions, [`read_at`]).

pub mod begin;
pub mod book;
pub mod built_in;
pub mod continue_import;
pub mod continue_on_imported;
pub mod decide_held;
pub mod entry;
pub mod event;
pub mod import_table;
pub mod import_template;
#[cfg(test)]
mod laws;
pub mod name;
pub mod queries;
pub mod read;
pub mod record_check;
pub mod record_failure;
pub mod record_import;
pub mod refusal;
pub mod request_import;
pub mod schedule;
pub mod table;
#[cfg(test)]
pub(crate) mod tests;
pub mod vendor;
pub mod view;

pub use book::template_key;
pub use entry::{
    Attributes, CommonOrganizationEntry, DeclarationTypeRow, DocumentType, Employee, Entry, FormDefinition, Office, OwnOrganization,
    Procedure, Singularity, Template, code,
};
pub use name::Table;
pub use read::{VIEW, entries, entry, read, read_at, read_entries, read_on, read_versions, versions, wants};
pub use refusal::TableRefusal;
pub use table::ReferenceTable;
