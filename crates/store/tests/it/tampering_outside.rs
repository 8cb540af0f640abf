//! Tampering by somebody who owns the file and every key, and what a checkpoint that was kept elsewhere shows of it.

use crate::hand::{Cell, Hand};
use crate::school::{School, found, reopened};
use casework::access::Deed;
use casework::chronology::{ChronologyId, Hash, hash_of};
use casework::id::CaseId;
use jiff::SignedDuration;
use std::path::PathBuf;
use store::{
    Against, Broken, Checkpoint, Expect, Failure, How, Mark, OutsideFault, Report, Store,
    TreeFault, VerifierKey, heads_in_copy, verify_copy,
};

/// A case of six entries beside another one, with a checkpoint after its second, fourth and sixth entry; closed.
struct Kept {
    _kept: crate::kept::Kept,
    data: PathBuf,
    case: ChronologyId,
    other: ChronologyId,
    key: VerifierKey,
    checkpoints: Vec<Checkpoint>,
}

async fn kept() -> Kept {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let (other, _) = school.concern().await;
    let mut checkpoints = Vec::new();
    for n in 0..5 {
        note(&school, case, n).await;
        school.clock.move_by(SignedDuration::from_hours(1));
        if n % 2 == 0 {
            checkpoints.extend(school.store.make_checkpoint().await.unwrap());
        }
    }
    assert_eq!(checkpoints.len(), 3);
    Kept {
        data: school.data(),
        case: school.chronology(case),
        other: school.chronology(other),
        key: school.store.checkpoint_key().await.unwrap(),
        checkpoints,
        _kept: school.close(),
    }
}

async fn note(school: &School, case: CaseId, n: u32) {
    let noting = school.noting(case, Expect::Tail, &format!("note {n}"));
    school.store.append(noting).await.unwrap();
}

/// One more chronology.
async fn another_setting(store: &Store) {
    let staff = || store.outside().new_staff();
    found(store, staff(), staff(), staff(), "another").await;
}

impl Kept {
    /// Verified with nothing that was kept elsewhere.
    fn inside(&self) -> Report {
        verify_copy(&self.data, &Against::default(), |_, _| ()).unwrap()
    }

    /// Verified with the key and checkpoints that were kept elsewhere.
    fn outside(&self, checkpoints: &[Checkpoint]) -> Report {
        let asked = Against {
            outside: checkpoints.to_vec(),
            keys: vec![self.key.clone()],
            threads: 2,
            ..Against::default()
        };
        verify_copy(&self.data, &asked, |_, _| ()).unwrap()
    }

    fn mark(&self, place: usize) -> Mark {
        let it = &self.checkpoints[place];
        Mark {
            size: it.size,
            made_at: it.made_at.unwrap(),
        }
    }

    /// Rewrites the case from its fourth entry on so that its chain holds.
    fn rewrite(&self, hand: &Hand) {
        let mut entries = hand.entries(&self.case);
        entries[3].sealed[40] ^= 1;
        hand.rewrite(&self.case, entries);
    }

    /// What somebody with every key does then: has Leeward itself sign everything anew, and as much as there was.
    async fn sign_anew(&self, checkpoints: u32) {
        Hand::on(&self.data).forget_checkpoints();
        let store = reopened(&self.data).unwrap();
        store.make_checkpoint().await.unwrap();
        for _ in 1..checkpoints {
            another_setting(&store).await;
            store.make_checkpoint().await.unwrap();
        }
        assert_eq!(store.checkpoint_key().await.unwrap(), self.key);
    }
}

#[tokio::test]
async fn what_nobody_touched_agrees_with_every_checkpoint_that_was_kept() {
    let kept = kept().await;
    let report = kept.outside(&kept.checkpoints);
    assert!(report.intact(), "{report:?}");
    assert_eq!(report.tree.last, Some(kept.mark(2)));
    // Records that have grown since agree with what was kept before.
    let store = reopened(&kept.data).unwrap();
    another_setting(&store).await;
    store.make_checkpoint().await.unwrap();
    assert!(kept.outside(&kept.checkpoints).intact());
}

