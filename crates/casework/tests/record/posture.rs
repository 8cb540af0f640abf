//! What the posture of a text does to a decision: where reporting is the default, deciding not to report is what needs the
//! reason and the second person, whether the guidance was asked or not.

use crate::given::{refused, routes, school};
use casework::acts::{MakeDecision, NOT_REFERRED, left_undone_under, make_decision};
use casework::event::CaseEvent;
use casework::refusal::Refusal;
use guidance::{Library, Pack};
use jiff::civil::date;
use std::sync::Arc;

fn in_force(place: &str) -> Arc<Pack> {
    Library::shipped().on(place, date(2026, 11, 23)).unwrap()
}

fn keep_in_setting() -> MakeDecision {
    MakeDecision {
        routes: routes(&["manage-in-setting"]),
        rationale: "We see to it here. zyxcanary".to_owned(),
        ..MakeDecision::default()
    }
}

#[test]
fn where_reporting_is_the_default_not_reporting_needs_a_reason_and_a_second_person() {
    let school = school();
    let story = school.reported();
    let acting = school.acting(school.lead);
    let victoria = in_force("victoria");
    let responses = vec![NOT_REFERRED.to_owned()];
    assert_eq!(
        refused(make_decision(
            &acting,
            &story.case(),
            &victoria,
            &keep_in_setting()
        )),
        [
            Refusal::LessNeedsReason {
                responses: responses.clone()
            },
            Refusal::LessNeedsSecond {
                responses: responses.clone()
            },
        ]
    );
    let with_both = MakeDecision {
        reason: "The police said to. zyxcanary".to_owned(),
        second: Some(school.head),
        ..keep_in_setting()
    };
    let made = make_decision(&acting, &story.case(), &victoria, &with_both).unwrap();
    let [
        CaseEvent::DecisionMade {
            less: Some(less),
            sign_off: None,
            ..
        },
    ] = &made[..]
    else {
        panic!("{made:?}");
    };
    assert_eq!(less.responses, responses);
    assert_eq!(less.second, school.head);
}

#[test]
fn reporting_is_one_step_there_and_asking_advice_alone_is_not_reporting() {
    let school = school();
    let story = school.reported();
    let acting = school.acting(school.lead);
    let victoria = in_force("victoria");
    let report = MakeDecision {
        routes: routes(&["refer-police"]),
        ..keep_in_setting()
    };
    assert!(make_decision(&acting, &story.case(), &victoria, &report).is_ok());
    let advice = MakeDecision {
        routes: routes(&["seek-advice"]),
        ..keep_in_setting()
    };
    assert!(make_decision(&acting, &story.case(), &victoria, &advice).is_err());
}

#[test]
fn where_each_case_is_weighed_responding_within_the_setting_is_one_step() {
    let school = school();
    let story = school.reported();
    let acting = school.acting(school.lead);
    for place in ["wales", "england", "northern-ireland"] {
        let pack = in_force(place);
        assert!(
            make_decision(&acting, &story.case(), &pack, &keep_in_setting()).is_ok(),
            "{place}"
        );
        assert!(
            left_undone_under(&story.case(), &pack, &routes(&["manage-in-setting"])).is_empty()
        );
    }
}
