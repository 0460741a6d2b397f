//! `POST /v2.0/json/`: one address for every method.

use axum::body::Bytes;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use chrono::NaiveDateTime;
use serde_json::json;
use simulator_support::answer;
use simulator_support::clock::kyiv_now;
use simulator_support::fault::FaultKind;

use crate::codes::{API_KEY_EMPTY, AUTH_FAIL, GENERAL_ERROR, MESSAGES, Message, THROTTLED, UNAVAILABLE};
use crate::state::State;
use crate::waybill::Waybill;
use crate::wire::{Call, Envelope, Properties, plain};
use crate::{Simulator, address, document, tariff, tracking};

/// What strikes before any work is done.
const BEFORE: [FaultKind; 6] =
    [FaultKind::Http429, FaultKind::ToManyRequests, FaultKind::Http500, FaultKind::Cut, FaultKind::Auth, FaultKind::Garbage];

/// The methods, of whatever model, that change what the carrier keeps.
const CHANGING: [&str; 3] = ["save", "update", "delete"];

pub(crate) fn routes(simulator: Simulator) -> Router {
    Router::new()
        .route("/v2.0/json", post(answer_plain))
        .route("/v2.0/json/", post(answer_plain))
        .route("/v2.0/json/{*suffix}", post(answer_suffixed))
        .with_state(simulator)
}

async fn answer_plain(Shared(simulator): Shared<Simulator>, body: Bytes) -> Response {
    handle(&simulator, "", &body).await
}

async fn answer_suffixed(Shared(simulator): Shared<Simulator>, Path(suffix): Path<String>, body: Bytes) -> Response {
    handle(&simulator, &suffix, &body).await
}

fn send(envelope: Envelope) -> Response {
    Json(envelope.into_json()).into_response()
}

async fn handle(simulator: &Simulator, suffix: &str, body: &[u8]) -> Response {
    let call = match Call::read(suffix, body) {
        Ok(call) => call,
        Err(problem) => return send(Envelope::refused(&[problem])),
    };
    simulator.count(&call.name());
    let faults = simulator.faults();
    let name = call.name();
    faults.slow_down(&name).await;
    if let Some(fault) = faults.take(&BEFORE, &name) {
        return struck(fault.kind);
    }
    if let Some(problem) = unauthorised(&call, simulator.api_key()) {
        return send(Envelope::refused(&[problem]));
    }
    let envelope = simulator.perform(&call, kyiv_now());
    if faults.take(&[FaultKind::AnswerLost], &name).is_some() {
        return answer::cut();
    }
    send(envelope)
}

fn unauthorised(call: &Call, api_key: &str) -> Option<&'static Message> {
    if call.api_key.is_empty() {
        Some(API_KEY_EMPTY)
    } else if call.api_key != api_key {
        Some(AUTH_FAIL)
    } else {
        None
    }
}

fn struck(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Http429 => {
            let refusal = Json(Envelope::refused(&[THROTTLED]).into_json());
            (StatusCode::TOO_MANY_REQUESTS, refusal).into_response()
        }
        FaultKind::ToManyRequests => send(Envelope::throttled()),
        FaultKind::Http500 => answer::server_error(),
        FaultKind::Cut | FaultKind::AnswerLost => answer::cut(),
        FaultKind::Auth => send(Envelope::refused(&[AUTH_FAIL])),
        FaultKind::Garbage => answer::garbage(),
        FaultKind::Slow
        | FaultKind::DuplicatePush
        | FaultKind::ReorderPush
        | FaultKind::Rollover
        | FaultKind::DuplicateRows
        | FaultKind::PageShift
        | FaultKind::Http500Empty
        | FaultKind::SessionExpired => send(Envelope::refused(&[UNAVAILABLE])),
    }
}

/// What a call did, besides its answer.
#[derive(Default)]
pub(crate) struct Effects {
    /// There is something new to keep.
    pub(crate) changed: bool,
    pub(crate) created: Option<Waybill>,
    /// Waybills whose status the call changed.
    pub(crate) moved: Vec<Waybill>,
}

/// Performs a call on the state.
pub(crate) fn perform(state: &mut State, call: &Call, now: NaiveDateTime) -> (Envelope, Effects) {
    let properties = &call.properties;
    let mut effects = Effects { changed: CHANGING.contains(&call.method.as_str()), ..Effects::default() };
    let envelope = match (call.model.as_str(), call.method.as_str()) {
        ("internetdocument", "save") => {
            let (envelope, created) = document::save(state, properties, now);
            effects.created = created;
            envelope
        }
        ("internetdocument", "update") => document::update(state, properties, now),
        ("internetdocument", "delete") => {
            let (envelope, deleted) = document::delete(state, properties, now);
            effects.moved = deleted;
            envelope
        }
        ("internetdocument", "getdocumentlist") => document::get_document_list(state, properties),
        ("internetdocument", "getdocumentprice") => tariff::get_document_price(properties),
        ("internetdocument", "getdocumentdeliverydate") => tariff::get_document_delivery_date(properties, now.date(), call.general),
        ("trackingdocument", "getstatusdocuments") => tracking::get_status_documents(state, properties),
        ("address", "getcities") => address::get_cities(properties),
        ("address", "getsettlements") => address::get_settlements(properties),
        ("address", "searchsettlements") => address::search_settlements(properties),
        ("address", "getwarehouses") => address::get_warehouses(properties),
        ("counterparty", "save") => state.counterparties.save(properties),
        ("counterparty", "getcounterparties") => state.counterparties.list(properties),
        ("counterparty", "getcounterpartycontactpersons") => state.counterparties.list_contacts(properties),
        ("contactperson", "save") => state.counterparties.save_contact(properties),
        ("common", "getmessagecodetext") => message_texts(properties),
        _ => Envelope::refused(&[GENERAL_ERROR]),
    };
    (envelope, effects)
}

/// The texts of the codes asked for, or of all of them.
fn message_texts(properties: &Properties) -> Envelope {
    let asked = properties.value("MessageCode");
    let wanted: Vec<String> = match asked.as_array() {
        Some(codes) => codes.iter().map(plain).collect(),
        None => properties.filled("MessageCode").into_iter().collect(),
    };
    let rows = MESSAGES
        .iter()
        .filter(|message| wanted.is_empty() || wanted.iter().any(|code| code == message.code))
        .map(|message| {
            json!({
                "MessageCode": message.code,
                "MessageText": message.english,
                "MessageDescriptionRU": message.english,
                "MessageDescriptionUA": message.ukrainian,
            })
        })
        .collect();
    Envelope::of(rows)
}
