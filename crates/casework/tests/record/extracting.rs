//! An extract about one child names no other: whatever anybody wrote, in whatever field, however it is spelled.

use crate::given::{School, school, words};
use casework::chronology::{Entry, Written};
use casework::event::{CaseEvent, Isolated};
use casework::extract::{Extract, From, Look, NotIn, StaffAs, Wanted, text_of};
use casework::id::PersonId;
use casework::people::Person;
use casework::words::Words;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn child(place: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x9000 + place))
}

fn named(name: &str) -> Person {
    Person {
        name: words(name),
        date_of_birth: None,
        year_group: None,
        setting: None,
        on_roll: true,
    }
}

fn entries(events: Vec<CaseEvent>, school: &School) -> Vec<Entry<CaseEvent>> {
    (1_u64..)
        .zip(events)
        .map(|(seq, event)| Entry {
            seq,
            recorded_at: Timestamp::UNIX_EPOCH,
            written: Written {
                by: school.lead,
                event,
            },
        })
        .collect()
}

fn people(names: &[&str]) -> BTreeMap<PersonId, Vec<Person>> {
    (0_u128..)
        .zip(names)
        .map(|(place, name)| (child(place), vec![named(name)]))
        .collect()
}

/// The extract about the first child.
fn extract(
    events: Vec<CaseEvent>,
    people: &BTreeMap<PersonId, Vec<Person>>,
    blacked_out: &[&str],
    staff: StaffAs,
) -> Extract {
    let school = school();
    let entries = entries(events, &school);
    let blacked_out: Vec<Words> = blacked_out.iter().map(|text| words(text)).collect();
    Extract::of(
        &From {
            entries: &entries,
            packs: &[],
            people,
            setting: &school.setting,
        },
        &Wanted {
            child: child(0),
            staff,
            blacked_out: &blacked_out,
            left_out: &BTreeSet::new(),
            why: people.values().last().unwrap()[0].name.as_str(),
            by: school.lead,
        },
    )
}

fn note(text: &str) -> CaseEvent {
    CaseEvent::NoteAdded {
        note: words(text),
        happened: None,
    }
}

fn said(extract: &Extract) -> String {
    let said = extract.lines.iter().flat_map(|line| &line.said);
    said.map(|(_, sentences)| text_of(sentences))
        .collect::<Vec<_>>()
        .join("\n")
}

fn one_note(text: &str, names: &[&str]) -> String {
    said(&extract(
        vec![note(text)],
        &people(names),
        &[],
        StaffAs::Name,
    ))
}

const THREE: [&str; 3] = ["Ash Example", "Rowan Bïrch", "Sam O\u{2019}Neill-Birch"];

#[test]
fn another_child_is_the_same_pseudonym_however_their_name_is_spelled() {
    for spelled in [
        "Rowan",
        "ROWAN BIRCH",
        "rowan b\u{131}rch",
        "Rowan Bi\u{308}rch",
        "R. Birch's",
        "birch.rowan",
        "rowanbirch12",
        "Ro\u{200b}wan",
    ] {
        let out = one_note(&format!("Then {spelled} left."), &THREE[..2]);
        assert!(out.starts_with("Then [Child B]"), "{spelled}: {out}");
        assert!(out.ends_with(" left."), "{spelled}: {out}");
        assert!(
            !out.to_lowercase().contains("rowan") && !out.to_lowercase().contains("birch"),
            "{out}"
        );
    }
    assert_eq!(
        one_note(
            "Sam and Rowan\u{2019}s tutor; Sam O'Neill Birch again.",
            &THREE
        ),
        "[Child C] and [Child B]\u{2019}s tutor; [Child C] again."
    );
}

#[test]
fn a_name_that_two_other_children_share_stands_for_either() {
    assert_eq!(
        one_note("Birch said so.", &THREE),
        "[Child B or Child C] said so."
    );
}

#[test]
fn the_child_keeps_their_own_name_and_a_shared_part_of_it_alone_says_nobody() {
    let names = ["Ash Birch", "Rowan Birch"];
    assert_eq!(
        one_note(
            "Ash Birch came with Rowan Birch. Birch left. Ash stayed.",
            &names
        ),
        "Ash Birch came with [Child B]. [a name] left. Ash stayed."
    );
}

#[test]
fn a_name_from_before_it_was_corrected_is_hidden_too() {
    let mut people = people(&THREE[..2]);
    people
        .get_mut(&child(1))
        .unwrap()
        .insert(0, named("Robin Alder"));
    let out = said(&extract(
        vec![note("Alder said it.")],
        &people,
        &[],
        StaffAs::Name,
    ));
    assert_eq!(out, "[Child B] said it.");
}

