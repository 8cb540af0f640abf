//! Decisions, second views, confirmations.

use crate::given::{Story, pack, refused, routes, school};
use casework::acts::{self, ConfirmDecision, GiveSecondView, MakeDecision};
use casework::case::{NextStep, SecondView};
use casework::event::{About, CaseEvent};
use casework::refusal::Refusal;
use guidance::Answer;

fn manage() -> MakeDecision {
    MakeDecision {
        routes: routes(&["manage-in-setting"]),
        rationale: "No trigger is met. zyxcanary".to_owned(),
        ..MakeDecision::default()
    }
}

fn decide(
    story: &Story<'_>,
    filled: &MakeDecision,
) -> Result<Vec<CaseEvent>, casework::refusal::Refusals> {
    acts::make_decision(
        &story.school.acting(story.school.lead),
        &story.case(),
        pack(),
        filled,
    )
}

fn view(story: &Story<'_>, agrees: bool) -> GiveSecondView {
    let decision = story.case().decision().unwrap().recorded.seq;
    GiveSecondView {
        decision,
        agrees: Some(agrees),
        view: "I looked at it alone. zyxcanary".to_owned(),
    }
}

#[test]
fn a_rationale_of_spaces_is_refused() {
    let school = school();
    let filled = MakeDecision {
        rationale: " \n ".to_owned(),
        ..manage()
    };
    assert_eq!(
        refused(decide(&school.consulted(), &filled)),
        [Refusal::Blank { field: "rationale" }]
    );
}

#[test]
fn a_decision_of_nothing_or_of_an_unknown_route_is_refused() {
    let school = school();
    let story = school.consulted();
    let nothing = MakeDecision {
        routes: routes(&[]),
        ..manage()
    };
    assert_eq!(
        refused(decide(&story, &nothing)),
        [Refusal::NothingChosen { field: "routes" }]
    );
    let unknown = MakeDecision {
        routes: routes(&["call-the-fire-brigade"]),
        ..manage()
    };
    let route = "call-the-fire-brigade".to_owned();
    assert_eq!(
        refused(decide(&story, &unknown)),
        [Refusal::UnknownRoute { route }]
    );
}

#[test]
fn deciding_without_having_consulted_is_allowed_and_recorded_as_such() {
    let school = school();
    let filled = MakeDecision {
        routes: routes(&["refer-police"]),
        ..manage()
    };
    let events = decide(&school.reported(), &filled).unwrap();
    assert!(matches!(
        &events[..],
        [CaseEvent::DecisionMade {
            consultation: None,
            less: None,
            ..
        }]
    ));
}

#[test]
fn doing_more_than_is_called_for_is_one_step() {
    let school = school();
    let filled = MakeDecision {
        routes: routes(&["refer-police", "refer-social-care"]),
        ..manage()
    };
    assert!(decide(&school.consulted(), &filled).is_ok());
}

#[test]
fn doing_less_than_is_called_for_needs_a_reason_and_a_second_person() {
    let school = school();
    let said = refused(decide(&school.triggered(), &manage()));
    let responses = vec!["refer-now".to_owned()];
    assert_eq!(
        said,
        [
            Refusal::LessNeedsReason {
                responses: responses.clone()
            },
            Refusal::LessNeedsSecond { responses },
        ]
    );
    let case = school.decided_on_less().case();
    assert_eq!(
        case.decision().unwrap().less.as_ref().unwrap().responses,
        ["refer-now"]
    );
    assert_eq!(case.next_step(), NextStep::WaitForSecondView);
    assert!(case.access().second_asked.contains(&school.head));
}

#[test]
fn the_second_person_is_somebody_else_who_works_here_may_see_the_case_and_can_answer() {
    let school = school();
    let mut story = school.triggered();
    let events = acts::declare_conflict(
        &school.acting(school.lead),
        &story.case(),
        Some(school.deputy),
        "Kin. zyxcanary",
    );
    story.write(school.lead, events.unwrap());
    let asking = |second| MakeDecision {
        reason: "zyxcanary".to_owned(),
        second: Some(second),
        ..manage()
    };
    assert_eq!(
        refused(decide(&story, &asking(school.lead))),
        [Refusal::SecondIsOneself]
    );
    assert_eq!(
        refused(decide(&story, &asking(school.leaver))),
        [Refusal::NotStaffHere { field: "second" }]
    );
    assert_eq!(
        refused(decide(&story, &asking(school.deputy))),
        [Refusal::Conflicted { field: "second" }]
    );
    assert_eq!(
        refused(decide(&story, &asking(school.administrator))),
        [Refusal::CannotSecond]
    );
}

#[test]
fn a_referral_already_made_answers_what_is_called_for() {
    let school = school();
    let mut story = school.triggered();
    story.write(school.lead, vec![crate::referring::referral(&story)]);
    assert!(decide(&story, &manage()).is_ok());
}

