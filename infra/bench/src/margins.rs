//! What judging an order anew costs: computing, calls and capacity units.

mod seed;

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use entrepot_aws::{Meter, Usage};
use entrepot_local::engine::{Engine as Embedded, Folder};
use kernel::{Actor, Aggregate, Catalogue};
use profitability::calculation::ProfitabilityCalculation;
use profitability::estimate::LocalEstimate;
use profitability::shipment::Shipment;
use profitability::{CalculationId, ShipmentId};
use runtime::{Accepted, Engine, execute};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, hundredths, ms};
use crate::{Failed, Plan, artifacts, world};
use seed::{Seed, Size};

static CATALOGUES: &[&Catalogue] = &[&profitability::CATALOGUE];
/// As large as the aim names them.
const SIZE: Size = Size { estimate_lines: 1_000, order_lines: 500, orders: 50 };
const SIZE_SHORT: Size = Size { estimate_lines: 100, order_lines: 50, orders: 5 };
/// Bytes of a write unit.
const UNIT_BYTES: u64 = 1_024;

/// What commands of one kind took.
#[derive(Default)]
struct Spent {
    commands: u64,
    usage: Usage,
    /// Write units of the snapshots that followed, beside the commands.
    snapshot_units: u64,
    times: Vec<Duration>,
    /// Bytes of the states that were changed, as JSON.
    state_bytes: u64,
    /// Write units of storing these states anew.
    state_units: u64,
}

/// The pipeline, counted and not.
struct World {
    plain: Engine,
    metered: Engine,
    meter: Arc<Meter>,
}

/// Measures the part.
///
/// # Errors
/// When something fails, or an order is not judged as it should be.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let size = if plan.is_short { SIZE_SHORT } else { SIZE };
    let folder = Folder::temporary()?;
    let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
    let meter = Arc::new(Meter::default());
    let world = World {
        plain: world::engine(CATALOGUES, &embedded, embedded.table()),
        metered: world::engine(CATALOGUES, &embedded, embedded.table().metered(Arc::clone(&meter))),
        meter,
    };
    eprintln!("bench:   {} orders of {} lines", size.orders, size.order_lines);
    let seed = Seed::plant(&world.plain, size).await?;
    let computing = compute(&world.plain, &seed, folder.path()).await?;
    let mut table = Table::new(&[
        "what",
        "calls",
        "read units",
        "write units",
        "and snapshots",
        "ms",
        "state, bytes",
        "units to store it",
        "÷ write units",
    ]);
    table.row(row("the plan changes", &change_plan(&world, &seed).await?));
    table.row(row("an order judged anew, other figures", &recalculate(&world, &seed, true).await?));
    table.row(row("an order judged anew, the same figures", &recalculate(&world, &seed, false).await?));
    embedded.stop();
    Ok(Section {
        name: "margins",
        title: "Judging an order anew",
        text: TEXT.to_owned(),
        tables: vec![(COMPUTING.to_owned(), computing), (STORING.to_owned(), table)],
        notes: NOTES.map(str::to_owned).to_vec(),
    })
}

fn row(what: &str, spent: &Spent) -> [String; 9] {
    let each = |sum: u64| hundredths(sum, spent.commands);
    let states = spent.state_units > 0;
    [
        what.to_owned(),
        each(spent.usage.calls),
        hundredths(spent.usage.read_half_units, spent.commands.saturating_mul(2)),
        each(spent.usage.write_units),
        each(spent.snapshot_units),
        ms(Sample::of(spent.times.iter().copied()).median()),
        if states { grouped(spent.state_bytes.checked_div(spent.commands).unwrap_or_default()) } else { "–".to_owned() },
        if states { each(spent.state_units) } else { "–".to_owned() },
        if states { hundredths(spent.state_units, spent.usage.write_units) } else { "–".to_owned() },
    ]
}

/// The example with the states of the seed, in milliseconds.
async fn compute(engine: &Engine, seed: &Seed, folder: &Path) -> Result<Table, Failed> {
    let example = artifacts::build_example("profitability", "judge").await?;
    let (estimate, shipment) = (folder.join("estimate.json"), folder.join("order.json"));
    std::fs::write(&estimate, serde_json::to_vec(&state::<LocalEstimate>(engine, seed.estimate).await?)?)?;
    std::fs::write(&shipment, serde_json::to_vec(&state::<Shipment>(engine, seed.order()?).await?)?)?;
    let output = Command::new(example).arg(&estimate).arg(&shipment).stderr(Stdio::inherit()).output().await?;
    let figures: Value = serde_json::from_slice(&output.stdout)?;
    let nanos = |name: &str| figures.get(name).and_then(Value::as_u64).ok_or_else(|| format!("no {name} among the figures"));
    let mut table = Table::new(&["computing", "ms"]);
    for (what, name) in [
        ("sums, margins, deviation, every line", "judge_ns"),
        ("the whole decision, its event and its record as they are stored", "decide_ns"),
        ("before it: the estimate from the JSON of its snapshot", "fold_ns"),
    ] {
        table.row([what.to_owned(), hundredths(nanos(name)?, 1_000_000u64)]);
    }
    Ok(table)
}

async fn state<A: Aggregate>(engine: &Engine, id: kernel::Id<A::Kind>) -> Result<A, Failed> {
    let history = engine.ports.store.load(&world::tenant()?, &A::stream(id), A::SNAPSHOT_SCHEMA).await?;
    Ok(history.fold::<A>()?.ok_or("an aggregate of the seed is not there")?.state)
}

