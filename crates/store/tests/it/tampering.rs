//! Tampering by a hand that holds the file and not the key: what verifying finds, and where.

use crate::kept::Kept;
use crate::school::{School, reopened};
use casework::access::{Asking, Deed};
use casework::chronology::{ChronologyId, Sort};
use casework::id::CaseId;
use store::{
    Among, Broken, Expect, Failure, Head, How, Place, Report, verify_file, verify_file_against,
};

struct Closed {
    kept: Kept,
    chronology: ChronologyId,
    case: CaseId,
    lead: Asking,
    heads: Vec<Head>,
}

/// A case of six entries beside another one, closed.
async fn closed() -> Closed {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    school.concern().await;
    for n in 0..5 {
        school
            .store
            .append(school.noting(case, Expect::Tail, &format!("note {n}")))
            .await
            .unwrap();
    }
    let (chronology, lead) = (school.chronology(case), school.as_lead());
    let heads = school.store.heads().await.unwrap();
    Closed {
        kept: school.close(),
        chronology,
        case,
        lead,
        heads,
    }
}

/// A hand that has taken the guards off the door first.
fn tamper(closed: &Closed, sql: &str) {
    for one in sql.split(';').filter(|one| !one.trim().is_empty()) {
        let changed = closed.kept.tamper(one, closed.case.0);
        assert!(changed > 0, "{one}");
    }
}

fn verified(place: impl Into<Place>) -> Report {
    verify_file(place, |_, _| ()).unwrap()
}

fn at(closed: &Closed, seq: u64, how: How) -> Vec<Broken> {
    vec![Broken::at(closed.chronology, seq, how)]
}

#[tokio::test]
async fn a_copy_nobody_touched_verifies_and_says_how_far_it_is() {
    let closed = closed().await;
    let mut told = Vec::new();
    let report = verify_file(closed.kept.place(), |done, all| told.push((done, all))).unwrap();
    assert!(report.intact());
    assert_eq!(report.heads, closed.heads);
    assert_eq!(told.last(), Some(&(report.entries, report.entries)));
    // Two cases, two people, one setting.
    assert_eq!(report.chronologies, 5);
}

#[tokio::test]
async fn records_are_verified_while_they_are_open() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let report = verified(school.place());
    assert!(report.intact());
    assert!(
        report
            .heads
            .iter()
            .any(|head| head.chronology == school.chronology(case))
    );
}

#[tokio::test]
async fn every_altered_part_of_an_entry_is_found_at_that_entry() {
    let parts = [
        ("sealed = CAST(sealed || x'00' AS BLOB)", How::Altered),
        ("recorded_at = recorded_at + 1", How::Altered),
        ("hash = zeroblob(32)", How::Altered),
        ("prev = zeroblob(32)", How::DoesNotFollow),
    ];
    for (part, how) in parts {
        let closed = closed().await;
        tamper(
            &closed,
            &format!("UPDATE entry SET {part} WHERE id = ?1 AND sort = 'case' AND seq = 3"),
        );
        assert_eq!(
            verified(closed.kept.place()).broken,
            at(&closed, 3, how),
            "{part}"
        );
    }
}

#[tokio::test]
async fn an_entry_removed_from_the_middle_is_named() {
    let closed = closed().await;
    tamper(
        &closed,
        "DELETE FROM entry WHERE id = ?1 AND sort = 'case' AND seq = 3",
    );
    assert_eq!(
        verified(closed.kept.place()).broken,
        at(&closed, 3, How::Missing)
    );
}

#[tokio::test]
async fn two_entries_that_changed_places_are_found() {
    let closed = closed().await;
    tamper(
        &closed,
        "UPDATE entry SET seq = 99 WHERE id = ?1 AND sort = 'case' AND seq = 3;
         UPDATE entry SET seq = 3 WHERE id = ?1 AND sort = 'case' AND seq = 4;
         UPDATE entry SET seq = 4 WHERE id = ?1 AND sort = 'case' AND seq = 99",
    );
    assert_eq!(
        verified(closed.kept.place()).broken,
        at(&closed, 3, How::DoesNotFollow)
    );
}

#[tokio::test]
async fn a_tail_cut_off_is_found_by_the_head() {
    let closed = closed().await;
    tamper(
        &closed,
        "DELETE FROM entry WHERE id = ?1 AND sort = 'case' AND seq > 4",
    );
    assert_eq!(
        verified(closed.kept.place()).broken,
        at(&closed, 5, How::CutOff)
    );
}

const CUT_WITH_HEAD: &str = "DELETE FROM entry WHERE id = ?1 AND sort = 'case' AND seq > 4;
     UPDATE head SET seq = 4, hash = (SELECT hash FROM entry WHERE id = ?1 AND sort = 'case' AND seq = 4)
     WHERE id = ?1 AND sort = 'case'";

#[tokio::test]
async fn a_tail_cut_off_together_with_its_head_is_found_by_heads_kept_elsewhere() {
    let closed = closed().await;
    tamper(&closed, CUT_WITH_HEAD);
    assert!(
        verified(closed.kept.place()).intact(),
        "nothing inside the copy shows it"
    );
    let report = verify_file_against(closed.kept.place(), &closed.heads, |_, _| ()).unwrap();
    assert_eq!(report.broken, at(&closed, 5, How::CutOff));
}

