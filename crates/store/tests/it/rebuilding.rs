//! Views are nothing of their own: dropped and folded anew, they are the same.

use crate::school::School;
use casework::event::{CaseEvent, Outcome};
use store::{Append, Expect, Rebuilt, Write};

#[tokio::test]
async fn views_folded_anew_are_what_they_were() {
    let school = School::founded().await;
    let (first, child) = school.concern().await;
    let (second, _) = school.concern().await;
    let events = vec![CaseEvent::CaseClosed {
        outcome: Outcome::ManagedInSetting,
        why: crate::school::words("Support in place"),
        actions_left: None,
    }];
    let write = Write::Case {
        case: second,
        expect: Expect::Tail,
        events,
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    school
        .store
        .append(school.noting(first, Expect::Tail, "a note"))
        .await
        .unwrap();
    let rebuilt = school.store.rebuild_views().await.unwrap();
    assert_eq!(
        rebuilt,
        Rebuilt {
            settings: 1,
            cases: 2,
            people: 2,
            differed: 0
        }
    );
    let lead = school.as_lead();
    assert_eq!(school.store.desk(&lead).await.unwrap().len(), 1);
    assert_eq!(
        school
            .store
            .closed_cases(&lead, None, 9)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        school
            .store
            .my_reports(&school.as_reporter())
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(school.store.people(&lead, &[child]).await.unwrap().len(), 1);
    assert_eq!(
        school
            .store
            .staff_with_email("Lee.zyxcanary@first.example")
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn views_that_were_lost_or_put_back_to_an_older_state_are_counted_and_mended() {
    let school = School::founded().await;
    let (first, _) = school.concern().await;
    school.concern().await;
    let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    let old: Vec<u8> = hand
        .query_row(
            "SELECT sealed FROM line WHERE id = ?1",
            [first.0.as_bytes()],
            |row| row.get(0),
        )
        .unwrap();
    school
        .store
        .append(school.noting(first, Expect::Tail, "a note"))
        .await
        .unwrap();
    hand.execute(
        "UPDATE line SET sealed = ?2 WHERE id = ?1",
        rusqlite::params![first.0.as_bytes(), old],
    )
    .unwrap();
    hand.execute("DELETE FROM line WHERE sort = 'person'", [])
        .unwrap();
    hand.execute("DELETE FROM reported_by", []).unwrap();
    let rebuilt = school.store.rebuild_views().await.unwrap();
    assert_eq!(rebuilt.differed, 3);
    assert_eq!(school.store.rebuild_views().await.unwrap().differed, 0);
    assert_eq!(
        school
            .store
            .my_reports(&school.as_reporter())
            .await
            .unwrap()
            .len(),
        2
    );
}
