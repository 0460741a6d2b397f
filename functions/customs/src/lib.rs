//! Customs: declarations of goods, from a draft to release, through Kontur.Declarant.
//!
//! Words: a **declaration** is what is filed; its **form** is the data of the declaration in the
//! structure of the album of formats of customs; its **goods** are derived from the form; a
//! **docflow** is the vendor's record of a declaration; a **submission** is one attempt to bring a
//! declaration to the vendor; an **organization** is a counterparty as customs knows it.
//!
//! Pure: states, events, decisions and projections.

pub mod code;
pub mod declaration;
pub mod form;
pub mod organization;
pub mod outside;
pub mod payments;
pub mod reference;
pub mod samples;
pub mod settings;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::query::query;
use kernel::reaction::{reaction, schedule};
use kernel::view::view;

/// What a declaration's id names.
pub type DeclarationId = kernel::Id<kernel::id::kinds::CustomsDeclaration>;
/// What the id of a declaration's document names.
pub type DocumentId = kernel::Id<kernel::id::kinds::DeclarationDocument>;
/// What an organization's id names.
pub type OrganizationId = kernel::Id<kernel::id::kinds::CommonOrganization>;
/// What a reference table's id names.
pub type TableId = kernel::Id<kernel::id::kinds::ReferenceTable>;
/// What the feed's id names.
pub type FeedId = kernel::Id<kernel::id::kinds::DocflowFeed>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "customs",
    aggregates: &[aggregate::<reference::ReferenceTable>()],
    commands: &[
        command::<reference::continue_import::ContinueImport>(),
        command::<reference::decide_held::ConfirmImport>(),
        command::<reference::decide_held::DismissImport>(),
        command::<reference::import_table::ImportTable>(),
        command::<reference::import_template::ImportTemplate>(),
        command::<reference::import_template::RecordTemplate>(),
        command::<reference::record_check::RecordCheck>(),
        command::<reference::record_failure::RecordImportFailure>(),
        command::<reference::record_import::RecordImport>(),
        command::<reference::request_import::RequestImport>(),
    ],
    queries: &[
        query::<reference::queries::entry_get::GetReferenceEntry>(),
        query::<reference::queries::entry_list::ListReferenceEntries>(),
        query::<reference::queries::table_list::ListReferenceTables>(),
        query::<reference::queries::template_get::GetFormTemplate>(),
        query::<reference::queries::version_list::ListReferenceVersions>(),
    ],
    lookups: &[],
    views: &[view::<reference::view::ReferenceFromReferenceTable>()],
    reactions: &[reaction::<reference::continue_on_imported::ContinueOnImported>()],
    listeners: &[],
    schedules: &[schedule::<reference::schedule::ImportDueTables>()],
    webhooks: &[],
};
