//! A tenant, its secrets, and a call.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::settings::Jurisdiction;
use kernel::{Currency, Language, Moment, TenantId};
use outbound::{BreakerPolicy, Outbound, Policy, RatePolicy, RetryPolicy};
use runtime::fault::Fault;
use runtime::ports::{Call, Secret, Secrets};
use serde_json::Value;

/// What the tenant's secret store holds.
pub struct Held(pub BTreeMap<&'static str, &'static str>);

#[async_trait]
impl Secrets for Held {
    async fn get(&self, _: &TenantId, name: &str) -> Result<Option<Secret>, Fault> {
        Ok(self.0.get(name).map(|text| Secret::new(*text)))
    }
}

/// A client that waits as little as possible.
pub fn outbound(policy: Policy) -> Outbound {
    let policy = Policy {
        attempt_ms: 1_000,
        total_ms: 4_000,
        retry: RetryPolicy { attempts_max: 3, pause_min_ms: 1, pause_max_ms: 2 },
        rate: RatePolicy { burst: 100, interval_ms: 1, wait_max_ms: 100 },
        // Faults follow one another here faster than any system fails.
        breaker: BreakerPolicy { failures_max: 1_000, ..policy.breaker },
        ..policy.with_loopback_http()
    };
    Outbound::new(policy).unwrap()
}

/// A call of a tenant whose context settings are `orders`.
pub fn call(orders: Value, now: Moment) -> Call {
    let settings = kernel::Settings {
        name: "Вітрило Трейд".to_owned(),
        jurisdiction: Jurisdiction::UA,
        time_zone: "Europe/Kyiv".parse().unwrap(),
        currency: Currency::UAH,
        language: Language::Uk,
        contexts: [("orders".to_owned(), orders)].into(),
    };
    Call { tenant: "vitrylo".parse().unwrap(), settings: Arc::new(settings), correlation: uuid::Uuid::nil(), now }
}
