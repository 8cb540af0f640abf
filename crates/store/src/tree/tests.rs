#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use super::*;
use ct_merkle::mem_backed_tree::MemoryBackedTree;

fn leaves(size: u64) -> Vec<Vec<u8>> {
    (0..size)
        .map(|number| format!("leaf {number}").into_bytes())
        .collect()
}

#[test]
fn every_small_tree_has_the_root_that_another_program_gives_it() {
    let (mut edge, mut theirs) = (Edge::default(), MemoryBackedTree::<Sha256, Vec<u8>>::new());
    assert_eq!(
        edge.root().to_string(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "the tree of no leaves, RFC 6962"
    );
    for leaf in leaves(130) {
        edge.push(leaf_hash(&leaf));
        theirs.push(leaf);
        assert_eq!(edge.root().0, <[u8; 32]>::from(*theirs.root().as_bytes()));
        let kept = Edge::of(edge.size(), &edge.to_bytes());
        assert_eq!(kept.as_ref(), Some(&edge), "an edge is kept and taken up");
    }
    assert_eq!(Edge::of(3, &[0; 32]), None);
}

#[test]
fn every_leaf_and_every_growth_of_small_trees_is_proved_as_another_program_proves_it() {
    let all = leaves(40);
    for size in 1..=40_u64 {
        let (places, from): (Vec<u64>, Vec<u64>) = ((0..size).collect(), (1..=size).collect());
        let mut gathering = Gathering::of(size, &places, &from).unwrap();
        let mut theirs = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        let mut roots = vec![Hash::NOTHING];
        let mut edge = Edge::default();
        for leaf in &all[..size as usize] {
            gathering.take(leaf_hash(leaf));
            edge.push(leaf_hash(leaf));
            roots.push(edge.root());
            theirs.push(leaf.clone());
        }
        let gathered = gathering.done();
        assert_eq!(gathered.root, edge.root());
        for at in places {
            let proof = gathered.inclusion(at).unwrap();
            assert_eq!(
                joined(&proof),
                theirs.prove_inclusion(at as usize).as_bytes()
            );
            let leaf = &all[at as usize];
            assert!(includes(size, &gathered.root, leaf, at, &proof));
            assert!(!includes(size, &gathered.root, b"another", at, &proof));
            assert!(!includes(size, &gathered.root, leaf, at + 1, &proof));
        }
        for from in from {
            let proof = gathered.growth(from).unwrap();
            let old = &roots[from as usize];
            assert!(grew((from, old), (size, &gathered.root), &proof));
            assert!(!grew(
                (from, &Hash([7; 32])),
                (size, &gathered.root),
                &proof
            ));
            assert!(!grew((from, old), (size, &Hash([7; 32])), &proof));
        }
    }
}

#[test]
fn a_proof_of_what_is_not_there_is_refused_and_not_made() {
    assert!(Gathering::of(3, &[3], &[]).is_err());
    assert!(Gathering::of(3, &[], &[4]).is_err());
    assert!(Gathering::of(3, &[], &[0]).is_err());
    assert!(!includes(0, &Hash::NOTHING, b"", 0, &[]));
    assert!(!grew((0, &Hash::NOTHING), (0, &Hash::NOTHING), &[]));
}
