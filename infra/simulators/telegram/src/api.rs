//! The one method of the Bot API, in its envelope: `{ok, result}` or `{ok, error_code, description}`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::{Value, json};
use simulator_support::fault::{Fault, FaultKind};
use simulator_support::{answer, clock};

use crate::{Message, Simulator};

/// Longest text, in UTF-16 units.
const TEXT_UNITS_MAX: usize = 4_096;
/// How long the bot is throttled when a fault does not say, in seconds.
const RETRY_AFTER_SECONDS: u64 = 30;
const METHOD: &str = "sendMessage";

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new().route("/{bot}/sendMessage", post(send)).with_state(simulator)
}

/// A refusal: its code, which is also the HTTP status, and its words.
type Refused = (StatusCode, &'static str);

async fn send(Shared(simulator): Shared<Simulator>, Path(bot): Path<String>, body: Bytes) -> Response {
    simulator.count();
    handle(&simulator, &bot, &body).await
}

/// What every call goes through: faults, the token, the message. A slow answer comes after the work.
async fn handle(simulator: &Simulator, bot: &str, body: &[u8]) -> Response {
    let faults = simulator.faults();
    let before = [FaultKind::Http429, FaultKind::Http500, FaultKind::Cut, FaultKind::Auth];
    if let Some(fault) = faults.take(&before, METHOD) {
        return failing(&fault);
    }
    if bot.strip_prefix("bot") != Some(simulator.0.token.as_str()) {
        return refused((StatusCode::UNAUTHORIZED, "Unauthorized"), None);
    }
    let acted = act(simulator, body);
    faults.slow_down(METHOD).await;
    match faults.take(&[FaultKind::AnswerLost, FaultKind::Garbage], METHOD).map(|fault| fault.kind) {
        Some(FaultKind::AnswerLost) => return answer::cut(),
        Some(_) => return answer::garbage(),
        None => {}
    }
    match acted {
        Ok(result) => axum::Json(json!({ "ok": true, "result": result })).into_response(),
        Err(why) => refused(why, None),
    }
}

fn failing(fault: &Fault) -> Response {
    if fault.kind == FaultKind::Http429 {
        let seconds = if fault.delay_ms == 0 { RETRY_AFTER_SECONDS } else { fault.delay_ms.div_ceil(1_000) };
        return refused((StatusCode::TOO_MANY_REQUESTS, "Too Many Requests: retry after"), Some(seconds));
    }
    if fault.kind == FaultKind::Cut {
        return answer::cut();
    }
    if fault.kind == FaultKind::Auth {
        return refused((StatusCode::UNAUTHORIZED, "Unauthorized"), None);
    }
    refused((StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"), None)
}

fn refused((status, description): Refused, retry_after: Option<u64>) -> Response {
    let mut body = json!({ "ok": false, "error_code": status.as_u16(), "description": description });
    if let Some(seconds) = retry_after {
        body["description"] = json!(format!("{description} {seconds}"));
        body["parameters"] = json!({ "retry_after": seconds });
    }
    (status, axum::Json(body)).into_response()
}

const fn bad(what: &'static str) -> Refused {
    (StatusCode::BAD_REQUEST, what)
}

fn act(simulator: &Simulator, body: &[u8]) -> Result<Value, Refused> {
    let body: Value = serde_json::from_slice(body).map_err(|_| bad("Bad Request: can't parse JSON object"))?;
    let chat_id = body.get("chat_id").and_then(Value::as_i64).ok_or_else(|| bad("Bad Request: chat_id is empty"))?;
    let text = body.get("text").and_then(Value::as_str).unwrap_or_default().trim();
    if text.is_empty() {
        return Err(bad("Bad Request: message text is empty"));
    }
    if text.encode_utf16().count() > TEXT_UNITS_MAX {
        return Err(bad("Bad Request: message is too long"));
    }
    let mut world = simulator.world();
    match world.chats.get(&chat_id) {
        None => return Err(bad("Bad Request: chat not found")),
        Some(true) => return Err((StatusCode::FORBIDDEN, "Forbidden: bot was blocked by the user")),
        Some(false) => {}
    }
    let message_id = u64::try_from(world.messages.len()).unwrap_or(u64::MAX).saturating_add(1);
    world.messages.push(Message { message_id, chat_id, text: text.to_owned() });
    let date = clock::utc_now().timestamp();
    Ok(json!({ "message_id": message_id, "date": date, "chat": { "id": chat_id, "type": "private" }, "text": text }))
}
