//! A place of backups opened: what lies there, under which name, and whether it can be read.
//!
//! | file | what it is |
//! | --- | --- |
//! | `about` | in clear: which folder, and its key wrapped under the root key |
//! | `segment-00000001` … | what was new at one backup: entries, and rows beside the log; never changed once there |
//! | `backup-00000001` … | one backup: how many segments it is made of, and what the records came to |
//! | `keys` | every wrapped key, and what is known of the installation: replaced whenever it changes |
//! | `index-00000009` | how far the segments up to that one go; follows from them |

use super::about::{self, About};
use super::manifest::{self, Manifest};
use super::place::{Held, Piece, Shelf};
use super::sealed_file::Vault;
use crate::failure::Failure;
use crate::root_key::RootKey;
use crate::seal::Key;
use casework::outside::Outside;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What every name of a segment begins with.
const SEGMENT: &str = "segment-";
/// What every name of an index begins with.
const INDEX: &str = "index-";
/// The keys file.
pub(super) const KEYS: &str = "keys";

/// Where the backups of one installation lie. A clone is another handle on the same.
#[derive(Clone)]
pub struct Archive {
    place: Arc<dyn Shelf>,
    keys: Arc<dyn Shelf>,
}

impl Archive {
    /// Backups at a place, the keys file among them.
    pub fn at(place: Arc<dyn Shelf>) -> Self {
        Self {
            keys: Arc::clone(&place),
            place,
        }
    }

    /// The same with the keys file at a place of its own, so that copies of the rest can be made and kept at will.
    #[must_use]
    pub fn with_keys_at(self, keys: Arc<dyn Shelf>) -> Self {
        Self { keys, ..self }
    }

    /// Where it is, for messages.
    pub fn says(&self) -> String {
        self.place.says()
    }

    /// Lets nobody else write here.
    pub(super) fn hold(&self) -> Result<Vec<Box<dyn Held>>, Failure> {
        let mut held = vec![self.place.hold()?];
        if !Arc::ptr_eq(&self.place, &self.keys) {
            held.push(self.keys.hold()?);
        }
        Ok(held)
    }

    fn no_backup(&self) -> Failure {
        Failure::NoBackup { place: self.says() }
    }

    /// Opens what lies here with a root key.
    ///
    /// # Errors
    /// [`Failure::NoBackup`], [`Failure::BackupKeyWrong`], or those of the disk.
    pub(super) fn open(&self, root: &RootKey) -> Result<OpenArchive, Failure> {
        let pieces = self.place.list()?;
        let about = self.about(&pieces)?.ok_or_else(|| self.no_backup())?;
        let wrapping = about.wrapping(root)?;
        self.opened(&about, &wrapping)
    }

    /// Opens what lies here to add to it, or begins where there is nothing yet.
    pub(super) fn open_or_begin(
        &self,
        wrapping: &Key,
        salt: &[u8],
        outside: &Outside,
    ) -> Result<OpenArchive, Failure> {
        let pieces = self.place.list()?;
        if let Some(about) = self.about(&pieces)? {
            return self.opened(&about, wrapping);
        }
        if !pieces.is_empty() {
            return Err(Failure::PlaceNotEmpty { place: self.says() });
        }
        let (about, key) = About::begun(wrapping, salt, outside)?;
        self.place.put(about::NAME, about.text().as_bytes())?;
        Ok(OpenArchive {
            archive: self.clone(),
            vault: Vault::of(key, about.folder),
            salt: about.salt,
        })
    }

    /// Wraps the key of what lies here under another root key, from when the records have one: `salt` is theirs now.
    ///
    /// # Errors
    /// [`Failure::NoBackup`], [`Failure::BackupKeyWrong`] where `before` is not the key it is under, or those of the disk.
    pub fn rewrap(
        &self,
        before: &RootKey,
        now: &RootKey,
        salt: &[u8],
        outside: &Outside,
    ) -> Result<(), Failure> {
        let _held = self.hold()?;
        let about = self
            .about(&self.place.list()?)?
            .ok_or_else(|| self.no_backup())?;
        let wrong = || Failure::BackupKeyWrong { place: self.says() };
        let key = about.key(&about.wrapping(before)?).ok_or_else(wrong)?;
        let wrapping = now.key(salt)?.subkey(crate::keys::WRAP_BACKUPS);
        let about = About::wrapped(about.folder, &key, &wrapping, salt, outside)?;
        self.place.put(about::NAME, about.text().as_bytes())
    }

