//! A recorded, anonymised statement with one transaction of every kind that has surprised a client.
//!
//! `recorded.json` names days by how many operating days they lie before the given one. What tells
//! one row from another is made anew for every date, so that the same day gives the same rows and
//! another day gives others.

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use serde::Deserialize;
use serde_json::{Map, Value};
use simulator_support::decimal::{self, MONEY_DIGITS};

use crate::Account;
use crate::clock::operating_day_before;
use crate::transaction::{Entry, base36};

const RECORDED: &str = include_str!("recorded.json");

#[derive(Deserialize)]
struct Recorded {
    openings: Map<String, Value>,
    transactions: Vec<RecordedTransaction>,
}

#[derive(Deserialize)]
struct RecordedTransaction {
    operating_day: i64,
    row: Map<String, Value>,
}

/// A statement to load.
#[derive(Debug, Default)]
pub(crate) struct Statement {
    /// Balances before the first transaction: IBAN and minor units.
    pub(crate) openings: Vec<(String, i64)>,
    pub(crate) entries: Vec<Entry>,
}

/// The recorded statement as of `today`, for the first account of each currency; transactions in a
/// currency without an account are left out.
pub(crate) fn statement(accounts: &[Account], today: NaiveDate) -> Statement {
    // The file is part of the program and under test; an empty statement stands for a broken one.
    let Ok(recorded) = serde_json::from_str::<Recorded>(RECORDED) else {
        return Statement::default();
    };
    let account = |currency: &str| accounts.iter().find(|account| account.currency == currency);
    let openings = recorded.openings.iter().filter_map(|(currency, amount)| {
        let minor = decimal::parse(amount.as_str()?, MONEY_DIGITS)?;
        Some((account(currency)?.iban.clone(), minor))
    });
    let entries = recorded.transactions.iter().filter_map(|transaction| {
        let currency = transaction.row.get("CCY")?.as_str()?;
        entry(transaction, account(currency)?, today)
    });
    Statement { openings: openings.collect(), entries: entries.collect() }
}

fn entry(transaction: &RecordedTransaction, account: &Account, today: NaiveDate) -> Option<Entry> {
    let row = &transaction.row;
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    let days_back = u32::try_from(-transaction.operating_day).ok()?;
    let date = operating_day_before(today, days_back);
    let (_, time) = text("DATE_TIME_DAT_OD_TIM_P")?.split_once(' ')?;
    let at = date.and_time(NaiveTime::parse_from_str(time, "%H:%M:%S").ok()?);
    let day_number = u64::try_from(date.num_days_from_ce()).ok()?;
    let id = format!("{:05}{}", day_number % 100_000, text("ID")?.get(5..)?);
    let reference = text("REF")?;
    let reference = format!("{}{}{}", reference.get(..5)?, base36(day_number), reference.get(9..)?);
    let mut entry = Entry {
        id: String::new(),
        at,
        iban: String::new(),
        minor: decimal::parse(text("SUM")?, MONEY_DIGITS)?,
        minor_equivalent: decimal::parse(text("SUM_E")?, MONEY_DIGITS)?,
        credit: text("TRANTYPE")? == "C",
        row: row.clone(),
    };
    entry.belong_to(account);
    entry.date_at(at);
    entry.identify(&id, &reference);
    Some(entry)
}
