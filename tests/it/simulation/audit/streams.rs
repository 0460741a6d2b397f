//! Below the surface: every stream counts from one without a gap, and lists show its end.

use std::collections::BTreeMap;

use entrepot_local::host::Host;
use kernel::StreamKey;
use orders::views::order_waybill_retry;
use serde_json::Value;

use super::super::town::Town;
use super::Shown;

/// Far enough ahead for everything that will ever be due.
const EVER_MS: i64 = 365 * 24 * 60 * 60_000;

/// No schedule looks for a waybill that is made, void or left to a person.
async fn retries(town: &mut Town, shown: &Shown) {
    let (engine, tenant) = (town.world.host.engine.clone(), Host::tenant());
    let due = order_waybill_retry::due(engine.ports.clock.now().plus_ms(EVER_MS), 100);
    for row in engine.ports.views.page(&tenant, &due).await.unwrap().rows {
        let order = row.data["order_id"].as_str().unwrap_or("").to_owned();
        let newest = shown.orders.get(&order).and_then(|page| page["consignments"].as_array()?.last().cloned());
        town.same(&format!("what a schedule tries again for {order}"), newest.map(|one| one["stage"].clone()), Some("REQUESTED".into()));
    }
}

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
    retries(town, shown).await;
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
