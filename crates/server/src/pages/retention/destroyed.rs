//! What is left of a case that was destroyed lawfully: that it was, when, by which two people, under which rule.

use super::told;
use crate::govuk::{BackLink, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::Path;
use casework::case::reference_of;
use casework::id::CaseId;

#[derive(askama::Template)]
#[template(path = "retention/destroyed.html")]
struct Destroyed {
    layout: Frame,
    reference: String,
    facts: SummaryList,
}

/// Shows it.
///
/// # Errors
/// [`Instead::NotThere`] where no such case was destroyed.
pub async fn show(visitor: Visitor, Path(gone): Path<String>) -> Answered {
    let case: CaseId = gone.parse().map_err(|_| Instead::NotThere)?;
    let tombstone = visitor
        .setting
        .retention
        .destroyed
        .get(&case)
        .ok_or(Instead::NotThere)?;
    let facts = SummaryList::new([
        SummaryRow::new("Destroyed", when::day_and_time(tombstone.carried_out.at)),
        SummaryRow::new("Proposed by", visitor.staff_name(tombstone.proposed_by)),
        SummaryRow::new(
            "Carried out by",
            visitor.staff_name(tombstone.carried_out.by),
        ),
        SummaryRow::new("Under", told::stamps(&tombstone.rules)),
        SummaryRow::new("Entries it had", tombstone.entries.to_string()),
    ]);
    shown(&Destroyed {
        layout: visitor.frame("This case was destroyed"),
        reference: reference_of(case),
        facts,
    })
}
