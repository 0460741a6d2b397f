//! One attempt to bring a declaration to the vendor.
//!
//! The vendor's calls that make something are not idempotent, and an answer may be lost. So each
//! step looks first whether what it would make is already there, under our own reference, and
//! each records its outcome before the next begins (decisions C01–C03, C38–C40).

use std::collections::{BTreeMap, BTreeSet};

use kernel::reaction::OutsideError;
use kernel::{Line, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{AtVendor, Document};
use super::party::PartyRole;
use super::{Declaration, Vendor};
use crate::code::{DocflowId, FormId};
use crate::{DocumentId, OrganizationId};

/// How long one step may take before it counts as lost, in milliseconds: the vendor's slowest
/// call has a minute, and a queue delivers again within minutes (decision C39).
pub const STEP_TIMEOUT_MS: i64 = 5 * 60_000;
/// Pauses after a failed try of a step, in milliseconds: 1, 5, 15 minutes, then an hour each.
pub const RETRY_PAUSES_MS: [i64; 4] = [60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000];
/// After so many failed tries of one step a person must look.
pub const TRIES_MAX: u32 = 10;

/// How long to wait for an organization to be entered in the vendor's directory, in
/// milliseconds: that takes two calls.
pub const PARTY_PAUSE_MS: i64 = 10_000;

/// Codes of failures that are ours and not the vendor's.
pub mod code {
    /// The organization is not in the vendor's directory yet.
    pub const PARTY_NOT_THERE: &str = "CUSTOMS_PARTY_NOT_THERE";
    /// The organization cannot be entered there without harm.
    pub const PARTY_HELD: &str = "CUSTOMS_PARTY_HELD";
    /// The docflow has no form of the declaration.
    pub const NO_MAIN_FORM: &str = "CUSTOMS_NO_MAIN_FORM";
    /// The docflow that was used before is not there any more.
    pub const DOCFLOW_GONE: &str = "CUSTOMS_DOCFLOW_GONE";
    /// It was filed in the vendor's pages before everything was there.
    pub const FILED_MEANWHILE: &str = "CUSTOMS_FILED_MEANWHILE";
    /// No answer came.
    pub const STEP_LOST: &str = "CUSTOMS_STEP_LOST";
    /// The heading has no number of the vendor, or one that is none.
    pub const NO_VENDOR_NUMBER: &str = "CUSTOMS_NO_VENDOR_NUMBER";
}

/// A step of a submission, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// The docflow is made, or found under our reference.
    Docflow,
    /// The docflow's own form of the declaration is found.
    MainForm,
    /// The form's data is imported.
    Form,
    /// A party is entered in the vendor's directory and set in its box.
    Party {
        /// Which part.
        role: PartyRole,
    },
    /// A document is made, or found.
    Document {
        /// Which.
        document: DocumentId,
    },
    /// A document's scan is uploaded.
    Scan {
        /// Of which document.
        document: DocumentId,
    },
    /// A document is linked to its goods.
    Goods {
        /// Which document.
        document: DocumentId,
    },
}

impl Step {
    /// A text that is the same for the same step: keys are made of it.
    pub fn key(&self) -> String {
        match self {
            Self::Docflow => "docflow".to_owned(),
            Self::MainForm => "main-form".to_owned(),
            Self::Form => "form".to_owned(),
            Self::Party { role } => format!("party-{}", role.name()),
            Self::Document { document } => format!("document-{document}"),
            Self::Scan { document } => format!("scan-{document}"),
            Self::Goods { document } => format!("goods-{document}"),
        }
    }
}

/// What a step brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing that must be remembered.
    Done,
    /// The docflow.
    Docflow {
        /// Its id.
        docflow: DocflowId,
        /// It was there already, under our reference.
        found: bool,
    },
    /// The docflow's own form.
    MainForm {
        /// Its id.
        form: FormId,
    },
    /// A document.
    Document {
        /// Its ids.
        at_vendor: AtVendor,
        /// It was there already.
        found: bool,
    },
}

/// One attempt to bring a declaration to the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// From 1; each resumption goes on with the same one.
    pub attempt: u32,
    /// What it brings.
    pub purpose: Purpose,
    /// Who asked for it.
    pub by: Option<Line>,
    /// When.
    pub requested_at: Moment,
    /// Steps that are done, and when.
    pub done: BTreeMap<String, Moment>,
    /// The step that is being tried.
    pub current: Option<Trying>,
    /// How it ended.
    pub ended: Option<Ended>,
}

/// What a submission brings to the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "brings", rename_all = "kebab-case")]
pub enum Purpose {
    /// The whole declaration, which a person files then.
    Filing,
    /// Documents that customs asked for: everything else is at customs, and never changes.
    Amendment {
        /// Which.
        documents: BTreeSet<DocumentId>,
    },
}

/// The step that is being tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trying {
    /// Which.
    pub step: Step,
    /// Since when, this try.
    pub since: Moment,
    /// Tries that failed before.
    pub failed: u32,
    /// Why the last one failed.
    pub error: Option<OutsideError>,
    /// When it is tried again by itself; absent while an answer is awaited.
    pub retry_at: Option<Moment>,
}

