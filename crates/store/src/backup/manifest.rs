//! What one backup is: how far the segments go that it is made of, and what the records come to with them. It is written
//! last, and a backup without one is none.

use super::record::Record;
use super::sealed_file::Vault;
use crate::failure::Failure;
use crate::keys::could_not_seal;
use casework::chronology::Hash;
use casework::outside::Chance;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What every name of one begins with.
pub(super) const PREFIX: &str = "backup-";

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Its number, from one.
    pub number: u64,
    /// When it was taken: what was written before is in it.
    pub at: Timestamp,
    /// How many segments it is made of, from the first.
    pub segments: u64,
    /// How many chronologies there are in it.
    pub chronologies: u64,
    /// How many entries.
    pub entries: u64,
    /// Which keys file it was taken with; they are counted from one.
    pub keys: u64,
    /// Chronologies that were not whole where they were read, and are in it only as far as they were.
    pub not_whole: Vec<String>,
    /// The digest of the last segment, which holds that of the one before, and so on.
    #[serde(with = "hexed")]
    pub last_segment: [u8; 32],
    /// The digest over the heads of every chronology: see [`super::Archive`].
    #[serde(with = "hexed")]
    pub heads: [u8; 32],
    /// The digest of the manifest before it.
    #[serde(with = "hexed")]
    pub follows: [u8; 32],
}

impl Manifest {
    /// The name of the manifest of a backup.
    pub(super) fn name(number: u64) -> String {
        format!("{PREFIX}{number:08}")
    }

    /// As it lies in its file.
    pub(super) fn sealed(&self, vault: &Vault, chance: &dyn Chance) -> Result<Vec<u8>, Failure> {
        let body = serde_json::to_vec(self).map_err(|_| could_not_seal())?;
        let mut file = vault.file(&Self::name(self.number), chance);
        file.add(&Record::Manifest(body))?;
        file.finished()
    }

    /// Reads one; `None` where it is not as it was written.
    pub(super) fn opened(vault: &Vault, number: u64, bytes: &[u8]) -> Option<Self> {
        let mut found = None;
        let gaps = vault
            .open(&Self::name(number), bytes, |record| {
                if let Record::Manifest(body) = record {
                    found = serde_json::from_slice::<Self>(&body).ok();
                }
                Ok(())
            })
            .ok()?;
        found.filter(|manifest| gaps.is_empty() && manifest.number == number)
    }
}

mod hexed {
    use super::Hash;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        Hash(*bytes).to_string().serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = text
                .get(at * 2..at * 2 + 2)
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                .ok_or_else(|| D::Error::custom("not a digest"))?;
        }
        Ok(bytes)
    }
}
