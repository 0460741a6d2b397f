//! Asks the carrier for a waybill that somebody wants.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};
use serde_json::Value;

use crate::order::consignment::{Attempts, Consignment, Parcel};
use crate::order::record_waybill_created::RecordWaybillCreated;
use crate::order::record_waybill_failed::RecordWaybillFailed;
use crate::order::record_waybill_voided::RecordWaybillVoided;
use crate::order::{Order, OrderEvent};
use crate::outside::kyiv;
use crate::outside::nova_poshta::{Answer, CONNECTOR, NewWaybill, Place, Recipient, Request, Waybill, code};

/// Asks the carrier for a waybill, and records what it answers.
///
/// The carrier is always asked first whether it has one with our reference: the event may be
/// delivered twice, and the answer to an earlier attempt may have been lost. If nobody wants
/// the waybill any more, that question is all that is asked.
pub struct CreateWaybillOnRequest;

impl Reaction for CreateWaybillOnRequest {
    type Aggregate = Order;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "orders.create-waybill-on-request",
        on: &["waybill-requested.v1", "waybill-retry-requested.v1"],
        sends: &[RecordWaybillCreated::SPEC.name, RecordWaybillFailed::SPEC.name, RecordWaybillVoided::SPEC.name],
        calls: &[CONNECTOR],
        summary: "Asks the carrier for a waybill that somebody wants.",
    };

    fn react(trigger: &Trigger<'_, Order>) -> Vec<Effect> {
        request(trigger).map(|request| Effect::call(CONNECTOR, &request)).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Order>, outcome: &Outcome) -> Vec<Effect> {
        wanted(trigger).map(|(id, _)| record(trigger, id, outcome)).unwrap_or_default()
    }
}

/// The consignment that the event asks for, and how many attempts had failed then.
fn wanted<'a>(trigger: &Trigger<'a, Order>) -> Option<(&'a str, u32)> {
    if let OrderEvent::WaybillRequested(requested) = trigger.event {
        return Some((&requested.consignment, 0));
    }
    if let OrderEvent::WaybillRetryRequested { consignment, failed } = trigger.event { Some((consignment, *failed)) } else { None }
}

fn request(trigger: &Trigger<'_, Order>) -> Option<Request> {
    let (id, failed) = wanted(trigger)?;
    let consignment = trigger.state.consignment(id)?;
    // Somebody has answered this attempt already: the event was delivered twice.
    let attempts = consignment.attempts().filter(|attempts| attempts.error.is_none() && attempts.failed == failed)?;
    if is_unwanted(trigger.state, attempts) {
        return Some(find(consignment, attempts));
    }
    Some(Request::CreateWaybill(new_waybill(consignment, attempts, consignment.parcel.as_ref()?)))
}

fn is_unwanted(order: &Order, attempts: &Attempts) -> bool {
    attempts.void_requested.is_some() || order.cancelled.is_some()
}

/// Asks only whether the carrier has a waybill with our reference.
pub(super) fn find(consignment: &Consignment, attempts: &Attempts) -> Request {
    Request::FindWaybill { own_reference: consignment.id.clone(), created_on: kyiv::today(attempts.first_at) }
}

fn new_waybill(consignment: &Consignment, attempts: &Attempts, parcel: &Parcel) -> NewWaybill {
    let place = match &parcel.chosen {
        Some(chosen) => {
            Place::Reference { city_ref: chosen.city_ref.to_string(), warehouse_ref: chosen.warehouse_ref.to_string(), kind: chosen.kind }
        }
        None => Place::Name {
            city: parcel.city.to_string(),
            area: parcel.area.as_ref().map(ToString::to_string),
            warehouse_number: parcel.warehouse.to_string(),
        },
    };
    NewWaybill {
        own_reference: consignment.id.clone(),
        created_on: kyiv::today(attempts.first_at),
        recipient: Recipient { name: parcel.recipient_name.to_string(), phone: parcel.recipient_phone.clone(), place },
        description: parcel.description.to_string(),
        declared_value: parcel.declared_value,
        weight_grams: parcel.weight_grams,
        seats: parcel.seats,
        size: parcel.size,
        payer: parcel.payer,
        cash_on_delivery: parcel.cash_on_delivery,
        lookup_first: true,
    }
}

