//! Parents, devices, deletion, removal, viewing.

use crate::given::{Story, TODAY, TOMORROW, YESTERDAY, on, pack, refused, routes, school};
use casework::acts::{
    self, ConfirmDeletion, HandOverDevice, LogDevice, MakeDecision, NotTellParents, RecordViewing,
    ReportRemoval, TellParents,
};
use casework::case::Parents;
use casework::event::{About, CaseEvent, Isolated, ViewingReason};
use casework::refusal::{Refusal, Refusals};
use guidance::Answer;

fn text() -> String {
    "As told. zyxcanary".to_owned()
}

#[test]
fn parents_are_told_or_left_untold_for_a_reason_and_a_day_to_look_again() {
    let school = school();
    let mut story = school.decided();
    let acting = school.acting(school.lead);
    assert_eq!(story.case().parents_to_tell().count(), 2);
    let told = TellParents {
        child: Some(story.child()),
        who: text(),
        how: text(),
        said: text(),
        told: on(TODAY),
    };
    let events = acts::tell_parents(&acting, &story.case(), &told).unwrap();
    story.write(school.lead, events);
    let not_told = NotTellParents {
        child: Some(story.other_child()),
        why: text(),
        agreed_with: text(),
        look_again: Some(TOMORROW),
    };
    let events = acts::not_tell_parents(&acting, &story.case(), &not_told).unwrap();
    story.write(school.lead, events);
    let case = story.case();
    assert_eq!(case.parents_to_tell().count(), 0);
    assert!(matches!(
        case.parents[&story.child()][0],
        Parents::Told { .. }
    ));
    assert_eq!(case.parents_look_again(), Some(TOMORROW));
}

#[test]
fn telling_parents_needs_who_how_and_when() {
    let school = school();
    let story = school.decided();
    let filled = TellParents {
        child: Some(story.child()),
        told: on(TOMORROW),
        ..TellParents::default()
    };
    let said = refused(acts::tell_parents(
        &school.acting(school.lead),
        &story.case(),
        &filled,
    ));
    assert_eq!(
        said,
        [
            Refusal::Blank { field: "who" },
            Refusal::Blank { field: "how" },
            Refusal::InTheFuture { field: "told" },
        ]
    );
}

#[test]
fn not_telling_parents_needs_why_who_agreed_and_a_day_that_has_not_gone_by() {
    let school = school();
    let story = school.decided();
    let filled = NotTellParents {
        look_again: Some(YESTERDAY),
        ..NotTellParents::default()
    };
    let said = refused(acts::not_tell_parents(
        &school.acting(school.lead),
        &story.case(),
        &filled,
    ));
    assert_eq!(
        said,
        [
            Refusal::NothingChosen { field: "child" },
            Refusal::Blank { field: "why" },
            Refusal::Blank {
                field: "agreed_with"
            },
            Refusal::InThePast {
                field: "look_again"
            },
        ]
    );
}

#[test]
fn a_device_is_logged_and_handed_over() {
    let school = school();
    let mut story = school.decided();
    let acting = school.acting(school.lead);
    let filled = LogDevice {
        device: "Black telephone zyxcanary".to_owned(),
        from: Some(story.child()),
        held_by: text(),
        kept_where: text(),
        isolated: Some(Isolated::FlightMode),
        second_person: String::new(),
        taken: on(TODAY),
    };
    let events = acts::log_device(&acting, &story.case(), &filled).unwrap();
    story.write(school.lead, events);
    let device = story.case().entries;
    let over = HandOverDevice {
        device,
        to: text(),
        handed_over: on(TODAY),
    };
    let events = acts::hand_over_device(&acting, &story.case(), &over).unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().devices[0].handed_over.len(), 1);
}

#[test]
fn a_device_without_its_particulars_or_that_was_never_taken_is_refused() {
    let school = school();
    let story = school.decided();
    let acting = school.acting(school.lead);
    let said = refused(acts::log_device(
        &acting,
        &story.case(),
        &LogDevice::default(),
    ));
    assert_eq!(
        said,
        [
            Refusal::Blank { field: "device" },
            Refusal::Blank { field: "held_by" },
            Refusal::Blank {
                field: "kept_where"
            },
            Refusal::NothingChosen { field: "isolated" },
            Refusal::Blank { field: "taken" },
        ]
    );
    let over = HandOverDevice {
        device: 1,
        to: text(),
        handed_over: on(TODAY),
    };
    assert_eq!(
        refused(acts::hand_over_device(&acting, &story.case(), &over)),
        [Refusal::NoSuchDevice]
    );
}

