//! One order.

use askama::Template;
use kernel::Role;

use super::list;
use super::orders::SELLERS;
use super::refill::Refill;
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Section, render};
use crate::model::Listed;
use crate::model::order::{Consignment, Entry, Order, StatusChange};
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Entries of the timeline on the page.
const ENTRIES: &str = "50";
/// Changes of status that the path is made of.
const CHANGES: &str = "100";
/// What a status can be set to by hand.
const OVERRIDES: &[&str] = &["NEW", "SHIPPING_CREATED", "SHIPPED", "DELIVERED", "RETURNED", "DELIVERY_FAILED"];
/// Who may write on timelines.
pub(crate) const NOTERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant];

/// One station on the way of an order.
struct Step {
    label: &'static str,
    state: &'static str,
    at: Option<String>,
}

impl Step {
    fn spoken<'w>(&self, words: &'w Words) -> &'w str {
        match self.state {
            "done" => words.order.step_done,
            "now" | "wrong" => words.order.step_now,
            _ => words.order.step_open,
        }
    }
}

#[derive(Template)]
#[template(path = "order_live.html")]
struct Live<'a> {
    w: &'static Words,
    f: Format,
    refill: Refill<'a>,
    path: Vec<Step>,
    parcel: Option<Consignment>,
    earlier: Vec<Consignment>,
    overrides: &'static [&'static str],
    may_act: bool,
    may_note: bool,
    about: Vec<(&'static str, &'a str)>,
    timeline: Listed<Entry>,
    manager: String,
    order: Order,
}

/// When the order last came into a status, by the carrier's clock where it told.
fn reached_at(history: &[StatusChange], code: Option<&str>) -> Option<String> {
    let changes = history.iter().rev().filter(|change| change.subject == "ORDER" && Some(change.to.as_str()) == code);
    changes.map(|change| change.authority_at.clone().unwrap_or_else(|| change.at.clone())).next()
}

/// The stations, and how far the order is. What went wrong replaces the station where it did.
fn path(words: &'static Words, order: &Order, history: &[StatusChange], has_waybill: bool) -> Vec<Step> {
    let own = &words.order;
    let (reached, wrong) = match order.status.as_str() {
        "SHIPPING_CREATED" => (1, None),
        "SHIPPED" => (2, None),
        "DELIVERED" => (3, None),
        "RETURNED" => (3, Some(words.codes.returned)),
        "DELIVERY_FAILED" => (3, Some(words.codes.delivery_failed)),
        "CANCELLED" => (usize::from(has_waybill), Some(words.codes.cancelled)),
        _ => (0, None),
    };
    const CODES: [&str; 4] = ["NEW", "SHIPPING_CREATED", "SHIPPED", "DELIVERED"];
    let labels = [own.step_created, own.step_waybill, own.step_shipped, own.step_delivered];
    let cancelled = order.status == "CANCELLED";
    let mut steps: Vec<Step> = Vec::new();
    for (index, label) in labels.into_iter().enumerate() {
        let state = match index {
            _ if index == reached && wrong.is_none() => "now",
            _ if index == reached && !cancelled => "wrong",
            _ if index <= reached => "done",
            _ => "open",
        };
        let label = wrong.filter(|_| state == "wrong").unwrap_or(label);
        let code = if state == "wrong" { Some(order.status.as_str()) } else { CODES.get(index).copied() };
        let at = if index == 0 { Some(order.created_at.clone()) } else { reached_at(history, code) };
        let at = at.filter(|_| state != "open");
        steps.push(Step { label, state, at });
    }
    if let Some(label) = wrong.filter(|_| cancelled) {
        steps.truncate(reached.saturating_add(1));
        steps.push(Step { label, state: "wrong", at: reached_at(history, Some("CANCELLED")) });
    }
    steps
}

/// The page, with what was refused if something was.
pub(crate) async fn page(cx: &Cx<'_>, id: &str, refused: Option<(&str, Problem)>) -> Result<Page, Problem> {
    let mut order: Order = cx.get("/orders/{order_id}", &[id], &[]).await?;
    let asked = [("limit", ENTRIES), ("cursor", cx.asked.get("cursor"))];
    let timeline: Listed<Entry> = cx.get("/orders/{order_id}/timeline", &[id], &asked).await?;
    let history: Listed<StatusChange> = cx.get("/orders/{order_id}/status-history", &[id], &[("limit", CHANGES)]).await?;
    let (action, problem) = refused.map_or(("", None), |(action, problem)| (action, Some(problem)));
    let mut consignments = std::mem::take(&mut order.consignments);
    let parcel = consignments.pop_if(|last| last.stage != "VOID");
    let (client, company) = (order.client.client_id.clone(), order.client.company_id.clone());
    let title = fill(cx.w.order.title, &[&order.number]);
    let mut links = vec![("order_id", id), ("client_id", client.as_str())];
    links.extend(company.as_ref().map(|company| ("company_id", company.as_str())));
    let live = Live {
        w: cx.w,
        f: cx.f,
        refill: if action.is_empty() { Refill::NONE } else { Refill::of(action, cx.form) },
        path: path(cx.w, &order, &history.items, parcel.as_ref().is_some_and(|parcel| parcel.waybill.is_some())),
        parcel,
        earlier: consignments,
        overrides: OVERRIDES,
        may_act: cx.may(SELLERS),
        may_note: cx.may(NOTERS),
        about: links,
        timeline,
        manager: if order.manager == cx.session.subject { cx.session.name.clone() } else { order.manager.clone() },
        order,
    };
    let page = Page::live(Section::Orders, title, String::new(), render(&live));
    Ok(page.following(&[id, "orders.payment", "orders.activity"]).with_maybe(problem))
}