#[test]
fn a_sign_off_can_be_asked_for_although_nothing_is_left_undone() {
    let school = school();
    let filled = MakeDecision {
        second: Some(school.head),
        ..manage()
    };
    let events = decide(&school.consulted(), &filled).unwrap();
    let head = school.head;
    assert!(
        matches!(&events[..], [CaseEvent::DecisionMade { less: None, sign_off: Some(asked), .. }] if *asked == head)
    );
}

#[test]
fn the_one_who_was_asked_gives_a_second_view_once_and_nobody_else_does() {
    let school = school();
    let mut story = school.decided_on_less();
    let give = |story: &Story<'_>, by, filled: &GiveSecondView| {
        acts::give_second_view(&school.acting(by), &story.case(), filled)
    };
    let agree = view(&story, true);
    assert_eq!(
        refused(give(&story, school.lead, &agree)),
        [Refusal::SecondViewByDecider]
    );
    assert_eq!(
        refused(give(&story, school.deputy, &agree)),
        [Refusal::SecondViewNotAsked]
    );
    let blank = GiveSecondView {
        agrees: None,
        view: String::new(),
        ..agree.clone()
    };
    assert_eq!(
        refused(give(&story, school.head, &blank)),
        [
            Refusal::NothingChosen { field: "agrees" },
            Refusal::Blank { field: "view" }
        ]
    );
    let nowhere = GiveSecondView {
        decision: 1,
        ..agree.clone()
    };
    assert_eq!(
        refused(give(&story, school.head, &nowhere)),
        [Refusal::NoSuchDecision]
    );
    let events = give(&story, school.head, &agree).unwrap();
    story.write(school.head, events);
    let case = story.case();
    assert!(matches!(
        case.decision().unwrap().second,
        Some(SecondView::Given { agrees: true, .. })
    ));
    assert!(case.access().second_asked.is_empty());
    assert_eq!(
        refused(give(&story, school.head, &agree)),
        [Refusal::SecondViewGivenAlready]
    );
}

#[test]
fn a_second_view_on_a_decision_that_was_replaced_is_refused() {
    let school = school();
    let mut story = school.decided_on_less();
    let late = view(&story, true);
    story.decide(&MakeDecision {
        routes: routes(&["refer-police"]),
        ..manage()
    });
    let said = refused(acts::give_second_view(
        &school.acting(school.head),
        &story.case(),
        &late,
    ));
    assert_eq!(said, [Refusal::DecisionReplaced]);
}

#[test]
fn a_second_person_who_disagrees_sends_the_decision_back() {
    let school = school();
    let mut story = school.decided_on_less();
    let events = acts::give_second_view(
        &school.acting(school.head),
        &story.case(),
        &view(&story, false),
    )
    .unwrap();
    story.write(school.head, events);
    assert_eq!(story.case().next_step(), NextStep::ReviewDecision);
    let decision = story.case().decision().unwrap().recorded.seq;
    let filled = ConfirmDecision {
        decision,
        why: "zyxcanary".to_owned(),
    };
    let said = refused(acts::confirm_decision(
        &school.acting(school.lead),
        &story.case(),
        &filled,
    ));
    assert_eq!(said, [Refusal::SecondDisagrees]);
}

#[test]
fn a_new_fact_asks_whether_the_decision_still_stands_and_confirming_answers() {
    let school = school();
    let mut story = school.decided();
    assert!(story.case().decision_stands());
    story.answer(About::Child(story.child()), "earlier-case", Answer::Yes);
    assert!(story.case().decision().unwrap().answers_since);
    assert_eq!(story.case().next_step(), NextStep::Consult);
    story.consult();
    assert_eq!(story.case().next_step(), NextStep::ReviewDecision);
    let decision = story.case().decision().unwrap().recorded.seq;
    let filled = ConfirmDecision {
        decision,
        why: "It changes nothing. zyxcanary".to_owned(),
    };
    let events =
        acts::confirm_decision(&school.acting(school.lead), &story.case(), &filled).unwrap();
    story.write(school.lead, events);
    assert!(story.case().decision_stands());
    assert_eq!(story.case().next_step(), NextStep::TellParents);
}

#[test]
fn a_decision_that_leaves_undone_what_is_called_for_now_cannot_be_confirmed() {
    let school = school();
    let mut story = school.decided();
    let decision = story.case().decision().unwrap().recorded.seq;
    story.answer(About::Incident, "extortion", Answer::Yes);
    story.consult();
    assert_eq!(story.case().next_step(), NextStep::ReferNow);
    let filled = ConfirmDecision {
        decision,
        why: String::new(),
    };
    let said = refused(acts::confirm_decision(
        &school.acting(school.lead),
        &story.case(),
        &filled,
    ));
    let responses = vec!["refer-now".to_owned()];
    assert_eq!(
        said,
        [
            Refusal::LessThanCalledFor { responses },
            Refusal::Blank { field: "why" }
        ]
    );
}
