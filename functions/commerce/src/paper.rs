//! Contracts and facts on paper: what stands on a sheet, in words and figures.
//!
//! As with invoices ([`crate::invoice::paper`]), the event says everything that is printed, so
//! that the paper shows the document as it was when it was asked for.

use kernel::{Currency, Day, Language, Line, Money, Texts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::{ContractType, RecognitionPolicy, RoleKind};
pub use crate::invoice::paper::{Labelled, PaperParty};

/// Forms of contracts and facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SheetForm {
    /// A contract on a page or two: parties, obligations, terms.
    ContractSummary,
    /// An act of services or of use.
    Act,
    /// Goods handed over.
    Waybill,
}

/// A wish to have a contract or a fact on paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SheetRequest {
    /// Which form.
    pub form: SheetForm,
    /// Of the form's own words.
    #[schemars(with = "String")]
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<Sheet>,
}

/// What stands on the paper; what a form does not print or nobody knows is left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// Stands instead of the form's own title, where it is another document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The document's number.
    pub number: String,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The day of supply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point: Option<Day>,
    /// The first day on which a contract is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// The last day on which a contract is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// What amounts are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Who supplies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<PaperParty>,
    /// Who is supplied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<PaperParty>,
    /// Parties of a contract by role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<SheetRole>,
    /// The contract, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract: String,
    /// What the document takes back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub correction: String,
    /// Where it stands, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Whatever else stands in the head.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Labelled>,
    /// What is or was to be supplied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<SheetLine>,
    /// The sums.
    #[serde(default)]
    pub totals: SheetTotals,
    /// Clauses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<SheetClause>,
}

/// A party of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SheetRole {
    /// The role, in words.
    pub role: String,
    /// Since and until when.
    pub period: String,
    /// Who.
    pub party: PaperParty,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SheetLine {
    /// Its number.
    pub n: u32,
    /// What.
    pub name: String,
    /// More about it: the lot, how far an obligation is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// How much.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quantity: String,
    /// Of what unit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Of one unit, where the price is without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Money>,
    /// With tax, where that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<Money>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
}

/// The sums.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SheetTotals {
    /// Without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Money>,
    /// With tax, where that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<Money>,
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SheetClause {
    /// What it is about.
    pub heading: String,
    /// What it says.
    pub text: String,
}

impl SheetTotals {
    /// The sums of lines; a sum of which a part is missing is left out.
    pub fn of(lines: &[SheetLine], currency: Option<Currency>) -> Self {
        let sum = |of: fn(&SheetLine) -> Option<Money>| {
            let amounts = lines.iter().map(of).collect::<Option<Vec<_>>>().filter(|amounts| !amounts.is_empty())?;
            Money::sum(amounts, currency?).ok()
        };
        Self { net: sum(|line| line.net), gross: sum(|line| line.gross) }
    }
}

/// A word of the house in the paper's language.
pub(crate) fn word(language: Language, en: &str, uk: &str, ru: &str) -> String {
    Texts::new(en, uk, ru).in_language(language).to_owned()
}

/// A day as papers print it.
pub(crate) fn day(day: Day) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A role, in words.
pub(crate) fn role(role: RoleKind, language: Language) -> String {
    match role {
        RoleKind::Seller => word(language, "Seller", "Продавець", "Продавец"),
        RoleKind::Buyer => word(language, "Buyer", "Покупець", "Покупатель"),
        RoleKind::Lessor => word(language, "Lessor", "Орендодавець", "Арендодатель"),
        RoleKind::Lessee => word(language, "Lessee", "Орендар", "Арендатор"),
        RoleKind::Agent => word(language, "Agent", "Агент", "Агент"),
        RoleKind::Principal => word(language, "Principal", "Принципал", "Принципал"),
        RoleKind::Payer => word(language, "Payer", "Платник", "Плательщик"),
        RoleKind::Beneficiary => word(language, "Beneficiary", "Вигодонабувач", "Выгодоприобретатель"),
    }
}

/// A kind of deal, in words.
pub(crate) fn deal(kind: ContractType, language: Language) -> String {
    match kind {
        ContractType::Consulting => word(language, "Consulting", "Консультаційні послуги", "Консультационные услуги"),
        ContractType::SaleOfGoods => word(language, "Sale of goods", "Купівля-продаж товарів", "Купля-продажа товаров"),
        ContractType::EquipmentLease => word(language, "Lease of equipment", "Оренда обладнання", "Аренда оборудования"),
        ContractType::ServiceSla => word(language, "Services over time", "Абонентське обслуговування", "Абонентское обслуживание"),
    }
}

/// When revenue counts, in words.
pub(crate) fn recognition(policy: RecognitionPolicy, language: Language) -> String {
    match policy {
        RecognitionPolicy::OnShipment => word(
            language,
            "Supplied when handed over or signed for.",
            "Постачання — у день передання або підписання акта.",
            "Поставка — в день передачи или подписания акта.",
        ),
        RecognitionPolicy::OnTransfer => word(
            language,
            "Supplied when title passes.",
            "Постачання — у день переходу права власності.",
            "Поставка — в день перехода права собственности.",
        ),
        RecognitionPolicy::OverTime => word(
            language,
            "Supplied in equal daily shares over the time that is covered.",
            "Постачання — рівними частками за кожний день періоду.",
            "Поставка — равными долями за каждый день периода.",
        ),
    }
}
