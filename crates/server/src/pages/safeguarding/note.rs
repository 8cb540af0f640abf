//! Add a note: something worth keeping that no other page asks for.

use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Details, Html, Input, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::add_note;

#[derive(askama::Template)]
#[template(path = "safeguarding/note.html")]
struct Note {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    happened: Details,
}

/// Asks for the note.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let typed = at.typed().clone();
    let day = fields::day(&typed, "happened", "When did it happen?");
    let time = Input::new("happened-time", "Time, if known")
        .hint("For example 14:05")
        .width(5)
        .value(typed.text("happened-time"))
        .error(typed.error("happened-time"));
    let fields = Html::join([day.into(), time.into()]);
    let mut happened = Details::new("It happened at another time than now", fields);
    let is_wrong = |field| typed.error(field).is_some();
    if is_wrong("happened") || is_wrong("happened-time") || !typed.text("happened-day").is_empty() {
        happened = happened.open();
    }
    shown(&Note {
        layout: at.frame("Add a note"),
        typed,
        at,
        happened,
    })
}

/// Adds it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let happened = reading.occurred("happened");
    let noted = add_note(&at.visitor.acting(), &at.case, typed.text("note"), happened);
    let events = reading.finish(noted)?;
    at.add(events).await?;
    Ok(next(&at.path("")))
}
