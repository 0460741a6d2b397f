//! Which page answers which path.

use crate::actions;
use crate::context::Cx;
use crate::frame::Reply;
use crate::http::encoded;
use crate::pages;
use crate::problem::Problem;

/// Answers a path under `/console`, for somebody who is signed in.
pub(crate) async fn route(cx: &Cx<'_>, method: &str) -> Result<Reply, Problem> {
    let parts: Vec<&str> = cx.parts.iter().map(String::as_str).collect();
    if let Some(answer) = inner(cx, method, &parts).await {
        return answer;
    }
    if method == "POST" {
        return post(cx, &parts).await;
    }
    match parts.as_slice() {
        ["help"] => Ok(pages::gate::help(cx).into()),
        ["orders"] => pages::orders::list(cx).await,
        ["orders", "new"] => pages::order_form::new(cx).await,
        ["orders", id] => pages::order::page(cx, id, None).await.map(Reply::from),
        ["orders", id, "items"] => pages::order_form::items(cx, id).await,
        ["orders", id, "waybill"] => pages::waybill::page(cx, id).await,
        ["clients"] => pages::parties::clients(cx).await,
        ["clients", "new"] => pages::party_form::client(cx, None).await,
        ["clients", id] => pages::parties::client(cx, id, None).await.map(Reply::from),
        ["clients", id, "edit"] => pages::party_form::client(cx, Some(id)).await,
        ["companies"] => pages::parties::companies(cx).await,
        ["companies", "new"] => pages::party_form::company(cx, None).await,
        ["companies", id] => pages::parties::company(cx, id, None).await.map(Reply::from),
        ["companies", id, "edit"] => pages::party_form::company(cx, Some(id)).await,
        ["review"] => pages::review::queue(cx).await,
        ["payments"] => pages::payments::list(cx).await,
        ["payments", "new"] => pages::payments::new(cx, false).await,
        ["payments", id] => pages::payment::page(cx, id, None).await.map(Reply::from),
        ["credits"] => pages::payments::credits(cx).await,
        ["events"] => pages::events::messages(cx, None).await,
        ["feeds"] => pages::events::feeds(cx, None).await,
        ["dead-letters"] => pages::events::letters(cx, None).await,
        _ => Err(Problem::no_page()),
    }
}

/// What is under a part of the console that routes by itself.
async fn inner(cx: &Cx<'_>, method: &str, parts: &[&str]) -> Option<Result<Reply, Problem>> {
    match parts {
        ["ledger", rest @ ..] => Some(pages::ledger::route(cx, method, rest).await),
        ["profitability", rest @ ..] => Some(pages::profitability::route(cx, method, rest).await),
        ["approvals", rest @ ..] => Some(pages::approvals::route(cx, method, rest).await),
        ["notices", rest @ ..] => Some(pages::notices::route(cx, method, rest).await),
        ["customs", rest @ ..] if rest.first().is_some_and(|place| pages::customs_desk::PLACES.contains(place)) => {
            Some(pages::customs_desk::route(cx, method, rest).await)
        }
        ["customs", rest @ ..] => Some(pages::customs::route(cx, method, rest).await),
        ["commerce", rest @ ..] => Some(pages::commerce::route(cx, method, rest).await),
        _ => None,
    }
}

async fn post(cx: &Cx<'_>, parts: &[&str]) -> Result<Reply, Problem> {
    match parts {
        ["orders", "new"] => pages::order_form::new(cx).await,
        ["orders", id, "items"] => pages::order_form::items(cx, id).await,
        ["orders", id, "waybill"] => pages::waybill::page(cx, id).await,
        ["orders", id, action] => order(cx, id, action).await,
        ["clients", "new"] => pages::party_form::client(cx, None).await,
        ["clients", id, "edit"] => pages::party_form::client(cx, Some(id)).await,
        ["companies", "new"] => pages::party_form::company(cx, None).await,
        ["companies", id, "edit"] => pages::party_form::company(cx, Some(id)).await,
        ["activities"] => pages::activity::add(cx).await,
        ["live", "tickets"] => pages::live::ticket(cx).await,
        ["payments", "new"] => pages::payments::new(cx, true).await,
        ["payments", id, action] => pages::payment::act(cx, id, action).await,
        [place @ ("events" | "feeds" | "dead-letters"), id, action] => pages::events::act(cx, place, id, action).await,
        _ => Err(Problem::no_page()),
    }
}

/// Does what a form on an order's page asks, and returns there.
async fn order(cx: &Cx<'_>, id: &str, name: &str) -> Result<Reply, Problem> {
    let action = actions::find(actions::ORDER, name)?;
    match action.perform(cx, id).await {
        Ok(()) => Ok(Reply::To(format!("/console/orders/{}?done={}", encoded(id), action.done))),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => pages::order::page(cx, id, Some((name, problem))).await.map(Reply::from),
    }
}
