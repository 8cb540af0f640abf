//! Open a closed case again, and say why.

use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Html, SummaryList, SummaryRow, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::reopen_case;
use casework::telling::outcome;

#[derive(askama::Template)]
#[template(path = "safeguarding/reopen.html")]
struct Reopen {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    closed: Option<SummaryList>,
}

/// Says how it was closed, and asks why it is opened.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let closed = at.case.closed.as_ref().map(|closed| {
        let by = at.visitor.staff_name(closed.recorded.by);
        let when = crate::when::day_and_time(closed.recorded.at);
        let mut rows = vec![
            SummaryRow::new("Closed", format!("{when}, by {by}")),
            SummaryRow::new("Outcome", outcome(closed.outcome)),
            SummaryRow::new("Why", Html::paragraphs(closed.why.as_str())),
        ];
        rows.extend(
            closed
                .actions_left
                .as_ref()
                .map(|left| SummaryRow::new("Actions left open", Html::paragraphs(left.as_str()))),
        );
        SummaryList::new(rows)
    });
    shown(&Reopen {
        layout: at.frame("Why is this case opened again?"),
        typed: at.typed().clone(),
        closed,
        at,
    })
}

/// Opens it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let reopened = reopen_case(&at.visitor.acting(), &at.case, typed.text("why"));
    let events = Reading::of(typed).finish(reopened)?;
    at.record(events).await?;
    Ok(next(&at.path("")))
}
