//! One log line an invocation, which is also its metrics (CloudWatch embedded metric format).

use std::sync::OnceLock;

use serde_json::json;
use uuid::Uuid;

/// How an invocation ended.
pub struct Invocation<'a> {
    /// The function: `orders.cancel-order`.
    pub function: &'a str,
    /// Whose data; empty where no tenant was known.
    pub tenant: &'a str,
    /// One id from the first request to the last projection.
    pub correlation: Uuid,
    /// `ok`, or the problem's code.
    pub outcome: &'a str,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// The chain of causes of a fault; empty otherwise.
    pub cause: &'a str,
}

static EMBEDDED_METRICS: OnceLock<bool> = OnceLock::new();

/// Turns embedded metrics on; a Lambda main calls it, the local host logs plain lines.
pub fn embed_metrics() {
    let _ = EMBEDDED_METRICS.set(true);
}

/// Writes the line.
pub fn record(invocation: &Invocation<'_>, now_ms: i64) {
    if EMBEDDED_METRICS.get().copied().unwrap_or(false) {
        println!("{}", embedded(invocation, now_ms));
        return;
    }
    let Invocation { function, tenant, correlation, outcome, duration_ms, cause } = invocation;
    if cause.is_empty() {
        tracing::info!(target: "entrepot", function, tenant, %correlation, outcome, duration_ms, "handled");
    } else {
        tracing::error!(target: "entrepot", function, tenant, %correlation, outcome, duration_ms, cause, "failed");
    }
}

/// The line as CloudWatch reads it: metrics by function and outcome, the rest to search by.
fn embedded(invocation: &Invocation<'_>, now_ms: i64) -> serde_json::Value {
    let mut line = json!({
        "_aws": { "Timestamp": now_ms, "CloudWatchMetrics": [{
            "Namespace": "Entrepot",
            "Dimensions": [["function", "outcome"]],
            "Metrics": [{ "Name": "duration", "Unit": "Milliseconds" }],
        }]},
        "function": invocation.function,
        "outcome": invocation.outcome,
        "duration": invocation.duration_ms,
        "tenant": invocation.tenant,
        "correlation": invocation.correlation,
    });
    if let (false, Some(object)) = (invocation.cause.is_empty(), line.as_object_mut()) {
        object.insert("cause".to_owned(), json!(invocation.cause));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shorter_than_what_its_storage_costs_more_than_the_write() {
        let invocation = Invocation {
            function: "orders.record-waybill-created",
            tenant: "dnipro-trade",
            correlation: Uuid::nil(),
            outcome: "ok",
            duration_ms: 12,
            cause: "",
        };
        assert!(embedded(&invocation, 1_795_000_000_000).to_string().len() < 400);
    }
}
