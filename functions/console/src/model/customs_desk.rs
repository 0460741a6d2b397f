//! Customs besides declarations: organizations, tables of codes, how the exchange goes, the tariff.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::OutsideError;

/// One organization in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct OrganizationItem {
    pub(crate) organization_id: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) short_name: Option<String>,
    #[serde(default)]
    pub(crate) inn: Option<String>,
    #[serde(default)]
    pub(crate) kpp: Option<String>,
    pub(crate) country: String,
    pub(crate) differences: usize,
    pub(crate) hidden: bool,
    pub(crate) erased: bool,
}

/// One field in which another record differs.
#[derive(Debug, Deserialize)]
pub(crate) struct Difference {
    pub(crate) field: String,
    #[serde(default)]
    pub(crate) ours: Option<Value>,
    pub(crate) theirs: Value,
    #[serde(default)]
    pub(crate) provenance: Option<String>,
    pub(crate) source: String,
}

/// An organization that differs.
#[derive(Debug, Deserialize)]
pub(crate) struct Differing {
    pub(crate) organization_id: String,
    pub(crate) name: String,
    pub(crate) differences: Vec<Difference>,
}

/// How a comparison or a writing at the vendor went.
#[derive(Debug, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) at: Option<String>,
    #[serde(default)]
    pub(crate) held: Option<Held>,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
}

/// Why an organization is not written to the vendor's directory.
#[derive(Debug, Deserialize)]
pub(crate) struct Held {
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) theirs: Option<String>,
}

/// Personal data, as far as the reader may see it.
#[derive(Debug, Deserialize)]
pub(crate) struct Personal {
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) data: Option<Value>,
}

/// One organization.
#[derive(Debug, Deserialize)]
pub(crate) struct Organization {
    /// Kept as it came: what a form does not show goes back unchanged.
    pub(crate) profile: Value,
    pub(crate) personal: Personal,
    #[serde(default)]
    pub(crate) provenance: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) vendor_id: Option<Value>,
    pub(crate) differences: Vec<Difference>,
    pub(crate) sync: Exchange,
    pub(crate) push: Exchange,
    #[serde(default)]
    pub(crate) hidden: Option<String>,
    pub(crate) created_at: String,
    pub(crate) version: u64,
}

impl Organization {
    /// Its name; of a person, a label.
    pub(crate) fn name(&self) -> &str {
        text(&self.profile, &["name"])
    }

    /// Its kind, as the API names it.
    pub(crate) fn kind(&self) -> &str {
        text(&self.profile, &["kind", "type"])
    }

    /// Profile and personal data, as a form fills them.
    pub(crate) fn fields(&self) -> Value {
        let personal = self.personal.data.clone().filter(|_| self.personal.state == "open");
        fields(self.profile.clone(), personal.unwrap_or_default())
    }
}

/// Profile and personal data in one value.
pub(crate) fn fields(profile: Value, personal: Value) -> Value {
    let all = [("profile".to_owned(), profile), ("personal".to_owned(), personal)];
    Value::Object(all.into_iter().collect::<Map<String, Value>>())
}

/// A text at a place within a value; empty when there is none.
pub(crate) fn text<'a>(value: &'a Value, place: &[&str]) -> &'a str {
    let found = place.iter().try_fold(value, |value, part| value.get(part));
    found.and_then(Value::as_str).unwrap_or_default()
}

/// What the state register knows under a number.
#[derive(Debug, Deserialize)]
pub(crate) struct Found {
    #[serde(default)]
    pub(crate) profile: Option<Value>,
    #[serde(default)]
    pub(crate) personal: Value,
    #[serde(default)]
    pub(crate) vendor_id: Option<Value>,
    #[serde(default)]
    pub(crate) unreadable: Vec<String>,
    #[serde(default)]
    pub(crate) problem: Option<String>,
}

/// A reading of the vendor's directory.
#[derive(Debug, Deserialize)]
pub(crate) struct Reading {
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) rows: Option<u32>,
    #[serde(default)]
    pub(crate) at: Option<String>,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
}

