//! How recovery stands: whether shares were made of the root key in use, and whether anybody tried them. Sealed under the
//! root key, so that nobody else can say that it is set up.

use super::{Share, Split};
use crate::failure::Failure;
use crate::keys::Root;
use casework::outside::Chance;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The name it is kept under.
pub(crate) const RECOVERY: &str = "recovery";

/// How recovery stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// When the shares were made.
    pub set_up_at: Timestamp,
    /// How many people keep one.
    pub among: u8,
    /// How many it takes.
    pub needed: u8,
    /// Which set of shares.
    set: [u8; 4],
    /// When somebody last put them together and they opened the records.
    pub rehearsed_at: Option<Timestamp>,
    /// Whether they are of a root key that was changed since: they open old backups and nothing else.
    pub of_the_key_before: bool,
}

impl Recovery {
    /// Shares that were just made.
    pub(crate) fn of(shares: &[Share], now: Timestamp) -> Option<Self> {
        let first = shares.first()?;
        let Split { among, needed } = first.split();
        Some(Self {
            set_up_at: now,
            among,
            needed,
            set: first.set_id(),
            rehearsed_at: None,
            of_the_key_before: false,
        })
    }

    /// The same after these were put together and opened the records; `None` where they are of an older set.
    pub(crate) fn rehearsed(self, shares: &[Share], now: Timestamp) -> Option<Self> {
        let same = shares
            .first()
            .is_some_and(|share| share.set_id() == self.set);
        (same && !self.of_the_key_before).then_some(Self {
            rehearsed_at: Some(now),
            ..self
        })
    }

    /// Sealed, to be kept.
    pub(crate) fn sealed(&self, root: &Root, chance: &dyn Chance) -> Result<Vec<u8>, Failure> {
        let plain = serde_json::to_vec(self).map_err(|_| crate::keys::could_not_seal())?;
        root.seal(RECOVERY, &plain, chance)
    }
}

/// What is kept of it.
pub(crate) fn kept(root: &Root, sealed: Option<Vec<u8>>) -> Result<Option<Recovery>, Failure> {
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    root.open(RECOVERY, &sealed)
        .and_then(|plain| serde_json::from_slice(&plain).ok())
        .map(Some)
        .ok_or_else(|| Failure::damaged("what is kept of recovery"))
}

/// What is to be kept of it under a new root key: shares of the one before open old backups only.
pub(crate) fn after_a_change(
    before: &Root,
    after: &Root,
    sealed: Option<Vec<u8>>,
    chance: &dyn Chance,
) -> Result<Option<Vec<u8>>, Failure> {
    kept(before, sealed)?
        .map(|recovery| {
            Recovery {
                of_the_key_before: true,
                ..recovery
            }
            .sealed(after, chance)
        })
        .transpose()
}
