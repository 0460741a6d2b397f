//! `cargo xtask <verb>`.

use std::process::ExitCode;

use xtask::{Failed, bench, books, browser, emulate, generate, package};

const USAGE: &str = "\
cargo xtask generate [--check]   writes what derives from the catalogues; --check only lists what is stale
cargo xtask package              builds the Lambda mains and lays them out for `sam deploy`
cargo xtask emulate [--keep] [--dev | --packaged]
                                 deploys the template to an AWS emulator and drives an order through it;
                                 --keep leaves it running, --dev builds quickly, --packaged not at all
cargo xtask browser [--pictures] drives the console in headless Chromium; --pictures writes docs/pictures
cargo xtask books [SEED [STEPS]] drives companies at random; hledger and beancount add their books up again
cargo xtask bench                measures";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["generate"] => generate::write(),
        ["generate", "--check"] => generate::check(),
        ["package"] => package::run(package::Build::Release).map(|_| ()),
        ["emulate", flags @ ..] => emulate::run(flags),
        ["browser", flags @ ..] => browser::run(flags),
        ["books", numbers @ ..] => books::run(numbers),
        ["bench", flags @ ..] => bench::run(flags),
        _ => Err(Failed::new(USAGE)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("{failed}");
            ExitCode::FAILURE
        }
    }
}
