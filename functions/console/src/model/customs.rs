//! Declarations to customs.

use std::collections::BTreeMap;

use kernel::Texts;
use serde::Deserialize;
use serde_json::Value;

use super::OutsideError;
use crate::format::Amount;

/// One declaration in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct DeclarationItem {
    pub(crate) declaration_id: String,
    pub(crate) name: String,
    pub(crate) declaration_type: String,
    pub(crate) procedure: String,
    pub(crate) office: String,
    pub(crate) office_name: String,
    pub(crate) declarant: String,
    #[serde(default)]
    pub(crate) shipment: Option<String>,
    pub(crate) status: String,
    /// The vendor's own words for that.
    #[serde(default)]
    pub(crate) vendor_text: Option<String>,
    #[serde(default)]
    pub(crate) registration_number: Option<String>,
    pub(crate) goods_count: u32,
    pub(crate) documents_count: u32,
    pub(crate) revision: u32,
    pub(crate) needs_attention: bool,
    #[serde(default)]
    pub(crate) archived: bool,
    #[serde(default)]
    pub(crate) author: Option<String>,
    pub(crate) created_at: String,
    pub(crate) version: u64,
}

/// A code and what it was called when it was used.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    pub(crate) code: Value,
    pub(crate) name: String,
}

impl Named {
    /// The code as a text, whichever it is.
    pub(crate) fn code(&self) -> String {
        self.code.as_str().map_or_else(|| self.code.to_string(), str::to_owned)
    }

    /// `40 · release for domestic consumption`.
    pub(crate) fn text(&self) -> String {
        format!("{} · {}", self.code(), self.name)
    }
}

/// Who declares, or signs.
#[derive(Debug, Deserialize)]
pub(crate) struct Signer {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) inn: Option<String>,
}

/// The form that is filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Template {
    pub(crate) mode: String,
}

/// What it is declared for.
#[derive(Debug, Deserialize)]
pub(crate) struct ShipmentRef {
    pub(crate) external: String,
}

/// The heading of a declaration.
#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) declaration_type: String,
    pub(crate) procedure: Named,
    #[serde(default)]
    pub(crate) singularity: Option<Named>,
    pub(crate) office: Named,
    pub(crate) organization: Signer,
    pub(crate) employee: Signer,
    pub(crate) template: Template,
    #[serde(default)]
    pub(crate) shipment: Option<ShipmentRef>,
    /// Versions of the tables of codes that were used.
    #[serde(default)]
    pub(crate) references: BTreeMap<String, u32>,
}

/// Where a declaration comes from.
#[derive(Debug, Deserialize)]
pub(crate) struct Origin {
    #[serde(default)]
    pub(crate) of: Option<String>,
}

/// The goods in short.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GoodsSummary {
    pub(crate) count: u32,
    pub(crate) numbers: Vec<u32>,
    pub(crate) gross_grams: Option<u64>,
    pub(crate) net_grams: Option<u64>,
    pub(crate) invoiced: Option<Amount>,
    pub(crate) customs_value: Option<Amount>,
}

/// The form in short.
#[derive(Debug, Deserialize)]
pub(crate) struct FormRef {
    pub(crate) size_bytes: u64,
    pub(crate) goods: GoodsSummary,
}

/// A scanned document.
#[derive(Debug, Deserialize)]
pub(crate) struct Scan {
    pub(crate) name: String,
    pub(crate) size_bytes: u64,
}

/// A document.
#[derive(Debug, Deserialize)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) box_44: String,
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) date: String,
    #[serde(default)]
    pub(crate) file: Option<Scan>,
    #[serde(default)]
    pub(crate) goods: Vec<u32>,
    /// What the vendor calls it, once it has it.
    #[serde(default)]
    pub(crate) at_vendor: Option<Value>,
    /// The vendor has all of it.
    #[serde(default)]
    pub(crate) whole: bool,
}

impl Document {
    /// Its kind in box 44, its number and day.
    pub(crate) fn title(&self) -> String {
        format!("{} № {}", self.name, self.number)
    }
}

/// An organization in its part.
#[derive(Debug, Deserialize)]
pub(crate) struct Party {
    pub(crate) name: String,
}

