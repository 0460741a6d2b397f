//! The declaration: goods declared to customs.

pub mod document;
pub mod event;
pub mod fold;
pub mod forms;
pub mod header;
pub mod heading;
pub mod job;
pub mod journal;
pub mod paper;
pub mod party;
pub mod refusal;
pub mod status;
pub mod submission;

pub mod amend;
pub mod archive;
pub mod attach_document;
pub mod begin_step;
pub mod copy;
pub mod create;
pub mod create_revision;
pub mod delete;
pub mod detach_document;
pub mod estimate_payments;
pub mod give_up_submission;
pub mod link_document;
pub mod make_dts;
pub mod note_change;
pub mod note_journal_unread;
pub mod patch_form;
pub mod print;
pub mod record_import;
pub mod record_job;
pub mod record_messages;
pub mod record_step_done;
pub mod record_step_failed;
pub mod release;
pub mod remove_party;
pub mod replace_form;
pub mod request_job;
pub mod resume_submission;
pub mod revise;
pub mod set_party;
pub mod settle;
pub mod settle_alert;
pub mod settle_changes;
pub mod settle_orphan;
pub mod submit;
pub mod unarchive;
pub mod want_journal;

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Line, Moment};
use serde::{Deserialize, Serialize};

use crate::code::{DocflowId, FormId, GoodsNumber, RegistrationNumber, VendorDocumentId};
use crate::form::FormRef;
use crate::{DeclarationId, DocumentId};
use document::{AtVendor, Document};
pub use event::{Alert, DeclarationEvent};
use header::{Header, Origin};
use job::Job;
use journal::{Observation, Seen, Times};
use party::{Party, PartyRole};
pub use refusal::DeclarationRefusal;
use status::{Standing, Status};
use submission::{Ended, Purpose, Submission};

/// Goods declared to customs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    /// Its own id.
    pub id: DeclarationId,
    /// What it is, where it is filed, by whom.
    pub header: Header,
    /// Where it comes from.
    pub origin: Origin,
    /// Who began it.
    pub author: Option<Line>,
    /// When.
    pub created_at: Moment,
    /// When its content last changed.
    pub changed_at: Moment,
    /// The data of the form; absent until something is saved.
    pub form: Option<FormRef>,
    /// Documents, by our id.
    pub documents: BTreeMap<DocumentId, Document>,
    /// Parties.
    pub parties: BTreeMap<PartyRole, Party>,
    /// The newest attempt to bring it to the vendor.
    pub submission: Option<Submission>,
    /// What the vendor calls it and its parts.
    pub vendor: Vendor,
    /// What is known of customs.
    pub standing: Standing,
    /// When each fact was learnt, by our clock.
    pub learnt_at: BTreeMap<status::AuthorityFact, Moment>,
    /// The number that customs gave it.
    pub registration_number: Option<RegistrationNumber>,
    /// What does not fit, and whether somebody has looked.
    pub alerts: Vec<Raised>,
    /// Other contexts were told of the release.
    pub release_told: bool,
    /// Work on its files, newest last.
    pub jobs: Vec<Job>,
    /// The newest estimate of payments.
    pub estimate: Option<event::Estimated>,
    /// The newest print of our own.
    pub prints: u32,
    /// Kept out of the lists of work.
    pub archived: bool,
    /// It was a draft that nobody wanted.
    pub deleted: bool,
}

/// What the vendor calls a declaration and its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vendor {
    /// The docflow.
    pub docflow: Option<DocflowId>,
    /// The docflow's own form of the declaration.
    pub main_form: Option<FormId>,
    /// Documents that the vendor has.
    pub documents: BTreeMap<DocumentId, AtVendor>,
    /// Those of them that it has whole, with scan and goods.
    pub whole: BTreeSet<DocumentId>,
    /// Declarations of customs value that were made there.
    pub values: BTreeSet<VendorDocumentId>,
    /// Hashes of the forms that were imported into the docflow.
    pub forms: BTreeSet<String>,
    /// Parts whose boxes were filled.
    pub boxes: BTreeSet<PartyRole>,
    /// Docflows with our reference that are not the one we use.
    pub orphans: BTreeSet<DocflowId>,
    /// Docflows that a person has dealt with: they are never adopted, and never told of again.
    pub dismissed: BTreeSet<DocflowId>,
    /// Documents at the vendor that the declaration does not have any more.
    pub left: BTreeSet<VendorDocumentId>,
    /// The newest thing that the vendor said of the docflow.
    pub observed: Option<Observation>,
    /// What it said and is not yet taken into account.
    pub unsettled: Vec<Observation>,
    /// What it said lately, so that the same thing is not noticed twice.
    pub seen: Vec<Seen>,
    /// Since when the journal is being read for what is unsettled.
    pub journal_since: Option<Moment>,
    /// How often the journal could not be read for them.
    pub journal_failures: u32,
    /// When the journal is tried again.
    pub journal_retry_at: Option<Moment>,
    /// Messages that were received, by their id.
    pub messages: BTreeMap<Line, Times>,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// What.
    pub alert: Alert,
    /// When it was noticed.
    pub at: Moment,
    /// What somebody did about it.
    pub settled: Option<Line>,
}

impl Declaration {
    /// What people call it.
    pub fn name(&self) -> &Line {
        &self.header.name
    }

