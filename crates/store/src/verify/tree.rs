//! The tree of a copy: whether its leaves come to the roots that were signed, in the copy and elsewhere.

use super::Mark;
use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::failure::Failure;
use crate::sql::{CheckpointRow, Rows};
use crate::tree::Edge;
use casework::chronology::{ChronologyId, Hash};
use std::collections::BTreeSet;
use std::fmt;

/// The most chronologies that are named as what may have been changed.
const NAMED: usize = 20;

/// What verifying the tree found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreeReport {
    /// How many heads it states.
    pub size: u64,
    /// How many checkpoints the copy holds.
    pub checkpoints: u64,
    /// The newest of them.
    pub last: Option<Mark>,
    /// What is wrong in the copy itself.
    pub faults: Vec<TreeFault>,
    /// What is wrong between the copy and a checkpoint that was kept elsewhere: its place among those given, and what.
    pub outside: Vec<(usize, OutsideFault)>,
}

/// What is wrong with the tree of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeFault {
    /// A leaf was taken out.
    LeafMissing {
        /// Which.
        leaf: u64,
    },
    /// The leaves do not come to the root that was signed: one of them was changed, or the root was.
    RootDiffers {
        /// The first checkpoint that shows it.
        at: Mark,
        /// The newest one before it that agrees.
        agrees: Option<Mark>,
    },
    /// The checkpoint is of more leaves than there are.
    LeavesGone {
        /// The first such checkpoint.
        at: Mark,
        /// How many leaves there are.
        left: u64,
    },
    /// What was signed is not what stands beside it.
    NoteDiffers {
        /// Which checkpoint.
        at: Mark,
    },
    /// It was not signed with the key of these records.
    NotSigned {
        /// Which checkpoint.
        at: Mark,
    },
    /// What is kept beside the newest checkpoint to go on from is not the edge of its tree.
    EdgeDiffers {
        /// The newest checkpoint.
        at: Mark,
    },
    /// The key that the copy holds is none of those that were given.
    OtherKey,
}

impl fmt::Display for TreeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeafMissing { leaf } => write!(f, "tree of heads: leaf {leaf} is missing"),
            Self::RootDiffers {
                at,
                agrees: Some(agrees),
            } => write!(
                f,
                "tree of heads: {at} is not what its leaves come to; they agree with {agrees}, so that one after it was changed"
            ),
            Self::RootDiffers { at, agrees: None } => write!(
                f,
                "tree of heads: {at} is not what its leaves come to, and no checkpoint before it is"
            ),
            Self::LeavesGone { at, left } => write!(
                f,
                "tree of heads: {at} is of more heads than the {left} that are left"
            ),
            Self::NoteDiffers { at } => write!(
                f,
                "tree of heads: the signed note of {at} does not say what stands beside it"
            ),
            Self::NotSigned { at } => {
                write!(f, "tree of heads: {at} was not signed with the key")
            }
            Self::EdgeDiffers { at } => write!(
                f,
                "tree of heads: what is kept beside {at} to go on from was changed"
            ),
            Self::OtherKey => {
                write!(
                    f,
                    "tree of heads: this copy holds another checkpoint key than the one given"
                )
            }
        }
    }
}

/// How a checkpoint that was kept elsewhere contradicts a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideFault {
    /// No key that was given signed it.
    NotSigned,
    /// It is of other records than the key.
    OfOtherRecords,
    /// It is of more heads than the copy states.
    LargerThanCopy {
        /// How many the copy states.
        copy: u64,
    },
    /// The copy had other heads then.
    RootDiffers {
        /// The newest checkpoint kept elsewhere that the copy agrees with.
        agrees: Option<u64>,
        /// The chronologies that were stated since then and up to this one: one of these was changed. Not more than
        /// twenty are named.
        among: Vec<ChronologyId>,
        /// How many more there are.
        more: u64,
    },
}

impl fmt::Display for OutsideFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSigned => write!(f, "it was not signed with the key that was given"),
            Self::OfOtherRecords => write!(f, "it is a checkpoint of other records"),
            Self::LargerThanCopy { copy } => write!(
                f,
                "it is of more heads than the {copy} this copy states: the copy is older, or something was cut off"
            ),
            Self::RootDiffers {
                agrees,
                among,
                more,
            } => {
                write!(
                    f,
                    "this copy had other heads then: its history was rewritten"
                )?;
                match agrees {
                    Some(size) => write!(f, ", after checkpoint {size}, which it agrees with")?,
                    None => write!(f, ", anywhere from its beginning")?,
                }
                write!(f, "; one or more of these:")?;
                for one in among {
                    write!(
                        f,
                        "\n    setting {}, {} {}",
                        one.setting,
                        one.sort.name(),
                        one.id.as_simple()
                    )?;
                }
                match more {
                    0 => Ok(()),
                    more => write!(f, "\n    and {more} more"),
                }
            }
        }
    }
}

impl TreeReport {
    /// True where nothing is wrong.
    pub fn intact(&self) -> bool {
        self.faults.is_empty() && self.outside.is_empty()
    }
}

/// Which checkpoint first covered each leaf: sizes and moments, in order.
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    pub(super) fn over(&self, leaf: u64) -> Option<Mark> {
        let place = self.0.partition_point(|mark| mark.size <= leaf);
        self.0.get(place).copied()
    }
}

