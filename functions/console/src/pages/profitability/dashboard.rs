//! A manager's dashboard: open orders with their margins against the plan, and the way to a what-if.

use super::{EVERY_MS, SELLERS, SENIORS, Tab, tabs, tone};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::margin::{Dashboard, DashboardGroup, EstimateItem, ShipmentItem};
use crate::pages::figures;
use crate::pages::kit::{Cell, Column, Field, Grid, Head, Sheet, asked, at};
use crate::problem::Problem;
use crate::words::fill;

const PATH: &str = "/console/profitability";
/// Estimates to choose from for a what-if.
const OFFERED: &str = "20";

/// What there is to say of an order beside its status.
pub(super) fn remarks(cx: &Cx<'_>, item: &ShipmentItem) -> String {
    let words = &cx.w.margin;
    let mut said = Vec::new();
    if item.proposal_open {
        said.push(words.proposal_open.to_owned());
    }
    if let Some(until) = item.valid_until.as_deref().filter(|_| item.status == "approved") {
        said.push(fill(words.valid_until, &[&cx.f.short(until)]));
    }
    if let Some(level) = item.level.as_deref().filter(|_| item.status == "pending-approval") {
        said.push(cx.w.margin_code(level).to_owned());
    }
    if let Some(by) = item.approved_by.as_deref() {
        said.push(cx.w.margin_code(by).to_owned());
    }
    if item.revocations > 0 {
        said.push(fill(words.revoked_times, &[&item.revocations.to_string()]));
    }
    if item.violations > 0 {
        said.push(fill(words.violations_of, &[&item.violations.to_string()]));
    }
    said.join(" · ")
}

/// A table of orders: a page’s own, or under the heading of a part.
pub(super) fn table(cx: &Cx<'_>, items: &[ShipmentItem], is_part: bool) -> Grid {
    let words = &cx.w.margin;
    let row = |item: &ShipmentItem| {
        let judged = item.summary.as_ref();
        let strategic = if item.strategic { words.strategic } else { "" };
        let about = [item.manager.as_str(), strategic].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let total = judged.map_or_else(Cell::empty, |judged| {
            let lost = if judged.shortfall.is_zero() { String::new() } else { fill(words.lost_short, &[&cx.f.money(&judged.shortfall)]) };
            Cell::money(cx.f, &judged.total).sub(lost)
        });
        let deviation = match judged {
            Some(judged) if judged.control != "judged" => Cell::badge(cx.w.margin_code(&judged.control), "warn"),
            Some(judged) => figures::deviation(cx, judged.deviation),
            None => Cell::text(words.not_judged),
        };
        let priority = if item.priority == "P1" { cx.w.margin_code(&item.priority) } else { "" };
        vec![
            Cell::link(&item.number, at("profitability/shipments", &item.shipment_id)).sub(priority),
            Cell::text(&item.client_name).sub(about),
            figures::summary_bars(cx, judged),
            deviation,
            total,
            Cell::badge(cx.w.margin_code(&item.status), tone(&item.status)).sub(remarks(cx, item)),
            Cell::text(cx.f.short(&item.touched_at)),
        ]
    };
    let columns = vec![
        Column::text(words.number),
        Column::text(words.client),
        Column::text(words.margins),
        Column::number(words.deviation),
        Column::number(words.total),
        Column::text(cx.w.frame.status),
        Column::text(words.touched),
    ];
    let grid = if !is_part {
        Grid::page(cx.w, columns, (words.shipments_empty, words.shipments_empty_do))
    } else {
        Grid::part(cx.w, "", columns, (words.shipments_empty, ""))
    };
    grid.rows(items.iter().map(row))
}

fn group(cx: &Cx<'_>, dashboard: &Dashboard, group: &DashboardGroup) -> Sheet {
    let words = &cx.w.margin;
    let sums = [
        group.total.as_ref().map(|total| fill(words.total_of, &[&cx.f.money(total)])),
        group.shortfall.as_ref().filter(|lost| !lost.is_zero()).map(|lost| fill(words.lost_short, &[&cx.f.money(lost)])),
    ];
    let sums: Vec<String> = sums.into_iter().flatten().collect();
    let mut sheet = Sheet::new().text("muted", &sums.join(" · ")).grid(&table(cx, &group.orders, true));
    if group.more {
        let manager = crate::http::encoded(&dashboard.manager);
        sheet = sheet.link(format!("{PATH}/shipments?manager={manager}&status={}", group.status), words.more);
    }
    sheet
}

/// The panel that leads to a what-if: under which of the manager's estimates.
async fn panel(cx: &Cx<'_>, manager: &str) -> Result<Sheet, Problem> {
    let words = &cx.w.margin;
    if !cx.may(SELLERS) {
        return Ok(Sheet::new());
    }
    let query = [("manager", manager), ("status", "active"), ("limit", OFFERED)];
    let estimates: Listed<EstimateItem> = cx.get("/profitability/estimates", &[], &query).await?;
    let row = |item: &EstimateItem| {
        let path = at("profitability/estimates", &item.estimate_id);
        vec![
            Cell::link(&item.number, path.clone()).sub(&item.client_name),
            Cell::text(figures::percent(cx, Some(item.plan))).sub(figures::percent(cx, item.actual)),
            Cell::links(vec![(format!("{path}/what-if"), words.what_if.to_owned()), (format!("{path}/order"), words.new_order.to_owned())]),
        ]
    };
    let columns = vec![Column::text(words.estimate), Column::number(words.plan_and_fact), Column::text("")];
    let grid = Grid::part(cx.w, words.what_if_where, columns, (words.estimates_empty, words.estimates_empty_do));
    Ok(Sheet::new().grid(&grid.rows(estimates.items.iter().map(row))))
}

/// The dashboard: one's own, or of the manager asked for.
pub(super) async fn page(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let dashboard: Dashboard = cx.get("/profitability/dashboard", &[], &[("manager", asked(cx, "manager"))]).await?;
    let mut live = Sheet::new();
    if dashboard.groups.is_empty() {
        live = live.grid(&table(cx, &[], false));
    }
    for (index, of_status) in dashboard.groups.iter().enumerate() {
        live = live.section(&format!("group-{index}"), cx.w.status_title(&of_status.status), group(cx, &dashboard, of_status));
    }
    let live = live.raw(&panel(cx, &dashboard.manager).await?.html());
    let mut head = Head::new(cx.w, tabs(cx, Tab::Dashboard), words.dashboard).area(words.title).lead(words.bars_hint);
    if cx.may(SENIORS) {
        head = head.filter(PATH, vec![Field::text("manager", words.manager).value(&dashboard.manager)]);
    }
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Profitability, words.dashboard, head.html(), live.html()) }.into())
}
