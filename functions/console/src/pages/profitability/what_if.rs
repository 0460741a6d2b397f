//! What if: lines that nobody wrote down yet, judged, with the prices at which they would pass.

use serde_json::{Value, json};

use super::order_form::{Rows, requested};
use super::{Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::margin::{Estimate, LineFigures, WhatIf};
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, FormView, Grid, Head, Refused, Sheet, asked, at, is_saved, tried};
use crate::problem::Problem;
use crate::words::fill;

/// Lines of one question: they travel in the address, which takes some kilobytes only.
const LINES_MAX: usize = 40;

/// Whether it would pass, and at which prices each line would make it.
pub(super) fn verdict(cx: &Cx<'_>, found: &WhatIf) -> Sheet {
    let words = &cx.w.margin;
    let (class, text) = if found.passes { ("callout", words.passes) } else { ("callout warn", words.does_not_pass) };
    let mut sheet = Sheet::new().text(class, &format!("{text} {}: {}", words.deviation, figures::points(cx, found.figures.deviation)));
    for (line, left) in &found.not_enough {
        sheet = sheet.text("callout bad", &fill(words.not_enough, &[&line.to_string(), &cx.f.quantity(left)]));
    }
    let row = |line: &LineFigures| {
        let price = found.passing_prices.get(&line.line);
        vec![
            Cell::text(format!("{}. {}", line.line, line.name)).sub(&line.product),
            Cell::money(cx.f, &line.price),
            price.map_or_else(|| Cell::text("–"), |price| Cell::money(cx.f, price).strong()),
        ]
    };
    let columns = vec![Column::text(words.goods), Column::number(words.price), Column::number(words.passing_price)];
    let grid = Grid::part(cx.w, words.what_if, columns, (words.no_lines, "")).rows(found.figures.lines.iter().map(row));
    sheet = sheet.grid(&grid);
    if found.passes { sheet } else { sheet.text("hint", words.passing_hint) }
}

async fn ask(cx: &Cx<'_>, id: &str, lines: Vec<Value>, shipment: &str) -> Result<WhatIf, Problem> {
    let lines = json!(lines).to_string();
    let query = [("shipment_id", shipment), ("lines", lines.as_str())];
    cx.get("/profitability/estimates/{estimate_id}/what-if", &[id], &query).await
}

/// The page: a form, and what it found. Nothing is written down.
pub(super) async fn page(cx: &Cx<'_>, id: &str) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let estimate: Estimate = cx.get("/profitability/estimates/{estimate_id}", &[id], &[]).await?;
    let shipment = [cx.form.get("shipment_id"), asked(cx, "shipment_id")].into_iter().find(|id| !id.is_empty()).unwrap_or_default();
    let rows = Rows::of(cx, &estimate);
    let path = format!("{}/what-if", at("profitability/estimates", id));
    let (mut found, mut refused) = (None, None);
    if is_saved(cx) {
        let lines = requested(cx, &estimate);
        let outcome = match lines {
            Ok(lines) => ask(cx, id, lines, shipment).await,
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(answer) => found = Some(answer),
            Err(problem) => match tried("what-if", Err(problem))? {
                Ok(reply) => return Ok(reply),
                Err(why) => refused = Some(why),
            },
        }
    }
    let title = fill(words.what_if_under, &[&estimate.summary.number]);
    let head = Head::new(cx.w, tabs(cx, Tab::Estimates), &title).area(words.title).lead(words.what_if_hint);
    let form = FormView::page(cx.w, "what-if", path, words.judge, at("profitability/estimates", id))
        .hidden("shipment_id", shipment)
        .hidden("currency", &estimate.summary.total.currency)
        .lines(rows.lines(cx, LINES_MAX))
        .refilled(refused.as_ref(), cx.form);
    let mut sheet = Sheet::new().raw(&head.html());
    if let Some(found) = &found {
        sheet = sheet.raw(&verdict(cx, found).html()).raw(&figures::card(cx, &found.figures).html());
    }
    let problem = Refused::problem(refused).map(|problem| form.named(problem));
    let sheet = sheet.raw(&form.html());
    Ok(Page::still(Section::Profitability, &title, sheet.html()).with_maybe(problem).into())
}
