//! Statements: of an account, and of a party.

use super::{book_head, days};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::ledger::{Columns, Line, PartyStatement, Statement};
use crate::pages::kit::{Cell, Column, Grid, Sheet, asked, at};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

/// Lines of one page.
const LINES: &str = "100";
const FILTERS: &[&str] = &["from", "to"];

/// A document with its page, where it has one.
pub(super) fn source(cx: &Cx<'_>, source: &crate::model::ledger::Source) -> Cell {
    let kind = cx.w.source_kind(&source.kind);
    match source.href() {
        Some(href) => Cell::links(vec![(href, kind.to_owned())]),
        None => Cell::text(kind).sub(&source.id),
    }
}

fn table(cx: &Cx<'_>, with_account: bool, sums: &Columns, lines: &[Line]) -> Grid {
    let words = &cx.w.books;
    let mut columns = vec![Column::text(cx.w.kit.day), Column::text(cx.w.kit.text)];
    if with_account {
        columns.push(Column::text(words.account));
    }
    columns.extend([Column::text(cx.w.kit.document), Column::number(words.debit), Column::number(words.credit)]);
    let edge = |label: &str, debit, credit| {
        let mut cells = vec![Cell::text(label).strong(), Cell::empty()];
        cells.extend(std::iter::repeat_n(Cell::empty(), if with_account { 2 } else { 1 }));
        cells.extend([Cell::sum(cx.f, debit), Cell::sum(cx.f, credit)]);
        cells
    };
    let row = |line: &Line| {
        let entry = at("ledger/entries", &line.entry_id);
        let text = Cell::text(&line.text);
        let text = match &line.original {
            Some(original) => text.sub(fill(cx.w.entries.original, &[&cx.f.money(&original.amount), &original.rate])),
            None => text,
        };
        let mut cells = vec![Cell::link(cx.f.day(&line.day), entry), text];
        if with_account {
            cells.push(Cell::text(&line.account));
        }
        let amount = Cell::sum(cx.f, &line.amount);
        let (debit, credit) = if line.side == "debit" { (amount, Cell::empty()) } else { (Cell::empty(), amount) };
        cells.extend([source(cx, &line.source), debit, credit]);
        cells
    };
    let mut grid = Grid::page(cx.w, columns, (words.statement_empty, words.statement_empty_do));
    grid.row(edge(words.opening_balance, &sums.opening_debit, &sums.opening_credit));
    grid.rows(lines.iter().map(row)).foot(edge(words.closing_balance, &sums.closing_debit, &sums.closing_credit))
}

fn query<'a>(cx: &Cx<'a>) -> [(&'static str, &'a str); 4] {
    [("from", asked(cx, "from")), ("to", asked(cx, "to")), ("cursor", asked(cx, "cursor")), ("limit", LINES)]
}

/// The statement of an account.
pub(super) async fn account(cx: &Cx<'_>, id: &str, code: &str) -> Result<Reply, Problem> {
    let route = "/ledger/books/{book_id}/accounts/{code}/statement";
    let statement: Statement = cx.get(route, &[id, code], &query(cx)).await?;
    let path = format!("{}/accounts/{}", at("ledger/books", id), crate::http::encoded(code));
    let title = fill(cx.w.books.statement_of, &[&statement.account, &statement.name]);
    let fields = days(cx, &statement.from, ("to", cx.w.kit.to, &statement.to));
    let before = book_head(cx, id, "-", title.clone()).filter(&path, fields).lead(&statement.currency);
    let paging = Paging::new(&path, cx.asked, FILTERS, statement.next_cursor.as_deref());
    let sheet = Sheet::new().raw(&before.html()).grid(&table(cx, false, &statement.sums, &statement.items)).paging(cx.w, &paging);
    Ok(Page::still(Section::Commerce, title, sheet.html()).into())
}

/// The statement of a party.
pub(super) async fn party(cx: &Cx<'_>, id: &str, party: &str) -> Result<Reply, Problem> {
    let route = "/ledger/books/{book_id}/parties/{party_id}/statement";
    let statement: PartyStatement = cx.get(route, &[id, party], &query(cx)).await?;
    let names = crate::pages::commerce::names(cx, vec![party.to_owned()]).await?;
    let path = format!("{}/parties/{}", at("ledger/books", id), crate::http::encoded(party));
    let title = format!("{}: {}", cx.w.books.party_statement, names.of(party));
    let fields = days(cx, &statement.from, ("to", cx.w.kit.to, &statement.to));
    let before = book_head(cx, id, "-", title.clone()).filter(&path, fields).lead(&statement.currency);
    let paging = Paging::new(&path, cx.asked, FILTERS, statement.next_cursor.as_deref());
    let sheet = Sheet::new().raw(&before.html()).grid(&table(cx, true, &statement.totals, &statement.items)).paging(cx.w, &paging);
    Ok(Page::still(Section::Commerce, title, sheet.html()).into())
}
