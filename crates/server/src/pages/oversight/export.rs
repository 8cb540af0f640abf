//! Take the whole record of a case out, readable, as files that need nothing but a browser. Whoever takes it says for whom and
//! why; the access log has that, their name, and the checksum by which what went out is known again.

use crate::export::{Gathered, Packed, gather, whole};
use crate::govuk::{BackLink, Button, Textarea};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::pages::oversight::access_log;
use crate::print::{Line, Mark, Record};
use crate::typed::Typed;
use crate::visitor::AtCase;
use crate::when;
use axum::http::header;
use axum::response::IntoResponse;
use casework::access::{Deed, may};
use casework::event::AccessEvent;
use guidance::{Pack, PackFile};

#[derive(askama::Template)]
#[template(path = "oversight/export.html")]
struct Export {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    children: Vec<(String, String)>,
}

/// The page of a record that was taken out: a file by itself, without a script and without a request.
#[derive(askama::Template)]
#[template(path = "oversight/export_index.html")]
pub struct Index<'a> {
    record: &'a Record,
    gathered: &'a Gathered,
    taken_out: String,
    children: Vec<ChildRow>,
    opened: Vec<(String, String, String)>,
}

struct ChildRow {
    name: String,
    earlier: String,
    born: String,
    year: String,
    school: String,
    parts: String,
}

/// A guidance text as a page by itself.
#[derive(askama::Template)]
#[template(path = "oversight/export_text.html")]
pub struct TextPage<'a> {
    title: &'a str,
    version: &'a str,
    digest: &'a str,
    files: &'a [PackFile],
}

impl<'a> TextPage<'a> {
    /// The page of a text.
    pub fn of(pack: &'a Pack) -> Self {
        Self {
            title: pack.title(),
            version: pack.version(),
            digest: pack.digest(),
            files: pack.files(),
        }
    }
}

impl<'a> Index<'a> {
    /// The page of what was gathered.
    pub fn of(gathered: &'a Gathered) -> Self {
        let by = gathered.staff_name(gathered.by);
        Self {
            record: &gathered.record,
            gathered,
            taken_out: format!("{}, by {by}", when::day_and_time(gathered.at)),
            children: children(gathered),
            opened: gathered
                .access
                .iter()
                .map(|entry| {
                    (
                        when::day_and_time(entry.recorded_at),
                        gathered.staff_name(entry.written.by),
                        access_log::in_words(&entry.written.event),
                    )
                })
                .collect(),
        }
    }

    fn corrected(line: &Line) -> Option<u64> {
        match line.mark {
            Mark::Corrects(entry) => Some(entry),
            Mark::Plain | Mark::Decision => None,
        }
    }
}

fn children(gathered: &Gathered) -> Vec<ChildRow> {
    let known = gathered.people.iter().filter_map(|(id, states)| {
        let (now, before) = states.split_last()?;
        let mut earlier: Vec<&str> = before.iter().map(|it| it.name.as_str()).collect();
        earlier.dedup();
        earlier.retain(|name| *name != now.name.as_str());
        let text = |words: &Option<casework::words::Words>| {
            words.as_ref().map_or_else(
                || "Not recorded".to_owned(),
                |words| words.as_str().to_owned(),
            )
        };
        Some(ChildRow {
            name: now.name.as_str().to_owned(),
            earlier: earlier.join("; "),
            born: now
                .date_of_birth
                .map_or_else(|| "Not recorded".to_owned(), when::day),
            year: text(&now.year_group),
            school: now.setting.as_ref().map_or_else(
                || gathered.record.setting.clone(),
                |words| words.as_str().to_owned(),
            ),
            parts: gathered
                .parts
                .get(id)
                .filter(|parts| !parts.is_empty())
                .map_or_else(|| "Not recorded".to_owned(), |parts| parts.join("; ")),
        })
    });
    known.collect()
}

/// Says what goes out, and asks for whom.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let extracts = may(&at.visitor.asking, Deed::WorkCase, Some(at.case.access()));
    let children = at.case.children.keys().filter(|_| extracts);
    shown(&Export {
        layout: at.frame("Take the record out"),
        children: children
            .map(|child| (at.path(&format!("extract/{child}")), at.person_name(*child)))
            .collect(),
        typed: at.typed().clone(),
        at,
    })
}

/// Says so in the access log, and hands it out.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let why = at
        .typed()
        .words("why")
        .map_err(|_| Instead::refused("why", "Say who this is for, and why they need it"))?;
    let gathered = gather(&at, why.clone()).await?;
    let now = gathered.at;
    let packed = tokio::task::spawn_blocking(move || whole(&gathered)?.pack(now))
        .await
        .map_err(|_| Instead::Broken)?
        .map_err(|_| Instead::Broken)?;
    let taken_out = AccessEvent::RecordTakenOut {
        head: at.head.to_string(),
        sums: packed.sums.clone(),
        why,
    };
    hand_out(&at, taken_out, packed).await
}

/// Writes the access log, and only then gives an archive out.
///
/// # Errors
/// Where the store cannot write.
pub(super) async fn hand_out(at: &AtCase, event: AccessEvent, packed: Packed) -> Answered {
    let visitor = &at.visitor;
    let store = visitor.app.store();
    store.note_access(&visitor.asking, at.id, event).await?;
    let disposition = format!("attachment; filename=\"{}\"", packed.file_name);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, packed.bytes).into_response())
}
