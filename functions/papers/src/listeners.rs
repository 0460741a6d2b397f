//! What other contexts want printed.

use kernel::{Command, Context, Effect, Heard, Language, Line, Listener, ListenerSpec};
use serde::{Deserialize, Serialize};

use crate::PaperId;
use crate::model::{Form, Model};
use crate::paper::request::RequestPaper;

/// A document of another context is to be printed, as this context reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrintRequested {
    /// Which form.
    pub form: Form,
    /// Of the form's own words.
    pub language: Language,
    /// Under which name it is saved.
    pub file_name: Line,
    /// What stands on it.
    pub model: Box<Model>,
}

/// What is listened to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum PrintEvent {
    /// An invoice.
    #[serde(rename = "evt.commerce.invoice.print-requested.v1")]
    Invoice(PrintRequested),
    /// A contract's summary.
    #[serde(rename = "evt.commerce.contract.print-requested.v1")]
    Contract(PrintRequested),
    /// The act or waybill of a fact.
    #[serde(rename = "evt.commerce.fulfillment-event.print-requested.v1")]
    Fact(PrintRequested),
    /// A declaration to customs.
    #[serde(rename = "evt.customs.declaration.print-requested.v1")]
    Declaration(PrintRequested),
}

/// Asks for a paper when another context wants one.
pub struct RequestPaperOnPrintRequested;

impl Listener for RequestPaperOnPrintRequested {
    type Event = PrintEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "papers.request-paper-on-print-requested",
        on: &[
            "evt.commerce.invoice.print-requested.v1",
            "evt.commerce.contract.print-requested.v1",
            "evt.commerce.fulfillment-event.print-requested.v1",
            "evt.customs.declaration.print-requested.v1",
        ],
        sends: &[RequestPaper::SPEC.name],
        summary: "Asks for a paper when another context wants one.",
    };

    fn hear(heard: &Heard<PrintEvent>, _: &Context) -> Vec<Effect> {
        // A subject is an id; an id is a line.
        let Ok(source) = Line::new(&heard.subject) else { return Vec::new() };
        let (PrintEvent::Invoice(wanted) | PrintEvent::Contract(wanted) | PrintEvent::Fact(wanted) | PrintEvent::Declaration(wanted)) =
            heard.event.clone();
        let PrintRequested { form, language, file_name, model } = wanted;
        let request = RequestPaper { paper_id: PaperId::derive(&[&heard.id]), source, form, language, file_name, model };
        vec![Effect::send(&request, heard.key("paper"))]
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::{Sound, listener};
    use serde_json::{Value, json};
    use testkit::{context, moment};

    use super::*;
    use crate::samples;

    fn sound(kind: &str, data: Value) -> Sound {
        let at = moment(testkit::decision::NOW);
        Sound { id: format!("{}/4/0", samples::SOURCE), kind: kind.to_owned(), subject: samples::SOURCE.to_owned(), version: 4, at, data }
    }

    fn data() -> Value {
        let model = json!({ "number": "17", "date": "2026-11-21", "unknown": [1] });
        json!({ "form": "invoice", "language": "uk", "file_name": "Рахунок 17.pdf", "model": model, "unknown": true })
    }

    fn hear(kind: &str, data: Value) -> Result<Vec<Effect>, kernel::Malformed> {
        Ok(listener::<RequestPaperOnPrintRequested>().open(sound(kind, data), &context())?.hear())
    }

    #[test]
    fn every_event_that_is_listened_to_asks_for_a_paper() {
        for kind in RequestPaperOnPrintRequested::SPEC.on {
            let effects = hear(kind, data()).unwrap();
            let [Effect::Send { command: "papers.request-paper", body, key }] = effects.as_slice() else { panic!("{effects:?}") };
            assert_eq!(body["source"], samples::SOURCE);
            assert_eq!(body["model"]["number"], "17");
            assert_eq!(*key, format!("{}/4/0/paper", samples::SOURCE));
            serde_json::from_value::<RequestPaper>(body.clone()).unwrap();
        }
    }

    #[test]
    fn a_contract_and_a_fact_are_read_with_all_that_their_forms_print() {
        let money = |amount: &str| json!({ "amount": amount, "currency": "UAH" });
        let party = json!({ "name": "ТОВ «Дніпро Трейд»", "identifiers": [{ "label": "UA_EDRPOU", "value": "43017269" }] });
        let contract = json!({
            "number": "П-2026/17", "date": "2026-01-01", "valid_from": "2026-01-01", "valid_to": "2026-12-31", "currency": "UAH",
            "status": "Діє", "parties": [{ "role": "Продавець", "period": "", "party": party }],
            "facts": [{ "label": "Вид", "value": "Купівля-продаж товарів" }],
            "lines": [{ "n": 1, "name": "Борошно (+1)", "note": "відкрите", "net": money("670.00"), "due": "2026-12-01" }],
            "totals": { "net": money("670.00") }, "terms": [{ "heading": "Оплата", "text": "Рахунки сплачуються протягом 14 днів." }],
        });
        let fact = json!({
            "title": "Повернення", "number": "ВН-17", "date": "2026-11-16", "tax_point": "2026-11-16", "currency": "UAH",
            "seller": party, "buyer": party, "contract": "№ П-2026/17 / 01.01.2026", "correction": "№ ВН-16",
            "lines": [{ "n": 1, "name": "Борошно", "note": "партія L-1", "quantity": "40", "unit": "kg", "net": money("400.00"), "gross": money("480.00") }],
            "totals": { "net": money("400.00"), "gross": money("480.00") },
        });
        let printed = |kind: &str, form: &str, model: &Value| {
            let data = json!({ "form": form, "language": "uk", "file_name": "17.pdf", "model": model });
            let effects = hear(kind, data).unwrap();
            let [Effect::Send { body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
            (body["form"].clone(), body["model"].clone())
        };
        let (form, model) = printed("evt.commerce.contract.print-requested.v1", "contract-summary", &contract);
        assert_eq!((form, &model["terms"], &model["parties"][0]["party"]), ("contract-summary".into(), &contract["terms"], &party));
        let (form, model) = printed("evt.commerce.fulfillment-event.print-requested.v1", "waybill", &fact);
        assert_eq!((form, &model["lines"], &model["totals"]), ("waybill".into(), &fact["lines"], &fact["totals"]));
    }

    #[test]
    fn the_same_event_is_the_same_paper() {
        let kind = RequestPaperOnPrintRequested::SPEC.on[0];
        assert_eq!(hear(kind, data()).unwrap(), hear(kind, data()).unwrap());
    }

    #[test]
    fn what_is_too_long_is_refused_in_words() {
        let mut data = data();
        data["model"]["lines"] = (0..100_000).map(|n| json!({ "n": n, "name": "x" })).collect();
        let refused = hear(RequestPaperOnPrintRequested::SPEC.on[0], data).unwrap_err();
        assert!(refused.reason.contains("100000 items; expected at most 1000"), "{refused}");
    }
}
