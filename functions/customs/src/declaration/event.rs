//! Everything that can happen to a declaration.

use kernel::reaction::OutsideError;
use kernel::{Day, Event, Line, Moment, Money, Paragraph};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::Document;
use super::header::{Header, Origin};
use super::job::{JobState, Task};
use super::journal::{Message, Observation};
use super::party::{Party, PartyRole};
use super::status::{AuthorityFact, Known};
use super::submission::{Outcome, Step};
use crate::code::{DeclarationType, DocflowId, GoodsNumber, ProcedureCode, RegistrationNumber, VendorDocumentId, VendorOrganizationId};
use crate::form::{ChangeSummary, FormRef};
use crate::payments::RuleStatus;
use crate::{DeclarationId, DocumentId};

/// Most lines of landed cost in one event.
pub const LANDED_LINES_MAX: usize = 200;

/// What happened to a declaration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum DeclarationEvent {
    /// It was begun.
    #[serde(rename = "created.v1")]
    Created {
        /// Its own id.
        id: DeclarationId,
        /// What it is, with everything that was looked up.
        header: Box<Header>,
        /// Where it comes from.
        origin: Origin,
    },
    /// Its heading was changed.
    #[serde(rename = "revised.v1")]
    Revised {
        /// As it is now.
        header: Box<Header>,
    },
    /// Its form was saved.
    #[serde(rename = "form-saved.v1")]
    FormSaved {
        /// The form: its body is kept under its hash (decision C32).
        form: Box<FormRef>,
        /// What is different.
        change: Box<ChangeSummary>,
    },
    /// A document was attached.
    #[serde(rename = "document-attached.v1")]
    DocumentAttached {
        /// Which.
        document: Box<Document>,
    },
    /// A document was taken off.
    #[serde(rename = "document-detached.v1")]
    DocumentDetached {
        /// Which.
        document: DocumentId,
    },
    /// A document was linked to other goods.
    #[serde(rename = "document-linked.v1")]
    DocumentLinked {
        /// Which.
        document: DocumentId,
        /// The goods; none means all.
        goods: std::collections::BTreeSet<GoodsNumber>,
    },
    /// A party was set.
    #[serde(rename = "party-set.v1")]
    PartySet {
        /// In which part.
        role: PartyRole,
        /// Who.
        party: Party,
    },
    /// A part was emptied.
    #[serde(rename = "party-removed.v1")]
    PartyRemoved {
        /// Which part.
        role: PartyRole,
    },
    /// Somebody wants it brought to the vendor.
    #[serde(rename = "submission-requested.v1")]
    SubmissionRequested {
        /// Which attempt, from 1.
        attempt: u32,
    },
    /// Somebody wants documents brought to the vendor that customs asked for (decision C12).
    #[serde(rename = "amendment-requested.v1")]
    AmendmentRequested {
        /// Which attempt, counted with those of the whole declaration.
        attempt: u32,
        /// Which documents.
        documents: std::collections::BTreeSet<DocumentId>,
    },
    /// A step is to be made: the intent, before any call.
    #[serde(rename = "step-begun.v1")]
    StepBegun {
        /// Of which attempt.
        attempt: u32,
        /// Which.
        step: Step,
        /// Tries that failed before.
        failed: u32,
        /// For a party: the organization in the vendor's directory; absent while it is not there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organization: Option<VendorOrganizationId>,
    },
    /// A step is done.
    #[serde(rename = "step-done.v1")]
    StepDone {
        /// Of which attempt.
        attempt: u32,
        /// Which.
        step: Step,
        /// What it brought.
        outcome: Outcome,
    },
    /// A try of a step failed.
    #[serde(rename = "step-failed.v1")]
    StepFailed {
        /// Of which attempt.
        attempt: u32,
        /// Which.
        step: Step,
        /// Why.
        error: OutsideError,
        /// When it is tried again by itself; never, when a person must look.
        retry_at: Option<Moment>,
    },
    /// Everything is at the vendor; a person signs and files it there.
    #[serde(rename = "submission-completed.v1")]
    SubmissionCompleted {
        /// Which attempt.
        attempt: u32,
        /// The docflow.
        docflow: DocflowId,
    },
    /// A person lets a failed submission go on.
    #[serde(rename = "submission-resumed.v1")]
    SubmissionResumed {
        /// Which attempt.
        attempt: u32,
    },
    /// A person gave a submission up.
    #[serde(rename = "submission-given-up.v1")]
    SubmissionGivenUp {
        /// Which attempt.
        attempt: u32,
        /// Why.
        reason: Line,
    },
    /// A docflow with our reference is at the vendor, and is not the one that we use.
    #[serde(rename = "orphan-found.v1")]
    OrphanFound {
        /// Which.
        docflow: DocflowId,
    },
    /// A person has taken care of an orphan.
    #[serde(rename = "orphan-settled.v1")]
    OrphanSettled {
        /// Which.
        docflow: DocflowId,
        /// What was done.
        note: Line,
    },
    /// The vendor says that the docflow changed; the journal is read next.
    #[serde(rename = "change-noticed.v1")]
    ChangeNoticed {
        /// What it says.
        observation: Box<Observation>,
    },
    /// Messages of customs came.
    #[serde(rename = "messages-received.v1")]
    MessagesReceived {
        /// New ones only.
        messages: Vec<Message>,
    },
    /// The journal could not be read after a change.
    #[serde(rename = "journal-unread.v1")]
    JournalUnread {
        /// Why.
        error: OutsideError,
        /// When it is tried again.
        retry_at: Option<Moment>,
    },
    /// The journal is to be read again.
    #[serde(rename = "journal-wanted.v1")]
    JournalWanted {},
    /// Noticed changes were taken into account.
    #[serde(rename = "changes-settled.v1")]
    ChangesSettled {
        /// The newest change that was.
        through: Moment,
    },
    /// Something is known of customs that was not, or was only inferred.
    #[serde(rename = "fact-established.v1")]
    FactEstablished {
        /// What.
        fact: AuthorityFact,
        /// When, and how it is known.
        known: Known,
    },
    /// Customs gave it a number.
    #[serde(rename = "number-assigned.v1")]
    NumberAssigned {
        /// The number.
        number: RegistrationNumber,
    },
    /// The vendor says something that does not fit what is known: a person must look.
    #[serde(rename = "alert-raised.v1")]
    AlertRaised {
        /// What.
        alert: Alert,
    },
    /// A person has looked at an alert.
    #[serde(rename = "alert-settled.v1")]
    AlertSettled {
        /// Which, by its place from 0.
        index: u32,
        /// What was done.
        note: Line,
    },
    /// The goods are released: what other contexts need to know.
    #[serde(rename = "released.v1")]
    Released(Box<Released>),
    /// What customs was paid, by goods: a part of what they cost (decision X14).
    #[serde(rename = "landed-cost-known.v1")]
    LandedCostKnown {
        /// Which declaration.
        declaration_id: DeclarationId,
        /// Its number at customs.
        registration_number: Option<RegistrationNumber>,
        /// The day of release, in the tenant's time zone.
        released_on: Day,
        /// At most [`LANDED_LINES_MAX`].
        lines: Vec<LandedLine>,
    },
    /// Payments were estimated.
    #[serde(rename = "payments-estimated.v1")]
    PaymentsEstimated(Box<Estimated>),
    /// Something is to be done with its files.
    #[serde(rename = "job-requested.v1")]
    JobRequested {
        /// Which, from 1.
        number: u32,
        /// What.
        task: Task,
    },
    /// What became of a job.
    #[serde(rename = "job-ended.v1")]
    JobEnded {
        /// Which.
        number: u32,
        /// What became of it.
        state: JobState,
    },
    /// It is to be printed by us.
    #[serde(rename = "print-requested.v1")]
    PrintRequested(Box<super::paper::PrintRequested>),
    /// It is kept out of the lists of work.
    #[serde(rename = "archived.v1")]
    Archived {},
    /// It is back in the lists.
    #[serde(rename = "unarchived.v1")]
    Unarchived {},
    /// The draft is not wanted any more.
    #[serde(rename = "deleted.v1")]
    Deleted {
        /// Why.
        reason: Paragraph,
    },
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "alert", rename_all = "kebab-case")]
pub enum Alert {
    /// A code that the table of statuses does not know.
    UnknownStatus {
        /// The code.
        raw_code: i64,
        /// The vendor's text.
        raw_text: Option<Line>,
    },
    /// Registered without a number (decision C27).
    NumberMissing,
    /// Another number than before; the first is kept (decision C27).
    NumberChanged {
        /// What the vendor says now.
        now: Line,
    },
    /// A text that is no registration number.
    NumberUnreadable {
        /// What the vendor says.
        text: Line,
    },
    /// An end that contradicts the one which holds.
    Contradiction {
        /// What the vendor says happened.
        fact: AuthorityFact,
    },
    /// More messages than a declaration remembers.
    TooManyMessages,
    /// The vendor does not know the docflow any more.
    DocflowGone,
    /// The journal could not be read, however often that was tried: what changed was taken into
    /// account without it, at the vendor's times.
    JournalUnreadable {
        /// Why, as the last try had it.
        error: OutsideError,
    },
    /// The goods were released, and the form does not say what customs was paid: nobody was told
    /// what they cost there.
    PaymentsUnknown,
    /// The docflow was filled before with what the declaration does not say any more. The vendor
    /// adds what it is given and takes nothing away: a person must look before signing.
    DocflowHoldsEarlier,
    /// A document is at the vendor that the declaration does not have, or has twice; the vendor
    /// has no call that deletes one.
    DocumentLeft {
        /// Which, there.
        document: VendorDocumentId,
    },
}

