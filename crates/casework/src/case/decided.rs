//! Decisions with their second views, and referrals with the replies to them.

use super::{Case, Recorded};
use crate::event::{AgencyAnswer, CaseEvent, Due, LessThanCalledFor, Occurred};
use crate::id::StaffId;
use crate::words::Words;
use std::collections::BTreeSet;

/// A decision that a named person made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Where it was recorded; `by` decided.
    pub recorded: Recorded,
    /// The consultation they had before them; none says that there was none.
    pub consultation: Option<u64>,
    /// What they decided, as route ids.
    pub routes: BTreeSet<String>,
    /// Why.
    pub rationale: Words,
    /// Whom they consulted.
    pub consulted: Option<Words>,
    /// What is left undone that was called for.
    pub less: Option<LessThanCalledFor>,
    /// The second view, where one was asked for.
    pub second: Option<SecondView>,
    /// Each time it was looked at again and confirmed, oldest first.
    pub confirmed: Vec<Confirmation>,
    /// Whether an answer, a part or a child changed since it was made or last confirmed.
    pub answers_since: bool,
    pub(super) looked_at: u64,
}

impl Decision {
    /// Whether it left this response undone knowingly.
    pub fn leaves_knowingly(&self, response: &str) -> bool {
        self.less
            .as_ref()
            .is_some_and(|less| less.responses.iter().any(|left| left == response))
    }

    /// Whether it sends the case to an agency.
    pub fn refers(&self) -> bool {
        self.routes
            .iter()
            .any(|route| crate::event::is_referral(route))
    }

    /// Whether the decision was confirmed after its second view was given.
    pub fn second_view_answered(&self) -> bool {
        match &self.second {
            Some(SecondView::Given { recorded, .. }) => self
                .confirmed
                .last()
                .is_some_and(|last| last.recorded.seq > recorded.seq),
            _ => false,
        }
    }

    /// Who is asked for a second view and has not answered.
    pub fn waits_for(&self) -> Option<StaffId> {
        match &self.second {
            Some(SecondView::Waiting { asked }) => Some(*asked),
            _ => None,
        }
    }
}

/// A second view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondView {
    /// Not given yet.
    Waiting {
        /// Who was asked.
        asked: StaffId,
    },
    /// Given.
    Given {
        /// Where it was recorded; `by` gave it.
        recorded: Recorded,
        /// Whether they agree.
        agrees: bool,
        /// What they think.
        view: Words,
    },
}

/// A decision looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Where it was recorded; `by` confirmed.
    pub recorded: Recorded,
    /// The consultation they had before them.
    pub consultation: Option<u64>,
    /// Why it stands.
    pub why: Words,
}

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// By which route.
    pub route: String,
    /// To whom.
    pub agency: Words,
    /// How.
    pub how: Words,
    /// Their reference.
    pub reference: Option<Words>,
    /// When.
    pub made: Occurred,
    /// When an answer is due.
    pub answer_due: Option<Due>,
    /// What they answered, oldest first.
    pub replies: Vec<Reply>,
}

impl Referral {
    /// Whether an answer is still to come: none yet, or they wanted to know more.
    pub fn waits(&self) -> bool {
        self.replies
            .last()
            .is_none_or(|reply| reply.answer == AgencyAnswer::MoreWanted)
    }
}

/// What an agency answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// In a word.
    pub answer: AgencyAnswer,
    /// In their words.
    pub said: Words,
    /// When.
    pub answered: Occurred,
}

impl Case {
    pub(super) fn take_decided(&mut self, recorded: Recorded, event: &CaseEvent) {
        match event {
            CaseEvent::DecisionMade {
                consultation,
                routes,
                rationale,
                consulted,
                less,
                sign_off,
            } => {
                let asked = less.as_ref().map(|less| less.second).or(*sign_off);
                self.decisions.push(Decision {
                    recorded,
                    consultation: *consultation,
                    routes: routes.clone(),
                    rationale: rationale.clone(),
                    consulted: consulted.clone(),
                    less: less.clone(),
                    second: asked.map(|asked| SecondView::Waiting { asked }),
                    confirmed: Vec::new(),
                    answers_since: false,
                    looked_at: recorded.seq,
                });
                // Only the decision that stands is waited for: a later one takes its place.
                self.access.second_asked = asked.into_iter().collect();
            }
            CaseEvent::SecondViewGiven {
                decision,
                agrees,
                view,
            } => {
                if let Some(known) = self
                    .decisions
                    .iter_mut()
                    .find(|known| known.recorded.seq == *decision)
                {
                    known.second = Some(SecondView::Given {
                        recorded,
                        agrees: *agrees,
                        view: view.clone(),
                    });
                }
                self.access.second_asked = self
                    .decision()
                    .and_then(Decision::waits_for)
                    .into_iter()
                    .collect();
            }
            CaseEvent::DecisionConfirmed {
                decision,
                consultation,
                why,
            } => {
                if let Some(known) = self
                    .decisions
                    .iter_mut()
                    .find(|known| known.recorded.seq == *decision)
                {
                    known.answers_since = false;
                    known.looked_at = recorded.seq;
                    known.confirmed.push(Confirmation {
                        recorded,
                        consultation: *consultation,
                        why: why.clone(),
                    });
                }
            }
            CaseEvent::ReferralMade {
                route,
                agency,
                how,
                reference,
                made,
                answer_due,
            } => {
                self.referrals.push(Referral {
                    recorded,
                    route: route.clone(),
                    agency: agency.clone(),
                    how: how.clone(),
                    reference: reference.clone(),
                    made: *made,
                    answer_due: answer_due.clone(),
                    replies: Vec::new(),
                });
            }
            CaseEvent::ReferralAnswered {
                referral,
                answer,
                said,
                answered,
            } => {
                if let Some(known) = self
                    .referrals
                    .iter_mut()
                    .find(|known| known.recorded.seq == *referral)
                {
                    known.replies.push(Reply {
                        recorded,
                        answer: *answer,
                        said: said.clone(),
                        answered: *answered,
                    });
                }
            }
            _ => {}
        }
    }

    /// Routes the decision takes to an agency on which no referral was made yet.
    pub fn referrals_to_make(&self) -> Vec<&str> {
        self.decision().map_or_else(Vec::new, |decision| {
            decision
                .routes
                .iter()
                .filter(|route| crate::event::is_referral(route))
                .filter(|route| {
                    !self
                        .referrals
                        .iter()
                        .any(|referral| referral.route == **route)
                })
                .map(String::as_str)
                .collect()
        })
    }
}
