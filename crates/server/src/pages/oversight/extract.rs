//! The record as far as it concerns one child, for that child or for whoever works with them next. A person reads it
//! through as it will go out, hides what no rule could know, and confirms; only what was read goes out.

use super::export::hand_out;
use crate::export::{ChildCover, one_child};
use crate::govuk::{BackLink, Button, Checkboxes, Choice, Html, InsetText, Radios, Textarea};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::typed::{FieldError, Typed};
use crate::visitor::AtCase;
use crate::when;
use casework::chronology::Hash;
use casework::event::{AccessEvent, CaseEvent};
use casework::extract::{Extract, From, Look, Piece, Sentence, StaffAs, Wanted, text_of};
use casework::id::PersonId;
use casework::words::Words;
use guidance::{Concern, Pack};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(askama::Template)]
#[template(path = "oversight/extract.html")]
struct Reading {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    extract: Extract,
    missing: Option<String>,
    left_out: BTreeSet<u64>,
    read_as: String,
    staff: Radios,
    read: Checkboxes,
}

/// The page of an extract that was taken out: a file by itself, without a script and without a request.
#[derive(askama::Template)]
#[template(path = "oversight/extract_index.html")]
pub struct Index<'a> {
    /// What it says.
    pub extract: &'a Extract,
    /// What stands on its front.
    pub cover: &'a ChildCover,
}

impl Index<'_> {
    fn said(sentences: &[Sentence]) -> String {
        text_of(sentences)
    }
}

impl Reading {
    /// A sentence with every hidden place marked, and why it should be looked at.
    fn marked(sentence: &Sentence) -> Html {
        Html::of(Marked {
            pieces: &sentence.pieces,
            why: sentence.look.map(Look::says),
        })
    }
}

// On one line, since line ends in what somebody wrote are kept on the page.
#[derive(askama::Template)]
#[template(
    source = r#"{% if why.is_some() %}<span class="leeward-look">{% endif %}{% for piece in pieces %}{% match piece %}{% when Piece::Said(said) %}{{ said }}{% when Piece::Hidden(label) %}<mark class="leeward-hidden">{{ label }}</mark>{% endmatch %}{% endfor %}{% if let Some(why) = why %}</span> <span class="leeward-look__why">({{ why }})</span> {% endif %}"#,
    ext = "html"
)]
struct Marked<'a> {
    pieces: &'a [Piece],
    why: Option<&'static str>,
}

impl askama::filters::HtmlSafe for Marked<'_> {}

/// What the form asks for.
struct Filled {
    staff: Option<StaffAs>,
    blacked_out: Vec<Words>,
    left_out: BTreeSet<u64>,
}

impl Filled {
    fn of(typed: &Typed) -> Self {
        Self {
            staff: match typed.text("staff") {
                "name" => Some(StaffAs::Name),
                "role" => Some(StaffAs::Role),
                _ => None,
            },
            blacked_out: typed
                .text("blacked_out")
                .lines()
                .filter_map(|line| Words::typed(line).ok())
                .collect(),
            left_out: typed
                .all("without")
                .filter_map(|entry| entry.parse().ok())
                .collect(),
        }
    }
}

/// Shows it as it will go out, with every hidden place marked.
///
/// # Errors
/// [`Instead::NotThere`] for a child who is not in this case, or where the store cannot say.
pub async fn show(at: AtCase) -> Answered {
    let filled = Filled::of(at.typed());
    let extract = make(&at, &filled).await?;
    let typed = at.typed().clone();
    let staff = Radios::new(
        "staff",
        "How are members of staff shown?",
        [
            Choice::new("name", "By name")
                .hint("Somebody who shares a name with another child is shown by what they are."),
            Choice::new("role", "By what they are"),
        ],
    )
    .value(Some(typed.text("staff")))
    .error(typed.error("staff"));
    let read = Checkboxes::new(
        "read",
        "Before it goes out",
        [Choice::new(
            "yes",
            "I have read all of it, and nothing in it says who another child is",
        )],
    )
    .error(typed.error("read"));
    shown(&Reading {
        layout: at.frame("Extract about one child"),
        missing: ChildCover::missing(&extract),
        read_as: digest(&extract),
        left_out: filled.left_out,
        staff,
        read,
        extract,
        typed,
        at,
    })
}

