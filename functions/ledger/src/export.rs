//! The journal as text for hledger and beancount, so that other programs can add it up again.

use kernel::{Currency, Money};
use posting::{AccountCode, AccountKind, Book, Entry, EntryLine, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// For which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// hledger's journal.
    Hledger,
    /// Beancount's ledger, version 2 or 3.
    Beancount,
}

/// A whole journal for hledger.
pub fn hledger(entries: &[Entry], book: &Book) -> String {
    declarations(Format::Hledger, book) + &transactions(Format::Hledger, entries, book)
}

/// A whole ledger for beancount.
pub fn beancount(entries: &[Entry], book: &Book) -> String {
    declarations(Format::Beancount, book) + &transactions(Format::Beancount, entries, book)
}

/// What comes before the entries: the currency and the accounts.
pub fn declarations(format: Format, book: &Book) -> String {
    let mut text = match format {
        Format::Hledger => format!("; {}\ncommodity {}\n\n", plain(book.name.as_str()), sample_amount(book.currency)),
        Format::Beancount => {
            let currency = book.currency.code();
            format!("option \"title\" \"{}\"\noption \"operating_currency\" \"{currency}\"\n\n", quoted(book.name.as_str()))
        }
    };
    for (code, account) in &book.accounts {
        let name = account_name(format, code, account.kind);
        text += &match format {
            Format::Hledger => format!("account {name}  ; {}{}\n", comment(account.name.as_str()), hledger_type(account.kind)),
            Format::Beancount => {
                let currency = book.currency.code();
                format!("{} open {name} {currency}\n  name: \"{}\"\n", book.opened_from, quoted(account.name.as_str()))
            }
        };
    }
    text + "\n"
}

/// The entries, in their order.
pub fn transactions(format: Format, entries: &[Entry], book: &Book) -> String {
    let transaction = |entry: &Entry| match format {
        Format::Hledger => hledger_transaction(entry, book),
        Format::Beancount => beancount_transaction(entry, book),
    };
    entries.iter().map(transaction).collect()
}

/// The name of an account. Control accounts are equity that adds up to nothing: beancount
/// knows five kinds and no sixth.
pub fn account_name(format: Format, code: &AccountCode, kind: AccountKind) -> String {
    let (hledger, beancount) = match kind {
        AccountKind::Asset => ("assets", "Assets"),
        AccountKind::Liability => ("liabilities", "Liabilities"),
        AccountKind::Equity => ("equity", "Equity"),
        AccountKind::Income => ("income", "Income"),
        AccountKind::Expense => ("expenses", "Expenses"),
        AccountKind::Control => ("equity:control", "Equity:Control"),
    };
    match format {
        Format::Hledger => format!("{hledger}:{code}"),
        // A point may not be in beancount's names; codes have no dash of their own.
        Format::Beancount => format!("{beancount}:{}", code.as_str().replace('.', "-")),
    }
}

const fn hledger_type(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Asset => ", type:A",
        AccountKind::Liability => ", type:L",
        AccountKind::Equity | AccountKind::Control => ", type:E",
        AccountKind::Income => ", type:R",
        AccountKind::Expense => ", type:X",
    }
}

/// How amounts of a currency are written; hledger wants to see a decimal point.
fn sample_amount(currency: Currency) -> String {
    let amount = Money::from_minor(10i64.saturating_pow(currency.minor_digits().saturating_add(3)), currency).amount();
    let point = if amount.contains('.') { "" } else { "." };
    format!("{amount}{point} {}", currency.code())
}

/// Debits are positive, credits negative.
fn signed(line: &EntryLine) -> String {
    let sign = match line.side {
        Side::Debit => "",
        Side::Credit => "-",
    };
    format!("{sign}{} {}", line.amount.amount(), line.amount.currency().code())
}

/// The account of a line. An account that left the chart is none of these kinds; it cannot be.
fn account_of(format: Format, line: &EntryLine, book: &Book) -> String {
    let kind = book.accounts.get(&line.account).map_or(AccountKind::Equity, |account| account.kind);
    account_name(format, &line.account, kind)
}

/// What else is known of an entry, by name.
fn details(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut details = vec![
        ("source", format!("{} {}", entry.source.kind, entry.source.id)),
        ("rule", format!("{} v{}", entry.rule.name, entry.rule.version)),
    ];
    details.extend(entry.source.sha256.clone().map(|sha256| ("sha256", sha256)));
    details.extend(entry.reverses.map(|reverses| ("reverses", reverses.to_string())));
    details
}

/// What else is known of a line, by name.
fn line_details(line: &EntryLine) -> Vec<(&'static str, String)> {
    let mut details = Vec::new();
    if let Some(original) = &line.original {
        details.push(("original", original.amount.to_string()));
        details.push(("rate", original.rate.to_string()));
    }
    details.extend(line.party.map(|party| ("party", party.to_string())));
    details.extend(line.partner.map(|partner| ("partner", partner.to_string())));
    details
}

