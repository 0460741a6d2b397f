//! `cargo xtask bench`: measures, and writes `docs/benchmarks.md`.

use std::process::Command;

use crate::{Failed, workspace};

/// Runs the measurements, optimised; `flags` name the parts, all by default.
///
/// # Errors
/// When they cannot be built or fail.
pub fn run(flags: &[&str]) -> Result<(), Failed> {
    let status = Command::new(env!("CARGO"))
        .args(["run", "--release", "--package", "bench", "--bin", "bench", "--"])
        .args(flags)
        .current_dir(workspace::root())
        .status()
        .map_err(Failed::to("start the measurements"))?;
    if status.success() { Ok(()) } else { Err(Failed::new("the measurements failed")) }
}