fn delete(story: &Story<'_>) -> Result<Vec<CaseEvent>, Refusals> {
    let filled = ConfirmDeletion {
        child: Some(story.child()),
        from_where: text(),
        present: text(),
        confirmed: on(TODAY),
    };
    acts::confirm_deletion(
        &story.school.acting(story.school.lead),
        &story.case(),
        pack(),
        &filled,
    )
}

#[test]
fn a_child_may_be_asked_to_delete_only_after_a_decision_that_no_agency_is_involved() {
    let school = school();
    assert_eq!(
        refused(delete(&school.consulted())),
        [Refusal::PreserveNoDecision]
    );
    assert!(delete(&school.decided()).is_ok());
}

#[test]
fn nothing_is_deleted_where_the_decision_or_a_referral_involves_an_agency() {
    let school = school();
    let mut story = school.consulted();
    story.decide(&MakeDecision {
        routes: routes(&["refer-social-care"]),
        rationale: text(),
        ..MakeDecision::default()
    });
    assert_eq!(refused(delete(&story)), [Refusal::PreserveAgency]);
    let mut story = school.decided();
    story.write(school.lead, vec![crate::referring::referral(&story)]);
    assert_eq!(refused(delete(&story)), [Refusal::PreserveAgency]);
}

#[test]
fn nothing_is_ever_deleted_while_extortion_is_not_ruled_out() {
    let school = school();
    let mut unanswered = school.reviewed();
    unanswered.decide(&MakeDecision {
        routes: routes(&["manage-in-setting"]),
        rationale: text(),
        ..MakeDecision::default()
    });
    assert_eq!(refused(delete(&unanswered)), [Refusal::PreserveExtortion]);
    for answer in [Answer::NotKnown, Answer::Yes] {
        let mut story = school.decided();
        story.answer(About::Incident, "extortion", answer);
        assert_eq!(refused(delete(&story)), [Refusal::PreserveExtortion]);
    }
}

#[test]
fn nothing_is_deleted_before_the_second_view_agrees_or_after_a_new_fact() {
    let school = school();
    let mut story = school.consulted();
    story.decide(&MakeDecision {
        routes: routes(&["manage-in-setting"]),
        rationale: text(),
        second: Some(school.head),
        ..MakeDecision::default()
    });
    assert_eq!(refused(delete(&story)), [Refusal::SecondViewToCome]);
    let decision = story.case().entries;
    story.write(
        school.head,
        vec![CaseEvent::SecondViewGiven {
            decision,
            agrees: false,
            view: crate::given::words("zyxcanary"),
        }],
    );
    assert_eq!(refused(delete(&story)), [Refusal::SecondDisagrees]);
    let mut story = school.decided();
    story.answer(About::Child(story.child()), "earlier-case", Answer::Yes);
    assert_eq!(refused(delete(&story)), [Refusal::PreserveNoDecision]);
}

#[test]
fn a_removal_report_names_the_service_and_who_made_it() {
    let school = school();
    let story = school.decided();
    let report = |filled: &ReportRemoval| {
        acts::report_removal(&school.acting(school.lead), &story.case(), filled)
    };
    assert_eq!(
        refused(report(&ReportRemoval::default())),
        [
            Refusal::Blank { field: "service" },
            Refusal::Blank { field: "by" },
            Refusal::Blank { field: "reported" },
        ]
    );
    let filled = ReportRemoval {
        service: Some("report-remove".to_owned()),
        by: text(),
        reference: String::new(),
        reported: on(TODAY),
    };
    assert!(matches!(
        report(&filled).unwrap()[..],
        [CaseEvent::RemovalReported {
            reference: None,
            ..
        }]
    ));
}

#[test]
fn a_viewing_needs_a_reason_who_allowed_it_and_two_people() {
    let school = school();
    let story = school.decided();
    let record = |filled: &RecordViewing| {
        acts::record_viewing(&school.acting(school.lead), &story.case(), filled)
    };
    let alone = RecordViewing {
        reason: Some(ViewingReason::Unavoidable),
        authorised_by: text(),
        viewed_by: "Ash Example zyxcanary".to_owned(),
        present: "ash example ZYXCANARY".to_owned(),
        place: text(),
        viewed: on(TODAY),
    };
    assert_eq!(refused(record(&alone)), [Refusal::ViewingAlone]);
    let two = RecordViewing {
        present: "Bay Example zyxcanary".to_owned(),
        ..alone.clone()
    };
    assert_eq!(record(&two).unwrap().len(), 1);
    let blank = RecordViewing {
        reason: None,
        authorised_by: String::new(),
        ..two
    };
    assert_eq!(
        refused(record(&blank)),
        [
            Refusal::NothingChosen { field: "reason" },
            Refusal::Blank {
                field: "authorised_by"
            }
        ]
    );
}
