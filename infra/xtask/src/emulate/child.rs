//! A child process that ends when its owner does, with all that it started.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child as Process, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failed;

/// How long a child may take to end by itself.
const GOODBYE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(50);

/// A child process, the leader of a group of its own.
pub struct Child(Process);

impl Child {
    /// Starts it; what it prints goes to a file.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self, Failed> {
        let failed = || format!("write {}", log.display());
        let out = File::create(log).map_err(Failed::to(failed()))?;
        let err = out.try_clone().map_err(Failed::to(failed()))?;
        // Its own group: an interrupt from the terminal reaches us alone, and we end it in order.
        let process = command.process_group(0).stdin(Stdio::null()).stdout(out).stderr(err).spawn();
        process.map(Self).map_err(Failed::to(format!("start {}", command.get_program().display())))
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(Some(_)) | Err(_))
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.0.id());
        // A group that is gone cannot be told anything.
        let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.signal("-TERM");
        let deadline = Instant::now() + GOODBYE;
        while !self.has_ended() && Instant::now() < deadline {
            std::thread::sleep(LOOK);
        }
        self.signal("-KILL");
        let _ = self.0.wait();
    }
}
