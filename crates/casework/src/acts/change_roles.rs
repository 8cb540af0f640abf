//! Change what a member of staff is.

use super::Acting;
use super::form::Form;
use crate::event::{Role, SettingEvent};
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};
use crate::setting::Setting;
use std::collections::BTreeSet;

/// Changes the roles of a member of staff: the whole set, as it is from here.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn change_roles(
    acting: &Acting<'_>,
    staff: StaffId,
    roles: &BTreeSet<Role>,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    if let Some(known) = form.staff("staff", staff, acting) {
        form.refuse_if(known.roles == *roles, Refusal::NothingChanged);
    }
    form.refuse_if(roles.is_empty(), Refusal::NothingChosen { field: "roles" });
    let keeps = roles.contains(&Role::Administrator);
    form.refuse_if(
        !keeps && is_last_administrator(acting.setting, staff),
        Refusal::LastAdministrator,
    );
    form.finish(Some(vec![SettingEvent::RolesChanged {
        staff,
        roles: roles.clone(),
    }]))
}

/// Whether nobody else who works here can manage staff.
pub(super) fn is_last_administrator(setting: &Setting, staff: StaffId) -> bool {
    let administrators: Vec<StaffId> = setting
        .staff
        .iter()
        .filter(|(_, known)| !known.left && known.roles.contains(&Role::Administrator))
        .map(|(known, _)| *known)
        .collect();
    administrators == [staff]
}
