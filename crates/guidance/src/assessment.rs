//! What a pack asks for in a situation, and why: the answer the engine gives.
//!
//! It recommends; a named person decides. Nothing here is a score.

mod ids;
mod words;
mod would_change;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::Deref;
use std::sync::Arc;

use crate::facts::Answer;
use crate::item::Text;

pub use ids::{IdList, IdListIter};
pub use words::{AnswerSaid, Question, ReasonSaid, ResponseSaid, UndecidedSaid};
pub(crate) use would_change::{ChangeWords, Turn};
pub use would_change::{Reversal, WouldChange, WouldChangeIter, WouldChangeList};

/// The id under which a question about a child's part is asked.
pub const PARTS: &str = "parts";

/// Whether a rule is met on what is known.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleStatus {
    /// Not met, whatever else turns out.
    NotMet,
    /// It depends on what is not known.
    Undecided,
    /// Met, whatever else turns out.
    Met,
}

/// Words that the pack said once and everything that quotes them shares: read as if they were its own fields.
macro_rules! quotes {
    ($($what:ident: $words:ident,)+) => {
        $(impl Deref for $what {
            type Target = $words;

            fn deref(&self) -> &$words {
                &self.said
            }
        })+
    };
}

quotes! {
    FactUsed: AnswerSaid,
    Reason: ReasonSaid,
    Recommended: ResponseSaid,
    UndecidedRule: UndecidedSaid,
    AskNext: Question,
}

/// A fact that a reason stands on, as it was known.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUsed {
    /// The question and the answer.
    #[serde(flatten)]
    pub said: Arc<AnswerSaid>,
    /// The child's name as given, where it was asked of a child.
    pub child: Option<Text>,
}

/// Why a response is called for or pointed to: one rule, and what made it so.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule, and where it comes from.
    #[serde(flatten)]
    pub said: Arc<ReasonSaid>,
    /// The facts it stands on.
    pub facts: Vec<FactUsed>,
    /// The rule is not decided, and its pack says that not knowing is itself a reason.
    pub not_known: bool,
    /// This rule is not decided, but one or other of the rules given is met whatever the answer.
    pub whichever: bool,
}

/// A response that is called for or pointed to.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommended {
    /// The response, by when, whose duty it is, and where it comes from.
    #[serde(flatten)]
    pub said: Arc<ResponseSaid>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A fact that a rule waits on.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingOn {
    /// The fact's id; [`PARTS`] for a child's part.
    pub fact: Text,
    /// The child's name as given; none for the incident, or where no child is known yet.
    pub child: Option<Text>,
}

/// A rule that depends on what is not known.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndecidedRule {
    /// The rule, what it would call for, and where it comes from.
    #[serde(flatten)]
    pub said: Arc<UndecidedSaid>,
    /// What it waits on.
    pub waiting_on: Vec<WaitingOn>,
}

/// A question whose answer can still change what is called for or pointed to.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskNext {
    /// The question, and why it matters.
    #[serde(flatten)]
    pub said: Arc<Question>,
    /// The child's name as given; none for the incident, or where no child is known yet.
    pub child: Option<Text>,
    /// The responses it could still change, most urgent first.
    #[cfg_attr(test, schemars(with = "Vec<Text>"))]
    pub could: IdList,
}

/// What the facts held that the pack does not know. It changed nothing, and is said.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotUsed {
    /// The fact's id.
    pub fact: Text,
    /// The child's name as given; none for the incident.
    pub child: Option<Text>,
    /// The answer that was given.
    pub answer: Answer,
}

/// What a pack asks for in a situation.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The pack's id.
    pub pack: Text,
    /// The pack's version, with its layers.
    pub version: Text,
    /// The pack's digest, lower-case hexadecimal.
    pub digest: Text,
    /// The day of the decision, where the facts gave one.
    pub on: Option<Date>,
    /// What is called for, most urgent first.
    pub called_for: Vec<Recommended>,
    /// What is pointed to, most urgent first.
    pub pointed_to: Vec<Recommended>,
    /// Rules that depend on what is not known.
    pub undecided: Vec<UndecidedRule>,
    /// The questions that can still change the answer, most urgent first.
    pub ask_next: Vec<AskNext>,
    /// What would change the answer.
    #[cfg_attr(test, schemars(with = "Vec<would_change::Written>"))]
    pub would_change: WouldChangeList,
    /// Floor and ceiling are the same: nothing more can be called for.
    pub settled: bool,
    /// Rules that are not met, by id, in the pack's order.
    #[cfg_attr(test, schemars(with = "Vec<Text>"))]
    pub not_met: IdList,
    /// Rules that are met, by id, in the pack's order.
    #[cfg_attr(test, schemars(with = "Vec<Text>"))]
    pub met: IdList,
    /// Responses that are called for now, most urgent first.
    #[cfg_attr(test, schemars(with = "Vec<Text>"))]
    pub floor: IdList,
    /// Responses that are called for now or could still be, most urgent first.
    #[cfg_attr(test, schemars(with = "Vec<Text>"))]
    pub ceiling: IdList,
    /// Only standing duties, which hold in every case, are called for; no other rule is met.
    pub only_standing_duties: bool,
    /// Answers the pack does not know.
    pub not_used: Vec<NotUsed>,
}

impl Assessment {
    /// How a rule stands; none where the pack has no such rule in force (unknown, dormant or out of its dates).
    #[must_use]
    pub fn rule_status(&self, id: &str) -> Option<RuleStatus> {
        if self.met.contains(id) {
            Some(RuleStatus::Met)
        } else if self.not_met.contains(id) {
            Some(RuleStatus::NotMet)
        } else if self.undecided.iter().any(|rule| rule.rule.as_ref() == id) {
            Some(RuleStatus::Undecided)
        } else {
            None
        }
    }

    /// Whether a response is called for.
    #[must_use]
    pub fn calls_for(&self, response: &str) -> bool {
        self.floor.contains(response)
    }
}
