//! Below the surface: every stream counts from one without a gap, and lists show its end.

use std::collections::BTreeMap;

use entrepot_local::host::Host;
use kernel::StreamKey;
use serde_json::Value;

use super::super::town::Town;
use super::Shown;

/// How many commits there are.
pub async fn audit(town: &mut Town, shown: &Shown) -> usize {
    let (engine, tenant) = (town.world.host.engine.clone(), Host::tenant());
    let kinds = engine.catalogues.iter().flat_map(|catalogue| catalogue.aggregates.iter().map(|aggregate| aggregate.name()));
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for kind in kinds {
        let mut after: Option<String> = None;
        loop {
            let ids = engine.ports.store.streams(&tenant, kind, after.as_deref()).await.unwrap();
            let Some(last) = ids.last().cloned() else { break };
            for id in ids {
                let stream = StreamKey { kind: kind.to_owned(), id };
                let history = engine.ports.store.load_from(&tenant, &stream, 0, 0).await.unwrap();
                let versions: Vec<u64> = history.commits.iter().map(|commit| commit.version).collect();
                let expected: Vec<u64> = (1..=versions.len() as u64).collect();
                town.same(&format!("versions of {}", stream.id), &versions, &expected);
                counts.insert(stream.id, versions.len() as u64);
            }
            after = Some(last);
        }
    }
    let rows = shown.order_rows.iter().chain(&shown.payment_rows);
    let events = shown.events.iter().map(|event| (event["integration_event_id"].as_str().unwrap_or(""), event));
    let rows: Vec<(&str, &Value)> = rows.map(|(id, row)| (id.as_str(), row)).chain(events).collect();
    for (id, row) in &rows {
        town.same(&format!("list's version of {id}"), row["version"].as_u64(), counts.get(*id).copied());
    }
    for (prefix, listed) in [("ord_", shown.order_rows.len()), ("pay_", shown.payment_rows.len()), ("cli_", shown.clients.len())] {
        let streams = counts.keys().filter(|id| id.starts_with(prefix)).count();
        town.same(&format!("streams of {prefix}"), streams, listed);
    }
    usize::try_from(counts.values().sum::<u64>()).unwrap_or(usize::MAX)
}
