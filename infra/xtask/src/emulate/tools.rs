//! The Python programs, in an environment of their own.

use std::path::PathBuf;
use std::process::Command;

use crate::{Failed, programs, workspace};

/// The region that is emulated.
pub const REGION: &str = "eu-central-1";

/// Where the programs are.
pub struct Tools {
    bin: PathBuf,
}

impl Tools {
    /// Installs what is pinned, unless it is there.
    pub fn ready() -> Result<Self, Failed> {
        let root = workspace::root();
        programs::python(&root.join(".venv"), &root.join("infra/emulator/requirements.txt")).map(|bin| Self { bin })
    }

    /// One of the programs, with nothing of the caller's environment that could lead it to a
    /// real account.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        let path = std::env::var("PATH").unwrap_or_default();
        command.env_clear().env("PATH", format!("{}:{path}", self.bin.display())).env("HOME", std::env::var_os("HOME").unwrap_or_default());
        command.env("LANG", "C.UTF-8").env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_PAGER", "").env("SAM_CLI_TELEMETRY", "0");
        command.env("AWS_CONFIG_FILE", "/dev/null").env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        command.env("AWS_REGION", REGION).env("AWS_DEFAULT_REGION", REGION);
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command
    }
}
