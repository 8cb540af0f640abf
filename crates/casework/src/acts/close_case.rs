//! Close a case: after it was decided, with nothing asked left unanswered and nothing open left unsaid.

use super::Acting;
use super::form::Form;
use crate::case::{Case, SecondView};
use crate::event::{CaseEvent, Outcome};
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct CloseCase {
    /// How it ends.
    pub outcome: Option<Outcome>,
    /// Why now.
    pub why: String,
    /// What becomes of actions that are still open. Required where there are any.
    pub actions_left: String,
}

/// Closes a case.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn close_case(
    acting: &Acting<'_>,
    case: &Case,
    filled: &CloseCase,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.refuse_if(
        case.consultations.is_empty() && case.decisions.is_empty(),
        Refusal::NothingDecided,
    );
    match case
        .decision()
        .and_then(|decision| decision.second.as_ref().map(|second| (decision, second)))
    {
        Some((_, SecondView::Waiting { .. })) => form.refuse(Refusal::SecondViewToCome),
        Some((decision, SecondView::Given { agrees: false, .. })) => {
            form.refuse_if(!decision.second_view_answered(), Refusal::SecondDisagrees);
        }
        _ => {}
    }
    let left: Vec<String> = case
        .left_without_answer()
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    form.refuse_if(
        !left.is_empty(),
        Refusal::LessThanCalledFor {
            responses: left.clone(),
        },
    );
    let behind = case
        .decision()
        .is_some_and(|decision| decision.answers_since);
    form.refuse_if(behind && left.is_empty(), Refusal::DecisionToReview);
    form.refuse_if(
        !case.referrals_to_make().is_empty(),
        Refusal::ReferralToMake,
    );
    let actions_left = form.perhaps("actions_left", &filled.actions_left);
    form.refuse_if(
        actions_left.is_none() && case.open_actions().next().is_some(),
        Refusal::ActionsOpen,
    );
    let outcome = form.chosen("outcome", filled.outcome);
    let why = form.words("why", &filled.why);
    form.finish(outcome.zip(why).map(|(outcome, why)| {
        vec![CaseEvent::CaseClosed {
            outcome,
            why,
            actions_left,
        }]
    }))
}
