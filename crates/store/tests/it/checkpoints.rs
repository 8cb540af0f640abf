//! Making checkpoints: what they cover, how they are signed, and what they prove to somebody elsewhere.

use crate::school::{CANARY, School};
use casework::chronology::ChronologyId;
use jiff::SignedDuration;
use store::{Checkpoint, Expect, Failure, VerifierKey, prove_in_copy, verify_file};

#[tokio::test]
async fn a_checkpoint_covers_every_head_and_is_made_only_where_one_has_changed() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    assert_eq!(school.store.last_checkpoint().await.unwrap(), None);
    let first = school.store.make_checkpoint().await.unwrap().unwrap();
    // One setting, one person, one case.
    assert_eq!(first.size, 3);
    assert_eq!(
        first.made_at,
        Some(crate::school::at("2026-03-02T09:00:00Z"))
    );
    assert_eq!(school.store.make_checkpoint().await.unwrap(), None);
    let note = school.noting(case, Expect::Tail, "again");
    school.store.append(note).await.unwrap();
    let second = school.store.make_checkpoint().await.unwrap().unwrap();
    assert_eq!(second.size, 4, "the one head that changed");
    assert_eq!(
        school.store.last_checkpoint().await.unwrap(),
        Some(second.clone())
    );
    let all = school.store.checkpoints(0, 10).await.unwrap();
    assert_eq!(all, [first, second.clone()]);
    assert_eq!(school.store.checkpoints(3, 10).await.unwrap(), [second]);
    let report = verify_file(school.place(), |_, _| ()).unwrap();
    assert!(report.intact(), "{report:?}");
    assert_eq!((report.tree.size, report.tree.checkpoints), (4, 2));
}

#[tokio::test]
async fn a_checkpoint_is_a_signed_note_that_names_nobody() {
    let school = School::founded().await;
    school.concern().await;
    let made = school.store.make_checkpoint().await.unwrap().unwrap();
    let key = school.store.checkpoint_key().await.unwrap();
    assert!(made.is_signed_by(&key));
    assert_eq!(VerifierKey::read(&key.to_string()).unwrap(), key);
    let lines: Vec<&str> = made.note().lines().collect();
    assert_eq!(lines[0], key.name());
    assert_eq!(lines[1], "3");
    assert_eq!(lines[2], made.root_in_print());
    assert_eq!(lines[3], "time 2026-03-02T09:00:00Z");
    assert_eq!(lines[4], "");
    assert!(lines[5].starts_with(&format!("\u{2014} {} ", key.name())));
    assert_eq!(lines.len(), 6);
    assert!(!made.note().contains(CANARY));
    assert_eq!(Checkpoint::read(made.note()).unwrap(), made);
    let forged = made.note().replace("\n3\n", "\n4\n");
    assert!(!Checkpoint::read(&forged).unwrap().is_signed_by(&key));
}

#[tokio::test]
async fn a_clock_put_back_does_not_make_checkpoints_run_backwards() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let first = school.store.make_checkpoint().await.unwrap().unwrap();
    school.clock.move_by(SignedDuration::from_hours(-5));
    let note = school.noting(case, Expect::Tail, "again");
    school.store.append(note).await.unwrap();
    let second = school.store.make_checkpoint().await.unwrap().unwrap();
    assert_eq!(second.made_at, first.made_at);
}

#[tokio::test]
async fn more_heads_than_one_turn_takes_are_stated_once_each() {
    let school = School::founded().await;
    for _ in 0..520 {
        school.concern().await;
    }
    let made = school.store.make_checkpoint().await.unwrap().unwrap();
    assert_eq!(made.size, 1 + 2 * 520);
    let report = verify_file(school.place(), |_, _| ()).unwrap();
    assert!(report.intact(), "{report:?}");
    assert_eq!(report.chronologies, 1 + 2 * 520);
}

#[tokio::test]
async fn a_proof_holds_for_every_chronology_and_since_every_checkpoint() {
    let school = School::founded().await;
    let mut since = Vec::new();
    let mut chronologies = vec![ChronologyId::setting(school.setting)];
    for _ in 0..5 {
        let (case, child) = school.concern().await;
        chronologies.push(school.chronology(case));
        chronologies.push(ChronologyId::person(school.setting, child));
        since.extend(school.store.make_checkpoint().await.unwrap());
    }
    let proofs = school
        .store
        .prove(chronologies.clone(), since.clone())
        .await
        .unwrap();
    assert_eq!(proofs.len(), chronologies.len());
    for proof in &proofs {
        assert!(proof.holds(&since));
        assert!(proof.covered() > 0);
    }
    assert_eq!(
        prove_in_copy(school.place(), &chronologies, &since).unwrap(),
        proofs,
        "a copy proves the same, without any key"
    );
    let mut other = since[0].clone();
    other.root.0[0] ^= 1;
    assert!(!proofs[0].holds(&[other]));
}

#[tokio::test]
async fn a_proof_says_what_it_needs_where_it_cannot_be_given() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let chronology = school.chronology(case);
    let failure = school
        .store
        .prove(vec![chronology], vec![])
        .await
        .unwrap_err();
    assert!(
        failure.to_string().contains("leeward checkpoint make"),
        "{failure}"
    );
    let made = school.store.make_checkpoint().await.unwrap().unwrap();
    let (later, _) = school.concern().await;
    let proof = school
        .store
        .prove(vec![school.chronology(later)], vec![])
        .await
        .unwrap();
    assert_eq!(proof[0].covered(), 0, "recorded since the checkpoint");
    let absent = ChronologyId {
        id: school.setting.0,
        ..chronology
    };
    assert_eq!(
        school.store.prove(vec![absent], vec![]).await,
        Err(Failure::NotThere)
    );
    let mut larger = made;
    larger.size = 99;
    let failure = school
        .store
        .prove(vec![chronology], vec![larger])
        .await
        .unwrap_err();
    assert!(failure.to_string().contains("larger tree"), "{failure}");
}
