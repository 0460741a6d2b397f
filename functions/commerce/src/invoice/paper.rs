//! An invoice as it is printed: everything decided and worded, for whoever sets type.

use kernel::{Currency, Day, Language, Line, Money, Percentage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tax::Treatment;

use super::event::LineAmounts;
use super::{Invoice, InvoiceKind, InvoiceLine, Issued};
use crate::contract::Contract;
use crate::party::Party;

/// Forms of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperForm {
    /// The demand itself.
    Invoice,
    /// An act of services.
    Act,
    /// Goods handed over.
    Waybill,
    /// счёт-фактура.
    TaxInvoice,
    /// Universal transfer document: УПД.
    TransferDocument,
    /// A printout of the electronic tax invoice: ЭСЧФ.
    ElectronicTaxInvoice,
}

/// A wish to have an invoice on paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrintRequest {
    /// Which form.
    pub form: PaperForm,
    /// Of the form's own words.
    #[schemars(with = "String")]
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<PaperModel>,
}

/// What stands on the paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperModel {
    /// Stands instead of the form's own title, where it is another document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The document's number.
    pub number: String,
    /// Its day.
    pub date: Day,
    /// Until when it is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The day of supply, by which tax is owed.
    pub tax_point: Day,
    /// What amounts are in.
    pub currency: Currency,
    /// Who supplies.
    pub seller: PaperParty,
    /// Who is supplied.
    pub buyer: PaperParty,
    /// The contract, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract: String,
    /// What the document corrects.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub correction: String,
    /// What is supplied.
    pub lines: Vec<PaperLine>,
    /// The sums.
    pub totals: PaperTotals,
    /// The taxes by rate.
    pub tax_lines: Vec<PaperTaxLine>,
    /// Sentences below the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A party as printed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PaperParty {
    /// The legal name.
    pub name: String,
    /// Numbers in registers.
    pub identifiers: Vec<Labelled>,
    /// The address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Account and bank, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bank: Vec<String>,
}

/// Something with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Labelled {
    /// What it is.
    pub label: String,
    /// The thing.
    pub value: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperLine {
    /// Its number.
    pub n: u16,
    /// What.
    pub name: String,
    /// More about it: what it was and is, on a correction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What decides the rate, where it is the code of a kind of goods.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// How much.
    pub quantity: String,
    /// Of what unit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Of one unit, as agreed.
    pub price: Money,
    /// Without tax.
    pub net: Money,
    /// The rate, in words.
    pub tax_rate: String,
    /// Tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
}

/// The sums.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperTotals {
    /// Without tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// Tax that the payer keeps back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Money>,
    /// What was paid already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    /// What is to be paid.
    pub payable: Money,
}

/// The tax of one rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperTaxLine {
    /// The tax and its rate, in words.
    pub name: String,
    /// What it is computed on.
    pub base: Money,
    /// The tax.
    pub tax: Money,
}

/// Who stands on the paper besides the invoice's own data.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Who supplies.
    pub seller: &'a Party,
    /// Who is supplied.
    pub buyer: &'a Party,
    /// The contract.
    pub contract: &'a Contract,
    /// The number of the demand that a credit note or tax invoice belongs to.
    pub of: Option<&'a Line>,
}

/// What stands on the paper of an issued invoice.
pub fn model(invoice: &Invoice, issued: &Issued, around: Surroundings<'_>, language: Language) -> PaperModel {
    let tax = &issued.tax;
    let payable = invoice.kind.of().is_none();
    let paid = Some(invoice.settled()).filter(|paid| paid.is_positive());
    PaperModel {
        title: title(invoice.kind, issued, language).to_owned(),
        number: issued.number.to_string(),
        date: issued.issue_day,
        due: payable.then_some(issued.due_day),
        tax_point: issued.tax_point,
        currency: invoice.currency,
        seller: party(around.seller, invoice.currency, true),
        buyer: party(around.buyer, invoice.currency, false),
        contract: contract(around.contract),
        correction: correction(issued, around.of),
        lines: issued.lines.iter().filter_map(|one| line(one, issued, language)).collect(),
        totals: PaperTotals {
            net: tax.net,
            tax: tax.charged,
            gross: tax.gross,
            withheld: Some(tax.withheld).filter(|withheld| withheld.is_positive()),
            paid,
            payable: if payable { invoice.open() } else { tax.payable },
        },
        tax_lines: tax.summary.iter().map(|one| tax_line(one, language)).collect(),
        notes: invoice.draft.note.iter().map(ToString::to_string).collect(),
    }
}

fn correction(issued: &Issued, of: Option<&Line>) -> String {
    match &issued.corrects {
        Some(corrects) => format!("№ {} / {}", corrects.number, corrects.day.format("%d.%m.%Y")),
        None => of.map(|number| format!("№ {number}")).unwrap_or_default(),
    }
}

