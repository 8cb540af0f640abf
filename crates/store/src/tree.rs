//! The tree over head statements: a Merkle tree as RFC 6962 (section 2.1) hashes it, grown as a stream. It holds one
//! hash for each power of two in its size and nothing else; it knows leaves by their hash and not what they state.

use casework::chronology::Hash;
use ct_merkle::{
    ConsistencyProof, InclusionProof, RootHash, indices_for_consistency_proof,
    indices_for_inclusion_proof,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The most leaves a tree may have: what the numbering of nodes has room for.
const MOST: u64 = u64::MAX / 4;

/// The hash of a leaf.
pub(crate) fn leaf_hash(leaf: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(leaf);
    Hash(hasher.finalize().into())
}

/// The hash of a node over two others.
fn over(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([1]);
    hasher.update(left.0);
    hasher.update(right.0);
    Hash(hasher.finalize().into())
}

/// A whole subtree: from which leaf on, how many levels high, its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Peak {
    start: u64,
    level: u32,
    hash: Hash,
}

impl Peak {
    /// Its number among the nodes, as `ct-merkle` counts them: leaves on even numbers, what is over them between.
    fn number(&self) -> u64 {
        2 * self.start + (1 << self.level) - 1
    }
}

/// The right edge of a tree: all that is needed to add leaves and to say the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edge {
    size: u64,
    peaks: Vec<Peak>,
}

impl Edge {
    /// How many leaves the tree has.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub(crate) fn push(&mut self, leaf: Hash) {
        self.push_seen(leaf, &mut |_, _| ());
    }

    /// Adds a leaf, and tells the number and hash of every node that is complete with it.
    fn push_seen(&mut self, leaf: Hash, seen: &mut impl FnMut(u64, Hash)) {
        let mut peak = Peak {
            start: self.size,
            level: 0,
            hash: leaf,
        };
        seen(peak.number(), peak.hash);
        while let Some(left) = self.peaks.pop_if(|left| left.level == peak.level) {
            peak = Peak {
                start: left.start,
                level: left.level + 1,
                hash: over(&left.hash, &peak.hash),
            };
            seen(peak.number(), peak.hash);
        }
        self.peaks.push(peak);
        self.size += 1;
    }

    /// The root.
    pub(crate) fn root(&self) -> Hash {
        self.root_seen(&mut |_, _| ())
    }

    fn root_seen(&self, seen: &mut impl FnMut(u64, Hash)) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return Hash(Sha256::digest([]).into());
        };
        let mut right = *last;
        for left in peaks {
            right = Peak {
                start: left.start,
                level: left.level + 1,
                hash: over(&left.hash, &right.hash),
            };
            seen(right.number(), right.hash);
        }
        right.hash
    }

    /// The hashes of the edge, from the left, to be kept beside a checkpoint.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.peaks.iter().flat_map(|peak| peak.hash.0).collect()
    }

    /// The edge of a tree of this size from its hashes; `None` where there are not as many as such an edge has.
    pub(crate) fn of(size: u64, bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if size > MOST || !rest.is_empty() || hashes.len() != size.count_ones() as usize {
            return None;
        }
        let mut start = 0;
        let levels = (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1);
        let peaks = levels
            .zip(hashes)
            .map(|(level, hash)| {
                let peak = Peak {
                    start,
                    level,
                    hash: Hash(*hash),
                };
                start += 1 << level;
                peak
            })
            .collect();
        Some(Self { size, peaks })
    }
}

/// What a proof needs of a tree, gathered while its leaves go by once. One gathering serves many proofs.
pub(crate) struct Gathering {
    edge: Edge,
    wanted: BTreeSet<u64>,
    found: BTreeMap<u64, Hash>,
}

/// A proof that cannot be asked for: of a leaf that is not in the tree, or from a tree that is larger or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotInTree;

/// The nodes that prove that a leaf is in a tree of this size, from the leaf up.
fn nodes_of_inclusion(size: u64, leaf: u64) -> Result<Vec<u64>, NotInTree> {
    if leaf < size && size <= MOST {
        Ok(indices_for_inclusion_proof(size, leaf))
    } else {
        Err(NotInTree)
    }
}

