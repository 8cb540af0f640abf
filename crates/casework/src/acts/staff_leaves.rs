//! Record that a member of staff left. Their entries keep their name.

use super::Acting;
use super::change_roles::is_last_administrator;
use super::form::Form;
use crate::event::SettingEvent;
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// Records that a member of staff left.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn staff_leaves(acting: &Acting<'_>, staff: StaffId) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let left = acting
        .setting
        .staff
        .get(&staff)
        .is_some_and(|known| known.left);
    if left {
        form.refuse(Refusal::AlreadyLeft);
    } else {
        form.staff("staff", staff, acting);
    }
    form.refuse_if(
        is_last_administrator(acting.setting, staff),
        Refusal::LastAdministrator,
    );
    form.finish(Some(vec![SettingEvent::StaffLeft { staff }]))
}
