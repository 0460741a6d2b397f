//! Documents of a docflow, and what is done with their forms.

use kernel::{Currency, Day, Line};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::{Box44Code, DocumentMode, FormId, VendorDocumentId};

/// Most documents of one request: a declaration with more has them created in turn.
pub const DOCUMENTS_MAX: usize = 100;

/// A document to create. The vendor makes another one each time it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocument {
    /// For search and display only.
    pub name: Line,
    /// Its number.
    pub number: Line,
    /// Its date.
    pub date: Day,
    /// The form it is put into.
    pub mode: DocumentMode,
    /// What it is.
    pub box_44: Box44Code,
    /// Whether and when customs get to see it.
    pub providing_index: Line,
    /// Shown among the documents of registration.
    pub common: bool,
    /// Belongs to every good.
    pub belongs_to_all_goods: bool,
    /// Takes what the declaration says.
    pub copy_from_declaration: bool,
    /// Takes what the account already has of this number and date.
    pub copy_if_exists: bool,
}

/// A document of a docflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRow {
    /// Which.
    pub document: VendorDocumentId,
    /// Its form, which has an id of its own (decision C18).
    pub form: FormId,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What it is, a code of box 44 as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub box_44: Option<String>,
    /// What its form is, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The declaration itself, or what belongs to its core.
    #[serde(default)]
    pub core: bool,
    /// The vendor's code of the form's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gfv: Option<String>,
}

/// Which declaration of customs value: 1 to 4 in the vendor's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
pub struct DtsNumber(#[schemars(range(min = 1, max = 4))] u8);

impl TryFrom<u8> for DtsNumber {
    type Error = DtsNumberUnknown;
    fn try_from(number: u8) -> Result<Self, DtsNumberUnknown> {
        if (1..=4).contains(&number) { Ok(Self(number)) } else { Err(DtsNumberUnknown) }
    }
}

impl From<DtsNumber> for u8 {
    fn from(number: DtsNumber) -> Self {
        number.0
    }
}

/// There is no such declaration of customs value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a number from 1 to 4")]
pub struct DtsNumberUnknown;

/// A cost that is shared out among goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// The box of the declaration of customs value: `17` is transport, `13А` licences. Letters are Cyrillic.
    pub cost_box: Line,
    /// In which proportion.
    pub by: DistributeBy,
    /// What it becomes part of.
    pub into: IncludeIn,
    /// The currency of [`Self::total`].
    pub currency: Currency,
    /// How much in all.
    pub total: Decimal,
    /// Where the goods arrive.
    #[serde(default)]
    pub border_place: Option<Line>,
}

/// In which proportion a cost is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DistributeBy {
    /// Of gross weights.
    Weight,
    /// Of prices.
    Price,
    /// As somebody says.
    Manual,
}

/// What a cost becomes part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IncludeIn {
    /// The price.
    Price,
    /// The customs value.
    CustomsValue,
    /// The statistical value.
    StatisticalValue,
}

/// How rows of goods are brought into a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsImport {
    /// Takes out the goods that are there.
    pub clear_before: bool,
    /// Leaves documents with the goods that they belong to.
    pub preserve_attached: bool,
    /// See [`HeaderMap`].
    #[serde(default)]
    pub header_map: Option<HeaderMap>,
}

/// How headers of goods are understood. The vendor counts two ways and publishes no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderMap {
    /// 0.
    Zero,
    /// 1.
    One,
}

/// A box of the declaration that a counterparty is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartyBox {
    /// 2: who sends.
    Consignor,
    /// 8: who receives.
    Consignee,
    /// 9: who settles.
    Financial,
    /// 14: who declares.
    Declarant,
}

impl PartyBox {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Consignor, Self::Consignee, Self::Financial, Self::Declarant];

    /// The box's number.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Consignor => "2",
            Self::Consignee => "8",
            Self::Financial => "9",
            Self::Declarant => "14",
        }
    }
}
