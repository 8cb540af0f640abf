//! Every case that a safeguarding lead may see: the open ones, and the closed ones some at a time.

use super::lines::{Names, address};
use crate::govuk::{Cell, Html, Table};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::Visitor;
use crate::when;
use axum::extract::Query;
use casework::case::CaseLine;
use casework::id::CaseId;
use serde::Deserialize;

/// How many closed cases a page shows.
const CLOSED_AT_ONCE: usize = 25;

/// Where in the closed cases to go on.
#[derive(Debug, Deserialize)]
pub struct From {
    before: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/cases.html")]
struct Cases {
    layout: Frame,
    open: Option<Table>,
    closed: Option<Table>,
    older: Option<String>,
    first_page: bool,
}

/// Shows them.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor, Query(from): Query<From>) -> Answered {
    let store = visitor.app.store();
    let before: Option<CaseId> = from.before.and_then(|id| id.parse().ok());
    let mut open = if before.is_none() {
        store.desk(&visitor.asking).await?
    } else {
        Vec::new()
    };
    open.sort_by_key(|line| line.reported_at);
    // One more than is shown says whether there are older ones.
    let mut closed = store
        .closed_cases(&visitor.asking, before, CLOSED_AT_ONCE + 1)
        .await?;
    let more = closed.len() > CLOSED_AT_ONCE;
    closed.truncate(CLOSED_AT_ONCE);
    let names = Names::of(&visitor, &[open.as_slice(), closed.as_slice()].concat()).await?;
    let page = Cases {
        layout: visitor.frame("Cases"),
        older: closed
            .last()
            .filter(|_| more)
            .map(|last| format!("/cases?before={}", last.case)),
        open: table(&open, &names, "Open cases", true),
        closed: table(&closed, &names, "Closed cases", false),
        first_page: before.is_none(),
    };
    shown(&page)
}

fn table(lines: &[CaseLine], names: &Names<'_>, caption: &str, open: bool) -> Option<Table> {
    if lines.is_empty() {
        return None;
    }
    let head = if open {
        vec!["Case", "Reported", "Children", "Next step", "Lead"]
    } else {
        vec!["Case", "Reported", "Children", "Lead"]
    };
    let rows = lines.iter().map(|line| {
        let mut cells = vec![
            Cell::new(Html::link(&address(line.case, ""), &line.reference)),
            Cell::from(when::day(when::day_of(line.reported_at)).as_str()),
            Cell::from(names.children(line).as_str()),
        ];
        if open {
            cells.push(Cell::from(line.next_step.says().as_str()));
        }
        cells.push(Cell::from(names.lead(line).as_str()));
        cells
    });
    Some(Table::new(head).caption(caption).rows(rows))
}
