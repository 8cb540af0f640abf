//! Say who is on duty for safeguarding now, who covers, and how to reach them.

use super::Acting;
use super::form::Form;
use crate::event::{Role, SettingEvent};
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct SetDuty {
    /// Who is on duty: a lead or a deputy.
    pub staff: Option<StaffId>,
    /// How to reach them, as the first-minute card says it.
    pub reach: String,
    /// Who covers when they are away.
    pub cover: Option<StaffId>,
    /// How to reach the cover.
    pub cover_reach: String,
}

/// Sets who is on duty.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn set_duty(acting: &Acting<'_>, filled: &SetDuty) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let staff = form.chosen("staff", filled.staff);
    if let Some(known) = staff.and_then(|staff| form.staff("staff", staff, acting)) {
        let entitled = known.roles.contains(&Role::Lead) || known.roles.contains(&Role::Deputy);
        form.refuse_if(!entitled, Refusal::NotALead { field: "staff" });
    }
    let reach = form.words("reach", &filled.reach);
    let cover_reach = match filled.cover {
        None => None,
        Some(cover) => {
            form.staff("cover", cover, acting);
            form.refuse_if(staff == Some(cover), Refusal::CoverIsOneself);
            form.words("cover_reach", &filled.cover_reach)
        }
    };
    form.finish(staff.zip(reach).map(|(staff, reach)| {
        vec![SettingEvent::DutySet {
            staff,
            reach,
            cover: filled.cover,
            cover_reach,
        }]
    }))
}