/// What the outcome of asking for a waybill, or of looking for one, is recorded as.
pub(super) fn record(trigger: &Trigger<'_, Order>, consignment: &str, outcome: &Outcome) -> Vec<Effect> {
    let effect = match outcome {
        Outcome::Called { result: Ok(answer), .. } => answered(trigger, consignment, answer),
        Outcome::Called { result: Err(error), .. } => failed(trigger, consignment, error.clone()),
        // The number belongs to another order: nobody can use this waybill.
        Outcome::Sent { command, result: Err(refused), .. } if *command == RecordWaybillCreated::SPEC.name => {
            let attempts = trigger.state.consignment(consignment).and_then(Consignment::attempts);
            if attempts.is_some_and(|attempts| is_unwanted(trigger.state, attempts)) {
                return vec![never_made(trigger, consignment)];
            }
            let text = refused.texts.en.clone();
            let error = OutsideError { code: refused.code.to_owned(), class: FailureClass::Permanent, raw_code: String::new(), text };
            failed(trigger, consignment, error)
        }
        Outcome::Sent { .. } => return Vec::new(),
    };
    vec![effect]
}

fn answered(trigger: &Trigger<'_, Order>, consignment: &str, answer: &Value) -> Effect {
    match read_answer(answer) {
        Ok(Answer::Created { waybill, .. } | Answer::Found { waybill: Some(waybill) }) => created(trigger, consignment, waybill),
        Ok(Answer::Found { waybill: None }) => never_made(trigger, consignment),
        // Something was answered, so something may have been made.
        Ok(_) => failed(trigger, consignment, unreadable("an answer to another question".to_owned())),
        Err(malformed) => failed(trigger, consignment, unreadable(malformed.to_string())),
    }
}

fn created(trigger: &Trigger<'_, Order>, consignment: &str, waybill: Waybill) -> Effect {
    let record = RecordWaybillCreated {
        order_id: trigger.id,
        consignment: consignment.to_owned(),
        number: waybill.number,
        document_ref: waybill.document_ref,
        cost: waybill.cost,
        estimated_delivery: waybill.estimated_delivery,
    };
    Effect::send(&record, trigger.key("created"))
}

fn never_made(trigger: &Trigger<'_, Order>, consignment: &str) -> Effect {
    let (order_id, consignment) = (trigger.id, consignment.to_owned());
    Effect::send(&RecordWaybillVoided { order_id, consignment, never_made: true }, trigger.key("voided"))
}

fn failed(trigger: &Trigger<'_, Order>, consignment: &str, error: OutsideError) -> Effect {
    let (order_id, consignment) = (trigger.id, consignment.to_owned());
    Effect::send(&RecordWaybillFailed { order_id, consignment, error }, trigger.key("failed"))
}

fn unreadable(text: String) -> OutsideError {
    OutsideError { code: code::PARSE_ERROR.to_owned(), class: FailureClass::Unknown, raw_code: String::new(), text }
}

#[cfg(test)]
mod tests {
    use kernel::Refused;
    use serde_json::json;

    use super::*;
    use crate::order::OrderRefusal;
    use crate::reactions::tests::Scene;
    use crate::samples::{self, line};

    fn scene(event: OrderEvent, more: impl IntoIterator<Item = OrderEvent>) -> Scene {
        let base = [samples::created(), samples::waybill_requested()];
        Scene::new(base.into_iter().chain(more), event)
    }

    fn request(effects: &[Effect]) -> Request {
        let [Effect::Call { connector: CONNECTOR, request }] = effects else { panic!("{effects:?}") };
        serde_json::from_value(request.clone()).unwrap()
    }

    fn sent(effects: &[Effect]) -> (&'static str, &Value) {
        let [Effect::Send { command, body, .. }] = effects else { panic!("{effects:?}") };
        (command, body)
    }

