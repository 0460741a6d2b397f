//! Shows the consolidated trial balance of all own companies.

use std::collections::BTreeMap;

use kernel::view::RowQuery;
use kernel::{Answer, Context, Currency, Day, Facts, Line, Money, Query, QuerySpec, Route, Want};
use posting::{AccountCode, AccountKind, Book, BookId, Purpose};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::read_rows;
use crate::READERS;
use crate::balance::{Reading, money};
use crate::book::refusal::CONSOLIDATED_BOOKS_MAX;
use crate::book::{BookRefusal, today};
use crate::views::books::{self, BookItem};
use crate::views::turnovers::{self, Summed};

/// Shows what stands on the accounts of all own companies together, as of a day.
///
/// What two of them booked with each other is eliminated. Both must have booked the same: the
/// answer says for every two companies whether their settlements and their deliveries mirror
/// each other, and by how much they do not.
///
/// The margin on goods that one sold to the other is taken out of stock, as if all of them were
/// still there. The books do not say which were sold on: for those, what is shown as cost of
/// sales is too high, and as stock too low, by their margin. `inside_margin` says how much that
/// can be at most.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetConsolidatedTrialBalance {
    /// The last day that counts; today by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The books in this currency; the tenant's by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// A consolidated trial balance. Amounts are balances: debit less credit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConsolidatedTrialBalance {
    /// The last day that counts.
    pub as_of: Day,
    /// What all of them are kept in.
    pub currency: Currency,
    /// The books, in the order of the columns.
    pub books: Vec<ConsolidatedBook>,
    /// Accounts on which something stands, by code.
    pub lines: Vec<ConsolidatedLine>,
    /// Every two companies that booked something with each other.
    pub pairs: Vec<Pair>,
    /// Every pair agrees, and all balances add up to zero.
    pub balanced: bool,
    /// The margin on goods that the companies sold to each other, all of which was taken out of
    /// stock: of goods that were sold on, it belongs to the cost of sales.
    pub inside_margin: Money,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConsolidatedBook {
    /// The book.
    pub book_id: BookId,
    /// Its name.
    pub name: Line,
}

/// One account of all books.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConsolidatedLine {
    /// Its code.
    pub account: AccountCode,
    /// Its name, in the first book that has it.
    pub name: Line,
    /// What it counts.
    pub kind: AccountKind,
    /// Its balance in each book, in the order of the columns.
    pub balances: Vec<Money>,
    /// What takes away what the companies booked with each other.
    pub elimination: Money,
    /// What is left.
    pub total: Money,
}

/// Two companies that booked something with each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// One book.
    pub one: BookId,
    /// The other.
    pub other: BookId,
    /// Demands and advances of both, added: zero when one owes what the other demands.
    pub settlements: Money,
    /// Everything else of both, added: zero when one received what the other delivered.
    pub deliveries: Money,
    /// Both are zero.
    pub agrees: bool,
    /// What one asked of the other for goods beyond their cost: taken out of stock, though it
    /// belongs to the cost of sales as far as they were sold on.
    pub inside_margin: Money,
}

fn of_tenant() -> RowQuery {
    books::all().wide()
}

/// What two companies booked with each other, in minor units.
#[derive(Default)]
struct Between {
    settlements: i128,
    deliveries: i128,
    /// What goods cost the receiver, less what they had cost the supplier.
    margin: i128,
}

/// The balances of all books.
#[derive(Default)]
struct Consolidated {
    /// By account: one balance a column, and what is eliminated.
    accounts: BTreeMap<AccountCode, (Vec<i128>, i128)>,
    pairs: BTreeMap<(BookId, BookId), Between>,
}

