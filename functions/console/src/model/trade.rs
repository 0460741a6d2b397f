//! Invoices, payments, sales, stock, forecasts.

use serde::Deserialize;
use serde_json::Value;

use super::OutsideError;
use super::commerce::EntryRef;
use super::fact::{Article, Artifact};
use crate::format::Amount;

/// An invoice in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct InvoiceItem {
    pub(crate) invoice_id: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) number: Option<String>,
    pub(crate) status: String,
    pub(crate) creditor: String,
    pub(crate) debtor: String,
    #[serde(default)]
    pub(crate) creditor_name: Option<String>,
    #[serde(default)]
    pub(crate) debtor_name: Option<String>,
    #[serde(default)]
    pub(crate) issue_day: Option<String>,
    #[serde(default)]
    pub(crate) due_day: Option<String>,
    pub(crate) payable: Amount,
    pub(crate) open: Amount,
    #[serde(default)]
    pub(crate) overdue: bool,
}

/// One invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct Invoice {
    pub(crate) invoice_id: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) of: Option<String>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) overdue: bool,
    #[serde(default)]
    pub(crate) number: Option<String>,
    pub(crate) contract_id: String,
    pub(crate) issuer: String,
    pub(crate) recipient: String,
    #[serde(default)]
    pub(crate) directions: Vec<Perspective>,
    #[serde(default)]
    pub(crate) issue_day: Option<String>,
    #[serde(default)]
    pub(crate) due_day: Option<String>,
    pub(crate) tax_point: String,
    #[serde(default)]
    pub(crate) posted_day: Option<String>,
    pub(crate) lines: Vec<InvoiceLine>,
    pub(crate) tax: Tax,
    pub(crate) payable: Amount,
    pub(crate) settled: Amount,
    pub(crate) credited: Amount,
    pub(crate) written_off: Amount,
    pub(crate) open: Amount,
    #[serde(default)]
    pub(crate) allocations: Vec<Settled>,
    #[serde(default)]
    pub(crate) credit_notes: Vec<CreditNote>,
    #[serde(default)]
    pub(crate) tax_invoices: Vec<String>,
    #[serde(default)]
    pub(crate) entries: Vec<EntryRef>,
    #[serde(default)]
    pub(crate) artifacts: Vec<Artifact>,
    #[serde(default)]
    pub(crate) rates: Vec<Rate>,
    #[serde(default)]
    pub(crate) budget_id: Option<String>,
    #[serde(default)]
    pub(crate) intercompany: Option<Value>,
    #[serde(default)]
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) void_reason: Option<String>,
    #[serde(default)]
    pub(crate) actions: Vec<String>,
}

impl Invoice {
    /// Whether the user may send a command now.
    pub(crate) fn can(&self, command: &str) -> bool {
        self.actions.iter().any(|action| action.strip_prefix("commerce.").unwrap_or(action) == command)
    }
}

/// How an own company sees an invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct Perspective {
    pub(crate) party: String,
    pub(crate) direction: String,
}

/// A line of an invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct InvoiceLine {
    pub(crate) n: u32,
    pub(crate) name: String,
    pub(crate) quantity: String,
    #[serde(default)]
    pub(crate) unit: Option<String>,
    pub(crate) price: Amount,
    pub(crate) amount: Amount,
    /// What is supplied, as the tax rules tell it apart.
    #[serde(default)]
    pub(crate) supply: Value,
    #[serde(default)]
    pub(crate) tax_code: String,
    #[serde(default)]
    pub(crate) bills: Option<Bills>,
}

impl InvoiceLine {
    /// The supply as a form has it: `goods`, `service:legal`.
    pub(crate) fn supply_code(&self) -> String {
        let group = self.supply.as_object().and_then(|groups| groups.iter().next());
        match group {
            Some((group, kind)) => format!("{group}:{}", kind.as_str().unwrap_or_default()),
            None => self.supply.as_str().unwrap_or_default().to_owned(),
        }
    }
}

/// What a line bills.
#[derive(Debug, Deserialize)]
pub(crate) struct Bills {
    pub(crate) fact: String,
    pub(crate) line: u16,
}

/// What one currency was worth in another.
#[derive(Debug, Deserialize)]
pub(crate) struct Rate {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) rate: String,
    pub(crate) source: String,
    pub(crate) day: String,
}

/// What the tax engine said.
#[derive(Debug, Deserialize)]
pub(crate) struct Tax {
    #[serde(default)]
    pub(crate) lines: Vec<LineTax>,
    pub(crate) summary: Vec<TaxLine>,
    pub(crate) net: Amount,
    pub(crate) tax: Amount,
    pub(crate) withheld: Amount,
    pub(crate) gross: Amount,
    pub(crate) rounding: String,
    #[serde(default)]
    pub(crate) price_includes_tax: bool,
    #[serde(default)]
    pub(crate) requirements: Vec<Requirement>,
    #[serde(default)]
    pub(crate) trace: Vec<RuleUse>,
}

/// Tax of one line.
#[derive(Debug, Deserialize)]
pub(crate) struct LineTax {
    pub(crate) n: u32,
    pub(crate) tax: Amount,
}

/// One rate of an invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct TaxLine {
    pub(crate) treatment: String,
    /// In hundredths of a percent.
    #[serde(default)]
    pub(crate) rate: Option<kernel::Percentage>,
    pub(crate) jurisdiction: String,
    pub(crate) base: Amount,
    pub(crate) tax: Amount,
}

/// What the law asks besides.
#[derive(Debug, Deserialize)]
pub(crate) struct Requirement {
    text: kernel::Texts,
    #[serde(default)]
    pub(crate) due: Option<String>,
}

