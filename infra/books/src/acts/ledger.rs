//! The books themselves: entries by hand, months, accounts, the seal.

use kernel::Money;
use posting::{AccountCode, AccountKind, Book, EntryId, JournalEntry, Month};
use serde_json::{Value, json};

use super::Wish;
use crate::Driver;
use crate::founding::Own;

/// Dearest entry by hand, in hryvnias.
const ENTRY_MAX: i64 = 5_000_000;
/// So many of the newest entries are looked at for one that fits.
const LOOK_BACK: usize = 300;
/// Entries that are sealed at once.
const SEALED_AT_ONCE: usize = 20;

fn book(driver: &mut Driver) -> Option<(Own, Book)> {
    let own = driver.luck.any(&driver.own)?;
    Some((own, driver.tenant.state::<Book>(own.book)?))
}

pub(super) fn post_entry(driver: &mut Driver) -> Option<Wish> {
    let (own, book) = book(driver)?;
    let control = driver.luck.percent(10);
    let of_journal = book.accounts.iter().filter(|(_, account)| (account.kind == AccountKind::Control) == control);
    let codes: Vec<&AccountCode> = of_journal.map(|(code, _)| code).collect();
    let total = driver.luck.money(own.currency, ENTRY_MAX);
    let (first, rest) = (driver.luck.number(0, total.minor()), total.minor());
    let mut line = |side: &str, minor: i64| -> Option<Value> {
        let amount = Money::from_minor(minor, own.currency);
        Some(json!({ "account": driver.luck.any(&codes)?, "side": side, "amount": amount }))
    };
    let mut lines = vec![line("credit", total.minor())?];
    for minor in [first, rest.saturating_sub(first)].into_iter().filter(|minor| *minor > 0) {
        lines.push(line("debit", minor)?);
    }
    let n = driver.n();
    let body = json!({
        "book_id": own.book,
        "journal": if control { "control" } else { "financial" },
        "day": driver.luck.day_before(driver.tenant.today(), 70),
        "text": driver.luck.text(n),
        "proof": driver.luck.text(n),
        "lines": lines,
    });
    Some(("ledger.post-entry", body))
}

pub(super) fn reverse_entry(driver: &mut Driver) -> Option<Wish> {
    let by_hand =
        |id: &EntryId| driver.tenant.state::<JournalEntry>(*id).is_some_and(|posted| posted.entry.source.kind.starts_with("ledger"));
    let ids: Vec<EntryId> = driver.entries.iter().rev().take(LOOK_BACK).rev().copied().filter(by_hand).collect();
    Some(("ledger.reverse-entry", json!({ "entry_id": driver.luck.recent(&ids)?, "reason": driver.luck.text(0) })))
}

pub(super) fn close_period(driver: &mut Driver) -> Option<Wish> {
    let (own, book) = book(driver)?;
    let month = book.next_to_close();
    // Books are closed when their month is over.
    let over = Month::of(driver.tenant.today()) > month;
    over.then(|| ("ledger.close-period", json!({ "book_id": own.book, "month": month })))
}

pub(super) fn reopen_period(driver: &mut Driver) -> Option<Wish> {
    let (own, book) = book(driver)?;
    Some(("ledger.reopen-period", json!({ "book_id": own.book, "month": book.closed_through?, "reason": driver.luck.text(0) })))
}

pub(super) fn add_account(driver: &mut Driver) -> Option<Wish> {
    let (own, _) = book(driver)?;
    let code = format!("9{}.{}", driver.luck.number(10, 99), driver.luck.number(1, 9));
    let kind = driver.luck.any(AccountKind::ALL)?;
    Some(("ledger.add-account", json!({ "book_id": own.book, "code": code, "name": driver.luck.text(0), "kind": kind })))
}

pub(super) fn close_account(driver: &mut Driver) -> Option<Wish> {
    let (own, book) = book(driver)?;
    let spare: Vec<&AccountCode> = book.accounts.iter().filter(|(_, account)| account.purpose.is_none()).map(|(code, _)| code).collect();
    Some(("ledger.close-account", json!({ "book_id": own.book, "code": driver.luck.any(&spare)? })))
}

pub(super) fn seal(driver: &mut Driver) -> Option<Wish> {
    let own = driver.luck.any(&driver.own)?;
    let open = |id: &&EntryId| {
        let posted = driver.tenant.state::<JournalEntry>(**id);
        posted.is_some_and(|posted| posted.entry.book == own.book && posted.sealed.is_none())
    };
    let ids: Vec<EntryId> = driver.entries.iter().rev().take(LOOK_BACK).rev().filter(open).take(SEALED_AT_ONCE).copied().collect();
    Some(("ledger.seal-entries", json!({ "book_id": own.book, "entries": ids })))
}
