//! Children and their parts, the initial review, answers, and what the guidance is asked.

use crate::given::{TODAY, TOMORROW, on, pack, refused, school};
use casework::acts::{
    self, AnswerQuestion, ChildNamed, HoldInitialReview, InvolveChild, NewChild, RecordParts,
    WasPresent,
};
use casework::case::{NextStep, Question};
use casework::consult::{Replayed, replay};
use casework::event::{About, CaseEvent};
use casework::facts::facts_of;
use casework::refusal::Refusal;
use guidance::{Answer, Part};
use std::collections::BTreeSet;

fn asked(about: About, fact: &str, answer: Answer) -> AnswerQuestion {
    AnswerQuestion {
        about,
        fact: fact.to_owned(),
        answer,
        how_known: String::new(),
    }
}

#[test]
fn a_child_found_later_is_added_with_their_part() {
    let school = school();
    let mut story = school.reviewed();
    let filled = InvolveChild {
        child: ChildNamed::New(NewChild {
            name: "Child C zyxcanary".to_owned(),
            ..NewChild::default()
        }),
        how_known: "Child A told us. zyxcanary".to_owned(),
        parts: BTreeSet::from([Part::PassedOn]),
    };
    let involved =
        acts::involve_child(&school.acting(school.lead), &story.case(), &filled).unwrap();
    assert!(involved.person.is_some());
    story.write(school.lead, involved.events);
    assert_eq!(
        story.case().children[&involved.child].parts,
        BTreeSet::from([Part::PassedOn])
    );
    let again = InvolveChild {
        child: ChildNamed::Known(involved.child),
        ..filled
    };
    let said = refused(acts::involve_child(
        &school.acting(school.lead),
        &story.case(),
        &again,
    ));
    assert_eq!(said, [Refusal::AlreadyInvolved]);
}

#[test]
fn parts_understood_anew_leave_what_was_understood_before_readable() {
    let school = school();
    let mut story = school.reviewed();
    for parts in [
        BTreeSet::from([Part::NotKnown]),
        BTreeSet::from([Part::Pictured]),
    ] {
        let filled = RecordParts {
            child: Some(story.child()),
            parts,
            how_known: String::new(),
        };
        let events =
            acts::record_parts(&school.acting(school.lead), &story.case(), &filled).unwrap();
        story.write(school.lead, events);
    }
    let case = story.case();
    let child = &case.children[&story.child()];
    assert_eq!(child.parts, BTreeSet::from([Part::Pictured]));
    assert_eq!(child.history[0].parts, BTreeSet::from([Part::NotKnown]));
    assert!(child.history[0].recorded.seq < child.history[1].recorded.seq);
}

#[test]
fn no_part_the_same_part_again_and_a_child_not_involved_are_refused() {
    let school = school();
    let mut story = school.reviewed();
    let record = |story: &crate::given::Story<'_>, filled: &RecordParts| {
        acts::record_parts(&school.acting(school.lead), &story.case(), filled)
    };
    let none = RecordParts {
        child: Some(story.child()),
        ..RecordParts::default()
    };
    assert_eq!(
        refused(record(&story, &none)),
        [Refusal::NothingChosen { field: "parts" }]
    );
    let stranger = RecordParts {
        child: Some(school.outside.new_person()),
        parts: BTreeSet::from([Part::Made]),
        ..RecordParts::default()
    };
    assert_eq!(
        refused(record(&story, &stranger)),
        [Refusal::NotInvolved { field: "child" }]
    );
    let made = RecordParts {
        child: Some(story.child()),
        ..stranger
    };
    let events = record(&story, &made).unwrap();
    story.write(school.lead, events);
    assert_eq!(refused(record(&story, &made)), [Refusal::NothingChanged]);
}

#[test]
fn an_initial_review_needs_a_day_that_has_been_and_somebody_who_was_there() {
    let school = school();
    let story = school.reported();
    let hold = |filled: &HoldInitialReview| {
        acts::hold_initial_review(&school.acting(school.lead), &story.case(), filled)
    };
    let blank = HoldInitialReview {
        present: vec![WasPresent::default()],
        ..HoldInitialReview::default()
    };
    assert_eq!(
        refused(hold(&blank)),
        [
            Refusal::Blank { field: "held" },
            Refusal::Blank { field: "present" }
        ]
    );
    let by_a_leaver = HoldInitialReview {
        held: on(TOMORROW),
        present: vec![WasPresent {
            staff: Some(school.leaver),
            ..WasPresent::default()
        }],
        notes: String::new(),
    };
    assert_eq!(
        refused(hold(&by_a_leaver)),
        [
            Refusal::InTheFuture { field: "held" },
            Refusal::NotStaffHere { field: "present" }
        ]
    );
    let held = HoldInitialReview {
        held: on(TODAY),
        present: vec![
            WasPresent {
                staff: Some(school.lead),
                ..WasPresent::default()
            },
            WasPresent {
                name: "Officer Example zyxcanary".to_owned(),
                ..WasPresent::default()
            },
        ],
        notes: String::new(),
    };
    assert!(
        matches!(&hold(&held).unwrap()[..], [CaseEvent::InitialReviewHeld { present, .. }] if present.len() == 2)
    );
}

