//! What kind of concern a case is. It chooses the guidance. It is asked where a case is taken up, and can be said anew at any
//! time, because what first looks like one kind may turn out to be another. Nothing recorded before is lost or rewritten.

use crate::govuk::{BackLink, Button, Choice, Radios};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::AtCase;
use casework::acts::say_kind_of_concern;
use casework::event::CaseEvent;
use casework::refusal::Refusals;
use casework::telling::kind_of_concern;
use guidance::Concern;

const TITLE: &str = "What kind of concern is this?";

#[derive(askama::Template)]
#[template(path = "safeguarding/kind.html")]
struct Kind {
    layout: Frame,
    back: String,
    kinds: Option<Radios>,
    now: &'static str,
}

/// The kinds there is guidance on where this case is, to choose from. None where there is no choice.
pub(super) fn choice(at: &AtCase) -> Option<Radios> {
    let visitor = &at.visitor;
    let today = visitor.today();
    let mut kinds = visitor
        .app
        .library()
        .concerns(&visitor.setting.jurisdiction);
    kinds.retain(|kind| {
        visitor
            .app
            .pack_for_concern(&visitor.setting, *kind, today)
            .is_ok()
    });
    if kinds.len() < 2 || !at.case.is_open() {
        return None;
    }
    let chosen = match at.typed().text("concern") {
        "" => at.case.kind.as_str().to_owned(),
        typed => typed.to_owned(),
    };
    let items = kinds
        .into_iter()
        .map(|kind| Choice::new(kind.as_str(), kind_of_concern(kind)).hint(hint(kind)));
    Some(
        Radios::new("concern", TITLE, items)
            .value(Some(chosen))
            .hint("It chooses which guidance this case is worked by. You can change it later.")
            .error(at.typed().error("concern")),
    )
}

fn hint(kind: Concern) -> &'static str {
    match kind {
        Concern::SharingNudes => {
            "Any imagery of a child, real or altered. If in doubt, choose this."
        }
        Concern::OnlineBullying => {
            "Messages, posts or groups, with no imagery of a child that you know of."
        }
    }
}

/// What was said where the case is taken up: nothing, where it says nothing new.
///
/// # Errors
/// What the act refuses.
pub(super) fn said(at: &AtCase) -> Result<Vec<CaseEvent>, Refusals> {
    match Concern::from_word(at.typed().text("concern")) {
        Some(kind) if kind != at.case.kind => {
            say_kind_of_concern(&at.visitor.acting(), &at.case, Some(kind))
        }
        _ => Ok(Vec::new()),
    }
}

/// Asks.
///
/// # Errors
/// Where the page cannot be rendered.
pub async fn show(at: AtCase) -> Answered {
    shown(&Kind {
        layout: at.frame(TITLE),
        back: at.path(""),
        kinds: choice(&at).map(Radios::page_heading),
        now: kind_of_concern(at.case.kind),
    })
}

/// Records it.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(at: AtCase) -> Answered {
    let kind = Concern::from_word(at.typed().text("concern"));
    let events = say_kind_of_concern(&at.visitor.acting(), &at.case, kind)?;
    at.record(events).await?;
    Ok(next(&at.path("")))
}
