//! Verifying without reading: whether a chain holds together, and exactly where it does not. Needs no key.
//!
//! By the chain and its head it finds an altered byte, a removed entry, a swap, and a tail cut off by somebody who did
//! not also put the head back. By the tree of heads it finds what was written anew or cut off since a checkpoint, and
//! between which checkpoints. What somebody does who holds the file and every key is found only against a checkpoint or
//! a head that was kept elsewhere: see [`verify_copy`].

mod copy;
mod stated;
mod tree;

pub(crate) use copy::verify_within;
pub use copy::{Against, Report, heads_in_copy, verify_copy, verify_file, verify_file_against};
pub use tree::{OutsideFault, TreeFault, TreeReport};

use crate::failure::Failure;
use crate::sql::{HeadRow, Rows};
use casework::chronology::{Break, ChronologyId, Hash, SealedEntry, Verifier};
use jiff::Timestamp;
use stated::AgainstTree;
use std::convert::Infallible;
use std::fmt;

/// What verifying one chronology found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries there are.
    pub entries: u64,
    /// The hash of the last one; [`Hash::NOTHING`] where there is none.
    pub head: Hash,
    /// The first place where the chain does not hold; none where it does.
    pub broken: Option<Broken>,
}

impl Verdict {
    /// True where the chain holds.
    pub fn intact(&self) -> bool {
        self.broken.is_none()
    }
}

/// Where a chain does not hold, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// In which chronology.
    pub chronology: ChronologyId,
    /// At which entry.
    pub seq: u64,
    /// What is wrong there.
    pub how: How,
    /// The newest checkpoint that still found it as it was: it was done after that.
    pub after: Option<Mark>,
    /// The first checkpoint that found it as it is now: it was done before that.
    pub before: Option<Mark>,
}

impl Broken {
    /// What is wrong at a place, where no checkpoint says since when.
    pub fn at(chronology: ChronologyId, seq: u64, how: How) -> Self {
        Self {
            chronology,
            seq,
            how,
            after: None,
            before: None,
        }
    }
}

/// A checkpoint, by what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Of how many heads.
    pub size: u64,
    /// When it was made.
    pub made_at: Timestamp,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "checkpoint {} ({})", self.size, self.made_at)
    }
}

/// What is wrong at a place in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The content, the time or the hash is not as it was written.
    Altered,
    /// It does not lean on the entry before it: something was put in its place, or the one before was.
    DoesNotFollow,
    /// It is missing, though a later one is there.
    Missing,
    /// It and all after it are missing: the head, or a checkpoint, says they were written.
    CutOff,
    /// There is no head for it: the head was taken away, or the entry was put there by another hand.
    NotInHead,
    /// The chain holds and is not the one that was there: it was written anew, from this entry on or a later one, up to
    /// the entry that was stated.
    NotAsStated {
        /// The entry whose hash a checkpoint, or a head kept elsewhere, states otherwise.
        by: u64,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.chronology;
        write!(
            f,
            "setting {}, {} {}: ",
            place.setting,
            place.sort.name(),
            place.id.as_simple(),
        )?;
        match self.how {
            How::Altered => write!(f, "entry {} is not as it was written", self.seq),
            How::DoesNotFollow => write!(
                f,
                "entry {} does not follow from the entry before it",
                self.seq
            ),
            How::Missing => write!(f, "entry {} is missing", self.seq),
            How::CutOff => write!(
                f,
                "entry {} was written and is missing, with any after it",
                self.seq
            ),
            How::NotInHead => write!(
                f,
                "entry {} is there, but the head of the chronology does not know it",
                self.seq
            ),
            How::NotAsStated { by } if by == self.seq => {
                write!(f, "entry {by} is not the one that was stated")
            }
            How::NotAsStated { by } => write!(
                f,
                "something in entries {} to {by} was written anew: entry {by} is not the one that was stated",
                self.seq
            ),
        }?;
        match (self.after, self.before) {
            (Some(after), Some(before)) => {
                write!(f, "; it was done after {after} and before {before}")
            }
            (Some(after), None) => write!(f, "; it was done after {after}"),
            (None, Some(before)) => write!(f, "; it was done before {before}"),
            (None, None) => Ok(()),
        }
    }
}

