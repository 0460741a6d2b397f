//! `/api/statements/…`: settings, transactions and balances, in pages.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use simulator_support::fault::{FaultBox, FaultKind};

use crate::book::{Book, Period};
use crate::clock::{date_text, instant_text, weekends_around};
use crate::wire::Refusal;

const LIMIT_DEFAULT: usize = 20;
const LIMIT_MAX: usize = 500;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Transactions,
    Balances,
}

/// Of which days it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    /// The days the caller names.
    Named,
    /// From the last closed day until now.
    Interim,
    /// The last closed day.
    Final,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Query {
    acc: Option<String>,
    start_date: Option<String>,
    end_date: Option<String>,
    follow_id: Option<String>,
    limit: Option<String>,
}

/// The settings; a rollover shows here, and clients must look before they read anything else.
pub(crate) fn settings(book: &Book, rollover: bool) -> Value {
    let midnight = |date: NaiveDate| format!("{} 00:00:00", date_text(date));
    let closed: Vec<_> = weekends_around(book.today()).into_iter().map(midnight).collect();
    json!({
        "status": "SUCCESS",
        "type": "settings",
        "settings": {
            "phase": if rollover { "OPN" } else { "WRK" },
            "dates_without_oper_day": closed,
            "today": midnight(book.today()),
            "lastday": midnight(book.last_day()),
            "work_balance": if rollover { "Y" } else { "N" },
            "server_date_time": instant_text(book.clock.now()),
            "date_final_statement": midnight(book.last_day()),
        },
    })
}

/// What a read answers between two operating days: HTTP 200 and an error inside.
pub(crate) fn between_days() -> Value {
    json!({
        "status": "ERROR",
        "type": "error",
        "code": "PHASE_NOT_WORKING",
        "message": "Виконується регламентна зміна операційного дня",
    })
}

pub(crate) fn read(book: &Book, subject: Subject, span: Span, query: &Query, faults: &FaultBox, method: &str) -> Result<Value, Refusal> {
    let period = period(book, span, query)?;
    let acc = query.acc.as_deref().filter(|acc| !acc.is_empty());
    if acc.is_some_and(|acc| !book.accounts.iter().any(|account| account.iban == acc)) {
        return Err(Refusal::bad("ACCOUNT_NOT_FOUND", "Рахунок не належить клієнту"));
    }
    let rows = match subject {
        Subject::Transactions => transactions(book, acc, period, span),
        Subject::Balances => book
            .accounts
            .iter()
            .filter(|account| acc.is_none_or(|acc| account.iban == acc))
            .map(|account| (account.iban.clone(), book.balance(account, period, span == Span::Final)))
            .collect(),
    };
    let page = Page::cut(rows, query, faults, method)?;
    let (kind, list) = match subject {
        Subject::Transactions => ("transactions", "transactions"),
        Subject::Balances => ("balances", "balances"),
    };
    let mut answer = json!({
        "status": "SUCCESS",
        "type": kind,
        "exist_next_page": page.next.is_some(),
        "next_page_id": page.next.unwrap_or_default(),
    });
    answer[list] = Value::Array(page.rows);
    Ok(answer)
}

/// The rows of a statement by the ids that pages follow on. A final statement has no rows that are
/// still in process or were rejected: those of the interim statement vanish.
fn transactions(book: &Book, acc: Option<&str>, period: Period, span: Span) -> Vec<(String, Value)> {
    let lasts = |state: &str| span != Span::Final || !matches!(state, "p" | "n");
    book.entries
        .iter()
        .filter(|entry| acc.is_none_or(|acc| entry.iban == acc))
        .filter(|entry| period.covers(entry.date()) && lasts(entry.text("PR_PR")))
        .map(|entry| {
            let id = entry.text("TECHNICAL_TRANSACTION_ID").to_owned();
            (id, Value::Object(entry.row.clone()))
        })
        .collect()
}

fn period(book: &Book, span: Span, query: &Query) -> Result<Period, Refusal> {
    match span {
        Span::Interim => Ok(Period { from: book.last_day(), to: book.today() }),
        Span::Final => Ok(Period { from: book.last_day(), to: book.last_day() }),
        Span::Named => {
            let from = date(query.start_date.as_deref(), "startDate")?;
            let from = from.ok_or_else(|| Refusal::bad("START_DATE_REQUIRED", "Не вказано startDate"))?;
            let to = date(query.end_date.as_deref(), "endDate")?.unwrap_or_else(|| book.today());
            Ok(Period { from, to })
        }
    }
}

fn date(text: Option<&str>, name: &str) -> Result<Option<NaiveDate>, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let date = NaiveDate::parse_from_str(text, "%d-%m-%Y");
    date.map(Some).map_err(|_| Refusal::bad("INVALID_DATE", format!("Некоректний параметр {name}, потрібно DD-MM-YYYY")))
}

struct Page {
    rows: Vec<Value>,
    next: Option<String>,
}

impl Page {
    /// The page that the query asks for; the id of a page is that of its first row.
    fn cut(rows: Vec<(String, Value)>, query: &Query, faults: &FaultBox, method: &str) -> Result<Self, Refusal> {
        let limit = match query.limit.as_deref().filter(|limit| !limit.is_empty()) {
            None => LIMIT_DEFAULT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=LIMIT_MAX).contains(limit))
                .ok_or_else(|| Refusal::bad("INVALID_LIMIT", format!("Параметр limit має бути від 1 до {LIMIT_MAX}")))?,
        };
        let start = match query.follow_id.as_deref().filter(|id| !id.is_empty()) {
            None => 0,
            Some(follow) => {
                let at = rows.iter().position(|(id, _)| id == follow);
                let at = at.ok_or_else(|| Refusal::bad("INVALID_FOLLOW_ID", "Сторінку не знайдено"))?;
                // A row came in before the page while the client was reading.
                let shifted = faults.take(&[FaultKind::PageShift], method).is_some();
                at.saturating_sub(usize::from(shifted))
            }
        };
        let next = rows.get(start + limit).map(|(id, _)| id.clone());
        let mut rows: Vec<Value> = rows.into_iter().skip(start).take(limit).map(|(_, row)| row).collect();
        if let Some(first) = rows.first().cloned()
            && faults.take(&[FaultKind::DuplicateRows], method).is_some()
        {
            rows.insert(1, first);
        }
        Ok(Self { rows, next })
    }
}
