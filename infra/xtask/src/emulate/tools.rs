//! The Python programs, in an environment of their own.

use std::path::PathBuf;
use std::process::Command;

use super::transcript::Transcript;
use crate::{Failed, workspace};

/// The region that is emulated.
pub const REGION: &str = "eu-central-1";

/// Where the programs are.
pub struct Tools {
    bin: PathBuf,
}

impl Tools {
    /// Installs what is pinned, unless it is there.
    pub fn ready(transcript: &Transcript) -> Result<Self, Failed> {
        let folder = workspace::root().join(".venv");
        let requirements = workspace::root().join("infra/emulator/requirements.txt");
        let wanted = std::fs::read_to_string(&requirements).map_err(Failed::to(format!("read {}", requirements.display())))?;
        let tools = Self { bin: folder.join("bin") };
        let installed = folder.join("entrepot-requirements.txt");
        if std::fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
            return Ok(tools);
        }
        transcript.say("installing the emulator and the tools into .venv");
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let pip = ["install", "--quiet", "--disable-pip-version-check", "--requirement"];
        succeed(Command::new(tools.bin.join("pip")).args(pip).arg(&requirements))?;
        std::fs::write(&installed, wanted).map_err(Failed::to(format!("write {}", installed.display())))?;
        Ok(tools)
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

/// Runs a program; what it prints, when it succeeds.
pub fn succeed(command: &mut Command) -> Result<String, Failed> {
    let program = command.get_program().display().to_string();
    let output = command.output().map_err(Failed::to(format!("start {program}")))?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(out.into_owned()) } else { Err(Failed::new(format!("{program} failed\n{out}\n{err}"))) }
}
