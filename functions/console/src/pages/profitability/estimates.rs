//! Estimates with plan and fact.

use super::{ESTIMATORS, EVERY_MS, ROWS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::margin::EstimateItem;
use crate::pages::figures;
use crate::pages::kit::bars::{self, Row};
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/profitability/estimates";
const FILTERS: &[&str] = &["manager", "client_id", "status"];
const STATUSES: &[&str] = &["active", "expired", "closed", "cancelled"];

/// Plan and fact as two bars, the plan as a dashed line.
pub(super) fn plan_and_fact(cx: &Cx<'_>, item: &EstimateItem) -> String {
    let words = &cx.w.margin;
    let row = |label: &str, value: Option<i64>| Row {
        label: label.to_owned(),
        value,
        text: figures::percent(cx, value),
        good: value.is_none_or(|value| value >= item.plan),
    };
    let rows = [row(words.plan, Some(item.plan)), row(words.fact, item.actual)];
    bars::draw(words.plan_and_fact, &rows, Some(item.plan))
}

/// Days in which an estimate counts.
pub(super) fn days(cx: &Cx<'_>, item: &EstimateItem) -> String {
    fill(cx.w.parties.until_on, &[&cx.f.day(&item.from), &cx.f.day(&item.until)])
}

/// The list.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let query = ["manager", "client_id", "status", "cursor"].map(|name| (name, asked(cx, name)));
    let query = [&query[..], &[("limit", ROWS)]].concat();
    let listed: Listed<EstimateItem> = cx.get("/profitability/estimates", &[], &query).await?;
    let row = |item: &EstimateItem| {
        let advisory = if item.advisory { words.advisory } else { "" };
        vec![
            Cell::link(&item.number, at("profitability/estimates", &item.estimate_id))
                .sub(fill(words.lines_count, &[&item.lines.to_string()])),
            Cell::text(&item.client_name).sub(&item.manager),
            Cell::drawing(plan_and_fact(cx, item)),
            Cell::text(figures::percent(cx, item.fulfilment)),
            Cell::money(cx.f, &item.total),
            Cell::text(item.pending.to_string()),
            Cell::badge(cx.w.margin_code(&item.status), tone(&item.status)).sub(advisory),
            Cell::text(days(cx, item)),
        ]
    };
    let columns = vec![
        Column::text(words.estimate),
        Column::text(words.client),
        Column::text(words.plan_and_fact),
        Column::number(words.fulfilment),
        Column::number(words.total),
        Column::number(words.pending),
        Column::text(cx.w.frame.status),
        Column::text(cx.w.parties.valid),
    ];
    let statuses: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(STATUSES.iter().map(|code| (*code, cx.w.margin_code(code)))).collect();
    let head = Head::new(cx.w, tabs(cx, Tab::Estimates), words.estimates)
        .area(words.title)
        .button(cx.may(ESTIMATORS), format!("{PATH}/new"), words.new_estimate)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, FILTERS, "status", &statuses))
        .filter(PATH, vec![Field::text("manager", words.manager).value(asked(cx, "manager"))]);
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let grid = Grid::page(cx.w, columns, (words.estimates_empty, words.estimates_empty_do)).rows(listed.items.iter().map(row));
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Profitability, words.estimates, head.html(), live.html()) }.into())
}
