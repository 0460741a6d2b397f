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
pub mod feed;
pub mod form;
pub mod organization;
pub mod outside;
pub mod payments;
pub mod queries;
pub mod reactions;
pub mod reference;
pub mod samples;
pub mod settings;
pub mod statuses;
pub mod submission;
pub mod tariff;
pub mod views;

use kernel::Catalogue;
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::lookup::lookup;
use kernel::query::query;
use kernel::reaction::{reaction, schedule, webhook};
use kernel::view::view;

/// What a declaration's id names.
pub type DeclarationId = kernel::Id<kernel::id::kinds::CustomsDeclaration>;
/// What the id of the vendor's directory of organizations names.
pub type DirectoryId = kernel::Id<kernel::id::kinds::OrganizationDirectory>;
/// What the id of a declaration's document names.
pub type DocumentId = kernel::Id<kernel::id::kinds::DeclarationDocument>;
/// What the feed's id names.
pub type FeedId = kernel::Id<kernel::id::kinds::DocflowFeed>;
/// What an organization's id names.
pub type OrganizationId = kernel::Id<kernel::id::kinds::CommonOrganization>;
/// What the id of a party of the books names.
pub type PartyId = kernel::Id<kernel::id::kinds::Party>;
/// What a reference table's id names.
pub type TableId = kernel::Id<kernel::id::kinds::ReferenceTable>;
/// What the id of a heading of the tariff names.
pub type TariffId = kernel::Id<kernel::id::kinds::TariffHeading>;

#[cfg(test)]
mod world;