/// The end of one chronology: what a checkpoint kept elsewhere holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Of which chronology.
    pub chronology: ChronologyId,
    /// The number of its last entry.
    pub seq: u64,
    /// That entry's hash.
    pub hash: Hash,
}

/// One chain being walked. The rules of the chain are `casework`'s; this adds the head as it was when written, and what
/// the tree states.
pub(crate) struct Walk {
    chronology: ChronologyId,
    verifier: Verifier,
    seq: u64,
    prev: Hash,
    recorded_at: Timestamp,
    broken: Option<(u64, How)>,
    tree: AgainstTree,
}

impl Walk {
    pub(crate) fn of(chronology: ChronologyId, tree: AgainstTree) -> Self {
        Self {
            chronology,
            verifier: Verifier::default(),
            seq: 0,
            prev: Hash::NOTHING,
            recorded_at: Timestamp::UNIX_EPOCH,
            broken: None,
            tree,
        }
    }

    /// Takes the next entry. Only the first break is told: everything after it leans on it.
    pub(crate) fn take(&mut self, entry: &SealedEntry) {
        if self.broken.is_none()
            && let Err(found) = self.verifier.take(entry)
        {
            self.broken = Some(match found.what {
                Break::OutOfPlace { expected } => (expected, How::Missing),
                Break::DoesNotFollow => (found.seq, How::DoesNotFollow),
                Break::Altered | Break::Elsewhere => (found.seq, How::Altered),
            });
        }
        self.tree.take(entry);
        self.seq = entry.seq;
        self.prev = entry.hash;
        self.recorded_at = entry.recorded_at;
    }

    /// The end: compares with the head as it was when written. `mark` says which checkpoint first covered a leaf.
    pub(crate) fn end<E>(
        self,
        head: Option<HeadRow>,
        mark: impl Fn(u64) -> Result<Option<Mark>, E>,
    ) -> Result<Verdict, E> {
        let against_head = match head {
            None if self.seq == 0 => None,
            None => Some((self.seq, How::NotInHead)),
            Some(head) if head.seq > self.seq => Some((self.seq + 1, How::CutOff)),
            Some(head) if head.seq < self.seq => Some((head.seq + 1, How::NotInHead)),
            Some(head) if (head.hash, head.recorded_at) != (self.prev, self.recorded_at) => {
                Some((self.seq, How::Altered))
            }
            Some(_) => None,
        };
        let broken = self.broken.or(against_head);
        Ok(Verdict {
            entries: self.seq,
            head: self.prev,
            broken: self.tree.end(self.chronology, self.seq, broken, mark)?,
        })
    }
}

/// Checks one chronology that was read whole, by its chain and head alone.
pub(crate) fn check_one(
    chronology: &ChronologyId,
    entries: &[SealedEntry],
    head: Option<HeadRow>,
) -> Verdict {
    let mut walk = Walk::of(*chronology, AgainstTree::default());
    entries.iter().for_each(|entry| walk.take(entry));
    let Ok(verdict) = walk.end(head, |_| Ok::<_, Infallible>(None));
    verdict
}

/// Checks one chronology, also against what the tree states about it.
pub(crate) fn check_in(rows: &Rows<'_>, chronology: &ChronologyId) -> Result<Verdict, Failure> {
    let (head, stated) = (rows.head(chronology)?, rows.statements(chronology)?);
    let entries = rows.entries(chronology)?;
    if entries.is_empty() && head.is_none() && stated.is_empty() {
        return Err(Failure::NotThere);
    }
    let mut walk = Walk::of(*chronology, AgainstTree::of(stated, None));
    entries.iter().for_each(|entry| walk.take(entry));
    walk.end(head, |leaf| {
        let over = rows.checkpoint_over(leaf)?;
        Ok(over.map(|row| Mark {
            size: row.size,
            made_at: row.made_at,
        }))
    })
}