/// What storing a state as a whole comes to: its bytes, and a write unit a kilobyte.
fn whole(state: &impl Serialize) -> Result<(u64, u64), Failed> {
    let bytes = u64::try_from(serde_json::to_vec(state)?.len())?;
    Ok((bytes, bytes.div_ceil(UNIT_BYTES)))
}

impl World {
    /// One command, counted.
    async fn send(&self, command: &str, body: Value, actor: Actor, spent: &mut Spent) -> Result<Accepted, Failed> {
        let request = world::request(&self.metered, command, body, actor)?;
        let (before, started) = (self.meter.usage(), Instant::now());
        let accepted = execute(&self.metered, request).await.map_err(|failure| format!("{command}: {failure:?}"))?;
        spent.times.push(started.elapsed());
        let used = self.meter.usage().since(before);
        spent.commands = spent.commands.saturating_add(1);
        spent.usage.calls = spent.usage.calls.saturating_add(used.calls);
        spent.usage.read_half_units = spent.usage.read_half_units.saturating_add(used.read_half_units);
        spent.usage.write_units = spent.usage.write_units.saturating_add(used.write_units);
        Ok(accepted)
    }

    /// The snapshots that follow a commit, counted apart.
    async fn snapshot<A: Aggregate>(&self, id: kernel::Id<A::Kind>, spent: &mut Spent) -> Result<(), Failed> {
        let before = self.meter.usage();
        seed::snapshot::<A>(&self.metered, id).await?;
        spent.snapshot_units = spent.snapshot_units.saturating_add(self.meter.usage().since(before).write_units);
        Ok(())
    }

    async fn count_state<A: Aggregate>(&self, id: kernel::Id<A::Kind>, spent: &mut Spent) -> Result<(), Failed> {
        let (bytes, units) = whole(&state::<A>(&self.plain, id).await?)?;
        spent.state_bytes = spent.state_bytes.saturating_add(bytes);
        spent.state_units = spent.state_units.saturating_add(units);
        Ok(())
    }
}

async fn change_plan(world: &World, seed: &Seed) -> Result<Spent, Failed> {
    let mut spent = Spent::default();
    let body = json!({ "estimate_id": seed.estimate, "plan": seed::PLAN_NEXT, "reason": "Постачальник підняв ціни" });
    world.send("profitability.change-plan", body, seed::administrator(), &mut spent).await?;
    world.snapshot::<LocalEstimate>(seed.estimate, &mut spent).await?;
    world.count_state::<LocalEstimate>(seed.estimate, &mut spent).await?;
    Ok(spent)
}

/// Every order as the reaction to the plan sends it.
async fn recalculate(world: &World, seed: &Seed, is_news: bool) -> Result<Spent, Failed> {
    let mut spent = Spent::default();
    for &order in &seed.orders {
        let body = json!({ "shipment_id": order, "cause": "plan-changed" });
        let before = state::<Shipment>(&world.plain, order).await?.calculations;
        world.send("profitability.recalculate-shipment", body, Actor::system("bench"), &mut spent).await?;
        let after = state::<Shipment>(&world.plain, order).await?;
        if after.calculations.saturating_sub(before) != u32::from(is_news) {
            return Err("an order was not judged anew when it should be".into());
        }
        if is_news {
            let record = record_of(order, after.calculations);
            world.snapshot::<Shipment>(order, &mut spent).await?;
            world.snapshot::<ProfitabilityCalculation>(record, &mut spent).await?;
            world.count_state::<Shipment>(order, &mut spent).await?;
            world.count_state::<ProfitabilityCalculation>(record, &mut spent).await?;
        }
    }
    Ok(spent)
}

fn record_of(order: ShipmentId, number: u32) -> CalculationId {
    CalculationId::derive(&[&order.to_string(), &number.to_string()])
}

const TEXT: &str = "\
An estimate of 1,000 lines and 50 live orders of 500 lines each that wait for a decision and hold goods of it. All are made by the commands that make them in life. \
Then the plan changes, and every order is judged anew, as the reaction to the change sends it: order and estimate are loaded, \
the order is weighed against everything shipped and everything that the others hold, and its event is written together with the record of the judgement, in one transaction.";
const COMPUTING: &str = "Computing alone, in one thread of a process that is always optimised, on the states of this estimate and of one of the orders; medians of 15 samples of a tenth of a second. The aim is 10 ms:";
const STORING: &str = "\
The whole commands, means of all of them, times medians. “And snapshots” are the write units of the snapshots that follow beside the commands. \
“State” is what a design would write anew each time that keeps the newest state of what the command changes instead of events, as JSON, at a write unit a kilobyte and without the transaction:";
const NOTES: [&str; 2] = [
    "Three calls judge an order anew when there is news, two when there is none; the aim was fewer than three. Order and estimate are streams of their own, which two people may change at once, so each is one read, and the news is one write. \
     One read for both would need the order's prices in the estimate's stream as well, written at each edit of the order by everybody: more calls than it saves.",
    "A state of more than 400 KB is no item of DynamoDB any more, whatever its units. Here events of more than 4 KB are stored compressed; the state is counted at its plain bytes, as what stores it without that would be charged.",
];
