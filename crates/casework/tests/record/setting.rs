//! Settings: names, staff, roles, duty, guidance, closed days.

use crate::given::{TODAY, TOMORROW, YESTERDAY, pack, refused, school};
use casework::acts::{self, AddStaff, NameSetting, SetDuty};
use casework::event::{Role, SettingEvent};
use casework::refusal::Refusal;
use casework::setting::Setting;
use guidance::{Pack, PackFile};
use std::collections::BTreeSet;

#[test]
fn a_setting_has_a_name_and_a_nation_there_is_guidance_for() {
    let school = school();
    let filled = NameSetting {
        name: "Example College".to_owned(),
        jurisdiction: "England".to_owned(),
        college: true,
    };
    let events = acts::name_setting(&school.outside, &filled).unwrap();
    assert!(
        matches!(&events[..], [SettingEvent::SettingNamed { jurisdiction, .. }] if jurisdiction == "england")
    );
    let elsewhere = NameSetting {
        jurisdiction: "atlantis".to_owned(),
        ..NameSetting::default()
    };
    let said = refused(acts::name_setting(&school.outside, &elsewhere));
    assert_eq!(
        said,
        [
            Refusal::Blank { field: "name" },
            Refusal::UnknownJurisdiction
        ]
    );
    assert_eq!(Setting::fold(school.setting.id, &[]), None);
}

#[test]
fn staff_need_a_name_an_address_of_their_own_and_a_role() {
    let mut school = school();
    let add = |school: &crate::given::School, name: &str, email: &str, roles: &[Role]| {
        let filled = AddStaff {
            name: name.to_owned(),
            email: email.to_owned(),
            roles: roles.iter().copied().collect(),
        };
        acts::add_staff(&school.outside, Some(&school.setting), &filled)
    };
    let said = refused(add(&school, "", "not an address", &[]));
    let blank = Refusal::Blank { field: "name" };
    assert_eq!(
        said,
        [
            blank,
            Refusal::NotAnAddress,
            Refusal::NothingChosen { field: "roles" }
        ]
    );
    let taken = refused(add(
        &school,
        "Ash Again",
        "ASH@example.org",
        &[Role::Reporter],
    ));
    assert_eq!(taken, [Refusal::AddressInUse]);
    let (staff, events) = add(
        &school,
        "Gale Example",
        "gale@example.org",
        &[Role::Reporter],
    )
    .unwrap();
    school.take(events);
    assert!(school.setting.works_here(staff).is_some());
    assert!(add(&school, "Fern Again", "fern@example.org", &[Role::Reporter]).is_ok());
}

#[test]
fn roles_change_but_never_so_that_nobody_can_manage_staff() {
    let school = school();
    let change = |staff, roles: &[Role]| {
        acts::change_roles(
            &school.acting(school.administrator),
            staff,
            &roles.iter().copied().collect(),
        )
    };
    assert_eq!(change(school.teacher, &[Role::Deputy]).unwrap().len(), 1);
    assert_eq!(
        refused(change(school.teacher, &[Role::Reporter])),
        [Refusal::NothingChanged]
    );
    assert_eq!(
        refused(change(school.teacher, &[])),
        [Refusal::NothingChosen { field: "roles" }]
    );
    assert_eq!(
        refused(change(school.leaver, &[Role::Lead])),
        [Refusal::NotStaffHere { field: "staff" }]
    );
    assert_eq!(
        refused(change(school.administrator, &[Role::Lead])),
        [Refusal::LastAdministrator]
    );
}

#[test]
fn staff_leave_once_and_keep_their_name() {
    let mut school = school();
    let leaves = |school: &crate::given::School, staff| {
        acts::staff_leaves(&school.acting(school.administrator), staff)
    };
    assert_eq!(
        refused(leaves(&school, school.leaver)),
        [Refusal::AlreadyLeft]
    );
    assert_eq!(
        refused(leaves(&school, school.administrator)),
        [Refusal::LastAdministrator]
    );
    let stranger = school.outside.new_staff();
    assert_eq!(
        refused(leaves(&school, stranger)),
        [Refusal::NotStaffHere { field: "staff" }]
    );
    let events = leaves(&school, school.teacher).unwrap();
    school.take(events);
    assert!(school.setting.works_here(school.teacher).is_none());
    assert!(school.setting.staff_name(school.teacher).is_some());
}

#[test]
fn a_lead_or_deputy_is_on_duty_and_somebody_else_covers() {
    let mut school = school();
    let set = |school: &crate::given::School, staff, cover, cover_reach: &str| {
        let filled = SetDuty {
            staff,
            reach: "Room 1 zyxcanary".to_owned(),
            cover,
            cover_reach: cover_reach.to_owned(),
        };
        acts::set_duty(&school.acting(school.lead), &filled)
    };
    let (lead, deputy) = (Some(school.lead), Some(school.deputy));
    assert_eq!(
        refused(set(&school, None, None, "")),
        [Refusal::NothingChosen { field: "staff" }]
    );
    assert_eq!(
        refused(set(&school, Some(school.teacher), None, "")),
        [Refusal::NotALead { field: "staff" }]
    );
    assert_eq!(
        refused(set(&school, lead, lead, "x")),
        [Refusal::CoverIsOneself]
    );
    assert_eq!(
        refused(set(&school, lead, deputy, "")),
        [Refusal::Blank {
            field: "cover_reach"
        }]
    );
    assert_eq!(
        refused(set(&school, lead, Some(school.leaver), "Room 2")),
        [Refusal::NotStaffHere { field: "cover" }]
    );
    let events = set(&school, lead, deputy, "Room 2 zyxcanary").unwrap();
    school.take(events);
    assert_eq!(school.setting.duty.unwrap().staff, school.lead);
}

#[test]
fn a_local_rule_is_adopted_and_laid_down_and_a_national_pack_is_none() {
    let mut school = school();
    let text = include_str!("pack/pack.toml")
        .replace("id = \"made-up\"", "id = \"made-up-local\"")
        .replace(
            "summary =",
            "layer_over = [\"made-up\"]\nlocal = true\nsummary =",
        );
    let file = |path: &str, text: &str| PackFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let layer = Pack::read(&[file("pack.toml", &text)]).unwrap();
    let adopt = |school: &crate::given::School, layer: &Pack, adopted| {
        acts::adopt_local_rule(
            &school.acting(school.lead),
            layer,
            adopted,
            "Adviser Example zyxcanary",
        )
    };
    assert_eq!(
        refused(adopt(&school, pack(), true)),
        [Refusal::NotALocalRule]
    );
    assert_eq!(
        refused(adopt(&school, &layer, false)),
        [Refusal::NothingChanged]
    );
    let events = adopt(&school, &layer, true).unwrap();
    school.take(events);
    assert_eq!(
        school.setting.local_rules,
        BTreeSet::from(["made-up-local".to_owned()])
    );
    assert!(adopt(&school, &layer, false).is_ok());
}

#[test]
fn closed_days_are_kept_in_order_and_never_end_before_they_begin() {
    let school = school();
    let set = |closed: &[_]| acts::set_closed_days(&school.acting(school.administrator), closed);
    assert_eq!(
        refused(set(&[(TODAY, YESTERDAY)])),
        [Refusal::EndsBeforeItBegins]
    );
    let events = set(&[(TOMORROW, TOMORROW), (TODAY, TODAY)]).unwrap();
    assert_eq!(
        events,
        [SettingEvent::ClosedDaysSet {
            closed: vec![(TODAY, TODAY), (TOMORROW, TOMORROW)]
        }]
    );
}