/// A fact about customs.
#[derive(Debug, Deserialize)]
pub(crate) struct FactItem {
    pub(crate) fact: String,
    pub(crate) first_at: String,
    /// Nobody said so; something later presupposes it.
    #[serde(default)]
    pub(crate) inferred: bool,
}

/// What does not fit.
#[derive(Debug, Deserialize)]
pub(crate) struct Alert {
    pub(crate) alert: String,
    #[serde(default)]
    raw_code: Option<i64>,
    #[serde(default)]
    raw_text: Option<String>,
    #[serde(default)]
    now: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    pub(crate) fact: Option<String>,
}

impl Alert {
    /// What the vendor said, as it came.
    pub(crate) fn said(&self) -> String {
        let code = self.raw_code.map(|code| code.to_string());
        let parts = [code.as_deref(), self.raw_text.as_deref(), self.now.as_deref(), self.text.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// An alert and what somebody did about it.
#[derive(Debug, Deserialize)]
pub(crate) struct AlertItem {
    pub(crate) index: u32,
    pub(crate) alert: Alert,
    pub(crate) at: String,
    #[serde(default)]
    pub(crate) settled: Option<String>,
}

/// A file that was uploaded.
#[derive(Debug, Deserialize)]
pub(crate) struct Upload {
    pub(crate) name: String,
}

/// What is to be done with a file.
#[derive(Debug, Deserialize)]
pub(crate) struct Task {
    pub(crate) job: String,
    #[serde(default)]
    pub(crate) file: Option<Upload>,
    #[serde(default)]
    pub(crate) format: Option<String>,
    #[serde(default)]
    pub(crate) choice: Option<String>,
}

/// A file that a job made.
#[derive(Debug, Deserialize)]
pub(crate) struct Made {
    pub(crate) file_name: String,
    pub(crate) size_bytes: u64,
}

/// Where in a file something is wrong.
#[derive(Debug, Deserialize)]
pub(crate) struct Place {
    #[serde(default)]
    pub(crate) path: Option<String>,
    #[serde(default)]
    pub(crate) line: Option<u32>,
    #[serde(default)]
    pub(crate) sheet: Option<String>,
    #[serde(default)]
    pub(crate) row: Option<u32>,
    /// A column of a text by its number, of a sheet by its letters.
    #[serde(default)]
    pub(crate) column: Option<Value>,
}

/// One thing that is wrong with a file.
#[derive(Debug, Deserialize)]
pub(crate) struct FileProblem {
    pub(crate) place: Place,
    #[serde(default)]
    pub(crate) field: Option<String>,
    pub(crate) text: Texts,
}

/// Why a job was not done.
#[derive(Debug, Deserialize)]
pub(crate) struct Because {
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) problems: Vec<FileProblem>,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
}

/// What is wrong with a form.
#[derive(Debug, Deserialize)]
pub(crate) struct FormCheck {
    pub(crate) with_template: bool,
    pub(crate) problems: Vec<FileProblem>,
    pub(crate) count: u32,
}

/// What became of a job.
#[derive(Debug, Deserialize)]
pub(crate) struct JobState {
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) file: Option<Made>,
    #[serde(default)]
    pub(crate) because: Option<Because>,
    #[serde(default)]
    pub(crate) notes: Vec<JobNote>,
}

/// What somebody should know of a file that was read or written.
#[derive(Debug, Deserialize)]
#[serde(tag = "note", rename_all = "kebab-case")]
pub(crate) enum JobNote {
    /// A column that means nothing to a declaration.
    ColumnLeftOut { column: String, name: String },
    /// The form was there already.
    FoundAtVendor,
    /// A field that the album does not place.
    FieldUnplaced { path: String },
}

/// Work on a file.
#[derive(Debug, Deserialize)]
pub(crate) struct JobItem {
    pub(crate) number: u32,
    pub(crate) task: Task,
    pub(crate) requested_at: String,
    pub(crate) state: JobState,
    /// Nothing will come of it.
    #[serde(default)]
    pub(crate) lost: bool,
}

/// What customs is paid.
#[derive(Debug, Deserialize)]
pub(crate) struct Paid {
    pub(crate) duty: Amount,
    pub(crate) vat: Amount,
    pub(crate) fee: Amount,
}

/// An estimate of payments.
#[derive(Debug, Deserialize)]
pub(crate) struct Estimated {
    pub(crate) on: String,
    pub(crate) totals: Paid,
    /// How well the least known of its rules is known.
    #[serde(default)]
    pub(crate) status: String,
}

/// One declaration.
#[derive(Debug, Deserialize)]
pub(crate) struct Declaration {
    pub(crate) summary: DeclarationItem,
    pub(crate) header: Header,
    pub(crate) origin: Origin,
    pub(crate) deleted: bool,
    pub(crate) editable: bool,
    pub(crate) takes_documents: bool,
    #[serde(default)]
    pub(crate) form: Option<FormRef>,
    pub(crate) documents: Vec<Document>,
    pub(crate) parties: BTreeMap<String, Party>,
    #[serde(default)]
    pub(crate) docflow: Option<String>,
    pub(crate) orphans: Vec<String>,
    pub(crate) facts: Vec<FactItem>,
    pub(crate) alerts: Vec<AlertItem>,
    pub(crate) jobs: Vec<JobItem>,
    #[serde(default)]
    pub(crate) estimate: Option<Estimated>,
    pub(crate) changed_at: String,
}

/// A message or a mark of customs.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    #[serde(default)]
    pub(crate) message_type: Option<String>,
    #[serde(default)]
    pub(crate) description: Option<String>,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) prepared_at: Option<String>,
    #[serde(default)]
    pub(crate) processed_at: Option<String>,
    pub(crate) recorded_at: String,
    /// Where the whole text is kept.
    #[serde(default)]
    pub(crate) key: Option<String>,
}

