//! Hand an action to a colleague.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::{ActionId, StaffId};
use crate::refusal::{Refusal, Refusals};

/// Hands an action over.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn hand_over_action(
    acting: &Acting<'_>,
    case: &Case,
    action: ActionId,
    to: Option<StaffId>,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let owner = form.open_action(action, case).map(|known| known.owner);
    let to = form.colleague("to", to, acting, case);
    if let Some((to, _)) = to {
        form.refuse_if(owner == Some(to), Refusal::SameOwner);
    }
    let why = form.perhaps("why", why);
    form.finish(to.map(|(to, _)| vec![CaseEvent::ActionHandedOver { action, to, why }]))
}
