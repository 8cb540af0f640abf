//! A root key that a key service keeps: the file on the machine says which service, and holds the key only as that service
//! wrapped it. The service is asked once, when the records are opened; what it gives stays in memory until they close.

use super::RootKey;
use super::file::{bytes_of, write_new};
use crate::failure::Failure;
use crate::seal::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use casework::outside::Chance;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The first line of such a file; after it, which service, as JSON.
pub(super) const HEADER: &str = "leeward root key in a token 1\n";

/// Anything that wraps the root key and gives it back, and lets nobody have the key it wraps with.
pub trait KeyService {
    /// Wraps a key. `chance` is what is random about it, where the service has none of its own.
    ///
    /// # Errors
    /// [`Failure::KeyService`], in words that say what to look at.
    fn wrap(&self, key: &[u8; 32], chance: &dyn Chance) -> Result<Vec<u8>, Failure>;

    /// Gives a wrapped key back.
    ///
    /// # Errors
    /// [`Failure::KeyService`], in words that say what to look at.
    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure>;
}

/// A key in a token that is spoken to by PKCS#11: a hardware module, a smart card, a network service with such a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InToken {
    /// The library that speaks to it.
    pub module: PathBuf,
    /// The label of the token.
    pub token: String,
    /// The label of the AES key in it. Made there if it is not there when a root key is made, and never leaves it.
    pub key: String,
    /// The file that has the PIN, which only its owner can read.
    pub pin_file: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    token: InToken,
    wrapped: String,
}

/// The key that a file's service gives back.
pub(super) fn read(rest: &[u8], path: &Path) -> Result<Key, Failure> {
    let unfit = || Failure::KeyUnfit { path: path.into() };
    let Written { token, wrapped } = serde_json::from_slice(rest).map_err(|_| unfit())?;
    let wrapped = STANDARD.decode(wrapped).map_err(|_| unfit())?;
    let plain = token.service()?.unwrap(&wrapped)?;
    Key::of(&plain).ok_or_else(unfit)
}

/// Makes a root key and has the token wrap it.
pub(super) fn create(
    path: &Path,
    token: &InToken,
    chance: &dyn Chance,
) -> Result<RootKey, Failure> {
    if path.exists() {
        return Err(Failure::KeyThere { path: path.into() });
    }
    let key = Key::made(chance);
    let service = token.service()?;
    let wrapped = service.wrap(key.bytes(), chance)?;
    // Before anything depends on it: the service gives back what it was given.
    if service.unwrap(&wrapped)?.as_slice() != key.bytes() {
        return Err(Failure::KeyService {
            what: "it did not give back the key it was given".to_owned(),
        });
    }
    let written = Written {
        token: token.clone(),
        wrapped: STANDARD.encode(wrapped),
    };
    let json = serde_json::to_string_pretty(&written)
        .map_err(|_| Failure::unavailable("the key file could not be written down"))?;
    write_new(path, format!("{HEADER}{json}\n").as_bytes())?;
    Ok(RootKey::of_key(key))
}

impl InToken {
    /// The PIN.
    #[cfg_attr(
        not(feature = "pkcs11"),
        expect(dead_code, reason = "only a build with a service asks for it")
    )]
    pub(super) fn pin(&self) -> Result<Zeroizing<String>, Failure> {
        let bytes = bytes_of(&self.pin_file)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Failure::KeyUnfit {
            path: self.pin_file.clone(),
        })?;
        Ok(Zeroizing::new(text.trim_end().to_owned()))
    }

    #[cfg(feature = "pkcs11")]
    fn service(&self) -> Result<Box<dyn KeyService>, Failure> {
        Ok(Box::new(super::pkcs11::Token::open(self)?))
    }

    #[cfg(not(feature = "pkcs11"))]
    fn service(&self) -> Result<Box<dyn KeyService>, Failure> {
        Err(Failure::KeyService {
            what: "this Leeward was built without PKCS#11; build it with --features pkcs11"
                .to_owned(),
        })
    }
}