/// What other contexts need to know of a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Released {
    /// Which declaration.
    pub declaration_id: DeclarationId,
    /// Which way the goods went.
    #[serde(rename = "type")]
    pub declaration_type: DeclarationType,
    /// Under which procedure.
    pub procedure: ProcedureCode,
    /// Its number at customs.
    pub registration_number: Option<RegistrationNumber>,
    /// When, by the clock of customs.
    pub released_at: Moment,
    /// The day, in the tenant's time zone.
    pub released_on: Day,
    /// What it was declared for.
    pub shipment: Option<super::header::ShipmentRef>,
    /// How many goods.
    pub goods_count: u32,
    /// What customs is paid, as the form declares it.
    pub payments: Option<Paid>,
}

/// What customs is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paid {
    /// Import duty.
    pub duty: Money,
    /// Value added tax.
    pub vat: Money,
    /// The customs fee.
    pub fee: Money,
}

/// What customs was paid for one of the goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LandedLine {
    /// Which goods.
    pub number: GoodsNumber,
    /// The article, where the form has one.
    pub article: Option<Line>,
    /// How much of it.
    pub quantity: Option<kernel::Quantity>,
    /// The unit that is counted in.
    pub unit: Option<Line>,
    /// What was paid; the fee is distributed by customs value.
    #[serde(flatten)]
    pub paid: Paid,
}

