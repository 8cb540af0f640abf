//! When something happened, as forms ask it: a day, a time if it is known, and a tick for "about". Read back by
//! [`crate::typed::Typed::occurred`].

use crate::govuk::{Checkboxes, Choice, DateInput, Html, Input};
use crate::typed::{FieldError, Typed};
use casework::event::Occurred;

/// The inputs, with what was typed into them.
pub(crate) fn asked(typed: &Typed, field: &str, legend: &str, hint: &str) -> Html {
    let part = |name: &str| typed.text(&format!("{field}-{name}"));
    let day = DateInput::new(field, legend)
        .hint(hint)
        .day(part("day"))
        .month(part("month"))
        .year(part("year"))
        .error(typed.error(field));
    let time = Input::new(format!("{field}-time"), "Time, if you know it")
        .hint("For example, 14:05")
        .width(5)
        .value(part("time"))
        .error(typed.error(&format!("{field}-time")));
    let about = format!("{field}-about");
    let about = Checkboxes::new(
        about.as_str(),
        "How sure are you?",
        [Choice::new("yes", "About then, not exactly")],
    )
    .small()
    .values(typed.all(&about));
    Html::join([day.into(), time.into(), about.into()])
}

/// What was typed; where it is no time, that goes to what is wrong. A time without its day is not dropped but asked about.
pub(crate) fn read(typed: &Typed, field: &str, wrong: &mut Vec<FieldError>) -> Option<Occurred> {
    let refuse = |field: String, says: String| FieldError {
        field: Some(field),
        says,
    };
    let time = format!("{field}-time");
    if let Err(says) = typed.time(&time) {
        wrong.push(refuse(time, says));
        return None;
    }
    match typed.occurred(field) {
        Ok(None) if !typed.text(&time).trim().is_empty() => {
            wrong.push(refuse(
                field.to_owned(),
                "Enter the day as well as the time".to_owned(),
            ));
            None
        }
        Ok(occurred) => occurred,
        Err(says) => {
            wrong.push(refuse(field.to_owned(), says));
            None
        }
    }
}
