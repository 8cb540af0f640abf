//! A file of a backup: records in parts of about 64 KiB, each sealed to the folder, the file's name, its own number and
//! whether it is the last. So a part that was altered, cut off, moved, doubled or taken from another file does not open.
//!
//! The form is, for each part, its length in four bytes, big-endian, and the sealed bytes. Nothing is compressed: most
//! of it is sealed already and would not shrink.

use super::record::{Record, Unreadable};
use crate::failure::Failure;
use crate::keys::could_not_seal;
use crate::seal::{Bound, Key};
use casework::outside::Chance;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long a part may grow before the next begins. A record is never divided.
const PART: usize = 64 * 1024;
/// The number of the key a folder begins with.
const FIRST: u32 = 1;

/// The key of a folder of backups, and which folder.
pub(super) struct Vault {
    key: Key,
    folder: Uuid,
}

/// A place in a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// The file.
    pub(super) name: String,
    /// The part, from one.
    pub(super) part: u64,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "part {} of {} is not as it was written",
            self.part, self.name
        )
    }
}

impl Vault {
    /// The vault of a folder.
    pub(super) fn of(key: Key, folder: Uuid) -> Self {
        Self { key, folder }
    }

    fn bound(&self, name: &str, part: u64, last: bool) -> Bound {
        Bound::to(
            "backup",
            &[
                self.folder.as_bytes(),
                name.as_bytes(),
                &part.to_be_bytes(),
                &[u8::from(last)],
            ],
        )
    }

    /// Begins a file.
    pub(super) fn file<'v>(&'v self, name: &str, chance: &'v dyn Chance) -> Sealing<'v> {
        Sealing {
            vault: self,
            chance,
            name: name.to_owned(),
            parts: 0,
            plain: Zeroizing::new(Vec::with_capacity(PART)),
            sealed: Vec::new(),
        }
    }

    /// Opens a file and hands on every record that can be read; says where it could not.
    ///
    /// # Errors
    /// Those of `each`.
    pub(super) fn open(
        &self,
        name: &str,
        bytes: &[u8],
        mut each: impl FnMut(Record) -> Result<(), Failure>,
    ) -> Result<Vec<Gap>, Failure> {
        let mut gaps = Vec::new();
        let (mut rest, mut part) = (bytes, 0_u64);
        let gap = |part| Gap {
            name: name.to_owned(),
            part,
        };
        if rest.is_empty() {
            gaps.push(gap(1));
        }
        while !rest.is_empty() {
            part += 1;
            let Some((sealed, after)) = divided(rest) else {
                // Where its length is not as it was written, nobody can tell where the next part begins.
                gaps.push(gap(part));
                break;
            };
            let last = after.is_empty();
            let opened = self.key.open(&self.bound(name, part, last), sealed);
            let opened = match opened {
                // Cut off after this part, or something was put behind it: what is in it is still true.
                Err(_) => {
                    gaps.push(gap(part));
                    self.key.open(&self.bound(name, part, !last), sealed).ok()
                }
                Ok(plain) => Some(plain),
            };
            if let Some(plain) = opened
                && hand_on(&plain, &mut each)?.is_err()
            {
                gaps.push(gap(part));
            }
            rest = after;
        }
        gaps.dedup();
        Ok(gaps)
    }
}

fn divided(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

fn hand_on(
    plain: &[u8],
    each: &mut impl FnMut(Record) -> Result<(), Failure>,
) -> Result<Result<(), Unreadable>, Failure> {
    let mut rest = plain;
    while !rest.is_empty() {
        match Record::read(&mut rest) {
            Ok(record) => each(record)?,
            Err(unreadable) => return Ok(Err(unreadable)),
        }
    }
    Ok(Ok(()))
}

/// A file being sealed. What is in clear of it is one part, in memory, and wiped.
pub(super) struct Sealing<'v> {
    vault: &'v Vault,
    chance: &'v dyn Chance,
    name: String,
    parts: u64,
    plain: Zeroizing<Vec<u8>>,
    sealed: Vec<u8>,
}

impl Sealing<'_> {
    /// Adds a record.
    pub(super) fn add(&mut self, record: &Record) -> Result<(), Failure> {
        let bytes = record.bytes();
        if !self.plain.is_empty() && self.plain.len() + bytes.len() > PART {
            self.seal(false)?;
        }
        if self.plain.capacity() < bytes.len() {
            // Grown in place, a vector leaves what it held behind, unwiped.
            self.plain = Zeroizing::new(Vec::with_capacity(bytes.len()));
        }
        self.plain.extend_from_slice(&bytes);
        Ok(())
    }

    /// How many bytes are sealed so far.
    pub(super) fn len(&self) -> usize {
        self.sealed.len()
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The whole file.
    pub(super) fn finished(mut self) -> Result<Vec<u8>, Failure> {
        self.seal(true)?;
        Ok(self.sealed)
    }

    fn seal(&mut self, last: bool) -> Result<(), Failure> {
        self.parts += 1;
        let bound = self.vault.bound(&self.name, self.parts, last);
        let part = self
            .vault
            .key
            .seal(FIRST, &bound, &self.plain, self.chance)
            .map_err(|_| could_not_seal())?;
        let length = u32::try_from(part.len()).map_err(|_| could_not_seal())?;
        self.sealed.extend_from_slice(&length.to_be_bytes());
        self.sealed.extend_from_slice(&part);
        self.plain.clear();
        Ok(())
    }
}
