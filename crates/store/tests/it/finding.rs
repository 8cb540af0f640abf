//! Who finds whom: a search by a member of staff never tells that the record knows a child.

use crate::school::{School, child_recorded};
use casework::event::{PersonEvent, Role};
use casework::id::PersonId;
use store::{Among, Append, Expect, Failure, Write};

/// A pupil on the roll.
async fn on_the_roll(school: &School, name: &str) -> PersonId {
    let person = school.store.outside().new_person();
    let PersonEvent::PersonRecorded {
        name,
        date_of_birth,
        year_group,
        setting,
        ..
    } = child_recorded(name)
    else {
        panic!("a child is recorded")
    };
    let event = PersonEvent::PersonRecorded {
        name,
        date_of_birth,
        year_group,
        setting,
        on_roll: true,
    };
    let write = Write::Person {
        person,
        expect: Expect::New,
        events: vec![event],
    };
    let append = Append {
        writes: vec![write],
        ..Append::by(school.setting, school.lead)
    };
    school.store.append(append).await.unwrap();
    person
}

#[tokio::test]
async fn a_reporter_finds_pupils_on_the_roll_and_not_a_child_known_only_from_a_case() {
    let school = School::founded().await;
    let (_, known_from_a_case) = school.concern().await;
    let pupil = on_the_roll(&school, "Ash Other").await;
    let found = school
        .store
        .find_people(&school.as_reporter(), Among::TheRoll, "ASH", 10)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        vec![pupil]
    );
    let told = school
        .store
        .people(&school.as_reporter(), &[pupil, known_from_a_case])
        .await
        .unwrap();
    assert_eq!(told.into_keys().collect::<Vec<_>>(), vec![pupil]);
}

#[tokio::test]
async fn a_reporter_does_not_search_everyone_the_record_knows() {
    let school = School::founded().await;
    let found = school
        .store
        .find_people(&school.as_reporter(), Among::EveryoneKnown, "ash", 10)
        .await;
    assert_eq!(found.unwrap_err(), Failure::NotThere);
}

#[tokio::test]
async fn a_lead_searches_the_roll_and_the_people_of_cases_by_any_part_of_the_name() {
    let school = School::founded().await;
    let (_, known_from_a_case) = school.concern().await;
    let pupil = on_the_roll(&school, "Birch Example").await;
    let mut found: Vec<PersonId> = school
        .store
        .find_people(&school.as_lead(), Among::EveryoneKnown, "exam", 10)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(found, vec![known_from_a_case, pupil]);
    found = school
        .store
        .find_people(&school.as_lead(), Among::EveryoneKnown, "birch exam", 10)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(found, vec![pupil]);
}

#[tokio::test]
async fn searching_for_nothing_finds_nobody() {
    let school = School::founded().await;
    on_the_roll(&school, "Birch Example").await;
    let found = school
        .store
        .find_people(&school.as_reporter(), Among::TheRoll, "  ", 10)
        .await
        .unwrap();
    assert!(found.is_empty());
}

#[tokio::test]
async fn the_whole_roll_is_for_whoever_keeps_it_and_holds_nobody_from_a_case() {
    let school = School::founded().await;
    school.concern().await;
    let pupil = on_the_roll(&school, "Birch Example").await;
    let administrator = school.asking(school.head, &[Role::Administrator]);
    let roll = school.store.roll(&administrator).await.unwrap();
    assert_eq!(
        roll.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        vec![pupil]
    );
    let refused = school.store.roll(&school.as_lead()).await;
    assert_eq!(refused.unwrap_err(), Failure::NotThere);
}
