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
    aggregates: &[aggregate::<declaration::Declaration>()],
    commands: &[
        command::<declaration::archive::ArchiveDeclaration>(),
        command::<declaration::attach_document::AttachDocument>(),
        command::<declaration::copy::CopyDeclaration>(),
        command::<declaration::create::CreateDeclaration>(),
        command::<declaration::create_revision::CreateRevision>(),
        command::<declaration::delete::DeleteDeclaration>(),
        command::<declaration::detach_document::DetachDocument>(),
        command::<declaration::link_document::LinkDocument>(),
        command::<declaration::patch_form::PatchForm>(),
        command::<declaration::print::PrintDeclaration>(),
        command::<declaration::remove_party::RemoveParty>(),
        command::<declaration::replace_form::ReplaceForm>(),
        command::<declaration::request_job::RequestJob>(),
        command::<declaration::revise::ReviseDeclaration>(),
        command::<declaration::unarchive::UnarchiveDeclaration>(),
    ],
    queries: &[],
    lookups: &[],
    views: &[],
    reactions: &[],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};
