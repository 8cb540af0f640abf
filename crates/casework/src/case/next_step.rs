//! What to do next in a case: one thing at a time, in the order the guidance goes. It is an offer, never a gate: every
//! act stays open whatever stands here, and it is no measure of how serious a case is.

use super::{Case, SecondView};
use crate::calendar;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    /// Nobody has read the concern.
    ReadConcern,
    /// Nobody works the case.
    TakeUp,
    /// A trigger calls for a referral and nobody has answered it.
    ReferNow,
    /// No initial review was held.
    InitialReview,
    /// Questions that still matter have not been put.
    Assess,
    /// The guidance was not consulted on what is known now.
    Consult,
    /// Nobody has decided.
    Decide,
    /// The second person has not answered.
    WaitForSecondView,
    /// The second person disagrees, or something became known: does the decision still stand?
    ReviewDecision,
    /// The decision says to refer and no referral is recorded.
    MakeReferral,
    /// An agency has not answered.
    ChaseReferral,
    /// Parents or carers have neither been told nor left untold for a reason.
    TellParents,
    /// Actions are open.
    DoActions,
    /// No day is set to look at the case again.
    SetReview,
    /// A day is set.
    Review {
        /// The day.
        on: Date,
    },
    /// Nothing is left to do.
    Close,
    /// The case is closed.
    Closed,
}

impl NextStep {
    /// The step in plain words.
    pub fn says(self) -> String {
        match self {
            Self::ReadConcern => "Read the concern".to_owned(),
            Self::TakeUp => "Take up the case".to_owned(),
            Self::ReferNow => "Refer now: the guidance calls for an immediate referral".to_owned(),
            Self::InitialReview => "Hold the initial review".to_owned(),
            Self::Assess => "Answer the questions that still matter".to_owned(),
            Self::Consult => "See what the guidance says on what is known now".to_owned(),
            Self::Decide => "Decide what to do".to_owned(),
            Self::WaitForSecondView => "Wait for the second view".to_owned(),
            Self::ReviewDecision => "Look at the decision again: does it still stand?".to_owned(),
            Self::MakeReferral => "Make the referral that was decided".to_owned(),
            Self::ChaseReferral => "Get the agency\u{2019}s answer to the referral".to_owned(),
            Self::TellParents => "Tell parents or carers, or record why not".to_owned(),
            Self::DoActions => "See to the open actions".to_owned(),
            Self::SetReview => "Set a day to look at the case again".to_owned(),
            Self::Review { on } => format!("Review the case on {}", calendar::day_in_words(on)),
            Self::Close => "Close the case, or set another day to look at it".to_owned(),
            Self::Closed => "Closed".to_owned(),
        }
    }
}

impl Case {
    /// What to do next.
    pub fn next_step(&self) -> NextStep {
        if !self.is_open() {
            return NextStep::Closed;
        }
        if self.read.is_none() {
            return NextStep::ReadConcern;
        }
        if self.lead.is_none() {
            return NextStep::TakeUp;
        }
        self.step_to_a_decision()
            .or_else(|| self.step_after_it())
            .unwrap_or_else(|| self.step_to_the_end())
    }

    fn step_to_a_decision(&self) -> Option<NextStep> {
        let steps = [
            (self.refer_now(), NextStep::ReferNow),
            (self.reviews.is_empty(), NextStep::InitialReview),
            (
                self.consultation().is_none() && self.answers.is_empty(),
                NextStep::Assess,
            ),
            (
                self.consultation().is_none() || self.consultation_is_behind(),
                NextStep::Consult,
            ),
            (
                self.decision().is_none() && !self.not_yet_put().is_empty(),
                NextStep::Assess,
            ),
            (self.decision().is_none(), NextStep::Decide),
        ];
        steps
            .into_iter()
            .find_map(|(called_for, step)| called_for.then_some(step))
    }

    fn step_after_it(&self) -> Option<NextStep> {
        let decision = self.decision()?;
        let disagrees = matches!(
            decision.second,
            Some(SecondView::Given { agrees: false, .. })
        );
        let disagreement_answered = decision.second_view_answered();
        let steps = [
            (decision.waits_for().is_some(), NextStep::WaitForSecondView),
            (
                disagrees && !disagreement_answered,
                NextStep::ReviewDecision,
            ),
            (!self.decision_stands(), NextStep::ReviewDecision),
            (!self.referrals_to_make().is_empty(), NextStep::MakeReferral),
            (
                self.referrals_waiting().next().is_some(),
                NextStep::ChaseReferral,
            ),
            (
                self.parents_to_tell().next().is_some(),
                NextStep::TellParents,
            ),
            (self.open_actions().next().is_some(), NextStep::DoActions),
        ];
        steps
            .into_iter()
            .find_map(|(called_for, step)| called_for.then_some(step))
    }

    fn step_to_the_end(&self) -> NextStep {
        let Some(review) = &self.review else {
            return NextStep::SetReview;
        };
        // Something recorded on the day or later shows that somebody looked.
        let looked = self
            .recorded
            .is_some_and(|(_, last)| calendar::day_of(last) >= review.on);
        if looked {
            NextStep::Close
        } else {
            NextStep::Review { on: review.on }
        }
    }

    /// Whether a trigger calls for a referral that no referral, and no decision, answers.
    fn refer_now(&self) -> bool {
        let left = self.left_without_answer();
        self.consultation().is_some_and(|last| {
            last.triggered
                .iter()
                .any(|response| left.contains(&response.as_str()))
        })
    }
}
