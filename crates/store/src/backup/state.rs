//! How far the segments go: the last entry of every chronology in them, and every row beside the log. It is what the next
//! backup compares the records with.
//!
//! It follows from the segments and is nothing of its own: an index is put beside them now and then so that they need not
//! all be read again, and is made anew where it was lost.

use super::record::{Record, put_cells};
use crate::failure::Failure;
use crate::sql::{Cell, KeptTable};
use casework::chronology::{ChronologyId, Hash, SealedEntry, hash_of};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How far the segments go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// How many segments.
    pub(super) segments: u64,
    /// The digest of the last.
    pub(super) last_segment: [u8; 32],
    /// How many entries.
    pub(super) entries: u64,
    /// The last entry of each chronology.
    pub(super) tips: BTreeMap<ChronologyId, Tip>,
    /// What each row says, by its table and key.
    pub(super) rows: BTreeMap<(&'static str, [u8; 16]), [u8; 16]>,
}

/// The last entry of a chronology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tip {
    pub(super) seq: u64,
    pub(super) hash: Hash,
}

impl State {
    /// Whether an entry is the next of its chronology, and as it was written.
    pub(super) fn goes_on_with(&self, entry: &SealedEntry) -> bool {
        let (seq, hash) = self
            .tips
            .get(&entry.chronology)
            .map_or((0, Hash::NOTHING), |tip| (tip.seq, tip.hash));
        entry.seq == seq + 1
            && entry.prev == hash
            && entry.hash
                == hash_of(
                    &entry.chronology,
                    entry.seq,
                    entry.recorded_at,
                    &entry.sealed,
                    entry.prev,
                )
    }

    /// Takes in an entry that goes on from the one before.
    pub(super) fn take_entry(&mut self, entry: &SealedEntry) {
        self.entries += 1;
        let tip = Tip {
            seq: entry.seq,
            hash: entry.hash,
        };
        self.tips.insert(entry.chronology, tip);
    }

    /// Takes in a row; says whether it is new or says something else than before.
    pub(super) fn take_row(&mut self, table: &'static KeptTable, cells: &[Cell]) -> bool {
        let (key, says) = (digest(table.key_of(cells)), digest(cells));
        self.rows.insert((table.name, key), says) != Some(says)
    }

    /// The digest over every head, in the order of their ids.
    pub(super) fn heads(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for (chronology, tip) in &self.tips {
            hasher.update(chronology.setting.0.as_bytes());
            hasher.update((chronology.sort.name().len() as u64).to_be_bytes());
            hasher.update(chronology.sort.name().as_bytes());
            hasher.update(chronology.id.as_bytes());
            hasher.update(tip.seq.to_be_bytes());
            hasher.update(tip.hash.0);
        }
        hasher.finalize().into()
    }

    /// The records of an index.
    pub(super) fn each_record(
        &self,
        mut each: impl FnMut(&Record) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for (chronology, tip) in &self.tips {
            each(&Record::Tip {
                chronology: *chronology,
                seq: tip.seq,
                hash: tip.hash,
            })?;
        }
        for ((table, key), says) in &self.rows {
            each(&Record::Known {
                table: (*table).to_owned(),
                key: *key,
                says: *says,
            })?;
        }
        Ok(())
    }

    /// Takes in a record of an index; `false` for one that cannot stand in one.
    pub(super) fn take_record(&mut self, record: Record) -> bool {
        match record {
            Record::Begins {
                number, follows, ..
            } => {
                (self.segments, self.last_segment) = (number, follows);
            }
            Record::Tip {
                chronology,
                seq,
                hash,
            } => {
                self.entries += seq;
                self.tips.insert(chronology, Tip { seq, hash });
            }
            Record::Known { table, key, says } => match KeptTable::named(&table) {
                Some(table) => {
                    self.rows.insert((table.name, key), says);
                }
                None => return false,
            },
            _ => return false,
        }
        true
    }
}

/// Sixteen bytes that stand for some cells.
pub(crate) fn digest(cells: &[Cell]) -> [u8; 16] {
    let mut bytes = Vec::new();
    put_cells(&mut bytes, cells);
    let whole: [u8; 32] = Sha256::digest(&bytes).into();
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(whole) {
        *to = from;
    }
    half
}
