//! `cargo xtask browser`: drives the console in headless Chromium.

use std::process::Command;

use crate::Failed;
use crate::workspace;

/// Debian's packages; the driver's version follows the browser's.
const PACKAGES: &[&str] = &["chromium", "chromium-driver"];

/// Installs the browser where it is missing, then runs the story.
///
/// # Errors
/// When there is no browser and none can be installed, or the story fails.
pub fn run(flags: &[&str]) -> Result<(), Failed> {
    if !is_there("chromedriver") || !is_there("chromium") {
        install()?;
    }
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "browser", "--"])
        .args(flags)
        .current_dir(workspace::root())
        .status()
        .map_err(Failed::to("start the browser run"))?;
    if status.success() { Ok(()) } else { Err(Failed::new("the browser run failed")) }
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn install() -> Result<(), Failed> {
    let apt = |arguments: &[&str]| Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
    let advice = || Failed::new(format!("install {} and try again", PACKAGES.join(" and ")));
    println!("installing {}", PACKAGES.join(" and "));
    let updated = apt(&["update", "-qq"]).map_err(|_| advice())?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(PACKAGES);
    let installed = apt(&install).map_err(|_| advice())?;
    if updated.success() && installed.success() { Ok(()) } else { Err(advice()) }
}
