//! MiniStack, as a child process.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::child::Child;
use super::tools::{REGION, Tools};
use crate::{Failed, workspace};

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(100);
/// The services that the template uses, and those that they use: the others would take ports.
const SERVICES: &str =
    "apigateway,cloudformation,cloudwatch,dynamodb,dynamodbstreams,events,iam,lambda,logs,s3,scheduler,secretsmanager,sns,sqs,sts";

/// A running emulator.
pub struct Emulator {
    /// Where it answers.
    pub url: String,
    /// What it prints.
    pub log: PathBuf,
    _child: Child,
}

impl Emulator {
    /// Starts it on a free port, with its state in a folder, and waits until it answers.
    pub async fn start(tools: &Tools, folder: &Path) -> Result<Self, Failed> {
        let port = free_port()?;
        let url = format!("http://127.0.0.1:{port}");
        let log = folder.join("ministack.log");
        let mut command = tools.command("python");
        command.arg(workspace::root().join("infra/emulator/start_ministack.py"));
        environment(&mut command, folder, port, &url);
        let mut child = Child::start(&mut command, &log)?;
        let health = format!("{url}/_ministack/health");
        let deadline = Instant::now() + PATIENCE;
        while !reqwest::get(&health).await.is_ok_and(|answer| answer.status().is_success()) {
            if child.has_ended() || Instant::now() > deadline {
                let printed = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(Failed::new(format!("MiniStack does not answer\n{printed}")));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(Self { url, log, _child: child })
    }

    /// One of the tools, turned to this emulator.
    pub fn command(&self, tools: &Tools, program: &str) -> Command {
        let mut command = tools.command(program);
        command.env("AWS_ENDPOINT_URL", &self.url);
        command
    }
}

fn environment(command: &mut Command, folder: &Path, port: u16, url: &str) {
    // Roles are enforced: a function that lacks a right fails here as it would on AWS.
    command.env("AUTH", "true");
    command.env("GATEWAY_PORT", port.to_string()).env("BIND_HOST", "127.0.0.1").env("AWS_ENDPOINT_URL", url);
    command.env("MINISTACK_REGION", REGION).env("SERVICES", SERVICES);
    command.env("STATE_DIR", folder).env("S3_DATA_DIR", folder.join("s3")).env("TMPDIR", folder);
    // Functions inherit it: the simulators are on loopback, without TLS.
    command.env("OUTSIDE_LOOPBACK_HTTP", "true");
}

fn free_port() -> Result<u16, Failed> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Failed::to("find a free port"))?;
    listener.local_addr().map(|address| address.port()).map_err(Failed::to("find a free port"))
}
