//! A simulator of PrivatBank's "Автоклієнт": the bank's own protocol over HTTP, with its oddities,
//! over an invented statement into which customers pay on demand.
//!
//! What the protocol does not have is under `/_simulator/`:
//!
//! | request | effect |
//! |---|---|
//! | `POST /_simulator/transactions` | a [`NewTransaction`] enters the statement; JSON or a form |
//! | `POST /_simulator/transactions/{id}/state` | `{"pr_pr":"t"}`, another state |
//! | `DELETE /_simulator/transactions/{id}` | the row vanishes |
//! | `POST /_simulator/settle` | everything in process is posted |
//! | `POST /_simulator/today` | `{"date":"2026-03-02"}`, another day at the bank |
//! | `GET /_simulator/state` | statement, balances, payments, calls, pushes, faults |
//! | `POST`, `GET`, `DELETE /_simulator/faults` | faults ordered, listed, called off |
//! | `GET /` | a page for people |
//!
//! The bank itself has no webhooks. The simulator can push every injected transaction and every
//! change of state to an address all the same, signed by Standard Webhooks.

mod api;
mod book;
mod clock;
mod control;
mod page;
mod payments;
mod recorded;
mod statements;
#[cfg(test)]
mod tests;
mod transaction;
mod wire;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use chrono::NaiveDate;
use serde_json::{Value, json};
use simulator_support::fault::{self, FaultBox, FaultKind};
use simulator_support::lock;
use simulator_support::push::Pusher;
use simulator_support::state_file::StateFile;
pub use simulator_support::webhook::Webhook;
use tokio::net::TcpListener;

use crate::book::Book;
use crate::clock::BankClock;
use crate::statements::{Query, Span, Subject};
pub use crate::transaction::NewTransaction;
use crate::wire::Refusal;

/// The faults this simulator makes.
pub const FAULTS: &[FaultKind] = &[
    FaultKind::Slow,
    FaultKind::Http429,
    FaultKind::Http500,
    FaultKind::Cut,
    FaultKind::Auth,
    FaultKind::Garbage,
    FaultKind::DuplicatePush,
    FaultKind::ReorderPush,
    FaultKind::AnswerLost,
    FaultKind::Rollover,
    FaultKind::DuplicateRows,
    FaultKind::PageShift,
];
/// The states of a transaction: in process, reversed, posted, rejected.
const STATES: [&str; 4] = ["p", "t", "r", "n"];

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The only token that is let in.
    pub token: String,
    /// The accounts the token opens.
    pub accounts: Vec<Account>,
    /// Where transactions are pushed to.
    pub webhook: Option<Webhook>,
    /// Where the statement, payment orders, the bank's day and the next number are kept from one run
    /// to the next; nowhere when absent. What cannot be read is renamed to `*.corrupt`.
    pub state_file: Option<PathBuf>,
}

/// An account of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account number, 29 characters.
    pub iban: String,
    /// ISO code of its currency.
    pub currency: String,
    /// The client's name.
    pub name: String,
    /// The client's ЄДРПОУ.
    pub edrpou: String,
}

impl Account {
    /// A hryvnia and a dollar account of an invented company, with valid check digits.
    #[must_use]
    pub fn invented() -> Vec<Self> {
        let account = |iban: &str, currency: &str| Self {
            iban: iban.to_owned(),
            currency: currency.to_owned(),
            name: "ТОВ \"ВІТРИЛО ТРЕЙД\"".to_owned(),
            edrpou: "43120760".to_owned(),
        };
        vec![account("UA223052990000026001234567890", "UAH"), account("UA563052990000026002345678901", "USD")]
    }
}

/// A transaction that cannot enter the statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InjectError {
    /// No account has this number and currency.
    #[error("no own account has this number and currency")]
    Account,
    /// A field has a value it cannot have.
    #[error("field {0} has a value it cannot have")]
    Field(&'static str),
}

/// The simulated bank; clones share one world.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    token: String,
    book: Mutex<Book>,
    state_file: StateFile,
    faults: FaultBox,
    pusher: Pusher,
}

