//! What `customs` tells of a release becomes a clearance.
//!
//! The types here are this context's own reading of what `customs` publishes: no more fields
//! than commerce needs.

use kernel::{Command, Context, Day, Effect, Heard, Line, Listener, ListenerSpec, Moment};
use serde::Deserialize;

use crate::clearance::Release;
use crate::clearance::note::NoteRelease;

/// Notes releases.
pub struct NoteReleaseOnCustoms;

/// An event of a declaration, as commerce reads it.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum DeclarationEvent {
    /// Customs released the goods.
    #[serde(rename = "evt.customs.declaration.released.v1")]
    Released(Released),
}

/// A release.
#[derive(Debug, Deserialize)]
pub struct Released {
    declaration_id: Line,
    #[serde(rename = "type")]
    declaration_type: Direction,
    procedure: Line,
    #[serde(default)]
    registration_number: Option<Line>,
    released_at: Moment,
    released_on: Day,
    #[serde(default)]
    shipment: Option<Shipment>,
}

/// Which way the goods went, as far as commerce tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Direction {
    /// Into the country.
    #[serde(rename = "IM")]
    Import,
    /// Anywhere else.
    #[serde(other)]
    Other,
}

/// What the goods were declared for.
#[derive(Debug, Deserialize)]
struct Shipment {
    external: Line,
}

impl Listener for NoteReleaseOnCustoms {
    type Event = DeclarationEvent;
    const SPEC: ListenerSpec = ListenerSpec {
        name: "commerce.note-release-on-customs",
        on: &["evt.customs.declaration.released.v1"],
        sends: &[NoteRelease::SPEC.name],
        summary: "Puts what customs released on its delivery, so that nobody types it again.",
    };

    fn hear(heard: &Heard<DeclarationEvent>, _: &Context) -> Vec<Effect> {
        let DeclarationEvent::Released(released) = &heard.event;
        let release = Release {
            declaration: released.declaration_id.clone(),
            import: released.declaration_type == Direction::Import,
            procedure: released.procedure.clone(),
            number: released.registration_number.clone(),
            released_at: released.released_at,
            released_on: released.released_on,
            shipment: released.shipment.as_ref().map(|shipment| shipment.external.clone()),
        };
        vec![Effect::send(&NoteRelease { release }, heard.key("note"))]
    }
}

#[cfg(test)]
mod tests {
    use kernel::listener::{Sound, listener};
    use serde_json::{Value, json};

    use super::*;

    fn hear(data: Value) -> Result<Vec<Effect>, kernel::Malformed> {
        let sound = Sound {
            id: "decl_1/9/0".to_owned(),
            kind: "evt.customs.declaration.released.v1".to_owned(),
            subject: "decl_8a3e9fca307b8bd38fbc702b04a41652".to_owned(),
            version: 9,
            at: "2026-11-21T10:05:00Z".parse().unwrap(),
            data,
        };
        Ok(listener::<NoteReleaseOnCustoms>().open(sound, &testkit::context())?.hear())
    }

    fn released() -> Value {
        json!({
            "declaration_id": "decl_8a3e9fca307b8bd38fbc702b04a41652", "type": "IM", "procedure": "40",
            "registration_number": "10005030/211126/0001234", "released_at": "2026-11-21T10:00:00Z", "released_on": "2026-11-21",
            "shipment": { "external": "SHIP-17" }, "goods_count": 20, "inferred": false,
            "payments": { "duty": { "amount": "50000.00", "currency": "RUB" } },
        })
    }

    #[test]
    fn c48_a_release_is_noted_with_number_day_and_shipment() {
        let effects = hear(released()).unwrap();
        let [Effect::Send { command: "commerce.note-release", body, key }] = effects.as_slice() else { panic!("{effects:?}") };
        let release = &body["release"];
        assert_eq!(
            (&release["import"], &release["shipment"], &release["number"]),
            (&json!(true), &json!("SHIP-17"), &json!("10005030/211126/0001234"))
        );
        assert_eq!((&release["released_on"], key.as_str()), (&json!("2026-11-21"), "decl_1/9/0/note"));
        serde_json::from_value::<NoteRelease>(body.clone()).unwrap();
    }

    #[test]
    fn a_release_that_tells_little_or_more_is_read_too() {
        let mut told = released();
        for absent in ["registration_number", "shipment", "payments"] {
            told[absent] = Value::Null;
        }
        told["type"] = "EX".into();
        told["inferred"] = true.into();
        let effects = hear(told).unwrap();
        let [Effect::Send { body, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((&body["release"]["import"], &body["release"]["shipment"]), (&json!(false), &Value::Null));
        let mut broken = released();
        broken["released_on"] = "21.11.2026".into();
        assert!(hear(broken).is_err());
    }
}