/// A row of the directory that was not taken in.
#[derive(Debug, Deserialize)]
pub(crate) struct RowProblem {
    pub(crate) row: u32,
    #[serde(default)]
    pub(crate) vendor_id: Option<String>,
    pub(crate) problem: String,
}

/// The last reading of the vendor's directory.
#[derive(Debug, Deserialize)]
pub(crate) struct DirectoryPage {
    #[serde(default)]
    pub(crate) reading: Option<Reading>,
    #[serde(default)]
    pub(crate) began_at: Option<String>,
    #[serde(default)]
    pub(crate) problems: Vec<RowProblem>,
}

/// What made a version of a table.
#[derive(Debug, Deserialize)]
pub(crate) struct Import {
    pub(crate) version: u32,
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) rejected: u32,
    #[serde(default)]
    pub(crate) first_rejected: Option<String>,
    pub(crate) added: u32,
    pub(crate) changed: u32,
    pub(crate) closed: u32,
    pub(crate) open: u32,
}

/// An import that waits for a person.
#[derive(Debug, Deserialize)]
pub(crate) struct HeldImport {
    pub(crate) sha256: String,
    pub(crate) source: String,
    pub(crate) reason: String,
    pub(crate) counted: u32,
    #[serde(default)]
    pub(crate) rejected: u32,
    pub(crate) open: u32,
    pub(crate) would_close: u32,
}

/// A failure and its time.
#[derive(Debug, Deserialize)]
pub(crate) struct Failure {
    pub(crate) error: OutsideError,
    pub(crate) at: String,
}

/// A table of codes.
#[derive(Debug, Deserialize)]
pub(crate) struct Table {
    pub(crate) table: String,
    pub(crate) version: u32,
    #[serde(default)]
    pub(crate) current: Option<Import>,
    #[serde(default)]
    pub(crate) requested_at: Option<String>,
    /// An import of which some parts are still to come.
    #[serde(default)]
    pub(crate) importing: Option<Value>,
    #[serde(default)]
    pub(crate) held: Vec<HeldImport>,
    #[serde(default)]
    pub(crate) failure: Option<Failure>,
    #[serde(default)]
    pub(crate) age_seconds: Option<i64>,
}

/// One version of a table.
#[derive(Debug, Deserialize)]
pub(crate) struct TableVersion {
    #[serde(flatten)]
    pub(crate) import: Import,
    pub(crate) completed_at: String,
    pub(crate) by: String,
}

/// What a table says of one code.
#[derive(Debug, Deserialize)]
pub(crate) struct TableEntry {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) version: u32,
    pub(crate) valid_from: String,
    #[serde(default)]
    pub(crate) valid_to: Option<String>,
    #[serde(default)]
    pub(crate) attributes: Map<String, Value>,
}

impl TableEntry {
    /// What else is known of it, as `name: value` in the table's own names.
    pub(crate) fn attributes(&self) -> String {
        let plain = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        let told = self.attributes.iter().filter(|(name, _)| !matches!(name.as_str(), "kind" | "body_sha256"));
        let told = told.filter_map(|(name, value)| Some((name, plain(value)?))).filter(|(_, text)| *text != self.code);
        told.map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>().join(" · ")
    }
}

/// Some entries of a table.
#[derive(Debug, Deserialize)]
pub(crate) struct TablePage {
    pub(crate) items: Vec<TableEntry>,
    pub(crate) version: u32,
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}

/// What versions of a table said of one code.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryHistory {
    pub(crate) revisions: Vec<TableEntry>,
}

/// A field of a form's template.
#[derive(Debug, Deserialize)]
pub(crate) struct FormField {
    pub(crate) path: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) box_number: Option<String>,
    pub(crate) kind: String,
    pub(crate) repeated: bool,
}

/// Fields of a template that stand together.
#[derive(Debug, Deserialize)]
pub(crate) struct FormSection {
    pub(crate) path: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) box_number: Option<String>,
    pub(crate) fields: Vec<FormField>,
}

