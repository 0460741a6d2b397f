//! The trial balance of one book, and of all own companies together.

use super::{CONSOLIDATED, EVERY_MS, book_head, days, head};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::ledger::{Columns, Consolidated, ConsolidatedLine, Pair, TrialBalance, TrialLine};
use crate::pages::kit::form::currencies;
use crate::pages::kit::{Cell, Column, Field, Grid, Sheet, asked, at};
use crate::problem::Problem;
use crate::words::fill;

fn columns(cx: &Cx<'_>) -> Vec<Column> {
    let words = &cx.w.books;
    vec![
        Column::text(words.account),
        Column::number(words.opening_debit),
        Column::number(words.opening_credit),
        Column::number(words.debit),
        Column::number(words.credit),
        Column::number(words.closing_debit),
        Column::number(words.closing_credit),
    ]
}

/// The six sums.
fn sums(cx: &Cx<'_>, sums: &Columns) -> impl Iterator<Item = Cell> {
    let all = [&sums.opening_debit, &sums.opening_credit, &sums.debit, &sums.credit, &sums.closing_debit, &sums.closing_credit];
    all.map(|amount| Cell::sum(cx.f, amount)).into_iter()
}

/// The trial balance of a book, with its days in the address.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.books;
    let asked_days = ["from", "as_of", "known_at", "journal"].map(|name| (name, asked(cx, name)));
    let balance: TrialBalance = cx.get("/ledger/books/{book_id}/trial-balance", &[id], &asked_days).await?;
    let path = at("ledger/books", id);
    let row = |line: &TrialLine| {
        let statement = format!("{path}/accounts/{}", crate::http::encoded(&line.account));
        let statement = format!("{statement}?from={}&to={}", balance.from, balance.as_of);
        let account = Cell::link(&line.account, statement).sub(format!("{} · {}", line.name, cx.w.account_kind(&line.kind)));
        std::iter::once(account).chain(sums(cx, &line.sums)).collect()
    };
    let foot = std::iter::once(Cell::text(cx.w.kit.total)).chain(sums(cx, &balance.totals)).collect();
    let grid = Grid::page(cx.w, columns(cx), (words.trial_empty, words.trial_empty_do)).rows(balance.lines.iter().map(row)).foot(foot);
    let title = fill(words.trial_of, &[&balance.name]);
    let journals = vec![("financial".to_owned(), words.financial.to_owned()), ("control".to_owned(), words.control.to_owned())];
    let mut fields = days(cx, &balance.from, ("as_of", cx.w.kit.as_of, &balance.as_of));
    fields.push(Field::day("known_at", words.known_at).value(asked(cx, "known_at")));
    fields.push(Field::choice("journal", words.journal, journals).value(asked(cx, "journal")));
    let known = if asked(cx, "known_at").is_empty() { "" } else { words.known_hint };
    let (state, tone) = if balance.balanced { (words.balanced, "ok") } else { (words.unbalanced, "warn") };
    let lead = format!("{} – {}, {}", cx.f.day(&balance.from), cx.f.day(&balance.as_of), balance.currency);
    let before = book_head(cx, id, "", title.clone()).filter(&path, fields).lead(known);
    let live = Sheet::new().state(state, tone, &lead).grid(&grid);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Commerce, title, before.html(), live.html()) }.into())
}

fn consolidated_table(cx: &Cx<'_>, all: &Consolidated) -> Grid {
    let words = &cx.w.books;
    let mut columns = vec![Column::text(words.account)];
    columns.extend(all.books.iter().map(|book| Column::number(book.name.clone())));
    columns.extend([Column::number(cx.w.periods.elimination), Column::number(cx.w.kit.total)]);
    let row = |line: &ConsolidatedLine| {
        let amounts = line.balances.iter().chain([&line.elimination, &line.total]).map(|amount| Cell::sum(cx.f, amount));
        std::iter::once(Cell::text(&line.account).sub(&line.name)).chain(amounts).collect()
    };
    Grid::page(cx.w, columns, (words.trial_empty, words.trial_empty_do)).rows(all.lines.iter().map(row))
}

fn pairs(cx: &Cx<'_>, all: &Consolidated) -> Grid {
    let words = &cx.w.periods;
    let name = |id: &str| all.books.iter().find(|book| book.book_id == id).map_or_else(|| id.to_owned(), |book| book.name.clone());
    let row = |pair: &Pair| {
        let (state, tone) = if pair.agrees { (words.agrees, "ok") } else { (words.differs, "bad") };
        vec![
            Cell::text(format!("{} – {}", name(&pair.one), name(&pair.other))),
            Cell::money(cx.f, &pair.settlements),
            Cell::money(cx.f, &pair.deliveries),
            Cell::money(cx.f, &pair.inside_margin),
            Cell::badge(state, tone),
        ]
    };
    let columns = vec![
        Column::text(words.with_whom),
        Column::number(words.settlements),
        Column::number(words.deliveries),
        Column::number(words.inside_margin),
        Column::text(cx.w.frame.status),
    ];
    Grid::part(cx.w, words.pairs, columns, (words.pairs_empty, "")).rows(all.pairs.iter().map(row))
}

/// All own companies together.
pub(super) async fn consolidated(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.books;
    let query = ["as_of", "currency"].map(|name| (name, asked(cx, name)));
    let all: Consolidated = cx.get("/ledger/consolidated-trial-balance", &[], &query).await?;
    let (state, tone) = if all.balanced { (words.balanced, "ok") } else { (words.unbalanced, "warn") };
    let fields = vec![
        Field::day("as_of", cx.w.kit.as_of).value(&all.as_of),
        Field::choice("currency", cx.w.kit.currency, currencies()).value(&all.currency),
    ];
    let before = head(cx, CONSOLIDATED, words.consolidated_title).filter(CONSOLIDATED, fields);
    let live = Sheet::new().state(state, tone, &all.currency).grid(&consolidated_table(cx, &all)).grid(&pairs(cx, &all));
    let told = fill(cx.w.periods.margin_taken_out, &[&cx.f.money(&all.inside_margin)]);
    let live = if all.inside_margin.is_zero() { live } else { live.text("callout warn", &told) };
    let page = Page::live(Section::Commerce, words.consolidated_title, before.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..page }.into())
}
