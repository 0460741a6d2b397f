//! Events to EventBridge.

use std::time::Duration;

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use kernel::{Moment, TenantId};
use runtime::Fault;
use serde_json::Value;

use crate::failure::fault;

/// Most entries in one call of PutEvents.
const ENTRIES_MAX: usize = 10;
/// Most bytes in one call: EventBridge takes 1 MB with everything around the details.
const CALL_BYTES_MAX: usize = 900 * 1024;
/// What an entry needs besides its detail, generously.
const ENTRY_OVERHEAD_BYTES: usize = 512;
/// How often entries are sent that the bus refused, the first time included. The stream
/// delivers them again after that.
const ATTEMPTS_MAX: u32 = 4;
/// Before the first repetition; doubled for each further one.
const BACKOFF: Duration = Duration::from_millis(100);
/// Who sends, in rules and logs.
pub const SOURCE: &str = "entrepot";

/// One event for the bus.
#[derive(Debug, Clone, PartialEq)]
pub struct BusEvent {
    /// `evt.orders.order.cancelled.v1`: the detail type, by which rules choose.
    pub name: String,
    /// The event itself.
    pub detail: Value,
    /// Whose; listed among the resources, so that rules can choose by it.
    pub tenant: TenantId,
    /// When it happened.
    pub time: Moment,
}

/// One event bus.
#[derive(Debug, Clone)]
pub struct EventBridgeBus {
    client: Client,
    name: String,
}

impl EventBridgeBus {
    /// The bus of this name or ARN.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    /// Publishes events, each at least once. The order among them is lost on the bus.
    ///
    /// # Errors
    /// When the bus cannot be reached, or still refuses entries after a few tries; the
    /// others may have been published. Lasting, when an event is too large for the bus.
    pub async fn publish(&self, events: &[BusEvent]) -> Result<(), Fault> {
        let entries = events.iter().map(|event| self.entry(event)).collect::<Result<Vec<_>, _>>()?;
        for call in calls(entries) {
            self.send(call).await?;
        }
        Ok(())
    }

    fn entry(&self, event: &BusEvent) -> Result<PutEventsRequestEntry, Fault> {
        let detail = event.detail.to_string();
        if detail.len().saturating_add(ENTRY_OVERHEAD_BYTES) > CALL_BYTES_MAX {
            return Err(Fault::lasting(format!("{} has {} bytes, too many for the bus", event.name, detail.len())));
        }
        let entry = PutEventsRequestEntry::builder().event_bus_name(&self.name).source(SOURCE).detail_type(&event.name);
        let entry = entry.resources(format!("tenant/{}", event.tenant)).time(DateTime::from_millis(event.time.unix_ms()));
        Ok(entry.detail(detail).build())
    }

    /// One call, and again with what was refused: the answer is 200 even when entries failed.
    async fn send(&self, mut entries: Vec<PutEventsRequestEntry>) -> Result<(), Fault> {
        let mut pause = BACKOFF;
        for attempt in 1..=ATTEMPTS_MAX {
            let sent = self.client.put_events().set_entries(Some(entries.clone())).send().await;
            let answer = sent.map_err(|error| fault("publish events", error))?;
            if answer.failed_entry_count() == 0 {
                return Ok(());
            }
            let refused = entries.into_iter().zip(answer.entries()).filter(|(_, result)| result.error_code().is_some());
            let (left, results): (Vec<_>, Vec<_>) = refused.unzip();
            let reason = results.first().and_then(|result| result.error_code()).unwrap_or("unknown").to_owned();
            if attempt == ATTEMPTS_MAX {
                return Err(Fault::passing(format!("{} events were not published", left.len()), reason));
            }
            tracing::warn!(refused = left.len(), attempt, reason, "the bus refused events");
            entries = left;
            tokio::time::sleep(pause).await;
            pause = pause.saturating_mul(2);
        }
        Ok(())
    }
}

/// Entries in calls that are neither too many nor too large.
fn calls(entries: Vec<PutEventsRequestEntry>) -> Vec<Vec<PutEventsRequestEntry>> {
    let mut calls: Vec<Vec<PutEventsRequestEntry>> = Vec::new();
    let mut bytes = 0_usize;
    for entry in entries {
        let size = entry.detail().map_or(0, str::len).saturating_add(ENTRY_OVERHEAD_BYTES);
        match calls.last_mut().filter(|call| call.len() < ENTRIES_MAX && bytes.saturating_add(size) <= CALL_BYTES_MAX) {
            Some(call) => {
                bytes = bytes.saturating_add(size);
                call.push(entry);
            }
            None => {
                bytes = size;
                calls.push(vec![entry]);
            }
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(sizes: &[usize]) -> Vec<PutEventsRequestEntry> {
        sizes.iter().map(|size| PutEventsRequestEntry::builder().detail("x".repeat(*size)).build()).collect()
    }

    #[test]
    fn calls_are_neither_too_many_entries_nor_too_many_bytes() {
        let count = |sizes: &[usize]| calls(entries(sizes)).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(count(&[1; 25]), [10, 10, 5]);
        assert_eq!(count(&[500_000, 500_000, 1]), [1, 2]);
        assert_eq!(count(&[]), [0; 0]);
    }
}
