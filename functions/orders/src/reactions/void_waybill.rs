//! Asks the carrier to delete a waybill that nobody wants any more.

use kernel::reaction::{FailureClass, Outcome, OutsideError, read_answer};
use kernel::{Command, Effect, Reaction, ReactionSpec, Trigger};

use super::create_waybill;
use crate::order::consignment::Stage;
use crate::order::record_void_refused::RecordVoidRefused;
use crate::order::record_waybill_created::RecordWaybillCreated;
use crate::order::record_waybill_failed::RecordWaybillFailed;
use crate::order::record_waybill_voided::RecordWaybillVoided;
use crate::order::{Order, OrderEvent};
use crate::outside::nova_poshta::{Answer, CONNECTOR, Request, code};

/// Asks the carrier to delete a waybill, and records what it answers.
///
/// Where it is not known whether there is one, it is looked for: what is found is recorded,
/// and that asks for its deletion again. While the carrier is being asked for the waybill,
/// the answer to that is awaited.
pub struct VoidWaybillOnRequest;

impl Reaction for VoidWaybillOnRequest {
    type Aggregate = Order;
    const SPEC: ReactionSpec = ReactionSpec {
        name: "orders.void-waybill-on-request",
        on: &["waybill-void-requested.v1"],
        sends: &[
            RecordWaybillVoided::SPEC.name,
            RecordVoidRefused::SPEC.name,
            RecordWaybillCreated::SPEC.name,
            RecordWaybillFailed::SPEC.name,
        ],
        calls: &[CONNECTOR],
        summary: "Asks the carrier to delete a waybill that nobody wants any more.",
    };

    fn react(trigger: &Trigger<'_, Order>) -> Vec<Effect> {
        request(trigger).map(|request| Effect::call(CONNECTOR, &request)).into_iter().collect()
    }

    fn answered(trigger: &Trigger<'_, Order>, outcome: &Outcome) -> Vec<Effect> {
        let Some(consignment) = wanted(trigger) else { return Vec::new() };
        let Outcome::Called { request, result, .. } = outcome else {
            return create_waybill::record(trigger, consignment, outcome);
        };
        if !matches!(read_answer(request), Ok(Request::DeleteWaybill { .. })) {
            return create_waybill::record(trigger, consignment, outcome);
        }
        let (order_id, consignment) = (trigger.id, consignment.to_owned());
        match result {
            Ok(answer) if matches!(read_answer(answer), Ok(Answer::Deleted { .. })) => {
                vec![Effect::send(&RecordWaybillVoided { order_id, consignment, never_made: false }, trigger.key("voided"))]
            }
            // What the carrier does not know is deleted.
            Err(error) if error.code == code::NOT_FOUND => {
                vec![Effect::send(&RecordWaybillVoided { order_id, consignment, never_made: false }, trigger.key("voided"))]
            }
            Ok(_) => vec![Effect::send(&RecordVoidRefused { order_id, consignment, error: unreadable() }, trigger.key("refused"))],
            Err(error) => {
                let refused = RecordVoidRefused { order_id, consignment, error: error.clone() };
                vec![Effect::send(&refused, trigger.key("refused"))]
            }
        }
    }
}

fn wanted<'a>(trigger: &Trigger<'a, Order>) -> Option<&'a str> {
    if let OrderEvent::WaybillVoidRequested { consignment, .. } = trigger.event { Some(consignment) } else { None }
}

fn request(trigger: &Trigger<'_, Order>) -> Option<Request> {
    let consignment = trigger.state.consignment(wanted(trigger)?)?;
    match &consignment.stage {
        Stage::Requested(attempts) if attempts.error.is_some() => Some(create_waybill::find(consignment, attempts)),
        Stage::Waybill(waybill) if waybill.void_requested.is_some() => {
            waybill.document_ref.clone().map(|document_ref| Request::DeleteWaybill { document_ref })
        }
        Stage::Requested(_) | Stage::Waybill(_) | Stage::Void { .. } => None,
    }
}

fn unreadable() -> OutsideError {
    let text = "an answer to another question".to_owned();
    OutsideError { code: code::PARSE_ERROR.to_owned(), class: FailureClass::Unknown, raw_code: String::new(), text }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::reactions::tests::Scene;
    use crate::samples::{self, line};

    fn void() -> OrderEvent {
        OrderEvent::WaybillVoidRequested { consignment: samples::consignment_id(), reason: line("ні") }
    }

    fn scene(more: impl IntoIterator<Item = OrderEvent>) -> Scene {
        let base = [samples::created(), samples::waybill_requested()];
        Scene::new(base.into_iter().chain(more), void())
    }

    fn request(effects: &[Effect]) -> Request {
        let [Effect::Call { connector: CONNECTOR, request }] = effects else { panic!("{effects:?}") };
        serde_json::from_value(request.clone()).unwrap()
    }

    fn sent(request: Request, result: Result<Value, OutsideError>) -> &'static str {
        let outcome = Outcome::Called { connector: CONNECTOR, request: serde_json::to_value(request).unwrap(), result };
        let effects = scene([samples::waybill_created(), void()]).answered::<VoidWaybillOnRequest>(&outcome);
        let [Effect::Send { command, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        command
    }

    #[test]
    fn r07_the_carrier_is_asked_to_delete_the_waybill() {
        let delete = request(&scene([samples::waybill_created(), void()]).react::<VoidWaybillOnRequest>());
        assert!(matches!(&delete, Request::DeleteWaybill { document_ref } if document_ref.starts_with("8f2c0d5e")));
        assert_eq!(sent(delete.clone(), Ok(json!({ "answer": "deleted", "document_ref": "x" }))), "orders.record-waybill-voided");
        assert_eq!(sent(delete.clone(), Err(samples::outside_error())), "orders.record-void-refused");
        let unknown = OutsideError { code: code::NOT_FOUND.to_owned(), ..samples::outside_error() };
        assert_eq!(sent(delete.clone(), Err(unknown)), "orders.record-waybill-voided");
        assert_eq!(sent(delete, Ok(json!({}))), "orders.record-void-refused");
    }

    #[test]
    fn r32_what_may_exist_is_looked_for() {
        let unknown = samples::waybill_failed(FailureClass::Unknown, None);
        let find = request(&scene([unknown, void()]).react::<VoidWaybillOnRequest>());
        assert!(matches!(find, Request::FindWaybill { .. }));
        let found = json!({ "answer": "found", "waybill": { "number": "20450912345678", "document_ref": "8f2c" } });
        assert_eq!(sent(find.clone(), Ok(found)), "orders.record-waybill-created");
        assert_eq!(sent(find.clone(), Ok(json!({ "answer": "found", "waybill": null }))), "orders.record-waybill-voided");
        assert_eq!(sent(find, Err(samples::outside_error())), "orders.record-waybill-failed");
    }

    #[test]
    fn r32_while_the_carrier_is_being_asked_its_answer_is_awaited() {
        assert_eq!(scene([void()]).react::<VoidWaybillOnRequest>(), []);
        let gone = OrderEvent::WaybillVoided { consignment: samples::consignment_id(), reason: line("ні") };
        assert_eq!(scene([samples::waybill_created(), void(), gone]).react::<VoidWaybillOnRequest>(), []);
    }
}
