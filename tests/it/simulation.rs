//! The whole pipeline in bad weather.
//!
//! One seed decides what managers, customers, the carrier, the bank and team leads do, which
//! requests fail and how, and which events are delivered again. When the weather clears,
//! everything is ticked until nothing moves, and an auditor compares what Entrepot shows with
//! books of his own: acknowledged answers, and what carrier and bank know to be true.
//!
//! A seed repeats the choices, not the interleaving: ids are fresh and tasks race, on purpose.
//! `ENTREPOT_SIM_SEED` adds a seed to the fixed ones; `ENTREPOT_SIM_SEEDS` runs so many from it on.

mod audit;
mod books;
mod calm;
mod deal;
mod desk;
mod dice;
mod doubt;
mod month;
mod town;
mod weather;

use std::fmt::Write as _;

use dice::Dice;
use town::Town;

/// Always run.
const SEEDS: [u64; 3] = [1, 7, 2_026];
/// Steps of one seed, long enough for parcels to arrive and reversals to follow.
const STEPS: usize = 110;
/// Orders that are there before anything goes wrong.
const FIRST_ORDERS: usize = 4;
/// Steps that are printed of a seed that failed.
const SHOWN_STEPS: usize = 60;
/// Worlds at a time: each waits for the limits of its carrier and bank most of the time.
const WORLDS: usize = 4;

fn seeds() -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.trim().parse::<u64>().ok());
    match (number("ENTREPOT_SIM_SEED"), number("ENTREPOT_SIM_SEEDS")) {
        (None, None) => SEEDS.to_vec(),
        (Some(seed), None) => std::iter::once(seed).chain(SEEDS).collect(),
        (seed, Some(count)) => (0..count).map(|index| seed.unwrap_or(SEEDS[0]).wrapping_add(index)).collect(),
    }
}

/// What happens next. The numbers are shares of a hundred.
async fn step(town: &mut Town) {
    match town.dice.below(100) {
        0..=2 => desk::register_client(town).await,
        3..=11 => desk::create_order(town).await,
        12..=15 => desk::revise(town).await,
        16..=17 => desk::cancel(town).await,
        18..=25 => desk::waybill(town).await,
        26..=27 => doubt::unknown_waybill(town).await,
        28..=43 => deal::customer_pays(town),
        44..=47 => deal::bank_moves(town),
        48..=55 => deal::team_lead(town).await,
        56..=60 => deal::conflict(town).await,
        61..=73 => weather::parcels_move(town),
        74..=79 => weather::fault(town).await,
        80..=91 => weather::tick(town).await,
        92..=95 => weather::redeliver(town).await,
        96 => weather::pushes(town),
        97 => weather::garbage_push(town).await,
        _ => town.settle().await,
    }
}

/// Runs one seed; what the auditor found wrong, with the steps that led there.
async fn run(seed: u64) -> Result<String, String> {
    let started = tokio::time::Instant::now();
    let mut town = Town::start(Dice::new(seed)).await;
    for _ in 0..FIRST_ORDERS {
        desk::register_client(&mut town).await;
        desk::create_order(&mut town).await;
    }
    // Once for certain; afterwards as chance has it.
    doubt::unknown_waybill(&mut town).await;
    let doubts = town.doubts;
    town.same("waybills in doubt before the weather turns", doubts, 1);
    for _ in 0..STEPS {
        step(&mut town).await;
    }
    calm::clear_up(&mut town).await;
    let quiet_after = started.elapsed();
    let report = audit::audit(&mut town).await;
    if std::env::var("SIMDBG").is_ok() {
        for line in &town.log {
            println!("{line}");
        }
        println!("audited {}", started.elapsed().as_millis());
    }
    if town.problems.is_empty() {
        return Ok(format!("seed {seed}: {report}; {} in doubt; quiet after {} s", town.doubts, quiet_after.as_secs()));
    }
    let mut text = format!("seed {seed}: {report}\n");
    for problem in &town.problems {
        let _ = writeln!(text, "  WRONG {problem}");
    }
    for line in town.log.iter().skip(town.log.len().saturating_sub(SHOWN_STEPS)) {
        let _ = writeln!(text, "  {line}");
    }
    Err(text)
}

/// A runtime for each world: when its seed is done, everything that it started ends with it.
fn start(seed: u64) -> std::thread::JoinHandle<Result<String, String>> {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.unwrap_or_else(|error| panic!("{error}")).block_on(run(seed))
    })
}

#[test]
fn everything_adds_up_after_bad_weather() {
    let seeds = seeds();
    println!("seeds {seeds:?}");
    let mut failed = Vec::new();
    for worlds in seeds.chunks(WORLDS) {
        let running: Vec<_> = worlds.iter().map(|seed| (*seed, start(*seed))).collect();
        for (seed, world) in running {
            match world.join().unwrap_or_else(|_| Err(format!("seed {seed} panicked, see above"))) {
                Ok(report) => println!("{report}"),
                Err(wrong) => failed.push(wrong),
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