#[tokio::test]
async fn a_tail_cut_off_together_with_its_head_is_found_when_the_case_is_opened() {
    let closed = closed().await;
    tamper(&closed, CUT_WITH_HEAD);
    let store = reopened(closed.kept.place()).unwrap();
    let opened = store
        .open_case(&closed.lead, closed.case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert!(!opened.intact);
    assert_eq!(
        opened.broken,
        Some(Broken::at(closed.chronology, 5, How::CutOff))
    );
}

#[tokio::test]
async fn heads_kept_elsewhere_are_borne_out_by_records_that_have_grown_since() {
    let closed = closed().await;
    let store = reopened(closed.kept.place()).unwrap();
    store
        .open_case(&closed.lead, closed.case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    drop(store);
    assert!(
        verify_file_against(closed.kept.place(), &closed.heads, |_, _| ())
            .unwrap()
            .intact()
    );
}

#[tokio::test]
async fn a_chronology_removed_whole_is_found() {
    let closed = closed().await;
    tamper(&closed, "DELETE FROM entry WHERE id = ?1 AND sort = 'case'");
    assert_eq!(
        verified(closed.kept.place()).broken,
        at(&closed, 1, How::CutOff)
    );
    tamper(&closed, "DELETE FROM head WHERE id = ?1 AND sort = 'case'");
    let report = verify_file_against(closed.kept.place(), &closed.heads, |_, _| ()).unwrap();
    assert_eq!(report.broken, at(&closed, 1, How::CutOff));
}

#[tokio::test]
async fn a_chronology_whose_head_alone_was_taken_away_is_found_without_a_head_kept_elsewhere() {
    let closed = closed().await;
    tamper(&closed, "DELETE FROM head WHERE id = ?1 AND sort = 'case'");
    assert_eq!(
        verified(closed.kept.place()).broken,
        at(&closed, 6, How::NotInHead)
    );
    let store = reopened(closed.kept.place()).unwrap();
    let all = store.chronologies(closed.chronology.setting).await.unwrap();
    assert!(all.contains(&closed.chronology));
    let mut broken = Vec::new();
    for one in all {
        broken.extend(store.verify(one).await.unwrap().broken);
    }
    assert_eq!(broken, at(&closed, 6, How::NotInHead));
}

#[tokio::test]
async fn a_case_with_an_altered_entry_says_which_and_is_not_shown_in_part() {
    let closed = closed().await;
    tamper(
        &closed,
        "UPDATE entry SET sealed = CAST(sealed || x'00' AS BLOB) WHERE id = ?1 AND sort = 'case' AND seq = 3",
    );
    let store = reopened(closed.kept.place()).unwrap();
    let verdict = store.verify(closed.chronology).await.unwrap();
    assert_eq!(
        verdict.broken,
        Some(Broken::at(closed.chronology, 3, How::Altered))
    );
    let failure = store
        .open_case(&closed.lead, closed.case, Deed::OpenCase, "case", None)
        .await
        .unwrap_err();
    let Failure::Damaged { what } = failure else {
        unreachable!("{failure}")
    };
    assert!(
        what.contains("entry 3") && what.contains(&closed.case.to_string()),
        "{what}"
    );
}

#[tokio::test]
async fn a_hash_alone_that_was_altered_shows_and_the_case_can_still_be_read() {
    let closed = closed().await;
    tamper(
        &closed,
        "UPDATE entry SET hash = zeroblob(32) WHERE id = ?1 AND sort = 'case' AND seq = 6",
    );
    let store = reopened(closed.kept.place()).unwrap();
    let opened = store
        .open_case(&closed.lead, closed.case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert_eq!(
        opened.broken,
        Some(Broken::at(closed.chronology, 6, How::Altered))
    );
    assert_eq!(opened.entries.len(), 6);
}

#[tokio::test]
async fn a_time_that_was_altered_shows_when_the_case_is_opened() {
    let closed = closed().await;
    tamper(
        &closed,
        "UPDATE entry SET recorded_at = recorded_at + 1 WHERE id = ?1 AND sort = 'case' AND seq = 2",
    );
    let store = reopened(closed.kept.place()).unwrap();
    let opened = store
        .open_case(&closed.lead, closed.case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert_eq!(
        opened.broken,
        Some(Broken::at(closed.chronology, 2, How::Altered))
    );
}

#[tokio::test]
async fn sealed_bytes_put_in_another_place_do_not_open_there() {
    let closed = closed().await;
    // The whole row of one person's view put in the place of the other's.
    let changed = closed
        .kept
        .tamper("UPDATE line SET sealed = (SELECT sealed FROM line WHERE sort = 'person' ORDER BY id DESC LIMIT 1) WHERE sort = 'person'", closed.case.0);
    assert_eq!(changed, 2);
    let store = reopened(closed.kept.place()).unwrap();
    let failure = store
        .find_people(&closed.lead, Among::EveryoneKnown, "ash", 10)
        .await
        .unwrap_err();
    assert!(matches!(failure, Failure::Damaged { .. }), "{failure}");
}

#[tokio::test]
async fn every_sort_of_chronology_is_verified() {
    let closed = closed().await;
    for sort in [Sort::Setting, Sort::Person] {
        let sql = format!(
            "UPDATE entry SET sealed = CAST(sealed || x'00' AS BLOB) WHERE sort = '{}'",
            sort.name()
        );
        assert!(closed.kept.tamper(&sql, closed.case.0) > 0);
        assert!(
            verified(closed.kept.place())
                .broken
                .iter()
                .any(|broken| broken.chronology.sort == sort && broken.seq == 1)
        );
    }
}