/// Payments that were estimated: the whole with its inputs is kept under its hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimated {
    /// Where the estimate is kept.
    pub sha256: String,
    /// Of which form.
    pub form: String,
    /// The day whose rules were used.
    pub on: Day,
    /// The sums.
    pub totals: Paid,
    /// How well the least known of the rules is known.
    pub status: RuleStatus,
}

impl DeclarationEvent {
    /// Whether people changed what the declaration says.
    pub const fn is_content(&self) -> bool {
        match self {
            Self::Created { .. }
            | Self::Revised { .. }
            | Self::FormSaved { .. }
            | Self::DocumentAttached { .. }
            | Self::DocumentDetached { .. }
            | Self::DocumentLinked { .. }
            | Self::PartySet { .. }
            | Self::PartyRemoved { .. } => true,
            Self::SubmissionRequested { .. }
            | Self::AmendmentRequested { .. }
            | Self::StepBegun { .. }
            | Self::StepDone { .. }
            | Self::StepFailed { .. }
            | Self::SubmissionCompleted { .. }
            | Self::SubmissionResumed { .. }
            | Self::SubmissionGivenUp { .. }
            | Self::OrphanFound { .. }
            | Self::OrphanSettled { .. }
            | Self::ChangeNoticed { .. }
            | Self::MessagesReceived { .. }
            | Self::JournalUnread { .. }
            | Self::JournalWanted {}
            | Self::ChangesSettled { .. }
            | Self::FactEstablished { .. }
            | Self::NumberAssigned { .. }
            | Self::AlertRaised { .. }
            | Self::AlertSettled { .. }
            | Self::Released(_)
            | Self::LandedCostKnown { .. }
            | Self::PaymentsEstimated(_)
            | Self::JobRequested { .. }
            | Self::JobEnded { .. }
            | Self::PrintRequested(_)
            | Self::Archived {}
            | Self::Unarchived {}
            | Self::Deleted { .. } => false,
        }
    }
}

impl Event for DeclarationEvent {
    fn samples() -> Vec<Self> {
        crate::samples::declarations::events()
    }
}
