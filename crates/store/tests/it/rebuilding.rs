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
    let old = school
        .kept
        .look_up("SELECT sealed FROM line WHERE id = ?1", first.0);
    school
        .store
        .append(school.noting(first, Expect::Tail, "a note"))
        .await
        .unwrap();
    for sql in [
        &format!("UPDATE line SET sealed = x'{old}' WHERE id = ?1"),
        "DELETE FROM line WHERE sort = 'person'",
        "DELETE FROM reported_by",
    ] {
        assert!(school.kept.tamper(sql, first.0) > 0);
    }
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
