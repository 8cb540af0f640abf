//! Somebody is too close to a case: oneself, in one press, or a colleague. It outweighs whatever their roles say.

use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Select, SummaryList, SummaryRow, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::declare_conflict;

/// What is recorded where somebody steps back in one press: the page says it before they do.
const STEPPED_BACK: &str = "Stepped back: too close to somebody involved.";

#[derive(askama::Template)]
#[template(path = "safeguarding/conflict.html")]
struct Conflict {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    declared: Option<SummaryList>,
    staff: Select,
    stepped_back: &'static str,
    works_it: bool,
}

/// Shows who is kept out, and asks who else.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let typed = at.typed().clone();
    let rows: Vec<SummaryRow> = at
        .case
        .conflicts
        .iter()
        .map(|(staff, declared)| {
            SummaryRow::new(at.visitor.staff_name(*staff), declared.why.as_str())
        })
        .collect();
    let works_it = at.case.lead == Some(at.visitor.asking.staff);
    shown(&Conflict {
        layout: at.frame("Is somebody too close to this case?"),
        declared: (!rows.is_empty()).then(|| SummaryList::new(rows)),
        staff: fields::colleague(
            &typed,
            "staff",
            "Who must not see it?",
            &at.visitor.setting,
            Some(&at.case),
            None,
        ),
        typed,
        at,
        stepped_back: STEPPED_BACK,
        works_it,
    })
}

/// Keeps them out. Whoever keeps themselves out goes back to their desk: the case is closed to them.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let me = at.visitor.asking.staff;
    let (staff, why) = if typed.has("step-back", "me") {
        (Some(me), STEPPED_BACK)
    } else {
        (typed.id("staff"), typed.text("why"))
    };
    let declared = declare_conflict(&at.visitor.acting(), &at.case, staff, why);
    let events = Reading::of(typed).finish(declared)?;
    at.add(events).await?;
    let onwards = if staff == Some(me) {
        "/desk".to_owned()
    } else {
        at.path("")
    };
    Ok(next(&onwards))
}
