//! Give the second view one was asked for, independently of whoever decided.

use super::Acting;
use super::form::Form;
use crate::case::{Case, SecondView};
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct GiveSecondView {
    /// The decision, by its entry.
    pub decision: u64,
    /// Whether they agree.
    pub agrees: Option<bool>,
    /// What they think, and why.
    pub view: String,
}

/// Gives a second view.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn give_second_view(
    acting: &Acting<'_>,
    case: &Case,
    filled: &GiveSecondView,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    match case.decision_at(filled.decision) {
        None => form.refuse(Refusal::NoSuchDecision),
        Some(decision) => {
            let latest = case
                .decision()
                .is_some_and(|latest| latest.recorded.seq == filled.decision);
            form.refuse_if(!latest, Refusal::DecisionReplaced);
            let by_decider = decision.recorded.by == acting.by;
            form.refuse_if(by_decider, Refusal::SecondViewByDecider);
            match &decision.second {
                Some(SecondView::Given { .. }) => form.refuse(Refusal::SecondViewGivenAlready),
                Some(SecondView::Waiting { asked }) if *asked == acting.by => {}
                _ => form.refuse_if(!by_decider, Refusal::SecondViewNotAsked),
            }
        }
    }
    let agrees = form.chosen("agrees", filled.agrees);
    let view = form.words("view", &filled.view);
    let made = agrees.zip(view).map(|(agrees, view)| {
        vec![CaseEvent::SecondViewGiven {
            decision: filled.decision,
            agrees,
            view,
        }]
    });
    form.finish(made)
}
