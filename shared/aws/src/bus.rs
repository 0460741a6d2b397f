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
    use crate::fake::Fake;

    fn entries(sizes: &[usize]) -> Vec<PutEventsRequestEntry> {
        sizes.iter().map(|size| PutEventsRequestEntry::builder().detail("x".repeat(*size)).build()).collect()
    }

    fn event(n: u32) -> BusEvent {
        let name = "evt.orders.order.placed.v1".to_owned();
        BusEvent { name, detail: serde_json::json!({ "n": n }), tenant: "acme".parse().unwrap(), time: Moment::from_unix_ms(0) }
    }

    async fn publish(answers: &[&str]) -> (Result<(), Fault>, Vec<String>) {
        let fake = Fake::start(answers.iter().map(|body| (200, (*body).to_owned())).collect());
        let bus = EventBridgeBus::new(fake.clients().eventbridge().clone(), "bus");
        let published = bus.publish(&[event(1), event(2), event(3)]).await;
        (published, fake.requests())
    }

    const ALL: &str = r#"{"FailedEntryCount":0,"Entries":[{"EventId":"1"},{"EventId":"2"},{"EventId":"3"}]}"#;
    const NOT_THE_SECOND: &str =
        r#"{"FailedEntryCount":1,"Entries":[{"EventId":"1"},{"ErrorCode":"ThrottlingException"},{"EventId":"3"}]}"#;
    const NOT_THE_ONE: &str = r#"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]}"#;
    const THE_ONE: &str = r#"{"FailedEntryCount":0,"Entries":[{"EventId":"2"}]}"#;

    #[tokio::test]
    async fn only_what_was_refused_is_sent_again() {
        let (published, requests) = publish(&[ALL]).await;
        assert!(published.is_ok() && requests.len() == 1);
        assert!(requests[0].contains(r#""Source":"entrepot""#) && requests[0].contains("tenant/acme"), "{}", requests[0]);
        let (published, requests) = publish(&[NOT_THE_SECOND, NOT_THE_ONE, THE_ONE]).await;
        assert!(published.is_ok());
        let sent: Vec<[bool; 3]> = requests.iter().map(|body| ["1", "2", "3"].map(|n| body.contains(&format!(r#"\"n\":{n}"#)))).collect();
        assert_eq!(sent, [[true, true, true], [false, true, false], [false, true, false]]);
    }

    #[tokio::test]
    async fn what_stays_refused_is_counted() {
        let (published, requests) = publish(&[NOT_THE_SECOND, NOT_THE_ONE, NOT_THE_ONE, NOT_THE_ONE]).await;
        let fault = published.unwrap_err();
        assert_eq!((fault.chain().as_str(), requests.len()), ("1 events were not published: InternalFailure", 4));
        assert!(fault.is_retryable());
    }

    #[tokio::test]
    async fn an_event_too_large_for_the_bus_is_refused() {
        let bus = EventBridgeBus::new(Fake::start(Vec::new()).clients().eventbridge().clone(), "bus");
        let large = BusEvent { detail: Value::String("x".repeat(1 << 20)), ..event(1) };
        assert!(!bus.publish(&[large]).await.unwrap_err().is_retryable());
    }

    #[test]
    fn calls_are_neither_too_many_entries_nor_too_many_bytes() {
        let count = |sizes: &[usize]| calls(entries(sizes)).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(count(&[1; 25]), [10, 10, 5]);
        assert_eq!(count(&[500_000, 500_000, 1]), [1, 2]);
        assert_eq!(count(&[]), [0; 0]);
    }
}
