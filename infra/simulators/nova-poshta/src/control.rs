//! The side door: waybills moved on and sent other ways, and what has happened so far.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use simulator_support::answer;

use crate::{Simulator, page};

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/", get(human_page))
        .route("/_simulator/state", get(state))
        .route("/_simulator/waybills/{number}/advance", post(advance))
        .route("/_simulator/waybills/{number}/route", post(reroute))
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

fn shown(simulator: &Simulator, headers: &HeaderMap, number: &str) -> Response {
    match simulator.waybill(number) {
        Some(waybill) => answer::for_reader(headers, Json(waybill)),
        None => refusal(StatusCode::NOT_FOUND, "no such waybill"),
    }
}

async fn advance(Shared(simulator): Shared<Simulator>, Path(number): Path<String>, headers: HeaderMap) -> Response {
    if simulator.waybill(&number).is_some() && simulator.advance(&number).is_none() {
        return refusal(StatusCode::CONFLICT, "the waybill is at the end of its route");
    }
    shown(&simulator, &headers, &number)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Route {
    codes: Vec<u16>,
}

async fn reroute(
    Shared(simulator): Shared<Simulator>,
    Path(number): Path<String>,
    headers: HeaderMap,
    Json(route): Json<Route>,
) -> Response {
    simulator.set_route(&number, &route.codes);
    shown(&simulator, &headers, &number)
}
