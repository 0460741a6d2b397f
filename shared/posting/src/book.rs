//! The book of one own company: its currency, its accounts, its closed months.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use kernel::aggregate::{Aggregate, Impossible, Meta};
use kernel::{Currency, Day, Event, Line};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountCode, AccountKind, Purpose};
use crate::entry::{Entry, Journal};
use crate::month::Month;
use crate::refusal::PostingRefusal;
use crate::{BookId, PartyId};

/// Accounts of one book. A trial balance as known at a past day reads each of them, and a
/// query looks up at most 200 things.
pub const ACCOUNTS_MAX: usize = 150;

/// The book of one own company. Only host parties have one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Its own id: derived from the party's.
    pub id: BookId,
    /// Whose book.
    pub party: PartyId,
    /// As shown.
    pub name: Line,
    /// What its entries are in.
    pub currency: Currency,
    /// Nothing is posted before this day.
    pub opened_from: Day,
    /// Decides which day it is when an entry is recorded.
    pub zone: Tz,
    /// By code.
    pub accounts: BTreeMap<AccountCode, Account>,
    /// Every month up to this one is closed; none when absent.
    pub closed_through: Option<Month>,
}

/// What happened to a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
#[allow(clippy::large_enum_variant, reason = "a handful live at a time, while one command decides")]
pub enum BookEvent {
    /// It was opened, with a chart of accounts.
    #[serde(rename = "opened.v1")]
    Opened(Opened),
    /// An account was added.
    #[serde(rename = "account-added.v1")]
    AccountAdded {
        /// Its code.
        code: AccountCode,
        /// What it is.
        account: Account,
    },
    /// Nothing is posted to an account any more.
    #[serde(rename = "account-closed.v1")]
    AccountClosed {
        /// Its code.
        code: AccountCode,
    },
    /// A month was closed.
    #[serde(rename = "period-closed.v1")]
    PeriodClosed {
        /// Which month.
        month: Month,
    },
    /// The newest closed month was opened again.
    #[serde(rename = "period-reopened.v1")]
    PeriodReopened {
        /// Which month.
        month: Month,
        /// Why.
        reason: Line,
    },
}

/// A new book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    /// Its id.
    pub id: BookId,
    /// Whose book.
    pub party: PartyId,
    /// As shown.
    pub name: Line,
    /// What its entries are in.
    pub currency: Currency,
    /// Nothing is posted before this day.
    pub opened_from: Day,
    /// Decides which day it is when an entry is recorded.
    #[schemars(with = "String")]
    pub zone: Tz,
    /// The accounts that it starts with.
    pub accounts: BTreeMap<AccountCode, Account>,
}

impl Book {
    /// The account that posting rules use for a purpose.
    pub fn account_for(&self, purpose: Purpose) -> Option<&AccountCode> {
        self.accounts.iter().find(|(_, account)| account.purpose == Some(purpose) && !account.closed).map(|(code, _)| code)
    }

    /// The month that may be closed next.
    pub fn next_to_close(&self) -> Month {
        self.closed_through.map_or_else(|| Month::of(self.opened_from), Month::next)
    }

    /// Whether an entry fits this book: its currency, its accounts, its first day, and control
    /// accounts in the control journal only.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, entry: &Entry) -> Result<(), PostingRefusal> {
        if entry.book != self.id {
            return Err(PostingRefusal::NoBook);
        }
        if entry.currency() != self.currency {
            return Err(PostingRefusal::CurrencyMismatch { expected: self.currency, found: entry.currency() });
        }
        if entry.day < self.opened_from {
            return Err(PostingRefusal::BeforeOpening { opened_from: self.opened_from });
        }
        for line in &entry.lines {
            let code = &line.account;
            let account = self.accounts.get(code).ok_or_else(|| PostingRefusal::NoSuchAccount { code: code.clone() })?;
            if account.closed {
                return Err(PostingRefusal::AccountClosed { code: code.clone() });
            }
            if (account.kind == AccountKind::Control) != (entry.journal == Journal::Control) {
                return Err(PostingRefusal::MixedJournals { code: code.clone() });
            }
        }
        Ok(())
    }

    fn opened(opened: &Opened) -> Self {
        let Opened { id, party, name, currency, opened_from, zone, accounts } = opened.clone();
        Self { id, party, name, currency, opened_from, zone, accounts, closed_through: None }
    }

    fn change(&mut self, event: &BookEvent) -> Result<(), Impossible> {
        let impossible = || Impossible::after(&Some(()), event);
        match event {
            BookEvent::Opened(_) => return Err(impossible()),
            BookEvent::AccountAdded { code, account } => {
                if self.accounts.insert(code.clone(), account.clone()).is_some() {
                    return Err(impossible());
                }
            }
            BookEvent::AccountClosed { code } => self.accounts.get_mut(code).ok_or_else(impossible)?.closed = true,
            BookEvent::PeriodClosed { month } => {
                if *month != self.next_to_close() {
                    return Err(impossible());
                }
                self.closed_through = Some(*month);
            }
            BookEvent::PeriodReopened { month, .. } => {
                if self.closed_through != Some(*month) {
                    return Err(impossible());
                }
                self.closed_through = Some(month.previous()).filter(|previous| *previous >= Month::of(self.opened_from));
            }
        }
        Ok(())
    }
}

impl Aggregate for Book {
    type Kind = kernel::id::kinds::Book;
    type Event = BookEvent;
    const NAME: &'static str = "ledger.book";
    const SNAPSHOT_SCHEMA: u32 = 1;

    fn apply(state: Option<Self>, event: &BookEvent, _: &Meta) -> Result<Self, Impossible> {
        match (state, event) {
            (None, BookEvent::Opened(opened)) => Ok(Self::opened(opened)),
            (Some(mut book), _) => {
                book.change(event)?;
                Ok(book)
            }
            (None, _) => Err(Impossible::after(&None::<Self>, event)),
        }
    }
}

impl Event for BookEvent {
    fn samples() -> Vec<Self> {
        crate::samples::book_events()
    }
}

#[cfg(test)]
mod tests {
    use kernel::aggregate::fold_events;
    use testkit::context;

    use super::*;
    use crate::samples;

    fn book(events: &[BookEvent]) -> Result<Option<Book>, Impossible> {
        fold_events(None, events, &context().meta("test"))
    }

    #[test]
    fn months_are_closed_in_order_and_opened_again_from_the_newest() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let closed = |text: &str| BookEvent::PeriodClosed { month: month(text) };
        let reopened = |text: &str| BookEvent::PeriodReopened { month: month(text), reason: samples::line("Помилка") };
        let two = [samples::opened(), closed("2026-01"), closed("2026-02")];
        assert_eq!(book(&two).unwrap().unwrap().closed_through, Some(month("2026-02")));
        let back = [two.as_slice(), &[reopened("2026-02"), reopened("2026-01")]].concat();
        assert_eq!(book(&back).unwrap().unwrap().closed_through, None);
        assert!(book(&[samples::opened(), closed("2026-02")]).is_err());
        assert!(book(&[two.as_slice(), &[reopened("2026-01")]].concat()).is_err());
    }

    #[test]
    fn every_event_has_a_sample() {
        let names: Vec<String> = samples::book_events().iter().map(Event::name).collect();
        assert_eq!(names, ["opened.v1", "account-added.v1", "account-closed.v1", "period-closed.v1", "period-reopened.v1"]);
        assert!(book(&[samples::opened()]).unwrap().is_some() && book(&[]).unwrap().is_none());
    }
}
