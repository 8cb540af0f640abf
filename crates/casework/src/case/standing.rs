//! Questions a case answers about itself: what stands, what waits, what is left without an answer.

use super::{Action, Answered, Case, Consultation, Decision, Question, Referral};
use crate::id::PersonId;

impl Case {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The answer a person last gave to a question.
    pub fn answer(&self, question: &Question) -> Option<&Answered> {
        self.answers.get(question).and_then(|given| given.last())
    }

    /// The latest consultation of the guidance.
    pub fn consultation(&self) -> Option<&Consultation> {
        self.consultations.last()
    }

    /// Whether something became known after the guidance was last consulted.
    pub fn consultation_is_behind(&self) -> bool {
        self.consultation()
            .is_some_and(|last| self.facts_changed > last.recorded.seq)
    }

    /// The decision that stands: the latest.
    pub fn decision(&self) -> Option<&Decision> {
        self.decisions.last()
    }

    /// The decision in this entry.
    pub fn decision_at(&self, seq: u64) -> Option<&Decision> {
        self.decisions
            .iter()
            .find(|decision| decision.recorded.seq == seq)
    }

    /// What the latest consultation calls for that the decision, and the referrals made, leave without an answer and
    /// that nobody decided to leave. Response ids.
    pub fn left_without_answer(&self) -> Vec<&str> {
        let Some(consultation) = self.consultation() else {
            return Vec::new();
        };
        consultation
            .called_for
            .iter()
            .filter(|response| {
                consultation
                    .answered_by
                    .get(*response)
                    .is_some_and(|routes| {
                        !routes.is_empty()
                            && !self
                                .referrals
                                .iter()
                                .any(|referral| routes.contains(&referral.route))
                            && !self.decision().is_some_and(|decision| {
                                !decision.routes.is_disjoint(routes)
                                    || decision.leaves_knowingly(response)
                            })
                    })
            })
            .map(String::as_str)
            .collect()
    }

    /// Whether the decision still stands: nothing new is known since it was made or confirmed, and it answers what is
    /// called for now.
    pub fn decision_stands(&self) -> bool {
        self.decision()
            .is_some_and(|decision| !decision.answers_since)
            && self.left_without_answer().is_empty()
    }

    /// Referrals with no final answer yet.
    pub fn referrals_waiting(&self) -> impl Iterator<Item = &Referral> {
        self.referrals.iter().filter(|referral| referral.waits())
    }

    /// Actions still to be done.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.values().filter(|action| action.is_open())
    }

    /// Children whose parents or carers have neither been told nor been left untold for a reason.
    pub fn parents_to_tell(&self) -> impl Iterator<Item = PersonId> {
        self.children
            .keys()
            .copied()
            .filter(|child| self.parents.get(child).is_none_or(Vec::is_empty))
    }
}
