//! Add a note.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred};
use crate::refusal::Refusals;

/// Adds a note.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn add_note(
    acting: &Acting<'_>,
    case: &Case,
    note: &str,
    happened: Option<Occurred>,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let note = form.words("note", note);
    let happened = form.been_perhaps("happened", happened);
    form.finish(note.map(|note| vec![CaseEvent::NoteAdded { note, happened }]))
}
