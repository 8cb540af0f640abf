//! Verifying without reading: whether a chain holds together, and exactly where it does not. Needs no key.
//!
//! It finds an altered byte, a removed entry, a swap, and a tail cut off by somebody who did not also put the head back.
//! A whole chronology rewritten with its head is found only against a head kept elsewhere: see
//! [`verify_file_against`].

use crate::failure::Failure;
use crate::sql::{HeadRow, ReadConnection};
use crate::store::SALT;
use casework::chronology::{Break, ChronologyId, Hash, SealedEntry, Verifier};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

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
    /// It and all after it are missing: the head says they were written.
    CutOff,
    /// There is no head for it: the head was taken away, or the entry was put there by another hand.
    NotInHead,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.how {
            How::Altered => "is not as it was written",
            How::DoesNotFollow => "does not follow from the entry before it",
            How::Missing => "is missing",
            How::CutOff => "was written and is missing, with any after it",
            How::NotInHead => "is there, but the head of the chronology does not know it",
        };
        let place = &self.chronology;
        write!(
            f,
            "setting {}, {} {}: entry {} {how}",
            place.setting,
            place.sort.name(),
            place.id.as_simple(),
            self.seq
        )
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

/// What verifying a whole copy found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many chronologies there are.
    pub chronologies: u64,
    /// How many entries.
    pub entries: u64,
    /// The end of every chronology as found.
    pub heads: Vec<Head>,
    /// Each chronology that does not hold, with the first place where it does not.
    pub broken: Vec<Broken>,
}

impl Report {
    /// True where every chain holds.
    pub fn intact(&self) -> bool {
        self.broken.is_empty()
    }
}

/// One chain being walked. The rules of the chain are `casework`'s; this adds the head as it was when written.
pub(crate) struct Walk {
    chronology: ChronologyId,
    verifier: Verifier,
    seq: u64,
    prev: Hash,
    broken: Option<Broken>,
}

impl Walk {
    pub(crate) fn of(chronology: ChronologyId) -> Self {
        Self {
            chronology,
            verifier: Verifier::default(),
            seq: 0,
            prev: Hash::NOTHING,
            broken: None,
        }
    }

    /// Takes the next entry. Only the first break is told: everything after it leans on it.
    pub(crate) fn take(&mut self, entry: &SealedEntry) {
        if self.broken.is_none()
            && let Err(found) = self.verifier.take(entry)
        {
            let (seq, how) = match found.what {
                Break::OutOfPlace { expected } => (expected, How::Missing),
                Break::DoesNotFollow => (found.seq, How::DoesNotFollow),
                Break::Altered | Break::Elsewhere => (found.seq, How::Altered),
            };
            self.broken = Some(Broken {
                chronology: self.chronology,
                seq,
                how,
            });
        }
        self.seq = entry.seq;
        self.prev = entry.hash;
    }

    /// The end: compares with the head as it was when written.
    pub(crate) fn end(self, head: Option<HeadRow>) -> Verdict {
        let at = |seq, how| {
            Some(Broken {
                chronology: self.chronology,
                seq,
                how,
            })
        };
        let against_head = match head {
            None if self.seq == 0 => None,
            None => at(self.seq, How::NotInHead),
            Some(head) if head.seq > self.seq => at(self.seq + 1, How::CutOff),
            Some(head) if head.seq < self.seq => at(head.seq + 1, How::NotInHead),
            Some(head) if head.hash != self.prev => at(self.seq, How::Altered),
            Some(_) => None,
        };
        Verdict {
            entries: self.seq,
            head: self.prev,
            broken: self.broken.or(against_head),
        }
    }
}

/// Checks one chronology that was read whole.
pub(crate) fn check_one(
    chronology: &ChronologyId,
    entries: &[SealedEntry],
    head: Option<HeadRow>,
) -> Verdict {
    let mut walk = Walk::of(*chronology);
    for entry in entries {
        walk.take(entry);
    }
    walk.end(head)
}

/// Verifies every chronology in a copy, or beside a running server, without any key: entry by entry, telling `progress`
/// how many entries are done and how many there are.
///
/// # Errors
/// [`Failure::NoInstallation`], [`Failure::Newer`], or what the file itself does not let be read. A broken chain is not
/// an error: it is in the report.
pub fn verify_file(dir: &Path, progress: impl FnMut(u64, u64)) -> Result<Report, Failure> {
    verify_file_against(dir, &[], progress)
}

/// As [`verify_file`], and compares with heads kept elsewhere: each must still be found at its place, whatever was added
/// since.
///
/// # Errors
/// As [`verify_file`].
pub fn verify_file_against(
    dir: &Path,
    kept: &[Head],
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, Failure> {
    let copy = ReadConnection::open_a_copy(dir)?;
    let mut kept: BTreeMap<_, _> = kept.iter().map(|head| (head.chronology, *head)).collect();
    copy.at_one_moment(|rows| {
        // An emptied file has no chain that could be broken: it is not records that hold.
        if rows.installation(SALT)?.is_none() {
            return Err(Failure::NoInstallation { dir: dir.into() });
        }
        let total = rows.count_entries()?;
        let mut known = BTreeMap::new();
        rows.each_head(|chronology, head| {
            known.insert(chronology, head);
            Ok(())
        })?;
        let mut report = Report {
            chronologies: 0,
            entries: 0,
            heads: Vec::new(),
            broken: Vec::new(),
        };
        let mut walk: Option<Walk> = None;
        rows.each_entry(|entry| {
            if walk
                .as_ref()
                .is_some_and(|walk| walk.chronology != entry.chronology)
                && let Some(done) = walk.take()
            {
                report.finish(done, &mut known, &mut kept);
            }
            let walk = walk.get_or_insert_with(|| Walk::of(entry.chronology));
            walk.take(&entry);
            if let Some(head) = kept.get(&entry.chronology)
                && head.seq == entry.seq
            {
                if head.hash != entry.hash && walk.broken.is_none() {
                    walk.broken = Some(Broken {
                        chronology: entry.chronology,
                        seq: entry.seq,
                        how: How::Altered,
                    });
                }
                kept.remove(&entry.chronology);
            }
            report.entries += 1;
            if report.entries.is_multiple_of(1_000) {
                progress(report.entries, total);
            }
            Ok(())
        })?;
        if let Some(done) = walk.take() {
            report.finish(done, &mut known, &mut kept);
        }
        // What is left has a head and not one entry.
        for chronology in known
            .keys()
            .chain(kept.keys())
            .copied()
            .collect::<BTreeSet<_>>()
        {
            report.broken.push(Broken {
                chronology,
                seq: 1,
                how: How::CutOff,
            });
        }
        progress(report.entries, total);
        Ok(report)
    })
}

impl Report {
    fn finish(
        &mut self,
        walk: Walk,
        known: &mut BTreeMap<ChronologyId, HeadRow>,
        kept: &mut BTreeMap<ChronologyId, Head>,
    ) {
        let chronology = walk.chronology;
        let mut verdict = walk.end(known.remove(&chronology));
        if kept.remove(&chronology).is_some() && verdict.broken.is_none() {
            verdict.broken = Some(Broken {
                chronology,
                seq: verdict.entries + 1,
                how: How::CutOff,
            });
        }
        self.chronologies += 1;
        self.heads.push(Head {
            chronology,
            seq: verdict.entries,
            hash: verdict.head,
        });
        self.broken.extend(verdict.broken);
    }
}
