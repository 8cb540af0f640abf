#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]
use super::*;
use proptest::prelude::*;
use sha2::Sha256;
use std::sync::atomic::{AtomicU64, Ordering};

struct Seeded(u64, AtomicU64);

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.1.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::digest([self.0.to_be_bytes(), count.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

fn shared(root: [u8; 32], among: u8, needed: u8, seed: u64) -> Vec<Share> {
    let split_ = Split::of(among, needed).unwrap();
    split(
        &Key::of(&root).unwrap(),
        Installation::of(b"salt"),
        split_,
        &Seeded(seed, AtomicU64::new(0)),
    )
    .unwrap()
}

fn bytes(root: &RootKey) -> [u8; 32] {
    *root.key(b"a salt that is not used").unwrap().bytes()
}

/// A sharing, and which of its shares are at hand, in some order.
fn sharing() -> impl Strategy<Value = (u8, u8, Vec<usize>)> {
    (2_u8..=8)
        .prop_flat_map(|among| (Just(among), 2..=among))
        .prop_flat_map(|(among, needed)| {
            let order: Vec<usize> = (0..usize::from(among)).collect();
            (Just(among), Just(needed), Just(order).prop_shuffle())
        })
}

proptest! {
    #[test]
    fn any_of_them_that_are_enough_give_the_key_and_one_fewer_do_not(
        root in any::<[u8; 32]>(), (among, needed, order) in sharing(), seed in any::<u64>(),
    ) {
        let all = shared(root, among, needed, seed);
        let enough: Vec<Share> = order.iter().take(needed.into()).map(|at| Share::read(&all[*at].lines()).unwrap()).collect();
        prop_assert_eq!(bytes(&put_together(&enough).unwrap()), root);
        let few = &enough[1..];
        let refused = put_together(few).err();
        prop_assert_eq!(refused, Some(Unfit::TooFew { found: few.len(), needed: if few.is_empty() { 2 } else { needed } }));
        // Saying that fewer are needed does not help: what comes out is not the key.
        if few.len() > 1 {
            let claimed: Vec<Share> = few.iter().cloned().map(|mut share| { share.split.needed = 2; share }).collect();
            prop_assert_ne!(bytes(&put_together(&claimed).unwrap()), root);
        }
        let more: Vec<Share> = all.clone();
        prop_assert_eq!(bytes(&put_together(&more).unwrap()), root);
    }

    #[test]
    fn one_byte_of_a_share_altered_gives_another_key(root in any::<[u8; 32]>(), at in 0_usize..32, by in 1_u8..) {
        let mut all = shared(root, 3, 2, 5);
        all[0].value[at] ^= by;
        prop_assert_ne!(bytes(&put_together(&all[..2]).unwrap()), root);
    }
}

#[test]
fn shares_that_do_not_go_together_are_each_told_in_their_own_words() {
    let (one, other) = (shared([7; 32], 3, 2, 1), shared([7; 32], 3, 2, 2));
    let refused = |shares: &[Share]| put_together(shares).err().unwrap();
    assert_eq!(
        refused(&[one[0].clone(), one[0].clone()]),
        Unfit::Twice { number: 1 }
    );
    assert_eq!(
        refused(&[one[0].clone(), other[1].clone()]),
        Unfit::OfAnotherSet { number: 2 }
    );
    assert_eq!(
        refused(&one[..1]),
        Unfit::TooFew {
            found: 1,
            needed: 2
        }
    );
    let mut elsewhere = one[1].clone();
    elsewhere.installation = Installation::of(b"another salt");
    assert!(
        refused(&[one[0].clone(), elsewhere])
            .to_string()
            .contains("is for another installation")
    );
    assert_eq!(Split::of(5, 1).err(), Some(Unfit::OneIsEnough));
    assert_eq!(Split::of(2, 3).err(), Some(Unfit::MoreThanThereAre));
    assert_eq!(Split::of(17, 3).err(), Some(Unfit::TooMany));
    assert!(Split::of(16, 16).is_ok());
}