/// Everything that this context does.
pub const CATALOGUE: Catalogue = Catalogue {
    context: "customs",
    aggregates: &[
        aggregate::<declaration::Declaration>(),
        aggregate::<feed::DocflowFeed>(),
        aggregate::<organization::Organization>(),
        aggregate::<organization::directory::Directory>(),
        aggregate::<reference::ReferenceTable>(),
        aggregate::<tariff::TariffHeading>(),
    ],
    commands: &[
        command::<declaration::amend::AmendDeclaration>(),
        command::<declaration::archive::ArchiveDeclaration>(),
        command::<declaration::attach_document::AttachDocument>(),
        command::<declaration::begin_step::BeginStep>(),
        command::<declaration::copy::CopyDeclaration>(),
        command::<declaration::create::CreateDeclaration>(),
        command::<declaration::create_revision::CreateRevision>(),
        command::<declaration::delete::DeleteDeclaration>(),
        command::<declaration::detach_document::DetachDocument>(),
        command::<declaration::estimate_payments::EstimatePayments>(),
        command::<declaration::give_up_submission::GiveUpSubmission>(),
        command::<declaration::link_document::LinkDocument>(),
        command::<declaration::make_dts::MakeDts>(),
        command::<declaration::note_change::NoteChange>(),
        command::<declaration::note_journal_unread::NoteJournalUnread>(),
        command::<declaration::patch_form::PatchForm>(),
        command::<declaration::print::PrintDeclaration>(),
        command::<declaration::record_import::RecordImport>(),
        command::<declaration::record_job::RecordJob>(),
        command::<declaration::record_messages::RecordMessages>(),
        command::<declaration::record_step_done::RecordStepDone>(),
        command::<declaration::record_step_failed::RecordStepFailed>(),
        command::<declaration::remove_party::RemoveParty>(),
        command::<declaration::replace_form::ReplaceForm>(),
        command::<declaration::request_job::RequestJob>(),
        command::<declaration::resume_submission::ResumeSubmission>(),
        command::<declaration::revise::ReviseDeclaration>(),
        command::<declaration::set_party::SetParty>(),
        command::<declaration::settle_alert::SettleAlert>(),
        command::<declaration::settle_changes::SettleChanges>(),
        command::<declaration::settle_orphan::SettleOrphan>(),
        command::<declaration::submit::SubmitDeclaration>(),
        command::<declaration::unarchive::UnarchiveDeclaration>(),
        command::<declaration::want_journal::WantJournal>(),
        command::<feed::hint::HintDocflows>(),
        command::<feed::record_failure::RecordDocflowFailure>(),
        command::<feed::record_page::RecordDocflowPage>(),
        command::<feed::resume::ResumeDocflowFeed>(),
        command::<organization::accept_difference::AcceptDifference>(),
        command::<organization::create::CreateOrganization>(),
        command::<organization::directory::note_import::NoteOrganizationImport>(),
        command::<organization::directory::request_import::RequestOrganizationImport>(),
        command::<organization::dismiss_difference::DismissDifference>(),
        command::<organization::erase::ErasePersonalData>(),
        command::<organization::hide::HideOrganization>(),
        command::<organization::import::ImportOrganization>(),
        command::<organization::link_party::LinkParty>(),
        command::<organization::record_push::RecordOrganizationPush>(),
        command::<organization::record_sync::RecordOrganizationSync>(),
        command::<organization::request_push::RequestOrganizationPush>(),
        command::<organization::request_sync::RequestOrganizationSync>(),
        command::<organization::revise::ReviseOrganization>(),
        command::<organization::unhide::UnhideOrganization>(),
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
        command::<tariff::end_rate::EndTariffRate>(),
        command::<tariff::set_rate::SetTariffRate>(),
    ],
    queries: &[
        query::<feed::get::GetDocflowFeed>(),
        query::<organization::queries::differences::ListDifferences>(),
        query::<organization::queries::directory::GetOrganizationImport>(),
        query::<organization::queries::get::GetOrganization>(),
        query::<organization::queries::list::ListOrganizations>(),
        query::<queries::declaration_get::GetDeclaration>(),
        query::<queries::declaration_list::ListDeclarations>(),
        query::<queries::estimate_get::GetEstimate>(),
        query::<queries::file_upload::GetFileUpload>(),
        query::<queries::form_check::CheckForm>(),
        query::<queries::form_get::GetForm>(),
        query::<queries::goods_list::ListGoods>(),
        query::<queries::job_file_get::GetJobFile>(),
        query::<queries::message_get::GetMessage>(),
        query::<queries::message_list::ListMessages>(),
        query::<queries::scan_get::GetScan>(),
        query::<queries::scan_upload::GetScanUpload>(),
        query::<queries::tariff_list::ListTariffRates>(),
        query::<reference::queries::entry_get::GetReferenceEntry>(),
        query::<reference::queries::entry_list::ListReferenceEntries>(),
        query::<reference::queries::table_list::ListReferenceTables>(),
        query::<reference::queries::template_get::GetFormTemplate>(),
        query::<reference::queries::version_list::ListReferenceVersions>(),
        query::<submission::get::GetSubmission>(),
        query::<submission::work_list::ListCustomsWork>(),
    ],
    lookups: &[lookup::<organization::look_up::LookUpOrganization>(), lookup::<queries::lookup_vehicle_payments::LookUpVehiclePayments>()],
    views: &[
        view::<organization::views::differing::OrganizationDifferencesFromOrganization>(),
        view::<organization::views::listed::OrganizationListFromOrganization>(),
        view::<reference::view::ReferenceFromReferenceTable>(),
        view::<submission::due::CustomsDueFromDeclaration>(),
        view::<submission::work::CustomsWorkFromDeclaration>(),
        view::<views::declaration_list::DeclarationListFromDeclaration>(),
        view::<views::message_list::MessageListFromDeclaration>(),
        view::<views::tariff_list::TariffListFromTariff>(),
    ],
    reactions: &[
        reaction::<feed::hand_over::HandOverOnPage>(),
        reaction::<feed::poll::PollOnHint>(),
        reaction::<feed::read_journal::ReadJournalOnChange>(),
        reaction::<organization::reactions::forget::ForgetOnErased>(),
        reaction::<organization::reactions::import::ImportOnRequest>(),
        reaction::<organization::reactions::push::PushOnRequest>(),
        reaction::<organization::reactions::sync::SyncOnRequest>(),
        reaction::<reactions::do_job::DoJobOnRequested>(),
        reaction::<reference::continue_on_imported::ContinueOnImported>(),
        reaction::<submission::go_on::GoOnWithSubmission>(),
        reaction::<submission::make_step::MakeStepOnBegun>(),
    ],
    listeners: &[],
    schedules: &[
        schedule::<feed::poll::PollDocflows>(),
        schedule::<reference::schedule::ImportDueTables>(),
        schedule::<submission::tend::TendSubmissions>(),
    ],
    webhooks: &[webhook::<feed::receive_hint::ReceiveHint>()],
};
