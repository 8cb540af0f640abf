//! Closing a case and opening it again.

use crate::given::{School, Story, TODAY, on, refused, school};
use casework::acts::{self, By, CloseCase, PlanAction, TellParents};
use casework::case::NextStep;
use casework::event::{About, CaseEvent, Outcome};
use casework::refusal::Refusal;
use guidance::Answer;

fn filled() -> CloseCase {
    CloseCase {
        outcome: Some(Outcome::ManagedInSetting),
        why: "Support is in place. zyxcanary".to_owned(),
        actions_left: String::new(),
    }
}

/// A decided case in which all parents were told.
pub(crate) fn all_done(school: &School) -> Story<'_> {
    let mut story = school.decided();
    for child in [story.child(), story.other_child()] {
        let text = || "As told. zyxcanary".to_owned();
        let told = TellParents {
            child: Some(child),
            who: text(),
            how: text(),
            said: String::new(),
            told: on(TODAY),
        };
        let events = acts::tell_parents(&school.acting(school.lead), &story.case(), &told).unwrap();
        story.write(school.lead, events);
    }
    story
}

pub(crate) fn closed(school: &School) -> Story<'_> {
    let mut story = all_done(school);
    let events = acts::close_case(&school.acting(school.lead), &story.case(), &filled()).unwrap();
    story.write(school.lead, events);
    story
}

#[test]
fn a_closed_case_takes_nothing_more_until_it_is_opened_again() {
    let school = school();
    let mut story = closed(&school);
    let acting = school.acting(school.lead);
    assert_eq!(story.case().next_step(), NextStep::Closed);
    assert_eq!(story.case().due(), None);
    let note = acts::add_note(&acting, &story.case(), "zyxcanary", None);
    assert_eq!(refused(note), [Refusal::CaseClosed]);
    assert_eq!(
        refused(acts::close_case(&acting, &story.case(), &filled())),
        [Refusal::CaseClosed]
    );
    let consulted =
        acts::consult_guidance(&acting, &story.case(), &story.people, crate::given::pack());
    assert_eq!(refused(consulted), [Refusal::CaseClosed]);
    let events = acts::reopen_case(&acting, &story.case(), "Something new. zyxcanary").unwrap();
    story.write(school.lead, events);
    assert!(story.case().is_open());
    assert_eq!(
        story.case().reopenings[0].closed.as_ref().unwrap().outcome,
        Outcome::ManagedInSetting
    );
}

#[test]
fn an_open_case_is_not_opened_again_and_opening_needs_a_reason() {
    let school = school();
    let acting = school.acting(school.lead);
    let said = refused(acts::reopen_case(
        &acting,
        &school.reported().case(),
        "zyxcanary",
    ));
    assert_eq!(said, [Refusal::NothingToReopen]);
    let said = refused(acts::reopen_case(&acting, &closed(&school).case(), " "));
    assert_eq!(said, [Refusal::Blank { field: "why" }]);
}

#[test]
fn a_case_in_which_nothing_was_consulted_or_decided_is_not_closed() {
    let school = school();
    let case = school.reviewed().case();
    let said = refused(acts::close_case(
        &school.acting(school.lead),
        &case,
        &CloseCase::default(),
    ));
    assert_eq!(
        said,
        [
            Refusal::NothingDecided,
            Refusal::NothingChosen { field: "outcome" },
            Refusal::Blank { field: "why" },
        ]
    );
}

#[test]
fn a_case_is_not_closed_before_the_second_view_or_against_it() {
    let school = school();
    let mut story = school.decided_on_less();
    let close =
        |story: &Story<'_>| acts::close_case(&school.acting(school.lead), &story.case(), &filled());
    assert_eq!(refused(close(&story)), [Refusal::SecondViewToCome]);
    let decision = story.case().entries;
    let view = crate::given::words("I would refer. zyxcanary");
    story.write(
        school.head,
        vec![CaseEvent::SecondViewGiven {
            decision,
            agrees: false,
            view,
        }],
    );
    assert_eq!(refused(close(&story)), [Refusal::SecondDisagrees]);
}

#[test]
fn a_case_is_not_closed_over_what_the_guidance_calls_for_now() {
    let school = school();
    let mut story = school.decided();
    story.answer(About::Incident, "extortion", Answer::Yes);
    story.consult();
    let said = refused(acts::close_case(
        &school.acting(school.lead),
        &story.case(),
        &filled(),
    ));
    assert_eq!(
        said,
        [Refusal::LessThanCalledFor {
            responses: vec!["refer-now".to_owned()]
        }]
    );
}

#[test]
fn a_case_is_not_closed_over_a_new_fact_or_a_referral_that_was_never_made() {
    let school = school();
    let mut story = school.decided();
    let close =
        |story: &Story<'_>| acts::close_case(&school.acting(school.lead), &story.case(), &filled());
    story.answer(About::Child(story.child()), "earlier-case", Answer::Yes);
    assert_eq!(refused(close(&story)), [Refusal::DecisionToReview]);
    story.decide(&acts::MakeDecision {
        routes: crate::given::routes(&["refer-police"]),
        rationale: "zyxcanary".to_owned(),
        ..acts::MakeDecision::default()
    });
    assert_eq!(refused(close(&story)), [Refusal::ReferralToMake]);
    story.write(school.lead, vec![crate::referring::referral(&story)]);
    assert!(close(&story).is_ok());
}

#[test]
fn open_actions_are_handed_a_reason_before_a_case_is_closed() {
    let school = school();
    let mut story = all_done(&school);
    let acting = school.acting(school.lead);
    let plan = PlanAction {
        what: "Look in weekly. zyxcanary".to_owned(),
        owner: Some(school.lead),
        by: By::NotSet,
        item: None,
    };
    let events = acts::plan_action(&acting, &story.case(), &plan).unwrap();
    story.write(school.lead, events);
    assert_eq!(
        refused(acts::close_case(&acting, &story.case(), &filled())),
        [Refusal::ActionsOpen]
    );
    let reasoned = CloseCase {
        actions_left: "The tutor goes on with it. zyxcanary".to_owned(),
        ..filled()
    };
    let events = acts::close_case(&acting, &story.case(), &reasoned).unwrap();
    assert!(matches!(
        &events[..],
        [CaseEvent::CaseClosed {
            actions_left: Some(_),
            ..
        }]
    ));
}
