//! The side door: customers pay, transactions change their state, days pass.

use axum::extract::{Form, FromRequest as _, Path, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use simulator_support::answer;

use crate::{NewTransaction, Simulator, page};

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/", get(human_page))
        .route("/_simulator/state", get(state))
        .route("/_simulator/today", post(set_today))
        .route("/_simulator/settle", post(settle))
        .route("/_simulator/transactions", post(inject))
        .route("/_simulator/transactions/{id}", delete(remove))
        .route("/_simulator/transactions/{id}/state", post(set_state))
        .with_state(simulator)
}

async fn human_page(Shared(simulator): Shared<Simulator>) -> Html<String> {
    Html(page::render(&simulator.state()))
}

async fn state(Shared(simulator): Shared<Simulator>) -> Response {
    Json(simulator.state()).into_response()
}

fn refusal(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({ "error": text }))).into_response()
}

/// Takes JSON from programs and a form from the page.
async fn inject(Shared(simulator): Shared<Simulator>, headers: HeaderMap, request: Request) -> Response {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let new = if content_type.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        let form = Form::<NewTransaction>::from_request(request, &()).await;
        form.map(|Form(new)| new).map_err(|rejection| rejection.into_response())
    } else {
        let json = Json::<NewTransaction>::from_request(request, &()).await;
        json.map(|Json(new)| new).map_err(|rejection| rejection.into_response())
    };
    let new = match new {
        Ok(new) => new,
        Err(response) => return response,
    };
    match simulator.inject(&new) {
        Ok(id) => answer::for_reader(&headers, Json(simulator.transaction(&id))),
        Err(error) => refusal(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewState {
    pr_pr: String,
}

async fn set_state(
    Shared(simulator): Shared<Simulator>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewState>,
) -> Response {
    if simulator.transaction(&id).is_none() {
        return refusal(StatusCode::NOT_FOUND, "no such transaction");
    }
    if !simulator.set_state(&id, &new.pr_pr) {
        return refusal(StatusCode::BAD_REQUEST, "pr_pr is one of p, t, r, n");
    }
    answer::for_reader(&headers, Json(simulator.transaction(&id)))
}

async fn remove(Shared(simulator): Shared<Simulator>, Path(id): Path<String>) -> Response {
    if simulator.remove(&id) { StatusCode::NO_CONTENT.into_response() } else { refusal(StatusCode::NOT_FOUND, "no such transaction") }
}

async fn settle(Shared(simulator): Shared<Simulator>, headers: HeaderMap) -> Response {
    answer::for_reader(&headers, Json(json!({ "settled": simulator.settle() })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Today {
    date: NaiveDate,
}

async fn set_today(Shared(simulator): Shared<Simulator>, Json(today): Json<Today>) -> Response {
    simulator.set_today(today.date);
    Json(json!({ "today": today.date })).into_response()
}
