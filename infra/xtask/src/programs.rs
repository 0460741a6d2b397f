//! Outside programs: where they come from, and running them.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failed;

/// Whether a program is there.
pub fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Installs packages of Debian, which need their administrator.
///
/// # Errors
/// When they cannot be installed, with the advice to do it.
pub fn install(packages: &[&str]) -> Result<(), Failed> {
    let apt = |arguments: &[&str]| Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
    let advice = || Failed::new(format!("install {} and try again", packages.join(" and ")));
    println!("installing {}", packages.join(" and "));
    let updated = apt(&["update", "-qq"]).map_err(|_| advice())?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(packages);
    let installed = apt(&install).map_err(|_| advice())?;
    if updated.success() && installed.success() { Ok(()) } else { Err(advice()) }
}

/// An environment of Python in a folder, with exactly what a file of requirements pins; the
/// folder of its programs.
///
/// # Errors
/// When there is no Python, or something cannot be installed.
pub fn python(folder: &Path, requirements: &Path) -> Result<PathBuf, Failed> {
    let wanted = std::fs::read_to_string(requirements).map_err(Failed::to(format!("read {}", requirements.display())))?;
    let bin = folder.join("bin");
    let installed = folder.join("entrepot-requirements.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
        return Ok(bin);
    }
    println!("installing {} into {}", requirements.display(), folder.display());
    succeed(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let pip = ["install", "--quiet", "--disable-pip-version-check", "--requirement"];
    succeed(Command::new(bin.join("pip")).args(pip).arg(requirements))?;
    std::fs::write(&installed, wanted).map_err(Failed::to(format!("write {}", installed.display())))?;
    Ok(bin)
}

/// Runs a program; what it prints, when it succeeds.
///
/// # Errors
/// When it does not start, or fails; with what it printed.
pub fn succeed(command: &mut Command) -> Result<String, Failed> {
    let program = command.get_program().display().to_string();
    let output = command.output().map_err(Failed::to(format!("start {program}")))?;
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(out.into_owned()) } else { Err(Failed::new(format!("{program} failed\n{out}\n{err}"))) }
}
