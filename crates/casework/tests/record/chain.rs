//! The chain: any single change to a sealed chronology is found.

use crate::given::school;
use casework::chronology::{Break, ChronologyId, Hash, SealedEntry, Sort, hash_of, verify};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn chain(sealed: &[Vec<u8>]) -> Vec<SealedEntry> {
    let chronology = ChronologyId::case(school().setting.id, school().reported().id);
    let mut prev = Hash::NOTHING;
    let mut entries = Vec::new();
    for (seq, sealed) in (1..).zip(sealed) {
        let recorded_at =
            Timestamp::from_second(1_781_600_400 + i64::try_from(seq).unwrap()).unwrap();
        let hash = hash_of(&chronology, seq, recorded_at, sealed, prev);
        entries.push(SealedEntry {
            chronology,
            seq,
            recorded_at,
            sealed: sealed.clone(),
            prev,
            hash,
        });
        prev = hash;
    }
    entries
}

fn sealed() -> impl Strategy<Value = Vec<Vec<u8>>> {
    proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..40), 2..8)
}

/// One change to one entry, such as a hand or a disk could make.
fn change(entry: &mut SealedEntry, which: u8, byte: usize, bit: u8) {
    let flip = 1_u8 << (bit % 8);
    match which % 8 {
        0 => {
            let at = byte % entry.sealed.len();
            entry.sealed[at] ^= flip;
        }
        1 => entry.prev.0[byte % 32] ^= flip,
        2 => entry.hash.0[byte % 32] ^= flip,
        3 => entry.seq += 1,
        4 => entry.recorded_at += SignedDuration::from_micros(1),
        5 => entry.sealed.push(bit),
        6 => entry.chronology.sort = Sort::Access,
        _ => entry.chronology.id = uuid::Uuid::from_u128(u128::from(bit) + 1),
    }
}

proptest! {
    #[test]
    fn a_chain_as_written_verifies_and_its_head_is_the_last_hash(sealed in sealed()) {
        let entries = chain(&sealed);
        let found = verify(entries.clone()).unwrap();
        prop_assert_eq!(found.entries, u64::try_from(entries.len()).unwrap());
        prop_assert_eq!(found.head, entries[entries.len() - 1].hash);
    }

    #[test]
    fn any_single_change_is_found(sealed in sealed(), at in any::<usize>(), which in any::<u8>(), byte in any::<usize>(), bit in any::<u8>()) {
        let mut entries = chain(&sealed);
        let at = at % entries.len();
        change(&mut entries[at], which, byte, bit);
        prop_assert!(verify(entries).is_err());
    }

    #[test]
    fn a_removed_entry_is_found_unless_it_is_the_last(sealed in sealed(), at in any::<usize>()) {
        let mut entries = chain(&sealed);
        let at = at % (entries.len() - 1);
        entries.remove(at);
        prop_assert!(verify(entries).is_err());
    }

    #[test]
    fn a_swap_is_found(sealed in sealed(), at in any::<usize>()) {
        let mut entries = chain(&sealed);
        let at = at % (entries.len() - 1);
        entries.swap(at, at + 1);
        prop_assert!(verify(entries).is_err());
    }
}

#[test]
fn a_cut_tail_is_not_found_by_the_chain_alone_but_by_a_head_kept_elsewhere() {
    let entries = chain(&[vec![1], vec![2], vec![3]]);
    let kept = verify(entries.clone()).unwrap().head;
    let cut = verify(entries[..2].to_vec()).unwrap();
    assert_ne!(cut.head, kept);
}

#[test]
fn an_altered_entry_is_named_with_its_number() {
    let mut entries = chain(&[vec![1], vec![2], vec![3]]);
    entries[1].sealed = vec![9];
    let broken = verify(entries).unwrap_err();
    assert_eq!((broken.seq, broken.what), (2, Break::Altered));
    assert_eq!(
        broken.to_string(),
        "entry 2: this entry is not as it was recorded"
    );
}

#[test]
fn no_entries_at_all_verify_as_nothing() {
    let found = verify(Vec::new()).unwrap();
    assert_eq!((found.entries, found.head), (0, Hash::NOTHING));
}
