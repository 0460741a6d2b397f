//! Waybills of which nobody knows whether the carrier made them, tried again and given up.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::desk;
use super::town::Town;
use crate::scenarios::world::PATIENCE;

/// Before the second search, the one for a lost answer, begins.
const SAVING_MS: u64 = 600;
/// Longer than the first wait for a retry, less than what makes a running attempt a lost one.
const RETRY_MS: i64 = 2 * 60 * 60_000;

/// What happens to it while its outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The schedule finds it due.
    Scheduled,
    /// A team lead asks for it again.
    Again,
    /// A manager gives it up.
    GivenUp,
    /// The order is called off.
    Cancelled,
    /// A search for it fails.
    NotFindable,
    /// Everything that is under way ends.
    Settled,
}

const TURNS: [Turn; 8] =
    [Turn::Scheduled, Turn::GivenUp, Turn::NotFindable, Turn::Settled, Turn::Scheduled, Turn::Again, Turn::NotFindable, Turn::Cancelled];
/// Turns that one waybill takes at most.
const TURNS_MAX: usize = 7;

fn order_fault(town: &mut Town, fault: Value) {
    town.note(format!("carrier fails: {fault}"));
    town.world.host.nova_poshta.faults().add(serde_json::from_value(fault).unwrap());
}

fn searches(town: &Town) -> u64 {
    town.world.host.nova_poshta.state()["calls"]["internetdocument/getdocumentlist"].as_u64().unwrap_or(0)
}

/// Wants a waybill; the carrier makes it, or not, and nobody hears of it.
async fn want(town: &mut Town, order: usize) -> bool {
    town.settle().await;
    // Failures ordered for something else would strike here.
    town.world.host.nova_poshta.faults().clear();
    let before = searches(town);
    let kind = if town.dice.chance(65) { "answer_lost" } else { "cut" };
    order_fault(town, json!({ "kind": "slow", "delay_ms": SAVING_MS, "method": "InternetDocument/save" }));
    order_fault(town, json!({ "kind": kind, "method": "InternetDocument/save" }));
    let wish = desk::waybill_wish(town, order);
    if !town.act(&wish).await {
        town.world.host.nova_poshta.faults().clear();
        return false;
    }
    let deadline = Instant::now() + PATIENCE;
    while searches(town) == before && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The search before was answered; the one behind the lost answer is not.
    order_fault(town, json!({ "kind": "garbage", "method": "getDocumentList" }));
    town.settle().await;
    true
}

async fn take(town: &mut Town, order: usize, turn: Turn) {
    town.note(format!("in doubt: {turn:?}"));
    match turn {
        Turn::Scheduled => {
            // Its clock is hours ahead, and no call to the carrier takes hours.
            town.settle().await;
            town.ahead_ms += RETRY_MS;
            if let Err(failed) = town.tick("orders.retry-waybills").await {
                town.note(format!("tick failed: {failed}"));
            }
        }
        Turn::NotFindable => {
            let kind = *town.dice.pick(&["garbage", "to_many_requests"]);
            order_fault(town, json!({ "kind": kind, "method": "getDocumentList" }));
        }
        Turn::Settled => town.settle().await,
        Turn::Again | Turn::GivenUp | Turn::Cancelled => {
            let act = match turn {
                Turn::Again => desk::retry(town, order),
                Turn::Cancelled => desk::cancellation(town, order),
                Turn::GivenUp | Turn::Scheduled | Turn::NotFindable | Turn::Settled => desk::void(town, order),
            };
            town.act(&act).await;
        }
    }
}

/// A waybill whose outcome is unknown, and what becomes of it in some order.
pub async fn unknown_waybill(town: &mut Town) {
    let Some(order) = desk::any_order(town) else { return };
    if !want(town, order).await {
        return;
    }
    let page = town.get(&format!("/orders/{}", town.books.orders[order].id)).await;
    let newest = page["consignments"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    town.note(format!("in doubt: {} {} {}", newest["id"], newest["stage"], newest["error"]["class"]));
    if newest["error"]["class"] == "unknown" {
        town.doubts += 1;
    }
    let mut turns = TURNS.to_vec();
    town.dice.shuffle(&mut turns);
    turns.truncate(1 + town.dice.below(TURNS_MAX));
    for turn in turns {
        take(town, order, turn).await;
    }
}
