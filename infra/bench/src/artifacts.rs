//! Builds what is measured from outside, and finds it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;

use crate::Failed;

/// How something is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Unoptimised.
    Dev,
    /// Optimised.
    Release,
    /// As functions are deployed.
    Lambda,
}

impl Profile {
    const fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
            Self::Lambda => "lambda",
        }
    }
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Builds packages of the workspace together, so that they share their libraries; the
/// executables by name.
///
/// # Errors
/// When they do not build.
pub async fn build(profile: Profile, packages: &[&str]) -> Result<BTreeMap<String, PathBuf>, Failed> {
    let arguments = packages.iter().flat_map(|package| ["--package", package]);
    cargo(profile, arguments.map(str::to_owned).collect()).await
}

/// Builds an example of a package, optimised whatever the rest is: what is timed in one thread needs
/// nothing of the rest.
///
/// # Errors
/// When it does not build.
pub async fn build_example(package: &str, example: &str) -> Result<PathBuf, Failed> {
    let arguments = ["--package", package, "--example", example].map(str::to_owned);
    executable(&cargo(Profile::Release, arguments.into()).await?, example)
}

/// Builds the other store's driver, a workspace of its own.
///
/// # Errors
/// When it does not build.
pub async fn build_peer(profile: Profile) -> Result<PathBuf, Failed> {
    let manifest = root().join("infra/bench/peer/Cargo.toml");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("bench-peer");
    let arguments = ["--manifest-path".into(), text(&manifest)?, "--target-dir".into(), text(&target)?];
    let built = cargo(profile, arguments.into()).await?;
    executable(&built, "bench-peer")
}

/// One of what was built.
///
/// # Errors
/// When it was not.
pub fn executable(built: &BTreeMap<String, PathBuf>, name: &str) -> Result<PathBuf, Failed> {
    built.get(name).cloned().ok_or_else(|| format!("cargo built no {name}").into())
}

fn text(path: &Path) -> Result<String, Failed> {
    path.to_str().map(str::to_owned).ok_or_else(|| "the path of the workspace is no text".into())
}

async fn cargo(profile: Profile, arguments: Vec<String>) -> Result<BTreeMap<String, PathBuf>, Failed> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--message-format=json-render-diagnostics", "--profile", profile.name()]).args(arguments);
    let output = build.current_dir(root()).stderr(Stdio::inherit()).output().await?;
    if !output.status.success() {
        return Err("cargo build failed".into());
    }
    let messages = output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let built = messages.filter_map(|message| {
        let path = message.get("executable")?.as_str()?;
        let name = message.get("target")?.get("name")?.as_str()?;
        Some((name.to_owned(), PathBuf::from(path)))
    });
    Ok(built.collect())
}
