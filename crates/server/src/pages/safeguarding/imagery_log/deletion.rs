//! A child deleted it and confirmed so. First the page says whether a child may be asked to delete now, and why not: keeping
//! comes first, and the act refuses whatever the page shows.

use super::super::checklist;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Html, Input, InsetText, Radios, WarningText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{ConfirmDeletion, confirm_deletion, must_preserve};

#[derive(askama::Template)]
#[template(path = "safeguarding/imagery_log/deletion.html")]
struct Page {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    keep: Option<String>,
    ordered: bool,
    order: Html,
    child: Radios,
    confirmed: Html,
}

impl Page {
    /// The form is not offered while everything must be kept; what somebody typed before that is never taken from them.
    fn shows_form(&self) -> bool {
        self.at.case.is_open() && (self.keep.is_none() || !self.typed.is_empty())
    }
}

/// Says whether, and asks.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    shown(&Page {
        layout: at.frame("May a child be asked to delete it?"),
        keep: must_preserve(&at.case, &pack).map(|refusal| refusal.says()),
        ordered: pack.checklist("deletion").is_some(),
        order: checklist::in_order(&pack, "deletion"),
        child: fields::child(&typed, &at, "child", "Which child deleted it?"),
        confirmed: fields::happened(
            &typed,
            "confirmed",
            "When did they confirm it?",
            at.visitor.today(),
        ),
        typed,
        at,
    })
}

/// Records it.
///
/// # Errors
/// The same form again, also where everything must be kept; or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let filled = ConfirmDeletion {
        child: typed.id("child"),
        from_where: typed.text("from_where").to_owned(),
        present: typed.text("present").to_owned(),
        confirmed: reading.occurred("confirmed"),
    };
    let confirmed = confirm_deletion(&at.visitor.acting(), &at.case, &pack, &filled);
    let events = reading.finish(confirmed)?;
    // On what was seen of the case: a referral that somebody made meanwhile changes the answer.
    at.record(events).await?;
    Ok(next(&at.path("imagery-log")))
}