impl Requirement {
    /// The sentence.
    pub(crate) fn words(&self, language: kernel::Language) -> &str {
        self.text.in_language(language)
    }
}

/// A rule that was used.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleUse {
    pub(crate) id: String,
    pub(crate) version: u32,
}

/// Money on an invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct Settled {
    pub(crate) payment: String,
    pub(crate) payer: String,
    pub(crate) amount: Amount,
    pub(crate) day: String,
    #[serde(default)]
    pub(crate) offset: bool,
}

/// A credit note of an invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct CreditNote {
    pub(crate) note: String,
    pub(crate) number: String,
    pub(crate) day: String,
    pub(crate) payable: Amount,
}

/// A payment in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct PaymentItem {
    pub(crate) payment_id: String,
    pub(crate) status: String,
    pub(crate) method: String,
    pub(crate) payer: String,
    pub(crate) payee: String,
    #[serde(default)]
    pub(crate) payer_name: Option<String>,
    #[serde(default)]
    pub(crate) payee_name: Option<String>,
    pub(crate) amount: Amount,
    pub(crate) remainder: Amount,
    pub(crate) day: String,
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    #[serde(default)]
    pub(crate) external: Option<String>,
    #[serde(default)]
    pub(crate) purpose: Option<String>,
}

/// One payment.
#[derive(Debug, Deserialize)]
pub(crate) struct Payment {
    #[serde(flatten)]
    pub(crate) item: PaymentItem,
    #[serde(default)]
    pub(crate) account: Option<String>,
    #[serde(default)]
    pub(crate) allocations: Vec<Allocation>,
    #[serde(default)]
    pub(crate) entries: Vec<EntryRef>,
    #[serde(default)]
    pub(crate) actions: Vec<String>,
}

impl Payment {
    /// Whether the user may send a command now.
    pub(crate) fn can(&self, command: &str) -> bool {
        self.actions.iter().any(|action| action.strip_prefix("commerce.").unwrap_or(action) == command)
    }
}

/// Part of a payment on an invoice.
#[derive(Debug, Deserialize)]
pub(crate) struct Allocation {
    pub(crate) n: u32,
    pub(crate) invoice: String,
    pub(crate) amount: Amount,
    pub(crate) day: String,
}

/// A paper of a document.
#[derive(Debug, Deserialize)]
pub(crate) struct PaperItem {
    pub(crate) paper_id: String,
    pub(crate) file_name: String,
    pub(crate) language: String,
    pub(crate) requested_at: String,
    pub(crate) status: String,
    /// Why it failed, while it is failed.
    #[serde(default)]
    pub(crate) error: Option<OutsideError>,
    /// When it is tried again by itself.
    #[serde(default)]
    pub(crate) retry_at: Option<String>,
}

/// One paper, with where to fetch it.
#[derive(Debug, Deserialize)]
pub(crate) struct Paper {
    #[serde(default)]
    pub(crate) download_url: Option<String>,
}

/// Demands by age.
#[derive(Debug, Deserialize)]
pub(crate) struct Ageing {
    pub(crate) as_of: String,
    pub(crate) rows: Vec<AgeingRow>,
    pub(crate) totals: Vec<AgeingRow>,
    #[serde(default)]
    pub(crate) complete: bool,
}

/// One party's, or the sum of one currency.
#[derive(Debug, Deserialize)]
pub(crate) struct AgeingRow {
    #[serde(default)]
    pub(crate) party: Option<String>,
    pub(crate) not_due: Amount,
    pub(crate) days_30: Amount,
    pub(crate) days_60: Amount,
    pub(crate) days_90: Amount,
    pub(crate) older: Amount,
    pub(crate) total: Amount,
}

/// Money to come and to go.
#[derive(Debug, Deserialize)]
pub(crate) struct CashFlow {
    pub(crate) today: String,
    pub(crate) until: String,
    pub(crate) payments: Vec<Expected>,
    pub(crate) totals: Vec<CashTotal>,
    /// Whether everything was read.
    pub(crate) complete: bool,
}

/// A payment that is expected.
#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    pub(crate) due: String,
    pub(crate) direction: String,
    pub(crate) amount: Amount,
    pub(crate) counterparty: String,
    pub(crate) basis: Value,
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    #[serde(default)]
    pub(crate) overdue: bool,
}

/// The sums of one currency.
#[derive(Debug, Deserialize)]
pub(crate) struct CashTotal {
    pub(crate) incoming: Amount,
    pub(crate) outgoing: Amount,
}

/// An order on its way through the books.
#[derive(Debug, Deserialize)]
pub(crate) struct SaleItem {
    pub(crate) sale_id: String,
    pub(crate) order: String,
    pub(crate) number: String,
    pub(crate) buyer_name: String,
    pub(crate) stage: String,
    #[serde(default)]
    pub(crate) stalled: Option<Stall>,
    #[serde(default)]
    pub(crate) contract_id: Option<String>,
    #[serde(default)]
    pub(crate) invoice_id: Option<String>,
}

/// Where it stopped.
#[derive(Debug, Deserialize)]
pub(crate) struct Stall {
    pub(crate) step: String,
    pub(crate) code: String,
}

/// What is in stock.
#[derive(Debug, Deserialize)]
pub(crate) struct StockBalance {
    pub(crate) kept: Kept,
    pub(crate) quantity: String,
    #[serde(default)]
    pub(crate) negative: bool,
    #[serde(default)]
    pub(crate) expired: bool,
}

/// Where and what it is.
#[derive(Debug, Deserialize)]
pub(crate) struct Kept {
    pub(crate) location: String,
    pub(crate) article: Article,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) batch: Option<String>,
    #[serde(default)]
    pub(crate) expires: Option<String>,
}
