//! Record that an action was done, and what happened.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::ActionId;
use crate::refusal::Refusals;

/// Records that an action was done.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn do_action(
    acting: &Acting<'_>,
    case: &Case,
    action: ActionId,
    what_happened: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.open_action(action, case);
    let what_happened = form.words("what_happened", what_happened);
    form.finish(what_happened.map(|what_happened| {
        vec![CaseEvent::ActionDone {
            action,
            what_happened,
        }]
    }))
}
