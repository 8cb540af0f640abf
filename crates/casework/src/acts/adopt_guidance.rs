//! Record that a named adviser adopted a pack, or a stricter local rule, for this setting.

use super::Acting;
use super::form::Form;
use super::verify_guidance::{NamedAdviser, named_adviser};
use crate::event::SettingEvent;
use crate::refusal::{Refusal, Refusals};
use crate::words::Words;
use guidance::Pack;

/// Records that an adviser adopted exactly this pack, having answered every item of its verification sheet. What they
/// corrected or rejected lies over it from here. `pack` is the text as it came, in nobody's corrections.
///
/// # Errors
/// Everything that is wrong with the form. [`Refusal::ItemsUnanswered`] while an item has no answer;
/// [`Refusal::NothingChanged`] where it is adopted with the same wording.
pub fn adopt_pack(
    acting: &Acting<'_>,
    pack: &Pack,
    adviser: &NamedAdviser,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let adviser = named_adviser(&mut form, adviser)
        .and_then(|adviser| form.words("adviser", &adviser.in_words()));
    let verification = &acting.setting.verification;
    let progress = verification.progress(pack);
    let left = progress.items.saturating_sub(progress.answered);
    form.refuse_if(left > 0, Refusal::ItemsUnanswered { left });
    let wording = verification
        .wording(pack)
        .map(|wording| wording.digest().to_owned());
    let before = acting.setting.adoption_of(pack.digest());
    form.refuse_if(
        before.is_some_and(|before| before.wording == wording),
        Refusal::NothingChanged,
    );
    form.finish(adviser.map(|adviser| {
        vec![SettingEvent::PackAdopted {
            pack: pack.id().to_owned(),
            version: pack.version().to_owned(),
            digest: pack.digest().to_owned(),
            adviser,
            wording,
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

/// Records that a layer the setting wrote itself was checked and is kept. It is in force only once adopted.
///
/// # Errors
/// Where it is no local layer, its title is no words, or exactly this text is the one kept last.
pub fn keep_own_guidance(acting: &Acting<'_>, layer: &Pack) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let title = form.words("title", layer.title());
    form.refuse_if(!layer.is_local(), Refusal::NotALocalRule);
    let known = acting.setting.own_guidance.get(layer.id());
    let latest = known.and_then(|own| own.latest());
    form.refuse_if(
        latest.is_some_and(|latest| latest.digest == layer.digest()),
        Refusal::NothingChanged,
    );
    form.finish(title.map(|title| {
        vec![SettingEvent::OwnGuidanceKept {
            pack: layer.id().to_owned(),
            version: layer.version().to_owned(),
            digest: layer.digest().to_owned(),
            title,
        }]
    }))
}

/// Records that the version kept last of a layer the setting wrote itself is adopted, or that it is withdrawn.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn adopt_own_guidance(
    acting: &Acting<'_>,
    layer: &str,
    adopted: bool,
    adviser: &str,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let adviser: Option<Words> = form.words("adviser", adviser);
    let own = acting.setting.own_guidance.get(layer);
    form.refuse_if(own.is_none(), Refusal::NotALocalRule);
    let in_force = own.and_then(|own| own.adopted.as_ref());
    let latest = own.and_then(|own| own.latest());
    let unchanged = match (in_force, latest) {
        (Some(in_force), Some(latest)) => adopted && in_force.digest == latest.digest,
        (None, _) => !adopted,
        (Some(_), None) => false,
    };
    form.refuse_if(own.is_some() && unchanged, Refusal::NothingChanged);
    let named = match (adopted, in_force) {
        (false, Some(in_force)) => own.and_then(|own| {
            own.kept
                .iter()
                .rev()
                .find(|kept| kept.digest == in_force.digest)
        }),
        _ => latest,
    };
    form.finish(adviser.zip(named).map(|(adviser, named)| {
        vec![SettingEvent::OwnGuidanceAdopted {
            pack: layer.to_owned(),
            version: named.version.clone(),
            digest: named.digest.clone(),
            adopted,
            adviser,
        }]
    }))
}
