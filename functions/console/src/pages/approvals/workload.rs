//! How much waits for whom.

use super::{EVERY_MS, Tab, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::approval::{Load, Workload};
use crate::pages::kit::bars::{self, Row};
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet};
use crate::problem::Problem;
use crate::words::fill;

/// The workload of all approvers.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let workload: Workload = cx.get("/approvals/workload", &[], &[]).await?;
    let bar = |load: &Load| Row {
        label: load.approver.person.name.clone(),
        value: Some(i64::from(load.queue)),
        text: load.queue.to_string(),
        good: !load.overflows,
    };
    let rows: Vec<Row> = workload.approvers.iter().map(bar).collect();
    let row = |load: &Load| {
        let state = match (load.away, load.overflows, load.signalled) {
            (true, _, _) => Cell::badge(words.away, "plain"),
            (false, true, _) => Cell::badge(words.overflows, "bad"),
            (false, false, true) => Cell::badge(words.signalled, "warn"),
            (false, false, false) => Cell::badge(words.at_work, "ok"),
        };
        let queue = format!("/console/approvals/queue?approver={}", crate::http::encoded(&load.approver.person.id));
        vec![
            Cell::link(&load.approver.person.name, queue).sub(cx.w.margin_code(&load.approver.post.post)),
            Cell::text(load.queue.to_string()),
            Cell::text(load.today.to_string()),
            state,
        ]
    };
    let columns = vec![
        Column::text(words.approver),
        Column::number(words.in_queue),
        Column::number(words.came_today),
        Column::text(cx.w.frame.status),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Workload), words.workload).area(words.title);
    let limit = fill(words.queue_limit, &[&workload.queue_above.to_string(), &workload.day_above.to_string()]);
    let mut live = Sheet::new();
    if !rows.is_empty() {
        let drawn = bars::draw(words.in_queue, &rows, Some(i64::from(workload.queue_above)));
        live = live.card(words.in_queue, Sheet::new().raw(&drawn).text("hint", &limit));
    }
    let grid = Grid::page(cx.w, columns, (words.nobody_appointed, words.nobody_appointed_do)).rows(workload.approvers.iter().map(row));
    let live = live.grid(&grid);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Approvals, words.workload, head.html(), live.html()) }.into())
}
