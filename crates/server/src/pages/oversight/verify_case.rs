//! Verifies the chronology of one case without opening it: over sealed entries, so the page says nothing of what is in it.

use crate::app::Spec;
use crate::govuk::{BackLink, InsetText, SummaryList, SummaryRow, WarningText};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::visitor::{Visitor, case_in};
use crate::when;
use axum::Extension;
use casework::case::reference_of;
use casework::chronology::ChronologyId;
use casework::event::AccessEvent;
use store::{Broken, How, Mark};

#[derive(askama::Template)]
#[template(path = "oversight/verify_case.html")]
struct VerifyCase {
    layout: Frame,
    reference: String,
    case: String,
    broken: Option<String>,
    found: SummaryList,
}

/// Verifies it, and says so in its access log.
///
/// # Errors
/// [`Instead::NotThere`] for whoever may not verify it, or where the store cannot say.
pub async fn show(visitor: Visitor, Extension(spec): Extension<Spec>) -> Answered {
    let case = case_in(spec.path, &visitor.path).ok_or(Instead::NotThere)?;
    let store = visitor.app.store();
    let verdict = store
        .verify(ChronologyId::case(visitor.asking.setting, case))
        .await?;
    // The store asks here whether this person may verify it, before anything is shown.
    let verified = AccessEvent::ChronologyVerified {
        intact: verdict.intact(),
    };
    store.note_access(&visitor.asking, case, verified).await?;
    let reference = reference_of(case);
    let found = SummaryList::new([
        SummaryRow::new("Verified", when::day_and_time(visitor.app.outside().now())),
        SummaryRow::new("Entries", verdict.entries.to_string()),
        SummaryRow::new("Last entry", verdict.head.to_string()),
    ]);
    shown(&VerifyCase {
        layout: visitor.frame(&format!("Verify case {reference}")),
        reference,
        case: format!("/cases/{case}"),
        broken: verdict.broken.as_ref().map(how_in_words),
        found,
    })
}

/// Where a chain does not hold and since when, as the page says it.
pub(super) fn how_in_words(broken: &Broken) -> String {
    let seq = broken.seq;
    let how = match broken.how {
        How::Altered => format!("Entry {seq} is not as it was written."),
        How::DoesNotFollow => format!("Entry {seq} does not follow from the one before it."),
        How::Missing => format!("Entry {seq} is missing."),
        How::CutOff => format!("Entry {seq} was written and is missing, with any after it."),
        How::NotInHead => format!("Entry {seq} is there, but the chronology does not know of it."),
        How::NotAsStated { by } if by == seq => {
            format!("Entry {seq} is not the one that was there when a checkpoint was made.")
        }
        How::NotAsStated { by } => format!(
            "Something in entries {seq} to {by} was written again: they are not the ones that were there when a checkpoint was made."
        ),
    };
    let day = |mark: &Mark| when::day_and_time(mark.made_at);
    match (&broken.after, &broken.before) {
        (Some(after), Some(before)) => format!(
            "{how} It was done after the checkpoint of {} and before that of {}.",
            day(after),
            day(before)
        ),
        (Some(after), None) => format!("{how} It was done after the checkpoint of {}.", day(after)),
        (None, Some(before)) => {
            format!(
                "{how} It was done before the checkpoint of {}.",
                day(before)
            )
        }
        (None, None) => how,
    }
}
