//! Read a concern: the first lead or deputy who does says so, and the reporter sees it.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};

/// Records that the concern was read.
///
/// # Errors
/// Where it was read before.
pub fn read_concern(acting: &Acting<'_>, case: &Case) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.refuse_if(case.read.is_some(), Refusal::AlreadyRead);
    form.finish(Some(vec![CaseEvent::ConcernRead {}]))
}