impl Message {
    /// The time that counts.
    pub(crate) fn at(&self) -> &str {
        self.prepared_at.as_deref().or(self.processed_at.as_deref()).unwrap_or(&self.recorded_at)
    }
}

/// Which step of a submission.
#[derive(Debug, Deserialize)]
pub(crate) struct Step {
    pub(crate) step: String,
    #[serde(default)]
    pub(crate) role: Option<String>,
    #[serde(default)]
    pub(crate) document: Option<String>,
}

/// One step and how it stands.
#[derive(Debug, Deserialize)]
pub(crate) struct StepItem {
    pub(crate) step: Step,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) since: Option<String>,
    #[serde(default)]
    pub(crate) failed: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) next_try: Option<String>,
}

/// How far the newest submission is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Submission {
    pub(crate) attempt: Option<u32>,
    pub(crate) by: Option<String>,
    pub(crate) requested_at: Option<String>,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) given_up: bool,
    pub(crate) steps: Vec<StepItem>,
}

impl Submission {
    /// Whether it brings only what customs asked for.
    pub(crate) fn is_amendment(&self) -> bool {
        self.purpose.as_ref().is_some_and(|purpose| purpose.brings == "amendment")
    }

    /// Whether it is on its way, or stuck there.
    pub(crate) fn is_open(&self) -> bool {
        !self.given_up && self.steps.iter().any(|item| item.state != "done")
    }
}

/// What a submission brings.
#[derive(Debug, Deserialize)]
pub(crate) struct Purpose {
    pub(crate) brings: String,
}

/// What else a table says of a code, as far as choosing needs it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Attributes {
    pub(crate) code: Option<String>,
    pub(crate) declaration_type: Option<String>,
    pub(crate) vendor_id: Option<Value>,
    pub(crate) organization: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) inn: Option<String>,
}

impl Attributes {
    /// The vendor's number or id, as a text.
    pub(crate) fn vendor_id(&self) -> String {
        let id = self.vendor_id.as_ref();
        id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default()
    }
}

/// What a table says of one code.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    pub(crate) code: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) attributes: Attributes,
}

/// An organization as a list shows it.
#[derive(Debug, Deserialize)]
pub(crate) struct OrganizationItem {
    pub(crate) organization_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) inn: Option<String>,
    #[serde(default)]
    pub(crate) kpp: Option<String>,
    #[serde(default)]
    pub(crate) country: Option<String>,
}

/// Where a file is put or fetched.
#[derive(Debug, Deserialize)]
pub(crate) struct Address {
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) media_type: String,
}
