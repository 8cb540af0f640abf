//! Practice rooms: settings of their own, apart from every real one, whose keys can be destroyed.

use crate::school::{School, words};
use casework::acts::NewRoom;
use casework::event::{Role, SettingEvent};
use casework::id::SettingId;
use std::collections::BTreeSet;
use store::{Failure, verify_file};

pub(crate) fn room(school: &School, of: SettingId) -> NewRoom {
    let me = school.store.outside().new_staff();
    NewRoom {
        me,
        events: vec![
            SettingEvent::PracticeFounded {
                name: words("Practice school"),
                jurisdiction: "england".to_owned(),
                college: false,
                of,
                digest: "00".repeat(32),
                example: "made-up".to_owned(),
            },
            SettingEvent::StaffAdded {
                staff: me,
                name: words("Robin Example"),
                email: words("you@practice.example"),
                roles: BTreeSet::from([Role::Lead]),
            },
        ],
        people: Vec::new(),
        concern: None,
    }
}

#[tokio::test]
async fn a_room_is_no_real_setting_and_the_setting_knows_it() {
    let school = School::founded().await;
    let (store, of) = (&school.store, school.setting);
    let made = store
        .found_practice(of, school.lead, room(&school, of))
        .await
        .unwrap();
    assert_eq!(store.settings().await.unwrap(), [of]);
    assert!(store.setting(made).await.unwrap().is_practice());
    let home = store.setting(of).await.unwrap();
    assert_eq!(home.room_of(school.lead).unwrap().0, made);
    let address = words("you@practice.example");
    assert!(
        store
            .staff_with_email(address.as_str())
            .await
            .unwrap()
            .is_empty()
    );
    let rebuilt = store.rebuild_views().await.unwrap();
    assert_eq!((rebuilt.settings, rebuilt.differed), (2, 0));
}

#[tokio::test]
async fn a_room_must_say_whose_it_is_and_of_which_setting() {
    let school = School::founded().await;
    let (store, of) = (&school.store, school.setting);
    let elsewhere = store.outside().new_setting();
    let wrong = store
        .found_practice(of, school.lead, room(&school, elsewhere))
        .await;
    assert_eq!(wrong.unwrap_err(), Failure::NotThere);
    let mut unmarked = room(&school, of);
    unmarked.events.remove(0);
    let wrong = store.found_practice(of, school.lead, unmarked).await;
    assert_eq!(wrong.unwrap_err(), Failure::NotThere);
    assert!(store.setting(of).await.unwrap().rooms.is_empty());
    assert_eq!(store.settings().await.unwrap(), [of]);
}

#[tokio::test]
async fn clearing_destroys_the_room_and_never_a_real_setting() {
    let school = School::founded().await;
    let (store, of) = (&school.store, school.setting);
    let made = store
        .found_practice(of, school.lead, room(&school, of))
        .await
        .unwrap();
    for real in [of, store.outside().new_setting()] {
        let wrong = store.clear_practice(of, real, None).await;
        assert_eq!(wrong.unwrap_err(), Failure::NotThere);
    }
    let other = store.found_setting(
        school.lead,
        vec![SettingEvent::SettingNamed {
            name: words("Other School"),
            jurisdiction: "england".to_owned(),
            college: false,
        }],
    );
    let other = other.await.unwrap();
    assert_eq!(
        store.clear_practice(other, made, None).await.unwrap_err(),
        Failure::NotThere
    );
    store.clear_practice(of, made, Some(30)).await.unwrap();
    assert_eq!(store.setting(made).await.unwrap_err(), Failure::NotThere);
    assert!(store.setting(of).await.unwrap().rooms.is_empty());
    assert!(store.setting(other).await.is_ok());
    assert_eq!(store.settings().await.unwrap().len(), 2);
    // What is left stands in nobody's way.
    assert_eq!(store.rebuild_views().await.unwrap().settings, 2);
    assert_eq!(store.sweep().await.unwrap(), 0);
    assert!(verify_file(school.place(), |_, _| {}).unwrap().intact());
}

#[tokio::test]
async fn even_a_chronology_that_calls_a_real_setting_a_room_does_not_get_it_cleared() {
    let school = School::founded().await;
    let (store, of) = (&school.store, school.setting);
    let other = store.found_setting(
        school.lead,
        vec![SettingEvent::SettingNamed {
            name: words("Other School"),
            jurisdiction: "england".to_owned(),
            college: false,
        }],
    );
    let other = other.await.unwrap();
    let lie = store::Write::Setting {
        expect: store::Expect::Tail,
        events: vec![SettingEvent::PracticeBegun {
            room: other,
            me: school.lead,
        }],
    };
    store
        .append(store::Append {
            writes: vec![lie],
            ..store::Append::by(of, school.lead)
        })
        .await
        .unwrap();
    assert_eq!(
        store.clear_practice(of, other, None).await.unwrap_err(),
        Failure::NotThere
    );
    assert!(store.setting(other).await.is_ok());
}

#[tokio::test]
async fn beginning_another_clears_the_one_before_and_nobody_elses() {
    let school = School::founded().await;
    let (store, of) = (&school.store, school.setting);
    let first = store
        .found_practice(of, school.lead, room(&school, of))
        .await
        .unwrap();
    let heads = store
        .found_practice(of, school.head, room(&school, of))
        .await
        .unwrap();
    let second = store
        .found_practice(of, school.lead, room(&school, of))
        .await
        .unwrap();
    assert_eq!(store.setting(first).await.unwrap_err(), Failure::NotThere);
    let home = store.setting(of).await.unwrap();
    assert_eq!(home.room_of(school.lead).unwrap().0, second);
    assert_eq!(home.room_of(school.head).unwrap().0, heads);
}
