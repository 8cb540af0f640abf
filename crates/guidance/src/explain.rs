//! Why a result is as it is, why it is not otherwise, and what would make it so: worked out from the rules that were asked,
//! never written beside them. Explanations are data; what they say in a language is a message.
//!
//! [`why_not`] answers for a response, [`not_asked`] for a question, [`smallest_changes`] for a result,
//! [`side_by_side`] for two of them. [`Words`] is a language, [`Speaker`] says any of it in one.

mod ground;
mod message;
mod not_asked;
mod side_by_side;
mod smallest;
mod speaker;
mod text;
mod why_not;
mod words;

use serde::Serialize;

use crate::assessment::Assessment;
use crate::condition::Condition;
use crate::pack::Pack;

pub use ground::FactBehind;
pub use message::{Message, Said};
pub use not_asked::{CannotMatter, Decided, NotAsked, RuleDecided, not_asked};
pub use side_by_side::{
    Asks, FactBeside, QuestionBeside, ResponseBeside, RuleBeside, RuleMoved, Side, SideBySide,
    side_by_side,
};
pub use smallest::{Altered, Otherwise, SmallestChange, SmallestChanges, smallest_changes};
pub use speaker::Speaker;
pub use why_not::{HowFar, Reaches, RuleWhyNot, Stands, WhyNot, why_not};
pub use words::Words;

/// What is said where nothing but standing duties is called for. Never "no action needed".
pub const NOT_AN_ALL_CLEAR: &str = "No rule is met on what is known. This is not an all-clear.";

/// A result with everything that was asked about it. As JSON: the assessment, with a key for each further part.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation<'a> {
    /// The result.
    #[serde(flatten)]
    pub assessment: &'a Assessment,
    /// Why these responses are not called for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<WhyNot>,
    /// The smallest changes that would alter it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smallest_changes: Option<SmallestChanges>,
    /// What need not be asked, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_asked: Option<Vec<NotAsked>>,
    /// Beside another result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<SideBySide>,
}

impl<'a> Explanation<'a> {
    /// A result by itself.
    #[must_use]
    pub fn of(assessment: &'a Assessment) -> Self {
        Self {
            assessment,
            why_not: Vec::new(),
            smallest_changes: None,
            not_asked: None,
            beside: None,
        }
    }

    /// All of it as plain text.
    #[must_use]
    pub fn to_text(&self, speaker: Speaker<'_>) -> String {
        let text = String::new();
        let mut page = text::Page { speaker, text };
        page.explanation(self);
        page.text
    }
}

impl Assessment {
    /// The assessment as plain text in English: what is called for and pointed to in order of urgency, with reasons,
    /// clauses and how each was verified; what is still open; what would change it.
    #[must_use]
    pub fn to_text(&self, pack: &Pack) -> String {
        Explanation::of(self).to_text(Speaker::new(pack, Words::english()))
    }
}

impl Condition {
    /// The condition in plain English words, with the questions of `pack`.
    #[must_use]
    pub fn in_words(&self, pack: &Pack) -> String {
        let speaker = Speaker::new(pack, Words::english());
        speaker.say(&Message::FactPlain {
            ask: speaker.condition(self),
        })
    }
}
