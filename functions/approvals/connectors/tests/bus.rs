//! What approvals publishes, as the bus carries it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

use approvals::process::{Process, ProcessEvent};
use approvals::samples::processes;
use kernel::aggregate::{Commit, Meta};
use kernel::{Actor, Aggregate, Event, StreamKey, TenantId};
use runtime::cloud_event::CloudEvent;
use serde_json::{Value, json};

fn tenant() -> TenantId {
    "td".parse().unwrap()
}

fn stream() -> StreamKey {
    Process::stream(processes::id())
}

/// The bus's events of one commit.
fn published(version: u64, events: &[ProcessEvent]) -> Vec<CloudEvent> {
    let meta = Meta {
        at: "2026-11-23T07:00:00Z".parse().unwrap(),
        actor: Actor::system("test"),
        command: "approvals.open-process".to_owned(),
        correlation: uuid::Uuid::nil(),
        causation: None,
    };
    let events = events.iter().map(|event| event.write().unwrap()).collect();
    CloudEvent::of_commit(&tenant(), &stream(), &Commit { version, meta, key: None, events }).unwrap()
}

#[test]
fn p131_every_event_is_a_cloud_event_of_its_stream_with_tenant_and_sequence() {
    for sample in processes::events() {
        let [event] = published(7, std::slice::from_ref(&sample)).try_into().unwrap();
        let shown = serde_json::to_value(&event).unwrap();
        for (name, value) in [
            ("specversion", json!("1.0")),
            ("source", json!("entrepot/approvals")),
            ("id", json!(format!("{}/7/0", processes::id()))),
            ("type", json!(format!("evt.approvals.process.{}", sample.name()))),
            ("subject", json!(processes::id().to_string())),
            ("time", json!("2026-11-23T07:00:00.000Z")),
            ("tenant", json!("td")),
            ("streamversion", json!(7)),
            ("correlationid", json!(uuid::Uuid::nil().to_string())),
        ] {
            assert_eq!(shown[name], value, "{name} of {}", sample.name());
        }
        // Names of attributes are lower-case letters and digits, at most twenty, says the standard.
        let plain = |name: &String| name.len() <= 20 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        assert!(shown.as_object().unwrap().keys().all(plain), "{shown}");
        // What is small is carried, and what is not is referred to: never both, never neither.
        let bare = sample.write().unwrap().get("data").is_none();
        assert!(bare || event.data.is_some() != event.dataref.is_some(), "{}", sample.name());
    }
}

#[test]
fn p137_the_version_of_a_schema_is_in_the_name_and_the_sequence_beside_it() {
    let opened = processes::opened();
    let both = published(3, &[opened.clone(), ProcessEvent::JustificationRequested(None)]);
    let later = published(4, &[opened]);
    let sequence = |event: &CloudEvent| (event.streamversion, event.streamindex);
    assert_eq!((sequence(&both[0]), sequence(&both[1]), sequence(&later[0])), ((3, 0), (3, 1), (4, 0)));
    assert_eq!(both[0].kind, later[0].kind, "the same schema, whatever the sequence");
    assert!(both.iter().all(|event| event.kind.ends_with(".v1") && event.id.contains("/3/")));
    // The schema’s version is nowhere else: data says nothing of it.
    let data = both[0].data.as_ref().and_then(Value::as_object).unwrap();
    assert!(!data.contains_key("version") && !data.contains_key("event_version"));
}
