//! The side door, and a page on which a person sees what the bot sent, and blocks it.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use simulator_support::answer::{escape, for_reader};

use crate::{Chat, Simulator};

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new().route("/", get(page)).route("/_simulator/state", get(state)).route("/_simulator/chat", post(chat)).with_state(simulator)
}

async fn state(Shared(simulator): Shared<Simulator>) -> Json<Value> {
    Json(simulator.state())
}

/// Takes JSON from a program and a form from the page.
async fn chat(Shared(simulator): Shared<Simulator>, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    let is_json = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.contains("json"));
    let chat = if is_json { serde_json::from_slice::<Chat>(&body).ok() } else { form(&body) };
    let Some(chat) = chat else { return (StatusCode::BAD_REQUEST, "expected chat_id and blocked").into_response() };
    simulator.set_chat(&chat);
    for_reader(&headers, Json(simulator.state()))
}

fn form(body: &[u8]) -> Option<Chat> {
    let request = axum::http::Uri::try_from(format!("/?{}", std::str::from_utf8(body).ok()?)).ok()?;
    axum::extract::Query::<Chat>::try_from_uri(&request).ok().map(|query| query.0)
}

async fn page(Shared(simulator): Shared<Simulator>) -> Html<String> {
    let chats: Vec<(i64, bool)> = simulator.world().chats.iter().map(|(chat, blocked)| (*chat, *blocked)).collect();
    let chat = |(chat, blocked): (i64, bool)| {
        let label = if blocked { "Разблокировать" } else { "Заблокировать" };
        format!(
            "<form method=\"post\" action=\"/_simulator/chat\"><input type=\"hidden\" name=\"chat_id\" value=\"{chat}\">\
             <input type=\"hidden\" name=\"blocked\" value=\"{}\">{chat} <button>{label}</button></form>",
            !blocked
        )
    };
    let message =
        |message: crate::Message| format!("<tr><td>{}<td>{}<td><pre>{}</pre>", message.message_id, message.chat_id, escape(&message.text));
    let chats: String = chats.into_iter().map(chat).collect();
    let messages: String = simulator.messages().into_iter().rev().map(message).collect();
    Html(format!(
        "<!doctype html><html lang=\"ru\"><meta charset=\"utf-8\"><title>Telegram (симулятор)</title><h1>Сообщения бота</h1>\
         {chats}<table><tr><th>№<th>Чат<th>Текст{messages}</table></html>"
    ))
}
