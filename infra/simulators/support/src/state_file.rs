//! The file that keeps what the outside system would keep, when the process that plays it ends.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fs, io};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::lock;

/// Loads a state from a JSON file and saves it there; without a path it does neither.
///
/// A save replaces the file in one step, so that a process that is stopped half-way leaves the
/// state before. It outlives the process; it is not forced to the disk, so a power failure may
/// cost it.
#[derive(Debug)]
pub struct StateFile {
    path: Option<PathBuf>,
    /// Saves asked for.
    asked: AtomicU64,
    /// How many of those asked for are in the file. Held while writing: the file never goes back.
    saved: Mutex<u64>,
}

impl StateFile {
    /// The file at `path`, which need not exist yet; nor need its folder.
    #[must_use]
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path, asked: AtomicU64::new(0), saved: Mutex::new(0) }
    }

    /// The state kept by an earlier run; `None` when there is none.
    ///
    /// A file that cannot be read is renamed to `*.corrupt` with a warning, and counts as none.
    #[must_use]
    pub fn load<T: DeserializeOwned>(&self) -> Option<T> {
        let path = self.path.as_deref()?;
        let read = fs::read(path);
        if let Err(error) = &read
            && error.kind() == io::ErrorKind::NotFound
        {
            return None;
        }
        match read.and_then(|text| Ok(serde_json::from_slice(&text)?)) {
            Ok(state) => Some(state),
            Err(error) => {
                put_aside(path, &error);
                None
            }
        }
    }

    /// Writes the state as it is now. When this returns, every change made before the call is in
    /// the file, written by this call or by one at the same time that saw the change too.
    ///
    /// The state is locked while it is turned into text and not while the text is written: the
    /// caller must not hold the lock. A failure is logged, and the simulator goes on without.
    pub fn save<T: Serialize>(&self, state: &Mutex<T>) {
        let Some(path) = self.path.as_deref() else {
            return;
        };
        let ticket = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut saved = lock(&self.saved);
        if *saved >= ticket {
            return;
        }
        let covered = self.asked.load(Ordering::SeqCst);
        let text = serde_json::to_vec(&*lock(state));
        match text.map_err(io::Error::from).and_then(|text| replace(path, &text)) {
            Ok(()) => *saved = covered,
            Err(error) => tracing::error!(path = %path.display(), %error, "the simulator's state is not saved"),
        }
    }
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

fn put_aside(path: &Path, error: &io::Error) {
    let aside = beside(path, ".corrupt");
    let moved = fs::rename(path, &aside);
    let kept = moved.map_or_else(|failure| failure.to_string(), |()| aside.display().to_string());
    tracing::warn!(path = %path.display(), %error, kept, "the simulator's state cannot be read; it starts empty");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somewhere() -> PathBuf {
        std::env::temp_dir().join(format!("simulator-{}", uuid::Uuid::now_v7())).join("state.json")
    }

    fn loaded(path: &Path) -> Option<Vec<u32>> {
        StateFile::new(Some(path.to_owned())).load()
    }

    #[test]
    fn a_state_is_kept_in_a_folder_that_was_not_there() {
        let path = somewhere();
        assert_eq!(loaded(&path), None);
        let file = StateFile::new(Some(path.clone()));
        let state = Mutex::new(vec![1]);
        file.save(&state);
        lock(&state).push(2);
        file.save(&state);
        assert_eq!(loaded(&path), Some(vec![1, 2]));
        assert!(!beside(&path, ".new").exists());
    }

    #[test]
    fn a_corrupt_file_is_put_aside() {
        let path = somewhere();
        replace(&path, b"[1,").unwrap();
        assert_eq!(loaded(&path), None);
        assert!(!path.exists());
        assert_eq!(fs::read(beside(&path, ".corrupt")).unwrap(), b"[1,");
        // The next one takes its place.
        replace(&path, b"{}").unwrap();
        assert_eq!(loaded(&path), None);
        assert_eq!(fs::read(beside(&path, ".corrupt")).unwrap(), b"{}");
    }

    #[test]
    fn a_save_that_failed_is_made_up_for_by_the_next() {
        let path = somewhere();
        let folder = path.parent().unwrap();
        replace(folder, b"in the way").unwrap();
        let file = StateFile::new(Some(path.clone()));
        file.save(&Mutex::new(vec![1]));
        fs::remove_file(folder).unwrap();
        file.save(&Mutex::new(vec![1]));
        assert_eq!(loaded(&path), Some(vec![1]));
    }

    #[test]
    fn saves_at_the_same_time_lose_nothing() {
        let path = somewhere();
        let file = StateFile::new(Some(path.clone()));
        let state = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for nth in 0..8_u32 {
                let (path, file, state) = (&path, &file, &state);
                scope.spawn(move || {
                    lock(state).push(nth);
                    file.save(state);
                    assert!(loaded(path).is_some_and(|kept| kept.contains(&nth)), "{nth}");
                });
            }
        });
    }

    #[test]
    fn without_a_path_nothing_is_kept() {
        let file = StateFile::new(None);
        file.save(&Mutex::new(1_u32));
        assert_eq!(file.load::<u32>(), None);
    }
}
