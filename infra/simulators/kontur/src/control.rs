//! The side door: customs moved on, docflows seeded, settings turned, what has happened so far.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use simulator_support::answer;
use simulator_support::clock::utc_now;
use simulator_support::lock;
use uuid::Uuid;

use crate::answer::Refused;
use crate::customs::{self, Plan, Step};
use crate::data::OPTIONS;
use crate::docflow::{Docflow, Document, Order};
use crate::records::Records;
use crate::world::World;
use crate::{Simulator, page};

/// Docflows that `GET /_simulator/state` and the page show, the newest.
const SHOWN_MAX: usize = 200;

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/", get(human_page))
        .route("/_simulator/state", get(state))
        .route("/_simulator/calls", get(calls).delete(forget_calls))
        .route("/_simulator/requests", get(requests))
        .route("/_simulator/violations", get(violations).delete(forget_violations))
        .route("/_simulator/settings", get(settings).post(turn))
        .route("/_simulator/reset", post(reset))
        .route("/_simulator/docflows/seed", post(seed_docflows))
        .route("/_simulator/docflows/{id}", get(docflow))
        .route("/_simulator/docflows/{id}/file", post(file))
        .route("/_simulator/docflows/{id}/plan", post(plan))
        .route("/_simulator/docflows/{id}/advance", post(advance))
        .route("/_simulator/docflows/{id}/status", post(status))
        .with_state(simulator)
}

/// Makes docflows that customs leaves alone.
pub(crate) fn seed(world: &mut World, count: usize, status: i32, now: DateTime<Utc>) -> Vec<Uuid> {
    let id_of = |table: &[Value]| table.first().and_then(|row| row.get("id")?.as_str()?.parse().ok()).unwrap_or_default();
    let office = OPTIONS.customs.first().and_then(|row| row.get("id")?.as_i64()).unwrap_or_default();
    let make = |number: usize| {
        let order = Order {
            declaration_type: 0,
            procedure: 0,
            singularity: None,
            customs: office,
            organization_id: id_of(&OPTIONS.organizations),
            employee_id: id_of(&OPTIONS.employees),
            name: Some(format!("Seeded {number:05} sim-silent")),
        };
        let id = Docflow::draft(world, &order, now);
        if let Ok(docflow) = world.quietly(id) {
            docflow.status = status;
            docflow.status_text = customs::text(status).to_owned();
        }
        id
    };
    (1..=count).map(make).collect()
}

/// Everything about a docflow.
pub(crate) fn whole(world: &World, id: Uuid) -> Result<Value, Refused> {
    let docflow = world.docflow(id)?;
    let document = |document: &Document| {
        let mut row = document.row();
        row["goods"] = json!(document.goods);
        row["file"] = json!(world.form(document.form).ok().and_then(|form| form.file.clone()));
        row["date"] = json!(document.date);
        row
    };
    let mut shown = docflow.shown();
    shown["documents"] = docflow.documents.iter().map(document).collect();
    shown["messages"] = docflow.envelopes.iter().map(customs::Envelope::shown).collect();
    shown["marks"] = json!(docflow.marks);
    shown["opened"] = json!(docflow.opened);
    shown["plan"] = json!(docflow.plan);
    shown["nextStep"] = json!(docflow.next_step);
    Ok(shown)
}

pub(crate) fn dump(world: &World) -> Value {
    let mut shown: Vec<Value> = world.docflows().map(Docflow::shown).collect();
    let count = shown.len();
    shown.drain(..count.saturating_sub(SHOWN_MAX));
    json!({ "docflowCount": count, "docflows": shown, "commonOrgs": world.common_orgs().len() })
}

fn refusal(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({ "error": text }))).into_response()
}

async fn human_page(Shared(simulator): Shared<Simulator>) -> Html<String> {
    Html(page::render(&simulator.state()))
}

async fn state(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(simulator.state())
}

async fn calls(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(simulator.calls())
}

async fn forget_calls(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    lock(&simulator.0.records).calls.clear();
    Json(simulator.calls())
}

async fn requests(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(json!({ "requests": simulator.requests() }))
}

async fn violations(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    let total = lock(&simulator.0.records).violations_total;
    Json(json!({ "total": total, "violations": simulator.violations() }))
}

async fn forget_violations(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    {
        let records: &mut Records = &mut lock(&simulator.0.records);
        records.violations.clear();
        records.violations_total = 0;
    }
    violations(Shared(simulator)).await
}

