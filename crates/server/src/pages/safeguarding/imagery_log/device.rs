//! A device taken into keeping: which, from whom, where it is, how it was cut off. Never what is on it.

use super::super::checklist;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Choice, Html, Input, Radios, Select, SelectItem};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{LogDevice, log_device};
use casework::event::Isolated;
use casework::telling::isolated;

/// How a device can be cut off, with its value in a form.
const ISOLATED: [(&str, Isolated); 3] = [
    ("flight-mode", Isolated::FlightMode),
    ("switched-off", Isolated::SwitchedOff),
    ("no", Isolated::No),
];

#[derive(askama::Template)]
#[template(path = "safeguarding/imagery_log/device.html")]
struct Page {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    checklist: Html,
    from: Select,
    isolated: Radios,
    taken: Html,
}

/// Asks about the device.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    let children = at
        .case
        .children
        .keys()
        .map(|child| SelectItem::new(child.to_string(), at.person_name(*child)));
    let nobody = SelectItem::new("", "Somebody else, or found");
    let from = Select::new(
        "from",
        "Who handed it in?",
        std::iter::once(nobody).chain(children),
    )
    .value(Some(typed.text("from")))
    .error(typed.error("from"));
    let cut_off = Radios::new(
        "isolated",
        "How was it taken off the network?",
        ISOLATED.map(|(value, how)| Choice::new(value, isolated(how))),
    )
    .value(Some(typed.text("isolated")))
    .error(typed.error("isolated"));
    shown(&Page {
        layout: at.frame("A device was taken into keeping"),
        checklist: checklist::folded(&pack, "device"),
        from,
        isolated: cut_off,
        taken: fields::happened(&typed, "taken", "When was it taken?", at.visitor.today()),
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
    let filled = LogDevice {
        device: text("device"),
        from: typed.id("from"),
        held_by: text("held_by"),
        kept_where: text("kept_where"),
        isolated: ISOLATED
            .into_iter()
            .find(|(value, _)| *value == typed.text("isolated"))
            .map(|(_, how)| how),
        second_person: text("second_person"),
        taken: reading.occurred("taken"),
    };
    let events = reading.finish(log_device(&at.visitor.acting(), &at.case, &filled))?;
    at.add(events).await?;
    Ok(next(&at.path("imagery-log")))
}
