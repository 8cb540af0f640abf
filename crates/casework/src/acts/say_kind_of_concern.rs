//! Say what kind of concern a case is. It chooses the guidance from here on; what was recorded before stands as it is.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};
use guidance::Concern;

/// Says what kind of concern a case is.
///
/// # Errors
/// Where nothing is chosen, it is that kind already, or the case is closed.
pub fn say_kind_of_concern(
    acting: &Acting<'_>,
    case: &Case,
    kind: Option<Concern>,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.refuse_if(kind.is_none(), Refusal::NothingChosen { field: "concern" });
    form.refuse_if(kind == Some(case.kind), Refusal::NothingChanged);
    form.finish(kind.map(|kind| vec![CaseEvent::KindOfConcernSaid { kind }]))
}
