//! The chain: entries in order, each leaning on the one before, over sealed bytes, so that anybody can verify without
//! being able to read.
//!
//! What it finds: an altered byte, a removed middle entry, a swap. What it does not find alone: a cut tail or a
//! chronology rewritten whole; only a head kept elsewhere (printed, or in a checkpoint) does.

use crate::id::{CaseId, PersonId, SettingId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// Which kind of thing a chronology is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// A case.
    Case,
    /// Who one person is.
    Person,
    /// A setting: its staff, roles, calendar and adopted guidance.
    Setting,
    /// Who opened one case.
    Access,
}

impl Sort {
    /// The permanent short name, as stored and hashed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Person => "person",
            Self::Setting => "setting",
            Self::Access => "access",
        }
    }

    /// The sort with this permanent name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Case, Self::Person, Self::Setting, Self::Access]
            .into_iter()
            .find(|sort| sort.name() == name)
    }
}

/// Which chronology: the setting first, as in every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChronologyId {
    /// Whose it is.
    pub setting: SettingId,
    /// What it is about.
    pub sort: Sort,
    /// Which one.
    pub id: Uuid,
}

impl ChronologyId {
    /// The chronology of a case.
    pub fn case(setting: SettingId, case: CaseId) -> Self {
        Self {
            setting,
            sort: Sort::Case,
            id: case.0,
        }
    }

    /// Who opened a case.
    pub fn access(setting: SettingId, case: CaseId) -> Self {
        Self {
            setting,
            sort: Sort::Access,
            id: case.0,
        }
    }

    /// Who a person is.
    pub fn person(setting: SettingId, person: PersonId) -> Self {
        Self {
            setting,
            sort: Sort::Person,
            id: person.0,
        }
    }

    /// A setting's own chronology.
    pub fn setting(setting: SettingId) -> Self {
        Self {
            setting,
            sort: Sort::Setting,
            id: setting.0,
        }
    }
}

/// A SHA-256 value. Prints as lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry of a chronology leans on.
    pub const NOTHING: Self = Self([0; 32]);
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An entry as it lies in the log: nobody's words can be read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// Where it belongs.
    pub chronology: ChronologyId,
    /// Its place: 1, 2, 3 ...
    pub seq: u64,
    /// When it was recorded, to the microsecond, UTC.
    pub recorded_at: Timestamp,
    /// The sealed content.
    pub sealed: Vec<u8>,
    /// The hash of the entry before; [`Hash::NOTHING`] for the first.
    pub prev: Hash,
    /// The hash of this entry.
    pub hash: Hash,
}

/// The hash of an entry: SHA-256 over every field, each preceded by its length as eight big-endian bytes.
pub fn hash_of(
    chronology: &ChronologyId,
    seq: u64,
    recorded_at: Timestamp,
    sealed: &[u8],
    prev: Hash,
) -> Hash {
    let mut hasher = Sha256::new();
    let mut field = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(b"leeward entry 1");
    field(chronology.setting.0.as_bytes());
    field(chronology.sort.name().as_bytes());
    field(chronology.id.as_bytes());
    field(&seq.to_be_bytes());
    field(&recorded_at.as_microsecond().to_be_bytes());
    field(sealed);
    field(&prev.0);
    Hash(hasher.finalize().into())
}

/// An entry opened: who recorded what, when, and when it happened if that is another time.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<E> {
    /// Its place in the chronology.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What was written.
    pub written: Written<E>,
}

/// What is sealed: the content of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written<E> {
    /// Who recorded it.
    pub by: StaffId,
    /// What happened.
    pub event: E,
}

/// What verifying a chronology found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many entries.
    pub entries: u64,
    /// When the first was recorded.
    pub first: Option<Timestamp>,
    /// When the last was recorded.
    pub last: Option<Timestamp>,
    /// The hash of the last: compare it with one kept elsewhere.
    pub head: Hash,
}

/// Where a chain breaks, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq}: {what}")]
pub struct Broken {
    /// The entry at which it shows.
    pub seq: u64,
    /// How.
    pub what: Break,
}

/// How a chain breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// An entry is missing, doubled or out of its place.
    #[error("an entry is missing or out of its place: entry {expected} belongs here")]
    OutOfPlace {
        /// The entry that belongs here.
        expected: u64,
    },
    /// The entry belongs to another chronology.
    #[error("this entry belongs to another chronology")]
    Elsewhere,
    /// It does not lean on the entry before it.
    #[error("this entry does not follow from the one before it")]
    DoesNotFollow,
    /// It is not what its hash says.
    #[error("this entry is not as it was recorded")]
    Altered,
}

/// Verifies a chronology entry by entry, without opening any and without holding more than one.
#[derive(Debug, Clone)]
pub struct Verifier {
    chronology: Option<ChronologyId>,
    found: Verified,
}

impl Default for Verifier {
    fn default() -> Self {
        Self {
            chronology: None,
            found: Verified {
                entries: 0,
                first: None,
                last: None,
                head: Hash::NOTHING,
            },
        }
    }
}

impl Verifier {
    /// Takes the next entry.
    ///
    /// # Errors
    /// Where the chain breaks at this entry.
    pub fn take(&mut self, entry: &SealedEntry) -> Result<(), Broken> {
        let broken = |what| {
            Err(Broken {
                seq: entry.seq,
                what,
            })
        };
        let expected = self.found.entries + 1;
        if *self.chronology.get_or_insert(entry.chronology) != entry.chronology {
            return broken(Break::Elsewhere);
        }
        if entry.seq != expected {
            return broken(Break::OutOfPlace { expected });
        }
        if entry.prev != self.found.head {
            return broken(Break::DoesNotFollow);
        }
        if hash_of(
            &entry.chronology,
            entry.seq,
            entry.recorded_at,
            &entry.sealed,
            entry.prev,
        ) != entry.hash
        {
            return broken(Break::Altered);
        }
        self.found = Verified {
            entries: expected,
            first: self.found.first.or(Some(entry.recorded_at)),
            last: Some(entry.recorded_at),
            head: entry.hash,
        };
        Ok(())
    }

    /// What was found, all entries taken.
    pub fn finish(self) -> Verified {
        self.found
    }
}

/// Verifies the entries of one chronology, from the first, in order.
///
/// # Errors
/// Where the chain breaks, at the first entry that shows it.
pub fn verify(entries: impl IntoIterator<Item = SealedEntry>) -> Result<Verified, Broken> {
    let mut verifier = Verifier::default();
    for entry in entries {
        verifier.take(&entry)?;
    }
    Ok(verifier.finish())
}
