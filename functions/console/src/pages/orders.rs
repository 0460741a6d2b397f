//! The list of orders.

use askama::Template;
use kernel::Role;

use super::list::{self, Chip, Paging};
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::model::Listed;
use crate::model::order::OrderRow;
use crate::problem::Problem;
use crate::words::Words;

/// Orders on one page.
const ROWS: &str = "50";
/// Who may make orders, as the commands say.
pub(crate) const SELLERS: &[Role] = &[Role::Manager, Role::TeamLead];
const PATH: &str = "/console/orders";
const FILTERS: &[&str] = &["status", "badge", "q"];
const STATUSES: &[&str] = &["", "DRAFT", "NEW", "SHIPPING_CREATED", "SHIPPED", "DELIVERED", "RETURNED", "DELIVERY_FAILED", "CANCELLED"];
const BADGES: &[&str] = &["", "UNPAID", "PARTIAL", "PAID", "NOT_REQUIRED"];

#[derive(Template)]
#[template(path = "orders.html")]
struct Before<'a> {
    w: &'static Words,
    q: &'a str,
    kept: Vec<(&'a str, &'a str)>,
    statuses: Vec<Chip>,
    badges: Vec<Chip>,
    may_create: bool,
}

#[derive(Template)]
#[template(path = "orders_live.html")]
struct Live {
    w: &'static Words,
    f: Format,
    rows: Vec<OrderRow>,
    filtered: bool,
    may_create: bool,
    paging: Paging,
}

fn named<'a>(cx: &Cx<'_>, codes: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    codes.iter().map(|code| (*code, if code.is_empty() { cx.w.frame.all } else { cx.w.name(code) })).collect()
}

/// Orders, filtered.
pub(crate) async fn list(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let asked = |name| cx.asked.get(name);
    let filters = [("status", asked("status")), ("badge", asked("badge")), ("q", asked("q")), ("cursor", asked("cursor")), ("limit", ROWS)];
    let orders: Listed<OrderRow> = cx.get("/orders", &[], &filters).await?;
    let may_create = cx.may(SELLERS);
    let before = Before {
        w: cx.w,
        q: asked("q"),
        kept: ["status", "badge"].into_iter().map(|name| (name, asked(name))).filter(|(_, value)| !value.is_empty()).collect(),
        statuses: list::chips(PATH, cx.asked, FILTERS, "status", &named(cx, STATUSES)),
        badges: list::chips(PATH, cx.asked, FILTERS, "badge", &named(cx, BADGES)),
        may_create,
    };
    let live = Live {
        w: cx.w,
        f: cx.f,
        rows: orders.items,
        filtered: FILTERS.iter().any(|name| !asked(name).is_empty()) || !asked("cursor").is_empty(),
        may_create,
        paging: Paging::new(PATH, cx.asked, FILTERS, orders.next_cursor.as_deref()),
    };
    Ok(Page::live(Section::Orders, cx.w.orders.title, render(&before), render(&live)).into())
}
