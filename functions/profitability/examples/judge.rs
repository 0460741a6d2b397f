//! How long judging an order anew takes: nothing but computing, in one thread. A part of
//! `cargo xtask bench margins`, which hands it the states of a real estimate and of a real order,
//! each in a file, and reads the figures from its output.

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;
use std::time::{Duration, Instant};

use kernel::aggregate::{History, Snapshot};
use kernel::{Aggregate, Command, Event, Facts, Want};
use profitability::calculation::{Question, judge};
use profitability::estimate::LocalEstimate;
use profitability::settings::DeviationRule;
use profitability::shipment::Shipment;
use profitability::shipment::event::RecalculatedBecause;
use profitability::shipment::recalculate::RecalculateShipment;
use serde_json::{Value, json};

/// Samples of which the median is taken.
const SAMPLES: usize = 15;
/// How long a sample is, so that the clock's own steps do not count.
const SAMPLE: Duration = Duration::from_millis(100);

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let estimate = read(files.next())?;
    let shipment: Shipment = serde_json::from_value(read(files.next())?)?;
    let estimate = History { snapshot: Some(snapshot(estimate)), commits: Vec::new() };
    let loaded = estimate.fold::<LocalEstimate>()?.ok_or("there is no estimate")?.state;
    let want = Want::aggregate::<LocalEstimate>(shipment.estimate);
    let mut facts = Facts::default();
    facts.put_aggregate(&want, &estimate)?;
    let context = testkit::context();
    let today = context.now.day_in(context.settings.time_zone);
    let (id, lines) = (Some(shipment.id), shipment.lines.as_slice());
    let question = Question { estimate: &loaded, shipment: id, lines, rule: DeviationRule::Lenient, today };
    judge(&question)?;
    // Somebody asks, so that the answer is told whatever it is.
    let request = Some(kernel::Line::new("bench")?);
    let command = RecalculateShipment { shipment_id: shipment.id, cause: RecalculatedBecause::Requested, request };
    let decide = || -> Result<Vec<Value>, Box<dyn Error>> {
        let decision = command.decide(Some(&shipment), &facts, &context).map_err(|refusal| format!("{refusal:?}"))?;
        let mut written: Vec<Value> = decision.others.into_iter().flat_map(|append| append.events).collect();
        for event in &decision.events {
            written.push(event.write()?);
        }
        Ok(written)
    };
    if decide()?.len() != 2 {
        return Err("a judgement is an event of the order and a record".into());
    }
    let figures = json!({
        "judge_ns": nanos(|| drop(black_box(judge(black_box(&question)))))?,
        "decide_ns": nanos(|| drop(black_box(decide())))?,
        "fold_ns": nanos(|| drop(black_box(black_box(&estimate).fold::<LocalEstimate>())))?,
    });
    println!("{figures}");
    Ok(())
}

fn read(file: Option<String>) -> Result<Value, Box<dyn Error>> {
    let file = file.ok_or("expected the files of an estimate and of an order")?;
    Ok(serde_json::from_reader(BufReader::new(File::open(file)?))?)
}

fn snapshot(state: Value) -> Snapshot {
    Snapshot { version: 1, schema: LocalEstimate::SNAPSHOT_SCHEMA, state, keys: Vec::new() }
}

/// The median of samples, each the mean of as many runs as fit into it.
fn nanos(work: impl Fn()) -> Result<u64, Box<dyn Error>> {
    let sample = |_| {
        let (started, mut done) = (Instant::now(), 0_u32);
        while started.elapsed() < SAMPLE {
            work();
            done = done.saturating_add(1);
        }
        started.elapsed().checked_div(done).unwrap_or_default()
    };
    let mut samples: Vec<Duration> = (0..SAMPLES).map(sample).collect();
    samples.sort_unstable();
    let median = samples.get(SAMPLES / 2).copied().unwrap_or_default();
    Ok(u64::try_from(median.as_nanos())?)
}
