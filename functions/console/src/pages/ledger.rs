//! The ledger: books, balances, statements, entries, periods, seals.

mod books;
mod entries;
mod entry_form;
mod periods;
mod seal;
mod statements;
mod trial;

use kernel::Role;

use super::commerce::{self, Tab};
use super::kit::{Field, Head, Refused, at};
use super::list::Chip;
use crate::context::Cx;
use crate::frame::Reply;
use crate::model::ledger::Book;
use crate::problem::Problem;

/// Rows of a list.
const ROWS: &str = "50";
/// How often these pages look for news, in milliseconds: balances are dearer than lists.
const EVERY_MS: u32 = 10_000;
/// Who may look at books, as the queries say.
pub(crate) const READERS: &[Role] = &[Role::Accountant, Role::TeamLead, Role::Administrator];
/// Who may open books and change charts, as the commands say.
const KEEPERS: &[Role] = &[Role::Administrator, Role::Accountant];
/// Who may post by hand and close months.
const POSTERS: &[Role] = &[Role::Accountant];
/// Who may open a closed month again.
const REOPENERS: &[Role] = &[Role::TeamLead];
const CONSOLIDATED: &str = "/console/ledger/consolidated";
const BOOKS: &str = "/console/ledger/books";

/// Answers a path under `/console/ledger`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    if method == "POST" {
        return post(cx, parts).await;
    }
    match parts {
        [] | ["books"] => books::list(cx).await,
        ["books", "new"] => books::new(cx).await,
        ["consolidated"] => trial::consolidated(cx).await,
        ["entries"] => entries::of_document(cx).await,
        ["entries", id] => entries::page(cx, id, None).await,
        ["books", id] => trial::page(cx, id).await,
        ["books", id, "accounts"] => books::chart(cx, id, None).await,
        ["books", id, "accounts", code] => statements::account(cx, id, code).await,
        ["books", id, "parties", party] => statements::party(cx, id, party).await,
        ["books", id, "journal"] => entries::journal(cx, id).await,
        ["books", id, "entries", "new"] => entry_form::page(cx, id).await,
        ["books", id, "periods"] => periods::page(cx, id, None).await,
        ["books", id, "seal"] => seal::verify(cx, id).await,
        ["books", id, "export"] => seal::export(cx, id).await,
        _ => Err(Problem::no_page()),
    }
}

async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    match parts {
        ["books", "new"] => books::new(cx).await,
        ["books", id, "entries", "new"] => entry_form::page(cx, id).await,
        ["books", id, "accounts"] => books::add_account(cx, id).await,
        ["books", id, "accounts", code, "close"] => books::close_account(cx, id, code).await,
        ["books", id, "periods", month, action] => periods::act(cx, id, month, action).await,
        ["entries", id, "reverse"] => entries::reverse(cx, id).await,
        _ => Err(Problem::no_page()),
    }
}

/// The head of a page about all books.
fn head(cx: &Cx<'_>, current: &str, title: &str) -> Head {
    let words = &cx.w.books;
    let all = [(BOOKS, words.books), (CONSOLIDATED, words.consolidated)];
    let chip = |(href, label): (&str, &str)| Chip { href: href.to_owned(), label: label.to_owned(), current: href == current };
    Head::new(cx.w, commerce::tabs(cx, Tab::Ledger), title).chips(words.books, all.into_iter().map(chip).collect())
}

/// The head of a page about one book.
fn book_head(cx: &Cx<'_>, id: &str, current: &str, title: String) -> Head {
    let words = &cx.w.books;
    let path = at("ledger/books", id);
    let mut all = vec![
        ("", words.trial),
        ("/journal", words.journal),
        ("/accounts", words.chart),
        ("/periods", words.periods),
        ("/seal", words.seal),
        ("/export", words.export),
    ];
    if cx.may(POSTERS) {
        all.push(("/entries/new", words.by_hand));
    }
    let chip = |(place, label): (&str, &str)| Chip { href: format!("{path}{place}"), label: label.to_owned(), current: place == current };
    let mut chips = vec![Chip { href: BOOKS.to_owned(), label: format!("« {}", words.books), current: false }];
    chips.extend(all.into_iter().map(chip));
    Head::new(cx.w, commerce::tabs(cx, Tab::Ledger), title).chips(words.book, chips)
}

async fn book(cx: &Cx<'_>, id: &str) -> Result<Book, Problem> {
    cx.get("/ledger/books/{book_id}", &[id], &[]).await
}

/// The fields of first and last day.
fn days(cx: &Cx<'_>, from: &str, to: (&'static str, &'static str, &str)) -> Vec<Field> {
    let (name, label, value) = to;
    vec![Field::day("from", cx.w.kit.from).value(from), Field::day(name, label).value(value)]
}

/// What a refusal leaves for the top of the page.
fn problem_of(refused: Option<Refused>) -> Option<Problem> {
    Refused::problem(refused)
}
