//! Worked examples: what a careful professional would write, and what the pack must answer. They are tests.

use jiff::civil::Date;
use serde::Serialize;

use crate::facts::Facts;
use crate::item::{Place, Text};

/// What an example expects. What is left out is not compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Expect {
    /// Exactly these responses are called for.
    pub called_for: Option<Vec<Text>>,
    /// Exactly these responses are pointed to.
    pub pointed_to: Option<Vec<Text>>,
    /// Exactly these rules are undecided.
    pub undecided: Option<Vec<Text>>,
    /// These are the first questions to ask, in order.
    pub ask_next: Option<Vec<Text>>,
    /// Whether the answer is settled.
    pub settled: Option<bool>,
    /// These are shown beside what is called for or pointed to.
    pub shows: Vec<Text>,
    /// These rules are met, perhaps among others.
    pub met: Vec<Text>,
    /// These rules are not met.
    pub not_met: Vec<Text>,
}

/// A worked example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Its name, as a sentence.
    pub name: Text,
    /// The trap it guards against, by its id in the research.
    pub trap: Option<Text>,
    /// What happened, in a sentence.
    pub tells: Text,
    /// The day of the decision.
    pub on: Option<Date>,
    /// What is known.
    pub facts: Facts,
    /// What the pack must answer.
    pub expect: Expect,
    /// The pack or layer it came from.
    pub pack: Text,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}
