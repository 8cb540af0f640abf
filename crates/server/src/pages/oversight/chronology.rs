//! The chronology of a case: every entry in order, as the record holds it, on a page and on paper.

use crate::govuk::{BackLink, Button, InsetText, WarningText};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::print::{Line, Mark, Record, on_paper};
use crate::visitor::AtCase;
use axum::http::header;
use axum::response::IntoResponse;
use casework::access::{Deed, may};
use casework::event::AccessEvent;

#[derive(askama::Template)]
#[template(path = "oversight/chronology.html")]
struct Chronology {
    layout: Frame,
    record: Record,
    case: String,
    pdf: String,
    prints: bool,
    corrects: bool,
}

impl Chronology {
    fn classes(line: &Line) -> &'static str {
        match line.mark {
            Mark::Plain => "",
            Mark::Decision => " leeward-chronology__entry--decision",
            Mark::Corrects(_) => " leeward-chronology__entry--correction",
        }
    }

    fn corrected(line: &Line) -> Option<u64> {
        match line.mark {
            Mark::Corrects(entry) => Some(entry),
            Mark::Plain | Mark::Decision => None,
        }
    }
}

/// Shows it.
///
/// # Errors
/// Where the store cannot say what guidance was consulted, or the page cannot be rendered.
pub async fn show(at: AtCase) -> Answered {
    let record = Record::of(&at).await?;
    let allowed = |deed| may(&at.visitor.asking, deed, Some(at.case.access()));
    shown(&Chronology {
        layout: at.frame(&format!("Chronology of case {}", record.reference)),
        case: at.path(""),
        pdf: at.path("chronology.pdf"),
        prints: allowed(Deed::PrintChronology),
        corrects: allowed(Deed::WorkCase),
        record,
    })
}

/// Gives it out on paper, and says so in the access log first.
///
/// # Errors
/// Where the store cannot write the access log, or the paper cannot be made.
pub async fn on_paper_as_pdf(at: AtCase) -> Answered {
    let record = Record::of(&at).await?;
    let visitor = &at.visitor;
    let printed = AccessEvent::ChronologyPrinted {
        head: record.head.clone(),
    };
    visitor
        .app
        .store()
        .note_access(&visitor.asking, at.id, printed)
        .await?;
    let by = visitor.name.as_str().to_owned();
    let now = visitor.app.outside().now();
    let printed = tokio::task::spawn_blocking(move || on_paper(&record, &by, now))
        .await
        .map_err(|_| Instead::Broken)?
        .map_err(|_| Instead::Broken)?;
    let disposition = format!("attachment; filename=\"{}\"", printed.file_name);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, printed.bytes).into_response())
}
