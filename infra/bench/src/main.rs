//! Measures Entrepot and writes `docs/benchmarks.md`.
//!
//! `cargo run --release -p bench` measures everything; part names as arguments measure only
//! those, and the other parts of the page stay as they are. `--dev` measures unoptimised
//! builds, which is enough for what is counted, and the page says so. `--entries=100000` ends
//! the part about balances there. For work on the measurements themselves, `--short` does less
//! of everything and writes nothing.

mod artifacts;
mod balances;
mod capacity;
mod cold;
mod customs;
mod deadlines;
mod host;
mod hot;
mod machine;
mod margins;
mod matching;
mod proxy;
mod report;
mod size;
mod stats;
mod store;
mod taxes;
mod world;

use std::process::ExitCode;

use artifacts::Profile;
use report::{Page, Section};

/// Why a part could not be measured.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The parts, in the order of the page.
const PARTS: [&str; 11] = ["store", "hot", "balance", "tax", "host", "cold", "size", "match", "margins", "deadlines", "customs"];

/// For work on the measurements.
const FLAGS: [&str; 2] = ["--dev", "--short"];
/// Before the largest number of entries that balances are made of, for a machine that has not the time for a million.
const ENTRIES_FLAG: &str = "--entries=";
const ENTRIES_MAX: u64 = 1_000_000;

/// What to build and how much to do.
#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Of everything that is started in a process of its own.
    release: Profile,
    /// Of the functions.
    lambda: Profile,
    /// Less of everything, to see that it works.
    is_short: bool,
    /// Unoptimised builds.
    is_dev: bool,
    /// The page gets the figures.
    is_kept: bool,
    /// Most entries of a book.
    entries_max: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, named): (Vec<&str>, Vec<&str>) = arguments.iter().map(String::as_str).partition(|argument| argument.starts_with("--"));
    let (is_dev, is_short) = (flags.contains(&"--dev"), flags.contains(&"--short"));
    let entries = flags.iter().find_map(|flag| flag.strip_prefix(ENTRIES_FLAG)).map(str::parse::<u64>);
    let unknown_flag = flags.iter().find(|flag| !FLAGS.contains(flag) && !flag.starts_with(ENTRIES_FLAG));
    if let Some(unknown) = named.iter().find(|name| !PARTS.contains(name)).or(unknown_flag) {
        eprintln!("bench: {unknown} is unknown; the parts are {}, the flags {}", PARTS.join(", "), FLAGS.join(", "));
        return ExitCode::FAILURE;
    }
    let release = if is_dev { Profile::Dev } else { Profile::Release };
    let Ok(entries_max) = entries.unwrap_or(Ok(ENTRIES_MAX)) else {
        eprintln!("bench: {ENTRIES_FLAG} takes a number");
        return ExitCode::FAILURE;
    };
    let plan = Plan { release, lambda: Profile::Lambda, is_short, is_dev, is_kept: !is_short, entries_max };
    let parts: Vec<&str> = PARTS.into_iter().filter(|part| named.is_empty() || named.contains(part)).collect();
    match measure(plan, &parts).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {}", chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

async fn measure(plan: Plan, parts: &[&str]) -> Result<(), Failed> {
    let machine = machine::describe(plan.is_dev);
    let mut page = Page::open()?;
    for part in parts {
        eprintln!("bench: {part} …");
        let section = run(plan, part).await?;
        println!("{}", section.markdown(&machine, part));
        if plan.is_kept {
            page.replace(&section, &machine);
            page.save()?;
        }
    }
    Ok(())
}

async fn run(plan: Plan, part: &str) -> Result<Section, Failed> {
    match part {
        "store" => store::measure(plan).await,
        "hot" => hot::measure(plan).await,
        "balance" => balances::measure(plan).await,
        "tax" => taxes::measure(plan),
        "host" => host::measure(plan).await,
        "cold" => cold::measure(plan).await,
        "size" => size::measure(plan).await,
        "match" => matching::measure(plan).await,
        "margins" => margins::measure(plan).await,
        "customs" => customs::measure(plan).await,
        _ => deadlines::measure(plan).await,
    }
}

/// An error with everything that caused it.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
