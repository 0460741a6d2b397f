//! Calls, meetings and notes that people add to timelines.

use chrono::{NaiveDateTime, TimeZone, Utc};
use serde_json::{Map, Value, json};

use crate::context::Cx;
use crate::frame::Reply;
use crate::http::encoded;
use crate::problem::Problem;

/// Seconds of a minute, in which people tell how long a call was.
const MINUTE_S: u32 = 60;

/// A day and time as a browser's field gives it, in the user's zone, as the API takes it.
pub(crate) fn moment(cx: &Cx<'_>, text: &str, field: &str) -> Result<Value, Problem> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
    // An hour that the clocks repeat is the first of the two; one that they skip is none.
    let local = local.ok().and_then(|local| cx.f.zone.from_local_datetime(&local).earliest());
    let moment = local.map(|local| kernel::Moment::from(local.with_timezone(&Utc)));
    moment.map(|moment| json!(moment)).ok_or_else(|| Problem::field(field, cx.w.problem.not_a_moment))
}

fn deed(cx: &Cx<'_>) -> Result<Value, Problem> {
    let words = &cx.w.timeline;
    let kind = cx.form.get("type");
    let mut deed = Map::from_iter([("type".to_owned(), Value::from(kind))]);
    let texts: &[&str] = if kind == "NOTE" { &["description"] } else { &["description", "outcome"] };
    for name in texts {
        if !cx.form.get(name).is_empty() {
            deed.insert((*name).to_owned(), Value::from(cx.form.get(name)));
        }
    }
    let times: &[(&str, &str)] = match kind {
        "CALL" => &[("next_step_at", words.next_step)],
        "MEETING" => &[("start_at", words.start), ("end_at", words.end), ("next_step_at", words.next_step)],
        _ => &[],
    };
    for (name, label) in times {
        if !cx.form.get(name).is_empty() {
            deed.insert((*name).to_owned(), moment(cx, cx.form.get(name), label)?);
        }
    }
    if kind == "CALL" && !cx.form.get("minutes").is_empty() {
        let minutes: Option<u32> = cx.form.get("minutes").parse().ok();
        let seconds = minutes.and_then(|minutes| minutes.checked_mul(MINUTE_S));
        let seconds = seconds.ok_or_else(|| Problem::field(words.duration, cx.w.problem.not_a_number))?;
        deed.insert("duration_seconds".to_owned(), Value::from(seconds));
    }
    Ok(Value::Object(deed))
}

async fn log(cx: &Cx<'_>) -> Result<(), Problem> {
    let mut body = Map::from_iter([("deed".to_owned(), deed(cx)?)]);
    for name in ["order_id", "client_id", "company_id", "payment_id"] {
        if !cx.form.get(name).is_empty() {
            body.insert(name.to_owned(), Value::from(cx.form.get(name)));
        }
    }
    cx.send("POST", "/activities", &[], Value::Object(body)).await?;
    Ok(())
}

/// Adds to the timeline of an order, payment, client or company, and returns there.
pub(crate) async fn add(cx: &Cx<'_>) -> Result<Reply, Problem> {
    let logged = log(cx).await;
    let about = |name| Some(cx.form.get(name)).filter(|id| !id.is_empty());
    let kind = cx.form.get("type");
    if let Err(problem) = logged {
        if problem.is_signed_out() {
            return Err(problem);
        }
        return match (about("order_id"), about("payment_id"), about("client_id"), about("company_id")) {
            (Some(id), ..) => super::order::page(cx, id, Some((kind, problem))).await.map(Reply::from),
            (_, Some(id), ..) => super::payment::page(cx, id, Some((kind, problem))).await.map(Reply::from),
            (_, _, Some(id), _) => super::parties::client(cx, id, Some(problem)).await.map(Reply::from),
            (_, _, _, Some(id)) => super::parties::company(cx, id, Some(problem)).await.map(Reply::from),
            _ => Err(problem),
        };
    }
    let places = [("order_id", "orders"), ("payment_id", "payments"), ("client_id", "clients"), ("company_id", "companies")];
    let place = places.into_iter().find_map(|(name, place)| about(name).map(|id| format!("{place}/{}", encoded(id))));
    Ok(Reply::To(format!("/console/{}?done=noted#timeline", place.unwrap_or_else(|| "orders".to_owned()))))
}