    /// Where it stands.
    pub fn status(&self) -> Status {
        if self.deleted {
            return Status::Deleted;
        }
        if let Some(fact) = self.standing.stands() {
            return fact.into();
        }
        match self.submission.as_ref().map(|submission| submission.ended.as_ref()) {
            None | Some(Some(Ended::GivenUp)) => Status::Draft,
            Some(None) => Status::Submitting,
            Some(Some(Ended::Failed)) => Status::SubmissionFailed,
            Some(Some(Ended::Complete)) => Status::AwaitingFiling,
        }
    }

    /// Whether form, parties and heading may still be changed. What is at customs never changes:
    /// a refused declaration gets a revision instead (decisions C12, C13).
    pub fn is_editable(&self) -> bool {
        self.status() == Status::Draft
    }

    /// Whether documents may be attached: in a draft, and where customs asked for something.
    pub fn takes_documents(&self) -> bool {
        matches!(self.status(), Status::Draft | Status::CorrectionRequested)
    }

    /// Whether a document that customs asked for never left: not brought, and not on its way.
    pub fn may_be_withheld(&self, document: DocumentId) -> bool {
        let amending = |submission: &Submission| match &submission.purpose {
            Purpose::Amendment { documents } => submission.is_open() && documents.contains(&document),
            Purpose::Filing => false,
        };
        self.takes_documents() && !self.vendor.documents.contains_key(&document) && !self.submission.as_ref().is_some_and(amending)
    }

    /// Alerts that nobody has looked at, by their place.
    pub fn open_alerts(&self) -> impl Iterator<Item = (u32, &Raised)> {
        (0_u32..).zip(&self.alerts).filter(|(_, raised)| raised.settled.is_none())
    }

    /// Whether such an alert waits for somebody already.
    pub fn is_alerted(&self, alert: &Alert) -> bool {
        self.open_alerts().any(|(_, raised)| raised.alert == *alert)
    }

    /// Whether a person must look at something that the vendor or customs said.
    pub fn needs_attention(&self) -> bool {
        !self.vendor.orphans.is_empty()
            || self.alerts.iter().any(|raised| raised.settled.is_none())
            || self.status() == Status::CorrectionRequested
            || self.stuck().is_some()
    }

    /// The submission that failed and waits for a person. Once customs is done with the
    /// declaration, what did not get to the vendor does not matter any more.
    pub fn stuck(&self) -> Option<&Submission> {
        self.submission.as_ref().filter(|submission| submission.ended == Some(Ended::Failed) && !self.status().is_final())
    }

    /// When a fact happened, as far as customs' own messages tell: the newest message that the
    /// vendor took in as it noticed the change, by the time at which customs prepared it (decisions
    /// C25, C26). An earlier message is of something else.
    pub fn occurred_at(&self, noticed: Moment) -> Moment {
        let prepared = self.vendor.messages.values().filter_map(|times| times.prepared_of(noticed));
        prepared.max().unwrap_or(noticed)
    }
}

/// A declaration that is there and was not deleted (decision C23).
pub(crate) fn alive(state: Option<&Declaration>) -> Result<&Declaration, DeclarationRefusal> {
    match state {
        None => Err(DeclarationRefusal::NotFound),
        Some(declaration) if declaration.deleted => Err(DeclarationRefusal::Deleted),
        Some(declaration) => Ok(declaration),
    }
}

/// A draft.
pub(crate) fn editable(state: Option<&Declaration>) -> Result<&Declaration, DeclarationRefusal> {
    let declaration = alive(state)?;
    if declaration.is_editable() { Ok(declaration) } else { Err(DeclarationRefusal::NotEditable { status: declaration.status() }) }
}

/// That the form has all these goods (decision C19).
pub(crate) fn goods_exist(declaration: &Declaration, goods: &BTreeSet<GoodsNumber>) -> Result<(), DeclarationRefusal> {
    let known = declaration.form.as_ref().map(|form| form.goods.numbers.as_slice()).unwrap_or_default();
    match goods.iter().find(|number| !known.contains(number)) {
        Some(number) => Err(DeclarationRefusal::NoSuchGoods { number: number.get() }),
        None => Ok(()),
    }
}

/// Whether a text is a SHA-256 in its one spelling: it becomes a part of a key.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Aggregate for Declaration {
    type Kind = kernel::id::kinds::CustomsDeclaration;
    type Event = DeclarationEvent;
    const NAME: &'static str = "customs.declaration";
    const SNAPSHOT_SCHEMA: u32 = 2;

    fn apply(state: Option<Self>, event: &DeclarationEvent, meta: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, DeclarationEvent::Created { id, header, origin }) => Ok(fold::created(*id, header, *origin, meta)),
            (Some(mut declaration), event) => {
                declaration.change(event, meta).ok_or_else(|| Impossible::after(&Some(&declaration), event))?;
                Ok(declaration)
            }
            (state, event) => Err(Impossible::after(&state, event)),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use kernel::aggregate::{Commit, History};
    use testkit::context;

    use super::*;
    use crate::samples::declarations as samples;

    #[test]
    fn c34_a_version_counts_commits_and_not_the_events_in_them() {
        let events = [samples::created(), samples::form_saved(), samples::document_attached()];
        let events = events.iter().map(|event| event.write().expect("a sample can be written")).collect();
        let commit = Commit { version: 1, meta: context().meta("test"), key: None, events };
        let loaded = History { snapshot: None, commits: vec![commit] }.fold::<Declaration>().expect("samples fold").expect("it exists");
        assert_eq!((loaded.version, loaded.state.documents.len()), (1, 1));
    }
}
