//! Add a child to those involved, by name or from the people the record knows.

use super::form::Form;
use super::{Acting, ChildNamed};
use crate::case::Case;
use crate::event::{CaseEvent, PersonEvent};
use crate::id::PersonId;
use crate::refusal::{Refusal, Refusals};
use guidance::Part;
use std::collections::BTreeSet;

/// What is filled in.
#[derive(Clone)]
pub struct InvolveChild {
    /// Who.
    pub child: ChildNamed,
    /// How it is known that they are involved.
    pub how_known: String,
    /// The parts they had, if that is known by now.
    pub parts: BTreeSet<Part>,
}

/// A child involved, and who became known to the record by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Involved {
    /// Who.
    pub child: PersonId,
    /// What to write in the case.
    pub events: Vec<CaseEvent>,
    /// What to write in the person's own chronology, where they are new.
    pub person: Option<PersonEvent>,
}

/// Adds a child to those involved.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn involve_child(
    acting: &Acting<'_>,
    case: &Case,
    filled: &InvolveChild,
) -> Result<Involved, Refusals> {
    let mut form = Form::on_open(acting, case);
    let (child, person) = match &filled.child {
        ChildNamed::Known(child) => {
            form.refuse_if(case.children.contains_key(child), Refusal::AlreadyInvolved);
            (*child, None)
        }
        ChildNamed::New(new) => (acting.outside.new_person(), form.new_child(new)),
    };
    let how_known = form.perhaps("how_known", &filled.how_known);
    let mut events = vec![CaseEvent::ChildInvolved {
        child,
        how_known: how_known.clone(),
    }];
    if !filled.parts.is_empty() {
        events.push(CaseEvent::PartsRecorded {
            child,
            parts: filled.parts.clone(),
            how_known,
        });
    }
    form.finish(Some(Involved {
        child,
        events,
        person,
    }))
}