#[test]
fn answers_that_do_not_fit_the_guidance_are_refused_all_at_once() {
    let school = school();
    let story = school.reviewed();
    let stranger = About::Child(school.outside.new_person());
    let filled = [
        asked(About::Incident, "no-such-question", Answer::Yes),
        asked(About::Incident, "coerced", Answer::Yes),
        asked(stranger, "coerced", Answer::Yes),
        asked(About::Child(story.child()), "why-shared", Answer::Yes),
        asked(
            About::Child(story.child()),
            "why-shared",
            Answer::Choice("no-such-choice".to_owned()),
        ),
    ];
    let said = refused(acts::answer_questions(
        &school.acting(school.lead),
        &story.case(),
        pack(),
        &filled,
    ));
    assert_eq!(
        said,
        [
            Refusal::UnknownFact {
                fact: "no-such-question".to_owned()
            },
            Refusal::WrongAbout {
                fact: "coerced".to_owned()
            },
            Refusal::NotInvolved { field: "answer" },
            Refusal::UnknownChoice {
                fact: "why-shared".to_owned()
            },
            Refusal::UnknownChoice {
                fact: "why-shared".to_owned()
            },
        ]
    );
}

#[test]
fn an_answer_given_again_unchanged_writes_nothing_and_a_new_one_keeps_the_old() {
    let school = school();
    let mut story = school.reviewed();
    story.answer(About::Incident, "extortion", Answer::NotKnown);
    let entries = story.entries.len();
    story.answer(About::Incident, "extortion", Answer::NotKnown);
    assert_eq!(story.entries.len(), entries);
    story.answer(About::Incident, "extortion", Answer::Yes);
    let given = &story.case().answers[&Question::of_incident("extortion")];
    assert_eq!(
        [&given[0].answer, &given[1].answer],
        [&Answer::NotKnown, &Answer::Yes]
    );
}

#[test]
fn putting_a_question_and_not_learning_the_answer_changes_nothing_that_is_known() {
    let school = school();
    let mut story = school.consulted();
    story.answer(
        About::Child(story.child()),
        "earlier-case",
        Answer::NotKnown,
    );
    assert!(!story.case().consultation_is_behind());
    story.answer(About::Child(story.child()), "earlier-case", Answer::No);
    assert!(story.case().consultation_is_behind());
    assert_eq!(story.case().next_step(), NextStep::Consult);
}

#[test]
fn ages_are_worked_out_for_the_time_of_the_incident_and_not_known_without_a_date_of_birth() {
    let school = school();
    let story = school.reviewed();
    let case = story.case();
    let facts = facts_of(&case, &story.people, pack(), TODAY);
    let of = |child: &casework::id::PersonId| {
        facts
            .children
            .iter()
            .find(|known| known.name == child.to_string())
            .unwrap()
            .answers
            .clone()
    };
    assert_eq!(of(&story.child())["age-under-13"], Answer::Yes);
    assert_eq!(of(&story.child())["age-18-or-over"], Answer::No);
    assert!(of(&story.other_child()).is_empty());
}

#[test]
fn an_age_a_person_answered_counts_only_where_there_is_no_date_of_birth() {
    let school = school();
    let mut story = school.reviewed();
    story.answer(About::Child(story.child()), "age-under-13", Answer::No);
    story.answer(
        About::Child(story.other_child()),
        "age-under-13",
        Answer::Yes,
    );
    let facts = facts_of(&story.case(), &story.people, pack(), TODAY);
    let under: Vec<&Answer> = facts
        .children
        .iter()
        .map(|child| &child.answers["age-under-13"])
        .collect();
    assert_eq!(under, [&Answer::Yes, &Answer::Yes]);
}

#[test]
fn nobodys_name_is_in_what_the_guidance_is_asked_or_in_what_is_recorded_of_it() {
    let school = school();
    let story = school.consulted();
    let event = &story.entries.last().unwrap().written;
    assert!(!serde_json::to_string(event).unwrap().contains("zyxcanary"));
}

#[test]
fn a_consultation_replays_to_the_same_and_a_changed_record_of_it_does_not() {
    let school = school();
    let story = school.triggered();
    let case = story.case();
    let recorded = case.consultation().unwrap();
    assert_eq!(recorded.triggered, ["refer-now"]);
    assert!(matches!(replay(recorded, pack()), Replayed::Same(_)));
    let mut changed = recorded.clone();
    changed.called_for.clear();
    assert!(matches!(replay(&changed, pack()), Replayed::Differs(_)));
    changed.digest = "another".to_owned();
    assert_eq!(replay(&changed, pack()), Replayed::OtherPack);
}

#[test]
fn the_next_step_goes_from_questions_to_guidance_to_a_decision() {
    let school = school();
    let mut story = school.reviewed();
    assert_eq!(story.case().next_step(), NextStep::Assess);
    story.answer(About::Incident, "adult-involved", Answer::No);
    assert_eq!(story.case().next_step(), NextStep::Consult);
    story.consult();
    assert_eq!(story.case().next_step(), NextStep::Assess);
    assert_eq!(
        school.consulted().case().not_yet_put(),
        Vec::<&casework::event::OpenQuestion>::new()
    );
    assert_eq!(school.consulted().case().next_step(), NextStep::Decide);
    assert_eq!(school.triggered().case().next_step(), NextStep::ReferNow);
}
