//! Opens the book of an own company.

use kernel::{Aggregate, Command, CommandSpec, Context, Currency, Day, Decision, Facts, Line, Money, Role, Route, Want};
use posting::book::Opened;
use posting::entry::AMOUNT_MINOR_MAX;
use posting::{
    AccountCode, Book, BookEvent, BookId, Entry, EntryContent, EntryId, EntryLine, Journal, JournalEntry, JournalEntryEvent, PartyId,
    PeriodGate, PostingRefusal, Purpose, Rule, Side, Source, book_of, check_period, gate_of,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BookRefusal;

/// Opens the book of an own company, with the chart of accounts of the tenant's jurisdiction.
///
/// Opening balances become one entry on the first day; what does not balance goes to the
/// account for opening balances. More than one entry takes is posted by hand afterwards.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBook {
    /// Whose book: an own company.
    pub party_id: PartyId,
    /// As shown.
    pub name: Line,
    /// The first day that counts.
    pub opened_from: Day,
    /// What it is kept in; the tenant's currency by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What the company had and owed at the beginning of that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<OpeningBalance>,
}

/// What stood on an account when the book was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningBalance {
    /// Which account.
    pub account: AccountCode,
    /// On which side.
    pub side: Side,
    /// How much, above zero.
    pub amount: Money,
    /// With whom, where the account is one of settlements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
}

impl OpenBook {
    fn id(&self) -> BookId {
        book_of(self.party_id)
    }

    fn entry_id(&self) -> EntryId {
        EntryId::derive(&[Book::NAME, &self.id().to_string()])
    }

    fn opened(&self, context: &Context) -> Result<Opened, BookRefusal> {
        let settings = &context.settings;
        Ok(Opened {
            id: self.id(),
            party: self.party_id,
            name: self.name.clone(),
            currency: self.currency.unwrap_or(settings.currency),
            opened_from: self.opened_from,
            zone: settings.time_zone,
            accounts: posting::chart::accounts(settings.jurisdiction, settings.language).map_err(|_| BookRefusal::NoChart)?,
        })
    }

    fn entry(&self, book: &Book) -> Result<Entry, PostingRefusal> {
        let line = |balance: &OpeningBalance| EntryLine {
            account: balance.account.clone(),
            side: balance.side,
            amount: balance.amount,
            original: None,
            party: balance.party,
            partner: None,
        };
        let mut lines: Vec<EntryLine> = self.balances.iter().map(line).collect();
        lines.extend(self.difference(book)?);
        let entry = Entry::new(EntryContent {
            id: self.entry_id(),
            book: book.id,
            journal: Journal::Financial,
            day: self.opened_from,
            zone: book.zone,
            source: Source { kind: Book::NAME.to_owned(), id: book.id.to_string(), version: 1, sha256: None },
            rule: Rule { name: "opening-balances".to_owned(), version: 1 },
            text: self.name.clone(),
            reverses: None,
            lines,
        })?;
        book.check(&entry)?;
        Ok(entry)
    }

    /// What balances the rest.
    fn difference(&self, book: &Book) -> Result<Option<EntryLine>, PostingRefusal> {
        let signed = |balance: &OpeningBalance| match balance.side {
            Side::Debit => i128::from(balance.amount.minor()),
            Side::Credit => i128::from(balance.amount.minor()).saturating_neg(),
        };
        let sum = self.balances.iter().map(signed).fold(0i128, i128::saturating_add);
        if sum == 0 {
            return Ok(None);
        }
        let minor = i64::try_from(sum.unsigned_abs()).ok().filter(|minor| *minor <= AMOUNT_MINOR_MAX).ok_or(PostingRefusal::TooLarge)?;
        let purpose = Purpose::OpeningBalance;
        Ok(Some(EntryLine {
            account: book.account_for(purpose).ok_or(PostingRefusal::NoAccount { purpose })?.clone(),
            side: if sum > 0 { Side::Credit } else { Side::Debit },
            amount: Money::from_minor(minor, book.currency),
            original: None,
            party: None,
            partner: None,
        }))
    }
}

impl Command for OpenBook {
    type Aggregate = Book;
    type Refusal = BookRefusal;
    const SPEC: CommandSpec = CommandSpec {
        name: "ledger.open-book",
        route: Some(Route::post("/ledger/books")),
        roles: &[Role::Administrator, Role::Accountant],
        also_writes: &[JournalEntry::NAME],
        reads: &[],
        summary: "Opens the book of an own company.",
    };

