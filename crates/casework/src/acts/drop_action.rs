//! Record that an action turned out not to be needed, and why.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::ActionId;
use crate::refusal::Refusals;

/// Drops an action.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn drop_action(
    acting: &Acting<'_>,
    case: &Case,
    action: ActionId,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.open_action(action, case);
    let why = form.words("why", why);
    form.finish(why.map(|why| vec![CaseEvent::ActionDropped { action, why }]))
}
