//! The whole of Entrepot in one process, as `cargo run` starts it, called over HTTP.

mod caller;
mod lag;
mod load;
mod process;

use std::time::Duration;

use entrepot_local::engine::Folder;

use crate::report::{Section, Table};
use crate::stats::{Sample, grouped, hundredths, ms};
use crate::{Failed, Plan, artifacts};
use caller::Caller;
use load::Load;
use process::Host;

/// Callers at once.
const CALLERS: usize = 8;
/// How long they call.
const LOAD_FOR: Duration = Duration::from_secs(10);
/// Commands a second beside which lag is measured: 1.7 million a day.
const STEADY_PER_SECOND: u32 = 20;
/// Orders whose way into the list is measured.
const LAGS: usize = 200;
/// How long to wait until everything has been delivered.
const DRAIN_MAX: Duration = Duration::from_secs(300);

/// Measures the part.
///
/// # Errors
/// When the host does not start, or refuses something.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let built = artifacts::build(plan.release, &["entrepot-local"]).await?;
    let folder = Folder::temporary()?;
    let host = Host::start(&artifacts::executable(&built, "entrepot")?, &folder.path().join("data")).await?;
    let caller = Caller::sign_in(&host.url).await?;
    let (lags, load_for) = if plan.is_short { (10, Duration::from_secs(2)) } else { (LAGS, LOAD_FOR) };

    eprintln!("bench:   lag at rest");
    let at_rest = lag::measure(&caller, lags).await?;
    eprintln!("bench:   lag under load");
    let steady = Load::steady(&caller, STEADY_PER_SECOND);
    let beside_load = lag::measure(&caller, lags).await?;
    let steady = steady.finish().await?;
    eprintln!("bench:   as fast as it goes");
    let full = Load::full(&caller, CALLERS, load_for).finish().await?;
    let drained = caller.drain(DRAIN_MAX).await?;
    let memory_kib = host.memory_kib()?;
    let started = host.started;
    host.stop().await?;

    let mut notes = vec![
        format!("From the start of the process to its first answer: {} ms, with the demonstration's data being made.", ms(started)),
        format!("After the last command of the full load everything was delivered within {} ms.", grouped(drained.as_millis())),
        format!("Memory then: {} MB.", grouped(memory_kib / 1024)),
    ];
    if full.failed + steady.failed > 0 {
        notes.push(format!("{} commands were not accepted.", full.failed + steady.failed));
    }
    let lags = lag_table(&[("nothing else", &at_rest, 0), ("a steady load", &beside_load, STEADY_PER_SECOND)]);
    let tables = vec![
        (format!("{CALLERS} callers, each with the next command as soon as the last is answered:"), commands_table(&full)),
        ("From the answer of `POST /orders` until the order is found by `GET /orders?q=`:".to_owned(), lags),
    ];
    Ok(Section { name: "host", title: "The local host", text: TEXT.to_owned(), tables, notes })
}

fn commands_table(full: &load::Loaded) -> Table {
    let mut table = Table::new(&["command", "count", "a second", "p50 ms", "p95 ms", "p99 ms"]);
    let all = Sample::of(full.times.values().flatten().copied());
    let each = full.times.iter().map(|(name, times)| (*name, Sample::of(times.iter().copied())));
    for (name, sample) in each.chain([("all", all)]) {
        table.row([
            name.to_owned(),
            grouped(u64::try_from(sample.len()).unwrap_or_default()),
            hundredths(u64::try_from(sample.len()).unwrap_or_default().saturating_mul(1_000), full.took.as_millis()),
            ms(sample.median()),
            ms(sample.percentile(95)),
            ms(sample.percentile(99)),
        ]);
    }
    table
}

fn lag_table(rows: &[(&str, &Sample, u32)]) -> Table {
    let mut table = Table::new(&["beside", "commands a second", "orders", "p50 ms", "p95 ms", "p99 ms"]);
    for (name, sample, per_second) in rows {
        table.row([
            (*name).to_owned(),
            per_second.to_string(),
            grouped(u64::try_from(sample.len()).unwrap_or_default()),
            ms(sample.median()),
            ms(sample.percentile(95)),
            ms(sample.percentile(99)),
        ]);
    }
    table
}

const TEXT: &str = "\
The binary `entrepot` on an empty data folder, called over HTTP on loopback with tokens of its own issuer: \
embedded DynamoDB and S3 on disk, every projection and reaction, the schedules, the demonstration and both simulators run in the same process, and the callers beside it on the same machine. \
Every command goes through the token check, the pipeline and the store; each is on an order of its own. \
What is measured is the whole machine, not the pipeline: on AWS each function has its own.";
