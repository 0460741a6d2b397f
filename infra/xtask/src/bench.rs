//! Measurements.

use crate::Failed;

/// Runs them.
///
/// # Errors
/// Always, until there are some.
pub fn run(_flags: &[&str]) -> Result<(), Failed> {
    Err(Failed::new("there is nothing to measure yet"))
}
