//! Plan an action in one's own words: what, who, by when.

use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Radios, Select, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{PlanAction, plan_action};

#[derive(askama::Template)]
#[template(path = "safeguarding/actions/add.html")]
struct Add {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    owner: Select,
    due: Radios,
}

/// Asks what is to be done.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let typed = at.typed().clone();
    let me = Some(at.visitor.asking.staff);
    shown(&Add {
        layout: at.frame("Add an action"),
        owner: fields::colleague(
            &typed,
            "owner",
            "Who does it?",
            &at.visitor.setting,
            Some(&at.case),
            me,
        ),
        due: fields::by_when(&typed, "due", "By when?"),
        typed,
        at,
    })
}

/// Plans it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let filled = PlanAction {
        what: typed.text("what").to_owned(),
        owner: typed.id("owner"),
        by: reading.by_when("due"),
        item: None,
    };
    let planned = plan_action(&at.visitor.acting(), &at.case, &filled);
    let events = reading.finish_as(planned, &[])?;
    at.add(events).await?;
    Ok(next(&at.path("actions")))
}
