//! The routes of the bank's own API.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Value;
use simulator_support::answer;
use simulator_support::fault::FaultKind;

use crate::statements::{Span, Subject};
use crate::wire::{Charset, Refusal, admit};
use crate::{Simulator, payments, statements};

/// What strikes before any work is done.
const BEFORE: [FaultKind; 5] = [FaultKind::Http429, FaultKind::Http500, FaultKind::Cut, FaultKind::Auth, FaultKind::Garbage];

pub(crate) fn routes(simulator: Simulator) -> Router {
    let router = Router::new()
        .route("/api/statements/settings", get(settings).post(settings))
        .route("/api/proxy/payment/create", post(create_payment))
        .route("/api/proxy/payment/get", get(get_payment));
    let reads = [
        ("transactions", Subject::Transactions, Span::Named),
        ("transactions/interim", Subject::Transactions, Span::Interim),
        ("transactions/final", Subject::Transactions, Span::Final),
        ("balance", Subject::Balances, Span::Named),
        ("balance/interim", Subject::Balances, Span::Interim),
        ("balance/final", Subject::Balances, Span::Final),
    ];
    let router = reads.into_iter().fold(router, |router, (method, subject, span)| {
        let handler = move |Shared(simulator): Shared<Simulator>, headers: HeaderMap, Query(query): Query<statements::Query>| async move {
            let act = |simulator: &Simulator| simulator.read(subject, span, &query, method);
            handle(&simulator, method, &headers, act).await
        };
        // Older clients post an empty body to the same addresses.
        router.route(&format!("/api/statements/{method}"), get(handler).post(handler))
    });
    router.with_state(simulator)
}

async fn settings(Shared(simulator): Shared<Simulator>, headers: HeaderMap) -> Response {
    handle(&simulator, "settings", &headers, |simulator| Ok(simulator.bank_settings())).await
}

async fn create_payment(Shared(simulator): Shared<Simulator>, headers: HeaderMap, body: Bytes) -> Response {
    let charset = Charset::asked(&headers);
    let act = |simulator: &Simulator| {
        let order = charset.read(&body)?;
        simulator.create_payment(&order)
    };
    handle(&simulator, "payment/create", &headers, act).await
}

#[derive(Deserialize)]
struct PaymentQuery {
    #[serde(rename = "ref", default)]
    reference: String,
}

async fn get_payment(Shared(simulator): Shared<Simulator>, headers: HeaderMap, Query(query): Query<PaymentQuery>) -> Response {
    let act = |simulator: &Simulator| payments::get(&simulator.book(), &query.reference);
    handle(&simulator, "payment/get", &headers, act).await
}

/// What every call goes through: counting, faults, the two headers, and the encoding of the answer.
async fn handle(
    simulator: &Simulator,
    method: &str,
    headers: &HeaderMap,
    act: impl FnOnce(&Simulator) -> Result<Value, Refusal>,
) -> Response {
    let charset = Charset::asked(headers);
    simulator.count(method);
    simulator.faults().slow_down(method).await;
    if let Some(fault) = simulator.faults().take(&BEFORE, method) {
        return struck(fault.kind, charset);
    }
    let answered = admit(headers, simulator.token()).and_then(|()| act(simulator));
    if simulator.faults().take(&[FaultKind::AnswerLost], method).is_some() {
        return answer::cut();
    }
    match answered {
        Ok(body) => charset.answer(StatusCode::OK, &body),
        Err(refusal) => refuse(&refusal, charset),
    }
}

fn refuse(refusal: &Refusal, charset: Charset) -> Response {
    charset.answer(refusal.status, &refusal.body())
}

fn struck(kind: FaultKind, charset: Charset) -> Response {
    match kind {
        FaultKind::Http429 => {
            let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", "Перевищено ліміт запитів");
            refuse(&refusal, charset)
        }
        FaultKind::Auth => refuse(&Refusal::token(), charset),
        FaultKind::Garbage => answer::garbage(),
        FaultKind::Cut | FaultKind::AnswerLost => answer::cut(),
        FaultKind::Http500
        | FaultKind::ToManyRequests
        | FaultKind::Slow
        | FaultKind::DuplicatePush
        | FaultKind::ReorderPush
        | FaultKind::Rollover
        | FaultKind::DuplicateRows
        | FaultKind::PageShift
        | FaultKind::Http500Empty
        | FaultKind::SessionExpired => answer::server_error(),
    }
}
