//! `cargo xtask browser`: drives the console in headless Chromium.

use std::process::Command;

use crate::{Failed, programs, workspace};

/// Debian's packages; the driver's version follows the browser's.
const PACKAGES: &[&str] = &["chromium", "chromium-driver"];

/// Installs the browser where it is missing, then runs the story.
///
/// # Errors
/// When there is no browser and none can be installed, or the story fails.
pub fn run(flags: &[&str]) -> Result<(), Failed> {
    if !programs::is_there("chromedriver") || !programs::is_there("chromium") {
        programs::install(PACKAGES)?;
    }
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "browser", "--"])
        .args(flags)
        .current_dir(workspace::root())
        .status()
        .map_err(Failed::to("start the browser run"))?;
    if status.success() { Ok(()) } else { Err(Failed::new("the browser run failed")) }
}
