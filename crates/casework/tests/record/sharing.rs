//! Letting a colleague in, taking that back, declaring a conflict.

use crate::given::{Story, refused, school};
use casework::acts;
use casework::case::NextStep;
use casework::refusal::Refusal;

#[test]
fn a_colleague_is_let_in_and_out_again_each_with_a_reason() {
    let school = school();
    let mut story = school.reviewed();
    let acting = school.acting(school.lead);
    let share =
        |story: &Story<'_>, with, why: &str| acts::share_case(&acting, &story.case(), with, why);
    assert_eq!(
        refused(share(&story, None, "")),
        [
            Refusal::NothingChosen { field: "with" },
            Refusal::Blank { field: "why" }
        ]
    );
    assert_eq!(
        refused(share(&story, Some(school.leaver), "zyxcanary")),
        [Refusal::NotStaffHere { field: "with" }]
    );
    let events = share(&story, Some(school.teacher), "The tutor. zyxcanary").unwrap();
    story.write(school.lead, events);
    assert!(story.case().access().shared.contains(&school.teacher));
    assert_eq!(
        refused(share(&story, Some(school.teacher), "zyxcanary")),
        [Refusal::AlreadyShared]
    );
    let unshare = |story: &Story<'_>, with| {
        acts::unshare_case(&acting, &story.case(), with, "Done. zyxcanary")
    };
    let events = unshare(&story, school.teacher).unwrap();
    story.write(school.lead, events);
    assert!(story.case().access().shared.is_empty());
    assert_eq!(
        refused(unshare(&story, school.teacher)),
        [Refusal::NotShared]
    );
}

#[test]
fn a_declared_conflict_keeps_a_colleague_out_and_takes_the_case_out_of_their_hands() {
    let school = school();
    let mut story = school.reviewed();
    let acting = school.acting(school.deputy);
    let declare = |story: &Story<'_>, staff| {
        acts::declare_conflict(&acting, &story.case(), staff, "Kin. zyxcanary")
    };
    let events = declare(&story, Some(school.lead)).unwrap();
    story.write(school.deputy, events);
    assert_eq!(story.case().lead, None);
    assert_eq!(story.case().next_step(), NextStep::TakeUp);
    assert_eq!(
        refused(declare(&story, Some(school.lead))),
        [Refusal::AlreadyConflicted]
    );
    assert_eq!(
        refused(declare(&story, None)),
        [Refusal::NothingChosen { field: "staff" }]
    );
    let share = acts::share_case(&acting, &story.case(), Some(school.lead), "zyxcanary");
    assert_eq!(refused(share), [Refusal::Conflicted { field: "with" }]);
    let take_up = acts::take_up_case(&acting, &story.case(), Some(school.lead));
    assert_eq!(refused(take_up), [Refusal::Conflicted { field: "lead" }]);
}
