//! Report a concern: what any member of staff does, and what opens a case.

use super::form::Form;
use super::{Acting, ChildNamed};
use crate::event::{CameBy, CaseEvent, Occurred, PersonEvent};
use crate::id::{CaseId, PersonId};
use crate::refusal::{Refusal, Refusals};
use std::collections::BTreeSet;

/// What a member of staff fills in.
#[derive(Clone, Default)]
pub struct ReportConcern {
    /// What they saw, heard or were told.
    pub what: String,
    /// How it came to them.
    pub came_by: Option<CameBy>,
    /// When it happened, if known.
    pub happened: Option<Occurred>,
    /// Where it happened, if known.
    pub place: String,
    /// The children involved, as far as they know. Blank ones are left out.
    pub children: Vec<ChildNamed>,
    /// They do not know the names of the children, or of some of them.
    pub names_not_known: bool,
    /// What was done already.
    pub done_already: String,
}

/// A new case, and the people new to the record.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    /// Its id.
    pub case: CaseId,
    /// Its first entries.
    pub events: Vec<CaseEvent>,
    /// Who became known, each with the first entry of their own chronology.
    pub people: Vec<(PersonId, PersonEvent)>,
}

/// Reports a concern.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn report_concern(acting: &Acting<'_>, filled: &ReportConcern) -> Result<NewCase, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let what = form.words("what", &filled.what);
    let came_by = form.chosen("came_by", filled.came_by);
    let happened = form.been_perhaps("happened", filled.happened);
    let place = form.perhaps("place", &filled.place);
    let done_already = form.perhaps("done_already", &filled.done_already);

    let named: Vec<&ChildNamed> = filled
        .children
        .iter()
        .filter(|child| !matches!(child, ChildNamed::New(new) if new.is_blank()))
        .collect();
    form.refuse_if(
        named.is_empty() && !filled.names_not_known,
        Refusal::NoChild,
    );
    let mut seen = BTreeSet::new();
    let mut children = Vec::new();
    let mut people = Vec::new();
    for child in named {
        let again = !seen.insert(sameness(child));
        form.refuse_if(again, Refusal::ChildTwice);
        match child {
            ChildNamed::Known(child) => children.push(*child),
            ChildNamed::New(new) => {
                if let Some(event) = form.new_child(new) {
                    let person = acting.outside.new_person();
                    children.push(person);
                    people.push((person, event));
                }
            }
        }
    }
    let event = what
        .zip(came_by)
        .map(|(what, came_by)| CaseEvent::ConcernReported {
            what,
            came_by,
            happened,
            place,
            children,
            names_not_known: filled.names_not_known,
            done_already,
        });
    let made = event.map(|event| NewCase {
        case: acting.outside.new_case(),
        events: vec![event],
        people,
    });
    form.finish(made)
}

/// What makes two children on one form the same child: the same person, or the same name and date of birth.
fn sameness(child: &ChildNamed) -> (Option<PersonId>, String, Option<jiff::civil::Date>) {
    match child {
        ChildNamed::Known(person) => (Some(*person), String::new(), None),
        ChildNamed::New(new) => (None, new.name.trim().to_lowercase(), new.date_of_birth),
    }
}
