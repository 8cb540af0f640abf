//! What is known of a situation: answers about the incident, and about each child involved.
//!
//! A missing answer is a value. It is never treated as no.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::item::Part;

/// The answer to a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(with = "String"))]
pub enum Answer {
    /// Not known. Written `not-known`; leaving the answer out means the same.
    #[default]
    NotKnown,
    /// Yes.
    Yes,
    /// No.
    No,
    /// One of the fact's named answers, by id.
    Choice(String),
}

impl Answer {
    /// As files and the record write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::NotKnown => "not-known",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Choice(id) => id,
        }
    }

    /// Read from the word a file writes. Whether a choice exists is for the pack to say.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "not-known" => Self::NotKnown,
            "yes" => Self::Yes,
            "no" => Self::No,
            other => Self::Choice(other.to_owned()),
        }
    }

    /// Whether anything is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        *self != Self::NotKnown
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(Self::from_word(&word))
    }
}

/// What is known of one child involved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChildFacts {
    /// An opaque label or id; never read by the engine, only handed back.
    pub name: String,
    /// The parts the child had. With `not-known` among them, any other part may turn out to be so.
    pub parts: BTreeSet<Part>,
    /// The answers, by fact id.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
}

/// A situation, as far as it is known.
///
/// With no child listed, the children are *not yet known*: `any-child` and `every-child` are judged as for one child of
/// whom nothing is known. With one or more listed, the list is taken as the children known to be involved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The day of the decision, for rules dated more narrowly than their pack. Without a day every rule is applied.
    pub on: Option<Date>,
    /// The answers about the incident, by fact id.
    #[serde(default)]
    pub incident: BTreeMap<String, Answer>,
    /// The children involved.
    #[serde(default)]
    pub children: Vec<ChildFacts>,
}

impl Facts {
    /// One line of JSON with sorted keys, for storage and replay: equal facts give equal text.
    /// An answer that is not known is left out, as it means the same.
    #[must_use]
    pub fn to_canonical_json(&self) -> String {
        let known = |answers: &BTreeMap<String, Answer>| -> serde_json::Value {
            answers
                .iter()
                .filter(|(_, answer)| answer.is_known())
                .map(|(id, answer)| (id.clone(), answer.as_str().into()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let children: Vec<serde_json::Value> = self
            .children
            .iter()
            .map(|child| {
                let parts: Vec<&str> = child.parts.iter().map(|part| part.as_str()).collect();
                serde_json::json!({ "answers": known(&child.answers), "name": child.name, "parts": parts })
            })
            .collect();
        serde_json::json!({
            "children": children,
            "incident": known(&self.incident),
            "on": self.on.map(|day| day.to_string()),
        })
        .to_string()
    }

    /// Read back what [`Facts::to_canonical_json`] wrote.
    ///
    /// # Errors
    /// Where the text is not such JSON.
    pub fn from_canonical_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// What a file of facts is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}
