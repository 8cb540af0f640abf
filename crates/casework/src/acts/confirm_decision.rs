//! Look at a decision again after something became known, and say why it stands.

use super::Acting;
use super::form::Form;
use crate::case::{Case, SecondView};
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct ConfirmDecision {
    /// The decision, by its entry.
    pub decision: u64,
    /// Why it stands.
    pub why: String,
}

/// Confirms that the decision stands.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn confirm_decision(
    acting: &Acting<'_>,
    case: &Case,
    filled: &ConfirmDecision,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    match case.decision_at(filled.decision) {
        None => form.refuse(Refusal::NoSuchDecision),
        Some(decision) => {
            let latest = case
                .decision()
                .is_some_and(|latest| latest.recorded.seq == filled.decision);
            form.refuse_if(!latest, Refusal::DecisionReplaced);
            let disagrees = matches!(
                decision.second,
                Some(SecondView::Given { agrees: false, .. })
            );
            form.refuse_if(
                disagrees && decision.less.is_some(),
                Refusal::SecondDisagrees,
            );
        }
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
    let why = form.words("why", &filled.why);
    form.finish(why.map(|why| {
        vec![CaseEvent::DecisionConfirmed {
            decision: filled.decision,
            consultation: case.consultation().map(|last| last.recorded.seq),
            why,
        }]
    }))
}
