//! A database that is busy, and a disk that has become read-only: said plainly, nothing half-written, reading goes on.

use crate::school::{School, reopened};
use casework::access::Deed;
use rusqlite::Connection;
use store::{Expect, Failure};

#[tokio::test]
async fn while_another_program_holds_the_database_a_write_waits_and_then_says_it_is_busy() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let hand = Connection::open(school.data().join("leeward.db")).unwrap();
    hand.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = school
        .store
        .append(school.noting(case, Expect::At(1), "held up"))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        Failure::Unavailable {
            what: "another program holds the database file, such as a backup or a database tool; wait until it is done, or end it".to_owned()
        }
    );
    // Reading does not wait for who writes.
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert_eq!((verdict.intact(), verdict.entries), (true, 1));

    hand.execute_batch("ROLLBACK").unwrap();
    let placed = school
        .store
        .append(school.noting(case, Expect::At(1), "not held up"))
        .await
        .unwrap();
    assert_eq!(placed.places[0].seq, 2);
}

#[tokio::test]
async fn a_disk_that_has_become_read_only_refuses_writes_and_openings_and_lists_go_on() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let (data, lead) = (school.data(), school.as_lead());
    school.store.write_no_more().await.unwrap();
    let refused = school
        .store
        .append(school.noting(case, Expect::At(1), "too late"))
        .await
        .unwrap_err();
    assert_eq!(refused, Failure::ReadOnly);
    assert!(refused.to_string().contains("cannot be written"));
    // An opening that cannot be logged is not an opening.
    let opened = school
        .store
        .open_case(&lead, case, Deed::OpenCase, "case", None)
        .await;
    assert_eq!(opened.err(), Some(Failure::ReadOnly));
    assert_eq!(school.store.desk(&lead).await.unwrap().len(), 1);

    let noting = school.noting(case, Expect::At(1), "in time");
    let _dir = school.close();
    let store = reopened(&data).unwrap();
    assert_eq!(store.append(noting).await.unwrap().places[0].seq, 2);
    assert!(store.access_log(&lead, case).await.unwrap().is_empty());
}
