//! Key files: read only where nobody but their owner can, written only where there is none, and changed for another so
//! that at every moment one of the two is whole.

use super::{RootKey, Source, service};
use crate::failure::Failure;
use crate::seal::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The first line of a key file.
const HEADER: &str = "leeward root key 1\n";
/// The most that is read of one.
const LONGEST: u64 = 64 * 1024;
/// How many keys from before are kept under numbers of their own.
const MOST_BEFORE: u32 = 10_000;

/// Reads a key file.
pub(super) fn read(path: &Path) -> Result<RootKey, Failure> {
    let bytes = bytes_of(path)?;
    let unfit = || Failure::KeyUnfit { path: path.into() };
    if let Some(rest) = bytes.strip_prefix(service::HEADER.as_bytes()) {
        return service::read(rest, path).map(RootKey::of_key);
    }
    let rest = bytes.strip_prefix(HEADER.as_bytes()).ok_or_else(unfit)?;
    if let Some(key) = Key::of(rest) {
        return Ok(RootKey::of_key(key));
    }
    let decoded = Zeroizing::new(STANDARD.decode(rest.trim_ascii()).map_err(|_| unfit())?);
    Key::of(&decoded).map(RootKey::of_key).ok_or_else(unfit)
}

/// The passphrase in a file.
pub(super) fn passphrase(path: &Path) -> Result<RootKey, Failure> {
    let bytes = bytes_of(path)?;
    let text = std::str::from_utf8(&bytes).ok();
    text.and_then(|text| text.lines().next())
        .filter(|line| !line.is_empty())
        .map(RootKey::from_passphrase)
        .ok_or_else(|| Failure::KeyUnfit { path: path.into() })
}

/// What is in a file that only its owner can read.
pub(super) fn bytes_of(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Failure::KeyAbsent { path: path.into() });
        }
        Err(error) => return Err(Failure::of_io(&error)),
    };
    // Asked of the open file, not of its name: what was looked at is what is read.
    let about = file.metadata().map_err(|error| Failure::of_io(&error))?;
    if !about.is_file() {
        return Err(Failure::KeyUnfit { path: path.into() });
    }
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(Failure::KeyExposed {
            path: path.into(),
            mode,
        });
    }
    if about.len() > LONGEST {
        return Err(Failure::KeyUnfit { path: path.into() });
    }
    // Room for all of it at once: grown in place, a vector leaves what it held behind, unwiped.
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(about.len()).unwrap_or(0) + 1,
    ));
    file.take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::of_io(&error))?;
    Ok(bytes)
}

/// Writes a key to a new file.
pub(super) fn write(path: &Path, key: &Key) -> Result<(), Failure> {
    let mut text = Zeroizing::new(HEADER.to_owned());
    STANDARD.encode_string(key.bytes(), &mut text);
    text.push('\n');
    write_new(path, text.as_bytes())
}

/// Writes a new file that only its owner can read, and waits until it is on the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::KeyThere { path: path.into() });
        }
        Err(error) => return Err(Failure::of_io(&error)),
    };
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(|error| Failure::of_io(&error))?;
    settle_folder(path)
}

/// Waits until the names in the folder of a file are on the disk.
fn settle_folder(path: &Path) -> Result<(), Failure> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(|error| Failure::of_io(&error))
}

/// Where the key lies that is to take the place of the one in `path`.
pub fn next_beside(path: &Path) -> PathBuf {
    with_end(path, ".next")
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// A key file, and the one that may be about to take its place.
pub struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// The key file at a path.
    pub fn at(path: &Path) -> Self {
        Self { path: path.into() }
    }

    /// The key that is to take its place, if one was made.
    ///
    /// # Errors
    /// Those of [`RootKey::from_file`].
    pub fn next(&self) -> Result<Option<RootKey>, Failure> {
        match read(&next_beside(&self.path)) {
            Ok(key) => Ok(Some(key)),
            Err(Failure::KeyAbsent { .. }) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The same, made where there is none. One that is there already was made for a change that did not happen, and opens
    /// nothing yet: it is as good.
    ///
    /// # Errors
    /// Those of [`RootKey::from_file`] and of the folder.
    pub fn next_or_made(&self, chance: &dyn casework::outside::Chance) -> Result<RootKey, Failure> {
        match self.next()? {
            Some(key) => Ok(key),
            None => RootKey::create_file(&next_beside(&self.path), chance),
        }
    }

    /// Puts the next key in the place of the one before, which is kept beside it under a name of its own: with it, old
    /// backups open. Says where. Both names stand for a whole key at every moment.
    ///
    /// # Errors
    /// Those of the folder.
    pub fn take_place(&self) -> Result<Option<PathBuf>, Failure> {
        let next = next_beside(&self.path);
        let kept = match std::fs::metadata(&self.path) {
            Ok(before) => Some(self.keep(&before)?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(Failure::of_io(&error)),
        };
        settle_folder(&self.path)?;
        std::fs::rename(&next, &self.path).map_err(|error| Failure::of_io(&error))?;
        settle_folder(&self.path)?;
        Ok(kept)
    }

    /// Gives the file a second name.
    fn keep(&self, before: &std::fs::Metadata) -> Result<PathBuf, Failure> {
        for number in 1..=MOST_BEFORE {
            let kept = with_end(&self.path, &format!(".before-{number}"));
            match std::fs::hard_link(&self.path, &kept) {
                Ok(()) => return Ok(kept),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    // Kept already, by a change that was stopped here.
                    let there = std::fs::metadata(&kept).map_err(|error| Failure::of_io(&error))?;
                    if (there.dev(), there.ino()) == (before.dev(), before.ino()) {
                        return Ok(kept);
                    }
                }
                Err(error) => return Err(Failure::of_io(&error)),
            }
        }
        Err(Failure::KeyThere {
            path: self.path.clone(),
        })
    }
}

impl RootKey {
    /// Whether it is a key that can be written to a file, rather than a passphrase.
    pub fn is_in_a_file(&self) -> bool {
        matches!(self.0, Source::Key(_))
    }
}
