//! One payment, and what is decided about it.

use askama::Template;
use serde_json::{Map, Value};

use super::list;
use super::order::NOTERS;
use super::refill::Refill;
use crate::actions;
use crate::context::Cx;
use crate::format::Format;
use crate::frame::{Page, Reply, Section, render};
use crate::http::encoded;
use crate::model::Listed;
use crate::model::order::{Entry, OrderRow};
use crate::model::payment::Payment;
use crate::problem::Problem;
use crate::words::{Words, fill};

/// Entries of the timeline on the page.
const ENTRIES: &str = "30";
/// Orders that are looked at when a number is typed.
const FOUND: &str = "5";

#[derive(Template)]
#[template(path = "payment_live.html")]
struct Live<'a> {
    w: &'static Words,
    f: Format,
    refill: Refill<'a>,
    from: &'static str,
    subject: String,
    may_note: bool,
    about: Vec<(&'static str, &'a str)>,
    timeline: Listed<Entry>,
    payment: Payment,
}

/// The page, with what was refused if something was.
pub(crate) async fn page(cx: &Cx<'_>, id: &str, refused: Option<(&str, Problem)>) -> Result<Page, Problem> {
    let payment: Payment = cx.get("/payments/{payment_id}", &[id], &[]).await?;
    let asked = [("limit", ENTRIES), ("cursor", cx.asked.get("cursor"))];
    let timeline: Listed<Entry> = cx.get("/payments/{payment_id}/timeline", &[id], &asked).await?;
    let (action, problem) = refused.map_or(("", None), |(action, problem)| (action, Some(problem)));
    let title = fill(cx.w.payments.one, &[&cx.f.money(&payment.amount)]);
    let live = Live {
        w: cx.w,
        f: cx.f,
        refill: if action.is_empty() { Refill::NONE } else { Refill::of(action, cx.form) },
        from: "payment",
        subject: cx.session.subject.clone(),
        may_note: cx.may(NOTERS),
        about: vec![("payment_id", id)],
        timeline,
        payment,
    };
    let page = Page::live(Section::Payments, title, String::new(), render(&live));
    Ok(page.following(&[id, "orders.order", "orders.activity"]).with_maybe(problem))
}

/// The order that a form means: chosen, or by its number as typed.
async fn meant_order(cx: &Cx<'_>) -> Result<String, Problem> {
    let chosen = cx.form.get("order_id");
    if !chosen.is_empty() {
        return Ok(chosen.to_owned());
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (typed, field) = (cx.form.get("number"), cx.w.review.order_number);
    let wanted = digits(typed);
    if wanted.is_empty() {
        return Err(Problem::field(field, cx.w.problem.missing));
    }
    let found: Listed<OrderRow> = cx.get("/orders", &[], &[("q", typed), ("limit", FOUND)]).await?;
    let order = found.items.into_iter().find(|order| digits(&order.number) == wanted);
    order.map(|order| order.order_id).ok_or_else(|| Problem::field(field, cx.w.problem.no_such_order))
}

async fn match_to(cx: &Cx<'_>, id: &str, route: &str) -> Result<(), Problem> {
    let mut body = Map::from_iter([("order_id".to_owned(), Value::from(meant_order(cx).await?))]);
    if !cx.form.get("reason").is_empty() {
        body.insert("reason".to_owned(), Value::from(cx.form.get("reason")));
    }
    cx.send("POST", route, &[id], Value::Object(body)).await?;
    Ok(())
}

/// Does what a form of the payment asks, and returns to where it came from.
pub(crate) async fn act(cx: &Cx<'_>, id: &str, name: &str) -> Result<Reply, Problem> {
    let (done, outcome) = match name {
        "match" => ("matched", match_to(cx, id, "/payments/{payment_id}/match").await),
        "rematch" => ("matched", match_to(cx, id, "/payments/{payment_id}/rematch").await),
        _ => {
            let action = actions::find(actions::PAYMENT, name)?;
            (action.done, action.perform(cx, id).await)
        }
    };
    match outcome {
        Ok(()) if cx.form.get("from") == "review" => Ok(Reply::To(format!("/console/review?done={done}"))),
        Ok(()) => Ok(Reply::To(format!("/console/payments/{}?done={done}", encoded(id)))),
        Err(problem) if problem.is_signed_out() => Err(problem),
        Err(problem) => page(cx, id, Some((name, problem))).await.map(Reply::from),
    }
}