#[tokio::test]
async fn a_chain_written_anew_with_its_head_is_found_by_the_tree_and_dated() {
    let kept = kept().await;
    kept.rewrite(&Hand::on(&kept.data));
    let found = Broken {
        after: Some(kept.mark(2)),
        ..Broken::at(kept.case, 3, How::NotAsStated { by: 4 })
    };
    assert_eq!(kept.inside().broken, [found]);
    let said = found.to_string();
    assert!(
        said.contains("something in entries 3 to 4 was written anew")
            && said.contains("it was done after checkpoint 7 (2026-03-02T14:00:00Z)"),
        "{said}"
    );
    // The server goes on unknowing, and its next checkpoint covers what was rewritten: that says before when it was done.
    let store = reopened(&kept.data).unwrap();
    store.make_checkpoint().await.unwrap().unwrap();
    drop(store);
    let dated = kept.inside().broken;
    assert_eq!(dated.len(), 1);
    assert_eq!(dated[0].after, Some(kept.mark(2)));
    assert_eq!(dated[0].before.unwrap().size, 8);
}

#[tokio::test]
async fn a_tail_cut_off_with_its_head_is_found_by_the_tree() {
    let kept = kept().await;
    let hand = Hand::on(&kept.data);
    let mut entries = hand.entries(&kept.case);
    entries.truncate(5);
    hand.rewrite(&kept.case, entries);
    let found = Broken {
        after: Some(kept.mark(2)),
        ..Broken::at(kept.case, 6, How::CutOff)
    };
    assert_eq!(kept.inside().broken, [found]);
}

#[tokio::test]
async fn a_chronology_taken_away_whole_is_found_by_the_tree() {
    let kept = kept().await;
    let hand = Hand::on(&kept.data);
    hand.run("DELETE FROM entry WHERE id = ?1", &[kept.case.id.into()]);
    hand.run("DELETE FROM head WHERE id = ?1", &[kept.case.id.into()]);
    let found = Broken {
        after: Some(kept.mark(2)),
        ..Broken::at(kept.case, 1, How::CutOff)
    };
    assert_eq!(kept.inside().broken, [found]);
}

#[tokio::test]
async fn older_entries_played_again_at_the_end_are_found() {
    let kept = kept().await;
    let hand = Hand::on(&kept.data);
    let mut entries = hand.entries(&kept.case);
    let again = entries[1].clone();
    entries.insert(3, again);
    hand.rewrite(&kept.case, entries);
    let broken = kept.inside().broken;
    assert_eq!(broken[0].how, How::NotAsStated { by: 4 });
    assert_eq!(broken[0].seq, 3);
}

#[tokio::test]
async fn history_rewritten_with_every_key_is_found_only_by_a_checkpoint_kept_elsewhere() {
    let kept = kept().await;
    kept.rewrite(&Hand::on(&kept.data));
    kept.sign_anew(6).await;
    let inside = kept.inside();
    assert!(inside.intact(), "nothing inside shows it: {inside:?}");
    let report = kept.outside(&kept.checkpoints);
    assert!(!report.intact());
    let faults: Vec<_> = report
        .tree
        .outside
        .iter()
        .map(|(place, _)| *place)
        .collect();
    assert_eq!(faults, [0, 1, 2]);
    let OutsideFault::RootDiffers {
        agrees: None,
        among,
        more: 0,
    } = &report.tree.outside[0].1
    else {
        panic!("{report:?}")
    };
    assert!(among.contains(&kept.case) && among.contains(&kept.other));
}

