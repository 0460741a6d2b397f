//! The list of books, the form of a new one, and the chart of accounts of one.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{BOOKS, EVERY_MS, KEEPERS, ROWS, book, book_head, head, problem_of};
use crate::context::Cx;
use crate::format::typed_decimal;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::ledger::{Account, Book};
use crate::pages::kit::form::{Lines, currencies};
use crate::pages::kit::{Button, Cell, Column, Field, FormView, Grid, Refused, Sheet, at, choices, done, made, typed};
use crate::pages::list::Paging;
use crate::pages::order_form::insert;
use crate::problem::Problem;
use crate::words::fill;
use crate::words::ledger::PURPOSES;

/// Lines of opening balances that a fresh form offers, and at most.
const BALANCES: (usize, usize) = (4, 58);

/// All books.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let listed: Listed<Book> = cx.get("/ledger/books", &[], &[("cursor", cx.asked.get("cursor")), ("limit", ROWS)]).await?;
    let words = &cx.w.books;
    let columns = vec![
        Column::text(words.name),
        Column::text(cx.w.kit.currency),
        Column::text(words.opened_from),
        Column::text(words.closed_through),
    ];
    let row = |book: &Book| {
        vec![
            Cell::link(&book.name, at("ledger/books", &book.book_id)),
            Cell::text(&book.currency),
            Cell::text(cx.f.day(&book.opened_from)),
            Cell::text(book.closed_through.as_deref().unwrap_or(words.nothing_closed)),
        ]
    };
    let grid = Grid::page(cx.w, columns, (words.empty, words.empty_do)).rows(listed.items.iter().map(row));
    let paging = Paging::new(BOOKS, cx.asked, &[], listed.next_cursor.as_deref());
    let before = head(cx, BOOKS, words.books).lead(words.lead).button(cx.may(KEEPERS), format!("{BOOKS}/new"), words.open);
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Commerce, words.books, before.html(), live.html()) }.into())
}

#[derive(Debug, Deserialize)]
struct OwnCompanies {
    companies: Vec<OwnCompany>,
}

#[derive(Debug, Deserialize)]
struct OwnCompany {
    party_id: String,
    #[serde(default)]
    party: Option<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    name: String,
}

/// Own companies that have no book yet.
async fn companies(cx: &Cx<'_>) -> Result<Vec<(String, String)>, Problem> {
    let own: OwnCompanies = cx.get("/commerce/own-companies", &[], &[]).await?;
    let books: Listed<Book> = cx.get("/ledger/books", &[], &[("limit", "100")]).await?;
    let free = own.companies.into_iter().filter(|company| books.items.iter().all(|book| book.party_id != company.party_id));
    let named = |company: OwnCompany| {
        let name = company.party.map_or_else(|| company.party_id.clone(), |party| party.name);
        (company.party_id, name)
    };
    Ok(free.map(named).collect())
}

/// The form of a new book.
pub(super) async fn new(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.books;
    let columns = vec![Field::text("account", words.code), Field::decimal("debit", words.debit), Field::decimal("credit", words.credit)];
    let lines = Lines::read(words.opening, columns, cx.form, BALANCES.0, BALANCES.1);
    let mut refused = None;
    if cx.form.get("op") == "save" {
        match open(cx, &lines).await {
            Ok(reply) => return Ok(reply),
            Err(problem) if problem.is_signed_out() => return Err(problem),
            Err(problem) => refused = Some(Refused::of("open-book", problem)),
        }
    }
    let companies = companies(cx).await?;
    let none = companies.is_empty();
    let form = FormView::page(cx.w, "open-book", format!("{BOOKS}/new"), words.open, BOOKS.to_owned())
        .hint(words.opening_hint)
        .field(Field::choice("party_id", words.company, companies))
        .field(Field::text("name", words.name))
        .field(Field::day("opened_from", words.opened_from).value(format!("{}-01-01", cx.f.today().get(..4).unwrap_or_default())))
        .field(Field::choice("currency", cx.w.kit.currency, currencies()).value(cx.currency.code()))
        .lines(lines);
    let form = if cx.form.get("op").is_empty() { form } else { form.typed(cx.form) };
    let form = form.refilled(refused.as_ref(), cx.form);
    let before = head(cx, "", words.open);
    let sheet = Sheet::new().raw(&before.html());
    let sheet = if none { sheet.text("callout warn", words.no_company) } else { sheet };
    Ok(Page::still(Section::Commerce, words.open, sheet.raw(&form.html()).html()).with_maybe(problem_of(refused)).into())
}