/// How a submission ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "kebab-case")]
pub enum Ended {
    /// Everything is at the vendor; a person files it there.
    Complete,
    /// A step failed for good, or too often; it can be resumed.
    Failed,
    /// A person gave up; the declaration is a draft again.
    GivenUp,
}

impl Declaration {
    /// Every step that a submission of this declaration needs, in order.
    pub fn steps(&self, purpose: &Purpose) -> Vec<Step> {
        match purpose {
            Purpose::Filing => {
                let parties = self.parties.keys().filter(|role| role.box_number().is_some()).map(|role| Step::Party { role: *role });
                let first = [Step::Docflow, Step::MainForm, Step::Form];
                first.into_iter().chain(parties).chain(self.documents.values().flat_map(document_steps)).collect()
            }
            Purpose::Amendment { documents } => documents.iter().filter_map(|id| self.documents.get(id)).flat_map(document_steps).collect(),
        }
    }

    /// The first step of the newest submission that is not done.
    pub fn next_step(&self) -> Option<Step> {
        let submission = self.submission.as_ref()?;
        self.steps(&submission.purpose).into_iter().find(|step| !submission.done.contains_key(&step.key()))
    }

    /// Documents that the vendor does not have, or has in part.
    pub fn documents_to_bring(&self) -> BTreeSet<DocumentId> {
        self.documents.keys().copied().filter(|id| !self.vendor.whole.contains(id)).collect()
    }

    /// Whether the docflow holds what an earlier attempt brought and the declaration does not say
    /// any more: the vendor adds what it is given and takes nothing away.
    pub fn is_changed_since_brought(&self) -> bool {
        let current = self.form.as_ref().map(|form| &form.sha256);
        self.vendor.forms.iter().any(|sha256| Some(sha256) != current)
            || self.vendor.boxes.iter().any(|role| !self.parties.contains_key(role))
    }

    /// Organizations that are set in boxes.
    pub fn organizations(&self) -> BTreeSet<OrganizationId> {
        self.parties.values().map(|party| party.organization).collect()
    }

    /// What the docflow is called at the vendor: the name that people gave, as far as there is
    /// room, and our id, by which a docflow whose creation was never answered is found again
    /// (decision C03).
    pub fn reference(&self) -> Line {
        let ending = format!("{REFERENCE_SIGN}{}", self.id);
        let room = kernel::text::LINE_CHARACTERS_MAX.saturating_sub(ending.chars().count());
        let name: String = self.name().as_str().chars().take(room).collect();
        // A part of a line with an id behind it is a line; the name alone is one in any case.
        Line::new(&format!("{}{ending}", name.trim_end())).unwrap_or_else(|_| self.name().clone())
    }
}

fn document_steps(document: &Document) -> impl Iterator<Item = Step> + use<> {
    let document_id = document.id;
    let scan = document.file.is_some().then_some(Step::Scan { document: document_id });
    std::iter::once(Step::Document { document: document_id }).chain(scan).chain([Step::Goods { document: document_id }])
}

/// Stands between the name that people gave and our id.
const REFERENCE_SIGN: &str = " · ";

/// Which declaration a docflow's name refers to.
pub fn referred(name: &str) -> Option<crate::DeclarationId> {
    name.rsplit(REFERENCE_SIGN).next()?.trim().parse().ok()
}

impl Submission {
    /// Whether it is on its way, or stuck there.
    pub const fn is_open(&self) -> bool {
        matches!(self.ended, None | Some(Ended::Failed))
    }

    /// The try of a step that an answer is about; `None` when it is over, or of another attempt.
    pub fn awaits(&self, attempt: u32, step: &Step) -> Option<&Trying> {
        let same = self.attempt == attempt && self.ended.is_none();
        self.current.as_ref().filter(|trying| same && trying.step == *step)
    }

    /// When it must be looked after: a planned retry, or a try that nobody answered.
    pub fn due_at(&self) -> Option<Moment> {
        if self.ended.is_some() {
            return None;
        }
        let lost_at = |since: Moment| since.plus_ms(STEP_TIMEOUT_MS);
        Some(match &self.current {
            Some(trying) => trying.retry_at.unwrap_or_else(|| lost_at(trying.since)),
            // The next step follows at once; if it does not, the word to begin it was lost.
            None => lost_at(self.done.values().copied().max().unwrap_or(self.requested_at)),
        })
    }
}

impl Vendor {
    /// When the journal must be looked after: a planned try, or one that nobody answered.
    pub fn journal_due_at(&self) -> Option<Moment> {
        let lost_at = self.journal_since.map(|since| since.plus_ms(STEP_TIMEOUT_MS));
        self.journal_retry_at.or(lost_at).filter(|_| !self.unsettled.is_empty())
    }
}

/// How long to wait after the `failed`-th failure.
pub fn pause_ms(failed: u32) -> i64 {
    let index = usize::try_from(failed.saturating_sub(1)).unwrap_or(usize::MAX).min(RETRY_PAUSES_MS.len().saturating_sub(1));
    RETRY_PAUSES_MS.get(index).copied().unwrap_or(60_000)
}