#[test]
fn the_other_childs_birthday_class_and_school_are_withheld_and_a_shared_one_is_not() {
    let mut people = people(&THREE[..2]);
    people.get_mut(&child(0)).unwrap()[0].year_group = Some(words("Year 9"));
    let other = &mut people.get_mut(&child(1)).unwrap()[0];
    other.date_of_birth = Some(date(2012, 3, 4));
    other.year_group = Some(words("8C"));
    other.setting = Some(words("Elm Grove School"));
    let out = said(&extract(
        vec![note(
            "Born 4th March 2012 or 04/03/12, in 8C at Elm Grove School, not in Year 9 or on 5 March.",
        )],
        &people,
        &[],
        StaffAs::Name,
    ));
    assert_eq!(
        out,
        "Born [withheld] or [withheld], in [withheld] at [withheld], not in Year 9 or on 5 March."
    );
}

#[test]
fn what_a_person_blacks_out_is_withheld_wherever_it_stands() {
    let events = vec![note("The Captain's brother. THE CAPTAIN again.")];
    let out = said(&extract(
        events,
        &people(&THREE),
        &["the captain"],
        StaffAs::Name,
    ));
    assert_eq!(out, "[withheld]'s brother. [withheld] again.");
}

#[test]
fn sentences_that_a_person_must_look_at_are_marked() {
    for (text, look) in [
        ("Rowan was there.", Some(Look::Speaks)),
        ("Rowen was there.", Some(Look::AlmostAName)),
        ("His sister was there.", Some(Look::Relation)),
        ("Somebody from 8c was there.", Some(Look::ClassOrAccount)),
        ("Wrote to @somebody.", Some(Look::ClassOrAccount)),
        ("Spoke with Ash at 2pm.", None),
    ] {
        let made = extract(vec![note(text)], &people(&THREE), &[], StaffAs::Name);
        assert_eq!(made.lines[0].said[0].1[0].look, look, "{text}");
    }
}

#[test]
fn an_entry_about_another_child_alone_is_left_out_with_what_follows_from_it() {
    let happened = casework::event::Occurred {
        on: date(2026, 6, 15),
        at: None,
        about: false,
    };
    let events = vec![
        CaseEvent::ChildInvolved {
            child: child(0),
            how_known: None,
        },
        CaseEvent::DeviceTaken {
            device: words("A telephone"),
            from: Some(child(1)),
            held_by: words("zyxcanary"),
            kept_where: words("zyxcanary"),
            isolated: Isolated::SwitchedOff,
            second_person: None,
            taken: happened,
        },
        CaseEvent::DeviceHandedOver {
            device: 2,
            to: words("zyxcanary"),
            handed_over: happened,
        },
        CaseEvent::EntryCorrected {
            entry: 2,
            now: words("zyxcanary"),
            why: words("zyxcanary"),
        },
        note("For everybody."),
    ];
    let made = extract(events, &people(&THREE), &[], StaffAs::Name);
    let kept: Vec<u64> = made.lines.iter().map(|line| line.seq).collect();
    assert_eq!(kept, [1, 5]);
    assert!(made.not_in.values().all(|why| *why == NotIn::AboutAnother));
}

#[test]
fn staff_are_named_or_only_said_to_be_what_they_are() {
    let events = || vec![note("Cedar Example rang.")];
    let by_name = extract(events(), &people(&THREE[1..]), &[], StaffAs::Name);
    assert_eq!(by_name.lines[0].by, "Ash Example zyxcanary");
    assert!(said(&by_name).starts_with("Cedar Example"));
    let by_role = extract(events(), &people(&THREE[1..]), &[], StaffAs::Role);
    assert_eq!(by_role.lines[0].by, "Designated safeguarding lead");
    assert_eq!(said(&by_role), "[Headteacher or principal] rang.");
}

#[test]
fn a_member_of_staff_who_shares_a_name_with_another_child_is_not_named() {
    let made = extract(
        vec![note("x")],
        &people(&["Sam Oak", "Ash Birch"]),
        &[],
        StaffAs::Name,
    );
    assert_eq!(made.lines[0].by, "Designated safeguarding lead");
}

#[test]
fn a_sign_that_stands_for_a_label_inside_can_be_typed_without_harm() {
    let typed =
        "Row\u{e000}0\u{e001} \u{e000}99\u{e001} \u{e000}Rowan. Row\u{e000}an, Row\u{e001}an";
    let made = extract(vec![note(typed)], &people(&THREE[..2]), &[], StaffAs::Name);
    assert!(!said(&made).contains("Rowan"));
    assert_eq!(
        said(&made).matches("[Child B]").count(),
        4,
        "{}",
        said(&made)
    );
}