#[tokio::test]
async fn an_older_copy_names_the_entry_that_was_rewritten_with_every_key() {
    let kept = kept().await;
    let before = heads_in_copy(&kept.data).unwrap();
    kept.rewrite(&Hand::on(&kept.data));
    kept.sign_anew(1).await;
    let asked = Against {
        heads: before,
        ..Against::default()
    };
    let report = verify_copy(&kept.data, &asked, |_, _| ()).unwrap();
    let [found] = report.broken.as_slice() else {
        panic!("{report:?}")
    };
    assert_eq!(found.chronology, kept.case);
    assert_eq!(found.how, How::NotAsStated { by: 6 });
    assert_eq!(
        found.after, None,
        "by what lies in the copy it was always so"
    );
}

#[tokio::test]
async fn a_tree_rewritten_from_some_leaf_on_still_agrees_with_what_was_kept_before() {
    let kept = kept().await;
    let hand = Hand::on(&kept.data);
    let last = kept.checkpoints[2].size - 1;
    let entries = hand.entries(&kept.case);
    let other = store::Statement {
        chronology: kept.case,
        seq: 6,
        hash: Hash([9; 32]),
    };
    hand.restate(last, &other);
    assert_eq!(entries.len(), 6);
    let report = kept.outside(&kept.checkpoints);
    assert_eq!(
        report.tree.faults,
        [
            TreeFault::EdgeDiffers { at: kept.mark(2) },
            TreeFault::RootDiffers {
                at: kept.mark(2),
                agrees: Some(kept.mark(1))
            }
        ]
    );
    let [
        (
            2,
            OutsideFault::RootDiffers {
                agrees,
                among,
                more: 0,
            },
        ),
    ] = report.tree.outside.as_slice()
    else {
        panic!("{report:?}")
    };
    assert_eq!(*agrees, Some(kept.checkpoints[1].size));
    assert_eq!(among, &[kept.case], "only what was stated since");
    assert_eq!(report.broken[0].how, How::NotAsStated { by: 6 });
}

#[tokio::test]
async fn a_copy_put_back_to_an_older_state_is_found_by_a_newer_checkpoint() {
    let school = School::founded().await;
    school.concern().await;
    school.store.make_checkpoint().await.unwrap();
    let older = tempfile::tempdir().unwrap();
    {
        let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
        let to = older.path().join("leeward.db");
        hand.execute("VACUUM INTO ?1", [to.to_str().unwrap()])
            .unwrap();
    }
    school.concern().await;
    let newer = school.store.make_checkpoint().await.unwrap().unwrap();
    let asked = Against {
        outside: vec![newer],
        keys: vec![school.store.checkpoint_key().await.unwrap()],
        ..Against::default()
    };
    let report = verify_copy(older.path(), &asked, |_, _| ()).unwrap();
    assert!(report.broken.is_empty() && report.tree.faults.is_empty());
    assert_eq!(
        report.tree.outside,
        [(0, OutsideFault::LargerThanCopy { copy: 3 })]
    );
}

#[tokio::test]
async fn a_checkpoint_that_was_forged_or_is_of_other_records_is_not_taken() {
    let kept = kept().await;
    let forged = kept.checkpoints[1]
        .note()
        .replace("time 2026-03-02T12", "time 2026-03-02T11");
    let other = {
        let school = School::founded().await;
        school.clock.move_by(SignedDuration::from_hours(1));
        school.concern().await;
        school.store.make_checkpoint().await.unwrap().unwrap()
    };
    let forged = Checkpoint::read(&forged).unwrap();
    let report = kept.outside(&[forged, other]);
    assert_eq!(report.tree.outside[0], (0, OutsideFault::NotSigned));
    assert_eq!(report.tree.outside[1].1, OutsideFault::OfOtherRecords);
}

