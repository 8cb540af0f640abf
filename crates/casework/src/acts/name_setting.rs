//! Set a setting up, or name it anew.

use super::form::Form;
use crate::event::SettingEvent;
use crate::nation;
use crate::outside::Outside;
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct NameSetting {
    /// Its name.
    pub name: String,
    /// Which nation's guidance: the id of one of [`crate::nation::NATIONS`].
    pub jurisdiction: String,
    /// Whether it is a college.
    pub college: bool,
}

/// Names a setting. The first entry of every setting.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn name_setting(
    outside: &Outside,
    filled: &NameSetting,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(outside.now());
    let name = form.words("name", &filled.name);
    let jurisdiction = filled.jurisdiction.trim().to_lowercase();
    form.refuse_if(
        nation::find(&jurisdiction).is_none(),
        Refusal::UnknownJurisdiction,
    );
    form.finish(name.map(|name| {
        vec![SettingEvent::SettingNamed {
            name,
            jurisdiction,
            college: filled.college,
        }]
    }))
}