#[test]
fn a_name_torn_at_the_end_of_a_line_or_letter_by_letter_is_hidden() {
    for torn in ["Ro-\nwan", "R o w a n", "R.O.W.A.N."] {
        let out = one_note(&format!("Then {torn} left"), &THREE[..2]);
        let letters: String = out.chars().filter(|c| c.is_alphabetic()).collect();
        assert!(!letters.to_lowercase().contains("rowan"), "{out}");
    }
}

#[test]
fn a_member_of_staff_of_the_same_name_does_not_take_the_childs_own_name_away() {
    let made = extract(
        vec![note("Ash came.")],
        &people(&["Ash Birch"]),
        &[],
        StaffAs::Role,
    );
    assert_eq!(said(&made), "Ash came.");
}

/// Parts of names of which no plain word is made.
const SYLLABLES: [&str; 10] = [
    "zyq", "qva", "vró", "ŷskq", "śnj", "xhé", "öřq", "jûz", "wqy", "łjb",
];

fn part() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..SYLLABLES.len(), 1..4).prop_map(|syllables| {
        let part: String = syllables.iter().map(|it| SYLLABLES[*it]).collect();
        let mut letters = part.chars();
        let first = letters.next().unwrap();
        first.to_uppercase().chain(letters).collect()
    })
}

fn name() -> impl Strategy<Value = String> {
    proptest::collection::vec(part(), 1..4).prop_map(|parts| parts.join(" "))
}

fn bare(text: &str) -> String {
    any_ascii::any_ascii(text).to_ascii_lowercase()
}

/// A sentence that names somebody, one way or another.
fn narrative() -> impl Strategy<Value = (usize, usize, usize)> {
    (0..4_usize, 0..3_usize, 0..13_usize)
}

fn written((who, which, how): (usize, usize, usize), names: &[String]) -> String {
    let name = &names[who % names.len()];
    let parts: Vec<&str> = name.split(' ').collect();
    let part = parts[which % parts.len()];
    let spelled = match how {
        0 => part.to_owned(),
        1 => part.to_uppercase(),
        2 => part.to_lowercase(),
        3 => format!("{part}'s"),
        4 => format!("{part}\u{2019}s"),
        5 => bare(part),
        6 => format!("{}99", parts.concat()),
        7 => parts.join("-"),
        8 => format!("{}@example.org", parts.join(".").to_lowercase()),
        9 => format!("({name})"),
        10 => format!("\u{201c}{part}\u{201d},{part};{part}/{part}"),
        11 => parts.join("\n"),
        // Inside a longer word, where it is long enough to be looked for there.
        _ if bare(part).len() > 3 => format!("anti{part}ish"),
        _ => part.to_owned(),
    };
    format!("Then {spelled} said so, at 09:05. Nothing more.")
}

/// Every event there ever was, with the children and the words put in.
fn every_event(names: &[String], narratives: &[(usize, usize, usize)]) -> Vec<CaseEvent> {
    let mut next = narratives.iter().cycle().copied();
    crate::golden::case_events()
        .into_iter()
        .map(|written_once| {
            let mut event = serde_json::to_value(&written_once.event).unwrap();
            put_in(&mut event, names, &mut next);
            serde_json::from_value(event).unwrap()
        })
        .collect()
}

fn put_in(
    value: &mut Value,
    names: &[String],
    next: &mut impl Iterator<Item = (usize, usize, usize)>,
) {
    match value {
        Value::String(text) if text.contains("zyxcanary") => {
            *text = written(next.next().unwrap(), names);
        }
        Value::String(text) => {
            if let Some(place) = (100..110).find(|place| text.ends_with(&format!("{place:012x}"))) {
                *text = child((place - 100) % names.len() as u128).to_string();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| put_in(one, names, next)),
        Value::Object(all) => all.values_mut().for_each(|one| put_in(one, names, next)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_other_childs_name_stands_anywhere_in_an_extract(
        others in proptest::collection::vec(name(), 1..4),
        narratives in proptest::collection::vec(narrative(), 1..40),
        by_name in any::<bool>(),
    ) {
        let names: Vec<String> = std::iter::once("Ash Example".to_owned()).chain(others.clone()).collect();
        let given: Vec<&str> = names.iter().map(String::as_str).collect();
        let events = every_event(&names, &narratives);
        prop_assert!(events.len() > 20);
        let staff = if by_name { StaffAs::Name } else { StaffAs::Role };
        let made = extract(events, &people(&given), &[], staff);
        prop_assert!(made.lines.len() > 10);
        // Everything there is in it, as Rust would print it: no field can be forgotten.
        let whole = bare(&format!("{made:?}").replace("Ash Example", ""));
        for part in others.iter().flat_map(|name| name.split(' ')) {
            prop_assert!(!whole.contains(&bare(part)), "{part} stands in {whole}");
        }
    }
}
