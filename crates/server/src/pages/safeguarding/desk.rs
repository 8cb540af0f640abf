//! The desk: what waits for a safeguarding lead, in the order of time and of nothing else. New concerns first, then what
//! is due, then every other open case.

use super::lines::{Names, address};
use crate::govuk::{Task, TaskList, TaskStatus};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::Visitor;
use crate::when;
use casework::case::{CaseLine, NextStep};
use jiff::Timestamp;

/// The most lines under one heading. More than that nobody reads on one page; the others are a link away.
const AT_ONCE: usize = 100;

#[derive(askama::Template)]
#[template(path = "safeguarding/desk.html")]
struct Desk {
    layout: Frame,
    new: Option<TaskList>,
    more_new: usize,
    second_views: Option<TaskList>,
    due: Option<TaskList>,
    more_due: usize,
    others: Option<TaskList>,
    more_others: usize,
}

/// Shows it.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let store = visitor.app.store();
    let now = visitor.app.outside().now();
    let lines = store.desk(&visitor.asking).await?;
    let asked = store.asked_to_second(&visitor.asking).await?;
    let mut new = Vec::new();
    let mut due = Vec::new();
    let mut others = Vec::new();
    for line in &lines {
        if !line.read {
            new.push(line);
        } else if line.next_step == NextStep::ReferNow || is_due(line, now) {
            due.push(line);
        } else {
            others.push(line);
        }
    }
    new.sort_by_key(|line| line.reported_at);
    due.sort_by_key(|line| {
        (
            line.next_step != NextStep::ReferNow,
            line.due,
            line.reported_at,
        )
    });
    others.sort_by_key(|line| (line.due.is_none(), line.due, line.reported_at));
    let more_new = cut(&mut new);
    let more_due = cut(&mut due);
    let more_others = cut(&mut others);
    let shown_lines: Vec<CaseLine> = [new.as_slice(), due.as_slice(), others.as_slice()]
        .concat()
        .into_iter()
        .cloned()
        .collect();
    let names = Names::of(&visitor, &shown_lines).await?;
    let list = |lines: &[&CaseLine], prefix: &str| {
        (!lines.is_empty()).then(|| {
            TaskList::new(lines.iter().map(|line| names.task(line, now))).id_prefix(prefix)
        })
    };
    let page = Desk {
        layout: visitor.frame("Desk"),
        new: list(&new, "new"),
        more_new,
        due: list(&due, "due"),
        more_due,
        others: list(&others, "open"),
        more_others,
        second_views: (!asked.is_empty())
            .then(|| TaskList::new(asked.iter().map(second_view)).id_prefix("second")),
    };
    shown(&page)
}

/// Leaves the first of a list; says how many more there were.
fn cut(lines: &mut Vec<&CaseLine>) -> usize {
    let more = lines.len().saturating_sub(AT_ONCE);
    lines.truncate(AT_ONCE);
    more
}

/// Whether something in the case is due by the end of today.
fn is_due(line: &CaseLine, now: Timestamp) -> bool {
    line.due
        .is_some_and(|due| when::day_of(due) <= when::day_of(now))
}

fn second_view(line: &CaseLine) -> Task {
    Task::new(
        format!("{}: give your second view", line.reference),
        TaskStatus::text("Waiting for you"),
    )
    .href(address(line.case, "second-view"))
}
