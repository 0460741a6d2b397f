//! The file in which the service keeps what it knows, a line for everything that changed.
//!
//! With ten thousand docflows a file written anew at every change would be slower than the calls
//! themselves; here a change is a line, and the last line about a thing is the thing.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::docflow::Docflow;
use crate::world::Form;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Line {
    Docflow(Box<Docflow>),
    Form(Box<Form>),
    CommonOrg(Value),
    /// Declarations registered so far.
    Registered(u64),
}

/// The open file; without one, nothing is kept.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    path: Option<PathBuf>,
    file: Option<File>,
}

impl Journal {
    /// The lines of an earlier run, and the journal to write on.
    ///
    /// A last line that was cut off is left out. A file that cannot be read otherwise is renamed to
    /// `*.corrupt` with a warning, and counts as none.
    pub(crate) fn open(path: Option<PathBuf>) -> (Vec<Line>, Self) {
        let Some(path) = path else { return Default::default() };
        let lines = match fs::read_to_string(&path).and_then(|text| read(&text)) {
            Ok(lines) => lines,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                let aside = beside(&path, ".corrupt");
                let moved = fs::rename(&path, &aside);
                let kept = moved.map_or_else(|failure| failure.to_string(), |()| aside.display().to_string());
                tracing::warn!(path = %path.display(), %error, kept, "the simulator's state cannot be read; it starts empty");
                Vec::new()
            }
        };
        (lines, Self { path: Some(path), file: None })
    }

    /// Starts the file anew with these lines: what is outdated goes.
    pub(crate) fn rewrite(&mut self, lines: &[Line]) {
        let Some(path) = self.path.clone() else { return };
        self.file = None;
        let written = text(lines).and_then(|text| replace(&path, &text)).and_then(|()| OpenOptions::new().append(true).open(&path));
        match written {
            Ok(file) => self.file = Some(file),
            Err(error) => complain(&path, &error),
        }
    }

    /// Adds lines. A failure is logged, and the simulator goes on without.
    pub(crate) fn append(&mut self, lines: &[Line]) {
        let (Some(path), Some(file)) = (&self.path, &mut self.file) else { return };
        if let Err(error) = text(lines).and_then(|text| file.write_all(&text)) {
            complain(path, &error);
        }
    }

    /// Whether there is a file to write to.
    pub(crate) fn is_kept(&self) -> bool {
        self.path.is_some()
    }
}

fn complain(path: &Path, error: &io::Error) {
    tracing::error!(path = %path.display(), %error, "the simulator's state is not saved");
}

fn read(text: &str) -> io::Result<Vec<Line>> {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| serde_json::from_str(line).map_err(io::Error::from)).collect()
}

fn text(lines: &[Line]) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(extension);
    PathBuf::from(name)
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let written = beside(path, ".new");
    fs::write(&written, text)?;
    fs::rename(&written, path)
}
