//! Reporting a concern, reading it, taking the case up.

use crate::given::{TOMORROW, on, refused, school};
use casework::acts::{self, ChildNamed, NewChild, ReportConcern};
use casework::case::{NextStep, reference_of};
use casework::event::{CaseEvent, PersonEvent};
use casework::refusal::Refusal;
use casework::words::{LONGEST, NotWords};

#[test]
fn a_concern_opens_a_case_and_records_each_child_named() {
    let school = school();
    let new = acts::report_concern(&school.acting(school.teacher), &school.concern()).unwrap();
    assert_eq!(new.people.len(), 2);
    assert!(matches!(
        new.people[0].1,
        PersonEvent::PersonRecorded { .. }
    ));
    let [
        CaseEvent::ConcernReported {
            children,
            names_not_known: false,
            ..
        },
    ] = &new.events[..]
    else {
        panic!("one event, which names two children")
    };
    assert_eq!(children.len(), 2);
    let case = school.reported().case();
    assert_eq!(case.next_step(), NextStep::ReadConcern);
    assert_eq!(case.access().reported_by, Some(school.teacher));
    assert_eq!(case.children.len(), 2);
}

#[test]
fn everything_that_is_wrong_with_a_report_is_said_at_once() {
    let school = school();
    let filled = ReportConcern {
        what: "  ".to_owned(),
        happened: on(TOMORROW),
        ..ReportConcern::default()
    };
    let said = refused(acts::report_concern(
        &school.acting(school.teacher),
        &filled,
    ));
    assert_eq!(
        said,
        [
            Refusal::Blank { field: "what" },
            Refusal::NothingChosen { field: "came_by" },
            Refusal::InTheFuture { field: "happened" },
            Refusal::NoChild,
        ]
    );
}

#[test]
fn names_that_are_not_known_are_no_hindrance_when_that_is_said() {
    let school = school();
    let filled = ReportConcern {
        children: vec![ChildNamed::New(NewChild::default())],
        names_not_known: true,
        ..school.concern()
    };
    assert!(
        acts::report_concern(&school.acting(school.teacher), &filled)
            .unwrap()
            .people
            .is_empty()
    );
}

#[test]
fn the_same_child_twice_is_refused_however_the_name_is_cased() {
    let school = school();
    let child = |name: &str| {
        ChildNamed::New(NewChild {
            name: name.to_owned(),
            ..NewChild::default()
        })
    };
    let filled = ReportConcern {
        children: vec![child("Child C"), child("child c ")],
        ..school.concern()
    };
    let said = refused(acts::report_concern(
        &school.acting(school.teacher),
        &filled,
    ));
    assert_eq!(said, [Refusal::ChildTwice]);
    let known = ChildNamed::Known(school.reported().child());
    let filled = ReportConcern {
        children: vec![known.clone(), known],
        ..school.concern()
    };
    assert_eq!(
        refused(acts::report_concern(
            &school.acting(school.teacher),
            &filled
        )),
        [Refusal::ChildTwice]
    );
}

#[test]
fn a_date_of_birth_in_the_future_and_a_child_without_a_name_are_refused() {
    let school = school();
    let child = NewChild {
        date_of_birth: Some(TOMORROW),
        ..NewChild::default()
    };
    let filled = ReportConcern {
        children: vec![ChildNamed::New(child)],
        ..school.concern()
    };
    let said = refused(acts::report_concern(
        &school.acting(school.teacher),
        &filled,
    ));
    assert_eq!(
        said,
        [
            Refusal::Blank { field: "name" },
            Refusal::InTheFuture {
                field: "date_of_birth"
            }
        ]
    );
}

#[test]
fn a_pasted_file_is_refused_calmly_and_nothing_of_it_is_repeated() {
    let school = school();
    let pasted = "look: data:image/png;base64,iVBORw0KGgo zyxcanary";
    let filled = ReportConcern {
        what: pasted.to_owned(),
        ..school.concern()
    };
    let said = refused(acts::report_concern(
        &school.acting(school.teacher),
        &filled,
    ));
    assert_eq!(
        said,
        [Refusal::CarriesAFile {
            field: "what",
            kind: NotWords::DataAddress
        }]
    );
    assert_eq!(said[0].field(), Some("what"));
    assert!(said[0].says().contains("Say it in words") && !said[0].says().contains("zyxcanary"));
}

#[test]
fn a_text_longer_than_one_field_takes_is_refused() {
    let school = school();
    let filled = ReportConcern {
        what: "word ".repeat(LONGEST),
        ..school.concern()
    };
    let said = refused(acts::report_concern(
        &school.acting(school.teacher),
        &filled,
    ));
    assert_eq!(said, [Refusal::TooLong { field: "what" }]);
}

#[test]
fn a_concern_is_read_once() {
    let school = school();
    let mut story = school.reported();
    story.write(
        school.lead,
        acts::read_concern(&school.acting(school.lead), &story.case()).unwrap(),
    );
    assert_eq!(story.case().next_step(), NextStep::TakeUp);
    assert_eq!(story.case().read.unwrap().by, school.lead);
    let again = acts::read_concern(&school.acting(school.deputy), &story.case());
    assert_eq!(refused(again), [Refusal::AlreadyRead]);
}

#[test]
fn a_lead_or_a_deputy_takes_a_case_up_and_nobody_else() {
    let school = school();
    let mut story = school.reported();
    let take_up = |story: &crate::given::Story<'_>, lead| {
        acts::take_up_case(&school.acting(school.lead), &story.case(), lead)
    };
    assert_eq!(
        refused(take_up(&story, None)),
        [Refusal::NothingChosen { field: "lead" }]
    );
    assert_eq!(
        refused(take_up(&story, Some(school.teacher))),
        [Refusal::NotALead { field: "lead" }]
    );
    assert_eq!(
        refused(take_up(&story, Some(school.leaver))),
        [Refusal::NotStaffHere { field: "lead" }]
    );
    let events = take_up(&story, Some(school.deputy)).unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().lead, Some(school.deputy));
    assert_eq!(story.case().next_step(), NextStep::InitialReview);
    assert_eq!(
        refused(take_up(&story, Some(school.deputy))),
        [Refusal::AlreadyLead]
    );
}

#[test]
fn an_act_on_a_record_with_no_concern_in_it_is_refused() {
    let school = school();
    let story = crate::given::Story {
        entries: Vec::new(),
        ..school.reported()
    };
    assert_eq!(
        refused(acts::read_concern(
            &school.acting(school.lead),
            &story.case()
        )),
        [Refusal::NoConcern]
    );
}

#[test]
fn what_people_call_a_case_aloud_is_short_steady_and_has_no_look_alikes() {
    let school = school();
    let case = school.outside.new_case();
    let reference = reference_of(case);
    assert_eq!(reference, reference_of(case));
    assert_eq!(reference.len(), 7);
    assert!(!reference.contains([
        '0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '8', 'B', 'U', 'V'
    ]));
    assert_ne!(reference, reference_of(school.outside.new_case()));
}
