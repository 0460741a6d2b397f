//! The folder in which the engines keep their files.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::{EngineError, io};

/// A folder of our own: locked against other processes, or temporary and removed in the end.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    // Locked as long as it is open.
    lock: Option<File>,
}

impl Folder {
    /// A folder that stays; created when absent.
    ///
    /// # Errors
    /// When it cannot be created, or another process has it.
    pub fn locked(path: &Path) -> Result<Self, EngineError> {
        std::fs::create_dir_all(path).map_err(|source| io(format!("create {}", path.display()), source))?;
        let file = path.join("lock");
        let failed = |source| io(format!("lock {}", file.display()), source);
        let lock = File::create(&file).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(EngineError::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// A new, empty folder that goes with this value.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn temporary() -> Result<Self, EngineError> {
        let path = std::env::temp_dir().join(format!("entrepot-{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(&path).map_err(|source| io(format!("create {}", path.display()), source))?;
        Ok(Self { path, lock: None })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.lock.is_none()
            && let Err(error) = std::fs::remove_dir_all(&self.path)
        {
            tracing::debug!(%error, folder = %self.path.display(), "a temporary folder stays behind");
        }
    }
}
