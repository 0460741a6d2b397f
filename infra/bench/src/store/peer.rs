//! The other store, in a process of its own.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::{COMMANDS, Figure, sample};
use crate::Failed;
use crate::proxy::Proxy;

/// How it stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Events only.
    Events,
    /// Events and snapshots.
    Snapshots,
}

impl Mode {
    const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Snapshots => "snapshots",
        }
    }
}

/// Its process.
pub struct Peer {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    /// Starts it.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(program: &Path, direct: &str, counted: &str) -> Result<Self, Failed> {
        let mut command = Command::new(program);
        command.args([direct, counted]).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let orders = child.stdin.take().ok_or("no pipe to the other store")?;
        let answers = child.stdout.take().ok_or("no pipe from the other store")?;
        Ok(Self { child, orders, answers: BufReader::new(answers).lines() })
    }

    async fn ask(&mut self, order: &str) -> Result<String, Failed> {
        self.orders.write_all(format!("{order}\n").as_bytes()).await?;
        let answer = self.answers.next_line().await?.ok_or("the other store has ended")?;
        match answer.strip_prefix("failed ") {
            Some(why) => Err(format!("{order}: {why}").into()),
            None => Ok(answer),
        }
    }

    /// [`COMMANDS`] commands on an aggregate of `size` commits.
    ///
    /// # Errors
    /// When the process ends or answers something else.
    pub async fn measure(&mut self, proxy: &Proxy, mode: Mode, size: u64) -> Result<Figure, Failed> {
        let mode = mode.name();
        let id = format!("{mode}-{size}-019aa5c27f3e7c4b9d613a2f10b6c8e4");
        self.ask(&format!("fill {mode} {id} {size}")).await?;
        proxy.take();
        let mut times = Vec::new();
        let mut refused = None;
        let mut booked = size;
        for n in 1..=COMMANDS {
            let answer = self.ask(&format!("run {mode} {id} {}", size.saturating_add(n))).await?;
            let mut words = answer.splitn(3, ' ');
            let (outcome, micros, why) = (words.next(), words.next(), words.next());
            times.push(Duration::from_micros(micros.unwrap_or_default().parse()?));
            match outcome {
                Some("ok") => booked = booked.saturating_add(1),
                _ => refused = Some(why.unwrap_or_default().to_owned()),
            }
        }
        let count = proxy.take();
        let state = self.ask(&format!("state {mode} {id}")).await?;
        let entries = state.strip_prefix("state ").unwrap_or_default().parse()?;
        Ok(Figure { count, calls_of_commands: count.calls, times: sample(times), entries: (entries, booked), refused })
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub async fn stop(mut self) -> Result<(), Failed> {
        Ok(self.child.kill().await?)
    }
}
