//! The verification sheet: everything the guidance in force says, part by part, for a named adviser to go through. It can
//! be done over many days and by several advisers, and printed to be filled in by hand.

pub mod part;

use super::of_kind::{OfKind, address};
use crate::govuk::{BackLink, Button, Html, Tag, Task, TaskList, TaskStatus};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::guidance::adoption::Adoption;
use crate::print::{SheetLine, sheet_on_paper};
use crate::visitor::Visitor;
use axum::http::header;
use axum::response::IntoResponse;
use casework::acts::{ItemTyped, NamedAdviser, VerifyGuidance, verify_guidance};
use casework::event::ItemAnswer;
use casework::refusal::{Refusal, Refusals};
use casework::verification::Answered as Said;
use guidance::{Pack, SheetItem, SheetSection, sheet};
use std::sync::Arc;
use store::{Expect, Write};

/// How many items stand on one page: few enough to finish before the bell.
const ON_A_PAGE: usize = 12;

/// One page of the sheet.
pub(super) struct Part {
    /// The last word of its address: `rules`, `rules-2`.
    pub(super) word: String,
    /// What it is called: "Rules, 2 of 4".
    pub(super) name: String,
    /// What stands on it.
    pub(super) items: Vec<SheetItem>,
}

/// The pages of a text's sheet, in order.
pub(super) fn parts(pack: &Pack) -> Vec<Part> {
    let items = sheet(pack);
    let mut parts = Vec::new();
    for section in SheetSection::ALL {
        let of: Vec<SheetItem> = items
            .iter()
            .filter(|item| item.section == section)
            .cloned()
            .collect();
        let pages = of.chunks(ON_A_PAGE).len();
        for (at, chunk) in of.chunks(ON_A_PAGE).enumerate() {
            let number = at + 1;
            parts.push(Part {
                word: if at == 0 {
                    section.word().to_owned()
                } else {
                    format!("{}-{number}", section.word())
                },
                name: if pages == 1 {
                    section.name().to_owned()
                } else {
                    format!("{}, {number} of {pages}", section.name())
                },
                items: chunk.to_vec(),
            });
        }
    }
    parts
}

#[derive(askama::Template)]
#[template(path = "setting/sheet.html")]
struct SheetPage {
    layout: Frame,
    title: String,
    version: String,
    state: Html,
    answered: usize,
    items: usize,
    tasks: TaskList,
    offered: usize,
    adviser: Html,
    /// Where this text is adopted; the pages of its sheet are under it.
    adopt_at: String,
}

impl SheetPage {
    /// How many items are left, in words.
    fn left(&self) -> String {
        match self.items - self.answered {
            0 => "Nothing is left to answer.".to_owned(),
            1 => "1 item is left to answer.".to_owned(),
            left => format!("{left} items are left to answer."),
        }
    }
}

/// Shows how far it has come, part by part.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(OfKind(visitor): OfKind) -> Answered {
    let text = visitor.text()?;
    let verification = &visitor.setting.verification;
    let mut offered = 0;
    let mut tasks = Vec::new();
    for part in parts(&text) {
        let answered = part
            .items
            .iter()
            .filter(|item| verification.answer(text.digest(), item).is_some())
            .count();
        offered += part
            .items
            .iter()
            .filter(|item| verification.answer(text.digest(), item).is_none())
            .filter(|item| verification.offered(text.digest(), item).is_some())
            .count();
        let all = part.items.len();
        let status = match answered {
            0 => TaskStatus::tag(Tag::new("Not begun").grey()),
            some if some == all => TaskStatus::text("All answered"),
            some => TaskStatus::tag(Tag::new(format!("{some} of {all} answered")).teal()),
        };
        let href = format!("{}/sheet/{}", address(visitor.concern), part.word);
        tasks.push(Task::new(part.name, status).href(href));
    }
    let progress = verification.progress(&text);
    shown(&SheetPage {
        layout: visitor.frame("Verification sheet"),
        title: text.title().to_owned(),
        version: text.version().to_owned(),
        state: Adoption::of(&text, Some(&visitor.setting)).banner(),
        answered: progress.answered,
        items: progress.items,
        tasks: TaskList::new(tasks),
        offered,
        adviser: part::adviser_fields(&visitor),
        adopt_at: address(visitor.concern),
    })
}

