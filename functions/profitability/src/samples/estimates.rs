//! Samples of estimates.

use super::clients::client_id;
use super::shipments::shipment_id;
use super::{day, line, literal, money, percent, price, quantity};
use crate::EstimateId;
use crate::estimate::create::{CreateEstimate, GivenCost, NewLine};
use crate::estimate::{
    ClosedBecause, CostMethod, Created, EstimateEvent, EstimateLine, Lease, LineCost, LocalEstimate, OrderedLine, ShippedLine, Standing,
    Sums,
};
use crate::tally::Tally;

/// The estimate of the samples.
pub fn estimate_id() -> EstimateId {
    LocalEstimate::id_of("ЛС-2026-0731")
}

fn new_line(product: &str, name: &str, unit: &str, count: &str, at: &str, cost: Option<GivenCost>) -> NewLine {
    NewLine {
        product: line(product),
        name: line(name),
        unit: Some(line(unit)),
        quantity: quantity(count),
        price: price(at),
        cost,
        non_liquid: false,
    }
}

/// Bearings and belts of two business units, made by a manager: costs come from the price sheets.
pub fn create() -> CreateEstimate {
    CreateEstimate {
        estimate_id: Some(estimate_id()),
        number: line("ЛС-2026-0731"),
        client_id: Some(client_id()),
        client_code: None,
        client_name: None,
        manager: None,
        unit: line("bearings"),
        from: day("2026-11-01"),
        until: day("2026-12-31"),
        lines: vec![
            new_line("BRG-6204", "Подшипник 6204-2RS", "bearings", "100", "250.00", None),
            new_line("BLT-A1250", "Ремень клиновой A-1250", "drives", "50", "1000.00", None),
        ],
        plan: None,
        total: None,
        net_of_vat: true,
    }
}

/// The same as the accounting system sends it, with costs: 100 at 250.00 that cost 200.00, and 50
/// at 1 000.00 that cost 750.00.
pub fn import() -> CreateEstimate {
    let mut import = create();
    let cost = |npss| Some(GivenCost { npss: price(npss), calculated_on: day("2026-11-01"), method: CostMethod::Planned });
    for (line, npss) in import.lines.iter_mut().zip(["200.00", "750.00"]) {
        line.cost = cost(npss);
    }
    import.manager = Some(line("manager"));
    import
}

/// What was made of it.
pub fn created_data() -> Created {
    let import = import();
    let row = |(number, new): (u16, &NewLine)| EstimateLine {
        line: number,
        product: new.product.clone(),
        name: new.name.clone(),
        unit: new.unit.clone().unwrap_or_else(|| line("bearings")),
        quantity: new.quantity,
        price: new.price,
        amount: money(if number == 1 { "25000.00" } else { "50000.00" }),
        cost: new.cost.map_or(LineCost::Missing, |cost| LineCost::given(cost.npss, cost.method, cost.calculated_on)),
        non_liquid: new.non_liquid,
    };
    Created {
        id: estimate_id(),
        number: import.number.clone(),
        client: client_id(),
        client_name: super::clients::note().name,
        manager: line("manager"),
        unit: import.unit.clone(),
        currency: money("0").currency(),
        lines: (1u16..).zip(&import.lines).map(row).collect(),
        plan: percent(2_333),
        total: money("75000.00"),
        from: import.from,
        until: import.until,
        advisory: false,
    }
}

/// It was made.
pub fn created() -> EstimateEvent {
    EstimateEvent::Created(created_data())
}

/// Somebody edits it from the time of the tests on.
pub fn leased(holder: &str) -> EstimateEvent {
    let lease = Lease {
        holder: line(holder),
        holder_name: line("Ирина Ковалёва"),
        token: 1,
        since: literal("2026-11-21T08:30:00Z"),
        until: literal("2026-11-21T08:35:00Z"),
    };
    EstimateEvent::LeaseTaken { lease }
}

/// It was prolonged because the goods of a line are late.
pub fn extended(line: u16) -> EstimateEvent {
    EstimateEvent::Extended { until: day("2027-01-08"), line, arrives_on: day("2026-12-29") }
}

/// The order of the samples holds so much of a line.
pub fn placed(line: u16, count: &str) -> EstimateEvent {
    let lines = vec![OrderedLine { line, quantity: quantity(count) }];
    EstimateEvent::OrderPlaced { shipment: shipment_id(), number: super::line("УТ-001287"), lines }
}

/// So much of a line, for so much, at so much cost.
pub fn sums(line: u16, count: &str, revenue: &str, cost: &str) -> ShippedLine {
    ShippedLine { line, sums: Sums { quantity: Tally::from(quantity(count)), revenue: money(revenue), cost: money(cost) } }
}

/// The order of the samples was shipped in part.
pub fn shipped(line: u16, count: &str, revenue: &str, cost: &str) -> EstimateEvent {
    EstimateEvent::GoodsShipped {
        shipment: shipment_id(), number: super::line("УТ-001287"), lines: vec![sums(line, count, revenue, cost)]
    }
}

/// One of each event.
pub fn events() -> Vec<EstimateEvent> {
    let shipment = shipment_id();
    vec![
        created(),
        EstimateEvent::PlanChanged {
            from: percent(2_333), to: percent(2_500), reason: line("Поставщик снизил цены"), advisory: false
        },
        EstimateEvent::Renewed { until: day("2027-01-15"), reason: line("Клиент переносит закупку") },
        extended(1),
        EstimateEvent::Expired,
        EstimateEvent::Closed {
            because: ClosedBecause::Person,
            reason: Some(line("Клиент отказался от остатка")),
            actual: Some(percent(2_000)),
            fulfilment: Some(percent(2_000)),
        },
        EstimateEvent::Cancelled { reason: line("Клиент выбрал другого поставщика") },
        leased("manager"),
        EstimateEvent::LeaseReleased { token: 1 },
        EstimateEvent::LeaseBroken { token: 1, reason: line("Сотрудник в отпуске") },
        placed(1, "60"),
        EstimateEvent::OrderMoved { shipment, standing: Standing::Approved },
        EstimateEvent::OrderReleased { shipment },
        shipped(1, "60", "15000.00", "12000.00"),
        EstimateEvent::GoodsReturned { shipment, lines: vec![sums(1, "10", "2500.00", "2000.00")] },
    ]
}
