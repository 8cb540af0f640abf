//! Actions: planned, done, handed over, moved, dropped.

use crate::given::{Story, TOMORROW, YESTERDAY, refused, school};
use casework::acts::{self, By, PlanAction};
use casework::case::ActionState;
use casework::id::ActionId;
use casework::refusal::Refusal;

fn planned<'s>(school: &'s crate::given::School) -> (Story<'s>, ActionId) {
    let mut story = school.decided();
    let filled = PlanAction {
        what: "Talk with Child A. zyxcanary".to_owned(),
        owner: Some(school.lead),
        by: By::On(TOMORROW),
        item: Some("support:talk".to_owned()),
    };
    let events = acts::plan_action(&school.acting(school.lead), &story.case(), &filled).unwrap();
    story.write(school.lead, events);
    let action = *story.case().actions.keys().next().unwrap();
    (story, action)
}

#[test]
fn an_action_has_an_owner_and_a_due_time_and_lets_nobody_in() {
    let school = school();
    let (story, action) = planned(&school);
    let case = story.case();
    assert!(case.actions[&action].is_open());
    assert_eq!(case.line().my_actions[0].0, school.lead);
    assert!(case.access().shared.is_empty());
}

#[test]
fn an_action_without_words_owner_or_time_to_come_is_refused() {
    let school = school();
    let case = school.decided().case();
    let plan = |filled: &PlanAction| acts::plan_action(&school.acting(school.lead), &case, filled);
    let blank = PlanAction {
        by: By::On(YESTERDAY),
        ..PlanAction::default()
    };
    assert_eq!(
        refused(plan(&blank)),
        [
            Refusal::Blank { field: "what" },
            Refusal::NothingChosen { field: "owner" },
            Refusal::InThePast { field: "due" },
        ]
    );
    let left = PlanAction {
        what: "zyxcanary".to_owned(),
        owner: Some(school.leaver),
        ..PlanAction::default()
    };
    assert_eq!(
        refused(plan(&left)),
        [Refusal::NotStaffHere { field: "owner" }]
    );
}

#[test]
fn an_action_is_done_once() {
    let school = school();
    let (mut story, action) = planned(&school);
    let does = |story: &Story<'_>, said: &str| {
        acts::do_action(&school.acting(school.lead), &story.case(), action, said)
    };
    assert_eq!(
        refused(does(&story, " ")),
        [Refusal::Blank {
            field: "what_happened"
        }]
    );
    let events = does(&story, "We talked. zyxcanary").unwrap();
    story.write(school.lead, events);
    assert!(matches!(
        story.case().actions[&action].state,
        ActionState::Done { .. }
    ));
    assert_eq!(
        refused(does(&story, "Again. zyxcanary")),
        [Refusal::ActionNotOpen]
    );
}

#[test]
fn an_action_is_handed_over_to_somebody_else_who_works_here() {
    let school = school();
    let (mut story, action) = planned(&school);
    let hand = |story: &Story<'_>, to| {
        acts::hand_over_action(&school.acting(school.lead), &story.case(), action, to, "")
    };
    assert_eq!(
        refused(hand(&story, Some(school.lead))),
        [Refusal::SameOwner]
    );
    assert_eq!(
        refused(hand(&story, Some(school.leaver))),
        [Refusal::NotStaffHere { field: "to" }]
    );
    assert_eq!(
        refused(hand(&story, None)),
        [Refusal::NothingChosen { field: "to" }]
    );
    let events = hand(&story, Some(school.deputy)).unwrap();
    story.write(school.lead, events);
    let case = story.case();
    assert_eq!(case.actions[&action].owner, school.deputy);
    assert_eq!(case.actions[&action].handed_over[0].from, school.lead);
}

#[test]
fn moving_an_action_needs_a_time_to_come_and_a_reason() {
    let school = school();
    let (mut story, action) = planned(&school);
    let move_to = |story: &Story<'_>, by, why: &str| {
        acts::move_action(&school.acting(school.lead), &story.case(), action, by, why)
    };
    assert_eq!(
        refused(move_to(&story, By::NotSet, "")),
        [
            Refusal::Blank { field: "due" },
            Refusal::Blank { field: "why" }
        ]
    );
    assert_eq!(
        refused(move_to(&story, By::On(YESTERDAY), "zyxcanary")),
        [Refusal::InThePast { field: "due" }]
    );
    let events = move_to(
        &story,
        By::Within(guidance::Due::SchoolDays(3)),
        "Half of us are away. zyxcanary",
    )
    .unwrap();
    story.write(school.lead, events);
    let moved = &story.case().actions[&action];
    assert_eq!(moved.due.as_ref().unwrap().said, "within 3 school days");
    assert_eq!(moved.moved.len(), 1);
}

#[test]
fn dropping_an_action_needs_a_reason_and_an_action_that_is_there() {
    let school = school();
    let (mut story, action) = planned(&school);
    let drop = |story: &Story<'_>, action, why: &str| {
        acts::drop_action(&school.acting(school.lead), &story.case(), action, why)
    };
    assert_eq!(
        refused(drop(&story, action, "")),
        [Refusal::Blank { field: "why" }]
    );
    assert_eq!(
        refused(drop(&story, school.outside.new_action(), "zyxcanary")),
        [Refusal::NoSuchAction]
    );
    let events = drop(&story, action, "Not needed. zyxcanary").unwrap();
    story.write(school.lead, events);
    assert_eq!(story.case().open_actions().count(), 0);
}
