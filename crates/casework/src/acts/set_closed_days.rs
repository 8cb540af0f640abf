//! Set the days on which the setting is closed to pupils: holidays and training days.

use super::Acting;
use super::form::Form;
use crate::event::SettingEvent;
use crate::refusal::{Refusal, Refusals};
use jiff::civil::Date;

/// Sets the closed days: first and last day of each time, the whole list as it is from here.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn set_closed_days(
    acting: &Acting<'_>,
    closed: &[(Date, Date)],
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    form.refuse_if(
        closed.iter().any(|(first, last)| last < first),
        Refusal::EndsBeforeItBegins,
    );
    let mut closed = closed.to_vec();
    closed.sort_unstable();
    closed.dedup();
    form.finish(Some(vec![SettingEvent::ClosedDaysSet { closed }]))
}