impl Consolidated {
    /// Adds one sum of the book in a column.
    fn add(&mut self, books: &[&Book], column: usize, summed: &Summed, balance: i128) {
        let Some(book) = books.get(column) else { return };
        let account = book.accounts.get(&summed.account);
        if balance == 0 || account.is_none_or(|account| account.kind == AccountKind::Control) {
            return;
        }
        let entry = self.accounts.entry(summed.account.clone());
        let (balances, elimination) = entry.or_insert_with(|| (vec![0; books.len()], 0));
        if let Some(sum) = balances.get_mut(column) {
            *sum = sum.saturating_add(balance);
        }
        let Some(partner) = summed.partner.filter(|partner| books.iter().any(|book| book.id == *partner)) else { return };
        *elimination = elimination.saturating_sub(balance);
        let between = self.pairs.entry((book.id.min(partner), book.id.max(partner))).or_default();
        if account.and_then(|account| account.purpose) == Some(Purpose::Inventory) {
            between.margin = between.margin.saturating_add(balance);
        }
        let settles = account.and_then(|account| account.purpose).is_some_and(Purpose::is_settlement);
        let sum = if settles { &mut between.settlements } else { &mut between.deliveries };
        *sum = sum.saturating_add(balance);
    }

    fn lines(self, books: &[&Book], currency: Currency) -> Result<Vec<ConsolidatedLine>, BookRefusal> {
        let line = |(code, (balances, elimination)): (AccountCode, (Vec<i128>, i128))| {
            let account = books.iter().find_map(|book| book.accounts.get(&code))?;
            let total = balances.iter().fold(elimination, |sum, balance| sum.saturating_add(*balance));
            let still = elimination == 0 && balances.iter().all(|balance| *balance == 0);
            let amounts = || {
                let balances = balances.iter().map(|balance| money(*balance, currency)).collect::<Result<_, _>>()?;
                Ok((balances, money(elimination, currency)?, money(total, currency)?))
            };
            let line = |(balances, elimination, total)| ConsolidatedLine {
                account: code.clone(),
                name: account.name.clone(),
                kind: account.kind,
                balances,
                elimination,
                total,
            };
            (!still).then(|| amounts().map(line))
        };
        self.accounts.into_iter().filter_map(line).collect()
    }
}

impl GetConsolidatedTrialBalance {
    fn currency(&self, context: &Context) -> Currency {
        self.currency.unwrap_or(context.settings.currency)
    }

    fn as_of(&self, context: &Context) -> Day {
        self.as_of.unwrap_or_else(|| today(context))
    }

    fn books(&self, facts: &Facts, context: &Context) -> Vec<BookId> {
        let (of_tenant, currency) = (of_tenant(), self.currency(context));
        let items = read_rows(facts, &of_tenant).filter(|item: &BookItem| item.currency == currency);
        items.map(|item| item.book_id).collect()
    }

    fn reading<'a>(&self, book: BookId, facts: &'a Facts, context: &Context) -> Reading<'a> {
        Reading::of(turnovers::until(book, self.as_of(context)), facts)
    }
}

fn pairs_of(consolidated: &Consolidated, currency: Currency) -> Result<Vec<Pair>, BookRefusal> {
    let pair = |((one, other), between): (&(BookId, BookId), &Between)| {
        Ok(Pair {
            one: *one,
            other: *other,
            settlements: money(between.settlements, currency)?,
            deliveries: money(between.deliveries, currency)?,
            agrees: between.settlements == 0 && between.deliveries == 0,
            inside_margin: money(between.margin, currency)?,
        })
    };
    consolidated.pairs.iter().map(pair).collect()
}

impl Query for GetConsolidatedTrialBalance {
    type Answer = ConsolidatedTrialBalance;
    type Refusal = BookRefusal;
    const SPEC: QuerySpec = QuerySpec {
        name: "ledger.get-consolidated-trial-balance",
        route: Route::get("/ledger/consolidated-trial-balance"),
        roles: READERS,
        summary: "Shows the trial balance of all own companies, with what they booked with each other eliminated.",
    };

    fn wants(&self, facts: &Facts, context: &Context) -> Vec<Want> {
        let mut wants = vec![Want::Rows(of_tenant())];
        for book in self.books(facts, context).into_iter().take(CONSOLIDATED_BOOKS_MAX) {
            wants.push(Want::aggregate::<Book>(book));
            wants.extend(self.reading(book, facts, context).wants());
        }
        wants
    }

