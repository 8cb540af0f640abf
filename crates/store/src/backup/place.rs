//! Where backups lie: a handful of files, each put whole or not at all. It knows names and bytes; what the bytes are is
//! sealed before they come here.

use crate::failure::Failure;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What is not finished carries this in front of its name, and is never listed.
const UNFINISHED: &str = "unfinished-";
/// Held by whoever writes.
const LOCK: &str = "lock";

/// One file at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// Its name: lower-case letters, digits and hyphens.
    pub name: String,
    /// How many bytes.
    pub bytes: u64,
}

/// The right to write at a place, until it is dropped.
pub trait Held: Send {}

/// Somewhere backups can lie.
pub trait Shelf: Send + Sync {
    /// Where it is, for messages.
    fn says(&self) -> String;

    /// Every file that was put whole, in no order. What a writer was killed over is not among them.
    ///
    /// # Errors
    /// Those of the disk; [`Failure::NoBackup`] where there is no such place.
    fn list(&self) -> Result<Vec<Piece>, Failure>;

    /// The bytes of a file; `None` where there is none of that name.
    ///
    /// # Errors
    /// Those of the disk.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure>;

    /// Puts a file, whole or not at all, in the place of one that has the name. When this answers it is on the disk, and
    /// what it took the place of is written over where the disk allows that.
    ///
    /// # Errors
    /// Those of the disk. What was there before is then still there.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure>;

    /// Removes a file; one that is not there is no failure.
    ///
    /// # Errors
    /// Those of the disk.
    fn remove(&self, name: &str) -> Result<(), Failure>;

    /// Makes the place where there is none, lets nobody else write there, and clears away what a killed writer left.
    ///
    /// # Errors
    /// [`Failure::InUse`] where somebody else writes; those of the disk.
    fn hold(&self) -> Result<Box<dyn Held>, Failure>;
}

/// A folder of this machine, or of one that is mounted.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

struct HeldFolder(File);

impl Held for HeldFolder {}

impl Drop for HeldFolder {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::error!(%error, "the lock on a folder of backups could not be let go");
        }
    }
}

impl Folder {
    /// The folder at a path. Nothing is looked at yet.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    fn sync(&self) -> Result<(), Failure> {
        File::open(&self.0)
            .and_then(|dir| dir.sync_all())
            .map_err(|error| Failure::of_io(&error))
    }
}

impl Shelf for Folder {
    fn says(&self) -> String {
        self.0.display().to_string()
    }

    fn list(&self) -> Result<Vec<Piece>, Failure> {
        let entries = match std::fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Failure::NoBackup { place: self.says() });
            }
            Err(error) => return Err(Failure::of_io(&error)),
        };
        let mut pieces = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| Failure::of_io(&error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == LOCK || name.starts_with(UNFINISHED) {
                continue;
            }
            let known = entry.metadata().map_err(|error| Failure::of_io(&error))?;
            pieces.push(Piece {
                name,
                bytes: known.len(),
            });
        }
        Ok(pieces)
    }

    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        match std::fs::read(self.0.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::of_io(&error)),
        }
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let unfinished = self.0.join(format!("{UNFINISHED}{name}"));
        let wanted = self.0.join(name);
        let failed = |error: std::io::Error| Failure::of_io(&error);
        let written = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)
            .and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            });
        if let Err(error) = written {
            // The place may be full: what is half there would keep it so.
            drop(std::fs::remove_file(&unfinished));
            return Err(failed(error));
        }
        let before = OpenOptions::new().write(true).open(&wanted).ok();
        std::fs::rename(&unfinished, &wanted).map_err(failed)?;
        self.sync()?;
        if let Some(before) = before
            && let Err(error) = write_over(before)
        {
            tracing::warn!(%error, "a backup file that was replaced could not be written over");
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        match std::fs::remove_file(self.0.join(name)) {
            Ok(()) => self.sync(),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Failure::of_io(&error)),
        }
    }

    fn hold(&self) -> Result<Box<dyn Held>, Failure> {
        let failed = |error: std::io::Error| Failure::of_io(&error);
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)
            .map_err(failed)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.0.join(LOCK))
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::BackupRunning { place: self.says() });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        for entry in std::fs::read_dir(&self.0).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                std::fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        Ok(Box::new(HeldFolder(file)))
    }
}

/// Writes over the bytes of a file that has no name any more.
fn write_over(mut file: File) -> std::io::Result<()> {
    let mut left = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    let nothing = [0; 8192];
    while left > 0 {
        let now = left.min(8192);
        let (now_bytes, _) = nothing.split_at(usize::try_from(now).unwrap_or(0));
        file.write_all(now_bytes)?;
        left -= now;
    }
    file.sync_all()
}
