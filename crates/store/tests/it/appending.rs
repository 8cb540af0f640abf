//! Writing and reading back, and what happens when two people write at once.

use crate::school::{School, child_recorded, concern_about, reopened, words};
use casework::access::Deed;
use casework::event::CaseEvent;
use jiff::SignedDuration;
use store::{Append, Expect, Failure, OnceKey, Write};
use uuid::Uuid;

#[tokio::test]
async fn what_was_reported_is_read_again_word_for_word_after_the_records_were_closed() {
    let school = School::founded().await;
    let (case, child) = school.concern().await;
    let (asking, data) = (school.as_lead(), school.place());
    let _dir = school.close();
    let store = reopened(&data).unwrap();
    let opened = store
        .open_case(&asking, case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert!(opened.intact);
    assert_eq!(opened.entries.len(), 1);
    assert_eq!(opened.entries[0].written.event, concern_about(child));
    assert_eq!(opened.people[&child].name, words("Ash Example"));
}

#[tokio::test]
async fn the_second_of_two_writers_is_told_how_many_entries_there_are_now() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    school
        .store
        .append(school.noting(case, Expect::At(1), "first"))
        .await
        .unwrap();
    let refused = school
        .store
        .append(school.noting(case, Expect::At(1), "second"))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        Failure::MovedOn {
            expected: 1,
            now: 2
        }
    );
}

#[tokio::test]
async fn of_sixty_four_who_write_to_one_case_at_once_exactly_one_succeeds() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let writes: Vec<_> = (0..64)
        .map(|n| {
            let (store, append) = (
                school.store.clone(),
                school.noting(case, Expect::At(1), &format!("note {n}")),
            );
            tokio::spawn(async move { store.append(append).await })
        })
        .collect();
    let mut succeeded = 0;
    for write in writes {
        match write.await.unwrap() {
            Ok(_) => succeeded += 1,
            Err(failure) => assert_eq!(
                failure,
                Failure::MovedOn {
                    expected: 1,
                    now: 2
                }
            ),
        }
    }
    assert_eq!(succeeded, 1);
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert!(verdict.intact());
    assert_eq!(verdict.entries, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_who_report_at_once_all_succeed() {
    let school = School::founded().await;
    let reports: Vec<_> = (0..64)
        .map(|_| {
            let (case, child) = (
                school.store.outside().new_case(),
                school.store.outside().new_person(),
            );
            let (store, append) = (school.store.clone(), school.reporting(case, child));
            tokio::spawn(async move { store.append(append).await.map(|_| case) })
        })
        .collect();
    let mut cases = Vec::new();
    for report in reports {
        cases.push(report.await.unwrap().unwrap());
    }
    let desk = school.store.desk(&school.as_lead()).await.unwrap();
    assert_eq!(desk.len(), 64);
    for case in cases {
        assert!(
            school
                .store
                .verify(school.chronology(case))
                .await
                .unwrap()
                .intact()
        );
    }
}

#[tokio::test]
async fn a_form_sent_twice_writes_once_and_answers_alike() {
    let school = School::founded().await;
    let (case, child) = (
        school.store.outside().new_case(),
        school.store.outside().new_person(),
    );
    let append = Append {
        once: Some(OnceKey(Uuid::from_u128(7))),
        ..school.reporting(case, child)
    };
    assert_eq!(
        school
            .store
            .already(school.setting, school.reporter, &append.once.unwrap())
            .await
            .unwrap(),
        None
    );
    let first = school.store.append(append.clone()).await.unwrap();
    let second = school.store.append(append.clone()).await.unwrap();
    assert!(!first.again && second.again);
    assert_eq!(first.places, second.places);
    assert_eq!(
        school
            .store
            .already(school.setting, school.reporter, &append.once.unwrap())
            .await
            .unwrap(),
        Some(second)
    );
    assert_eq!(
        school
            .store
            .verify(school.chronology(case))
            .await
            .unwrap()
            .entries,
        1
    );
    // Another person with the same key sends another form.
    let other = Append {
        by: school.lead,
        ..school.noting(case, Expect::At(1), "mine")
    };
    assert!(
        !school
            .store
            .append(Append {
                once: append.once,
                ..other
            })
            .await
            .unwrap()
            .again
    );
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_writes_once() {
    let school = School::founded().await;
    let (case, child) = (
        school.store.outside().new_case(),
        school.store.outside().new_person(),
    );
    let append = Append {
        once: Some(OnceKey(Uuid::from_u128(7))),
        ..school.reporting(case, child)
    };
    let sent: Vec<_> = (0..16)
        .map(|_| {
            let (store, append) = (school.store.clone(), append.clone());
            tokio::spawn(async move { store.append(append).await })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in sent {
        answers.push(answer.await.unwrap().unwrap());
    }
    assert_eq!(answers.iter().filter(|answer| !answer.again).count(), 1);
    assert!(
        answers
            .iter()
            .all(|answer| answer.places == answers[0].places)
    );
}

#[tokio::test]
async fn an_append_of_which_one_part_is_refused_leaves_nothing() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let person = school.store.outside().new_person();
    let append = Append {
        writes: vec![
            Write::Person {
                person,
                expect: Expect::New,
                events: vec![child_recorded("Bay Example")],
            },
            Write::Case {
                case,
                expect: Expect::New,
                events: vec![CaseEvent::ConcernRead {}],
            },
        ],
        ..Append::by(school.setting, school.lead)
    };
    assert_eq!(
        school.store.append(append).await.unwrap_err(),
        Failure::MovedOn {
            expected: 0,
            now: 1
        }
    );
    let chronology = casework::chronology::ChronologyId::person(school.setting, person);
    assert_eq!(
        school.store.verify(chronology).await.unwrap_err(),
        Failure::NotThere
    );
}

#[tokio::test]
async fn a_clock_put_back_does_not_make_the_record_run_backwards() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    school.clock.move_by(SignedDuration::from_hours(-3));
    school
        .store
        .append(school.noting(case, Expect::Tail, "later"))
        .await
        .unwrap();
    school.clock.move_by(SignedDuration::from_hours(5));
    school
        .store
        .append(school.noting(case, Expect::Tail, "latest"))
        .await
        .unwrap();
    let opened = school
        .store
        .open_case(&school.as_lead(), case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    let times: Vec<_> = opened
        .entries
        .iter()
        .map(|entry| entry.recorded_at)
        .collect();
    assert_eq!(times[0], times[1]);
    assert_eq!(
        times[2].duration_since(times[1]),
        SignedDuration::from_hours(2)
    );
}

#[tokio::test]
async fn the_end_of_a_chronology_that_is_not_there_is_not_written_to() {
    let school = School::founded().await;
    let case = school.store.outside().new_case();
    assert_eq!(
        school
            .store
            .append(school.noting(case, Expect::Tail, "a note"))
            .await
            .unwrap_err(),
        Failure::NotThere
    );
}