async fn settings(Shared(simulator): Shared<Simulator>) -> Response {
    Json(json!(simulator.knobs())).into_response()
}

/// Takes over the settings named, and leaves the others.
async fn turn(Shared(simulator): Shared<Simulator>, Json(asked): Json<Value>) -> Response {
    let mut knobs = json!(simulator.knobs());
    let Some(asked) = asked.as_object() else { return refusal(StatusCode::BAD_REQUEST, "expected an object") };
    for (name, value) in asked {
        knobs[name] = value.clone();
    }
    match serde_json::from_value(knobs) {
        Ok(knobs) => simulator.set_knobs(knobs),
        Err(error) => return refusal(StatusCode::BAD_REQUEST, &error.to_string()),
    }
    settings(Shared(simulator)).await
}

async fn reset(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    simulator.reset();
    Json(simulator.state())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    count: usize,
    #[serde(default = "sent")]
    status: i32,
    /// Since when nothing has happened to them.
    #[serde(default)]
    days_ago: u16,
}

fn sent() -> i32 {
    customs::SENT
}

async fn seed_docflows(Shared(simulator): Shared<Simulator>, Json(asked): Json<Seed>) -> Response {
    if !(customs::DRAFT..=customs::STATUS_MAX).contains(&asked.status) {
        return refusal(StatusCode::BAD_REQUEST, "a status is 0 to 204");
    }
    Json(json!({ "docflowIds": simulator.seed(asked.count, asked.status, asked.days_ago) })).into_response()
}

async fn docflow(Shared(simulator): Shared<Simulator>, Path(id): Path<Uuid>, headers: HeaderMap) -> Response {
    shown(&simulator, &headers, id)
}

fn shown(simulator: &Simulator, headers: &HeaderMap, id: Uuid) -> Response {
    match simulator.docflow(id) {
        Some(docflow) => answer::for_reader(headers, Json(docflow)),
        None => refusal(StatusCode::NOT_FOUND, "no such docflow"),
    }
}

/// What a change came to, and the docflow after it.
fn after(simulator: &Simulator, headers: &HeaderMap, id: Uuid, changed: Result<bool, Refused>) -> Response {
    match changed {
        Ok(true) => shown(simulator, headers, id),
        Ok(false) => refusal(StatusCode::CONFLICT, "the plan is at its end"),
        Err(Refused::Missing) => refusal(StatusCode::NOT_FOUND, "no such docflow"),
        Err(Refused::Bad(text) | Refused::Denied(text)) => refusal(StatusCode::CONFLICT, text),
        Err(Refused::NoSession) => refusal(StatusCode::UNAUTHORIZED, "no session"),
    }
}

async fn file(Shared(simulator): Shared<Simulator>, Path(id): Path<Uuid>, headers: HeaderMap) -> Response {
    let filed = simulator.act(|world| world.file(id, utc_now()));
    after(&simulator, &headers, id, filed.map(|()| true))
}

async fn advance(Shared(simulator): Shared<Simulator>, Path(id): Path<Uuid>, headers: HeaderMap) -> Response {
    let advanced = simulator.act(|world| world.advance(id, utc_now()));
    after(&simulator, &headers, id, advanced)
}

/// A plan by its name, or step by step.
#[derive(Deserialize)]
#[serde(untagged)]
enum AskedPlan {
    Named { name: String },
    Own(Plan),
}

async fn plan(Shared(simulator): Shared<Simulator>, Path(id): Path<Uuid>, headers: HeaderMap, Json(asked): Json<AskedPlan>) -> Response {
    let plan = match asked {
        AskedPlan::Named { name } => Plan::named(&name),
        AskedPlan::Own(plan) => Some(plan),
    };
    let Some(plan) = plan else { return refusal(StatusCode::BAD_REQUEST, "no plan has that name") };
    let planned = simulator.act(|world| world.plan(id, plan, utc_now()));
    after(&simulator, &headers, id, planned.map(|()| true))
}

async fn status(Shared(simulator): Shared<Simulator>, Path(id): Path<Uuid>, headers: HeaderMap, Json(step): Json<Step>) -> Response {
    if !(customs::DRAFT..=customs::STATUS_MAX).contains(&step.status) {
        return refusal(StatusCode::BAD_REQUEST, "a status is 0 to 204");
    }
    let happened = simulator.act(|world| world.happen(id, &step, utc_now()));
    after(&simulator, &headers, id, happened.map(|()| true))
}
