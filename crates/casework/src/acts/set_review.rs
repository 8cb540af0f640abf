//! Set a day to look at the case again.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::refusal::Refusals;
use jiff::civil::Date;

/// Sets the day; a later one takes the place of an earlier one.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn set_review(
    acting: &Acting<'_>,
    case: &Case,
    on: Option<Date>,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let on = form.still_to_come("on", on);
    let why = form.perhaps("why", why);
    form.finish(on.map(|on| vec![CaseEvent::ReviewSet { on, why }]))
}
