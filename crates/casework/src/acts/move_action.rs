//! Change when an action is due, and say why.

use super::form::Form;
use super::{Acting, By};
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::ActionId;
use crate::refusal::{Refusal, Refusals};

/// Changes when an action is due, counted from now.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn move_action(
    acting: &Acting<'_>,
    case: &Case,
    action: ActionId,
    by: By,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.open_action(action, case);
    let due = form.due("due", by, acting.outside.now(), acting);
    form.refuse_if(due.is_none(), Refusal::Blank { field: "due" });
    let why = form.words("why", why);
    form.finish(
        due.zip(why)
            .map(|(due, why)| vec![CaseEvent::ActionMoved { action, due, why }]),
    )
}
