//! Tables of codes: versions, ages, and imports that wait for a person.

use serde_json::json;

use super::{ADMINISTRATORS, EVERY_MS, SECTION, Tab, failure, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply};
use crate::model::Listed;
use crate::model::customs_desk::{HeldImport, Table};
use crate::pages::kit::{Button, Cell, Column, Grid, Head, Refused, Sheet, at};
use crate::problem::Problem;
use crate::words::fill;

const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 60 * MINUTE_S;
const DAY_S: i64 = 24 * HOUR_S;

/// Does what a button of the page asks.
pub(super) async fn act(cx: &Cx<'_>, table: &str, name: &str) -> Result<(), Problem> {
    let sha256 = cx.form.get("sha256");
    let (route, path): (&str, &[&str]) = match name {
        "import" => ("/customs/reference/{table}/import", &[table]),
        "confirm" => ("/customs/reference/{table}/held/{sha256}/confirm", &[table, sha256]),
        "dismiss" => ("/customs/reference/{table}/held/{sha256}/dismiss", &[table, sha256]),
        _ => return Err(Problem::no_page()),
    };
    cx.send("POST", route, path, json!({})).await.map(drop)
}

/// How long ago, in the largest unit that fits.
fn age(cx: &Cx<'_>, seconds: i64) -> String {
    let words = &cx.w.customs_tables;
    let (sentence, count) = match seconds {
        i64::MIN..HOUR_S => (words.minutes, seconds / MINUTE_S),
        HOUR_S..DAY_S => (words.hours, seconds / HOUR_S),
        DAY_S.. => (words.days, seconds / DAY_S),
    };
    fill(sentence, &[&count.to_string()])
}

fn state(cx: &Cx<'_>, table: &Table) -> Cell {
    let words = &cx.w.customs_tables;
    if !table.held.is_empty() {
        return Cell::badge(words.waits, "warn");
    }
    if table.importing.is_some() || table.requested_at.is_some() {
        return Cell::badge(words.importing, "info");
    }
    match &table.failure {
        Some(failed) => Cell::badge(words.failed, "bad").sub(format!("{} · {}", cx.f.short(&failed.at), failure(cx, &failed.error))),
        None if table.version == 0 => Cell::badge(words.nothing_yet, "warn"),
        None => Cell::badge(words.good, "ok"),
    }
}

fn row(cx: &Cx<'_>, table: &Table) -> Vec<Cell> {
    let words = &cx.w.customs_tables;
    let path = at("customs/reference", &table.table);
    let (open, last) = match &table.current {
        Some(import) => {
            let counts = [import.added, import.changed, import.closed].map(|count| count.to_string());
            let mut last = fill(words.counts, &[&counts[0], &counts[1], &counts[2]]);
            if import.rejected > 0 {
                let why = import.first_rejected.as_deref().unwrap_or_default();
                last = format!("{last} · {}", fill(words.rejected, &[&import.rejected.to_string(), why]));
            }
            (Cell::text(import.open.to_string()).sub(last), cx.w.customs_word(&import.source))
        }
        None => (Cell::empty(), ""),
    };
    let button = Button { path: format!("{path}/import"), label: words.import_now, ..Button::default() };
    vec![
        Cell::link(cx.w.customs_table(&table.table), path).sub(&table.table),
        Cell::text(if table.version == 0 { String::new() } else { table.version.to_string() }).sub(last),
        open,
        Cell::text(table.age_seconds.map(|seconds| age(cx, seconds)).unwrap_or_default()),
        state(cx, table).with(Some(button).filter(|_| cx.may(ADMINISTRATORS))),
    ]
}

fn held(cx: &Cx<'_>, table: &Table, held: &HeldImport) -> Vec<Cell> {
    let words = &cx.w.customs_tables;
    let path = at("customs/reference", &table.table);
    let button = |name: &str, label: &'static str, confirm: &str| Button {
        path: format!("{path}/{name}"),
        label,
        hidden: vec![("sha256", held.sha256.clone())],
        confirm: confirm.to_owned(),
        ..Button::default()
    };
    let closes = [held.would_close, held.open].map(|count| count.to_string());
    let ask = fill(words.confirm_ask, &[&closes[0], &closes[1]]);
    let decide = Cell::empty().with(Some(button("confirm", words.confirm, &ask))).with(Some(button("dismiss", words.dismiss, "")));
    let rejected = if held.rejected > 0 { fill(words.rejected, &[&held.rejected.to_string(), ""]) } else { String::new() };
    vec![
        Cell::text(cx.w.customs_table(&table.table)).sub(cx.w.customs_word(&held.source)),
        Cell::text(if held.reason == "empty" { words.doubt_empty } else { words.doubt_shrunk }),
        Cell::text(held.counted.to_string()).sub(rejected),
        Cell::text(fill(words.would_close, &[&closes[0], &closes[1]])),
        if cx.may(ADMINISTRATORS) { decide } else { Cell::text(words.ask_administrator) },
    ]
}

/// All tables.
pub(super) async fn tables(cx: &Cx<'_>, refused: Option<Refused>) -> Result<Reply, Problem> {
    let words = &cx.w.customs_tables;
    let listed: Listed<Table> = cx.get("/customs/reference", &[], &[]).await?;
    let columns = vec![
        Column::text(words.table),
        Column::text(words.version),
        Column::text(words.codes),
        Column::text(words.age),
        Column::text(cx.w.frame.status),
    ];
    let grid = Grid::page(cx.w, columns, (words.no_tables, words.no_tables_do)).rows(listed.items.iter().map(|table| row(cx, table)));
    let mut live = Sheet::new();
    let waiting: Vec<Vec<Cell>> = listed.items.iter().flat_map(|table| table.held.iter().map(|one| held(cx, table, one))).collect();
    if !waiting.is_empty() {
        let columns = vec![
            Column::text(words.table),
            Column::text(words.why),
            Column::text(words.rows),
            Column::text(words.would_end),
            Column::text(""),
        ];
        live = live.grid(&Grid::part(cx.w, words.held, columns, ("", "")).rows(waiting));
    }
    let head = Head::new(cx.w, tabs(cx, Tab::Reference), words.title).area(cx.w.customs.title).lead(words.lead);
    let page = Page::live(SECTION, words.title, head.html(), live.grid(&grid).html());
    Ok(Page { every_ms: EVERY_MS, ..page }.with_maybe(Refused::problem(refused)).into())
}
