//! How the backups stand, for whoever looks after the server: when the last was taken, whether it is failing. It knows
//! nothing of what is in one.

use super::beside;
use crate::backups::Standing;
use crate::govuk::{Html, SummaryList, SummaryRow, WarningText};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::Visitor;
use crate::when;
use axum::extract::State;

#[derive(askama::Template)]
#[template(path = "setting/backups.html")]
struct Backups {
    layout: Frame,
    set_up: bool,
    failing: Option<WarningText>,
    stands: Option<SummaryList>,
    beside: Html,
}

/// Shows how the backups stand.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(State(app): State<crate::app::App>, visitor: Visitor) -> Answered {
    let standing = app.backups().map(crate::backups::Backups::standing);
    shown(&Backups {
        layout: visitor.frame("Are the records backed up?"),
        set_up: standing.is_some(),
        failing: standing.as_ref().and_then(failing),
        stands: app
            .backups()
            .map(|backups| stands(&backups.standing(), backups.every().as_mins())),
        beside: beside(&visitor),
    })
}

fn failing(standing: &Standing) -> Option<WarningText> {
    let since = when::day_and_time(standing.failing_since?);
    let why = match standing.failure {
        Some("full") => "the place for them is full",
        Some("read-only") => "the place for them cannot be written",
        Some("backup-damaged") => "the backups there are damaged",
        Some("backup-place") => "the place for them holds something else, or is under another key",
        Some("backup-running") => "another backup is being written there",
        Some("damaged") => "the records themselves are damaged",
        _ => "it cannot be reached, or something else went wrong",
    };
    Some(WarningText::new(format!(
        "No backup could be taken since {since}: {why}. The server\u{2019}s log and leeward backup check say more. What is recorded is safe on this machine, and only there."
    )))
}

fn stands(standing: &Standing, every_minutes: i64) -> SummaryList {
    let mut rows = vec![SummaryRow::new(
        "How often",
        format!("Every {every_minutes} minutes"),
    )];
    match &standing.last {
        None => rows.push(SummaryRow::new(
            "Last backup",
            "None yet since the server was started",
        )),
        Some((taken, ms)) => {
            rows.push(SummaryRow::new("Last backup", when::day_and_time(taken.at)));
            rows.push(SummaryRow::new(
                "How long it took",
                format!("{}.{:02} seconds", ms / 1_000, ms % 1_000 / 10),
            ));
            rows.push(SummaryRow::new(
                "What is in it",
                format!(
                    "{} entries in {} chronologies",
                    taken.entries, taken.chronologies
                ),
            ));
            if !taken.not_whole.is_empty() {
                rows.push(SummaryRow::new(
                    "Not whole in the records",
                    format!(
                        "{} chronologies; run leeward verify, and keep the folder of the records as it is",
                        taken.not_whole.len()
                    ),
                ));
            }
        }
    }
    SummaryList::new(rows)
}