/// The fields of a template.
#[derive(Debug, Deserialize)]
pub(crate) struct FormFields {
    pub(crate) sections: Vec<FormSection>,
}

/// The template of a form.
#[derive(Debug, Deserialize)]
pub(crate) struct FormTemplate {
    pub(crate) mode: String,
    pub(crate) name: String,
    pub(crate) version: u32,
    pub(crate) fields: FormFields,
}

/// Rows of the vendor that could not be read.
#[derive(Debug, Deserialize)]
pub(crate) struct Rejected {
    pub(crate) count: u32,
    pub(crate) first: String,
}

/// How changes at the vendor are read.
#[derive(Debug, Deserialize)]
pub(crate) struct ChangeFeed {
    pub(crate) connected: bool,
    #[serde(default)]
    pub(crate) watermark: Option<String>,
    #[serde(default)]
    pub(crate) last_success: Option<String>,
    #[serde(default)]
    pub(crate) last_failure: Option<String>,
    pub(crate) failures: u32,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    pub(crate) paused: bool,
    #[serde(default)]
    pub(crate) hinted_at: Option<String>,
    #[serde(default)]
    pub(crate) rejected: Option<Rejected>,
    pub(crate) unsettled: u32,
}

/// What is to be done about a declaration.
#[derive(Debug, Deserialize)]
pub(crate) struct Work {
    pub(crate) work: String,
    #[serde(default)]
    pub(crate) step: Option<Value>,
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    #[serde(default)]
    pub(crate) docflow: Option<String>,
    #[serde(default)]
    pub(crate) index: Option<u32>,
    #[serde(default)]
    pub(crate) alert: Option<Value>,
}

/// One piece of work.
#[derive(Debug, Deserialize)]
pub(crate) struct WorkItem {
    pub(crate) declaration_id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) owner: Option<String>,
    pub(crate) since: String,
    pub(crate) work: Work,
}

/// A duty by quantity.
#[derive(Debug, Deserialize)]
pub(crate) struct Specific {
    pub(crate) amount: String,
    pub(crate) currency: String,
    pub(crate) per: String,
    pub(crate) unit: String,
}

/// A rate of import duty.
#[derive(Debug, Deserialize)]
pub(crate) struct Duty {
    pub(crate) duty: String,
    #[serde(default)]
    pub(crate) percent: Option<String>,
    #[serde(default)]
    pub(crate) specific: Option<Specific>,
}

/// How goods are taxed.
#[derive(Debug, Deserialize)]
pub(crate) struct VatClass {
    pub(crate) vat: String,
    #[serde(default)]
    pub(crate) list: Option<String>,
    #[serde(default)]
    pub(crate) ground: Option<String>,
}

/// A rate of the tariff.
#[derive(Debug, Deserialize)]
pub(crate) struct TariffRate {
    pub(crate) prefix: String,
    pub(crate) name: String,
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: Option<String>,
    pub(crate) duty: Duty,
    pub(crate) vat: VatClass,
    pub(crate) excise: String,
    pub(crate) listed_fee: bool,
    pub(crate) source: String,
}

/// One payment for a vehicle.
#[derive(Debug, Deserialize)]
pub(crate) struct VehiclePayment {
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) tax_base: Option<String>,
    #[serde(default)]
    pub(crate) rate: Option<String>,
    pub(crate) roubles: String,
    #[serde(default)]
    pub(crate) amount: Option<String>,
    #[serde(default)]
    pub(crate) currency: Option<String>,
}

/// What a vehicle costs at the border.
#[derive(Debug, Deserialize)]
pub(crate) struct VehiclePayments {
    #[serde(default)]
    pub(crate) commodity: Option<String>,
    pub(crate) payments: Vec<VehiclePayment>,
    pub(crate) total_roubles: String,
    #[serde(default)]
    pub(crate) total: Option<String>,
    #[serde(default)]
    pub(crate) currency: Option<String>,
}
