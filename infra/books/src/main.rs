//! Drives companies at random and lets hledger and beancount add their books up again.
//!
//! `cargo xtask books [SEED [STEPS]]` installs the two programs and runs this.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use books::founding::OPENED_FROM;
use books::programs::Programs;
use books::{Driver, Failed, proof};
use kernel::Day;
use ledger::export::Format;

/// Most of a year, and some thousand entries.
const STEPS: u64 = 2_000;
const USAGE: &str = "books HLEDGER FOLDER-OF-BEANCOUNT FOLDER-FOR-JOURNALS [SEED [STEPS]]";

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("{failed}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Failed> {
    let [hledger, beancount, folder, numbers @ ..] = arguments else { return Err(Failed::new(USAGE)) };
    let number = |at: usize| numbers.get(at).map(|text| text.parse::<u64>().map_err(Failed::to(format!("read {text}")))).transpose();
    let seed = number(0)?.unwrap_or_else(any_seed);
    let steps = number(1)?.unwrap_or(STEPS);
    let programs = Programs { hledger: PathBuf::from(hledger), beancount: PathBuf::from(beancount) };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder).map_err(Failed::to(format!("create {}", folder.display())))?;
    for version in programs.versions()? {
        println!("{version}");
    }
    println!("seed {seed}, {steps} steps; `cargo xtask books {seed} {steps}` does the same again");
    let mut driver = Driver::new(seed)?;
    driver.drive(steps)?;
    tell(&driver);
    let differences = compare(&driver, &programs, &folder)?;
    if differences.is_empty() {
        println!("every account of every book has the same balance in all three");
        return Ok(());
    }
    Err(Failed::new(format!("seed {seed}, {steps} steps:\n{}", differences.join("\n"))))
}

/// What was done and what was refused.
fn tell(driver: &Driver) {
    println!("{:<30} accepted, refused", "command");
    for (command, tally) in &driver.tally {
        let refused: Vec<String> = tally.refused.iter().map(|(code, times)| format!("{times} {code}")).collect();
        println!("{command:<30} {:>8}  {}", tally.accepted, refused.join(", "));
    }
    let accepted: u64 = driver.tally.values().map(|tally| tally.accepted).sum();
    println!("{accepted} commands were accepted; it is {} now, and the laws held after each", driver.tenant.today());
}

/// The journals, for both programs; where these come to other balances than we do.
fn compare(driver: &Driver, programs: &Programs, folder: &Path) -> Result<Vec<String>, Failed> {
    let mut differences = Vec::new();
    for own in &driver.own {
        for (format, ending) in [(Format::Hledger, "journal"), (Format::Beancount, "beancount")] {
            let journal = folder.join(format!("{}.{ending}", own.book));
            let text = proof::exported(&driver.tenant, own.book, format)?;
            std::fs::write(&journal, text).map_err(Failed::to(format!("write {}", journal.display())))?;
            programs.check(format, &journal)?;
            let mut accounts = 0;
            for day in days(driver.tenant.today()) {
                let ours = proof::ours(&driver.tenant, own.book, day, format)?;
                let theirs = programs.balances(format, &journal, day)?;
                accounts = ours.len();
                let told = proof::differences(&ours, &theirs).into_iter().map(|line| format!("{} as of {day}: {line}", journal.display()));
                differences.extend(told);
            }
            println!("{}: sound, {accounts} accounts in {}", journal.display(), own.currency.code());
        }
    }
    Ok(differences)
}

/// Today, and the day in the middle of all that there is.
fn days(today: Day) -> [Day; 2] {
    let half = today.signed_duration_since(OPENED_FROM).num_days() / 2;
    let middle = u64::try_from(half).ok().and_then(|half| OPENED_FROM.checked_add_days(chrono::Days::new(half)));
    [today, middle.unwrap_or(today)]
}

/// The time of day is chance enough; it is printed.
#[allow(clippy::disallowed_methods, reason = "not a time but a number that differs from run to run")]
fn any_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::from(since.subsec_nanos()))
}