    fn answer(&self, facts: &Facts, context: &Context) -> Result<Answer<Self::Answer>, BookRefusal> {
        let (ids, currency) = (self.books(facts, context), self.currency(context));
        if ids.len() > CONSOLIDATED_BOOKS_MAX {
            return Err(BookRefusal::TooManyBooks);
        }
        let books: Vec<&Book> = ids.iter().map(|id| super::book_in(facts, *id)).collect::<Result<_, _>>()?;
        let mut consolidated = Consolidated::default();
        for (column, book) in books.iter().enumerate() {
            for (summed, sum) in turnovers::by_account(self.reading(book.id, facts, context).rows()?) {
                consolidated.add(&books, column, &summed, sum.balance());
            }
        }
        let pairs = pairs_of(&consolidated, currency)?;
        let margin = consolidated.pairs.values().fold(0i128, |sum, between| sum.saturating_add(between.margin));
        let inside_margin = money(margin, currency)?;
        let lines = consolidated.lines(&books, currency)?;
        let total = lines.iter().fold(0i128, |sum, line| sum.saturating_add(i128::from(line.total.minor())));
        let balanced = total == 0 && pairs.iter().all(|pair| pair.agrees);
        let column = |book: &&Book| ConsolidatedBook { book_id: book.id, name: book.name.clone() };
        let books = books.iter().map(column).collect();
        Ok(Answer::of(ConsolidatedTrialBalance { as_of: self.as_of(context), currency, books, lines, pairs, balanced, inside_margin }))
    }
}

#[cfg(test)]
mod tests {
    use posting::{Entry, EntryContent, EntryId, EntryLine, JournalEntryEvent, Side};
    use testkit::context;

    use super::*;
    use crate::book::tests::ukrainian;
    use crate::queries::tests::World;
    use crate::samples;
    use crate::views::books::BooksFromBook;
    use crate::views::tests::{all_rows, rows};

    fn line(account: &str, side: Side, minor: i64, partner: Option<BookId>) -> EntryLine {
        let amount = Money::from_minor(minor, Currency::UAH);
        EntryLine { account: account.parse().unwrap(), side, amount, original: None, party: None, partner }
    }

    /// Two own companies with what stands in their books.
    fn books(entries: impl IntoIterator<Item = (BookId, Vec<EntryLine>)>) -> World {
        let other = samples::opened_with_chart(samples::other_party(), Currency::UAH, kernel::settings::Jurisdiction::UA);
        let mut world = World { rows: rows::<BooksFromBook>(samples::book_id(), &[vec![ukrainian()]]), ..World::default() };
        world = world.with::<Book>(samples::book_id(), [ukrainian()]).with::<Book>(samples::other_book(), [other.clone()]);
        world.rows = world.rows.and(rows::<BooksFromBook>(samples::other_book(), &[vec![other]]));
        for (n, (book, lines)) in entries.into_iter().enumerate() {
            let id = EntryId::derive(&["group", &n.to_string()]);
            let entry = Entry::new(EntryContent { id, book, lines, ..samples::entry().into_content() }).unwrap();
            all_rows(&mut world.rows, id, &[(context().meta("test"), vec![JournalEntryEvent::Posted(entry)])]);
        }
        world
    }

    /// Seller and buyer are two own companies; the buyer's half can be wrong.
    fn group(bought: i64) -> World {
        let (to_buyer, to_seller) = (Some(samples::other_book()), Some(samples::book_id()));
        let sale = vec![
            line("361", Side::Debit, 12_000, to_buyer),
            line("702", Side::Credit, 10_000, to_buyer),
            line("641.1", Side::Credit, 2_000, None),
        ];
        let purchase = vec![
            line("92", Side::Debit, bought - 2_000, to_seller),
            line("641.2", Side::Debit, 2_000, None),
            line("631", Side::Credit, bought, to_seller),
        ];
        let outside = vec![line("311", Side::Debit, 7_000, None), line("702", Side::Credit, 7_000, None)];
        books([(samples::book_id(), sale), (samples::other_book(), purchase), (samples::other_book(), outside)])
    }

