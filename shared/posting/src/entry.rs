//! Journal entries: balanced, in one currency, for ever.

use std::collections::BTreeSet;
use std::ops::Deref;

use chrono::Datelike;
use chrono_tz::Tz;
use kernel::money::MoneyError;
use kernel::{Currency, Day, Line, Money, Version};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::account::AccountCode;
use crate::month::YEARS;
use crate::refusal::PostingRefusal;
use crate::{BookId, EntryId, PartyId};

/// Lines of one entry: each is a row of the statements of accounts, and a view changes at
/// most 90 rows in one step.
pub const LINES_MAX: usize = 60;
/// Different accounts, told apart by partner, of one entry: each is added to four sums, and
/// a view changes at most 90 rows in one step.
pub const ACCOUNTS_PER_ENTRY_MAX: usize = 20;
/// Largest amount of a line, in minor units: thousands of such lines fit into a sum of 64 bits.
pub const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000_000;

/// Which journal an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Journal {
    /// What the company has, owes, earned and used up.
    Financial,
    /// Promises and limits.
    Control,
}

/// A side of double entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Left.
    Debit,
    /// Right.
    Credit,
}

impl Side {
    /// The other side.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Debit => Self::Credit,
            Self::Credit => Self::Debit,
        }
    }
}

/// The amount in the currency of the document, where it is not the book's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// In the document's currency.
    pub amount: Money,
    /// Units of the book's currency for one unit of it.
    #[schemars(with = "String")]
    pub rate: Decimal,
}

/// One line of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryLine {
    /// Which account.
    pub account: AccountCode,
    /// Which side.
    pub side: Side,
    /// How much, above zero, in the book's currency.
    pub amount: Money,
    /// How much in the document's currency, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// With whom, where the account is one of settlements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The book of the other own company, where both book the same thing: such lines are
    /// eliminated when books are consolidated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<BookId>,
}

/// The document that caused an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// What it is: an aggregate's name, `commerce.invoice`.
    pub kind: String,
    /// Its id, printed.
    pub id: String,
    /// The version that the commit made which wrote this entry too.
    pub version: Version,
    /// Hash of the document as people see it, hexadecimal SHA-256, where it has such a form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// The posting rule that made an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Its name, `invoice-posted`.
    pub name: String,
    /// Its version.
    pub version: u32,
}

/// What an entry says, before it is checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryContent {
    /// Its own id.
    pub id: EntryId,
    /// Which book.
    pub book: BookId,
    /// Which journal.
    pub journal: Journal,
    /// The day that it counts for.
    pub day: Day,
    /// Decides which day it was when it was recorded; the book's.
    #[schemars(with = "String")]
    pub zone: Tz,
    /// What caused it.
    pub source: Source,
    /// What made it.
    pub rule: Rule,
    /// For the reader.
    pub text: Line,
    /// The entry that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<EntryId>,
    /// At least two.
    pub lines: Vec<EntryLine>,
}

/// A balanced entry: 2 to 60 lines, every amount above zero, one currency, debit equal to
/// credit. There is no other way to have one, and one that was stored is checked again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "EntryContent", into = "EntryContent")]
pub struct Entry(EntryContent);

impl Entry {
    /// Checks what an entry says.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn new(content: EntryContent) -> Result<Self, PostingRefusal> {
        let lines = &content.lines;
        if lines.len() < 2 {
            return Err(PostingRefusal::TooFewLines);
        }
        if lines.len() > LINES_MAX {
            return Err(PostingRefusal::TooManyLines);
        }
        let accounts: BTreeSet<_> = lines.iter().map(|line| (&line.account, line.partner)).collect();
        if accounts.len() > ACCOUNTS_PER_ENTRY_MAX {
            return Err(PostingRefusal::TooManyAccounts);
        }
        if !YEARS.contains(&content.day.year()) {
            return Err(PostingRefusal::DayOutOfRange);
        }
        if lines.iter().any(|line| !line.amount.is_positive()) {
            return Err(PostingRefusal::NotPositive);
        }
        if lines.iter().any(|line| line.amount.minor() > AMOUNT_MINOR_MAX) {
            return Err(PostingRefusal::TooLarge);
        }
        let entry = Self(content);
        let (debit, credit) = (entry.total(Side::Debit)?, entry.total(Side::Credit)?);
        if debit == credit { Ok(entry) } else { Err(PostingRefusal::Unbalanced { debit, credit }) }
    }

    /// The one currency of its lines.
    pub fn currency(&self) -> Currency {
        // An entry has lines; the default can only be seen while one is being checked.
        self.0.lines.first().map_or(Currency::USD, |line| line.amount.currency())
    }

    /// The sum of one side, which is also that of the other.
    fn total(&self, side: Side) -> Result<Money, PostingRefusal> {
        let amounts = self.0.lines.iter().filter(|line| line.side == side).map(|line| line.amount);
        Money::sum(amounts, self.currency()).map_err(|error| match error {
            MoneyError::CurrencyMismatch(expected, found) => PostingRefusal::CurrencyMismatch { expected, found },
            MoneyError::Overflow | MoneyError::NotAnAmount(_) => PostingRefusal::TooLarge,
        })
    }

    /// The amount that moves: the sum of either side.
    pub fn amount(&self) -> Money {
        self.total(Side::Debit).unwrap_or(Money::zero(self.currency()))
    }

    /// What it says.
    pub fn into_content(self) -> EntryContent {
        self.0
    }

    /// The lines that take it back: the same amounts on the other sides.
    pub fn mirrored_lines(&self) -> Vec<EntryLine> {
        self.0.lines.iter().map(|line| EntryLine { side: line.side.opposite(), ..line.clone() }).collect()
    }
}

