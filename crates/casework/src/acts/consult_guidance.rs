//! Consult the guidance on what is known now, and record what it said. Deciding is another act, by another mind.

use super::Acting;
use super::form::Form;
use crate::calendar;
use crate::case::Case;
use crate::consult::consult;
use crate::event::CaseEvent;
use crate::id::PersonId;
use crate::people::Person;
use crate::refusal::Refusals;
use guidance::{Assessment, Pack};
use std::collections::BTreeMap;

/// Consults the guidance today and records it.
///
/// # Errors
/// Where the case is closed. To look without recording, use [`crate::consult::consult`] and drop the event.
pub fn consult_guidance(
    acting: &Acting<'_>,
    case: &Case,
    people: &BTreeMap<PersonId, Person>,
    pack: &Pack,
) -> Result<(Vec<CaseEvent>, Assessment), Refusals> {
    let form = Form::on_open(acting, case);
    let (event, assessment) = consult(case, people, pack, calendar::day_of(acting.outside.now()));
    form.finish(Some((vec![event], assessment)))
}
