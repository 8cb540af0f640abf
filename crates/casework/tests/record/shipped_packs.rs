//! What the record expects of the names in the packs that are shipped: referrals by their routes, and the questions that
//! keep anything from being deleted.

use crate::given::school;
use casework::acts::must_preserve;
use casework::event::is_referral;
use casework::refusal::Refusal;
use guidance::{Library, RuleKind, Status};

#[test]
fn every_route_that_answers_a_trigger_is_known_as_a_referral() {
    let mut seen = 0;
    for pack in Library::shipped().packs() {
        let triggers = pack
            .rules()
            .iter()
            .filter(|rule| rule.kind == RuleKind::Trigger);
        for response in triggers.flat_map(|rule| rule.calls_for.iter()) {
            let routes = pack
                .response(response)
                .map(|known| known.satisfied_by.clone());
            for route in routes.iter().flat_map(|routes| routes.iter()) {
                assert!(is_referral(route), "{route} in {}", pack.id());
                seen += 1;
            }
        }
    }
    assert!(
        seen > 0,
        "no shipped pack has a trigger that a route answers"
    );
}

#[test]
fn managing_a_case_in_the_setting_is_known_as_no_referral() {
    let packs = Library::shipped().packs();
    let routes = packs.iter().flat_map(|pack| pack.routes().iter());
    let here: Vec<_> = routes
        .filter(|route| route.id.as_ref() == "manage-in-setting")
        .collect();
    assert!(!here.is_empty() && here.iter().all(|route| !is_referral(&route.id)));
}

#[test]
fn no_shipped_base_pack_lets_anything_be_deleted_in_a_case_nobody_has_assessed() {
    let school = school();
    let case = school.reported().case();
    for pack in Library::shipped()
        .packs()
        .iter()
        .filter(|pack| !pack.is_layer())
    {
        let why = match pack.status() {
            Status::Skeleton => Refusal::PreserveNotSeen,
            Status::Draft => Refusal::PreserveExtortion,
        };
        assert_eq!(must_preserve(&case, pack), Some(why), "{}", pack.id());
    }
}
