//! Record that a child's parents or carers are not told for now: why, who agreed, and when to look again.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::PersonId;
use crate::refusal::Refusals;
use jiff::civil::Date;

/// What is filled in.
#[derive(Clone, Default)]
pub struct NotTellParents {
    /// Whose parents or carers.
    pub child: Option<PersonId>,
    /// Why not.
    pub why: String,
    /// Who agreed.
    pub agreed_with: String,
    /// When to look again.
    pub look_again: Option<Date>,
}

/// Records that parents or carers are not told for now.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn not_tell_parents(
    acting: &Acting<'_>,
    case: &Case,
    filled: &NotTellParents,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let child = form.child("child", filled.child, case);
    let why = form.words("why", &filled.why);
    let agreed_with = form.words("agreed_with", &filled.agreed_with);
    let look_again = form.still_to_come("look_again", filled.look_again);
    let event = child.zip(why).zip(agreed_with.zip(look_again)).map(
        |((child, why), (agreed_with, look_again))| {
            vec![CaseEvent::ParentsNotTold {
                child,
                why,
                agreed_with,
                look_again,
            }]
        },
    );
    form.finish(event)
}
