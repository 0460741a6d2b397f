//! Samples of obligations: flour and a sieve, owed by the sample seller to the sample buyer.

use kernel::{Currency, Percentage};
use tax::SupplyKind;

use super::contracts::contract_id;
use super::parties::{buyer_id, seller_id};
use super::{day, line, literal, money};
use crate::obligation::{Article, Duty, Goods, Obligation, ObligationEvent, ObligationLine, Portion, SettledBy, StockUnit, Undertaken};
use crate::{FactId, InvoiceId, ObligationId, PaymentId};

/// The obligation of the samples.
pub fn obligation_id() -> ObligationId {
    ObligationId::derive(&["sample"])
}

/// A line of goods under the standard rate.
pub fn goods_line(n: u16, code: &str, quantity: &str, unit: &str, price: &str) -> ObligationLine {
    ObligationLine {
        n,
        article: Article { code: line(code), name: line(code) },
        supply: SupplyKind::Goods,
        tax_code: literal("standard"),
        quantity: literal(quantity),
        unit: literal(unit),
        price: money(price, Currency::UAH),
        discount: None,
        stock: None,
    }
}

/// A hundred kilograms of flour at 10.00, kept in tonnes, and four sieves at 150.00 with 60.00 off.
pub fn lines() -> Vec<ObligationLine> {
    let tonnes = StockUnit { unit: literal("t"), numerator: 1, denominator: 1_000 };
    vec![
        ObligationLine { stock: Some(tonnes), ..goods_line(1, "FLOUR-1", "100", "kg", "10.00") },
        ObligationLine { discount: Some(money("60.00", Currency::UAH)), ..goods_line(2, "SIEVE-08", "4", "pcs", "150.00") },
    ]
}

/// To deliver them by the end of November, five percent more at most.
pub fn delivery() -> Undertaken {
    Undertaken {
        id: obligation_id(),
        contract: Some(contract_id()),
        from: seller_id(),
        to: buyer_id(),
        duty: Duty::Deliver(Goods { lines: lines(), price_includes_tax: false }),
        due: day("2026-11-30"),
        tolerance: Percentage::from_hundredths(500),
        annex: Some(line("Специфікація 1")),
    }
}

/// Somebody owes it.
pub fn undertaken() -> ObligationEvent {
    ObligationEvent::Undertaken(delivery())
}

/// The buyer owes 1,200.00 for an invoice.
pub fn owed() -> ObligationEvent {
    let invoice = InvoiceId::derive(&["sample"]);
    let amount = money("1200.00", Currency::UAH);
    Obligation::owed(invoice, Some(contract_id()), buyer_id(), seller_id(), amount, day("2026-12-05"))
}

/// Some of the sample delivery is fulfilled.
pub fn fulfilled(portions: &[(u16, &str)]) -> ObligationEvent {
    let portion = |(line, quantity): &(u16, &str)| Portion { line: *line, quantity: literal(quantity) };
    ObligationEvent::Fulfilled { fact: FactId::derive(&["sample"]), portions: portions.iter().map(portion).collect() }
}

/// Money settles some of the sample debt.
pub fn settled(amount: &str) -> ObligationEvent {
    let by = SettledBy::Payment { payment: PaymentId::derive(&["sample"]) };
    ObligationEvent::Settled { by, amount: money(amount, Currency::UAH) }
}

/// One of each event of an obligation.
pub fn obligation_events() -> Vec<ObligationEvent> {
    let fact = FactId::derive(&["sample", "reversal"]);
    let portions = vec![Portion { line: 1, quantity: literal("40") }];
    let by = SettledBy::CreditNote { invoice: InvoiceId::derive(&["sample", "credit"]) };
    vec![
        undertaken(),
        fulfilled(&[(1, "40")]),
        ObligationEvent::Unfulfilled { fact, portions },
        settled("1000.00"),
        ObligationEvent::Unsettled { by, amount: money("1000.00", Currency::UAH) },
        ObligationEvent::Waived { reason: line("Замінено новішою моделлю") },
        ObligationEvent::Cancelled { reason: line("За згодою сторін") },
        ObligationEvent::Breached { reason: line("Не доставлено вчасно"), on: day("2026-11-20") },
    ]
}
