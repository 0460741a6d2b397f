//! Builds the Lambda mains and lays them out as the template refers to them.

mod archive;

use std::path::Path;
use std::process::Command;

use crate::contexts::{CATALOGUES, CONSOLE, artefact_of, package_of};
use crate::{Failed, workspace};

/// How the functions are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As they are deployed.
    Release,
    /// Quickly, for trying something out on the emulator.
    Dev,
}

impl Build {
    /// The profile, and the folder that cargo gives it.
    const fn profile(self) -> (&'static str, &'static str) {
        match self {
            Self::Release => ("lambda", "lambda"),
            Self::Dev => ("dev", "debug"),
        }
    }
}

/// The newest minor version of glibc 2 that Amazon Linux 2023 has.
const GLIBC_MINOR_MAX: u32 = 34;

/// What was built.
#[derive(Debug, Clone)]
pub struct Artefact {
    /// The package.
    pub package: String,
    /// Bytes of the binary.
    pub binary_bytes: usize,
    /// Bytes of the archive that is uploaded.
    pub archive_bytes: usize,
}

/// The packages that have functions.
pub fn packages() -> Vec<String> {
    CATALOGUES.iter().map(|catalogue| catalogue.context).chain([CONSOLE]).map(package_of).collect()
}

/// Builds all of them and archives each.
///
/// # Errors
/// When the build fails or a file cannot be written.
pub fn run(build: Build) -> Result<Vec<Artefact>, Failed> {
    let packages = packages();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root()).args(["build", "--profile", build.profile().0]);
    for package in &packages {
        cargo.args(["--package", package]);
    }
    let status = cargo.status().map_err(Failed::to("start cargo"))?;
    if !status.success() {
        return Err(Failed::new("the functions do not build"));
    }
    let artefacts = packages.iter().map(|package| lay_out(package, build)).collect::<Result<Vec<_>, _>>()?;
    for artefact in &artefacts {
        let Artefact { package, binary_bytes, archive_bytes } = artefact;
        println!("{package:<20} {:>6} KB, {:>6} KB archived", binary_bytes / 1024, archive_bytes / 1024);
    }
    Ok(artefacts)
}

fn lay_out(package: &str, build: Build) -> Result<Artefact, Failed> {
    let binary = workspace::target().join(build.profile().1).join(package);
    let bytes = read(&binary, build)?;
    if let Some(minor) = newest_glibc(&bytes).filter(|minor| *minor > GLIBC_MINOR_MAX) {
        eprintln!(
            "{package} needs glibc 2.{minor}; provided.al2023 has 2.{GLIBC_MINOR_MAX}: build it on an older system before deploying it to AWS"
        );
    }
    let archive = archive::of_bootstrap(&bytes).map_err(Failed::to(format!("archive {package}")))?;
    let path = workspace::root().join(artefact_of(package));
    write(&path, &archive)?;
    Ok(Artefact { package: package.to_owned(), binary_bytes: bytes.len(), archive_bytes: archive.len() })
}

/// The binary, without debug information: the release profile strips it, a dev build of the
/// SDKs has a hundred megabytes of it.
fn read(binary: &Path, build: Build) -> Result<Vec<u8>, Failed> {
    let stripped = binary.with_extension("stripped");
    let source = match build {
        Build::Release => binary,
        Build::Dev => {
            let status = Command::new("strip").arg("-o").arg(&stripped).arg(binary).status();
            if status.is_ok_and(|status| status.success()) { &stripped } else { binary }
        }
    };
    std::fs::read(source).map_err(Failed::to(format!("read {}", source.display())))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(Failed::to(format!("create {}", folder.display())))?;
    std::fs::write(path, bytes).map_err(Failed::to(format!("write {}", path.display())))
}

/// The newest `GLIBC_2.x` among a binary's symbol versions.
fn newest_glibc(binary: &[u8]) -> Option<u32> {
    const VERSION: &[u8] = b"GLIBC_2.";
    let starts = binary.windows(VERSION.len()).enumerate().filter(|(_, window)| *window == VERSION);
    let minor = |(at, _): (usize, &[u8])| {
        let digits = binary.get(at + VERSION.len()..)?.iter().take_while(|byte| byte.is_ascii_digit());
        digits.map(|digit| char::from(*digit)).collect::<String>().parse().ok()
    };
    starts.filter_map(minor).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_newest_version_that_a_binary_asks_for() {
        assert_eq!(newest_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.17\0"), Some(34));
        assert_eq!(newest_glibc(b"static"), None);
    }
}
