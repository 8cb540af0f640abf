//! Correct an entry: the correction stands beside it, and both stay readable. A closed case can be corrected too.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct CorrectEntry {
    /// The entry that was wrong, by its number.
    pub entry: u64,
    /// What is right.
    pub now: String,
    /// Why it is corrected.
    pub why: String,
}

/// Corrects an entry.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn correct_entry(
    acting: &Acting<'_>,
    case: &Case,
    filled: &CorrectEntry,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_any(acting, case);
    form.refuse_if(
        filled.entry == 0 || filled.entry > case.entries,
        Refusal::NoSuchEntry,
    );
    let now = form.words("now", &filled.now);
    let why = form.words("why", &filled.why);
    form.finish(now.zip(why).map(|(now, why)| {
        vec![CaseEvent::EntryCorrected {
            entry: filled.entry,
            now,
            why,
        }]
    }))
}
