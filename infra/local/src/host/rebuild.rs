//! `POST /dev/rebuild/{view}`: a person at the local host rebuilds a view.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use runtime::rebuild::{RebuildError, Rebuilt, Settle, rebuild};
use runtime::{Engine, Fault};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// The route, which is for whoever sits at this machine: it asks for no token.
pub(super) fn router(engine: Engine) -> Router {
    Router::new().route("/dev/rebuild/{view}", post(rebuild_for_all)).with_state(engine)
}

/// Rebuilds the view of every tenant; answers when all of them are done, some 15 seconds later.
async fn rebuild_for_all(State(engine): State<Engine>, Path(view): Path<String>) -> Response {
    let tenants = match engine.ports.tenants.all().await {
        Ok(tenants) => tenants,
        Err(fault) => return answer(StatusCode::INTERNAL_SERVER_ERROR, vec![told(&view, "", Err(fault.into()))]),
    };
    // The embedded engine's indexes never lag.
    let settle = Settle { index_lag: Duration::ZERO, ..Settle::default() };
    let mut rebuilds = JoinSet::new();
    for tenant in tenants {
        let (engine, view) = (engine.clone(), view.clone());
        rebuilds.spawn(async move { (tenant.to_string(), rebuild(&engine, &tenant, &view, settle).await) });
    }
    let mut status = StatusCode::OK;
    let mut outcomes = Vec::new();
    while let Some(ended) = rebuilds.join_next().await {
        let (tenant, outcome) = ended.unwrap_or_else(|error| (String::new(), Err(Fault::lasting("rebuild").because(error).into())));
        if let Err(error) = &outcome {
            status = status_of(error);
        }
        outcomes.push(told(&view, &tenant, outcome));
    }
    answer(status, outcomes)
}

fn status_of(error: &RebuildError) -> StatusCode {
    match error {
        RebuildError::UnknownView(_) => StatusCode::NOT_FOUND,
        RebuildError::Running(_) | RebuildError::Overtaken => StatusCode::CONFLICT,
        RebuildError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn told(view: &str, tenant: &str, outcome: Result<Rebuilt, RebuildError>) -> Value {
    match outcome {
        Ok(rebuilt) => json!({ "tenant": tenant, "serving": rebuilt.serving, "streams": rebuilt.streams, "resumed": rebuilt.resumed }),
        Err(error) => {
            let told = error.to_string();
            tracing::warn!(tenant, view, cause = Fault::from(error).chain(), "a view was not rebuilt");
            json!({ "tenant": tenant, "error": told })
        }
    }
}

fn answer(status: StatusCode, tenants: Vec<Value>) -> Response {
    (status, Json(json!({ "tenants": tenants }))).into_response()
}

#[cfg(test)]
mod tests {
    use runtime::ports::{Generations, Rebuild, Stage};

    use super::*;
    use crate::host::{Config, Host};

    #[tokio::test(flavor = "multi_thread")]
    async fn says_why_a_view_is_not_rebuilt() {
        let host = Host::start(Config::test()).await.unwrap();
        let ask = async |view: &str| rebuild_for_all(State(host.engine.clone()), Path(view.to_owned())).await.status();
        assert_eq!(ask("orders.no-such-view").await, StatusCode::NOT_FOUND);
        let until = host.engine.ports.clock.now().plus_ms(60_000);
        let (stage, runner) = (Stage::Building, host.engine.ports.ids.fresh());
        let taken = Generations { serving: 0, rebuild: Some(Rebuild { stage, walked: None, runner, until }) };
        let view = platform::CATALOGUE.views[0].spec().view;
        for tenant in host.engine.ports.tenants.all().await.unwrap() {
            assert!(host.engine.ports.views.change_generations(&tenant, view, &Generations::default(), &taken).await.unwrap());
        }
        assert_eq!(ask(view).await, StatusCode::CONFLICT);
    }
}