impl Simulator {
    /// A bank with the statement of its state file, or with nothing on the accounts.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let faults = FaultBox::default();
        let state_file = StateFile::new(settings.state_file);
        let mut book: Book = state_file.load().unwrap_or_else(Book::new);
        book.accounts = settings.accounts;
        Self(Arc::new(Inner {
            token: settings.token,
            book: Mutex::new(book),
            state_file,
            pusher: Pusher::new(settings.webhook, faults.clone()),
            faults,
        }))
    }

    /// The bank's API, the side door and the page for people.
    pub fn router(&self) -> Router {
        api::routes(self.clone()).merge(control::routes(self.clone())).merge(fault::routes(self.0.faults.clone(), FAULTS))
    }

    /// Serves the router.
    ///
    /// # Errors
    /// What the listener fails with.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        self.0.pusher.start();
        axum::serve(listener, self.router()).await
    }

    /// Loads the recorded statement: about a dozen transactions of different kinds on `today` and
    /// the operating days before it. The bank's day becomes `today`. Nothing is pushed; loading the
    /// same day again adds nothing, also in another run with the same state file.
    pub fn load_recorded(&self, today: NaiveDate) {
        let mut book = self.book();
        book.clock = BankClock::on(today);
        book.load(today);
        drop(book);
        self.keep();
    }

    /// Makes it `today` at the bank, at the current time of day; midnights pass as usual.
    pub fn set_today(&self, today: NaiveDate) {
        self.book().clock = BankClock::on(today);
        self.keep();
    }

    /// Puts a transaction into the statement, now, and answers its `ID`.
    ///
    /// # Errors
    /// [`InjectError`] when no own account fits, or a field has a value it cannot have.
    pub fn inject(&self, new: &NewTransaction) -> Result<String, InjectError> {
        let mut book = self.book();
        let entry = book.inject(new)?;
        self.push(Value::Object(entry.row));
        drop(book);
        self.keep();
        Ok(entry.id)
    }

    /// Changes `PR_PR` of a transaction; `false` for an id nobody has and for an unknown state.
    pub fn set_state(&self, id: &str, pr_pr: &str) -> bool {
        if !STATES.contains(&pr_pr) {
            return false;
        }
        let mut book = self.book();
        let Some(entry) = book.entry(id) else {
            return false;
        };
        entry.set("PR_PR", pr_pr);
        self.push(Value::Object(entry.row.clone()));
        drop(book);
        self.keep();
        true
    }

    /// Posts every transaction that is in process and answers their ids.
    pub fn settle(&self) -> Vec<String> {
        let mut book = self.book();
        let waiting = book.entries.iter_mut().filter(|entry| entry.text("PR_PR") == "p");
        let settled = waiting
            .map(|entry| {
                entry.set("PR_PR", "r");
                self.push(Value::Object(entry.row.clone()));
                entry.id.clone()
            })
            .collect();
        drop(book);
        self.keep();
        settled
    }

    /// Takes a transaction out of the statement, as interim rows vanish at times; `false` for an id
    /// nobody has.
    pub fn remove(&self, id: &str) -> bool {
        let removed = self.book().remove(id);
        if removed {
            self.keep();
        }
        removed
    }

    /// One row of the statement.
    #[must_use]
    pub fn transaction(&self, id: &str) -> Option<Value> {
        self.book().entry(id).map(|entry| Value::Object(entry.row.clone()))
    }

    /// The faults still to come.
    #[must_use]
    pub fn faults(&self) -> &FaultBox {
        &self.0.faults
    }

    /// Turns pushing to another address, or off.
    pub fn set_webhook(&self, webhook: Option<Webhook>) {
        self.0.pusher.set_webhook(webhook);
    }

    /// Statement, balances, payments, calls by method, pushes and faults.
    #[must_use]
    pub fn state(&self) -> Value {
        let mut dump = self.book().dump();
        dump["pushes"] = json!(self.0.pusher.pushes());
        dump["faults"] = json!(self.0.faults.list());
        dump
    }

    fn token(&self) -> &str {
        &self.0.token
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        lock(&self.0.book)
    }

    fn count(&self, method: &str) {
        *self.book().calls.entry(method.to_owned()).or_default() += 1;
    }

    fn rolling_over(&self, method: &str) -> bool {
        self.0.faults.take(&[FaultKind::Rollover], method).is_some()
    }

    fn bank_settings(&self) -> Value {
        statements::settings(&self.book(), self.rolling_over("settings"))
    }

    fn read(&self, subject: Subject, span: Span, query: &Query, method: &str) -> Result<Value, Refusal> {
        if self.rolling_over(method) {
            return Ok(statements::between_days());
        }
        statements::read(&self.book(), subject, span, query, &self.0.faults, method)
    }

    fn create_payment(&self, order: &Value) -> Result<Value, Refusal> {
        let created = payments::create(&mut self.book(), order)?;
        self.keep();
        Ok(created)
    }

    /// Keeps what has changed. Not while the book is locked.
    fn keep(&self) {
        self.0.state_file.save(&self.0.book);
    }

    fn push(&self, row: Value) {
        self.0.pusher.push(&json!({ "event": "transaction", "bank": "privatbank", "transaction": row }));
    }
}
