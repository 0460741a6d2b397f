//! An entry by hand.

use serde_json::{Value, json};

use super::books::sided;
use super::{book, book_head, problem_of};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::ledger::Book;
use crate::pages::kit::form::Lines;
use crate::pages::kit::picker::Picked;
use crate::pages::kit::{Field, FormView, Refused, Sheet, at, done, made};
use crate::pages::order_form::insert;
use crate::problem::Problem;

/// Lines that a fresh form offers, and at most.
const LINES: (usize, usize) = (3, 60);

/// The column of the book of another own company.
const PARTNER: usize = 4;

/// The form, empty or as it was typed.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let (words, book) = (&cx.w.entries, book(cx, id).await?);
    let open = book.accounts.iter().filter(|account| !account.closed && account.kind != "control");
    let accounts: Vec<(String, String)> =
        open.map(|account| (account.code.clone(), format!("{} {}", account.code, account.name))).collect();
    let ticks = vec![("true".to_owned(), cx.w.frame.yes.to_owned())];
    let books: Listed<Book> = cx.get("/ledger/books", &[], &[("limit", "100")]).await?;
    let others = books.items.into_iter().filter(|other| other.book_id != book.book_id);
    let others: Vec<(String, String)> = others.map(|other| (other.book_id, other.name)).collect();
    let mut columns = vec![
        Field::choice("account", cx.w.books.account, accounts),
        Field::decimal("debit", cx.w.books.debit),
        Field::decimal("credit", cx.w.books.credit),
        Field::choice("with_party", words.with_party, ticks),
    ];
    if !others.is_empty() {
        columns.push(Field::choice("partner", cx.w.purposes.partner, others));
    }
    let lines = Lines::read(words.lines, columns, cx.form, LINES.0, LINES.1);
    let party = Picked::read(cx, "party", words.with_party).await?.optional();
    let mut refused = None;
    if cx.form.get("op") == "save" {
        match post(cx, &book, &lines, &party).await {
            Ok(reply) => return Ok(reply),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("post-entry", problem)),
        }
    }
    let path = at("ledger/books", id);
    let form = FormView::page(cx.w, "post-entry", format!("{path}/entries/new"), words.post, path)
        .hint(words.new_hint)
        .hidden("currency", &book.currency)
        .field(Field::day("day", cx.w.kit.day).value(cx.f.today()))
        .field(Field::text("text", cx.w.kit.text).wide())
        .field(Field::text("proof", words.proof).wide())
        .picker(party)
        .lines(lines);
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let form = form.refilled(refused.as_ref(), cx.form);
    let title = format!("{}: {}", words.new, book.name);
    let before = book_head(cx, id, "/entries/new", title.clone());
    let sheet = Sheet::new().raw(&before.html()).raw(&form.html());
    Ok(Page::still(Section::Commerce, title, sheet.html()).with_maybe(problem_of(refused)).into())
}

async fn post(cx: &Cx<'_>, book: &Book, lines: &Lines, party: &Picked) -> Result<Reply, Problem> {
    let lines = sided(cx, lines, &book.currency, |line, row| {
        if row.get(3).is_some_and(|with| with == "true") && !party.id.is_empty() {
            line.insert("party".to_owned(), Value::from(party.id.as_str()));
        }
        if let Some(partner) = row.get(PARTNER).filter(|partner| !partner.is_empty()) {
            line.insert("partner".to_owned(), Value::from(partner.as_str()));
        }
    })?;
    let mut body = json!({ "lines": lines });
    for name in ["day", "text", "proof"] {
        insert(&mut body, name, Some(Value::from(cx.form.get(name))));
    }
    let answer = cx.send("POST", "/ledger/books/{book_id}/entries", &[&book.book_id], body).await?;
    Ok(done(&at("ledger/entries", made(&answer)), "posted"))
}
