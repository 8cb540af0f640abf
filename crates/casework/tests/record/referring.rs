//! Referrals and the answers to them.

use crate::given::{Story, TODAY, TOMORROW, YESTERDAY, on, pack, refused, routes, school};
use casework::acts::{self, By, MakeDecision, MakeReferral, RecordReferralAnswer};
use casework::calendar::day_of;
use casework::case::NextStep;
use casework::event::{AgencyAnswer, CaseEvent};
use casework::refusal::Refusal;
use jiff::civil::date;

fn filled() -> MakeReferral {
    MakeReferral {
        route: Some("refer-police".to_owned()),
        agency: "Example Police zyxcanary".to_owned(),
        how: "By telephone zyxcanary".to_owned(),
        reference: String::new(),
        made: on(TODAY),
        answer_by: By::Within(guidance::Due::WorkingDays(1)),
    }
}

pub(crate) fn referral(story: &Story<'_>) -> CaseEvent {
    let acting = story.school.acting(story.school.lead);
    acts::make_referral(&acting, &story.case(), pack(), &filled())
        .unwrap()
        .remove(0)
}

#[test]
fn a_referral_needs_no_decision_first_and_its_answer_falls_due_on_the_next_working_day() {
    let school = school();
    let mut story = school.reported();
    story.write(school.lead, vec![referral(&story)]);
    let case = story.case();
    let due = case.referrals[0].answer_due.clone().unwrap();
    assert_eq!(
        (day_of(due.at), due.said.as_str()),
        (TOMORROW, "within 1 working day")
    );
    assert_eq!(case.line().due, Some(due.at));
}

#[test]
fn everything_that_is_wrong_with_a_referral_is_said_at_once() {
    let school = school();
    let wrong = MakeReferral {
        route: Some("elsewhere".to_owned()),
        agency: String::new(),
        how: String::new(),
        made: on(TOMORROW),
        answer_by: By::On(YESTERDAY),
        ..filled()
    };
    let said = refused(acts::make_referral(
        &school.acting(school.lead),
        &school.reported().case(),
        pack(),
        &wrong,
    ));
    assert_eq!(
        said,
        [
            Refusal::UnknownRoute {
                route: "elsewhere".to_owned()
            },
            Refusal::Blank { field: "agency" },
            Refusal::Blank { field: "how" },
            Refusal::InTheFuture { field: "made" },
            Refusal::InThePast {
                field: "answer_due"
            },
        ]
    );
}

#[test]
fn a_decision_to_refer_asks_for_the_referral_then_for_its_answer() {
    let school = school();
    let mut story = school.triggered();
    story.decide(&MakeDecision {
        routes: routes(&["refer-police"]),
        rationale: "An adult. zyxcanary".to_owned(),
        ..MakeDecision::default()
    });
    assert_eq!(story.case().next_step(), NextStep::MakeReferral);
    story.write(school.lead, vec![referral(&story)]);
    assert_eq!(story.case().next_step(), NextStep::ChaseReferral);
    let referral = story.case().entries;
    let mut answer = |answer| {
        let filled = RecordReferralAnswer {
            referral,
            answer: Some(answer),
            said: "They called. zyxcanary".to_owned(),
            answered: on(TODAY),
        };
        let events =
            acts::record_referral_answer(&school.acting(school.lead), &story.case(), &filled)
                .unwrap();
        story.write(school.lead, events);
        story.case().next_step()
    };
    assert_eq!(answer(AgencyAnswer::MoreWanted), NextStep::ChaseReferral);
    assert_eq!(answer(AgencyAnswer::Accepted), NextStep::TellParents);
}

#[test]
fn an_answer_to_a_referral_that_is_not_there_is_refused() {
    let school = school();
    let filled = RecordReferralAnswer {
        referral: 1,
        ..RecordReferralAnswer::default()
    };
    let said = refused(acts::record_referral_answer(
        &school.acting(school.lead),
        &school.reported().case(),
        &filled,
    ));
    assert_eq!(
        said,
        [
            Refusal::NoSuchReferral,
            Refusal::NothingChosen { field: "answer" },
            Refusal::Blank { field: "said" },
            Refusal::Blank { field: "answered" },
        ]
    );
}

#[test]
fn closed_days_of_the_setting_move_what_is_due_in_school_days() {
    let mut school = school();
    school.take(vec![casework::event::SettingEvent::ClosedDaysSet {
        closed: vec![(TOMORROW, date(2026, 6, 19))],
    }]);
    let story = school.reported();
    let by = By::Within(guidance::Due::SchoolDays(1));
    let acting = school.acting(school.lead);
    let events = acts::make_referral(
        &acting,
        &story.case(),
        pack(),
        &MakeReferral {
            answer_by: by,
            ..filled()
        },
    )
    .unwrap();
    let [
        CaseEvent::ReferralMade {
            answer_due: Some(due),
            ..
        },
    ] = &events[..]
    else {
        panic!("one referral with a clock")
    };
    assert_eq!(day_of(due.at), date(2026, 6, 22));
}
