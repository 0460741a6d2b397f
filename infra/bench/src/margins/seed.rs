//! An estimate and orders that wait for a decision, made by the commands that make them in life.

use kernel::{Actor, Aggregate, Id, Role};
use profitability::estimate::LocalEstimate;
use profitability::shipment::Shipment;
use profitability::{ClientId, EstimateId, ShipmentId};
use runtime::{Engine, deliver, execute};
use serde_json::{Value, json};

use crate::{Failed, world};

/// How much is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Lines of the estimate.
    pub estimate_lines: u32,
    /// Lines of each order.
    pub order_lines: u32,
    /// Orders.
    pub orders: u32,
}

/// The plan to which it is changed, in hundredths of a percent; at first it is 20.00.
pub const PLAN_NEXT: i64 = 2_150;
/// Every order begins so many lines after the one before.
const STEP_LINES: u32 = 37;
/// Why the orders are below the plan.
const JUSTIFICATION: &str = "Клієнт забирає залишок кошторису до кінця місяця й платить наперед, інакше піде до іншого постачальника.";

/// What was made.
pub struct Seed {
    /// The estimate.
    pub estimate: EstimateId,
    /// The orders.
    pub orders: Vec<ShipmentId>,
}

/// Who brings what the accounting system decided: costs among it.
pub fn administrator() -> Actor {
    Actor { id: "1c@dnipro-trade.example".to_owned(), name: "1C".to_owned(), roles: vec![Role::Administrator] }
}

impl Seed {
    /// Makes all of it.
    ///
    /// # Errors
    /// When a command fails.
    pub async fn plant(engine: &Engine, size: Size) -> Result<Self, Failed> {
        let estimate = EstimateId::derive(&["bench"]);
        send(engine, "profitability.create-estimate", body_of(estimate, size), administrator()).await?;
        snapshot::<LocalEstimate>(engine, estimate).await?;
        let mut orders = Vec::new();
        for n in 0..size.orders {
            let order = ShipmentId::derive(&["bench", &n.to_string()]);
            let lines: Vec<Value> = (0..size.order_lines).map(|line| line_of(n, line, size)).collect();
            let body = json!({ "shipment_id": order, "number": format!("ЗК-{n:06}"), "estimate_id": estimate, "lines": lines });
            send(engine, "profitability.create-shipment", body, world::manager()).await?;
            let body = json!({ "shipment_id": order, "justification": JUSTIFICATION });
            send(engine, "profitability.submit-shipment", body, world::manager()).await?;
            snapshot::<Shipment>(engine, order).await?;
            snapshot::<LocalEstimate>(engine, estimate).await?;
            orders.push(order);
        }
        Ok(Self { estimate, orders })
    }

    /// One of the orders.
    ///
    /// # Errors
    /// When there are none.
    pub fn order(&self) -> Result<ShipmentId, Failed> {
        self.orders.last().copied().ok_or_else(|| "no orders were made".into())
    }
}

fn product(line: u32) -> String {
    format!("ART-{line:05}")
}

fn hryvnias(minor: u32) -> Value {
    json!({ "amount": format!("{}.{:02}", minor / 100, minor % 100), "currency": "UAH" })
}

/// Prices a quarter above their costs: a plan of 20.00 %.
fn body_of(estimate: EstimateId, size: Size) -> Value {
    let line = |n: u32| {
        let cost = n.saturating_mul(88).saturating_add(800);
        json!({
            "product": product(n), "name": format!("Підшипник кульковий, артикул {n:05}"), "unit": format!("unit-{}", n % 3),
            "quantity": "1000.5", "price": hryvnias(cost.saturating_mul(5) / 4),
            "cost": { "npss": hryvnias(cost), "calculated_on": "2026-11-01" },
        })
    };
    json!({
        "estimate_id": estimate, "number": "КШ-2026-0001", "client_id": ClientId::derive(&["bench"]), "client_name": "ТОВ «Північ»",
        "unit": "unit-0", "from": "2026-11-01", "until": "2027-11-01",
        "lines": (0..size.estimate_lines).map(line).collect::<Vec<_>>(),
    })
}

/// A tenth below the estimate's price.
fn line_of(order: u32, line: u32, size: Size) -> Value {
    let n = order.saturating_mul(STEP_LINES).saturating_add(line).checked_rem(size.estimate_lines).unwrap_or_default();
    let cost = n.saturating_mul(88).saturating_add(800);
    json!({ "product": product(n), "quantity": format!("{}.125", n % 9 + 1), "price": hryvnias(cost.saturating_mul(9) / 8) })
}

async fn send(engine: &Engine, command: &str, body: Value, actor: Actor) -> Result<(), Failed> {
    let request = world::request(engine, command, body, actor)?;
    execute(engine, request).await.map_err(|failure| format!("{command}: {failure:?}"))?;
    Ok(())
}

/// The snapshot of the newest commit, if the reader of the table's stream would write one.
///
/// # Errors
/// When the stream is not there.
pub async fn snapshot<A: Aggregate>(engine: &Engine, id: Id<A::Kind>) -> Result<(), Failed> {
    let (tenant, stream) = (world::tenant()?, A::stream(id));
    let version = engine.ports.store.load(&tenant, &stream, A::SNAPSHOT_SCHEMA).await?.version();
    let commit = engine.ports.store.commit(&tenant, &stream, version).await?.ok_or("a commit that was written is not there")?;
    let bytes = commit.events.iter().map(|event| event.to_string().len()).sum();
    deliver::snapshot(engine, &tenant, &stream, version, bytes).await?;
    Ok(())
}
