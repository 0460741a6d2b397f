//! What it costs to find the order of a payment among ever more open orders.

mod deals;
mod seed;

use std::sync::Arc;
use std::time::Instant;

use entrepot_aws::{Meter, Usage};
use entrepot_local::engine::{Engine as Embedded, Folder};
use kernel::catalogue::aggregate;
use kernel::command::command;
use kernel::view::view;
use kernel::{Actor, Aggregate, Catalogue};
use orders::client::Client;
use orders::company::Company;
use orders::order::Order;
use orders::payment::{Payment, PaymentStatus};
use orders::views::match_index::MatchIndexFromOrder;
use runtime::{Engine, execute};
use serde_json::json;

use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, hundredths, ms};
use crate::{Failed, Plan, world};

/// Open orders that share nothing with the payments.
const SIZES: [u64; 3] = [100, 10_000, 100_000];
/// Payments that are evaluated at each size.
const PAYMENTS: u64 = 20;

/// Of the orders context, what is needed here.
static CATALOGUE: Catalogue = Catalogue {
    context: "orders",
    aggregates: &[aggregate::<Client>(), aggregate::<Company>(), aggregate::<Order>(), aggregate::<Payment>()],
    commands: &[
        command::<orders::client::register::RegisterClient>(),
        command::<orders::company::register::RegisterCompany>(),
        command::<orders::order::create::CreateOrder>(),
        command::<orders::payment::evaluate::EvaluatePayment>(),
    ],
    queries: &[],
    lookups: &[],
    views: &[view::<MatchIndexFromOrder>()],
    reactions: &[],
    listeners: &[],
    schedules: &[],
    webhooks: &[],
};
static CATALOGUES: &[&Catalogue] = &[&CATALOGUE];

/// What the evaluations at one size took.
#[derive(Default)]
struct Evaluated {
    usage: Usage,
    times: Vec<std::time::Duration>,
    matched: u64,
}

/// Measures the part.
///
/// # Errors
/// When something fails, or a seeded order is not found again.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let folder = Folder::temporary()?;
    let embedded = Embedded::on_disk(&folder.path().join("data")).await?;
    let meter = Arc::new(Meter::default());
    let plain = world::engine(CATALOGUES, &embedded, embedded.table());
    let metered = world::engine(CATALOGUES, &embedded, embedded.table().metered(Arc::clone(&meter)));
    let mut table = Table::new(&["other open orders", "calls", "read units", "write units", "ms", "÷ first", "matched"]);
    let mut first = None;
    let mut seeded = 0;
    let sizes = if plan.is_short { &SIZES[..2] } else { &SIZES[..] };
    for (round, &size) in (0_u64..).zip(sizes) {
        eprintln!("bench:   {size} orders");
        seed::orders(&embedded, seeded, size)?;
        seed::check(&plain, size.saturating_sub(1)).await?;
        seeded = size;
        let mut evaluated = Evaluated::default();
        for n in 0..PAYMENTS {
            evaluate(&plain, &metered, &meter, round.saturating_mul(PAYMENTS).saturating_add(n), &mut evaluated).await?;
        }
        let median = Sample::of(evaluated.times).median();
        let usage = evaluated.usage;
        table.row([
            grouped(size),
            hundredths(usage.calls, PAYMENTS),
            hundredths(usage.read_half_units, PAYMENTS.saturating_mul(2)),
            hundredths(usage.write_units, PAYMENTS),
            ms(median),
            hundredths(median.as_micros(), first.get_or_insert(median).as_micros()),
            format!("{} of {PAYMENTS}", evaluated.matched),
        ]);
    }
    embedded.stop();
    Ok(Section {
        name: "match",
        title: "Finding the order of a payment",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), table)],
        notes: Vec::new(),
    })
}

/// Evaluates one payment that is for one of three orders it shares something with.
async fn evaluate(plain: &Engine, metered: &Engine, meter: &Meter, n: u64, evaluated: &mut Evaluated) -> Result<(), Failed> {
    let payment = deals::make(plain, n).await?;
    let request = world::request(metered, "orders.evaluate-payment", json!({ "payment_id": payment }), Actor::system("bench"))?;
    // A function that has just started asks once which build of the view serves; a warm one knows.
    seed::check(metered, 0).await?;
    let before = meter.usage();
    let started = Instant::now();
    execute(metered, request).await.map_err(|failure| failure.into_fault().chain())?;
    evaluated.times.push(started.elapsed());
    let used = meter.usage().since(before);
    let usage = &mut evaluated.usage;
    usage.calls = usage.calls.saturating_add(used.calls);
    usage.read_half_units = usage.read_half_units.saturating_add(used.read_half_units);
    usage.write_units = usage.write_units.saturating_add(used.write_units);
    let history = plain.ports.store.load(&world::tenant()?, &Payment::stream(payment), Payment::SNAPSHOT_SCHEMA).await?;
    let is_matched = history.fold::<Payment>()?.is_some_and(|loaded| loaded.state.status() == PaymentStatus::Matched);
    evaluated.matched = evaluated.matched.saturating_add(u64::from(is_matched));
    Ok(())
}

const TEXT: &str = "\
A payment is evaluated while ever more other orders wait for money that share nothing with it: not the number, the amount, the telephone nor a word of the name. \
Three orders do share something: the one whose number, amount, client and company it quotes, and two more of the same amount. \
The evaluation reads the payment, asks who owns the number, makes one search a signal, loads those three orders, decides, and writes payment and order in one transaction. \
Calls and units must not grow with the other orders; time is of the embedded engine on a disk.";
