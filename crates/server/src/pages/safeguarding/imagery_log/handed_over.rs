//! A device in keeping goes to somebody else: the police, or back.

use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Choice, Html, Input, Radios};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{HandOverDevice, hand_over_device};

#[derive(askama::Template)]
#[template(path = "safeguarding/imagery_log/handed_over.html")]
struct Page {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    device: Radios,
    handed_over: Html,
}

/// Asks which device went to whom.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let typed = at.typed().clone();
    let choices = at.case.devices.iter().map(|device| {
        let choice = Choice::new(device.recorded.seq.to_string(), device.device.as_str());
        match device.handed_over.last() {
            Some(last) => choice.hint(super::handed_over_line(last)),
            None => choice.hint(format!("Kept: {}", device.kept_where.as_str())),
        }
    });
    let chosen = match (typed.text("device"), at.case.devices.as_slice()) {
        ("", [only]) => only.recorded.seq.to_string(),
        (typed, _) => typed.to_owned(),
    };
    let device = Radios::new("device", "Which device?", choices)
        .value(Some(chosen))
        .error(typed.error("device"));
    shown(&Page {
        layout: at.frame("A device was handed over"),
        device,
        handed_over: fields::happened(&typed, "handed_over", "When?", at.visitor.today()),
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
    let filled = HandOverDevice {
        device: typed.id("device").unwrap_or_default(),
        to: typed.text("to").to_owned(),
        handed_over: reading.occurred("handed_over"),
    };
    let events = reading.finish(hand_over_device(&at.visitor.acting(), &at.case, &filled))?;
    at.add(events).await?;
    Ok(next(&at.path("imagery-log")))
}