/// Shows it anew, or hands out what was read.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    if typed.text("do") != "take" {
        return show(at).await;
    }
    let filled = Filled::of(typed);
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, says: &str| {
        wrong.push(FieldError {
            field: Some(field.to_owned()),
            says: says.to_owned(),
        });
    };
    if filled.staff.is_none() {
        refuse("staff", "Choose how members of staff are shown");
    }
    let why = typed.words("why").ok();
    if why.is_none() {
        refuse("why", "Say who this is for, and why they need it");
    }
    if !typed.has("read", "yes") {
        refuse("read", "Read all of it, then confirm that you have");
    }
    let extract = make(&at, &filled).await?;
    if typed.text("read_as") != digest(&extract) {
        refuse(
            "read",
            "It is not as you read it any more. It is shown below as it is now: read it, then confirm",
        );
    }
    let (Some(why), true) = (why, wrong.is_empty()) else {
        return Err(Instead::Refused(wrong));
    };
    let now = at.visitor.app.outside().now();
    let cover = ChildCover {
        reference: at.case.reference.clone(),
        at: now,
        head: at.head.to_string(),
        practice: at.visitor.is_practising(),
    };
    let packed = tokio::task::spawn_blocking(move || one_child(&extract, &cover)?.pack(now))
        .await
        .map_err(|_| Instead::Broken)?
        .map_err(|_| Instead::Broken)?;
    let event = AccessEvent::ExtractTakenOut {
        child: child_of(&at)?,
        head: at.head.to_string(),
        sums: packed.sums.clone(),
        why,
        staff_named: filled.staff == Some(StaffAs::Name),
        blacked_out: filled.blacked_out,
        left_out: filled.left_out.into_iter().collect(),
    };
    hand_out(&at, event, packed).await
}

/// The child the address names.
fn child_of(at: &AtCase) -> Result<PersonId, Instead> {
    let named = at.visitor.path.rsplit('/').next();
    let child = named.and_then(|id| id.parse().ok()).map(PersonId);
    child
        .filter(|child| at.case.children.contains_key(child))
        .ok_or(Instead::NotThere)
}

async fn make(at: &AtCase, filled: &Filled) -> Result<Extract, Instead> {
    let child = child_of(at)?;
    let store = at.visitor.app.store();
    let mut people = store.known_as(&at.visitor.asking, at.id).await?;
    for (person, known) in &at.people {
        people.entry(*person).or_insert_with(|| vec![known.clone()]);
    }
    Ok(Extract::of(
        &From {
            entries: &at.entries,
            packs: &texts(at),
            people: &people,
            setting: &at.visitor.setting,
        },
        &Wanted {
            child,
            // By what they are until somebody says otherwise: that shows less.
            staff: filled.staff.unwrap_or(StaffAs::Role),
            blacked_out: &filled.blacked_out,
            left_out: &filled.left_out,
            why: at.typed().text("why"),
            by: at.visitor.asking.staff,
        },
    ))
}

/// For each entry the guidance in force when it was recorded: its words tell it.
fn texts(at: &AtCase) -> Vec<Option<Arc<Pack>>> {
    let mut kind = Concern::default();
    let entries = at.entries.iter().map(|entry| {
        if let CaseEvent::KindOfConcernSaid { kind: said } = &entry.written.event {
            kind = *said;
        }
        let day = when::day_of(entry.recorded_at);
        let app = &at.visitor.app;
        app.pack_for_concern(&at.visitor.setting, kind, day).ok()
    });
    entries.collect()
}

/// What somebody read, in a number: what goes out must come to the same. Who it is for is said last and is not part of it.
fn digest(extract: &Extract) -> String {
    let read = format!("{:?}", (&extract.lines, &extract.not_in));
    Hash(Sha256::digest(read.as_bytes()).into()).to_string()
}
