//! The root key: from a file, from a passphrase, or made for a demonstration. Whoever holds it and a copy of the
//! records can read them; nobody else can, and there is no other way in.

use crate::failure::Failure;
use crate::seal::{Bound, Key};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casework::outside::Chance;
use std::io::{ErrorKind, Write};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// The first line of a key file.
const HEADER: &str = "leeward root key 1\n";
/// Argon2id: 64 MiB, three passes, one lane (above the OWASP minimum of 19 MiB and two passes).
const PASSPHRASE_COST: (u32, u32, u32) = (64 * 1024, 3, 1);
/// What the key check value says once opened.
const CHECK: &[u8] = b"leeward key check 1";

/// The key that every other key is wrapped under, or the passphrase it comes from. Wiped when dropped; no `Debug`.
#[derive(Clone)]
pub struct RootKey(Source);

#[derive(Clone)]
enum Source {
    Key(Key),
    Passphrase(Zeroizing<String>),
}

impl RootKey {
    /// Reads a key file: the line `leeward root key 1`, then 32 bytes raw or as base64.
    ///
    /// # Errors
    /// [`Failure::KeyAbsent`], [`Failure::KeyUnfit`], or the folder's own failure.
    pub fn from_file(path: &Path) -> Result<Self, Failure> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Failure::KeyAbsent { path: path.into() });
            }
            Err(error) => return Err(Failure::of_io(&error)),
        };
        Self::read(&bytes).ok_or_else(|| Failure::KeyUnfit { path: path.into() })
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(HEADER.as_bytes())?;
        if let Some(key) = Key::of(rest) {
            return Some(Self(Source::Key(key)));
        }
        let decoded = Zeroizing::new(STANDARD.decode(rest.trim_ascii()).ok()?);
        Key::of(&decoded).map(|key| Self(Source::Key(key)))
    }

    /// Makes a key and writes it to a new file that only its owner can read.
    ///
    /// # Errors
    /// [`Failure::KeyThere`] where there is a file already: a key is never overwritten.
    pub fn create_file(path: &Path, chance: &dyn Chance) -> Result<Self, Failure> {
        use std::os::unix::fs::OpenOptionsExt;
        let key = Key::made(chance);
        let mut text = Zeroizing::new(HEADER.to_owned());
        STANDARD.encode_string(key.bytes(), &mut text);
        text.push('\n');
        let mut file = match std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
        {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(Failure::KeyThere { path: path.into() });
            }
            Err(error) => return Err(Failure::of_io(&error)),
        };
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| Failure::of_io(&error))?;
        if let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
            std::fs::File::open(dir)
                .and_then(|dir| dir.sync_all())
                .map_err(|error| Failure::of_io(&error))?;
        }
        Ok(Self(Source::Key(key)))
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
        .seal(1, &Bound::to("key check", &[]), CHECK, chance)
        .map_err(|_| Failure::unavailable("the key check value could not be made"))
}

/// True where `root` is the key the check value was made with.
pub(crate) fn is_right(root: &Key, check: &[u8]) -> bool {
    root.subkey("check")
        .open(&Bound::to("key check", &[]), check)
        .is_ok_and(|plain| plain.as_slice() == CHECK)
}
