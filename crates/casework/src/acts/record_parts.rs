//! Record the parts a child had, as now understood. What was understood before stays readable.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::id::PersonId;
use crate::refusal::{Refusal, Refusals};
use guidance::Part;
use std::collections::BTreeSet;

/// What is filled in.
#[derive(Clone, Default)]
pub struct RecordParts {
    /// Who.
    pub child: Option<PersonId>,
    /// One or more parts; *not known* is one.
    pub parts: BTreeSet<Part>,
    /// How that is known.
    pub how_known: String,
}

/// Records the parts a child had.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn record_parts(
    acting: &Acting<'_>,
    case: &Case,
    filled: &RecordParts,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let child = form.child("child", filled.child, case);
    form.refuse_if(
        filled.parts.is_empty(),
        Refusal::NothingChosen { field: "parts" },
    );
    let how_known = form.perhaps("how_known", &filled.how_known);
    let same = child
        .and_then(|child| case.children.get(&child))
        .is_some_and(|known| known.parts == filled.parts);
    form.refuse_if(
        same && !filled.parts.is_empty() && how_known.is_none(),
        Refusal::NothingChanged,
    );
    form.finish(child.map(|child| {
        vec![CaseEvent::PartsRecorded {
            child,
            parts: filled.parts.clone(),
            how_known,
        }]
    }))
}
