//! The process of the host.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::Failed;

/// How long it may take to start.
const START_MAX: Duration = Duration::from_secs(60);
/// How the line begins that tells where it answers.
const API_LINE: &str = "API ";

/// A running host.
pub struct Host {
    /// Where it answers.
    pub url: String,
    /// How long it took to say so.
    pub started: Duration,
    child: Child,
}

impl Host {
    /// Starts it on a folder, on any port.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(program: &Path, data: &Path) -> Result<Self, Failed> {
        let mut command = Command::new(program);
        command.env("ENTREPOT_ADDR", "127.0.0.1:0").env("ENTREPOT_DATA", data).env("ENTREPOT_LOG", "error");
        let begun = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let output = child.stdout.take().ok_or("no pipe from the host")?;
        let mut lines = BufReader::new(output).lines();
        let find = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(url) = line.trim().strip_prefix(API_LINE) {
                    return Ok(url.trim().trim_end_matches("/openapi.json").to_owned());
                }
            }
            Err::<String, Failed>("the host ended without saying where it answers".into())
        };
        let url = tokio::time::timeout(START_MAX, find).await.map_err(|_| "the host did not start")??;
        let started = begun.elapsed();
        // It goes on printing; a full pipe would stop it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { url, started, child })
    }

    /// Resident memory.
    ///
    /// # Errors
    /// When it has ended, or the system does not tell.
    pub fn memory_kib(&self) -> Result<u64, Failed> {
        let process = self.child.id().ok_or("the host has ended")?;
        let status = std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse()?)
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub async fn stop(mut self) -> Result<(), Failed> {
        Ok(self.child.kill().await?)
    }
}
