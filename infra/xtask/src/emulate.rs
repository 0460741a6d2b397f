//! Deploys the very template, with the release artefacts, to an AWS emulator, and drives an
//! order through the deployed functions: from creation to delivered and paid.

mod child;
mod deployment;
mod emulator;
mod outside;
mod scenario;
mod tools;
mod transcript;

use std::path::{Path, PathBuf};

use tokio::signal::unix::{SignalKind, signal};

use crate::package::Build;
use crate::{Failed, package};
use deployment::Deployment;
use emulator::Emulator;
use outside::Outside;
use tools::Tools;
use transcript::Transcript;

/// Runs it. `--keep` leaves everything running until interrupted; `--dev` builds quickly;
/// `--packaged` takes the artefacts as they are.
///
/// # Errors
/// When anything does not happen that should; the functions' logs are printed then.
pub fn run(flags: &[&str]) -> Result<(), Failed> {
    if let Some(unknown) = flags.iter().find(|flag| !["--dev", "--keep", "--packaged"].contains(flag)) {
        return Err(Failed::new(format!("unknown flag {unknown}")));
    }
    if !flags.contains(&"--packaged") {
        package::run(if flags.contains(&"--dev") { Build::Dev } else { Build::Release })?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failed::to("start the runtime"))?;
    // Whatever way this ends, the children are dropped, and end with it.
    runtime.block_on(async {
        let mut terminated = signal(SignalKind::terminate()).map_err(Failed::to("listen for signals"))?;
        tokio::select! {
            result = emulate(flags.contains(&"--keep")) => result,
            _ = tokio::signal::ctrl_c() => Err(Failed::new("interrupted")),
            _ = terminated.recv() => Err(Failed::new("terminated")),
        }
    })
}

async fn emulate(keep: bool) -> Result<(), Failed> {
    let transcript = Transcript::start();
    let tools = Tools::ready()?;
    let folder = Folder::new()?;
    let outside = Outside::start().await?;
    transcript
        .say(&format!("issuer at {}, carrier at {}, bank at {}", outside.issuer_url, outside.nova_poshta_url, outside.privatbank_url));
    let emulator = Emulator::start(&tools, folder.path()).await?;
    transcript.say(&format!("MiniStack answers at {}", emulator.url));
    let deployment = Deployment::make(&tools, &emulator, &outside, &transcript)?;
    let result = scenario::run(&deployment, &outside, &transcript).await;
    if result.is_err() {
        eprintln!("{}", deployment.logs());
    }
    if keep {
        transcript.say("kept running; interrupt to end");
        std::future::pending::<()>().await;
    }
    result?;
    transcript.say("all of it held");
    Ok(())
}

/// A folder that goes when this does.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, Failed> {
        let path = std::env::temp_dir().join(format!("entrepot-emulate-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(Failed::to(format!("create {}", path.display())))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What remains is in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
