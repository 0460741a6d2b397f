//! `cargo xtask books`: lets hledger and beancount add up the books of companies that are
//! driven at random.

use std::process::Command;

use crate::{Failed, programs, workspace};

/// Debian's package: one program of one version a release.
const PACKAGE: &str = "hledger";

/// Installs both programs where they are missing, then drives the companies; `numbers` are the
/// seed and how many steps, of chance and enough for a year by default.
///
/// # Errors
/// When a program cannot be installed, a law of money is broken, or a balance differs.
pub fn run(numbers: &[&str]) -> Result<(), Failed> {
    if !programs::is_there("hledger") {
        programs::install(&[PACKAGE])?;
    }
    let target = workspace::target();
    let beancount = programs::python(&target.join("beancount"), &workspace::root().join("infra/books/requirements.txt"))?;
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "books", "--", "hledger"])
        .arg(beancount)
        .arg(target.join("books"))
        .args(numbers)
        .current_dir(workspace::root())
        .status()
        .map_err(Failed::to("start the books"))?;
    if status.success() { Ok(()) } else { Err(Failed::new("the books are not proved")) }
}
