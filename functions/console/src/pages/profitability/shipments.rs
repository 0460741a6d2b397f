//! Orders: all, of a manager, of an estimate, by status or by deviation.

use super::{EVERY_MS, ROWS, Tab, dashboard, tabs};
use crate::context::Cx;
use crate::frame::{Page, Reply, Section};
use crate::model::Listed;
use crate::model::margin::ShipmentItem;
use crate::pages::kit::deed::hundredths;
use crate::pages::kit::{Field, Head, Sheet, asked};
use crate::pages::list::{self, Paging};
use crate::problem::Problem;

const PATH: &str = "/console/profitability/shipments";
const FILTERS: &[&str] = &["manager", "estimate_id", "status", "from", "to"];
const STATUSES: &[&str] = &[
    "draft",
    "pending-approval",
    "partially-approved",
    "approved",
    "rejected",
    "approval-expired",
    "awaiting-stock",
    "in-progress",
    "fulfilled",
    "partially-closed",
    "overdue",
    "cancelled",
];

/// A deviation that was typed, as the API takes it; nothing where it cannot be read.
fn bound(cx: &Cx<'_>, name: &str) -> String {
    hundredths(cx, asked(cx, name), name).map(|value| value.to_string()).unwrap_or_default()
}

/// The list.
pub(super) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let words = &cx.w.margin;
    let (from, to) = (bound(cx, "from"), bound(cx, "to"));
    let query = [
        ("manager", asked(cx, "manager")),
        ("estimate_id", asked(cx, "estimate_id")),
        ("status", asked(cx, "status")),
        ("deviation_from", from.as_str()),
        ("deviation_to", to.as_str()),
        ("cursor", asked(cx, "cursor")),
        ("limit", ROWS),
    ];
    let listed: Listed<ShipmentItem> = cx.get("/profitability/shipments", &[], &query).await?;
    let statuses: Vec<(&str, &str)> =
        std::iter::once(("", cx.w.frame.all)).chain(STATUSES.iter().map(|code| (*code, cx.w.margin_code(code)))).collect();
    let fields = vec![
        Field::text("manager", words.manager).value(asked(cx, "manager")),
        Field::decimal("from", words.deviation_from).value(asked(cx, "from")),
        Field::decimal("to", words.deviation_to).value(asked(cx, "to")),
    ];
    let head = Head::new(cx.w, tabs(cx, Tab::Shipments), words.shipments)
        .area(words.title)
        .chips(cx.w.frame.status, list::chips(PATH, cx.asked, FILTERS, "status", &statuses))
        .lead(words.bars_hint)
        .filter(PATH, fields);
    let paging = Paging::new(PATH, cx.asked, FILTERS, listed.next_cursor.as_deref());
    let live = Sheet::new().grid(&dashboard::table(cx, &listed.items, false)).paging(cx.w, &paging);
    Ok(Page { every_ms: EVERY_MS, ..Page::live(Section::Profitability, words.shipments, head.html(), live.html()) }.into())
}
