//! The root key: from a file, from a passphrase, or made for a demonstration. Whoever holds it and a copy of the
//! records can read them; nobody else can, and there is no other way in.

mod file;
#[cfg(feature = "pkcs11")]
mod pkcs11;
mod service;

pub use file::{KeyFile, next_beside};
pub use service::{InToken, KeyService};

use crate::failure::Failure;
use crate::seal::{Bound, Key};
use argon2::{Algorithm, Argon2, Params, Version};
use casework::outside::Chance;
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// Argon2id: 64 MiB, three passes, one lane (above the OWASP minimum of 19 MiB and two passes).
const PASSPHRASE_COST: (u32, u32, u32) = (64 * 1024, 3, 1);
/// What the key check value says once opened, and the name it is kept under.
const SAYS: &[u8] = b"leeward key check 1";
pub(crate) const CHECK: &str = "key check";

/// The key that every other key is wrapped under, or the passphrase it comes from. Wiped when dropped; no `Debug`.
#[derive(Clone)]
pub struct RootKey(Source);

#[derive(Clone)]
enum Source {
    Key(Key),
    Passphrase(Zeroizing<String>),
}

impl RootKey {
    /// Reads a key file that only its owner can read: the line `leeward root key 1`, then 32 bytes raw or as base64; or
    /// one that says which key service has it, which is then asked.
    ///
    /// # Errors
    /// [`Failure::KeyAbsent`], [`Failure::KeyExposed`], [`Failure::KeyUnfit`], [`Failure::KeyService`], or the folder's
    /// own failure.
    pub fn from_file(path: &Path) -> Result<Self, Failure> {
        file::read(path)
    }

    /// A passphrase from a file that only its owner can read: its first line.
    ///
    /// # Errors
    /// Those of [`RootKey::from_file`], without a service.
    pub fn from_passphrase_file(path: &Path) -> Result<Self, Failure> {
        file::passphrase(path)
    }

    /// Makes a key and writes it to a new file that only its owner can read.
    ///
    /// # Errors
    /// [`Failure::KeyThere`] where there is a file already: a key is never overwritten.
    pub fn create_file(path: &Path, chance: &dyn Chance) -> Result<Self, Failure> {
        Self::made(chance).write_file(path)
    }

    /// Writes a key to a new file that only its owner can read.
    ///
    /// # Errors
    /// [`Failure::KeyThere`] where there is a file already; [`Failure::KeyUnfit`] for a passphrase, which is in no file.
    pub fn write_file(self, path: &Path) -> Result<Self, Failure> {
        match &self.0 {
            Source::Key(key) => file::write(path, key)?,
            Source::Passphrase(_) => return Err(Failure::KeyUnfit { path: path.into() }),
        }
        Ok(self)
    }

    /// Makes a key that a token wraps, and writes to a new file which token and what it gave back: that file opens nothing
    /// without the token.
    ///
    /// # Errors
    /// [`Failure::KeyThere`], [`Failure::KeyService`].
    pub fn create_in_token(
        path: &Path,
        token: &InToken,
        chance: &dyn Chance,
    ) -> Result<Self, Failure> {
        service::create(path, token, chance)
    }

    pub(crate) fn of_key(key: Key) -> Self {
        Self(Source::Key(key))
    }

    /// A key for records that nobody needs to open again, such as a demonstration.
    pub fn made(chance: &dyn Chance) -> Self {
        Self(Source::Key(Key::made(chance)))
    }

    /// A key worked out from a passphrase with Argon2id and the installation's own salt, when the records are opened.
    pub fn from_passphrase(passphrase: &str) -> Self {
        Self(Source::Passphrase(Zeroizing::new(passphrase.to_owned())))
    }

    /// The key itself. `salt` is the installation's own.
    pub(crate) fn key(&self, salt: &[u8]) -> Result<Key, Failure> {
        match &self.0 {
            Source::Key(key) => Ok(key.clone()),
            Source::Passphrase(passphrase) => {
                let (memory, passes, lanes) = PASSPHRASE_COST;
                let refused =
                    |_| Failure::unavailable("a key could not be worked out from the passphrase");
                let params = Params::new(memory, passes, lanes, Some(32)).map_err(refused)?;
                let mut bytes = [0; 32];
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(passphrase.as_bytes(), salt, &mut bytes)
                    .map_err(refused)?;
                let key = Key::of(&bytes);
                bytes.zeroize();
                key.ok_or(Failure::KeyWrong)
            }
        }
    }
}

/// A value that only the right root key opens: it tells a wrong key from damaged records.
pub(crate) fn check_value(root: &Key, chance: &dyn Chance) -> Result<Vec<u8>, Failure> {
    root.subkey("check")
        .seal(1, &Bound::to("key check", &[]), SAYS, chance)
        .map_err(|_| Failure::unavailable("the key check value could not be made"))
}

/// True where `root` is the key the check value was made with.
pub(crate) fn is_right(root: &Key, check: &[u8]) -> bool {
    root.subkey("check")
        .open(&Bound::to("key check", &[]), check)
        .is_ok_and(|plain| plain.as_slice() == SAYS)
}
