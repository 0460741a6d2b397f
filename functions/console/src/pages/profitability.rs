//! Profitability: a manager's orders against their plans, estimates, prices, and messages of the
//! accounting system.

mod calculation;
mod client;
mod dashboard;
mod deeds;
mod estimate;
mod estimate_form;
mod estimates;
mod messages;
mod order_form;
mod prices;
mod shipment;
mod shipments;
mod what_if;

use kernel::Role;

use super::kit::{Refused, at, deed, done};
use super::list::Chip;
use crate::context::Cx;
use crate::frame::Reply;
use crate::problem::Problem;

/// Rows of a list.
const ROWS: &str = "50";
/// How often pages look for news, in milliseconds.
const EVERY_MS: u32 = 5_000;
/// Who may look at estimates, orders and prices, as the queries say.
pub(crate) const READERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Accountant, Role::Administrator];
/// Who makes and submits orders.
const SELLERS: &[Role] = &[Role::Manager, Role::TeamLead];
/// Who makes estimates.
const ESTIMATORS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Administrator];
/// Who changes plans, and looks at messages of the accounting system.
const SENIORS: &[Role] = &[Role::TeamLead, Role::Administrator];
/// Who cancels.
const CANCELLERS: &[Role] = &[Role::Manager, Role::TeamLead, Role::Administrator];
/// Who calculates what goods cost.
const PRICERS: &[Role] = &[Role::Accountant];
/// Who publishes it.
const PUBLISHERS: &[Role] = &[Role::Accountant, Role::Administrator];
/// Who asks for another calculation of it.
const REVISERS: &[Role] = &[Role::TeamLead, Role::Accountant];
/// Who may look at exchange rates.
const RATE_READERS: &[Role] = &[Role::TeamLead, Role::Accountant, Role::Administrator];
/// Who takes an editor's place away.
const ADMINISTRATORS: &[Role] = &[Role::Administrator];

/// Answers a path under `/console/profitability`.
pub(crate) async fn route(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Result<Reply, Problem> {
    match parts {
        // Forms that only ask, or that are a page of their own.
        ["estimates", "new"] => return estimate_form::new(cx).await,
        ["estimates", id, "what-if"] => return what_if::page(cx, id).await,
        ["estimates", id, "order"] => return order_form::new(cx, id).await,
        ["shipments", id, "lines"] => return order_form::revise(cx, id).await,
        _ => {}
    }
    if method == "POST" {
        return post(cx, parts).await;
    }
    match parts {
        [] => dashboard::page(cx).await,
        ["shipments"] => shipments::list(cx).await,
        ["estimates"] => estimates::list(cx).await,
        ["prices"] => prices::list(cx, None).await,
        ["rates"] => prices::rates(cx, None).await,
        ["messages"] => messages::list(cx).await,
        ["calculations", id] => calculation::page(cx, id).await,
        [place, id] => page(cx, place, id, None).await,
        _ => Err(Problem::no_page()),
    }
}

async fn page(cx: &Cx<'_>, place: &str, id: &str, refused: Option<Refused>) -> Result<Reply, Problem> {
    match (place, id) {
        ("prices", "new") => prices::list(cx, refused).await,
        ("rates", _) => prices::rates(cx, refused).await,
        ("shipments", _) => shipment::page(cx, id, refused).await,
        ("estimates", _) => estimate::page(cx, id, refused).await,
        ("prices", _) => prices::page(cx, id, refused).await,
        ("messages", _) => messages::page(cx, id, refused).await,
        ("clients", _) => client::page(cx, id, refused).await,
        _ => Err(Problem::no_page()),
    }
}

async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    let [place, id, name] = parts else { return Err(Problem::no_page()) };
    let deed = deed::find(deeds::ALL, place, name)?;
    match deed.perform(cx, id).await {
        Ok(_) if *id == "new" => Ok(done(&format!("/console/profitability/{place}"), deed.done)),
        Ok(_) => Ok(done(&at(&format!("profitability/{place}"), id), deed.done)),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, place, id, Some(Refused::of(name, problem))).await,
    }
}

/// Which tab is lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Dashboard,
    Shipments,
    Estimates,
    Prices,
    Rates,
    Messages,
}

/// The tabs that the user may open.
fn tabs(cx: &Cx<'_>, current: Tab) -> Vec<Chip> {
    let words = &cx.w.margin;
    let all = [
        (Tab::Dashboard, "", words.dashboard, READERS),
        (Tab::Shipments, "/shipments", words.shipments, READERS),
        (Tab::Estimates, "/estimates", words.estimates, READERS),
        (Tab::Prices, "/prices", words.prices, READERS),
        (Tab::Rates, "/rates", words.rates, RATE_READERS),
        (Tab::Messages, "/messages", words.messages, SENIORS),
    ];
    let offered = all.into_iter().filter(|(_, _, _, roles)| cx.may(roles));
    let chip = |(tab, place, label, _): (Tab, &str, &str, _)| Chip {
        href: format!("/console/profitability{place}"),
        label: label.to_owned(),
        current: tab == current,
    };
    offered.map(chip).collect()
}

/// The colour of a status; its name always stands in it.
fn tone(code: &str) -> &'static str {
    match code {
        "approved" | "fulfilled" | "active" | "applied" => "ok",
        "partially-approved" | "approval-expired" | "awaiting-stock" | "expired" | "pending" => "warn",
        "rejected" | "overdue" | "cancelled" | "parked" | "failed" | "unapproved" => "bad",
        "pending-approval" | "in-progress" | "waiting" => "info",
        _ => "plain",
    }
}
