//! The form of a declaration: its data in the structure of the album of formats of customs.
//!
//! The names of fields are the album's own, misspellings included (`ESADout_CUConsigment`,
//! `CounryName`). The body is what stands within the root element [`ROOT`]; a form may come with
//! the root or without it, and is kept without, as the vendor's import takes it.
//!
//! Every decimal of a form is a text: a JSON number with a fraction is a float to too many
//! programs that would touch it. Numbers are read, and kept as texts from then on.

pub mod amount;
mod change;
pub mod check;
mod extract;
pub mod good;
mod json;
mod merge;
pub mod problem;
pub mod rows;
mod summary;
pub mod template;
mod write;

pub use change::{ChangeSummary, GoodsChange};
pub use check::{check, check_boxes};
pub use good::Good;
pub use problem::{FormProblem, Place, Problem, Reason};
pub use summary::GoodsSummary;
pub use template::{FormSchema, TemplateBody};
pub use write::GoodsChoice;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The root element of a declaration of goods in the album of formats.
pub const ROOT: &str = "ESADout_CU";
/// Under which the consignment stands, with everything that is about goods.
pub(crate) const SHIPMENT: &str = "ESADout_CUGoodsShipment";
/// Under which the goods stand within [`SHIPMENT`].
pub(crate) const GOODS: &str = "ESADout_CUGoods";

/// Largest form, in bytes of JSON: declarations of 999 goods with documents stay below it.
pub const FORM_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Deepest nesting of objects and lists. The album's own forms stay below 12.
pub const FORM_DEPTH_MAX: usize = 24;
/// Most objects, lists and leaves together: 999 goods with some 200 each.
pub const FORM_FIELDS_MAX: usize = 250_000;
/// Longest text of one field, in bytes. The album's longest is 2,000 characters, and descriptions
/// of goods come in several such pieces.
pub const FORM_TEXT_BYTES_MAX: usize = 16 * 1024;
/// Longest name of a field, in bytes; the album's longest are around 50.
pub const FORM_NAME_BYTES_MAX: usize = 128;
/// Which reading of goods from a form this is; stored with what it read, raised when it changes.
pub const EXTRACTOR_VERSION: u16 = 1;

/// The data of a declaration, within the limits and in one canonical shape: names of fields in
/// alphabetical order, no nulls, decimals as texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    body: Map<String, Value>,
}

/// A form as events carry it: where its body is kept, and what there is to know without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormRef {
    /// SHA-256 of the canonical bytes, in lowercase hexadecimal digits.
    pub sha256: String,
    /// Size of the canonical bytes.
    pub size_bytes: u64,
    /// Which reading made the summary ([`EXTRACTOR_VERSION`]).
    pub extractor_version: u16,
    /// The goods in short.
    pub goods: GoodsSummary,
}

impl FormRef {
    /// The key under which the body is kept.
    pub fn key(&self) -> String {
        Form::key(&self.sha256)
    }
}

impl Form {
    /// What the kept bytes are.
    pub const MEDIA_TYPE: &'static str = "application/json";

