//! Practising: a room of one's own, made from one worked example, that can never be a real setting nor become one.

use crate::given::{School, refused, school, words};
use casework::acts::{self, Acting, BeginPractice, NewRoom};
use casework::chronology::{Entry, Written};
use casework::event::{CaseEvent, PersonEvent, Role, SettingEvent};
use casework::id::{SettingId, StaffId};
use casework::people::Person;
use casework::refusal::Refusal;
use casework::setting::Setting;
use guidance::{Answer, Derived, Library, Pack};
use jiff::civil::date;
use std::sync::Arc;

/// The real text: its examples are what is practised.
fn pack() -> Arc<Pack> {
    Library::shipped().on("england", date(2026, 6, 16)).unwrap()
}

fn begun(school: &School, by: StaffId, example: &str, as_lead: bool) -> NewRoom {
    let acting = Acting {
        by,
        setting: &school.setting,
        outside: &school.outside,
    };
    let filled = BeginPractice {
        example: example.to_owned(),
        as_lead,
    };
    acts::begin_practice(&acting, &pack(), &filled).unwrap()
}

fn folded(school: &School, events: &[SettingEvent]) -> Option<Setting> {
    let entries: Vec<Entry<SettingEvent>> = (1..)
        .zip(events)
        .map(|(seq, event)| Entry {
            seq,
            recorded_at: school.outside.now(),
            written: Written {
                by: school.lead,
                event: event.clone(),
            },
        })
        .collect();
    Setting::fold(SettingId(uuid::Uuid::nil()), &entries)
}

#[test]
fn a_lead_finds_a_made_up_concern_and_nobody_real_but_themselves() {
    let school = school();
    let pack = pack();
    let example = &pack.examples()[1];
    let room = begun(&school, school.lead, &example.name, true);
    let setting = folded(&school, &room.events).unwrap();
    let practice = setting.practice.clone().unwrap();
    assert_eq!(practice.of, school.setting.id);
    assert_eq!(practice.digest, pack.digest());
    assert_eq!(practice.example, example.name.as_ref());
    let real: Vec<StaffId> = school.setting.staff.keys().copied().collect();
    assert!(setting.staff.keys().all(|known| !real.contains(known)));
    assert!(setting.staff[&room.me].roles.contains(&Role::Lead));
    for member in setting.staff.values() {
        assert!(member.email.as_str().ends_with("@practice.example"));
    }
    let concern = room.concern.unwrap();
    assert_ne!(concern.by, room.me);
    let CaseEvent::ConcernReported { what, children, .. } = &concern.events[0] else {
        panic!("{:?}", concern.events)
    };
    assert_eq!(what.as_str(), example.tells.as_ref());
    assert_eq!(children.len(), example.facts.children.len());
    assert!(
        children
            .iter()
            .all(|child| room.people.iter().any(|(person, _)| person == child))
    );
}

#[test]
fn any_other_member_of_staff_practises_reporting_whatever_they_chose() {
    let school = school();
    let room = begun(&school, school.teacher, &pack().examples()[1].name, true);
    assert_eq!(room.concern, None);
    let setting = folded(&school, &room.events).unwrap();
    assert_eq!(setting.staff[&room.me].roles, [Role::Reporter].into());
    assert!(room.people.len() > 1);
}

#[test]
fn an_example_that_is_not_there_and_practice_within_practice_are_refused() {
    let mut school = school();
    let filled = BeginPractice {
        example: "no such story".to_owned(),
        as_lead: false,
    };
    let nothing = Refusal::NothingChosen { field: "example" };
    let begin = |school: &School, filled: &BeginPractice| {
        let acting = Acting {
            by: school.lead,
            setting: &school.setting,
            outside: &school.outside,
        };
        refused(acts::begin_practice(&acting, &pack(), filled))
    };
    assert_eq!(begin(&school, &filled), std::slice::from_ref(&nothing));
    let room = begun(&school, school.lead, &pack().examples()[1].name, true);
    school.setting = folded(&school, &room.events).unwrap();
    let there = BeginPractice {
        example: pack().examples()[1].name.to_string(),
        as_lead: true,
    };
    assert_eq!(begin(&school, &there), [nothing]);
}

#[test]
fn a_real_setting_never_becomes_a_practice_room_nor_a_room_a_real_setting() {
    let school = school();
    let room = begun(&school, school.lead, &pack().examples()[1].name, true);
    let named = SettingEvent::SettingNamed {
        name: words("Example School zyxcanary"),
        jurisdiction: "england".to_owned(),
        college: false,
    };
    let founding = room.events[0].clone();
    let real = folded(&school, &[named.clone(), founding.clone()]).unwrap();
    assert!(!real.is_practice());
    assert_eq!(real.name.as_str(), "Example School zyxcanary");
    assert!(folded(&school, &[founding, named]).unwrap().is_practice());
}

#[test]
fn the_setting_knows_whose_room_there_is_until_it_is_cleared() {
    let school = school();
    let named = SettingEvent::SettingNamed {
        name: words("Example School zyxcanary"),
        jurisdiction: "england".to_owned(),
        college: false,
    };
    let room = school.outside.new_setting();
    let me = school.outside.new_staff();
    let begun = SettingEvent::PracticeBegun { room, me };
    let known = folded(&school, &[named.clone(), begun.clone()]).unwrap();
    let (found, whose) = known.room_of(school.lead).unwrap();
    assert_eq!((found, whose.me), (room, me));
    assert_eq!(known.room_of(school.deputy), None);
    let cleared = SettingEvent::PracticeCleared {
        room,
        after_days: None,
    };
    assert!(
        folded(&school, &[named, begun, cleared])
            .unwrap()
            .rooms
            .is_empty()
    );
}

#[test]
fn every_child_of_every_story_is_as_old_as_the_story_and_its_facts_say() {
    let school = school();
    let pack = pack();
    let today = date(2026, 6, 16);
    let derived = |wanted| {
        let fact = pack
            .facts()
            .iter()
            .find(|fact| fact.derived == Some(wanted));
        fact.unwrap().id.clone()
    };
    let (under_13, over_18) = (derived(Derived::AgeUnder13), derived(Derived::Age18OrOver));
    let mut stated = 0;
    for example in pack.examples() {
        let room = begun(&school, school.lead, &example.name, true);
        for (child, (_, event)) in example.facts.children.iter().zip(&room.people) {
            let person = known(&school, event);
            assert_eq!(person.name.as_str(), child.name);
            let age = person.age_on(today);
            let says = |id: &str| child.answers.get(id).filter(|answer| answer.is_known());
            if let Some(answer) = says(&under_13) {
                assert_eq!(
                    age.unwrap() < 13,
                    *answer == Answer::Yes,
                    "{}",
                    example.name
                );
            }
            if let Some(answer) = says(&over_18) {
                assert_eq!(
                    age.unwrap() >= 18,
                    *answer == Answer::Yes,
                    "{}",
                    example.name
                );
            }
            if let Some(age) = age
                && example.tells.contains(&format!("{} is {age}", child.name))
            {
                stated += 1;
            }
            for other in 8..=20 {
                let says_other = example
                    .tells
                    .contains(&format!("{} is {other}", child.name));
                assert!(!says_other || age == Some(other), "{}", example.name);
            }
        }
    }
    assert!(
        stated >= 5,
        "the stories that give an age were not met: {stated}"
    );
}

fn known(school: &School, event: &PersonEvent) -> Person {
    let entry = Entry {
        seq: 1,
        recorded_at: school.outside.now(),
        written: Written {
            by: school.lead,
            event: event.clone(),
        },
    };
    Person::fold(&[entry]).unwrap()
}
