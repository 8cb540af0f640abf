//! The one file of a backup that is not sealed: which folder this is, and the folder's key wrapped under the root key.
//! It is what tells a wrong key from a damaged backup, and a folder of backups from any other.

use crate::failure::Failure;
use crate::keys::could_not_seal;
use crate::root_key::RootKey;
use crate::seal::{Bound, Key};
use casework::outside::Outside;
use std::fmt::Write as _;
use uuid::Uuid;

/// Its name.
pub(super) const NAME: &str = "about";
/// Its first line, with the form of everything in the folder.
const HEADER: &str = "leeward backup 1";

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About {
    /// Which folder.
    pub(super) folder: Uuid,
    /// The installation's own salt.
    pub(super) salt: Vec<u8>,
    wrapped: Vec<u8>,
}

impl About {
    /// A new folder with a new key, wrapped under the root key. `wrapping` is what the root key gives for it, `salt` the
    /// installation's own, with which a passphrase becomes that root key.
    pub(super) fn begun(
        wrapping: &Key,
        salt: &[u8],
        outside: &Outside,
    ) -> Result<(Self, Key), Failure> {
        let (folder, key) = (outside.new_uuid(), Key::made(outside.chance.as_ref()));
        let about = Self::wrapped(folder, &key, wrapping, salt, outside)?;
        Ok((about, key))
    }

    /// The same folder and key under another root key.
    pub(super) fn wrapped(
        folder: Uuid,
        key: &Key,
        wrapping: &Key,
        salt: &[u8],
        outside: &Outside,
    ) -> Result<Self, Failure> {
        let wrapped = wrapping
            .seal(
                1,
                &bound(folder, salt),
                key.bytes(),
                outside.chance.as_ref(),
            )
            .map_err(|_| could_not_seal())?;
        Ok(Self {
            folder,
            salt: salt.to_vec(),
            wrapped,
        })
    }

    /// The folder's key, under what the root key gives for it; `None` where it is another root key, or this was altered.
    pub(super) fn key(&self, wrapping: &Key) -> Option<Key> {
        let plain = wrapping
            .open(&bound(self.folder, &self.salt), &self.wrapped)
            .ok()?;
        Key::of(&plain)
    }

    /// What a root key gives for it.
    pub(super) fn wrapping(&self, root: &RootKey) -> Result<Key, Failure> {
        Ok(root.key(&self.salt)?.subkey(crate::keys::WRAP_BACKUPS))
    }

    /// As it stands in the file.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{HEADER}\nfolder {}\n", self.folder.as_simple());
        for (name, bytes) in [("salt", &self.salt), ("key", &self.wrapped)] {
            let _ = write!(text, "{name} ");
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\n');
        }
        text
    }

    /// Reads it; `None` where it is not exactly what this program wrote.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.lines();
        lines.next().filter(|header| *header == HEADER)?;
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let about = Self {
            folder: Uuid::parse_str(field("folder")?).ok()?,
            salt: unhexed(field("salt")?)?,
            wrapped: unhexed(field("key")?)?,
        };
        // So that nothing can be added or written another way without being seen.
        (about.text() == text).then_some(about)
    }
}

fn bound(folder: Uuid, salt: &[u8]) -> Bound {
    Bound::to("backup key", &[folder.as_bytes(), salt])
}

fn unhexed(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect()
}
