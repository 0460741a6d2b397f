//! Samples of price sheets.

use super::{day, line, price, quantity};
use crate::estimate::CostMethod;
use crate::price_sheet::calculate::CalculatePrice;
use crate::price_sheet::publish::PublishPrice;
use crate::price_sheet::record_landed_cost::RecordLandedCost;
use crate::price_sheet::record_purchase::RecordPurchase;
use crate::price_sheet::{CostParts, LandedCost, PriceEvent, PriceVersion, Purchase, Revision, RevisionTrigger};

/// A bearing that costs 126.50, of which the supplier gets 110.00.
pub fn publish() -> PublishPrice {
    PublishPrice {
        product: line("BRG-6204"),
        npss: price("126.50"),
        parts: Some(CostParts { purchase: price("110.00"), logistics: price("12.50"), overhead: price("4.00") }),
        method: CostMethod::Planned,
        trigger: RevisionTrigger::Planned,
        calculated_on: Some(day("2026-11-01")),
        valid_from: None,
    }
}

/// It was published.
pub fn published() -> PriceEvent {
    let PublishPrice { product, npss, parts, method, trigger, .. } = publish();
    let from = day("2026-11-01");
    PriceEvent::Published { product, version: PriceVersion { npss, parts, method, trigger, calculated_on: from, valid_from: from } }
}

/// Bearings that were bought at the planned price.
pub fn purchase() -> RecordPurchase {
    let purchase = Purchase { document: line("ПТУ-00512"), on: day("2026-11-18"), quantity: quantity("400"), price: price("110.00") };
    RecordPurchase { product: line("BRG-6204"), bought_in: kernel::Currency::CNY, purchase }
}

/// Bearings were bought.
pub fn bought(on: &str, count: &str, at: &str) -> PriceEvent {
    let purchase = Purchase { document: line(on), on: day(on), quantity: quantity(count), price: price(at) };
    PriceEvent::PurchaseRecorded { product: line("BRG-6204"), bought_in: kernel::Currency::CNY, purchase }
}

/// Customs took 2,000.00 of duty and 400.00 of the fee for 400 bearings: 6.00 a piece.
pub fn landed() -> RecordLandedCost {
    let landed = LandedCost {
        declaration: line("decl_8a3e9fca307b8bd38fbc702b04a41652"),
        number: Some(line("10005030/211126/0001234")),
        goods: 1,
        on: day("2026-11-21"),
        pieces: Some(quantity("400")),
        duty: price("2000.00"),
        fee: price("400.00"),
    };
    RecordLandedCost { product: line("BRG-6204"), landed }
}

/// It was recorded.
pub fn landed_recorded() -> PriceEvent {
    let RecordLandedCost { product, landed } = landed();
    PriceEvent::LandedCostRecorded { product, landed }
}

/// By the average of six months and 15 % for transport.
#[allow(clippy::expect_used, reason = "a literal, which a test prints")]
pub fn calculate() -> CalculatePrice {
    CalculatePrice { product: line("BRG-6204"), country_factor: "1.15".to_owned().try_into().expect("a literal factor") }
}

/// One of each event.
pub fn events() -> Vec<PriceEvent> {
    vec![
        published(),
        bought("2026-11-18", "400", "110.00"),
        landed_recorded(),
        PriceEvent::RevisionDue { revision: Revision { trigger: RevisionTrigger::ExchangeRate, by: day("2026-11-27") } },
        PriceEvent::Ageing { age_days: 75 },
        PriceEvent::Stale { age_days: 91 },
    ]
}
