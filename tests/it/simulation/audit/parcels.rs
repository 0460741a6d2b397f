//! What the carrier knows of parcels is what orders show.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::town::Town;
use super::super::weather;
use super::{Shown, items, text};

/// A waybill as the carrier knows it.
struct Parcel {
    own_reference: String,
    number: String,
    /// Status of the order that it stands for; `None` when the waybill is gone.
    status: Option<&'static str>,
    /// The same, of what the carrier tells in another order than it happened: steps of one
    /// instant cannot be told apart but by how far along the way they are.
    told: Option<&'static str>,
    /// The carrier ever had it.
    moved: bool,
}

/// Rule 4.2 over everything that happened to a parcel.
fn status(codes: &[u64]) -> Option<&'static str> {
    let mut status = "SHIPPING_CREATED";
    for code in codes {
        match code {
            // Only a waybill whose parcel never moved is gone when the carrier does not know it.
            2 | 3 if status == "SHIPPING_CREATED" => return None,
            4..=8 | 12 | 14 | 41 | 101 => status = "SHIPPED",
            9..=11 | 106 => status = "DELIVERED",
            102 | 103 | 108 => status = "RETURNED",
            105 | 111 => status = "DELIVERY_FAILED",
            _ => {}
        }
    }
    Some(status)
}

/// How far along the way, of one instant: deleted or lost, on its way, at rest, gone wrong, refused, received.
fn precedence(code: u64) -> u8 {
    match code {
        2 | 3 => 1,
        4..=6 | 12 | 41 | 101 => 2,
        7 | 8 | 14 => 3,
        105 | 111 => 4,
        102 | 103 | 108 => 5,
        9..=11 | 106 => 6,
        _ => 0,
    }
}

fn parcel(waybill: &Value) -> Parcel {
    let step = |step: &Value| Some((step["at"].as_str()?.split('.').next()?.to_owned(), step["code"].as_u64()?));
    let mut steps: Vec<(String, u64)> = items(&waybill["history"]).iter().filter_map(step).collect();
    let codes: Vec<u64> = steps.iter().map(|(_, code)| *code).collect();
    steps.sort_by_key(|(at, code)| (at.clone(), precedence(*code)));
    let told: Vec<u64> = steps.iter().map(|(_, code)| *code).collect();
    let moved = codes.iter().any(|code| !matches!(code, 1..=3));
    let (own_reference, number) = (text(&waybill["own_reference"]), text(&waybill["number"]));
    Parcel { own_reference, number, status: status(&codes), told: status(&told), moved }
}

pub fn audit(town: &mut Town, shown: &Shown) {
    let parcels: Vec<Parcel> = weather::waybills(town).iter().map(parcel).collect();
    let mut by_reference: BTreeMap<&str, usize> = BTreeMap::new();
    for parcel in &parcels {
        *by_reference.entry(&parcel.own_reference).or_default() += 1;
    }
    for (reference, count) in by_reference {
        town.same(&format!("waybills of the own reference {reference}"), count, 1);
    }
    let mut owned = 0;
    for (id, page) in &shown.orders {
        let label = format!("{}/", text(&page["number"]));
        let mut own: Vec<&Parcel> = parcels.iter().filter(|parcel| parcel.own_reference.starts_with(&label)).collect();
        own.sort_by_key(|parcel| index(&parcel.own_reference));
        owned += own.len();
        order(town, id, page, &own);
    }
    town.same("waybills with an order", owned, parcels.len());
}

/// Which of its order's consignments a reference names: `26-048217-5/2-…` is the second.
fn index(own_reference: &str) -> usize {
    let behind = own_reference.split('/').nth(1).unwrap_or("");
    behind.split('-').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

fn order(town: &mut Town, id: &str, page: &Value, own: &[&Parcel]) {
    let consignments = items(&page["consignments"]);
    let what = format!("order {} ({id})", text(&page["number"]));
    for parcel in own {
        let found = consignments.iter().find(|consignment| consignment["id"] == parcel.own_reference.as_str());
        let Some(found) = found else {
            town.wrong(format!("{what} does not know its waybill {}", parcel.number));
            continue;
        };
        let shown = (text(&found["waybill"]), text(&found["stage"]));
        let stage = if parcel.status.is_some() { "WAYBILL" } else { "VOID" };
        if parcel.status.is_some() || shown.1 == "WAYBILL" {
            town.same(&format!("waybill of {} of {what}", parcel.own_reference), shown, (parcel.number.clone(), stage.to_owned()));
        }
    }
    let live = consignments.iter().filter(|consignment| consignment["live"] == true).count();
    let travelling = own.iter().filter(|parcel| parcel.status.is_some_and(|status| status != "RETURNED")).count();
    if live > 1 || travelling > 1 {
        town.wrong(format!("{what} has {live} live consignments, and {travelling} waybills at the carrier"));
    }
    let last = own.iter().rev().find(|parcel| parcel.status.is_some());
    let cancelled = !page["cancelled"].is_null();
    let by_carrier = |status: Option<&'static str>| if cancelled { "CANCELLED" } else { status.unwrap_or("NEW") };
    let happened = by_carrier(last.and_then(|parcel| parcel.status));
    if page["status"] != by_carrier(last.and_then(|parcel| parcel.told)) {
        town.same(&format!("status of {what}"), text(&page["status"]), happened.to_owned());
    }
    if cancelled && own.iter().any(|parcel| parcel.moved) {
        let raised = items(&page["exceptions"]).contains(&Value::from("shipped-after-cancel"));
        let returned_before = own.iter().filter(|parcel| parcel.moved).all(|parcel| parcel.status == Some("RETURNED"));
        if !raised && !returned_before {
            town.wrong(format!("a parcel of {what} moves, it is cancelled, and nobody is told: {}", page["exceptions"]));
        }
    }
}
