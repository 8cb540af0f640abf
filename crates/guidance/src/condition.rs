//! When a rule is met. The forms are frozen: a rule that will not fit becomes a question put to a person.

use serde::Serialize;

use crate::item::{Part, Text};
use crate::pack::Pack;

/// A condition, as a pack writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Always met.
    Always,
    /// A fact has one of these answers.
    Fact {
        /// The fact's id.
        fact: Text,
        /// Any of these answers.
        is: Vec<Text>,
    },
    /// The child has this part.
    Part(Part),
    /// The condition is not met.
    Not(Box<Condition>),
    /// All of them are met.
    All(Vec<Condition>),
    /// At least one is met.
    Any(Vec<Condition>),
    /// At least `n` are met.
    AtLeast {
        /// How many.
        n: usize,
        /// Of which.
        of: Vec<Condition>,
    },
    /// Met for at least one child involved.
    AnyChild(Box<Condition>),
    /// Met for every child involved.
    EveryChild(Box<Condition>),
}

impl Condition {
    /// The condition in plain words, with the questions of `pack`.
    #[must_use]
    pub fn in_words(&self, pack: &Pack) -> String {
        let join = |of: &[Self], word: &str| {
            let parts: Vec<String> = of.iter().map(|one| one.in_words(pack)).collect();
            match parts.as_slice() {
                [one] => one.clone(),
                _ => format!("({})", parts.join(word)),
            }
        };
        match self {
            Self::Always => "always".to_owned(),
            Self::Fact { fact, is } => {
                let ask = pack.fact(fact).map_or(fact.as_ref(), |f| f.ask.as_ref());
                let answers: Vec<&str> = is
                    .iter()
                    .map(|answer| pack.answer_label(fact, answer))
                    .collect();
                format!("\u{201c}{ask}\u{201d} is {}", answers.join(" or "))
            }
            Self::Part(part) => format!("the child\u{2019}s part is {part}"),
            Self::Not(inner) => format!("not {}", inner.in_words(pack)),
            Self::All(of) => join(of, " and "),
            Self::Any(of) => join(of, " or "),
            Self::AtLeast { n, of } => format!("at least {n} of {}", join(of, "; ")),
            Self::AnyChild(inner) => format!("for any child: {}", inner.in_words(pack)),
            Self::EveryChild(inner) => format!("for every child: {}", inner.in_words(pack)),
        }
    }

    /// Calls `see` with this condition and every one inside it.
    pub(crate) fn walk<'c>(&'c self, see: &mut impl FnMut(&'c Self)) {
        see(self);
        match self {
            Self::Not(inner) | Self::AnyChild(inner) | Self::EveryChild(inner) => inner.walk(see),
            Self::All(of) | Self::Any(of) | Self::AtLeast { of, .. } => {
                for one in of {
                    one.walk(see);
                }
            }
            Self::Always | Self::Fact { .. } | Self::Part(_) => {}
        }
    }
}
