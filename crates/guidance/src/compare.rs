//! Two texts side by side over every situation there can be: where they differ, and the smallest situation that shows it.
//!
//! # What is proved
//! For each response, and for being called for and being pointed to apart, the rules of both packs are put into one set of
//! decision diagrams (see [`crate::diagram`]). Where those are the same diagram, the packs agree in every situation that can
//! be told to both, whatever the number of children; where they are not, an example is taken out of the difference. Where
//! they agree on all that can be known but not on what follows from *not* knowing, that is found as well.
//!
//! An answer that only one of the packs knows cannot be told to both; such answers are listed, not compared.

mod example;
mod items;
mod pair;
mod text;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::facts::Facts;
use crate::item::Text;
use crate::pack::Pack;
use crate::problem::Problem;
use crate::source::SourceRef;

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhichText {
    /// The first.
    One,
    /// The second.
    Other,
}

/// A text that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The pack's id.
    pub pack: Text,
    /// Its version, with its layers.
    pub version: Text,
    /// Its digest, lower-case hexadecimal.
    pub digest: Text,
    /// Its title.
    pub title: Text,
    /// The day whose rules were taken; none: every rule that is not dormant.
    pub on: Option<Date>,
}

/// Where two texts differ, over every situation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The first text.
    pub one: Compared,
    /// The second.
    pub other: Compared,
    /// What only one of them calls for or points to, most urgent first.
    pub differences: Vec<Difference>,
    /// Responses both have that are not the same: their words, their time, whose duty, what answers them.
    pub changed: Vec<Changed>,
    /// Questions that only one of them asks.
    pub questions: Vec<OnlyAsked>,
    /// Answers that only one of them knows. Situations with these were not compared.
    pub untold: Vec<Untold>,
}

/// Something that one text calls for or points to where the other does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The response's id.
    pub response: Text,
    /// What must happen, in the words of the text that asks for it.
    pub says: Text,
    /// Called for; otherwise pointed to.
    pub called: bool,
    /// Which text asks for it where the other does not.
    pub only: WhichText,
    /// The other text has no such response at all.
    pub absent: bool,
    /// The rules that make it so, each with a smallest example.
    pub because: Vec<Because>,
}

/// One rule by which one text asks for what the other does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The rule's id.
    pub rule: Text,
    /// What it means that it is met.
    pub says: Text,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// A situation with as little known as shows the difference.
    pub example: Facts,
    /// That situation in words, a line for each thing known; none: nothing is known yet.
    pub in_words: Vec<String>,
    /// What the other text says of the response in that situation.
    pub otherwise: OtherSays,
    /// The difference is only in what follows from not knowing.
    pub while_not_known: bool,
}

/// What the other text says of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherSays {
    /// It calls for it.
    CalledFor,
    /// It points to it.
    PointedTo,
    /// What is not known could still make it ask for it.
    CouldStill,
    /// It does not ask for it.
    Not,
}

/// A response both texts have that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The response's id.
    pub response: Text,
    /// What is not the same: `says`, `by`, `duty`, `answered-by`.
    pub what: Text,
    /// As the first text has it.
    pub one: String,
    /// As the second has it.
    pub other: String,
}

/// A question that only one text asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlyAsked {
    /// The fact's id.
    pub fact: Text,
    /// The question.
    pub ask: Text,
    /// Which text asks it.
    pub only: WhichText,
}

/// An answer that only one text knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untold {
    /// The fact's id.
    pub fact: Text,
    /// The question.
    pub ask: Text,
    /// The answer, as that text calls it.
    pub answer: String,
}

impl Comparison {
    /// Whether both ask for the same in every situation, in the same words.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty() && self.changed.is_empty() && self.untold.is_empty()
    }

    /// The differences by sort: what is called for before what is pointed to, the second text's before the first's. Sorts
    /// without a difference are left out.
    #[must_use]
    pub fn sorts(&self) -> Vec<Vec<&Difference>> {
        let sorts = [true, false].into_iter().flat_map(|called| {
            [WhichText::Other, WhichText::One].map(|only| {
                let all = self.differences.iter();
                all.filter(|one| one.called == called && one.only == only)
                    .collect::<Vec<_>>()
            })
        });
        sorts.filter(|sort| !sort.is_empty()).collect()
    }
}

/// Compares two texts over every situation; a day beside a text takes the rules in force on it.
///
/// # Errors
/// Where a text is a layer standing alone, or where the rules are too tangled to be decided within bounds.
pub fn compare(
    one: (&Pack, Option<Date>),
    other: (&Pack, Option<Date>),
) -> Result<Comparison, Vec<Problem>> {
    let problems: Vec<Problem> = [one.0, other.0]
        .into_iter()
        .filter(|pack| pack.is_layer())
        .map(|layer| {
            Problem::new(
                &layer.head.file,
                None,
                format!(
                    "`{}` is a layer: by itself it asks for nothing.",
                    layer.id()
                ),
                "Compare it over its base: write the base, `+`, and the layer.",
            )
        })
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    pair::Pair::of(one, other).compared()
}
