//! What a pack asks for in a situation, and why: the answer the engine gives.
//!
//! It recommends; a named person decides. Nothing here is a score.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::facts::Answer;
use crate::item::{Due, Duty, Ids, Part, ReadWith, RuleKind, Text};
use crate::source::SourceRef;

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

/// A fact that a reason stands on, as it was known.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUsed {
    /// The fact's id; [`PARTS`] where the fact is a child's part.
    pub fact: Text,
    /// The question.
    pub ask: Text,
    /// The child's name as given, where it was asked of a child.
    pub child: Option<Text>,
    /// The answer.
    pub answer: Answer,
    /// The part, where the fact is a child's part.
    pub part: Option<Part>,
}

/// Why a response is called for or pointed to: one rule, and what made it so.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's id.
    pub rule: Text,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// What it means that it is met.
    pub says: Text,
    /// The facts it stands on.
    pub facts: Vec<FactUsed>,
    /// The rule is not decided, and its pack says that not knowing is itself a reason.
    pub not_known: bool,
    /// This rule is not decided, but one or other of the rules given is met whatever the answer.
    pub whichever: bool,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
}

/// A response that is called for or pointed to.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommended {
    /// The response's id.
    pub response: Text,
    /// What must happen.
    pub says: Text,
    /// By when.
    pub by: Due,
    /// Whose duty it is.
    pub duty: Duty,
    /// Any one of these routes answers it; empty where actions answer it.
    pub satisfied_by: Ids,
    /// What is shown beside it.
    pub read_with: Arc<[ReadWith]>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where the response itself comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
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
    /// The rule's id.
    pub rule: Text,
    /// What it would mean that it is met.
    pub says: Text,
    /// The responses it calls for or points to.
    pub responses: Vec<Text>,
    /// What it waits on.
    pub waiting_on: Vec<WaitingOn>,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
}

/// A question whose answer can still change what is called for or pointed to.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskNext {
    /// The fact's id; [`PARTS`] for a child's part.
    pub fact: Text,
    /// Asked of the incident or of a child.
    pub of: crate::item::Of,
    /// The child's name as given; none for the incident, or where no child is known yet.
    pub child: Option<Text>,
    /// The question.
    pub ask: Text,
    /// Why it matters.
    pub why: Text,
    /// The responses it could still change, most urgent first.
    pub could: Vec<Text>,
}

/// One answer that would be otherwise.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reversal {
    /// The fact's id.
    pub fact: Text,
    /// The child's name as given; none for the incident.
    pub child: Option<Text>,
    /// The answer as it is.
    pub from: Answer,
    /// The answer as it would be.
    pub to: Answer,
}

/// A smallest set of known answers whose reversal changes what is called for or pointed to.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WouldChange {
    /// One or two answers.
    pub change: Vec<Reversal>,
    /// Responses this would add.
    pub adds: Vec<Text>,
    /// Responses this would remove.
    pub removes: Vec<Text>,
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
    pub would_change: Vec<WouldChange>,
    /// Floor and ceiling are the same: nothing more can be called for.
    pub settled: bool,
    /// Rules that are not met, by id, in the pack's order.
    pub not_met: Vec<Text>,
    /// Rules that are met, by id, in the pack's order.
    pub met: Vec<Text>,
    /// Responses that are called for now, most urgent first.
    pub floor: Vec<Text>,
    /// Responses that are called for now or could still be, most urgent first.
    pub ceiling: Vec<Text>,
    /// Only standing duties, which hold in every case, are called for; no other rule is met.
    pub only_standing_duties: bool,
    /// Answers the pack does not know.
    pub not_used: Vec<NotUsed>,
}

impl Assessment {
    /// How a rule stands; none where the pack has no such rule in force (unknown, dormant or out of its dates).
    #[must_use]
    pub fn rule_status(&self, id: &str) -> Option<RuleStatus> {
        let has = |ids: &[Text]| ids.iter().any(|rule| rule.as_ref() == id);
        if has(&self.met) {
            Some(RuleStatus::Met)
        } else if has(&self.not_met) {
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
        self.floor.iter().any(|id| id.as_ref() == response)
    }
}
