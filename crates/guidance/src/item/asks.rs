//! What is asked, the rules over the answers, and what they call for: all that an assessment is worked out from.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::item::{
    Dates, Derived, Due, Duty, Ids, Of, Part, Place, RuleKind, Stage, Text, Unknown,
};
use crate::source::SourceRef;

/// What a page shows beside a response.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadWith {
    /// A note, by id.
    Note(Text),
    /// A checklist, by id.
    Checklist(Text),
    /// A clock, by id.
    Clock(Text),
    /// A term of the glossary, by id.
    Term(Text),
    /// A service, by id.
    Service(Text),
}

impl fmt::Display for ReadWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Note(id) => write!(f, "note:{id}"),
            Self::Checklist(id) => write!(f, "checklist:{id}"),
            Self::Clock(id) => write!(f, "clock:{id}"),
            Self::Term(id) => write!(f, "term:{id}"),
            Self::Service(id) => write!(f, "service:{id}"),
        }
    }
}

/// What a person may decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Route {
    /// Its id.
    pub id: Text,
    /// What a page calls it.
    pub label: Text,
    /// A sentence of help.
    pub help: Option<Text>,
    /// Where it comes from, where the pack says.
    pub source: Option<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// What must happen. The order of responses in a pack is their urgency, most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    /// Its id.
    pub id: Text,
    /// What must happen, in a sentence.
    pub says: Text,
    /// By when.
    pub by: Due,
    /// Whose duty it is.
    pub duty: Duty,
    /// Any one of these routes answers it; empty where actions answer it.
    pub satisfied_by: Ids,
    /// What is shown beside it.
    pub read_with: Arc<[ReadWith]>,
    /// Why, in a sentence or two.
    pub help: Option<Text>,
    /// A layer's response that is more urgent than one of the base says which.
    pub before: Option<Text>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// One of the named answers to a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its id.
    pub id: Text,
    /// What a page calls it.
    pub label: Text,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its id.
    pub id: Text,
    /// Asked of the incident or of each child.
    pub of: Of,
    /// The question.
    pub ask: Text,
    /// Why it matters.
    pub why: Text,
    /// How to answer it without looking at anything.
    pub help: Option<Text>,
    /// When it is asked.
    pub stage: Stage,
    /// The answers that raise concern.
    pub raises: Ids,
    /// The named answers; empty for yes / no.
    pub choices: Vec<Choice>,
    /// How the record works it out, where it does.
    pub derived: Option<Derived>,
    /// Asked only of children with one of these parts; empty: of every child.
    pub parts: Vec<Part>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}

/// When a condition holds, something is called for or pointed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: Text,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// What it means that the rule is met, in a sentence.
    pub says: Text,
    /// The condition.
    pub when: Condition,
    /// The responses it calls for.
    pub calls_for: Ids,
    /// The responses it points to.
    pub points_to: Ids,
    /// What not knowing does.
    pub unknown: Unknown,
    /// Why it is not evaluated yet, and what would start it.
    pub dormant: Option<Text>,
    /// Days narrower than the pack's.
    pub in_force: Option<Dates>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}
