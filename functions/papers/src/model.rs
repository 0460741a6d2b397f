//! What stands on a paper: everything that is printed, already decided and already worded.
//!
//! One model for all forms; a form prints the fields that it knows and leaves out those that
//! are empty. Fields that are not known here are ignored, so that a context may say more
//! before this one prints it.

pub mod amount;
pub mod bounded;
pub mod text;

use kernel::{Currency, Day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use amount::Amount;
pub use bounded::Bounded;
pub use text::Text;

/// Most lines of one paper; larger documents are split by the context that makes them.
pub const LINES_MAX: usize = 1_000;
/// Most parties besides seller and buyer: a contract of many roles has a dozen.
pub const PARTIES_MAX: usize = 50;
/// Most identifiers of one party, and most lines of its bank details.
pub const IDENTIFIERS_MAX: usize = 12;
/// Most labelled facts in the head, tax lines, notes and signatures of one paper.
pub const FACTS_MAX: usize = 50;
/// Most documents of a declaration to customs.
pub const DOCUMENTS_MAX: usize = 200;
/// Most clauses and most instalments of a contract summary.
pub const CLAUSES_MAX: usize = 200;

/// Which printed form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A contract on a page or two: parties, obligations, schedule, terms.
    ContractSummary,
    /// A demand for money: рахунок на оплату, счёт на оплату.
    Invoice,
    /// An act of services or works: акт наданих послуг, акт оказанных услуг.
    Act,
    /// Goods handed over: видаткова накладна, товарная накладная.
    Waybill,
    /// счёт-фактура of the Russian Federation.
    TaxInvoice,
    /// Universal transfer document of the Russian Federation: УПД.
    TransferDocument,
    /// A printout of the electronic tax invoice of Belarus: ЭСЧФ.
    ElectronicTaxInvoice,
    /// A working copy of a declaration of goods to customs.
    CustomsDeclaration,
}

impl Form {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::ContractSummary,
        Self::Invoice,
        Self::Act,
        Self::Waybill,
        Self::TaxInvoice,
        Self::TransferDocument,
        Self::ElectronicTaxInvoice,
        Self::CustomsDeclaration,
    ];

    /// The name on the wire, and of the form's template.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContractSummary => "contract-summary",
            Self::Invoice => "invoice",
            Self::Act => "act",
            Self::Waybill => "waybill",
            Self::TaxInvoice => "tax-invoice",
            Self::TransferDocument => "transfer-document",
            Self::ElectronicTaxInvoice => "electronic-tax-invoice",
            Self::CustomsDeclaration => "customs-declaration",
        }
    }
}

/// Everything that is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Model {
    /// Stands instead of the form's own title: a credit note is printed on the form of an invoice.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// The document's number.
    pub number: Text,
    /// The document's day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Until when it is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The day of supply, by which tax is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point: Option<Day>,
    /// The first day on which a contract is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Day>,
    /// The last day on which a contract is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// What amounts are in; an amount in this currency is printed without it inside tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Who supplies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<Party>,
    /// Who is supplied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Party>,
    /// Who sends the goods, when that is not the seller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignor: Option<Party>,
    /// Who receives the goods, when that is not the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignee: Option<Party>,
    /// Parties of a contract by role.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub parties: Bounded<PartyInRole, PARTIES_MAX>,
    /// The contract that the document belongs to, in words: `№ 17 від 01.11.2026`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub contract: Text,
    /// On what grounds: an order, an acceptance, a power of attorney.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub basis: Text,
    /// The payment document that an advance came with, on a tax invoice.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub payment_document: Text,
    /// The document of shipment, on a tax invoice.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub shipment_document: Text,
    /// What this document corrects, and by which number: `№ 1 від 05.12.2026`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub correction: Text,
    /// The form's own status, where it has one: `1` or `2` on a transfer document.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub status: Text,
    /// Whatever else stands in the head, in this order.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub facts: Bounded<Labelled, FACTS_MAX>,
    /// What is supplied.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub lines: Bounded<Line, LINES_MAX>,
    /// The sums.
    #[serde(default)]
    pub totals: Totals,
    /// The taxes by rate.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub tax_lines: Bounded<TaxLine, FACTS_MAX>,
    /// When which part is paid, on a contract summary.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub schedule: Bounded<Instalment, CLAUSES_MAX>,
    /// Clauses of a contract summary.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub terms: Bounded<Clause, CLAUSES_MAX>,
    /// Documents that go with a declaration to customs, by the code of their kind.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub documents: Bounded<Labelled, DOCUMENTS_MAX>,
    /// Sentences below the table.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub notes: Bounded<Text, FACTS_MAX>,
    /// Who signs; seller and buyer when nobody is named.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub signatures: Bounded<Signature, FACTS_MAX>,
}

