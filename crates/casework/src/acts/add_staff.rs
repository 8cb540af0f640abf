//! Add a member of staff.

use super::form::Form;
use crate::event::{Role, SettingEvent};
use crate::id::StaffId;
use crate::outside::Outside;
use crate::refusal::{Refusal, Refusals};
use crate::setting::Setting;
use std::collections::BTreeSet;

/// What is filled in.
#[derive(Clone, Default)]
pub struct AddStaff {
    /// Their name.
    pub name: String,
    /// Where sign-in links go.
    pub email: String,
    /// What they are.
    pub roles: BTreeSet<Role>,
}

/// Adds a member of staff. `setting` is none while a setting is founded and has no staff yet.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn add_staff(
    outside: &Outside,
    setting: Option<&Setting>,
    filled: &AddStaff,
) -> Result<(StaffId, Vec<SettingEvent>), Refusals> {
    let mut form = Form::new(outside.now());
    let name = form.words("name", &filled.name);
    let email = form.words("email", &filled.email);
    if let Some(email) = &email {
        form.refuse_if(
            !looks_like_an_address(email.as_str()),
            Refusal::NotAnAddress,
        );
        let in_use = setting.is_some_and(|setting| {
            setting.staff.values().any(|known| {
                !known.left && known.email.as_str().eq_ignore_ascii_case(email.as_str())
            })
        });
        form.refuse_if(in_use, Refusal::AddressInUse);
    }
    form.refuse_if(
        filled.roles.is_empty(),
        Refusal::NothingChosen { field: "roles" },
    );
    form.finish(name.zip(email).map(|(name, email)| {
        let staff = outside.new_staff();
        (
            staff,
            vec![SettingEvent::StaffAdded {
                staff,
                name,
                email,
                roles: filled.roles.clone(),
            }],
        )
    }))
}

/// One name, one `@`, a domain with a dot; whether it reaches anybody only a message can tell.
fn looks_like_an_address(text: &str) -> bool {
    text.len() <= 254
        && !text
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
        && text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty()
                && !domain.contains('@')
                && domain.split('.').count() > 1
                && domain.split('.').all(|part| !part.is_empty())
        })
}
