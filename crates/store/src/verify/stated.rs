//! One chronology against what was stated about it: by the leaves of the tree, or by a head that was kept elsewhere.

use super::{Broken, How, Mark};
use crate::checkpoint::Statement;
use crate::verify::Head;
use casework::chronology::{ChronologyId, Hash, SealedEntry};

/// One thing that was stated.
#[derive(Debug, Clone, Copy)]
struct Stated {
    /// Which leaf; none for a head that was kept elsewhere.
    leaf: Option<u64>,
    seq: u64,
    hash: Hash,
    met: bool,
}

/// Everything that was stated about a chronology, compared while its entries go by.
#[derive(Debug, Clone, Default)]
pub(crate) struct AgainstTree {
    stated: Vec<Stated>,
    next: usize,
}

impl AgainstTree {
    pub(crate) fn of(leaves: Vec<(u64, Statement)>, kept: Option<Head>) -> Self {
        let mut stated: Vec<Stated> = leaves
            .into_iter()
            .map(|(leaf, it)| Stated {
                leaf: Some(leaf),
                seq: it.seq,
                hash: it.hash,
                met: false,
            })
            .chain(kept.map(|head| Stated {
                leaf: None,
                seq: head.seq,
                hash: head.hash,
                met: false,
            }))
            .collect();
        stated.sort_by_key(|it| (it.seq, it.leaf));
        Self { stated, next: 0 }
    }

    /// Takes the next entry.
    pub(super) fn take(&mut self, entry: &SealedEntry) {
        while let Some(stated) = self.stated.get_mut(self.next)
            && stated.seq <= entry.seq
        {
            stated.met = stated.seq == entry.seq && stated.hash == entry.hash;
            self.next += 1;
        }
    }

    /// The end: what is wrong, the first of what the chain and the statements show, and since when.
    pub(super) fn end<E>(
        self,
        chronology: ChronologyId,
        entries: u64,
        chain: Option<(u64, How)>,
        mark: impl Fn(u64) -> Result<Option<Mark>, E>,
    ) -> Result<Option<Broken>, E> {
        let unmet = self.stated.iter().find(|it| !it.met).map(|it| {
            if it.seq > entries {
                return (entries + 1, How::CutOff);
            }
            let good = self.stated.iter().filter(|met| met.met && met.seq < it.seq);
            let agrees = good.map(|met| met.seq).max().unwrap_or_default();
            (agrees + 1, How::NotAsStated { by: it.seq })
        });
        // What the chain shows is the more exact of the two where it comes no later than what was stated.
        let by = |(_, how): (u64, How), seq| match how {
            How::NotAsStated { by } => by,
            _ => seq,
        };
        let (seq, how) = match (chain, unmet) {
            (None, None) => return Ok(None),
            (Some(chain), Some(unmet)) if by(unmet, unmet.0) < chain.0 => unmet,
            (Some(chain), _) => chain,
            (None, Some(unmet)) => unmet,
        };
        let leaves = |wanted: bool, from: u64| {
            self.stated
                .iter()
                .filter(move |it| it.met == wanted && it.seq >= from)
                .filter_map(|it| it.leaf)
        };
        let (after, before) = if unmet.is_some() {
            let old = leaves(false, 0).max();
            (
                old,
                leaves(true, seq)
                    .filter(|leaf| old.is_none_or(|old| *leaf > old))
                    .min(),
            )
        } else {
            (leaves(true, seq).min(), None)
        };
        let told = |leaf: Option<u64>| leaf.map_or(Ok(None), &mark);
        Ok(Some(Broken {
            after: told(after)?,
            before: told(before)?,
            ..Broken::at(chronology, seq, how)
        }))
    }
}
