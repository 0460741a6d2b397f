//! Books, entries, balances.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::format::Amount;

/// A book in the list, or by itself.
#[derive(Debug, Deserialize)]
pub(crate) struct Book {
    pub(crate) book_id: String,
    pub(crate) party_id: String,
    pub(crate) name: String,
    pub(crate) currency: String,
    pub(crate) opened_from: String,
    #[serde(default)]
    pub(crate) closed_through: Option<String>,
    #[serde(default)]
    pub(crate) next_to_close: Option<String>,
    #[serde(default)]
    pub(crate) accounts: Vec<Account>,
}

/// An account of a chart.
#[derive(Debug, Deserialize)]
pub(crate) struct Account {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    /// What posting rules use it for.
    #[serde(default)]
    pub(crate) purpose: Option<String>,
    #[serde(default)]
    pub(crate) closed: bool,
}

/// Six columns of a balance.
#[derive(Debug, Deserialize)]
pub(crate) struct Columns {
    pub(crate) opening_debit: Amount,
    pub(crate) opening_credit: Amount,
    pub(crate) debit: Amount,
    pub(crate) credit: Amount,
    pub(crate) closing_debit: Amount,
    pub(crate) closing_credit: Amount,
}

/// A trial balance.
#[derive(Debug, Deserialize)]
pub(crate) struct TrialBalance {
    pub(crate) name: String,
    pub(crate) currency: String,
    pub(crate) from: String,
    pub(crate) as_of: String,
    pub(crate) lines: Vec<TrialLine>,
    pub(crate) totals: Columns,
    pub(crate) balanced: bool,
}

/// One account of it.
#[derive(Debug, Deserialize)]
pub(crate) struct TrialLine {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) sums: Columns,
}

/// A statement of an account.
#[derive(Debug, Deserialize)]
pub(crate) struct Statement {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) currency: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) sums: Columns,
    pub(crate) items: Vec<Line>,
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}

/// A statement of a party.
#[derive(Debug, Deserialize)]
pub(crate) struct PartyStatement {
    pub(crate) currency: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) totals: Columns,
    pub(crate) items: Vec<Line>,
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}

/// A line of a statement.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    pub(crate) entry_id: String,
    pub(crate) day: String,
    pub(crate) account: String,
    pub(crate) side: String,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) original: Option<Original>,
    pub(crate) text: String,
    pub(crate) source: Source,
}

/// In the document's currency.
#[derive(Debug, Deserialize)]
pub(crate) struct Original {
    pub(crate) amount: Amount,
    pub(crate) rate: String,
}

/// The document that caused an entry.
#[derive(Debug, Deserialize)]
pub(crate) struct Source {
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) version: u64,
    #[serde(default)]
    pub(crate) sha256: Option<String>,
}

impl Source {
    /// The document's page, where it has one.
    pub(crate) fn href(&self) -> Option<String> {
        let place = match self.kind.as_str() {
            "commerce.invoice" => "commerce/invoices",
            "commerce.payment" => "commerce/payments",
            "commerce.budget" => "commerce/budgets",
            "commerce.fulfillment-event" => "commerce/facts",
            "ledger.journal-entry" => "ledger/entries",
            "ledger.book" => "ledger/books",
            _ => return None,
        };
        Some(format!("/console/{place}/{}", crate::http::encoded(&self.id)))
    }
}

/// An entry in a list.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryItem {
    pub(crate) entry: Entry,
    pub(crate) recorded_at: String,
    pub(crate) recorded_by: String,
    #[serde(default)]
    pub(crate) sealed: Option<Sealed>,
    #[serde(default)]
    pub(crate) reversed_by: Option<String>,
}

/// What an entry says.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) book: String,
    pub(crate) day: String,
    pub(crate) source: Source,
    pub(crate) rule: Rule,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) reverses: Option<String>,
    pub(crate) lines: Vec<EntryLine>,
}

impl Entry {
    /// Its accounts on one side, in the order of its lines.
    pub(crate) fn accounts(&self, side: &str) -> String {
        let mut codes: Vec<&str> = self.lines.iter().filter(|line| line.side == side).map(|line| line.account.as_str()).collect();
        codes.dedup();
        codes.join(", ")
    }
}

/// The posting rule.
#[derive(Debug, Deserialize)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) version: u32,
}

/// A line of an entry.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryLine {
    pub(crate) account: String,
    pub(crate) side: String,
    pub(crate) amount: Amount,
    #[serde(default)]
    pub(crate) original: Option<Original>,
    #[serde(default)]
    pub(crate) party: Option<String>,
    #[serde(default)]
    pub(crate) partner: Option<String>,
}

/// A place in the chain.
#[derive(Debug, Deserialize)]
pub(crate) struct Sealed {
    pub(crate) sequence: u64,
    pub(crate) hash: String,
}

/// One entry.
#[derive(Debug, Deserialize)]
pub(crate) struct EntryPage {
    pub(crate) item: EntryItem,
    pub(crate) book_name: String,
    #[serde(default)]
    pub(crate) account_names: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) actions: Vec<String>,
}

/// The trial balance of all own companies.
#[derive(Debug, Deserialize)]
pub(crate) struct Consolidated {
    pub(crate) as_of: String,
    pub(crate) currency: String,
    pub(crate) books: Vec<ConsolidatedBook>,
    pub(crate) lines: Vec<ConsolidatedLine>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) balanced: bool,
    /// The margin on goods sold inside, all of which was taken out of stock.
    pub(crate) inside_margin: Amount,
}

/// A column of it.
#[derive(Debug, Deserialize)]
pub(crate) struct ConsolidatedBook {
    pub(crate) book_id: String,
    pub(crate) name: String,
}

/// A line of it.
#[derive(Debug, Deserialize)]
pub(crate) struct ConsolidatedLine {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) balances: Vec<Amount>,
    pub(crate) elimination: Amount,
    pub(crate) total: Amount,
}

/// Two own companies.
#[derive(Debug, Deserialize)]
pub(crate) struct Pair {
    pub(crate) one: String,
    pub(crate) other: String,
    pub(crate) settlements: Amount,
    pub(crate) deliveries: Amount,
    pub(crate) inside_margin: Amount,
    pub(crate) agrees: bool,
}

/// What a verification found.
#[derive(Debug, Deserialize)]
pub(crate) struct Verification {
    pub(crate) last: u64,
    #[serde(default)]
    pub(crate) hash: Option<String>,
    pub(crate) good_through: u64,
    #[serde(default)]
    pub(crate) broken: Option<Broken>,
    #[serde(default)]
    pub(crate) next: Option<u64>,
}

/// Where a chain is broken.
#[derive(Debug, Deserialize)]
pub(crate) struct Broken {
    pub(crate) sequence: u64,
    #[serde(default)]
    pub(crate) entry_id: Option<String>,
    pub(crate) how: String,
}

/// A part of an export.
#[derive(Debug, Deserialize)]
pub(crate) struct Exported {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) next_cursor: Option<String>,
}
