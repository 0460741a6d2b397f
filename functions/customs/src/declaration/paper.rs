//! The declaration on paper as it stands: a working copy of our own.
//!
//! The event says everything that is printed, in the words of the form of papers, so that the
//! paper shows the declaration as it was when it was asked for.

use kernel::{Day, Language, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The declaration is to be printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrintRequested {
    /// Which form: always this one.
    pub form: PaperForm,
    /// Of the form's own words.
    #[schemars(with = "String")]
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<Sheet>,
}

/// The form of papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperForm {
    /// A declaration of goods.
    CustomsDeclaration,
}

/// What stands on the paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// The number at customs, or the declaration's name while it has none.
    pub number: String,
    /// The day of the print, in the tenant's time zone.
    pub date: Day,
    /// What stands in the head, in this order.
    pub facts: Vec<Labelled>,
    /// Consignor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignor: Option<SheetParty>,
    /// Consignee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignee: Option<SheetParty>,
    /// Further parties, by their part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<InRole>,
    /// The goods.
    pub lines: Vec<SheetGood>,
    /// Documents, as box 44 lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Labelled>,
    /// What is written below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A fact with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Labelled {
    /// What it is.
    pub label: String,
    /// The fact.
    pub value: String,
}

/// A party on the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetParty {
    /// Its name.
    pub name: String,
}

/// A party and its part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InRole {
    /// The part, in words.
    pub role: String,
    /// Who.
    pub party: SheetParty,
}

/// One of the goods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SheetGood {
    /// Its number.
    pub n: u16,
    /// What it is.
    pub name: String,
    /// What is paid for it: `2010: 15000.00`.
    pub note: String,
    /// Its commodity code.
    pub code: String,
    /// Where it comes from.
    pub country_code: String,
    /// Gross weight in kilograms.
    pub gross_weight: String,
    /// Net weight in kilograms.
    pub net_weight: String,
    /// The invoiced amount and its currency.
    pub invoiced: String,
    /// The customs value.
    pub customs_value: String,
}
