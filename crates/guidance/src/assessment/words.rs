//! The words an assessment quotes. A pack says each once; every assessment of it shares them, since copying the same
//! sentences for every child and every rule was most of the time an assessment took.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::facts::Answer;
use crate::item::{Due, Duty, Ids, Of, Part, ReadWith, RuleKind, Text};
use crate::source::SourceRef;

/// A question and an answer to it.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerSaid {
    /// The fact's id; [`PARTS`](crate::PARTS) where the fact is a child's part.
    pub fact: Text,
    /// The question.
    pub ask: Text,
    /// The answer.
    pub answer: Answer,
    /// The part, where the fact is a child's part.
    pub part: Option<Part>,
}

/// A question, and why it is put.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The fact's id; [`PARTS`](crate::PARTS) for a child's part.
    pub fact: Text,
    /// Asked of the incident or of a child.
    pub of: Of,
    /// The question.
    pub ask: Text,
    /// Why it matters.
    pub why: Text,
}

/// A rule that is a reason.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonSaid {
    /// The rule's id.
    pub rule: Text,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// What it means that it is met.
    pub says: Text,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
}

/// A rule that is not decided.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndecidedSaid {
    /// The rule's id.
    pub rule: Text,
    /// What it would mean that it is met.
    pub says: Text,
    /// The responses it calls for or points to.
    pub responses: Ids,
    /// Where it comes from.
    pub source: Arc<SourceRef>,
}

/// A response.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseSaid {
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
    /// Where the response itself comes from.
    pub source: Arc<SourceRef>,
    /// The pack or layer it came from.
    pub pack: Text,
}
