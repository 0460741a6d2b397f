//! Schemas and samples of events, and the stored form of each, frozen when it is new.

use std::path::PathBuf;

use kernel::aggregate::{Commit, Meta, StreamKey};
use kernel::catalogue::AnyAggregate;
use kernel::{Actor, Catalogue, Moment, TenantId};
use runtime::cloud_event::CloudEvent;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::workspace;

/// When the samples happened: a fixed time, so that the same catalogue gives the same files.
const SAMPLE_MS: i64 = 1_795_000_000_000;

/// Indented JSON with a line's end behind it.
pub fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of each aggregate's events, and each event as it is on the bus.
pub fn files(catalogue: &Catalogue) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for aggregate in catalogue.aggregates {
        let entity = entity(*aggregate);
        let schema: Value = aggregate.event_schema().into();
        files.push((PathBuf::from(format!("events/{}/schemas/{entity}.json", catalogue.context)), pretty(&schema)));
        for event in published(*aggregate) {
            let path = format!("events/{}/samples/{}.json", catalogue.context, event.kind);
            files.push((PathBuf::from(path), pretty(&json!(event))));
        }
    }
    files
}

/// Stored forms that are not frozen yet. What is frozen is never written again: a stored
/// event must load for ever.
pub fn unfrozen(catalogue: &Catalogue) -> Vec<(PathBuf, String)> {
    let of = |aggregate: &&'static dyn AnyAggregate| {
        let entity = entity(*aggregate);
        let path = move |kind: &str| PathBuf::from(format!("events/{}/stored/{entity}.{kind}.json", catalogue.context));
        let samples = aggregate.samples().into_iter();
        samples.filter_map(move |sample| Some((path(sample.get("type")?.as_str()?), pretty(&sample)))).collect::<Vec<_>>()
    };
    let all = catalogue.aggregates.iter().flat_map(of);
    all.filter(|(path, _)| !workspace::root().join(path).exists()).collect()
}

fn entity(aggregate: &dyn AnyAggregate) -> String {
    let name = aggregate.name();
    name.split_once('.').map_or(name, |(_, entity)| entity).to_owned()
}

fn published(aggregate: &dyn AnyAggregate) -> Vec<CloudEvent> {
    let Ok(tenant) = "dnipro-trade".parse::<TenantId>() else { return Vec::new() };
    let stream = StreamKey { kind: aggregate.name().to_owned(), id: format!("{}_00000000-0000-7000-8000-000000000001", entity(aggregate)) };
    let meta = Meta {
        at: Moment::from_unix_ms(SAMPLE_MS),
        actor: Actor::system("sample"),
        command: "sample".to_owned(),
        correlation: Uuid::nil(),
        causation: None,
    };
    let one = |event: Value| {
        let commit = Commit { version: 1, meta: meta.clone(), key: None, events: vec![event] };
        CloudEvent::of_commit(&tenant, &stream, &commit).unwrap_or_default()
    };
    aggregate.samples().into_iter().flat_map(one).collect()
}
