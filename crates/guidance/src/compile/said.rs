//! The words of a pack, put together once for every assessment to share.

use std::sync::Arc;

use crate::assessment::{
    AnswerSaid, ChangeWords, PARTS as PARTS_ID, Question, ReasonSaid, ResponseSaid, UndecidedSaid,
};
use crate::facts::Answer;
use crate::item::{Fact, Ids, Of, Part, Text};
use crate::pack::Contents;

use super::PARTS;

/// What is said of a fact, or of a child's part.
#[derive(Debug, Clone)]
pub(crate) struct FactSaid {
    pub(crate) question: Arc<Question>,
    /// Each answer in order, and last that it is not known.
    answers: Vec<Arc<AnswerSaid>>,
}

impl FactSaid {
    pub(super) fn of(fact: &Fact, values: &[Text]) -> Self {
        let question = Question {
            fact: fact.id.clone(),
            of: fact.of,
            ask: fact.ask.clone(),
            why: fact.why.clone(),
        };
        let answers = values.iter().map(|value| Answer::from_word(value));
        Self::with(question, answers, None)
    }

    fn with(question: Question, answers: impl Iterator<Item = Answer>, part: Option<Part>) -> Self {
        let said = |answer| {
            Arc::new(AnswerSaid {
                fact: question.fact.clone(),
                ask: question.ask.clone(),
                answer,
                part,
            })
        };
        let answers = answers.chain([Answer::NotKnown]).map(said).collect();
        Self {
            question: Arc::new(question),
            answers,
        }
    }

    /// The answer that a set of values comes to.
    pub(crate) fn answer(&self, bits: u32) -> Option<&Arc<AnswerSaid>> {
        // What does not arise stands past the answers, where "not known" does.
        if bits.count_ones() == 1 {
            let one = self.answers.get(bits.trailing_zeros() as usize);
            one.or(self.answers.last())
        } else {
            self.answers.last()
        }
    }
}

/// Everything that is quoted.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The one question about a child's part.
    pub(crate) parts_question: Arc<Question>,
    /// Of each part a child may have had.
    pub(crate) parts: Vec<FactSaid>,
    pub(crate) reasons: Vec<Arc<ReasonSaid>>,
    pub(crate) undecided: Vec<Arc<UndecidedSaid>>,
    pub(crate) responses: Vec<Arc<ResponseSaid>>,
    pub(crate) rule_ids: Ids,
    pub(crate) response_ids: Ids,
    pub(crate) changes: Arc<ChangeWords>,
}

impl Said {
    pub(super) fn of(contents: &Contents, values: impl Fn(&Fact) -> Vec<Text>) -> Self {
        let rules = contents.rules.iter();
        let responses = contents.responses.iter();
        let response_ids: Ids = responses.clone().map(|one| one.id.clone()).collect();
        let answers = |fact: &Fact| {
            let values = values(fact);
            values
                .iter()
                .map(|value| Answer::from_word(value))
                .collect()
        };
        let facts = contents.facts.iter();
        let parts_question = parts_question();
        Self {
            parts: parts(&parts_question),
            parts_question: Arc::new(parts_question),
            reasons: rules
                .clone()
                .map(|rule| {
                    Arc::new(ReasonSaid {
                        rule: rule.id.clone(),
                        kind: rule.kind,
                        says: rule.says.clone(),
                        source: rule.source.clone(),
                        pack: rule.pack.clone(),
                    })
                })
                .collect(),
            undecided: rules
                .clone()
                .map(|rule| {
                    let reached = rule.calls_for.iter().chain(rule.points_to.iter());
                    Arc::new(UndecidedSaid {
                        rule: rule.id.clone(),
                        says: rule.says.clone(),
                        responses: reached.cloned().collect(),
                        source: rule.source.clone(),
                    })
                })
                .collect(),
            responses: responses
                .map(|response| {
                    Arc::new(ResponseSaid {
                        response: response.id.clone(),
                        says: response.says.clone(),
                        by: response.by,
                        duty: response.duty,
                        satisfied_by: response.satisfied_by.clone(),
                        read_with: response.read_with.clone(),
                        source: response.source.clone(),
                        pack: response.pack.clone(),
                    })
                })
                .collect(),
            rule_ids: rules.map(|rule| rule.id.clone()).collect(),
            changes: Arc::new(ChangeWords {
                facts: facts.map(|fact| (fact.id.clone(), answers(fact))).collect(),
                responses: response_ids.clone(),
            }),
            response_ids,
        }
    }
}

fn parts_question() -> Question {
    Question {
        fact: PARTS_ID.into(),
        of: Of::Child,
        ask: "What part did this child have?".into(),
        why: "What is asked for depends on the part each child had.".into(),
    }
}

/// The question about a child's part, said of each.
fn parts(question: &Question) -> Vec<FactSaid> {
    let answers = [Answer::No, Answer::Yes];
    let one = |part: &Part| FactSaid::with(question.clone(), answers.iter().cloned(), Some(*part));
    Part::ALL.iter().take(PARTS).map(one).collect()
}
