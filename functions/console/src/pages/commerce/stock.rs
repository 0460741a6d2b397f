//! Stock: how much of which batch is where, and every move that made it so.

use super::{ROWS, Tab, WRITERS, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::holding::MoveRow;
use crate::model::trade::StockBalance;
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Chip, Paging};
use crate::problem::Problem;

const PATH: &str = "/console/commerce/stock";
const MOVES: &str = "/console/commerce/stock/moves";
const FILTERS: &[&str] = &["q", "show", "location"];

fn head(cx: &Cx<'_>, current: &str) -> Head {
    let words = &cx.w.holdings;
    let chip = |(href, label): (&str, &str)| Chip { href: href.to_owned(), label: label.to_owned(), current: href == current };
    let title = if current == PATH { cx.w.overview.stock } else { words.moves };
    Head::new(cx.w, tabs(cx, Tab::Stock), title)
        .button(cx.may(WRITERS), "/console/commerce/facts/new", cx.w.proofs.internal)
        .chips(cx.w.overview.stock, [(PATH, words.balances), (MOVES, words.moves)].into_iter().map(chip).collect())
}

/// What is in stock.
pub(super) async fn balances(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.overview;
    let query = [
        ("article", asked(cx, "q")),
        ("location", asked(cx, "location")),
        ("show", asked(cx, "show")),
        ("cursor", asked(cx, "cursor")),
        ("limit", ROWS),
    ];
    let listed: Listed<StockBalance> = cx.get("/commerce/stock/balances", &[], &query).await?;
    let row = |balance: &StockBalance| {
        let kept = &balance.kept;
        let state = match (balance.negative, balance.expired) {
            (true, _) => Cell::badge(words.negative, "bad"),
            (false, true) => Cell::badge(words.expired, "warn"),
            (false, false) => Cell::empty(),
        };
        let moves = format!("{MOVES}?q={}", crate::http::encoded(&kept.article.code));
        vec![
            Cell::link(&kept.article.name, moves).sub(&kept.article.code),
            Cell::text(&kept.location),
            Cell::text(kept.batch.as_deref().unwrap_or_default()).sub(kept.expires.as_deref().map(|day| cx.f.day(day)).unwrap_or_default()),
            Cell::text(format!("{} {}", cx.f.quantity(&balance.quantity), kept.unit)),
            state,
        ]
    };
    let columns = vec![
        Column::text(words.article),
        Column::text(words.place),
        Column::text(words.batch),
        Column::number(cx.w.contracts.quantity),
        Column::text(cx.w.frame.status),
    ];
    let grid = Grid::page(cx.w, columns, (words.stock_empty, words.stock_empty_do)).rows(listed.items.iter().map(row));
    let shows = [("", cx.w.frame.all), ("negative", words.negative), ("expired", words.expired)];
    let fields = vec![
        Field::text("q", cx.w.contracts.code).value(asked(cx, "q")),
        Field::text("location", cx.w.holdings.location).value(asked(cx, "location")),
    ];
    let head = head(cx, PATH).chips(cx.w.frame.status, list::chips(PATH, cx.asked, FILTERS, "show", &shows)).filter(PATH, fields);
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, words.stock, head.html(), live.html()) }.into())
}

/// What moved, the newest first: all, of an article, or of a fact.
pub(super) async fn moves(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.holdings;
    let query = [("article", asked(cx, "q")), ("fact_id", asked(cx, "fact_id")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<MoveRow> = cx.get("/commerce/stock/moves", &[], &query).await?;
    let row = |row: &MoveRow| {
        let moved = &row.moved;
        let batch = moved.batch.as_ref();
        vec![
            Cell::link(cx.f.day(&moved.on), at("commerce/facts", &row.fact_id)),
            Cell::text(&moved.article.name).sub(&moved.article.code),
            Cell::text(batch.map(|batch| batch.number.clone()).unwrap_or_default())
                .sub(batch.and_then(|batch| batch.expires.as_deref()).map(|day| cx.f.day(day)).unwrap_or_default()),
            Cell::text(format!("{} {}", cx.f.quantity(&moved.quantity()), moved.unit)),
            Cell::text(moved.from.as_deref().unwrap_or(words.outside)),
            Cell::text(moved.to.as_deref().unwrap_or(words.gone)),
        ]
    };
    let columns = vec![
        Column::text(cx.w.kit.day),
        Column::text(cx.w.overview.article),
        Column::text(cx.w.overview.batch),
        Column::number(cx.w.contracts.quantity),
        Column::text(cx.w.facts.from),
        Column::text(cx.w.facts.to),
    ];
    let grid = Grid::page(cx.w, columns, (words.moves_empty, words.moves_empty_do)).rows(listed.items.iter().map(row));
    let head = head(cx, MOVES).search(MOVES, asked(cx, "q"), cx.w.contracts.code);
    let paging = Paging::new(MOVES, cx.asked, &["q", "fact_id"], listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: 5_000, ..Page::live(Section::Commerce, words.moves, head.html(), live.html()) }.into())
}
