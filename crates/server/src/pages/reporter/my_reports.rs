//! What somebody reported, and whether it was read. It says nothing of what was done about it.

use crate::govuk::{Button, Tag, Task, TaskList, TaskStatus};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::Visitor;
use crate::when;
use store::MyReport;

#[derive(askama::Template)]
#[template(path = "reporter/my_reports.html")]
struct MyReports {
    layout: Frame,
    any: bool,
    reports: TaskList,
}

/// Shows them, newest first.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let reports = visitor.app.store().my_reports(&visitor.asking).await?;
    let page = MyReports {
        layout: visitor.frame("My reports"),
        any: !reports.is_empty(),
        reports: TaskList::new(reports.iter().map(line)).id_prefix("report"),
    };
    shown(&page)
}

fn line(report: &MyReport) -> Task {
    let status = if !report.open {
        TaskStatus::text("Closed")
    } else if report.read {
        TaskStatus::tag(Tag::new("Read").green())
    } else {
        TaskStatus::tag(Tag::new("Waiting to be read").yellow())
    };
    Task::new(format!("Report {}", report.reference), status)
        .href(format!("/reports/{}", report.case))
        .hint(format!("Sent {}", when::day_and_time(report.reported_at)))
}
