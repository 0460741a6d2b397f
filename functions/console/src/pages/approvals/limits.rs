//! What may pass without a person on one day, and how much of it is taken.

use super::{EVERY_MS, ROWS, Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::approval::DailyLimit;
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked};
use crate::pages::list::Paging;
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/approvals/limits";

fn whose(cx: &Cx<'_>, limit: &DailyLimit) -> String {
    let of = |name: &str| limit.scope.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let who = format!("{}{}", of("manager"), of("unit"));
    let scope = cx.w.margin_code(of("scope"));
    if who.is_empty() { scope.to_owned() } else { format!("{scope} {who}") }
}

/// The limits of one day.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let query = [("day", asked(cx, "day")), ("cursor", asked(cx, "cursor")), ("limit", ROWS)];
    let listed: Listed<DailyLimit> = cx.get("/approvals/daily-limits", &[], &query).await?;
    let row = |limit: &DailyLimit| {
        let left = Cell::money(cx.f, &limit.left);
        vec![
            Cell::text(whose(cx, limit)).sub(cx.w.margin_code(&limit.basis)),
            Cell::money(cx.f, &limit.limit),
            Cell::money(cx.f, &limit.taken),
            if limit.left.is_zero() { Cell::badge(left.text, "bad") } else { left.strong() },
            Cell::text(limit.considered.to_string()),
        ]
    };
    let columns = vec![
        Column::text(words.whose),
        Column::number(words.limit),
        Column::number(words.taken),
        Column::number(words.left),
        Column::number(words.considered),
    ];
    let day = if asked(cx, "day").is_empty() { cx.f.today() } else { asked(cx, "day").to_owned() };
    let head = Head::new(cx.w, tabs(cx, Tab::Limits), words.limits)
        .area(words.title)
        .lead(fill(words.limits_on, &[&cx.f.day(&day)]))
        .filter(PATH, vec![Field::day("day", cx.w.kit.day).value(day)]);
    let paging = Paging::new(PATH, cx.asked, &["day"], listed.next_cursor.as_deref());
    let grid = Grid::page(cx.w, columns, (words.limits_empty, words.limits_empty_do)).rows(listed.items.iter().map(row));
    let live = Sheet::new().grid(&grid).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Approvals, words.limits, head.html(), live.html()) }.into())
}
