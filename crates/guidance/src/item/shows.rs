//! What a page shows beside an assessment. Nothing is worked out from any of it.

use serde::Serialize;

use crate::item::{Audience, Due, LineKind, Place, RoleName, TermKind, Text, Topic};
use crate::source::SourceRef;

/// What a text calls somebody: "designated safeguarding person" for who leads on safeguarding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleCalled {
    /// Who is meant.
    pub role: RoleName,
    /// What they are called there, to stand inside a sentence.
    pub called: Text,
    /// What is worth knowing of it.
    pub help: Option<Text>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChecklistItem {
    /// Its id, within the list.
    pub id: Text,
    /// What sort of line it is.
    pub kind: LineKind,
    /// The line.
    pub text: Text,
    /// By when, where the text says.
    pub by: Option<Due>,
    /// Offered as an action with an owner and a due time.
    pub action: bool,
    /// Where it comes from.
    pub source: SourceRef,
}

/// A list of things to do, not to do, ask, record or know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checklist {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Who it is for.
    pub audience: Audience,
    /// A sentence before the list.
    pub intro: Option<Text>,
    /// Where the list as a whole comes from.
    pub source: Option<SourceRef>,
    /// Its lines, in order.
    pub items: Vec<ChecklistItem>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// Something that is due so long after something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// Its id.
    pub id: Text,
    /// What is due.
    pub says: Text,
    /// By when.
    pub by: Due,
    /// From what.
    pub counts_from: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// What a lead needs to read beside a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its id.
    pub id: Text,
    /// What it is about.
    pub topic: Topic,
    /// Its title.
    pub title: Text,
    /// Plain text; paragraphs parted by a blank line.
    pub text: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

impl Note {
    /// The paragraphs of the text, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text
            .split("\n\n")
            .map(str::trim)
            .filter(|paragraph| !paragraph.is_empty())
    }
}

/// A prompt for the person who checks the pack; never shown as guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToVerify {
    /// Its id.
    pub id: Text,
    /// What to find out.
    pub text: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Its id.
    pub id: Text,
    /// The term.
    pub term: Text,
    /// How it is used.
    pub kind: TermKind,
    /// What it means.
    pub means: Text,
    /// When to use it, or what to say instead.
    #[serde(rename = "use")]
    pub use_when: Option<Text>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// A reason children give: context for support, never a mark against a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonGiven {
    /// Its id.
    pub id: Text,
    /// The reason.
    pub text: Text,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// Who can help. Contacts are as read, and are checked before use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub name: Text,
    /// What it is for.
    #[serde(rename = "for")]
    pub for_what: Text,
    /// Who may use it.
    pub who: Text,
    /// How to reach it, exactly as read; empty where nothing was read.
    pub contact: Vec<Text>,
    /// Whether it may be offered to a child.
    pub offer_to_child: bool,
    /// Anything else.
    pub notes: Option<Text>,
    /// Where it comes from.
    pub source: SourceRef,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}