/// Takes over, in one go, the answers given for an earlier text of items that have not changed since: an adviser's own
/// act, with their name to it.
///
/// # Errors
/// The same page again, or whatever the store says.
pub async fn act(OfKind(visitor): OfKind) -> Answered {
    let text = visitor.text()?;
    let verification = &visitor.setting.verification;
    let mut answers = Vec::new();
    for item in sheet(&text) {
        if verification.answer(text.digest(), &item).is_none()
            && let Some(said) = verification.offered(text.digest(), &item)
        {
            answers.push(again(&item, said));
        }
    }
    record(&visitor, &text, answers).await?;
    Ok(next(&format!("{}/sheet", address(visitor.concern))))
}

/// An answer given before, as the form would send it.
fn again(item: &SheetItem, said: &Said) -> ItemTyped {
    let item = item.key.clone();
    match &said.answer {
        ItemAnswer::Agree => ItemTyped {
            item,
            says: "agree".to_owned(),
            ..ItemTyped::default()
        },
        ItemAnswer::Correct { words, reason } => ItemTyped {
            item,
            says: "correct".to_owned(),
            words: words
                .iter()
                .map(|(field, now)| (field.clone(), now.as_str().to_owned()))
                .collect(),
            reason: reason.as_str().to_owned(),
        },
        ItemAnswer::Reject { reason } => ItemTyped {
            item,
            says: "reject".to_owned(),
            reason: reason.as_str().to_owned(),
            ..ItemTyped::default()
        },
    }
}

/// Records what the adviser of this form says of these items.
///
/// # Errors
/// What is wrong with the form, beside the item it is about; or whatever the store says.
pub(super) async fn record(
    visitor: &Visitor,
    text: &Arc<Pack>,
    answers: Vec<ItemTyped>,
) -> Result<(), Instead> {
    let typed = &visitor.typed;
    let filled = VerifyGuidance {
        adviser: adviser_typed(visitor),
        initials: typed.text("initials").to_owned(),
        on: typed
            .day("on")
            .map_err(|says| Instead::refused("on", says))?,
        answers,
    };
    let events = match verify_guidance(&visitor.acting(), text, &filled) {
        Ok(events) => events,
        // Nothing new to record is no mistake here: somebody looked through the page again and goes on.
        Err(Refusals(refused)) if refused == [Refusal::NothingChanged] => {
            let (store, asking) = (visitor.app.store(), &visitor.asking);
            store
                .drop_draft(asking.setting, asking.staff, &visitor.path)
                .await?;
            return Ok(());
        }
        Err(refused) => return Err(part::beside_its_item(refused)),
    };
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(())
}

/// Whoever advises, as a form names them.
pub(super) fn adviser_typed(visitor: &Visitor) -> NamedAdviser {
    let typed = &visitor.typed;
    NamedAdviser {
        name: typed.text("adviser").to_owned(),
        role: typed.text("adviser_role").to_owned(),
        organisation: typed.text("organisation").to_owned(),
    }
}

/// The whole sheet on paper, with what was answered so far.
///
/// # Errors
/// Where no guidance is in force, or the paper cannot be made.
pub async fn on_paper_as_pdf(OfKind(visitor): OfKind) -> Answered {
    let text = visitor.text()?;
    let lines: Vec<SheetLine> = sheet(&text)
        .into_iter()
        .map(|item| SheetLine {
            said: visitor
                .setting
                .verification
                .answer(text.digest(), &item)
                .cloned(),
            item,
        })
        .collect();
    let setting = visitor.setting.name.as_str().to_owned();
    let now = visitor.app.outside().now();
    let printed = tokio::task::spawn_blocking(move || sheet_on_paper(&text, &lines, &setting, now))
        .await
        .map_err(|_| Instead::Broken)?
        .map_err(|_| Instead::Broken)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", printed.file_name),
        ),
    ];
    Ok((headers, printed.bytes).into_response())
}
