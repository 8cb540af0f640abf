//! Record that a named adviser adopted a pack, or a stricter local rule, for this setting.

use super::Acting;
use super::form::Form;
use crate::event::SettingEvent;
use crate::refusal::{Refusal, Refusals};
use guidance::Pack;

/// Records that an adviser adopted exactly this pack.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn adopt_pack(
    acting: &Acting<'_>,
    pack: &Pack,
    adviser: &str,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let adviser = form.words("adviser", adviser);
    form.refuse_if(
        acting.setting.has_adopted(pack.digest()),
        Refusal::NothingChanged,
    );
    form.finish(adviser.map(|adviser| {
        vec![SettingEvent::PackAdopted {
            pack: pack.id().to_owned(),
            version: pack.version().to_owned(),
            digest: pack.digest().to_owned(),
            adviser,
        }]
    }))
}

/// Records that a local rule (a layer marked local) was adopted, or laid down again.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn adopt_local_rule(
    acting: &Acting<'_>,
    layer: &Pack,
    adopted: bool,
    adviser: &str,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let adviser = form.words("adviser", adviser);
    form.refuse_if(!layer.is_local(), Refusal::NotALocalRule);
    form.refuse_if(
        acting.setting.local_rules.contains(layer.id()) == adopted,
        Refusal::NothingChanged,
    );
    form.finish(adviser.map(|adviser| {
        vec![SettingEvent::LocalRuleAdopted {
            pack: layer.id().to_owned(),
            adopted,
            adviser,
        }]
    }))
}