/// Walks the tree from its first leaf to its last. `keys` are those given from outside; without any, the copy's own
/// public half stands in, which shows accidents and no more.
pub(super) fn walk(
    rows: &Rows<'_>,
    keys: &[VerifierKey],
    outside: &[Checkpoint],
) -> Result<(TreeReport, Marks), Failure> {
    let own = crate::checkpoint::own_key(rows);
    let mut report = TreeReport::default();
    let keys: Vec<VerifierKey> = match keys {
        [] => own.into_iter().collect(),
        given => {
            // One that is there and cannot be read is another one too.
            let there = rows
                .installation(crate::checkpoint::key::VERIFIER)?
                .is_some();
            if there && own.is_none_or(|own| !given.contains(&own)) {
                report.faults.push(TreeFault::OtherKey);
            }
            given.to_vec()
        }
    };
    let mut newest = Vec::new();
    let mut signed: Vec<(Mark, Hash)> = Vec::new();
    rows.each_checkpoint(|row| {
        let at = Mark {
            size: row.size,
            made_at: row.made_at,
        };
        report.faults.extend(fault_of_note(&row, at, &keys));
        signed.push((at, row.root));
        newest = row.edge;
        true
    })?;
    report.checkpoints = signed.len() as u64;
    report.last = signed.last().map(|(at, _)| *at);
    let mut sizes: Vec<u64> = outside.iter().map(|it| it.size).collect();
    sizes.sort_unstable();
    let roots = roots_at(rows, &mut report, &signed, &newest, &sizes)?;
    judge(rows, &mut report, &keys, outside, &roots)?;
    Ok((
        report,
        Marks(signed.into_iter().map(|(at, _)| at).collect()),
    ))
}

fn fault_of_note(row: &CheckpointRow, at: Mark, keys: &[VerifierKey]) -> Option<TreeFault> {
    let said = Checkpoint::read(&row.note).ok();
    let Some(said) = said
        .filter(|it| it.size == row.size && it.root == row.root && it.made_at == Some(row.made_at))
    else {
        return Some(TreeFault::NoteDiffers { at });
    };
    let signed = keys.iter().any(|key| said.is_signed_by(key));
    (!signed).then_some(TreeFault::NotSigned { at })
}

/// The roots the leaves come to, at the sizes asked for. Compares with every checkpoint of the copy on the way.
fn roots_at(
    rows: &Rows<'_>,
    report: &mut TreeReport,
    signed: &[(Mark, Hash)],
    newest: &[u8],
    sizes: &[u64],
) -> Result<Vec<(u64, Hash)>, Failure> {
    let (mut edge, mut roots) = (Edge::default(), Vec::new());
    let (mut next, mut asked, mut agrees, mut wrong) = (0, 0, None, false);
    let mut missing = None;
    let mut look = |edge: &Edge, faults: &mut Vec<TreeFault>| {
        let size = edge.size();
        while sizes.get(asked).is_some_and(|wanted| *wanted == size) {
            roots.push((size, edge.root()));
            asked += 1;
        }
        if let Some((at, root)) = signed.get(next).filter(|(at, _)| at.size == size) {
            next += 1;
            if next == signed.len() && edge.to_bytes() != newest {
                faults.push(TreeFault::EdgeDiffers { at: *at });
            }
            match edge.root() == *root {
                true if !wrong => agrees = Some(*at),
                false if !wrong => {
                    wrong = true;
                    faults.push(TreeFault::RootDiffers { at: *at, agrees });
                }
                _ => (),
            }
        }
    };
    look(&edge, &mut report.faults);
    rows.each_statement(0, |number, stated| {
        if number != edge.size() {
            missing = Some(edge.size());
            return false;
        }
        edge.push(stated.leaf());
        look(&edge, &mut report.faults);
        true
    })?;
    report.size = edge.size();
    report
        .faults
        .extend(missing.map(|leaf| TreeFault::LeafMissing { leaf }));
    let gone = signed.iter().find(|(at, _)| at.size > edge.size());
    if let (Some((at, _)), None) = (gone, missing) {
        let left = edge.size();
        report.faults.push(TreeFault::LeavesGone { at: *at, left });
    }
    Ok(roots)
}

/// Compares the checkpoints kept elsewhere with the roots of the copy.
fn judge(
    rows: &Rows<'_>,
    report: &mut TreeReport,
    keys: &[VerifierKey],
    outside: &[Checkpoint],
    roots: &[(u64, Hash)],
) -> Result<(), Failure> {
    let of_these = |it: &Checkpoint| keys.iter().any(|key| key.name() == it.origin);
    let agrees = |it: &Checkpoint| roots.contains(&(it.size, it.root));
    let signed: Vec<bool> = outside
        .iter()
        .map(|it| keys.iter().any(|key| it.is_signed_by(key)))
        .collect();
    let newest = |below: u64| {
        let good = outside
            .iter()
            .zip(&signed)
            .filter(|(it, signed)| **signed && agrees(it));
        good.map(|(it, _)| it.size)
            .filter(|size| *size < below)
            .max()
    };
    for (place, (it, signed)) in outside.iter().zip(&signed).enumerate() {
        let fault = if !of_these(it) {
            OutsideFault::OfOtherRecords
        } else if !signed {
            OutsideFault::NotSigned
        } else if it.size > report.size {
            OutsideFault::LargerThanCopy { copy: report.size }
        } else if agrees(it) {
            continue;
        } else {
            let since = newest(it.size);
            let (among, more) = stated_between(rows, since.unwrap_or_default(), it.size)?;
            OutsideFault::RootDiffers {
                agrees: since,
                among,
                more,
            }
        };
        report.outside.push((place, fault));
    }
    Ok(())
}

/// The chronologies that the leaves from one on and before another state.
fn stated_between(
    rows: &Rows<'_>,
    from: u64,
    to: u64,
) -> Result<(Vec<ChronologyId>, u64), Failure> {
    let mut found = BTreeSet::new();
    rows.each_statement(from, |number, stated| {
        if number < to {
            found.insert(stated.chronology);
        }
        number + 1 < to
    })?;
    let more = found.len().saturating_sub(NAMED) as u64;
    Ok((found.into_iter().take(NAMED).collect(), more))
}
