//! How soon a list shows what a command did.

use std::time::{Duration, Instant};

use serde_json::Value;
use uuid::Uuid;

use super::caller::{Caller, order};
use crate::Failed;
use crate::stats::Sample;

/// How often the list is asked for.
const ASK_EVERY: Duration = Duration::from_millis(2);
/// How long it may take.
const LAG_MAX: Duration = Duration::from_secs(60);

/// Makes orders one after the other and waits for each to be found.
///
/// # Errors
/// When one is not found.
pub async fn measure(caller: &Caller, orders: usize) -> Result<Sample, Failed> {
    let mut lags = Vec::with_capacity(orders);
    for _ in 0..orders {
        // A word that only this client has, so that the list found by it is this order.
        let word = format!("Зразкова{}", Uuid::new_v4().simple());
        let client = caller.client(&word).await?;
        let id = caller.accepted("/orders", &order(&client, false)).await?;
        let answered = Instant::now();
        while !is_listed(caller, &word, &id).await? {
            if answered.elapsed() > LAG_MAX {
                return Err("an order did not come into the list".into());
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
        lags.push(answered.elapsed());
    }
    Ok(Sample::of(lags))
}

async fn is_listed(caller: &Caller, word: &str, id: &str) -> Result<bool, Failed> {
    let page = caller.ask("/orders", &[("q", word)]).await?;
    let items = page.get("items").and_then(Value::as_array);
    Ok(items.into_iter().flatten().any(|item| item.get("order_id").or_else(|| item.get("id")).and_then(Value::as_str) == Some(id)))
}
