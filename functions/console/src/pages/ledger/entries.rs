//! Entries: the journal of a book, one entry with its document, what a document posted.

use serde_json::{Map, Value};

use super::statements::source;
use super::{EVERY_MS, ROWS, book_head, days, head, problem_of};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::ledger::{EntryItem, EntryLine, EntryPage};
use crate::pages::commerce::{Names, names};
use crate::pages::kit::{Cell, Column, Field, FormView, Grid, Refused, Sheet, asked, at, done};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

fn table(cx: &Cx<'_>, items: &[EntryItem], empty: (&'static str, &'static str)) -> Grid {
    let words = (&cx.w.books, &cx.w.entries);
    let columns = vec![
        Column::text(cx.w.kit.day),
        Column::text(cx.w.kit.text),
        Column::text(words.0.debit),
        Column::text(words.0.credit),
        Column::number(cx.w.kit.amount),
        Column::text(cx.w.kit.document),
        Column::text(words.1.sealed),
    ];
    let row = |item: &EntryItem| {
        let entry = &item.entry;
        let total = kernel_sum(&entry.lines);
        let seal = match (&item.reversed_by, &item.sealed) {
            (Some(_), _) => Cell::badge(words.1.reversed, "warn"),
            (None, Some(sealed)) => Cell::text(sealed.sequence.to_string()),
            (None, None) => Cell::text(words.1.not_sealed),
        };
        vec![
            Cell::link(cx.f.day(&entry.day), at("ledger/entries", &entry.id)),
            Cell::text(&entry.text),
            Cell::text(entry.accounts("debit")),
            Cell::text(entry.accounts("credit")),
            total.map_or_else(Cell::empty, |amount| Cell::money(cx.f, &amount)),
            source(cx, &entry.source),
            seal,
        ]
    };
    Grid::page(cx.w, columns, empty).rows(items.iter().map(row))
}

/// The debits of an entry, added.
fn kernel_sum(lines: &[EntryLine]) -> Option<crate::format::Amount> {
    let debits = lines.iter().filter(|line| line.side == "debit");
    crate::format::Amount::sum(debits.map(|line| &line.amount))
}

/// The journal of a book.
pub(super) async fn journal(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.books;
    let query = [("from", asked(cx, "from")), ("to", asked(cx, "to")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<EntryItem> = cx.get("/ledger/books/{book_id}/entries", &[id], &query).await?;
    let path = format!("{}/journal", at("ledger/books", id));
    let fields = days(cx, asked(cx, "from"), ("to", cx.w.kit.to, asked(cx, "to")));
    let before = book_head(cx, id, "/journal", words.journal.to_owned()).filter(&path, fields);
    let paging = Paging::new(&path, cx.asked, &["from", "to"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, (words.journal_empty, words.trial_empty_do))).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Commerce, words.journal, before.html(), live.html()) }.into())
}

/// What a document posted, in all books.
pub(super) async fn of_document(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.entries;
    let (kind, id) = (asked(cx, "source_kind"), asked(cx, "source_id"));
    let query = [("source_kind", kind), ("source_id", id), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<EntryItem> = cx.get("/ledger/entries", &[], &query).await?;
    let document = crate::model::ledger::Source { kind: kind.to_owned(), id: id.to_owned(), version: 0, sha256: None };
    let before = head(cx, "", words.of_document);
    let before = match document.href() {
        Some(href) => before.button(true, href, words.opens_document),
        None => before,
    };
    let paging = Paging::new("/console/ledger/entries", cx.asked, &["source_kind", "source_id"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items, (words.of_document_empty, words.of_document_do))).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Commerce, words.of_document, before.html(), live.html()) }.into())
}

