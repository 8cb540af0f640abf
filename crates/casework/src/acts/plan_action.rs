//! Plan an action: what, who, by when.

use super::form::Form;
use super::{Acting, By};
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::StaffId;
use crate::refusal::Refusals;

/// What is filled in.
#[derive(Clone, Default)]
pub struct PlanAction {
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub owner: Option<StaffId>,
    /// By when, counted from now.
    pub by: By,
    /// The line of the guidance it comes from, as `checklist:item`.
    pub item: Option<String>,
}

/// Plans an action. Owning one lets nobody into the case.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn plan_action(
    acting: &Acting<'_>,
    case: &Case,
    filled: &PlanAction,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let what = form.words("what", &filled.what);
    let owner = form.colleague("owner", filled.owner, acting, case);
    let due = form.due("due", filled.by, acting.outside.now(), acting);
    form.finish(what.zip(owner).map(|(what, (owner, _))| {
        let action = acting.outside.new_action();
        vec![CaseEvent::ActionPlanned {
            action,
            what,
            owner,
            due,
            item: filled.item.clone(),
        }]
    }))
}
