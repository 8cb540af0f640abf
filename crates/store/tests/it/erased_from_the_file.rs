//! That a destroyed key is nowhere in the files of SQLite. What destroying means stands in `erasing`.

use crate::erasing::{adopted, destroyed, due, opens};
use crate::school::School;
use casework::chronology::Sort;
use casework::event::Record;
use proptest::prelude::*;
use std::collections::BTreeSet;
use store::{Failure, verify_file};
use uuid::Uuid;

/// Every wrapped key of one case or person, as it lies in the file.
fn wrapped(school: &School, sort: Sort, id: Uuid) -> Vec<Vec<u8>> {
    let file = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    let mut found = file
        .prepare("SELECT wrapped FROM wrapped_key WHERE sort = ?1 AND id = ?2")
        .unwrap();
    let rows = found
        .query_map(
            rusqlite::params![sort.name(), id.as_bytes().as_slice()],
            |row| row.get(0),
        )
        .unwrap();
    rows.map(Result::unwrap).collect()
}

/// Whether these bytes are anywhere in any file of the folder.
fn lies_in(school: &School, bytes: &[u8]) -> bool {
    std::fs::read_dir(school.data()).unwrap().any(|file| {
        let held = std::fs::read(file.unwrap().path()).unwrap();
        held.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test]
async fn the_key_is_in_no_file_once_it_is_destroyed() {
    let school = adopted().await;
    let (case, child) = due(&school).await;
    let (other, _) = due(&school).await;
    let (of_case, of_child) = (
        wrapped(&school, Sort::Case, case.0),
        wrapped(&school, Sort::Person, child.0),
    );
    assert_eq!((of_case.len(), of_child.len()), (1, 1));
    assert!(
        lies_in(&school, &of_case[0]),
        "the look finds what is there"
    );
    destroyed(&school, Record::Case(case)).await;
    assert!(!lies_in(&school, &of_case[0]));
    // No other case has the child, nor the roll: who they are goes with the case.
    assert!(!lies_in(&school, &of_child[0]));
    // The log that SQLite keeps is empty, so no older copy of a page is in it.
    let log = std::fs::metadata(school.data().join("leeward.db-wal")).unwrap();
    assert_eq!(log.len(), 0);
    opens(&school, other).await.unwrap();
}

#[tokio::test]
async fn the_key_of_a_childs_identity_is_in_no_file_once_it_is_destroyed() {
    let school = adopted().await;
    let (case, child) = due(&school).await;
    let before = wrapped(&school, Sort::Person, child.0);
    assert!(lies_in(&school, &before[0]), "the look finds what is there");
    destroyed(&school, Record::Identity(child)).await;
    assert!(!lies_in(&school, &before[0]));
    opens(&school, case).await.unwrap();
}

#[tokio::test]
async fn a_setting_key_wrapped_under_the_root_key_before_is_in_no_file_once_that_was_changed() {
    let school = adopted().await;
    let before = wrapped(&school, Sort::Setting, school.setting.0);
    assert!(lies_in(&school, &before[0]), "the look finds what is there");
    let next = store::RootKey::made(&crate::school::Repeating::from(7));
    school.store.change_root(&next).await.unwrap();
    assert!(!lies_in(&school, &before[0]));
    assert_eq!(wrapped(&school, Sort::Setting, school.setting.0).len(), 1);
}

/// How many records are shredded: 20 here, 1,000 for the campaign (`LEEWARD_SHREDS=1000`).
fn shreds() -> usize {
    std::env::var("LEEWARD_SHREDS")
        .ok()
        .and_then(|many| many.parse().ok())
        .unwrap_or(20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1, ..ProptestConfig::default() })]

    #[test]
    fn random_shreds_leave_every_other_record_readable(
        order in proptest::collection::vec(any::<proptest::sample::Index>(), shreds()),
        whole in proptest::collection::vec(any::<bool>(), shreds()),
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let school = adopted().await;
            let mut records = Vec::new();
            for _ in 0..shreds() + 10 {
                records.push(due(&school).await);
            }
            let (mut gone, mut erased, mut keys) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
            for (place, whole) in order.iter().zip(&whole) {
                let left: Vec<_> = records.iter().filter(|(case, child)| !gone.contains(case) && !erased.contains(child)).collect();
                let (case, child) = *left[place.index(left.len())];
                if *whole {
                    keys.extend(wrapped(&school, Sort::Case, case.0));
                    destroyed(&school, Record::Case(case)).await;
                    gone.insert(case);
                } else {
                    keys.extend(wrapped(&school, Sort::Person, child.0));
                    destroyed(&school, Record::Identity(child)).await;
                    erased.insert(child);
                }
            }
            assert_eq!(keys.len(), shreds());
            let held: Vec<Vec<u8>> = std::fs::read_dir(school.data()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
            for key in &keys {
                let part = &key[..32.min(key.len())];
                assert!(!held.iter().any(|bytes| bytes.windows(part.len()).any(|window| window == part)), "a key is left");
            }
            for (case, child) in &records {
                match opens(&school, *case).await {
                    Ok(opened) => {
                        assert!(!gone.contains(case) && opened.intact);
                        let named = opened.people[child].name.as_str().starts_with("Ash Example");
                        assert_eq!(named, !erased.contains(child));
                    }
                    Err(failure) => {
                        assert!(gone.contains(case) && failure == Failure::Destroyed { case: *case });
                    }
                }
            }
            assert!(verify_file(school.data(), |_, _| {}).unwrap().intact());
            assert_eq!(school.store.rebuild_views().await.unwrap().differed, 0);
        });
    }
}