    fn opened(&self, about: &About, wrapping: &Key) -> Result<OpenArchive, Failure> {
        let key = about
            .key(wrapping)
            .ok_or_else(|| Failure::BackupKeyWrong { place: self.says() })?;
        Ok(OpenArchive {
            archive: self.clone(),
            vault: Vault::of(key, about.folder),
            salt: about.salt.clone(),
        })
    }

    fn about(&self, pieces: &[Piece]) -> Result<Option<About>, Failure> {
        if !pieces.iter().any(|piece| piece.name == about::NAME) {
            // Segments and manifests without it are a folder that lost a file, and not one to begin anew.
            return if pieces
                .iter()
                .any(|piece| numbered(SEGMENT, &piece.name).is_some())
            {
                Err(Failure::backup_damaged("the file \"about\" is not there"))
            } else {
                Ok(None)
            };
        }
        let bytes = self.place.get(about::NAME)?.unwrap_or_default();
        About::read(&bytes)
            .map(Some)
            .ok_or_else(|| Failure::backup_damaged("the file \"about\" is not as it was written"))
    }
}

/// A place of backups whose key was found to be the right one.
pub(super) struct OpenArchive {
    archive: Archive,
    pub(super) vault: Vault,
    /// The installation's own salt, with which a passphrase becomes the root key.
    pub(super) salt: Vec<u8>,
}

/// What lies at a place, by what it is.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The segments, by number, and how long each is.
    pub(super) segments: Vec<(u64, u64)>,
    /// The indexes, likewise.
    pub(super) indexes: Vec<(u64, u64)>,
    /// The backups, by number.
    pub(super) backups: Vec<u64>,
    /// What has no business there.
    pub(super) strange: Vec<String>,
}

impl OpenArchive {
    /// Where it is, for messages.
    pub(super) fn says(&self) -> String {
        self.archive.says()
    }

    /// What lies there.
    pub(super) fn listed(&self) -> Result<Listed, Failure> {
        let mut listed = Listed::default();
        for Piece { name, bytes } in self.archive.place.list()? {
            if let Some(number) = numbered(SEGMENT, &name) {
                listed.segments.push((number, bytes));
            } else if let Some(number) = numbered(INDEX, &name) {
                listed.indexes.push((number, bytes));
            } else if let Some(number) = numbered(manifest::PREFIX, &name) {
                listed.backups.push(number);
            } else if name != KEYS && name != about::NAME {
                listed.strange.push(name);
            }
        }
        listed.segments.sort_unstable();
        listed.indexes.sort_unstable();
        listed.backups.sort_unstable();
        listed.strange.sort_unstable();
        Ok(listed)
    }

    /// The manifest of a backup and the digest of its file; `None` where it is not there or not as it was written.
    pub(super) fn manifest(&self, number: u64) -> Result<Option<(Manifest, [u8; 32])>, Failure> {
        let Some(bytes) = self.get(&Manifest::name(number))? else {
            return Ok(None);
        };
        Ok(Manifest::opened(&self.vault, number, &bytes)
            .map(|manifest| (manifest, digest_of(&bytes))))
    }

    pub(super) fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.archive.place.get(name)
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.archive.place.put(name, bytes)
    }

    pub(super) fn remove(&self, name: &str) -> Result<(), Failure> {
        self.archive.place.remove(name)
    }

    pub(super) fn get_keys(&self) -> Result<Option<Vec<u8>>, Failure> {
        self.archive.keys.get(KEYS)
    }

    pub(super) fn put_keys(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.archive.keys.put(KEYS, bytes)
    }
}

/// The name of a segment.
pub(super) fn segment(number: u64) -> String {
    format!("{SEGMENT}{number:08}")
}

/// The name of an index.
pub(super) fn index(number: u64) -> String {
    format!("{INDEX}{number:08}")
}

/// The digest of a file.
pub(super) fn digest_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The number in a name, where it is one this program gives.
fn numbered(prefix: &str, name: &str) -> Option<u64> {
    let digits = name.strip_prefix(prefix)?;
    let number = digits.parse::<u64>().ok()?;
    (format!("{number:08}") == digits).then_some(number)
}
