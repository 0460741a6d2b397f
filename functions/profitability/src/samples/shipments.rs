//! Samples of orders under an estimate, and of their judgements.

use super::estimates::{created_data, estimate_id};
use super::{day, line, literal, price, quantity};
use crate::calculation::{CalculationEvent, OrderLine, Question, Record, judge};
use crate::estimate::{EstimateEvent, LocalEstimate};
use crate::settings::DeviationRule;
use crate::{CalculationId, ShipmentId};

/// The order of the samples.
pub fn shipment_id() -> ShipmentId {
    ShipmentId::derive(&["1c", "УТ-001287"])
}

/// The record of its first judgement.
pub fn calculation_id() -> CalculationId {
    CalculationId::derive(&["sample"])
}

/// 60 bearings at 240.00 and 10 belts at 1 000.00: bearings below their estimate's price.
pub fn order_lines() -> Vec<OrderLine> {
    vec![
        OrderLine { line: 1, quantity: quantity("60"), price: price("240.00") },
        OrderLine { line: 2, quantity: quantity("10"), price: price("1000.00") },
    ]
}

/// The estimate of the samples after some events.
#[allow(clippy::expect_used, reason = "samples follow from each other, which a test checks")]
pub fn estimate(events: &[EstimateEvent]) -> LocalEstimate {
    let meta = kernel::Meta {
        at: literal("2026-11-02T09:00:00Z"),
        actor: kernel::Actor::system("samples"),
        command: "samples".to_owned(),
        correlation: crate::CalculationId::derive(&[]).uuid(),
        causation: None,
    };
    let created = EstimateEvent::Created(created_data());
    let all: Vec<EstimateEvent> = std::iter::once(created).chain(events.iter().cloned()).collect();
    kernel::aggregate::fold_events(None, &all, &meta).ok().flatten().expect("a possible history")
}

/// The judgement of the order under an estimate that nothing was shipped of.
#[allow(clippy::expect_used, reason = "small sums")]
pub fn record() -> Record {
    let estimate = estimate(&[]);
    let lines = order_lines();
    let question = Question {
        estimate: &estimate,
        shipment: Some(shipment_id()),
        lines: &lines,
        rule: DeviationRule::Lenient,
        today: day("2026-11-21"),
    };
    let judgement = judge(&question).expect("small sums");
    let mut facts = judgement.figures;
    facts.calculation = calculation_id();
    facts.calculated_at = literal("2026-11-21T08:30:00Z");
    Record {
        id: calculation_id(),
        shipment: shipment_id(),
        number: line("УТ-001287"),
        estimate: estimate_id(),
        estimate_version: 1,
        rule: DeviationRule::Lenient,
        facts,
        components: judgement.components,
    }
}

/// It was recorded.
pub fn recorded() -> CalculationEvent {
    CalculationEvent::Recorded(Box::new(record()))
}
