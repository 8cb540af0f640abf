//! Duties of each individual: they stay open for each person until that person says that theirs is done.

use crate::given::{School, Story, refused, routes, school};
use casework::acts::{
    self, MakeDecision, SayOwnDutyDone, consult_guidance, make_decision, say_own_duty_done,
};
use casework::event::{About, CaseEvent, Outcome};
use casework::id::StaffId;
use casework::refusal::Refusal;
use guidance::{Answer, Library, Pack};
use jiff::civil::date;
use std::sync::Arc;

fn queensland() -> Arc<Pack> {
    Library::shipped()
        .on("queensland", date(2026, 11, 23))
        .unwrap()
}

fn suspects(school: &School) -> Story<'_> {
    let pack = queensland();
    let mut story = school.reported();
    let answer = acts::AnswerQuestion {
        about: About::Incident,
        fact: "sexual-abuse-suspected".to_owned(),
        answer: Answer::Yes,
        how_known: "The teacher says so. zyxcanary".to_owned(),
    };
    let acting = school.acting(school.lead);
    let events = acts::answer_questions(&acting, &story.case(), &pack, &[answer]).unwrap();
    story.write(school.lead, events);
    let (events, _) = consult_guidance(&acting, &story.case(), &story.people, &pack).unwrap();
    story.write(school.lead, events);
    story
}

fn open(story: &Story<'_>) -> Vec<StaffId> {
    story
        .case()
        .own_duties(&queensland(), &[])
        .into_iter()
        .filter(|one| one.response == "written-report" && one.done.is_none())
        .map(|one| one.of)
        .collect()
}

fn done() -> SayOwnDutyDone {
    SayOwnDutyDone {
        response: "written-report".to_owned(),
        what: "Handed to the principal in writing at ten. zyxcanary".to_owned(),
    }
}

fn says_done(story: &mut Story<'_>, who: StaffId) {
    let acting = story.school.acting(who);
    let events = say_own_duty_done(&acting, &story.case(), &queensland(), &done()).unwrap();
    story.write(who, events);
}

#[test]
fn each_person_in_the_case_has_the_duty_and_each_ends_their_own_alone() {
    let school = school();
    let mut story = suspects(&school);
    let both = open(&story);
    assert!(both.contains(&school.teacher) && both.contains(&school.lead));
    assert!(!both.contains(&school.administrator));
    says_done(&mut story, school.teacher);
    assert_eq!(open(&story), [school.lead]);
    says_done(&mut story, school.lead);
    assert_eq!(open(&story), []);
}

#[test]
fn no_decision_and_no_closing_ends_a_persons_own_duty() {
    let school = school();
    let mut story = suspects(&school);
    let decide = MakeDecision {
        routes: routes(&["refer-police"]),
        rationale: "The principal copied the report. zyxcanary".to_owned(),
        ..MakeDecision::default()
    };
    let acting = school.acting(school.lead);
    let events = make_decision(&acting, &story.case(), &queensland(), &decide).unwrap();
    story.write(school.lead, events);
    assert!(open(&story).contains(&school.teacher));
    let close = CaseEvent::CaseClosed {
        outcome: Outcome::OthersLead,
        why: crate::given::words("Others lead. zyxcanary"),
        actions_left: None,
    };
    story.write(school.lead, vec![close]);
    assert!(open(&story).contains(&school.teacher));
    says_done(&mut story, school.teacher);
    assert!(!open(&story).contains(&school.teacher));
}

#[test]
fn an_answer_changed_later_does_not_end_what_was_called_for_once() {
    let school = school();
    let mut story = suspects(&school);
    let pack = queensland();
    let answer = acts::AnswerQuestion {
        about: About::Incident,
        fact: "sexual-abuse-suspected".to_owned(),
        answer: Answer::No,
        how_known: String::new(),
    };
    let acting = school.acting(school.lead);
    let events = acts::answer_questions(&acting, &story.case(), &pack, &[answer]).unwrap();
    story.write(school.lead, events);
    let (events, _) = consult_guidance(&acting, &story.case(), &story.people, &pack).unwrap();
    story.write(school.lead, events);
    assert!(open(&story).contains(&school.teacher));
}

#[test]
fn a_duty_that_is_nobodys_own_and_one_said_done_twice_are_refused() {
    let school = school();
    let mut story = suspects(&school);
    let acting = school.acting(school.teacher);
    let other = SayOwnDutyDone {
        response: "copy-to-police".to_owned(),
        ..done()
    };
    assert_eq!(
        refused(say_own_duty_done(
            &acting,
            &story.case(),
            &queensland(),
            &other
        )),
        [Refusal::NotAnOwnDuty]
    );
    let blank = SayOwnDutyDone {
        what: " ".to_owned(),
        ..done()
    };
    assert_eq!(
        refused(say_own_duty_done(
            &acting,
            &story.case(),
            &queensland(),
            &blank
        )),
        [Refusal::Blank { field: "what" }]
    );
    says_done(&mut story, school.teacher);
    assert_eq!(
        refused(say_own_duty_done(
            &acting,
            &story.case(),
            &queensland(),
            &done()
        )),
        [Refusal::OwnDutyDoneAlready]
    );
}
