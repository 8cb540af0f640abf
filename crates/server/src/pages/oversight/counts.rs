//! Counts for governors and heads: how many cases there are and where they stand. No names and no way into a case.

use crate::govuk::{Cell, SummaryList, SummaryRow, Table};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::Visitor;
use crate::when;
use casework::calendar;
use casework::case::NextStep;
use jiff::civil::{Date, date};

#[derive(askama::Template)]
#[template(path = "oversight/counts.html")]
struct CountsPage {
    layout: Frame,
    overall: SummaryList,
    by_stage: Table,
}

/// Where an open case stands, as a governor asks it.
const STAGES: [&str; 7] = [
    "Reported, not read yet",
    "Being reviewed or assessed",
    "To be referred at once",
    "Waiting for a decision, or for it to be looked at again",
    "Waiting for a second view",
    "To be referred, or with an agency that has not answered",
    "Decided, and being followed up",
];

fn stage_of(step: NextStep) -> usize {
    match step {
        NextStep::ReadConcern => 0,
        NextStep::TakeUp | NextStep::InitialReview | NextStep::Assess | NextStep::Consult => 1,
        NextStep::ReferNow => 2,
        NextStep::Decide | NextStep::ReviewDecision => 3,
        NextStep::WaitForSecondView => 4,
        NextStep::MakeReferral | NextStep::ChaseReferral => 5,
        NextStep::TellParents
        | NextStep::DoActions
        | NextStep::SetReview
        | NextStep::Review { .. }
        | NextStep::Close
        | NextStep::Closed => 6,
    }
}

/// Shows them.
///
/// # Errors
/// Where the store cannot count.
pub async fn show(visitor: Visitor) -> Answered {
    let began = term_of(visitor.today());
    let now = visitor.app.outside().now();
    let counts = visitor
        .app
        .store()
        .counts(&visitor.asking, calendar::start_of(began), now)
        .await?;
    let row = |label: &str, many: u64| SummaryRow::new(label, many.to_string());
    let open = u64::try_from(counts.next_steps.len()).unwrap_or(u64::MAX);
    let overall = SummaryList::new([
        row("Open cases", open),
        row(&format!("Reported since {}", when::day(began)), counts.new),
        row("Open cases with something overdue", counts.overdue),
        row("Referred to an agency, open and closed", counts.referred),
        row(
            "Decided for less than the guidance calls for, with a reason and a second person",
            counts.less_than_called_for,
        ),
        row("Closed cases", counts.closed),
    ]);
    let mut by_stage = Table::new(["Where it stands", "Open cases"]);
    for (place, stage) in STAGES.into_iter().enumerate() {
        let many = counts
            .next_steps
            .iter()
            .filter(|step| stage_of(**step) == place)
            .count();
        by_stage = by_stage.row([Cell::from(stage), Cell::numeric(many.to_string())]);
    }
    shown(&CountsPage {
        layout: visitor.frame("Counts"),
        overall,
        by_stage,
    })
}

/// The first of September, January or April before a day: about when a term began.
fn term_of(day: Date) -> Date {
    let month = match day.month() {
        9.. => 9,
        4.. => 4,
        _ => 1,
    };
    date(day.year(), month, 1)
}
