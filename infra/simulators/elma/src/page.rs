//! The side door, and a page on which a person decides like an approver.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use simulator_support::answer::{escape, for_reader};

use crate::{Deed, Simulator};

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/_simulator/state", get(state))
        .route("/_simulator/decide", post(decide))
        .with_state(simulator)
}

async fn state(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(simulator.state())
}

/// Takes JSON from a program and a form from the page.
async fn decide(Shared(simulator): Shared<Simulator>, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    let is_json = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.contains("json"));
    let deed = if is_json { serde_json::from_slice::<Deed>(&body).ok() } else { form(&body) };
    let Some(deed) = deed else { return (StatusCode::BAD_REQUEST, "expected task and decision").into_response() };
    if simulator.decide(&deed) {
        for_reader(&headers, Json(json!({ "decided": deed })))
    } else {
        (StatusCode::NOT_FOUND, "no such task").into_response()
    }
}

fn form(body: &[u8]) -> Option<Deed> {
    let request = axum::http::Uri::try_from(format!("/?{}", std::str::from_utf8(body).ok()?)).ok()?;
    axum::extract::Query::<Deed>::try_from_uri(&request).ok().map(|query| query.0)
}

async fn page(Shared(simulator): Shared<Simulator>) -> Html<String> {
    let text = |task: &Value, name: &str| escape(task.get(name).and_then(Value::as_str).unwrap_or_default());
    let row = |task: &Value| {
        let key = text(task, "approval_key");
        let button = |decision: &str, label: &str| format!("<button name=\"decision\" value=\"{decision}\">{label}</button>");
        let (number, client, amount) = (text(task, "order_number"), text(task, "client"), text(task, "amount"));
        let (deviation, level, state) = (text(task, "deviation"), text(task, "level"), text(task, "__state"));
        let buttons = [button("approved", "Согласовать"), button("rejected", "Отказать"), button("returned", "Вернуть")].concat();
        let form = format!(
            "<form method=\"post\" action=\"/_simulator/decide\"><input type=\"hidden\" name=\"task\" value=\"{key}\">\
             <input name=\"comment\" placeholder=\"Комментарий\">{buttons}</form>"
        );
        format!("<tr><td>{number}<td>{client}<td>{amount}<td>{deviation}<td>{level}<td>{state}<td>{form}")
    };
    let rows: String = simulator.tasks().iter().rev().map(row).collect();
    Html(format!(
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><title>ELMA365 (симулятор)</title><h1>Задачи согласования</h1>\
         <table><tr><th>Заказ<th>Клиент<th>Сумма<th>Отклонение<th>Уровень<th>Состояние<th>Решение{rows}</table></html>"
    ))
}
