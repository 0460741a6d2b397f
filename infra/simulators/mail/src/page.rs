//! The letters for programs, and a page on which a person reads them.

use axum::extract::State as Shared;
use axum::response::Html;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use simulator_support::answer::escape;

use crate::{Letter, Simulator};

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new().route("/", get(page)).route("/messages", get(messages)).with_state(simulator)
}

async fn messages(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(json!({ "messages": simulator.letters() }))
}

async fn page(Shared(simulator): Shared<Simulator>) -> Html<String> {
    let row = |letter: Letter| {
        let (to, subject, text) = (escape(&letter.to.join(", ")), escape(&letter.subject), escape(&letter.text));
        format!("<tr><td>{}<td>{to}<td>{subject}<td><pre>{text}</pre>", letter.number)
    };
    let letters = simulator.letters();
    let empty = if letters.is_empty() { "<p>Писем ещё нет." } else { "" };
    let rows: String = letters.into_iter().rev().map(row).collect();
    Html(format!(
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><title>Почта (симулятор)</title><h1>Почта</h1>{empty}\
         <table><tr><th>№<th>Кому<th>Тема<th>Текст{rows}</table></html>"
    ))
}