/// A party as printed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The legal name.
    pub name: Text,
    /// Tax numbers and registrations, in the order in which they are printed.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub identifiers: Bounded<Labelled, IDENTIFIERS_MAX>,
    /// The address.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub address: Text,
    /// Account, bank and its code, a line each.
    #[serde(default, skip_serializing_if = "Bounded::is_empty")]
    pub bank: Bounded<Text, IDENTIFIERS_MAX>,
}

/// A party of a contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyInRole {
    /// The role, in words.
    pub role: Text,
    /// Since and until when, in words; empty when for the whole contract.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub period: Text,
    /// Who.
    pub party: Party,
}

/// Something with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Labelled {
    /// What it is: `ІПН`, `ИНН / КПП`, `Місце складання`.
    pub label: Text,
    /// The thing.
    pub value: Text,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Its number.
    pub n: u32,
    /// What.
    pub name: Text,
    /// More about it, printed below the name in small letters.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// The code of the kind of goods: УКТ ЗЕД, ТН ВЭД.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub code: Text,
    /// How much, without the unit.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub quantity: Text,
    /// The unit's sign: `шт`, `кг`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// The unit's code by the classifier: `796`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit_code: Text,
    /// For one unit, without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Amount>,
    /// Without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Amount>,
    /// Excise inside the net amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excise: Option<Amount>,
    /// `20 %`, `без ПДВ`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub tax_rate: Text,
    /// Tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
    /// With tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<Amount>,
    /// When it is due, on a contract summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The code of the country of origin.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub country_code: Text,
    /// The country of origin.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub country: Text,
    /// The number of the customs declaration.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub declaration: Text,
    /// Gross weight in kilograms, on a declaration to customs.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub gross_weight: Text,
    /// Net weight in kilograms.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub net_weight: Text,
    /// The invoiced amount and its currency.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub invoiced: Text,
    /// The customs value.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub customs_value: Text,
}

/// The sums.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net: Option<Amount>,
    /// Tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
    /// With tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<Amount>,
    /// Tax that the payer keeps back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Amount>,
    /// What was paid already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Amount>,
    /// What is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payable: Option<Amount>,
    /// The sum in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub in_words: Text,
}

/// The tax of one rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaxLine {
    /// The tax and its rate, in words: `ПДВ 20 %`.
    pub name: Text,
    /// What it is computed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Amount>,
    /// The tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
}

/// A part of a payment schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Instalment {
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What for, or what share.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// What it is about.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub heading: Text,
    /// What it says.
    pub text: Text,
}

/// A place to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// As whom: `Постачальник`, `Руководитель организации`.
    pub role: Text,
    /// Who, printed beside the line.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::samples;

    #[test]
    fn what_is_not_known_here_is_ignored_and_what_is_empty_may_be_left_out() {
        let model: Model = serde_json::from_value(json!({ "number": "17", "colour": "green" })).unwrap();
        assert!(model.lines.is_empty() && model.seller.is_none());
        assert_eq!(serde_json::to_value(&model).unwrap(), json!({ "number": "17", "totals": {} }));
    }

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let model = samples::model();
        assert_eq!(serde_json::from_value::<Model>(serde_json::to_value(&model).unwrap()).unwrap(), model);
    }

    #[test]
    fn a_thousand_lines_are_read_and_more_are_refused() {
        let lines = |count: u32| (1..=count).map(|n| json!({ "n": n, "name": "x" })).collect::<Vec<_>>();
        let read = |count| serde_json::from_value::<Model>(json!({ "number": "17", "lines": lines(count) }));
        assert_eq!(read(1_000).unwrap().lines.len(), LINES_MAX);
        assert!(read(1_001).unwrap_err().to_string().contains("at most 1000"));
        assert!(read(100_000).is_err());
    }

    #[test]
    fn forms_have_the_names_of_the_wire() {
        for form in Form::ALL {
            assert_eq!(serde_json::to_value(form).unwrap(), form.name());
        }
    }
}
