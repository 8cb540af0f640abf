//! When a rule is met. The forms are frozen: a rule that will not fit becomes a question put to a person.

use serde::Serialize;

use crate::item::{Part, Text};

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