    /// Reads a body.
    ///
    /// # Errors
    /// What is beyond the limits of this module, is not a JSON object, names a field twice, or
    /// holds a number that cannot be kept exactly.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormProblem> {
        json::parse(bytes, json::Shape::Form).and_then(Self::of)
    }

    /// From JSON that somebody else has read. Fractions that a float may have changed are refused.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub fn from_value(value: Value) -> Result<Self, FormProblem> {
        json::accept(value, json::Shape::Form).and_then(Self::of)
    }

    fn of(value: Value) -> Result<Self, FormProblem> {
        let body = within_root(value)?;
        let form = Self { body };
        // Whoever reads goods reads so many; more would be left out in silence.
        let count = extract::list(&form).len();
        if count > usize::from(crate::code::GoodsNumber::MAX) {
            return Err(FormProblem::TooManyGoods { count });
        }
        match form.bytes().len() {
            size if size > FORM_BYTES_MAX => Err(FormProblem::TooLarge { bytes: size }),
            _ => Ok(form),
        }
    }

    /// The canonical bytes: the same for the same content, whatever its order was.
    pub fn bytes(&self) -> Vec<u8> {
        // A map of texts, booleans and whole numbers has a JSON form; there is no error to report.
        serde_json::to_vec(&self.body).unwrap_or_default()
    }

    /// SHA-256 of the canonical bytes, in lowercase hexadecimal digits.
    pub fn sha256(&self) -> String {
        hash(&self.bytes())
    }

    /// The key within the tenant under which a form of this hash is kept.
    pub fn key(sha256: &str) -> String {
        format!("customs/forms/{sha256}")
    }

    /// The body, without the root.
    pub const fn body(&self) -> &Map<String, Value> {
        &self.body
    }

    /// The body as the vendor's import takes it, without the root.
    pub fn to_value(&self) -> Value {
        Value::Object(self.body.clone())
    }

    /// The form with a merge patch applied (RFC 7396): members replace, `null` removes, lists are
    /// replaced whole.
    ///
    /// # Errors
    /// As [`Form::parse`]: the result has the same limits.
    pub fn merged(&self, patch: &Value) -> Result<Self, FormProblem> {
        let patch = json::accept(patch.clone(), json::Shape::Patch)?;
        let patch = within_root(patch)?;
        let mut body = Value::Object(self.body.clone());
        merge::merge(&mut body, Value::Object(patch));
        Self::from_value(body)
    }

    /// Another form in the place of this one.
    ///
    /// # Errors
    /// As [`Form::parse`].
    pub fn replaced(&self, body: Value) -> Result<Self, FormProblem> {
        Self::from_value(body)
    }

    /// The goods, as far as they can be read; what cannot is left out, and told by [`check`].
    pub fn goods(&self) -> Vec<Good> {
        extract::goods(self)
    }

    /// The form with other goods.
    ///
    /// # Errors
    /// Too many goods, or a body beyond the limits.
    pub fn with_goods(&self, rows: &[Good], choice: GoodsChoice) -> Result<Self, FormProblem> {
        write::with_goods(self, rows, choice)
    }

    /// The goods in short.
    pub fn summary(&self) -> GoodsSummary {
        GoodsSummary::of(self)
    }

    /// The currency that goods are invoiced in.
    pub fn contract_currency(&self) -> Option<kernel::Currency> {
        let code = self.at(&[SHIPMENT, "ESADout_CUMainContractTerms", "ContractCurrencyCode"]).and_then(amount::text)?;
        amount::currency(&code)
    }

    /// The currency of customs values: roubles where the form names none; `None` where it names one
    /// that is not known.
    pub fn customs_currency(&self) -> Option<kernel::Currency> {
        match self.at(&[SHIPMENT, "CustCostCurrencyCode"]).and_then(amount::text) {
            Some(code) => amount::currency(&code),
            None => Some(kernel::Currency::RUB),
        }
    }

    /// What events carry.
    pub fn reference(&self) -> FormRef {
        let bytes = self.bytes();
        FormRef {
            sha256: hash(&bytes),
            size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            extractor_version: EXTRACTOR_VERSION,
            goods: self.summary(),
        }
    }

    /// The value at a path of names; the first of a list where one stands in the way.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.body.get(*first)?, |value, name| only(value).get(name))
    }
}

/// What stands within the root, whether the root was written or not.
fn within_root(value: Value) -> Result<Map<String, Value>, FormProblem> {
    let Value::Object(mut body) = value else { return Err(FormProblem::NotAnObject) };
    if body.len() != 1 {
        return Ok(body);
    }
    match body.shift_remove(ROOT) {
        Some(Value::Object(within)) => Ok(within),
        Some(_) => Err(FormProblem::NotAnObject),
        None => Ok(body),
    }
}

/// An element that may repeat, where the first is meant.
pub(crate) fn only(value: &Value) -> &Value {
    value.as_array().and_then(|list| list.first()).unwrap_or(value)
}

/// Elements that may repeat: one of them may stand without a list.
pub(crate) fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
