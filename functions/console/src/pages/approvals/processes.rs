//! All approvals, those of one manager, or the submissions of one order.

use super::{APPROVERS, EVERY_MS, ROWS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::approval::ProcessItem;
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, Grid, Head, Sheet, asked, at};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/approvals/processes";

/// The badge of where a process stands.
pub(super) fn status(cx: &Cx<'_>, item: &ProcessItem) -> Cell {
    let by = item.approved_by.as_deref().map(|code| cx.w.margin_code(code)).unwrap_or_default();
    let owed = if item.confirmation_owed { cx.w.approval.confirmation_owed } else { "" };
    let until = item.arbitration_until.as_deref().map(|until| fill(cx.w.approval.arbitration_until, &[&cx.f.due(until)]));
    let sub = [by, owed, until.as_deref().unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    Cell::badge(cx.w.process_status(&item.status), tone(&item.status)).sub(sub)
}

/// A table of processes.
pub(super) fn table(cx: &Cx<'_>, items: &[ProcessItem]) -> Grid {
    let (words, margin) = (&cx.w.approval, &cx.w.margin);
    let row = |item: &ProcessItem| {
        vec![
            Cell::link(&item.number, at("approvals/processes", &item.process_id))
                .sub(fill(words.submission, &[&item.submission.to_string()])),
            Cell::text(&item.client).sub(&item.manager),
            figures::deviation(cx, item.deviation),
            Cell::money(cx.f, &item.total),
            Cell::text(cx.w.margin_code(&item.level)).sub(cx.w.margin_code(&item.priority)),
            status(cx, item),
            Cell::text(cx.f.short(&item.submitted_at)),
        ]
    };
    let columns = vec![
        Column::text(margin.number),
        Column::text(margin.client),
        Column::number(margin.deviation),
        Column::number(margin.total),
        Column::text(words.level),
        Column::text(cx.w.frame.status),
        Column::text(words.submitted),
    ];
    Grid::page(cx.w, columns, (words.processes_empty, words.processes_empty_do)).rows(items.iter().map(row))
}

/// The list.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.approval;
    let names = ["arbitration", "shipment", "manager"];
    let query = names.map(|name| (name, asked(cx, name))).into_iter().chain([("cursor", asked(cx, "cursor")), ("limit", ROWS)]);
    let query: Vec<_> = query.collect();
    let listed: Listed<ProcessItem> = cx.get("/approvals/processes", &[], &query).await?;
    let mut head = Head::new(cx.w, tabs(cx, Tab::Processes), words.processes).area(words.title);
    if cx.may(APPROVERS) {
        let shows = [("", cx.w.frame.all), ("open", words.to_arbitrate)];
        head = head.chips(cx.w.frame.status, list::chips(PATH, cx.asked, &names, "arbitration", &shows));
    }
    let paging = Paging::new(PATH, cx.asked, &names, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&table(cx, &listed.items)).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Approvals, words.processes, head.html(), live.html()) }.into())
}