fn hledger_transaction(entry: &Entry, book: &Book) -> String {
    let tag = |(name, value): &(&str, String)| format!("    ; {name}:{}\n", comment(value));
    let mut text = format!("{} * ({}) {}\n", entry.day, entry.id, plain(entry.text.as_str()));
    text.extend(details(entry).iter().map(tag));
    for line in &entry.lines {
        text += &format!("    {}  {}\n", account_of(Format::Hledger, line, book), signed(line));
        text.extend(line_details(line).iter().map(tag));
    }
    text + "\n"
}

fn beancount_transaction(entry: &Entry, book: &Book) -> String {
    let mut text = format!("{} * \"{}\" ^{}\n", entry.day, quoted(entry.text.as_str()), entry.id);
    text.extend(details(entry).iter().map(|(name, value)| format!("  {name}: \"{}\"\n", quoted(value))));
    for line in &entry.lines {
        text += &format!("  {}  {}\n", account_of(Format::Beancount, line, book), signed(line));
        text.extend(line_details(line).iter().map(|(name, value)| format!("    {name}: \"{}\"\n", quoted(value))));
    }
    text + "\n"
}

/// A text that ends no comment, tag or description of hledger.
fn plain(text: &str) -> String {
    text.chars().map(|c| if matches!(c, ';' | ',' | '|' | '\n' | '\r' | '(' | ')') { ' ' } else { c }).collect()
}

/// A text in a comment of hledger, where `name:` would be a tag, some of which mean something,
/// and a day in brackets the day of a posting.
fn comment(text: &str) -> String {
    plain(text).chars().map(|c| if matches!(c, ':' | '[' | ']') { ' ' } else { c }).collect()
}

/// A text between beancount's quotes.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use posting::{EntryContent, Original};
    use testkit::context;

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::samples::{self, line, literal};

    fn book() -> Book {
        fold_events(None, &[ukrainian()], &context().meta("test")).unwrap().unwrap()
    }

    fn entry() -> Entry {
        let mut content = samples::entry().into_content();
        content.text = line("Оплата; \"Млин\" \\ (1)");
        content.lines[0].original = Some(Original { amount: Money::from_minor(3_751, Currency::USD), rate: literal("40.0027") });
        Entry::new(EntryContent { reverses: Some(samples::entry_id()), ..content }).unwrap()
    }

    #[test]
    fn hledger_reads_accounts_and_balanced_transactions() {
        let text = hledger(&[entry()], &book());
        assert!(text.contains("commodity 1000.00 UAH\n") && text.contains("account assets:311  ; Bank, type:A\n"), "{text}");
        let id = samples::entry_id();
        let expected = format!(
            "2026-11-21 * ({id}) Оплата  \"Млин\" \\  1 \n    ; source:commerce.payment {}\n    ; rule:payment-confirmed v1\n    ; reverses:{id}\n    assets:311  1500.50 UAH\n    ; original:37.51 USD\n    ; rate:40.0027\n    liabilities:681  -1500.50 UAH\n    ; party:{}\n\n",
            samples::entry().source.id,
            samples::customer(),
        );
        assert!(text.ends_with(&expected), "{text}");
    }

    #[test]
    fn a_name_with_a_tag_in_it_means_nothing_to_hledger() {
        let mut book = book();
        let account = book.accounts.values_mut().next().unwrap();
        account.name = line("type:Z, date:2026-13-45 [2026-02-30]");
        assert!(declarations(Format::Hledger, &book).contains("  ; type Z  date 2026-13-45  2026-02-30 , type:E\n"));
    }

    #[test]
    fn beancount_reads_accounts_and_balanced_transactions() {
        let text = beancount(&[entry()], &book());
        assert!(text.contains("2026-01-01 open Liabilities:641-1 UAH\n  name: \"VAT on sales\"\n"), "{text}");
        assert!(text.contains("2026-01-01 open Equity:Control:049-1 UAH\n"), "{text}");
        assert!(text.contains("2026-11-21 * \"Оплата; \\\"Млин\\\" \\\\ (1)\" ^jrn_"), "{text}");
        assert!(text.contains("  Assets:311  1500.50 UAH\n    original: \"37.51 USD\"\n    rate: \"40.0027\"\n"), "{text}");
    }

    #[test]
    fn a_currency_without_fraction_has_a_decimal_point_all_the_same() {
        assert_eq!((sample_amount(Currency::JPY), sample_amount(Currency::UAH)), ("1000. JPY".to_owned(), "1000.00 UAH".to_owned()));
    }
}
