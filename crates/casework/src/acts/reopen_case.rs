//! Open a closed case again, and say why.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};

/// Opens a closed case again.
///
/// # Errors
/// Where it is open, or nothing says why.
pub fn reopen_case(
    acting: &Acting<'_>,
    case: &Case,
    why: &str,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_any(acting, case);
    form.refuse_if(case.is_open(), Refusal::NothingToReopen);
    let why = form.words("why", why);
    form.finish(why.map(|why| vec![CaseEvent::CaseReopened { why }]))
}