/// Lines with a debit or a credit, as the API takes them: account, side, amount, and what `more` adds.
pub(super) fn sided(
    cx: &Cx<'_>,
    lines: &Lines,
    currency: &str,
    more: impl Fn(&mut Map<String, Value>, &[String]),
) -> Result<Vec<Value>, Problem> {
    let line = |(number, row): (usize, &[String])| {
        let cell = |index: usize| row.get(index).map(String::as_str).unwrap_or_default();
        let wrong = |field: &str, reason: &str| Problem::field(&fill(cx.w.kit.line_wrong, &[&number.to_string(), field]), reason);
        let (side, typed, label) = match (cell(1), cell(2)) {
            (debit, "") if !debit.is_empty() => ("debit", debit, cx.w.books.debit),
            ("", credit) if !credit.is_empty() => ("credit", credit, cx.w.books.credit),
            _ => return Err(wrong(cx.w.kit.amount, cx.w.entries.one_side)),
        };
        if cell(0).is_empty() {
            return Err(wrong(cx.w.books.code, cx.w.problem.missing));
        }
        let currency = serde_json::from_value(Value::from(currency)).unwrap_or(cx.currency);
        let amount = kernel::Money::parse(&typed_decimal(typed), currency).map_err(|_| wrong(label, cx.w.problem.not_an_amount))?;
        let mut line = Map::new();
        line.insert("account".to_owned(), Value::from(cell(0)));
        line.insert("side".to_owned(), Value::from(side));
        line.insert("amount".to_owned(), json!(amount));
        more(&mut line, row);
        Ok(Value::Object(line))
    };
    lines.filled().map(line).collect()
}

async fn open(cx: &Cx<'_>, lines: &Lines) -> Result<Reply, Problem> {
    let field = |name: &str| cx.form.get(name);
    let balances = sided(cx, lines, field("currency"), |_, _| {})?;
    let mut body = json!({ "party_id": field("party_id"), "name": field("name"), "opened_from": field("opened_from") });
    if !field("currency").is_empty() {
        insert(&mut body, "currency", Some(Value::from(field("currency"))));
    }
    if !balances.is_empty() {
        insert(&mut body, "balances", Some(Value::Array(balances)));
    }
    let answer = cx.send("POST", "/ledger/books", &[], body).await?;
    Ok(done(&at("ledger/books", made(&answer)), "book-opened"))
}

/// The chart of accounts.
pub(super) async fn chart(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let book = book(cx, id).await?;
    let words = &cx.w.books;
    let path = format!("{}/accounts", at("ledger/books", id));
    let may = cx.may(KEEPERS);
    let columns = vec![Column::text(words.account), Column::text(words.name), Column::text(cx.w.kit.kind), Column::text(cx.w.frame.status)];
    let row = |account: &Account| {
        let address = format!("{path}/{}", crate::http::encoded(&account.code));
        let close = Button {
            path: format!("{address}/close"),
            label: words.close_account,
            confirm: format!("{}: {}?", words.close_account, account.name),
            ..Button::default()
        };
        let purpose = account.purpose.as_deref().map(|code| cx.w.account_purpose(code)).unwrap_or_default();
        let state = if account.closed { Cell::badge(words.closed, "plain") } else { Cell::empty().with(Some(close).filter(|_| may)) };
        vec![
            Cell::link(&account.code, address),
            Cell::text(&account.name),
            Cell::text(cx.w.account_kind(&account.kind)).sub(purpose),
            state,
        ]
    };
    let grid = Grid::page(cx.w, columns, (words.trial_empty, "")).rows(book.accounts.iter().map(row));
    let kinds = ["asset", "liability", "equity", "income", "expense", "control"];
    let kinds = kinds.iter().map(|code| ((*code).to_owned(), cx.w.account_kind(code).to_owned())).collect();
    let form = FormView::fold(cx.w, "add-account", path, words.add_account)
        .field(Field::text("code", words.code))
        .field(Field::text("name", words.name))
        .field(Field::choice("kind", cx.w.kit.kind, kinds))
        .field(Field::choice("purpose", cx.w.purposes.purpose, choices(PURPOSES, |code| cx.w.account_purpose(code))).optional())
        .refilled(refused.as_ref(), cx.form);
    let adding = if may { Sheet::new().raw(&form.html()) } else { Sheet::new() };
    let live = Sheet::new().card("", adding).grid(&grid);
    let title = format!("{}: {}", words.chart, book.name);
    let before = book_head(cx, id, "/accounts", title.clone());
    let page = Page::live(Section::Commerce, title, before.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(problem_of(refused)).into())
}

/// Adds an account to the chart.
pub(super) async fn add_account(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let field = |name: &str| cx.form.get(name);
    let mut body = json!({ "code": field("code"), "name": field("name"), "kind": field("kind") });
    insert(&mut body, "purpose", typed(cx, "purpose"));
    match cx.send("POST", "/ledger/books/{book_id}/accounts", &[id], body).await {
        Ok(_) => Ok(done(&format!("{}/accounts", at("ledger/books", id)), "saved")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => chart(cx, id, Some(Refused::of("add-account", problem))).await,
    }
}

/// Closes an account.
pub(super) async fn close_account(cx: &Cx<'_>, id: &str, code: &str) -> Result<Reply, Problem> {
    match cx.send("POST", "/ledger/books/{book_id}/accounts/{code}/close", &[id, code], json!({})).await {
        Ok(_) => Ok(done(&format!("{}/accounts", at("ledger/books", id)), "account-closed")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => chart(cx, id, Some(Refused::of("close-account", problem))).await,
    }
}