/// What a corrected line was and is.
fn change(of: &InvoiceLine, issued: &Issued, language: Language) -> Option<String> {
    let line = issued.corrects.as_ref()?.lines.iter().find(|line| line.n == of.n)?;
    let [was, is, tax] = match language {
        Language::En => ["before", "after", "tax"],
        Language::Uk => ["до", "після", "податок"],
        Language::Ru => ["до изменения", "после изменения", "налог"],
    };
    let amounts = |amounts: &LineAmounts| format!("{}, {tax} {}", amounts.net.amount(), amounts.tax.amount());
    Some(format!("{was}: {}; {is}: {}", amounts(&line.before), amounts(&line.after)))
}

fn title(kind: InvoiceKind, issued: &Issued, language: Language) -> &'static str {
    match (kind, language) {
        (InvoiceKind::TaxInvoice { .. }, Language::En) if issued.corrects.is_some() => "Correcting tax invoice",
        (InvoiceKind::TaxInvoice { .. }, Language::Uk) if issued.corrects.is_some() => "Розрахунок коригування",
        (InvoiceKind::TaxInvoice { .. }, Language::Ru) if issued.corrects.is_some() => "Корректировочный счёт-фактура",
        (InvoiceKind::CreditNote { .. }, Language::En) => "Credit note",
        (InvoiceKind::CreditNote { .. }, Language::Uk) => "Коригувальний рахунок",
        (InvoiceKind::CreditNote { .. }, Language::Ru) => "Корректировочный счёт",
        (InvoiceKind::Invoice | InvoiceKind::Advance | InvoiceKind::TaxInvoice { .. }, _) => "",
    }
}

/// A party as printed, with a bank account in the currency where one is wanted.
pub(crate) fn party(of: &Party, currency: Currency, bank: bool) -> PaperParty {
    let labelled =
        |identifier: &crate::party::Identifier| Labelled { label: identifier.scheme().to_owned(), value: identifier.number().to_owned() };
    let fits = |account: &&crate::party::BankAccount| account.currency.is_none_or(|known| known == currency);
    let account = of.accounts.iter().find(fits).filter(|_| bank);
    let lines =
        account.map(|account| std::iter::once(account.number.to_string()).chain(account.bank.iter().map(ToString::to_string)).collect());
    PaperParty {
        name: of.document_name().to_string(),
        identifiers: of.profile.identifiers.iter().map(labelled).collect(),
        address: of.profile.address.as_ref().map(ToString::to_string).unwrap_or_default(),
        bank: lines.unwrap_or_default(),
    }
}

/// A contract, in words.
pub(crate) fn contract(of: &Contract) -> String {
    let signed = match &of.standing {
        crate::contract::Standing::Draft => None,
        crate::contract::Standing::Signed { on } => Some(*on),
        crate::contract::Standing::Terminated { signed_on, .. } => Some(*signed_on),
    };
    signed.map_or_else(|| format!("№ {}", of.number), |on| format!("№ {} / {}", of.number, on.format("%d.%m.%Y")))
}

fn rate(treatment: Treatment, rate: Option<Percentage>, language: Language) -> String {
    match (treatment, rate) {
        (Treatment::Standard | Treatment::Reduced | Treatment::Special | Treatment::Zero, Some(rate)) => rate.to_string(),
        (
            Treatment::Standard
            | Treatment::Reduced
            | Treatment::Special
            | Treatment::Zero
            | Treatment::Exempt
            | Treatment::OutOfScope
            | Treatment::ReverseCharge
            | Treatment::AgentWithholding,
            _,
        ) => treatment.texts().in_language(language).to_owned(),
    }
}

fn line(of: &InvoiceLine, issued: &Issued, language: Language) -> Option<PaperLine> {
    let tax = &issued.tax;
    let view = tax.line(u32::from(of.n))?;
    // A marker of the house is no code that a reader knows.
    let code = of.tax_code.as_str();
    let code = if code.bytes().all(|byte| byte.is_ascii_digit()) { code } else { "" };
    Some(PaperLine {
        n: of.n,
        name: of.name.to_string(),
        note: change(of, issued, language).unwrap_or_default(),
        code: code.to_owned(),
        quantity: of.quantity.to_string(),
        unit: of.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
        price: of.price,
        net: view.net,
        tax_rate: rate(view.treatment, view.rate, language),
        tax: if view.treatment.tax_in_gross() { view.tax } else { Money::zero(tax.currency) },
        gross: view.gross,
    })
}

fn tax_line(of: &tax::TaxLine, language: Language) -> PaperTaxLine {
    PaperTaxLine { name: rate(of.treatment, of.rate, language), base: of.base, tax: of.tax }
}