    fn called(result: Result<Value, OutsideError>) -> Outcome {
        Outcome::Called { connector: CONNECTOR, request: Value::Null, result }
    }

    fn made() -> Value {
        json!({ "answer": "created", "existed": false, "waybill": {
            "number": "20450912345678", "document_ref": "8f2c", "cost": { "amount": "95.00", "currency": "UAH" },
        } })
    }

    #[test]
    fn r32_the_carrier_is_asked_by_our_reference_first() {
        let retry = OrderEvent::WaybillRetryRequested { consignment: samples::consignment_id(), failed: 0 };
        for scene in [scene(samples::waybill_requested(), []), scene(retry.clone(), [retry])] {
            let Request::CreateWaybill(new) = request(&scene.react::<CreateWaybillOnRequest>()) else { panic!("a waybill") };
            assert!(new.lookup_first && new.own_reference == samples::consignment_id());
            assert_eq!(new.check(), Ok(()));
            assert_eq!(new.created_on.to_string(), "2026-11-21");
        }
    }

    #[test]
    fn r32_an_event_that_is_delivered_again_asks_nothing_once_it_is_answered() {
        let failed = samples::waybill_failed(FailureClass::Retry, Some("2026-11-21T09:00:00Z"));
        assert_eq!(scene(samples::waybill_requested(), [failed.clone()]).react::<CreateWaybillOnRequest>(), []);
        assert_eq!(scene(samples::waybill_requested(), [samples::waybill_created()]).react::<CreateWaybillOnRequest>(), []);
        let retry = OrderEvent::WaybillRetryRequested { consignment: samples::consignment_id(), failed: 1 };
        assert_eq!(scene(samples::waybill_requested(), [failed, retry]).react::<CreateWaybillOnRequest>(), []);
    }

    #[test]
    fn r07_what_nobody_wants_any_more_is_only_looked_for() {
        let void = OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("ні") };
        let scene = scene(samples::waybill_requested(), [void]);
        assert!(matches!(request(&scene.react::<CreateWaybillOnRequest>()), Request::FindWaybill { .. }));
        let none = scene.answered::<CreateWaybillOnRequest>(&called(Ok(json!({ "answer": "found", "waybill": null }))));
        assert_eq!(sent(&none).0, "orders.record-waybill-voided");
    }

    #[test]
    fn what_the_carrier_answers_is_recorded() {
        let scene = scene(samples::waybill_requested(), []);
        let created = scene.answered::<CreateWaybillOnRequest>(&called(Ok(made())));
        let (command, body) = sent(&created);
        assert_eq!((command, &body["number"]), ("orders.record-waybill-created", &json!("20450912345678")));
        let failed = scene.answered::<CreateWaybillOnRequest>(&called(Err(samples::outside_error())));
        let (command, body) = sent(&failed);
        assert_eq!((command, &body["error"]["code"]), ("orders.record-waybill-failed", &json!("NP_RATE_LIMIT")));
    }

    #[test]
    fn r32_an_answer_that_cannot_be_read_leaves_the_outcome_unknown() {
        let scene = scene(samples::waybill_requested(), []);
        for answer in [json!({ "answer": "deleted", "document_ref": "x" }), json!([])] {
            let effects = scene.answered::<CreateWaybillOnRequest>(&called(Ok(answer)));
            assert_eq!(sent(&effects).1["error"]["class"], "unknown");
        }
    }

    #[test]
    fn a_number_of_another_order_waits_for_a_person() {
        let refused = Refused::from(&OrderRefusal::WaybillTaken);
        let outcome = Outcome::Sent { command: "orders.record-waybill-created", key: String::new(), result: Err(refused) };
        let effects = scene(samples::waybill_requested(), []).answered::<CreateWaybillOnRequest>(&outcome);
        assert_eq!(sent(&effects).1["error"]["class"], "permanent");
        let accepted = Outcome::Sent { command: "orders.record-waybill-created", key: String::new(), result: Ok(()) };
        assert_eq!(scene(samples::waybill_requested(), []).answered::<CreateWaybillOnRequest>(&accepted), []);
    }
}
