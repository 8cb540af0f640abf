//! A viewing that could not be avoided, under the narrow exception: who, why, who approved it, who was there. There is no
//! field for what was seen, here or anywhere.

use super::super::checklist;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Choice, Html, Input, InsetText, Radios, WarningText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{RecordViewing, record_viewing};
use casework::event::ViewingReason;
use casework::telling::viewing_reason;

/// The reasons there are, with their values in a form.
const REASONS: [(&str, ViewingReason); 3] = [
    ("only-way-to-decide", ViewingReason::OnlyWayToDecide),
    ("needed-to-report", ViewingReason::NeededToReport),
    ("unavoidable", ViewingReason::Unavoidable),
];

#[derive(askama::Template)]
#[template(path = "safeguarding/imagery_log/viewing.html")]
struct Page {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    /// Whether the guidance says anything on viewing.
    seen: bool,
    checklist: Html,
    reason: Radios,
    viewed: Html,
}

/// Shows what the guidance allows, and asks.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    let reason = Radios::new(
        "reason",
        "Why could it not be avoided?",
        REASONS.map(|(value, reason)| Choice::new(value, viewing_reason(reason))),
    )
    .value(Some(typed.text("reason")))
    .error(typed.error("reason"));
    shown(&Page {
        layout: at.frame("A viewing that could not be avoided"),
        seen: pack.checklist("viewing").is_some(),
        checklist: checklist::lines(&pack, "viewing"),
        reason,
        viewed: fields::happened(&typed, "viewed", "When was it?", at.visitor.today()),
        typed,
        at,
    })
}

/// Records it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let text = |field: &str| typed.text(field).to_owned();
    let filled = RecordViewing {
        reason: REASONS
            .into_iter()
            .find(|(value, _)| *value == typed.text("reason"))
            .map(|(_, reason)| reason),
        authorised_by: text("authorised_by"),
        viewed_by: text("viewed_by"),
        present: text("present"),
        place: text("place"),
        viewed: reading.occurred("viewed"),
    };
    let events = reading.finish(record_viewing(&at.visitor.acting(), &at.case, &filled))?;
    at.add(events).await?;
    Ok(next(&at.path("imagery-log")))
}