    /// Goods bought for 60.00, sold inside the group for 100.00 and, if they were sold on, for 150.00.
    fn goods(sold_on: bool) -> ConsolidatedTrialBalance {
        let (own, other) = (samples::book_id(), samples::other_book());
        let bought = vec![line("281", Side::Debit, 6_000, None), line("631", Side::Credit, 6_000, None)];
        let inside = vec![
            line("361", Side::Debit, 10_000, Some(other)),
            line("702", Side::Credit, 10_000, Some(other)),
            line("902", Side::Debit, 6_000, Some(other)),
            line("281", Side::Credit, 6_000, Some(other)),
        ];
        let received = vec![line("281", Side::Debit, 10_000, Some(own)), line("631", Side::Credit, 10_000, Some(own))];
        let outside = vec![
            line("361", Side::Debit, 15_000, None),
            line("702", Side::Credit, 15_000, None),
            line("902", Side::Debit, 10_000, None),
            line("281", Side::Credit, 10_000, None),
        ];
        let entries = [(own, bought), (own, inside), (other, received)].into_iter().chain(sold_on.then_some((other, outside)));
        books(entries).ask(&GetConsolidatedTrialBalance::default()).unwrap()
    }

    #[test]
    fn k01_goods_that_stay_inside_are_worth_what_the_group_paid_and_a_margin_that_may_have_left_is_told() {
        let total = |answer: &ConsolidatedTrialBalance, code: &str| {
            answer.lines.iter().find(|line| line.account.as_str() == code).map_or(0, |line| line.total.minor())
        };
        let kept = goods(false);
        assert_eq!((total(&kept, "281"), total(&kept, "902"), total(&kept, "702")), (6_000, 0, 0));
        // Stock of -40.00 and a cost of 100.00, where it is none and 60.00: off by the margin that is told.
        let sold = goods(true);
        assert_eq!((total(&sold, "281"), total(&sold, "902"), total(&sold, "702")), (-4_000, 10_000, -15_000));
        assert_eq!((sold.inside_margin.minor(), sold.pairs[0].inside_margin.minor(), sold.balanced), (4_000, 4_000, true));
        assert_eq!(total(&sold, "281") + sold.inside_margin.minor(), 0);
        assert_eq!(total(&sold, "902") - sold.inside_margin.minor(), 6_000);
    }

    #[test]
    fn k01_what_own_companies_booked_with_each_other_is_eliminated() {
        let answer = group(12_000).ask(&GetConsolidatedTrialBalance::default()).unwrap();
        assert!(answer.balanced && answer.books.len() == 2 && answer.pairs.len() == 1 && answer.pairs[0].agrees);
        let total = |code: &str| answer.lines.iter().find(|line| line.account.as_str() == code).unwrap().total.minor();
        assert_eq!((total("361"), total("631"), total("92")), (0, 0, 0));
        assert_eq!((total("702"), total("641.1"), total("641.2"), total("311")), (-7_000, -2_000, 2_000, 7_000));
        let revenue = answer.lines.iter().find(|line| line.account.as_str() == "702").unwrap();
        let own = answer.books.iter().position(|book| book.book_id == samples::book_id()).unwrap();
        assert_eq!((revenue.balances[own].minor(), revenue.elimination.minor()), (-10_000, 10_000));
    }

    #[test]
    fn k01_two_halves_that_differ_are_shown_with_the_difference() {
        let answer = group(11_000).ask(&GetConsolidatedTrialBalance::default()).unwrap();
        assert!(!answer.balanced);
        let pair = &answer.pairs[0];
        assert_eq!((pair.settlements.minor(), pair.deliveries.minor(), pair.agrees), (1_000, -1_000, false));
    }

    #[test]
    fn x05_books_of_another_currency_are_left_out() {
        let dollars = GetConsolidatedTrialBalance { currency: Some(Currency::USD), as_of: None };
        assert!(group(12_000).ask(&dollars).unwrap().books.is_empty());
    }
}
