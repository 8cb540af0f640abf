//! Take back that a colleague was let in.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// Takes it back. Also from a colleague who has left.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn unshare_case(
    acting: &Acting<'_>,
    case: &Case,
    with: StaffId,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_any(acting, case);
    form.refuse_if(!case.shared.contains_key(&with), Refusal::NotShared);
    let why = form.words("why", why);
    form.finish(why.map(|why| vec![CaseEvent::CaseUnshared { with, why }]))
}
