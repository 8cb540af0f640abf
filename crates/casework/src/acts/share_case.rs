//! Let a colleague into a case, and say why. A closed case can be shared too.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// Lets a colleague in.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn share_case(
    acting: &Acting<'_>,
    case: &Case,
    with: Option<StaffId>,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_any(acting, case);
    let with = form.colleague("with", with, acting, case);
    if let Some((with, _)) = with {
        form.refuse_if(case.shared.contains_key(&with), Refusal::AlreadyShared);
    }
    let why = form.words("why", why);
    form.finish(
        with.zip(why)
            .map(|((with, _), why)| vec![CaseEvent::CaseShared { with, why }]),
    )
}
