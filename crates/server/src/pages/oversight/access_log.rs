//! Who opened a case, when, on which page, and who was turned away.

use crate::app::Spec;
use crate::govuk::{BackLink, Cell, Html, Table};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::visitor::{Visitor, case_in};
use crate::when;
use axum::Extension;
use casework::case::reference_of;
use casework::event::AccessEvent;
use casework::words::Words;

#[derive(askama::Template)]
#[template(path = "oversight/access_log.html")]
struct AccessLog {
    layout: Frame,
    reference: String,
    back: String,
    many: usize,
    log: Table,
}

/// Shows it, the latest first.
///
/// # Errors
/// [`Instead::NotThere`] for whoever may not read it, or where the store cannot say.
pub async fn show(visitor: Visitor, Extension(spec): Extension<Spec>) -> Answered {
    let case = case_in(spec.path, &visitor.path).ok_or(Instead::NotThere)?;
    let entries = visitor
        .app
        .store()
        .access_log(&visitor.asking, case)
        .await?;
    let reference = reference_of(case);
    let mut log = Table::new(["When", "Who", "What"]);
    for entry in entries.iter().rev() {
        log = log.row([
            Cell::from(when::day_and_time(entry.recorded_at)),
            Cell::from(visitor.staff_name(entry.written.by)),
            Cell::new(Html::paragraphs(&in_words(&entry.written.event))),
        ]);
    }
    shown(&AccessLog {
        layout: visitor.frame(&format!("Who opened case {reference}")),
        reference,
        back: format!("/cases/{case}"),
        many: entries.len(),
        log,
    })
}

pub(crate) fn in_words(event: &AccessEvent) -> String {
    match event {
        AccessEvent::CaseOpened { page, reason } => {
            let opened = format!("Opened: {}", page_in_words(page));
            match reason {
                Some(reason) => format!("{opened}\n\nReason given: {}", reason.as_str()),
                None => opened,
            }
        }
        AccessEvent::CaseWithheld { page } => {
            format!("Was turned away from: {}", page_in_words(page))
        }
        AccessEvent::FoundBySearch { words } => {
            format!("Found it by searching for:\n\n{}", words.as_str())
        }
        AccessEvent::ChronologyPrinted { head } => {
            format!("Took the chronology out. Last entry then: {head}")
        }
        AccessEvent::RecordTakenOut { sums, why, .. } => format!(
            "Took the whole record out. List of checksums: {sums}\n\nFor whom and why: {}",
            why.as_str()
        ),
        AccessEvent::ExtractTakenOut {
            sums,
            why,
            blacked_out,
            left_out,
            ..
        } => {
            let mut told = format!(
                "Read an extract about one child through and took it out. List of checksums: {sums}\n\nFor whom and why: {}",
                why.as_str()
            );
            if !blacked_out.is_empty() {
                let words: Vec<&str> = blacked_out.iter().map(Words::as_str).collect();
                told.push_str("\n\nFurther words hidden: ");
                told.push_str(&words.join("; "));
            }
            if !left_out.is_empty() {
                let entries: Vec<String> = left_out.iter().map(u64::to_string).collect();
                told.push_str("\n\nEntries left out: ");
                told.push_str(&entries.join(", "));
            }
            told
        }
        AccessEvent::ChronologyVerified { intact: true } => {
            "Verified the chronology: it holds together".to_owned()
        }
        AccessEvent::ChronologyVerified { intact: false } => {
            "Verified the chronology: it does not hold together".to_owned()
        }
    }
}

/// A page by the last word of its address.
fn page_in_words(page: &str) -> String {
    match page {
        "/cases/{case}" => "the case".to_owned(),
        "own-report" => "their own report".to_owned(),
        page => page
            .rsplit('/')
            .find(|segment| !segment.starts_with('{'))
            .unwrap_or("the case")
            .replace('-', " "),
    }
}
