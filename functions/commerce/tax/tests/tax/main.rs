//! What holds the tax engine and its data.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "tests fail by panicking")]

mod cases;
mod credit;
mod data;
mod decisions;
mod laws;
mod regimes;
mod rounding;

use kernel::{Currency, Money, Percentage};
use tax::{CountryCode, LinePrice, PlaceHints, ProductTaxCode, Registration, SupplyKind, SupplyLine, TaxContext, Trader};

fn day(text: &str) -> kernel::Day {
    text.parse().unwrap()
}

fn rub(amount: &str) -> Money {
    Money::parse(amount, Currency::RUB).unwrap()
}

/// A party with one regime in its own country, or with none.
fn trader(country: &str, regime: &str) -> Trader {
    let jurisdiction = CountryCode::new(country).unwrap();
    let registration = |regime| Registration { jurisdiction: jurisdiction.clone(), regime, from: day("1990-01-01"), until: None };
    let registrations = if regime.is_empty() { vec![] } else { vec![registration(regime.parse().unwrap())] };
    Trader { jurisdiction, registrations }
}

fn total(n: u32, kind: SupplyKind, code: &str, amount: Money) -> SupplyLine {
    SupplyLine { n, kind, code: ProductTaxCode::new(code).unwrap(), price: LinePrice::Total(amount) }
}

fn unit(n: u32, code: &str, price: Money, quantity: &str, discount: i64) -> SupplyLine {
    let price = LinePrice::Unit { price, quantity: quantity.parse().unwrap(), discount: Percentage::from_hundredths(discount) };
    SupplyLine { n, kind: SupplyKind::Goods, code: ProductTaxCode::new(code).unwrap(), price }
}

/// A sale between two Russian companies on the general system, prices without tax.
fn russian(on: &str, lines: Vec<SupplyLine>) -> TaxContext {
    TaxContext {
        tax_point: day(on),
        currency: Currency::RUB,
        seller: trader("RU", "general"),
        buyer: trader("RU", "general"),
        price_includes_tax: false,
        procedure: None,
        place: PlaceHints::default(),
        rounding: None,
        verified_only: false,
        lines,
    }
}
