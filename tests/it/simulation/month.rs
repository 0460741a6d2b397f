//! A month of orders and approvals.
//!
//! The real `profitability` and `approvals`, in memory, with everything around them that goes
//! wrong: events late, twice and in any order; an ELMA that is down for hours, answers late or
//! not at all, and decides what was decided elsewhere; clocks that jump; timers that are lost;
//! people who are away, forget, and try what they may not. An auditor reads what was written and
//! nothing else, and keeps books of its own with arithmetic of its own.
//!
//! A seed repeats a month to the last event. `ENTREPOT_SIM_SEED` adds a seed to the fixed ones;
//! `ENTREPOT_SIM_SEEDS` runs so many from it on; `ENTREPOT_SIM_LOG` prints the journal of a month
//! that failed.

mod audit;
mod bus;
mod clock;
mod desk;
mod elma;
mod managers;
mod office;
mod town;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::dice::Dice;
use audit::Auditor;
use town::Town;

/// Always run.
const SEEDS: [u64; 2] = [7, 2_026];
/// Problems that are printed of a month that failed.
const SHOWN_PROBLEMS: usize = 80;
/// Months at a time.
const MONTHS: usize = 2;

fn seeds() -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.trim().parse::<u64>().ok());
    match (number("ENTREPOT_SIM_SEED"), number("ENTREPOT_SIM_SEEDS")) {
        (None, None) => SEEDS.to_vec(),
        (Some(seed), None) => std::iter::once(seed).chain(SEEDS).collect(),
        (seed, Some(count)) => (0..count).map(|index| seed.unwrap_or(SEEDS[0]).wrapping_add(index)).collect(),
    }
}

/// How often what happened in a month.
type Seen = BTreeMap<String, usize>;

/// Runs one month; what the auditor found wrong.
fn run(seed: u64) -> Result<(String, Seen), String> {
    let mut town = Town::open(Dice::new(seed));
    town.live_a_month();
    let busy = town.tenant.written().len();
    town.fall_silent();
    let mut auditor = Auditor::default();
    auditor.read(&town);
    let report = format!("seed {seed}: {busy} commits and {} in silence; {auditor}", town.tenant.written().len() - busy);
    if auditor.problems.is_empty() {
        return Ok((report, auditor.seen));
    }
    let mut text = format!("{report}\n");
    for problem in auditor.problems.iter().take(SHOWN_PROBLEMS) {
        let _ = writeln!(text, "  WRONG {problem}");
    }
    if std::env::var("ENTREPOT_SIM_LOG").is_ok() {
        for line in &town.log {
            let _ = writeln!(text, "  {line}");
        }
    }
    Err(text)
}

#[test]
fn a_month_of_approvals_adds_up() {
    let seeds = seeds();
    println!("seeds {seeds:?}");
    let (mut failed, mut seen) = (Vec::new(), Seen::new());
    for months in seeds.chunks(MONTHS) {
        let start = |seed: u64| (seed, std::thread::spawn(move || run(seed)));
        let running: Vec<_> = months.iter().copied().map(start).collect();
        for (seed, month) in running {
            match month.join().unwrap_or_else(|_| Err(format!("seed {seed} panicked, see above"))) {
                Ok((report, month)) => {
                    println!("{report}");
                    month.into_iter().for_each(|(what, count)| *seen.entry(what).or_default() += count);
                }
                Err(wrong) => failed.push(wrong),
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let missing: Vec<&str> = audit::SOMETIMES.into_iter().filter(|what| seeds.len() > 1 && !seen.contains_key(*what)).collect();
    assert!(missing.is_empty(), "in none of {} months: {missing:?}", seeds.len());
}