impl Deref for Entry {
    type Target = EntryContent;
    fn deref(&self) -> &EntryContent {
        &self.0
    }
}

impl TryFrom<EntryContent> for Entry {
    type Error = PostingRefusal;
    fn try_from(content: EntryContent) -> Result<Self, PostingRefusal> {
        Self::new(content)
    }
}

impl From<Entry> for EntryContent {
    fn from(entry: Entry) -> Self {
        entry.0
    }
}

impl JsonSchema for Entry {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Entry".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        EntryContent::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn with_lines(lines: Vec<EntryLine>) -> Result<Entry, PostingRefusal> {
        Entry::new(EntryContent { lines, ..samples::entry().into_content() })
    }

    fn line(account: &str, side: Side, amount: Money) -> EntryLine {
        EntryLine { account: account.parse().unwrap(), side, amount, original: None, party: None, partner: None }
    }

    #[test]
    fn k44_debit_equals_credit_or_there_is_no_entry() {
        let uah = samples::uah;
        let unbalanced = vec![line("311", Side::Debit, uah("2")), line("361", Side::Credit, uah("1"))];
        assert_eq!(with_lines(unbalanced), Err(PostingRefusal::Unbalanced { debit: uah("2.00"), credit: uah("1.00") }));
        let zero = vec![line("311", Side::Debit, uah("0")), line("361", Side::Credit, uah("0"))];
        assert_eq!(with_lines(zero), Err(PostingRefusal::NotPositive));
        let one = vec![line("311", Side::Debit, uah("1"))];
        assert_eq!(with_lines(one), Err(PostingRefusal::TooFewLines));
        let huge = Money::from_minor(AMOUNT_MINOR_MAX + 1, Currency::UAH);
        let huge = vec![line("311", Side::Debit, huge), line("361", Side::Credit, huge)];
        assert_eq!(with_lines(huge), Err(PostingRefusal::TooLarge));
    }

    #[test]
    fn x05_an_entry_has_one_currency() {
        let dollar = Money::from_minor(100, Currency::USD);
        let mixed = vec![line("311", Side::Debit, samples::uah("1")), line("361", Side::Credit, dollar)];
        assert_eq!(with_lines(mixed), Err(PostingRefusal::CurrencyMismatch { expected: Currency::UAH, found: Currency::USD }));
    }

    #[test]
    fn an_entry_is_bounded() {
        let pairs = |accounts: usize, lines: usize| {
            let both = |n: usize| {
                let account = (100 + n % accounts).to_string();
                [line(&account, Side::Debit, samples::uah("1")), line(&account, Side::Credit, samples::uah("1"))]
            };
            with_lines((0..lines / 2).flat_map(both).collect())
        };
        assert!(pairs(ACCOUNTS_PER_ENTRY_MAX, LINES_MAX).is_ok());
        assert_eq!(pairs(ACCOUNTS_PER_ENTRY_MAX, LINES_MAX + 2), Err(PostingRefusal::TooManyLines));
        assert_eq!(pairs(ACCOUNTS_PER_ENTRY_MAX + 1, LINES_MAX), Err(PostingRefusal::TooManyAccounts));
        let far = EntryContent { day: Day::from_ymd_opt(10_000, 1, 1).unwrap(), ..samples::entry().into_content() };
        assert_eq!(Entry::new(far), Err(PostingRefusal::DayOutOfRange));
    }

    #[test]
    fn k44_a_stored_entry_that_does_not_balance_does_not_load() {
        let mut stored = serde_json::to_value(samples::entry()).unwrap();
        assert_eq!(serde_json::from_value::<Entry>(stored.clone()).unwrap(), samples::entry());
        stored["lines"][0]["amount"]["amount"] = "1.00".into();
        let error = serde_json::from_value::<Entry>(stored).unwrap_err();
        assert!(error.to_string().contains("does not balance"), "{error}");
    }
}
