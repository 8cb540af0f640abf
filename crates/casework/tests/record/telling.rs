//! Every entry in plain words.

use crate::given::{pack, school};
use casework::acts::{self, CorrectEntry};
use casework::chronology::Entry;
use casework::event::CaseEvent;
use casework::telling::{Names, tell, tell_all};

fn with_names<T>(show: impl FnOnce(&Names<'_>) -> T) -> T {
    let staff = |_| "Ash Example".to_owned();
    let person = |_| "Child A".to_owned();
    show(&Names {
        staff: &staff,
        person: &person,
        pack: Some(pack()),
    })
}

#[test]
fn every_kind_of_event_is_told_with_a_title_and_without_an_id() {
    for written in crate::golden::case_events() {
        let told = with_names(|names| tell(&written.event, names));
        assert!(!told.title.is_empty(), "{:?} has no title", written.event);
        assert!(
            told.sentences
                .iter()
                .all(|(label, text)| !label.is_empty() && !text.is_empty())
        );
        let text = format!("{told:?}");
        assert!(
            !text.contains("refer-police") && !text.contains("0190"),
            "an id stands in {text}"
        );
    }
}

#[test]
fn a_decision_on_less_says_what_is_left_undone_in_the_words_of_the_guidance() {
    let school = school();
    let story = school.decided_on_less();
    let told = with_names(|names| tell_all(&story.entries, names));
    let decision = &told.last().unwrap().telling;
    assert_eq!(decision.title, "Decision made");
    assert!(
        decision
            .sentences
            .contains(&("Called for and left undone", "Refer at once.".to_owned()))
    );
}

#[test]
fn a_decision_without_a_consultation_says_so() {
    let school = school();
    let mut story = school.reported();
    story.decide(&acts::MakeDecision {
        routes: crate::given::routes(&["refer-police"]),
        rationale: "zyxcanary".to_owned(),
        ..acts::MakeDecision::default()
    });
    let told = with_names(|names| tell_all(&story.entries, names));
    let sentences = &told.last().unwrap().telling.sentences;
    assert!(sentences.contains(&(
        "Guidance",
        "Decided without consulting the guidance".to_owned()
    )));
    assert!(sentences.contains(&("Decided", "Refer to the police".to_owned())));
}

#[test]
fn a_correction_stands_beside_what_it_corrects() {
    let school = school();
    let mut story = school.reported();
    let filled = CorrectEntry {
        entry: 1,
        now: "It was Monday. zyxcanary".to_owned(),
        why: "A slip. zyxcanary".to_owned(),
    };
    let events = acts::correct_entry(&school.acting(school.lead), &story.case(), &filled).unwrap();
    story.write(school.lead, events);
    let told = with_names(|names| tell_all(&story.entries, names));
    assert_eq!(told[0].corrections[0].now, "It was Monday. zyxcanary");
    assert_eq!(told[0].corrections[0].seq, 2);
    assert_eq!(told[1].telling.title, "Entry corrected");
    assert_eq!(told[0].recorded_in_words(), "16 June 2026, 10:00");
}

#[test]
fn without_the_guidance_at_hand_ids_are_told_as_words() {
    let school = school();
    let story = school.decided();
    let staff = |_| String::from("Ash Example");
    let person = |_| String::from("Child A");
    let names = Names {
        staff: &staff,
        person: &person,
        pack: None,
    };
    let last: &Entry<_> = story.entries.last().unwrap();
    let told = tell(&last.written.event, &names);
    assert!(
        told.sentences
            .contains(&("Decided", "manage in setting".to_owned()))
    );
}

#[test]
fn a_text_that_was_consulted_is_named_with_its_layers_and_their_days_in_words() {
    let mut events = crate::golden::case_events().into_iter();
    let mut event = events
        .find_map(|one| {
            matches!(one.event, CaseEvent::GuidanceConsulted { .. }).then_some(one.event)
        })
        .unwrap();
    if let CaseEvent::GuidanceConsulted { version, .. } = &mut event {
        *version = "2024-03-11+later-layer@2026-09-01".to_owned();
    }
    let told = with_names(|names| tell(&event, names));
    let says = told
        .sentences
        .iter()
        .find(|(label, _)| *label == "Guidance");
    let says = says.map(|(_, says)| says.as_str()).unwrap();
    let expected = "(from 11 March 2024), with later-layer (from 1 September 2026)";
    assert!(says.ends_with(expected), "{says}");
}
