//! Declare that somebody must not read or work a case: oneself or a colleague. It outweighs whatever their roles say.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// Declares a conflict of interest. Where it is about whoever works the case, somebody else takes it up.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn declare_conflict(
    acting: &Acting<'_>,
    case: &Case,
    staff: Option<StaffId>,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_any(acting, case);
    let staff = form.chosen("staff", staff);
    if let Some(staff) = staff {
        form.staff("staff", staff, acting);
        form.refuse_if(
            case.conflicts.contains_key(&staff),
            Refusal::AlreadyConflicted,
        );
    }
    let why = form.words("why", why);
    form.finish(
        staff
            .zip(why)
            .map(|(staff, why)| vec![CaseEvent::ConflictDeclared { staff, why }]),
    )
}
