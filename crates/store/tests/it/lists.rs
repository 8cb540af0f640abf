//! The desk, closed cases, second views and people.

use crate::school::{School, child_recorded, words};
use casework::event::{CaseEvent, LessThanCalledFor, Outcome, Role};
use casework::id::CaseId;
use std::collections::BTreeSet;
use store::{Among, Append, Expect, Failure, Write};

async fn write(school: &School, case: CaseId, events: Vec<CaseEvent>) {
    let write = Write::Case {
        case,
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
}

fn closing() -> CaseEvent {
    CaseEvent::CaseClosed {
        outcome: Outcome::ManagedInSetting,
        why: words("Support is in place"),
        actions_left: None,
    }
}

#[tokio::test]
async fn the_desk_holds_open_cases_and_closed_ones_are_paged_newest_first() {
    let school = School::founded().await;
    let mut cases = Vec::new();
    for _ in 0..6 {
        school.clock.move_by(jiff::SignedDuration::from_secs(60));
        cases.push(school.concern().await.0);
    }
    for case in &cases[..4] {
        write(&school, *case, vec![closing()]).await;
    }
    let lead = school.as_lead();
    let desk: Vec<_> = school
        .store
        .desk(&lead)
        .await
        .unwrap()
        .into_iter()
        .map(|line| line.case)
        .collect();
    assert_eq!(desk, [cases[5], cases[4]]);
    let first = school.store.closed_cases(&lead, None, 3).await.unwrap();
    assert_eq!(
        first.iter().map(|line| line.case).collect::<Vec<_>>(),
        [cases[3], cases[2], cases[1]]
    );
    let rest = school
        .store
        .closed_cases(&lead, Some(cases[1]), 3)
        .await
        .unwrap();
    assert_eq!(
        rest.iter().map(|line| line.case).collect::<Vec<_>>(),
        [cases[0]]
    );
    write(
        &school,
        cases[0],
        vec![CaseEvent::CaseReopened {
            why: words("Something new"),
        }],
    )
    .await;
    assert_eq!(school.store.desk(&lead).await.unwrap().len(), 3);
}

#[tokio::test]
async fn somebody_without_a_desk_is_refused_it() {
    let school = School::founded().await;
    school.concern().await;
    assert_eq!(
        school.store.desk(&school.as_reporter()).await.unwrap_err(),
        Failure::NotThere
    );
    let administrator = school.asking(school.store.outside().new_staff(), &[Role::Administrator]);
    assert_eq!(
        school.store.desk(&administrator).await.unwrap_err(),
        Failure::NotThere
    );
    assert_eq!(
        school
            .store
            .closed_cases(&administrator, None, 5)
            .await
            .unwrap_err(),
        Failure::NotThere
    );
    assert_eq!(
        school
            .store
            .find_people(&administrator, Among::EveryoneKnown, "ash", 5)
            .await
            .unwrap_err(),
        Failure::NotThere
    );
}

#[tokio::test]
async fn whoever_is_asked_for_a_second_view_finds_the_case() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let head = school.asking(school.head, &[Role::Head]);
    assert!(
        school
            .store
            .asked_to_second(&head)
            .await
            .unwrap()
            .is_empty()
    );
    let less = LessThanCalledFor {
        responses: vec!["refer".to_owned()],
        reason: words("Agreed by phone"),
        second: school.head,
    };
    let decided = CaseEvent::DecisionMade {
        consultation: None,
        routes: BTreeSet::from(["manage-here".to_owned()]),
        rationale: words("The family is already supported"),
        consulted: None,
        less: Some(less),
        sign_off: None,
    };
    write(&school, case, vec![decided]).await;
    let asked = school.store.asked_to_second(&head).await.unwrap();
    assert_eq!(
        asked.iter().map(|line| line.case).collect::<Vec<_>>(),
        [case]
    );
}

#[tokio::test]
async fn people_are_found_by_every_word_of_the_query_and_by_what_is_known_now() {
    let school = School::founded().await;
    let (_, child) = school.concern().await;
    let lead = school.as_lead();
    let found = school
        .store
        .find_people(&lead, Among::EveryoneKnown, "example ASH", 10)
        .await
        .unwrap();
    assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [child]);
    assert!(
        school
            .store
            .find_people(&lead, Among::EveryoneKnown, "ash birch", 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        school
            .store
            .find_people(&lead, Among::EveryoneKnown, "  ", 10)
            .await
            .unwrap()
            .is_empty()
    );
    let casework::event::PersonEvent::PersonRecorded {
        name,
        date_of_birth,
        year_group,
        setting,
        on_roll,
    } = child_recorded("Birch Example")
    else {
        unreachable!()
    };
    let corrected = casework::event::PersonEvent::PersonCorrected {
        name,
        date_of_birth,
        year_group,
        setting,
        on_roll,
        why: None,
    };
    let write = Write::Person {
        person: child,
        expect: Expect::At(1),
        events: vec![corrected],
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    assert!(
        school
            .store
            .find_people(&lead, Among::EveryoneKnown, "ash", 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        school
            .store
            .find_people(&lead, Among::EveryoneKnown, "birch", 10)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        school.store.people(&lead, &[child]).await.unwrap()[&child].name,
        words("Birch Example")
    );
}

#[tokio::test]
async fn a_setting_is_remembered_and_forgotten_when_it_changes() {
    let school = School::founded().await;
    let before = school.store.setting(school.setting).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(
        &before,
        &school.store.setting(school.setting).await.unwrap()
    ));
    let left = casework::event::SettingEvent::StaffLeft {
        staff: school.reporter,
    };
    let write = Write::Setting {
        expect: Expect::Tail,
        events: vec![left],
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    assert!(school.store.setting(school.setting).await.unwrap().staff[&school.reporter].left);
    assert_eq!(school.store.settings().await.unwrap(), [school.setting]);
}
