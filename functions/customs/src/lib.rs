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
use kernel::lookup::lookup;
use kernel::query::query;
use kernel::reaction::reaction;
use kernel::view::view;

/// What a declaration's id names.
pub type DeclarationId = kernel::Id<kernel::id::kinds::CustomsDeclaration>;
/// What the id of a declaration's document names.
pub type DocumentId = kernel::Id<kernel::id::kinds::DeclarationDocument>;
/// What an organization's id names.
pub type OrganizationId = kernel::Id<kernel::id::kinds::CommonOrganization>;
/// What the id of the vendor's directory of organizations names.
pub type DirectoryId = kernel::Id<kernel::id::kinds::OrganizationDirectory>;
/// What a reference table's id names.
pub type TableId = kernel::Id<kernel::id::kinds::ReferenceTable>;
/// What the feed's id names.
pub type FeedId = kernel::Id<kernel::id::kinds::DocflowFeed>;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "customs",
    aggregates: &[aggregate::<organization::Organization>(), aggregate::<organization::directory::Directory>()],
    commands: &[
        command::<organization::accept_difference::AcceptDifference>(),
        command::<organization::create::CreateOrganization>(),
        command::<organization::directory::note_import::NoteOrganizationImport>(),
        command::<organization::directory::request_import::RequestOrganizationImport>(),
        command::<organization::dismiss_difference::DismissDifference>(),
        command::<organization::erase::ErasePersonalData>(),
        command::<organization::hide::HideOrganization>(),
        command::<organization::import::ImportOrganization>(),
        command::<organization::record_push::RecordOrganizationPush>(),
        command::<organization::record_sync::RecordOrganizationSync>(),
        command::<organization::request_push::RequestOrganizationPush>(),
        command::<organization::request_sync::RequestOrganizationSync>(),
        command::<organization::revise::ReviseOrganization>(),
        command::<organization::unhide::UnhideOrganization>(),
    ],
    queries: &[
        query::<organization::queries::differences::ListDifferences>(),
        query::<organization::queries::directory::GetOrganizationImport>(),
        query::<organization::queries::get::GetOrganization>(),
        query::<organization::queries::list::ListOrganizations>(),
    ],
    lookups: &[lookup::<organization::look_up::LookUpOrganization>()],
    views: &[
        view::<organization::views::differing::OrganizationDifferencesFromOrganization>(),
        view::<organization::views::listed::OrganizationListFromOrganization>(),
    ],
    reactions: &[
        reaction::<organization::reactions::forget::ForgetOnErased>(),
        reaction::<organization::reactions::import::ImportOnRequest>(),
        reaction::<organization::reactions::push::PushOnRequest>(),
        reaction::<organization::reactions::sync::SyncOnRequest>(),
    ],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};
