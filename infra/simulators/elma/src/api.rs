//! The routes of the public API, in its envelope: `{success, error, …}`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::{Value, json};
use simulator_support::answer;
use simulator_support::fault::FaultKind;

use crate::{Instance, Simulator};

/// The largest page of a list.
const PAGE_MAX: usize = 100;

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/pub/v1/bpm/template/{namespace}/{code}/run", post(run))
        .route("/pub/v1/bpm/instance/bytemplateid/{template}/list", post(list))
        .route("/pub/v1/bpm/instance/{id}/get", post(instance).get(instance))
        .route("/pub/v1/user/list", post(users))
        .with_state(simulator)
}

async fn run(Shared(simulator): Shared<Simulator>, headers: HeaderMap, body: Bytes) -> Response {
    handle(&simulator, "run", &headers, |simulator| {
        let body: Value = serde_json::from_slice(&body).map_err(|_| bad("invalid json"))?;
        let context = body.get("context").and_then(Value::as_object).ok_or_else(|| bad("context is required"))?;
        Ok(json!({ "success": true, "error": "", "context": simulator.run(context.clone()) }))
    })
    .await
}

async fn list(Shared(simulator): Shared<Simulator>, Path(template): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    handle(&simulator, "list", &headers, |simulator| {
        if template != simulator.0.template_id {
            return Err((StatusCode::NOT_FOUND, "template not found"));
        }
        let body: Value = serde_json::from_slice(&body).map_err(|_| bad("invalid json"))?;
        let filter = body.pointer("/filter/tf").and_then(Value::as_object).cloned().unwrap_or_default();
        let whole = |name: &str| body.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
        let (size, from) = (whole("size").unwrap_or(10).min(PAGE_MAX), whole("from").unwrap_or(0));
        let ids = body.get("ids").and_then(Value::as_array).filter(|ids| !ids.is_empty());
        let named = |instance: &Instance| ids.is_none_or(|ids| ids.iter().any(|id| *id == instance.id.as_str()));
        let fits = |instance: &&Instance| named(instance) && filter.iter().all(|(name, value)| instance.context.get(name) == Some(value));
        let world = simulator.world();
        let found: Vec<Value> = world.instances.iter().rev().filter(fits).map(Instance::shown).collect();
        let total = found.len();
        let page: Vec<Value> = found.into_iter().skip(from).take(size).collect();
        Ok(json!({ "success": true, "error": "", "result": { "result": page, "total": total } }))
    })
    .await
}

async fn instance(Shared(simulator): Shared<Simulator>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    handle(&simulator, "get", &headers, |simulator| {
        let world = simulator.world();
        let found = world.instances.iter().find(|instance| instance.id == id);
        let shown = found.map(Instance::shown).ok_or((StatusCode::NOT_FOUND, "instance not found"))?;
        Ok(json!({ "success": true, "error": "", "instance": shown }))
    })
    .await
}

async fn users(Shared(simulator): Shared<Simulator>, headers: HeaderMap) -> Response {
    handle(&simulator, "user-list", &headers, |_| Ok(json!({ "success": true, "error": "", "result": { "result": [], "total": 0 } }))).await
}

const fn bad(what: &'static str) -> (StatusCode, &'static str) {
    (StatusCode::BAD_REQUEST, what)
}

/// The key comes in either of two headers.
fn is_admitted(headers: &HeaderMap, token: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    text("x-token") == Some(token) || text("authorization").and_then(|value| value.strip_prefix("Bearer ")) == Some(token)
}

/// What every call goes through: counting, faults, the key. A slow answer comes after the work.
async fn handle(
    simulator: &Simulator,
    method: &str,
    headers: &HeaderMap,
    act: impl FnOnce(&Simulator) -> Result<Value, (StatusCode, &'static str)>,
) -> Response {
    simulator.count(method);
    let faults = simulator.faults();
    let before = [FaultKind::Http429, FaultKind::Http500, FaultKind::Cut, FaultKind::Auth];
    match faults.take(&before, method).map(|fault| fault.kind) {
        Some(FaultKind::Http429) => return StatusCode::TOO_MANY_REQUESTS.into_response(),
        Some(FaultKind::Cut) => return answer::cut(),
        Some(FaultKind::Auth) => return StatusCode::FORBIDDEN.into_response(),
        Some(_) => return answer::server_error(),
        None => {}
    }
    if !is_admitted(headers, &simulator.0.token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let acted = act(simulator);
    faults.slow_down(method).await;
    match faults.take(&[FaultKind::AnswerLost, FaultKind::Garbage], method).map(|fault| fault.kind) {
        Some(FaultKind::AnswerLost) => return answer::cut(),
        Some(_) => return answer::garbage(),
        None => {}
    }
    match acted {
        Ok(body) => axum::Json(body).into_response(),
        Err((status, text)) => (status, axum::Json(json!({ "success": false, "error": text }))).into_response(),
    }
}
