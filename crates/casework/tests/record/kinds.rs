//! What kind of concern a case is: sharing nudes until somebody says otherwise, and said anew at any time.

use crate::given::{refused, school};
use casework::acts;
use casework::event::CaseEvent;
use casework::refusal::Refusal;
use guidance::Concern;

#[test]
fn a_case_of_which_nobody_said_is_about_sharing_nudes() {
    assert_eq!(
        school().reported().case().kind,
        Concern::SharingNudes,
        "as every record written before there was a choice"
    );
}

#[test]
fn a_lead_says_that_it_is_another_kind_and_changes_it_back() {
    let school = school();
    let mut story = school.reported();
    for kind in [Concern::OnlineBullying, Concern::SharingNudes] {
        let case = story.case();
        let events =
            acts::say_kind_of_concern(&school.acting(school.lead), &case, Some(kind)).unwrap();
        assert_eq!(events, [CaseEvent::KindOfConcernSaid { kind }]);
        story.write(school.lead, events);
        let case = story.case();
        assert_eq!(case.kind, kind);
        assert_eq!(
            case.facts_changed, case.entries,
            "what was consulted before is behind"
        );
    }
}

#[test]
fn nothing_chosen_or_nothing_new_is_refused() {
    let school = school();
    let case = school.reported().case();
    let say = |kind| acts::say_kind_of_concern(&school.acting(school.lead), &case, kind);
    assert_eq!(
        refused(say(None)),
        [Refusal::NothingChosen { field: "concern" }]
    );
    assert_eq!(
        refused(say(Some(Concern::SharingNudes))),
        [Refusal::NothingChanged]
    );
}