    fn target(&self, _: &Context) -> BookId {
        self.id()
    }

    fn wants(&self, _: Option<&Book>, _: &Facts, _: &Context) -> Vec<Want> {
        vec![Want::aggregate::<PeriodGate>(gate_of(self.id(), self.opened_from, self.entry_id()))]
    }

    fn decide(&self, book: Option<&Book>, facts: &Facts, context: &Context) -> Result<Decision<Book>, BookRefusal> {
        if book.is_some() {
            return Err(BookRefusal::Exists);
        }
        let opened = BookEvent::Opened(self.opened(context)?);
        let opening = Book::apply(None, &opened, &context.meta(Self::SPEC.name)).map_err(|_| BookRefusal::NoChart)?;
        let decision = Decision::of([opened]);
        if self.balances.is_empty() {
            return Ok(decision);
        }
        let entry = self.entry(&opening)?;
        let (id, (gate, version)) = (entry.id, check_period(facts, opening.id, entry.day, entry.id)?);
        let decision = decision.and::<JournalEntry>(id, 0, [JournalEntryEvent::Posted(entry)]);
        Ok(decision.unchanged::<PeriodGate>(gate, version))
    }

    fn example() -> Self {
        let balance = OpeningBalance {
            account: crate::samples::literal("311"),
            side: Side::Debit,
            amount: crate::samples::uah("1500.50"),
            party: None,
        };
        Self {
            party_id: crate::samples::party_id(),
            name: crate::samples::line("ТОВ «Дніпро Трейд»"),
            opened_from: crate::samples::literal("2026-01-01"),
            currency: None,
            balances: vec![balance],
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Event;
    use testkit::{given, nothing};

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::samples::{self, literal, uah};

    fn open() -> OpenBook {
        OpenBook { balances: Vec::new(), ..OpenBook::example() }
    }

    fn balance(account: &str, side: Side, amount: &str) -> OpeningBalance {
        OpeningBalance { account: literal(account), side, amount: uah(amount), party: None }
    }

    #[test]
    fn k44_a_book_starts_with_the_chart_of_its_law() {
        let decision = nothing::<Book>().when(open()).accepted();
        let [BookEvent::Opened(opened)] = decision.events.as_slice() else { panic!("{:?}", decision.events) };
        assert_eq!((opened.currency, opened.zone), (Currency::UAH, chrono_tz::Europe::Kyiv));
        assert_eq!(opened.accounts[&literal("361")].purpose, Some(Purpose::Receivable));
        assert!(decision.others.is_empty());
    }

    #[test]
    fn k44_opening_balances_are_a_balanced_entry() {
        let balances = vec![balance("311", Side::Debit, "100"), balance("361", Side::Debit, "50"), balance("631", Side::Credit, "30")];
        let decision = nothing::<Book>().when(OpenBook { balances, ..open() }).accepted();
        let JournalEntryEvent::Posted(entry) = JournalEntryEvent::read(&decision.others[0].events[0]).unwrap() else { panic!() };
        let last = entry.lines.last().unwrap();
        assert_eq!((last.account.as_str(), last.side, last.amount), ("000", Side::Credit, uah("120.00")));
        assert_eq!((entry.day.to_string().as_str(), decision.unchanged.len()), ("2026-01-01", 1));
    }

    #[test]
    fn opening_balances_obey_the_rules_of_posting() {
        let refused = |balances, refusal| {
            nothing::<Book>().when(OpenBook { balances, ..open() }).refused(BookRefusal::Posting(refusal));
        };
        refused(vec![balance("999", Side::Debit, "1")], PostingRefusal::NoSuchAccount { code: literal("999") });
        refused(vec![balance("311", Side::Debit, "0")], PostingRefusal::TooFewLines);
        refused(vec![balance("049.1", Side::Debit, "1")], PostingRefusal::MixedJournals { code: literal("049.1") });
        let dollars = OpeningBalance { amount: Money::from_minor(1, Currency::USD), ..balance("311", Side::Debit, "1") };
        refused(vec![dollars], PostingRefusal::CurrencyMismatch { expected: Currency::USD, found: Currency::UAH });
        refused(vec![balance("311", Side::Debit, "1"); 100_000], PostingRefusal::TooManyLines);
    }

    #[test]
    fn k35_a_company_has_one_book() {
        given::<Book>([ukrainian()]).when(open()).refused(BookRefusal::Exists);
        assert_eq!(open().target(&testkit::context()), samples::book_id());
    }
}