#[tokio::test]
async fn signing_anew_with_another_key_is_found_by_the_key_that_was_kept() {
    let kept = kept().await;
    let hand = Hand::on(&kept.data);
    kept.rewrite(&hand);
    hand.forget_checkpoints();
    hand.run(
        "DELETE FROM installation WHERE name IN ('checkpoint key', 'checkpoint verifier')",
        &[],
    );
    drop(hand);
    let store = reopened(&kept.data).unwrap();
    store.make_checkpoint().await.unwrap();
    drop(store);
    assert!(kept.inside().intact());
    let faults = kept.outside(&[]).tree.faults;
    assert_eq!(faults[0], TreeFault::OtherKey);
    assert!(matches!(faults[1], TreeFault::NotSigned { .. }));
}

#[tokio::test]
async fn every_part_of_a_checkpoint_or_leaf_that_was_changed_is_found() {
    for (sql, value) in [
        (
            "UPDATE checkpoint SET root = ?1 WHERE size = 5",
            Cell::Bytes(vec![1; 32]),
        ),
        (
            "UPDATE checkpoint SET made_at = made_at + ?1 WHERE size = 5",
            Cell::Number(1),
        ),
        (
            "UPDATE checkpoint SET note = replace(note, ?1, 'A')",
            Cell::from("B"),
        ),
        (
            "UPDATE checkpoint SET edge = ?1 WHERE size = 7",
            Cell::Bytes(vec![]),
        ),
        (
            "UPDATE checkpoint SET size = size + ?1 WHERE size = 7",
            Cell::Number(1),
        ),
        (
            "DELETE FROM head_statement WHERE number = ?1",
            Cell::Number(2),
        ),
        (
            "DELETE FROM head_statement WHERE number = ?1",
            Cell::Number(6),
        ),
        (
            "UPDATE head_statement SET seq = seq + ?1 WHERE number = 0",
            Cell::Number(1),
        ),
        (
            "UPDATE head_statement SET sort = ?1 WHERE number = 0",
            Cell::from("access"),
        ),
        (
            "UPDATE head_statement SET about = ?1 WHERE number = 0",
            Cell::Bytes(vec![1; 16]),
        ),
    ] {
        let kept = kept().await;
        assert!(Hand::on(&kept.data).run(sql, &[value]) > 0, "{sql}");
        let report = kept.inside();
        assert!(!report.tree.faults.is_empty(), "{sql}: {report:?}");
    }
}

#[tokio::test]
async fn a_live_store_finds_what_the_tree_states_otherwise() {
    let kept = kept().await;
    kept.rewrite(&Hand::on(&kept.data));
    let store = reopened(&kept.data).unwrap();
    let broken = store.verify(kept.case).await.unwrap().broken.unwrap();
    assert_eq!((broken.seq, broken.after), (3, Some(kept.mark(2))));
    assert!(store.verify(kept.other).await.unwrap().intact());
    drop(store);
    let rewritten = Hand::on(&kept.data).entries(&kept.case);
    let last = &rewritten[5];
    assert_eq!(
        hash_of(&kept.case, 6, last.recorded_at, &last.sealed, last.prev),
        last.hash,
        "the chain itself holds"
    );
}

#[tokio::test]
async fn an_entry_added_after_the_newest_checkpoint_by_somebody_without_the_keys_does_not_open() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    note(&school, case, 1).await;
    school.store.make_checkpoint().await.unwrap();
    let (data, case_id, lead) = (school.data(), school.chronology(case), school.as_lead());
    let _dir = school.close();
    let hand = Hand::on(&data);
    let mut entries = hand.entries(&case_id);
    let again = entries[1].clone();
    entries.push(again);
    hand.rewrite(&case_id, entries);
    drop(hand);
    assert!(
        verify_copy(&data, &Against::default(), |_, _| ())
            .unwrap()
            .intact(),
        "a chain without keys cannot tell it from one that was recorded"
    );
    let failure = reopened(&data)
        .unwrap()
        .open_case(&lead, case, Deed::OpenCase, "case", None)
        .await
        .unwrap_err();
    let Failure::Damaged { what } = failure else {
        panic!("{failure}")
    };
    assert!(what.contains("entry 3"), "{what}");
}
