//! Take a case up: from here a named lead or deputy works it.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Role};
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};

/// Hands the case to whoever works it from here: oneself or a colleague, a lead or a deputy.
///
/// # Errors
/// Where they cannot, or work it already.
pub fn take_up_case(
    acting: &Acting<'_>,
    case: &Case,
    lead: Option<StaffId>,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let lead = form.colleague("lead", lead, acting, case);
    if let Some((lead, staff)) = &lead {
        let entitled = staff.roles.contains(&Role::Lead) || staff.roles.contains(&Role::Deputy);
        form.refuse_if(!entitled, Refusal::NotALead { field: "lead" });
        form.refuse_if(case.lead == Some(*lead), Refusal::AlreadyLead);
    }
    form.finish(lead.map(|(lead, _)| vec![CaseEvent::CaseTakenUp { lead }]))
}
