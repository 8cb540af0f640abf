//! Adopt a rule about how long records are kept, exactly as it stands, or lay one down again. Years may be added.

use super::Acting;
use super::form::Form;
use crate::calendar;
use crate::event::{RuleStamp, SettingEvent};
use crate::refusal::{Refusal, Refusals};
use guidance::RetentionRules;

/// The most years that can be added: further than the calendar reaches makes no sense.
const MOST_YEARS: u16 = 200;
/// The most days between proposing and carrying out: two years.
const MOST_DAYS: u16 = 730;

/// What is filled in.
#[derive(Clone, Default)]
pub struct AdoptRetentionRule {
    /// Which rule.
    pub rule: String,
    /// How many years the setting adds, as typed; blank for none.
    pub extra_years: String,
    /// False to lay it down again.
    pub adopted: bool,
}

/// Adopts a rule, or lays it down.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn adopt_retention_rule(
    acting: &Acting<'_>,
    rules: &RetentionRules,
    filled: &AdoptRetentionRule,
) -> Result<Vec<SettingEvent>, Refusals> {
    let now = acting.outside.now();
    let mut form = Form::new(now);
    let known = &acting.setting.retention.adopted;
    if !filled.adopted {
        let stamp = known.get(&filled.rule).map(|(stamp, _)| stamp.clone());
        form.refuse_if(stamp.is_none(), Refusal::NoSuchRetentionRule);
        return form.finish(stamp.map(|rule| {
            vec![SettingEvent::RetentionRuleAdopted {
                rule,
                adopted: false,
            }]
        }));
    }
    let (place, today) = (&acting.setting.jurisdiction, calendar::day_of(now));
    let rule = rules
        .rule(&filled.rule)
        .filter(|rule| rule.is_in_force(place, today));
    form.refuse_if(rule.is_none(), Refusal::NoSuchRetentionRule);
    let extra_years = whole_number(&mut form, "extra_years", &filled.extra_years, MOST_YEARS);
    let stamp = rule.zip(extra_years).map(|(rule, extra_years)| RuleStamp {
        rule: rule.id.clone(),
        version: rules.version.clone(),
        digest: rule.digest(),
        extra_years,
    });
    let same = stamp
        .as_ref()
        .is_some_and(|stamp| known.get(&stamp.rule).is_some_and(|(now, _)| now == stamp));
    form.refuse_if(same, Refusal::NothingChanged);
    form.finish(stamp.map(|rule| {
        vec![SettingEvent::RetentionRuleAdopted {
            rule,
            adopted: true,
        }]
    }))
}

/// Says how many days lie between proposing a destruction and carrying it out, at the least.
///
/// # Errors
/// Where it is no number of days.
pub fn set_cooling_off(acting: &Acting<'_>, days: &str) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let days = whole_number(&mut form, "cooling_off", days, MOST_DAYS);
    form.refuse_if(
        days == Some(acting.setting.retention.cooling_off_days),
        Refusal::NothingChanged,
    );
    form.finish(days.map(|days| vec![SettingEvent::CoolingOffSet { days }]))
}

fn whole_number(form: &mut Form, field: &'static str, typed: &str, most: u16) -> Option<u16> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(0);
    }
    let number = typed.parse().ok().filter(|number| *number <= most);
    form.refuse_if(number.is_none(), Refusal::NotAWholeNumber { field, most });
    number
}
