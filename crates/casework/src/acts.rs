//! What a person may do, one file each. An act takes who acts, the case as it is and the form they filled in, and gives
//! back events or every refusal at once. It writes nothing and asks nobody: whether they may open the case at all was
//! decided at the door, by [`crate::access::may`].

mod form;

pub use form::{By, ChildNamed, NewChild};

use crate::id::StaffId;
use crate::outside::Outside;
use crate::setting::Setting;

/// Who acts, where they work, and the world outside.
#[derive(Clone, Copy)]
pub struct Acting<'a> {
    /// Who.
    pub by: StaffId,
    /// Where.
    pub setting: &'a Setting,
    /// Time and chance.
    pub outside: &'a Outside,
}

macro_rules! acts {
    ($($act:ident;)*) => {$(mod $act; pub use $act::*;)*};
}

acts! {
    add_note;
    add_staff;
    adopt_guidance;
    answer_questions;
    change_roles;
    close_case;
    confirm_decision;
    confirm_deletion;
    consult_guidance;
    correct_entry;
    correct_person;
    declare_conflict;
    do_action;
    drop_action;
    give_second_view;
    hand_over_action;
    hand_over_device;
    hold_initial_review;
    involve_child;
    log_device;
    make_decision;
    make_referral;
    move_action;
    name_setting;
    not_tell_parents;
    plan_action;
    read_concern;
    record_parts;
    record_referral_answer;
    record_viewing;
    reopen_case;
    report_concern;
    report_removal;
    set_closed_days;
    set_duty;
    set_review;
    share_case;
    staff_leaves;
    take_up_case;
    tell_parents;
    unshare_case;
}
