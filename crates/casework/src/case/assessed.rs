//! What was asked, answered and consulted: initial reviews, answers with their history, consultations.

use super::{Case, Recorded};
use crate::event::{About, CaseEvent, Occurred, OpenQuestion, Present};
use crate::words::Words;
use guidance::{Answer, Facts};
use std::collections::{BTreeMap, BTreeSet};

/// A question of the guidance, put about the incident or about one child.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// What about.
    pub about: About,
    /// The fact's id.
    pub fact: String,
}

impl Question {
    /// A question about the incident.
    pub fn of_incident(fact: &str) -> Self {
        Self {
            about: About::Incident,
            fact: fact.to_owned(),
        }
    }

    /// A question about one child.
    pub fn of_child(child: crate::id::PersonId, fact: &str) -> Self {
        Self {
            about: About::Child(child),
            fact: fact.to_owned(),
        }
    }
}

/// An answer a person gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// The answer.
    pub answer: Answer,
    /// Where it came from.
    pub how_known: Option<Words>,
}

/// An initial review that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitialReview {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// When it was held.
    pub held: Occurred,
    /// Who was there.
    pub present: Vec<Present>,
    /// Notes.
    pub notes: Option<Words>,
}

/// A consultation of the guidance, as it was recorded then.
#[derive(Debug, Clone, PartialEq)]
pub struct Consultation {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// The pack consulted.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// Exactly which bytes.
    pub digest: String,
    /// What was known.
    pub facts: Facts,
    /// The responses called for, most urgent first.
    pub called_for: Vec<String>,
    /// Of these, those a trigger calls for.
    pub triggered: Vec<String>,
    /// Which routes answer each.
    pub answered_by: BTreeMap<String, BTreeSet<String>>,
    /// The responses pointed to.
    pub pointed_to: Vec<String>,
    /// The questions that could still change it.
    pub open: Vec<OpenQuestion>,
    /// Whether nothing more could be called for.
    pub settled: bool,
    /// The adviser's corrections in whose words it was shown, by digest.
    pub wording: Option<String>,
}

impl Consultation {
    /// The responses called for that these routes leave without an answer. Responses that no route answers are
    /// answered by actions and are not counted here.
    pub fn left_by<'a>(&'a self, routes: &BTreeSet<String>) -> Vec<&'a str> {
        self.called_for
            .iter()
            .filter(|response| {
                self.answered_by
                    .get(*response)
                    .is_some_and(|by| !by.is_empty() && by.is_disjoint(routes))
            })
            .map(String::as_str)
            .collect()
    }
}

impl Case {
    pub(super) fn take_assessed(&mut self, recorded: Recorded, event: &CaseEvent) {
        match event {
            CaseEvent::InitialReviewHeld {
                held,
                present,
                notes,
            } => self.reviews.push(InitialReview {
                recorded,
                held: *held,
                present: present.clone(),
                notes: notes.clone(),
            }),
            CaseEvent::QuestionAnswered {
                about,
                fact,
                answer,
                how_known,
            } => {
                let given = self
                    .answers
                    .entry(Question {
                        about: *about,
                        fact: fact.clone(),
                    })
                    .or_default();
                // Never asked and *not known* weigh the same, so that alone changes nothing.
                let before = given
                    .last()
                    .map_or(Answer::NotKnown, |last| last.answer.clone());
                given.push(Answered {
                    recorded,
                    answer: answer.clone(),
                    how_known: how_known.clone(),
                });
                if before != *answer {
                    self.fact_changed(recorded.seq);
                }
            }
            CaseEvent::GuidanceConsulted {
                pack,
                version,
                digest,
                facts,
                called_for,
                triggered,
                answered_by,
                pointed_to,
                open,
                settled,
                wording,
            } => self.consultations.push(Consultation {
                recorded,
                pack: pack.clone(),
                version: version.clone(),
                digest: digest.clone(),
                facts: facts.clone(),
                called_for: called_for.clone(),
                triggered: triggered.clone(),
                answered_by: answered_by.clone(),
                pointed_to: pointed_to.clone(),
                open: open.clone(),
                settled: *settled,
                wording: wording.clone(),
            }),
            _ => {}
        }
    }

    /// Questions the latest consultation left open that nobody has put yet. One that was put and answered *not known*
    /// has been put.
    pub fn not_yet_put(&self) -> Vec<&OpenQuestion> {
        let Some(last) = self.consultation() else {
            return Vec::new();
        };
        last.open
            .iter()
            .filter(|open| match open.about {
                None => true,
                Some(About::Child(child)) if open.fact == guidance::PARTS => self
                    .children
                    .get(&child)
                    .is_none_or(|known| known.history.is_empty()),
                Some(about) => !self.answers.contains_key(&Question {
                    about,
                    fact: open.fact.clone(),
                }),
            })
            .collect()
    }
}
