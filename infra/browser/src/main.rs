//! Drives the console in headless Chromium, as its users would: a manager makes an order and
//! a waybill and watches them move; a team lead decides a payment that nobody could match;
//! everybody on a desk and on a phone, in three languages. With `--pictures` it also writes
//! the pictures of the README.
//!
//! Needs `chromium` and `chromedriver`; `cargo xtask browser` installs them.

mod driver;
mod story;

use std::process::ExitCode;

use entrepot_local::host::{Config, Host};

type Failed = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    let pictures = std::env::args().any(|argument| argument == "--pictures");
    match run(pictures).await {
        Ok(steps) => {
            println!("{steps} passed, 0 failed");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the browser run failed: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(pictures: bool) -> Result<usize, Failed> {
    let config = Config { schedule_seconds_max: 1, parcel_step_ms: 1_500, push: true, ..Config::test() };
    let host = Host::start(config).await.map_err(|fault| fault.chain())?;
    let driver = driver::Driver::start().await?;
    let mut told = story::Story::new(host, driver, pictures);
    let result = told.tell().await;
    let steps = told.steps();
    told.end().await;
    result.map(|()| steps)
}
