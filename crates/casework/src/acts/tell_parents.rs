//! Record that a child's parents or carers were told.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred};
use crate::id::PersonId;
use crate::refusal::Refusals;

/// What is filled in.
#[derive(Clone, Default)]
pub struct TellParents {
    /// Whose parents or carers.
    pub child: Option<PersonId>,
    /// Who was told.
    pub who: String,
    /// How.
    pub how: String,
    /// What they said.
    pub said: String,
    /// When.
    pub told: Option<Occurred>,
}

/// Records that parents or carers were told.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn tell_parents(
    acting: &Acting<'_>,
    case: &Case,
    filled: &TellParents,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let child = form.child("child", filled.child, case);
    let who = form.words("who", &filled.who);
    let how = form.words("how", &filled.how);
    let said = form.perhaps("said", &filled.said);
    let told = form.been("told", filled.told);
    let event = child
        .zip(who)
        .zip(how.zip(told))
        .map(|((child, who), (how, told))| {
            vec![CaseEvent::ParentsTold {
                child,
                who,
                how,
                said,
                told,
            }]
        });
    form.finish(event)
}
