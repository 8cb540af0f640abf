//! Record what an agency answered.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{AgencyAnswer, CaseEvent, Occurred};
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct RecordReferralAnswer {
    /// The referral, by its entry.
    pub referral: u64,
    /// What they answered, in a word.
    pub answer: Option<AgencyAnswer>,
    /// What they said.
    pub said: String,
    /// When.
    pub answered: Option<Occurred>,
}

/// Records an agency's answer. A later answer stands beside an earlier one.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn record_referral_answer(
    acting: &Acting<'_>,
    case: &Case,
    filled: &RecordReferralAnswer,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let known = case
        .referrals
        .iter()
        .any(|referral| referral.recorded.seq == filled.referral);
    form.refuse_if(!known, Refusal::NoSuchReferral);
    let answer = form.chosen("answer", filled.answer);
    let said = form.words("said", &filled.said);
    let answered = form.been("answered", filled.answered);
    let event = answer
        .zip(said)
        .zip(answered)
        .map(|((answer, said), answered)| {
            vec![CaseEvent::ReferralAnswered {
                referral: filled.referral,
                answer,
                said,
                answered,
            }]
        });
    form.finish(event)
}
