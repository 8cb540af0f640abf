//! What a person may do, one file each. An act takes who acts, the case as it is and the form they filled in, and gives
//! back events or every refusal at once. It writes nothing and asks nobody: whether they may open the case at all was
//! decided at the door, by [`crate::access::may`].

mod add_note;
mod add_staff;
mod add_to_roll;
mod adopt_guidance;
mod adopt_retention_rule;
mod answer_questions;
mod begin_practice;
mod change_roles;
mod close_case;
mod confirm_decision;
mod confirm_deletion;
mod consult_guidance;
mod correct_entry;
mod correct_person;
mod declare_conflict;
mod destroy_record;
mod do_action;
mod drop_action;
mod form;
mod give_second_view;
mod hand_over_action;
mod hand_over_device;
mod hold_initial_review;
mod involve_child;
mod log_device;
mod make_decision;
mod make_referral;
mod move_action;
mod name_setting;
mod not_tell_parents;
mod plan_action;
mod put_hold;
mod read_concern;
mod record_parts;
mod record_referral_answer;
mod record_viewing;
mod reopen_case;
mod report_concern;
mod report_removal;
mod review_record;
mod say_kind_of_concern;
mod say_own_duty_done;
mod set_closed_days;
mod set_duty;
mod set_review;
mod share_case;
mod staff_leaves;
mod take_up_case;
mod tell_parents;
mod unshare_case;
mod verify_guidance;

pub use add_note::add_note;
pub use add_staff::{AddStaff, add_staff};
pub use add_to_roll::add_to_roll;
pub use adopt_guidance::{adopt_local_rule, adopt_own_guidance, adopt_pack, keep_own_guidance};
pub use adopt_retention_rule::{AdoptRetentionRule, adopt_retention_rule, set_cooling_off};
pub use answer_questions::{AnswerQuestion, answer_questions};
pub use begin_practice::{BeginPractice, NewRoom, Reported, begin_practice, responds};
pub use change_roles::change_roles;
pub use close_case::{CloseCase, close_case};
pub use confirm_decision::{ConfirmDecision, confirm_decision};
pub use confirm_deletion::{ConfirmDeletion, confirm_deletion, must_preserve};
pub use consult_guidance::consult_guidance;
pub use correct_entry::{CorrectEntry, correct_entry};
pub use correct_person::{correct_person, record_person};
pub use declare_conflict::declare_conflict;
pub use destroy_record::{
    AtThisMoment, SaysBeforeDestroying, confirm_clock, destroy_record, propose_destruction,
    withdraw_destruction,
};
pub use do_action::do_action;
pub use drop_action::drop_action;
pub use form::{By, ChildNamed, NewChild};
pub use give_second_view::{GiveSecondView, give_second_view};
pub use hand_over_action::hand_over_action;
pub use hand_over_device::{HandOverDevice, hand_over_device};
pub use hold_initial_review::{HoldInitialReview, WasPresent, hold_initial_review};
pub use involve_child::{InvolveChild, Involved, involve_child};
pub use log_device::{LogDevice, log_device};
pub use make_decision::{
    MakeDecision, NOT_REFERRED, left_undone, left_undone_under, make_decision,
};
pub use make_referral::{MakeReferral, make_referral};
pub use move_action::move_action;
pub use name_setting::{NameSetting, name_setting};
pub use not_tell_parents::{NotTellParents, not_tell_parents};
pub use plan_action::{PlanAction, plan_action};
pub use put_hold::{KeptWithReason, lift_hold, put_hold};
pub use read_concern::read_concern;
pub use record_parts::{RecordParts, record_parts};
pub use record_referral_answer::{RecordReferralAnswer, record_referral_answer};
pub use record_viewing::{RecordViewing, record_viewing};
pub use reopen_case::reopen_case;
pub use report_concern::{NewCase, ReportConcern, report_concern};
pub use report_removal::{ReportRemoval, report_removal};
pub use review_record::{class_record, review_record};
pub use say_kind_of_concern::say_kind_of_concern;
pub use say_own_duty_done::{SayOwnDutyDone, say_own_duty_done};
pub use set_closed_days::set_closed_days;
pub use set_duty::{SetDuty, set_duty};
pub use set_review::set_review;
pub use share_case::share_case;
pub use staff_leaves::staff_leaves;
pub use take_up_case::take_up_case;
pub use tell_parents::{TellParents, tell_parents};
pub use unshare_case::unshare_case;
pub use verify_guidance::{ItemTyped, NamedAdviser, VerifyGuidance, verify_guidance};

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