/// The nodes that prove that a tree of one size grew into one of another.
fn nodes_of_growth(from: u64, to: u64) -> Result<Vec<u64>, NotInTree> {
    match to.checked_sub(from) {
        Some(more) if from > 0 && to <= MOST => Ok(indices_for_consistency_proof(from, more)),
        _ => Err(NotInTree),
    }
}

impl Gathering {
    /// For proofs that these leaves are in a tree of this size, and that it grew out of trees of these sizes.
    pub(crate) fn of(size: u64, leaves: &[u64], from: &[u64]) -> Result<Self, NotInTree> {
        let mut wanted = BTreeSet::new();
        for leaf in leaves {
            wanted.extend(nodes_of_inclusion(size, *leaf)?);
        }
        for smaller in from {
            wanted.extend(nodes_of_growth(*smaller, size)?);
        }
        Ok(Self {
            edge: Edge::default(),
            wanted,
            found: BTreeMap::new(),
        })
    }

    /// Takes the next leaf.
    pub(crate) fn take(&mut self, leaf: Hash) {
        let (wanted, found) = (&self.wanted, &mut self.found);
        self.edge.push_seen(leaf, &mut |node, hash| {
            if wanted.contains(&node) {
                found.insert(node, hash);
            }
        });
    }

    /// All leaves taken: the root, and what the proofs are made of.
    pub(crate) fn done(mut self) -> Gathered {
        let (wanted, found) = (&self.wanted, &mut self.found);
        let root = self.edge.root_seen(&mut |node, hash| {
            if wanted.contains(&node) {
                found.insert(node, hash);
            }
        });
        Gathered {
            size: self.edge.size,
            root,
            nodes: self.found,
        }
    }
}

/// Every node that was wanted.
pub(crate) struct Gathered {
    pub(crate) size: u64,
    pub(crate) root: Hash,
    nodes: BTreeMap<u64, Hash>,
}

impl Gathered {
    /// The hashes that prove that a leaf is in the tree.
    pub(crate) fn inclusion(&self, leaf: u64) -> Result<Vec<Hash>, NotInTree> {
        self.hashes(nodes_of_inclusion(self.size, leaf)?)
    }

    /// The hashes that prove that the tree grew out of a smaller one.
    pub(crate) fn growth(&self, from: u64) -> Result<Vec<Hash>, NotInTree> {
        self.hashes(nodes_of_growth(from, self.size)?)
    }

    fn hashes(&self, nodes: Vec<u64>) -> Result<Vec<Hash>, NotInTree> {
        nodes
            .into_iter()
            .map(|node| self.nodes.get(&node).copied().ok_or(NotInTree))
            .collect()
    }
}

fn root_of(size: u64, root: &Hash) -> RootHash<Sha256> {
    RootHash::new(root.0.into(), size)
}

fn joined(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

/// Whether the hashes prove that a leaf, by its bytes, has this place in the tree with this root.
pub(crate) fn includes(size: u64, root: &Hash, leaf: &[u8], at: u64, proof: &[Hash]) -> bool {
    size <= MOST
        && InclusionProof::try_from_bytes(joined(proof)).is_ok_and(|proof| {
            root_of(size, root)
                .verify_inclusion(&leaf, at, &proof)
                .is_ok()
        })
}

/// Whether the hashes prove that the tree with this root grew out of a smaller one.
pub(crate) fn grew(from: (u64, &Hash), to: (u64, &Hash), proof: &[Hash]) -> bool {
    from.0 <= MOST
        && to.0 <= MOST
        && ConsistencyProof::try_from_bytes(joined(proof)).is_ok_and(|proof| {
            root_of(to.0, to.1)
                .verify_consistency(&root_of(from.0, from.1), &proof)
                .is_ok()
        })
}

#[cfg(test)]
#[path = "tree/tests.rs"]
mod tests;
