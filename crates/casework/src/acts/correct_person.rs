//! Record a person, and correct what is known of them.

use super::NewChild;
use super::form::Form;
use crate::event::PersonEvent;
use crate::id::PersonId;
use crate::outside::Outside;
use crate::people::Person;
use crate::refusal::{Refusal, Refusals};

/// Records a person who became known otherwise than by a concern.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn record_person(
    outside: &Outside,
    filled: &NewChild,
) -> Result<(PersonId, PersonEvent), Refusals> {
    let mut form = Form::new(outside.now());
    let event = form.new_child(filled);
    form.finish(event.map(|event| (outside.new_person(), event)))
}

/// Corrects what is known of a person: the whole, as now known.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn correct_person(
    outside: &Outside,
    person: &Person,
    filled: &NewChild,
    why: &str,
) -> Result<Vec<PersonEvent>, Refusals> {
    let mut form = Form::new(outside.now());
    let name = form.words("name", &filled.name);
    let date_of_birth = form.date_of_birth(filled.date_of_birth);
    let year_group = form.perhaps("year_group", &filled.year_group);
    let setting = form.perhaps("setting", &filled.setting);
    let why = form.perhaps("why", why);
    let now = name.map(|name| Person {
        name,
        date_of_birth,
        year_group,
        setting,
        on_roll: person.on_roll,
    });
    form.refuse_if(now.as_ref() == Some(person), Refusal::NothingChanged);
    form.finish(now.map(|now| {
        vec![PersonEvent::PersonCorrected {
            name: now.name,
            date_of_birth: now.date_of_birth,
            year_group: now.year_group,
            setting: now.setting,
            on_roll: now.on_roll,
            why,
        }]
    }))
}