/// The columns of debit and credit.
fn lines(cx: &Cx<'_>, page: &EntryPage, names: &Names) -> Grid {
    let words = &cx.w.books;
    let book = at("ledger/books", &page.item.entry.book);
    let columns =
        vec![Column::text(words.account), Column::text(cx.w.kit.party), Column::number(words.debit), Column::number(words.credit)];
    let row = |line: &EntryLine| {
        let name = page.account_names.get(&line.account).map(String::as_str).unwrap_or_default();
        let account = format!("{book}/accounts/{}", crate::http::encoded(&line.account));
        let account = Cell::link(&line.account, account).sub(name);
        let party = match (&line.party, &line.partner) {
            (Some(party), _) => Cell::links(vec![
                (at("commerce/parties", party), names.of(party).to_owned()),
                (format!("{book}/parties/{}", crate::http::encoded(party)), words.party_statement.to_owned()),
            ]),
            (None, Some(partner)) => Cell::links(vec![(at("ledger/books", partner), words.book.to_owned())]),
            (None, None) => Cell::empty(),
        };
        let amount = Cell::money(cx.f, &line.amount);
        let amount = match &line.original {
            Some(original) => amount.sub(fill(cx.w.entries.original, &[&cx.f.money(&original.amount), &original.rate])),
            None => amount,
        };
        let (debit, credit) = if line.side == "debit" { (amount, Cell::empty()) } else { (Cell::empty(), amount) };
        vec![account, party, debit, credit]
    };
    let total = kernel_sum(&page.item.entry.lines);
    let total = total.map_or_else(Cell::empty, |amount| Cell::money(cx.f, &amount));
    let foot = vec![Cell::text(cx.w.kit.total), Cell::empty(), total.clone(), total];
    Grid::part(cx.w, cx.w.entries.lines, columns, (words.journal_empty, "")).rows(page.item.entry.lines.iter().map(row)).foot(foot)
}

fn facts(cx: &Cx<'_>, page: &EntryPage) -> Vec<(&'static str, Cell)> {
    let words = &cx.w.entries;
    let (item, entry) = (&page.item, &page.item.entry);
    let rule = fill(words.rule_version, &[&entry.rule.name, &entry.rule.version.to_string()]);
    let link = |id: &Option<String>| match id {
        Some(id) => Cell::links(vec![(at("ledger/entries", id), words.the_entry.to_owned())]),
        None => Cell::empty(),
    };
    let seal = match &item.sealed {
        Some(sealed) => Cell::text(fill(words.seal_place, &[&sealed.sequence.to_string()])).sub(&sealed.hash).mono(),
        None => Cell::text(words.not_sealed),
    };
    vec![
        (cx.w.books.book, Cell::links(vec![(at("ledger/books", &entry.book), page.book_name.clone())])),
        (words.source, source(cx, &entry.source).sub(fill(words.source_version, &[&entry.source.version.to_string()]))),
        (words.hash, Cell::text(entry.source.sha256.as_deref().unwrap_or_default()).mono()),
        (words.rule, Cell::text(rule)),
        (words.recorded, Cell::text(cx.f.moment(&item.recorded_at))),
        (words.recorded_by, Cell::text(&item.recorded_by)),
        (words.sealed, seal),
        (words.reverses, link(&entry.reverses)),
        (words.reversed_by, link(&item.reversed_by)),
    ]
}

/// One entry.
pub(super) async fn page(cx: &Cx<'_>, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    let page: EntryPage = cx.get("/ledger/entries/{entry_id}", &[id], &[]).await?;
    let parties = page.item.entry.lines.iter().filter_map(|line| line.party.clone()).collect();
    let names = names(cx, parties).await?;
    let words = &cx.w.entries;
    let title = fill(words.entry, &[&cx.f.day(&page.item.entry.day)]);
    let mut actions = Sheet::new();
    if page.actions.iter().any(|action| action == "ledger.reverse-entry") {
        let form = FormView::fold(cx.w, "reverse", format!("{}/reverse", at("ledger/entries", id)), words.reverse)
            .danger()
            .hint(words.reverse_hint)
            .field(Field::text("reason", cx.w.frame.reason))
            .field(Field::day("day", words.day_today).optional())
            .refilled(refused.as_ref(), cx.form);
        actions = actions.raw(&form.html());
    }
    let wide = Sheet::new().text("strong", &page.item.entry.text).grid(&lines(cx, &page, &names));
    let narrow = Sheet::new().facts("", &facts(cx, &page)).card(cx.w.frame.actions, actions);
    let live = Sheet::new();
    let live = if page.item.reversed_by.is_some() { live.state(words.reversed, "warn", "") } else { live };
    let live = live.columns(wide, narrow);
    let before = head(cx, "", &title);
    let shown = Page::live(Section::Commerce, title, before.html(), live.html());
    Ok(Page { every_ms: EVERY_MS, ..shown }.with_maybe(problem_of(refused)).into())
}

/// Takes an entry back.
pub(super) async fn reverse(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let typed = ["reason", "day"].into_iter().map(|name| (name, cx.form.get(name))).filter(|(_, value)| !value.is_empty());
    let body: Map<String, Value> = typed.map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    match cx.send("POST", "/ledger/entries/{entry_id}/reverse", &[id], Value::Object(body)).await {
        Ok(_) => Ok(done(&at("ledger/entries", id), "reversed")),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, id, Some(Refused::of("reverse", problem))).await,
    }
}
