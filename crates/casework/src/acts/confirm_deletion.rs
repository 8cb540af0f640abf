//! Record that a child deleted it and confirmed so; nobody looked. Preserving comes first: only after a recorded decision
//! that no agency is involved, and never while extortion or an adult is not ruled out (TRAP-2).

use super::Acting;
use super::form::Form;
use crate::case::{Case, Question, SecondView};
use crate::event::{CaseEvent, Occurred};
use crate::id::PersonId;
use crate::refusal::{Refusal, Refusals};
use guidance::{Answer, Pack, Status};

/// The questions about the incident that must be answered *no* before anything is deleted, where the guidance in force
/// asks them. Not known is not no.
const PRESERVE_UNLESS_NO: [&str; 3] = ["extortion", "adult-involved", "adult-posing-as-child"];

/// The question whose *yes* says that an agency is involved or may be.
const AGENCY_LIKELY: &str = "agency-likely";

/// What is filled in.
#[derive(Clone, Default)]
pub struct ConfirmDeletion {
    /// Who deleted.
    pub child: Option<PersonId>,
    /// From where: which device, which app.
    pub from_where: String,
    /// Who was there.
    pub present: String,
    /// When they confirmed it.
    pub confirmed: Option<Occurred>,
}

/// Why nothing may be deleted now; none where a child may be asked to delete. The page asks this before it asks anything.
pub fn must_preserve(case: &Case, pack: &Pack) -> Option<Refusal> {
    let answered = |fact: &str| {
        case.answer(&Question::of_incident(fact))
            .map(|given| &given.answer)
    };
    let not_ruled_out = |fact: &&str| match answered(fact) {
        Some(Answer::No) => false,
        Some(_) => true,
        None => pack.fact(fact).is_some(),
    };
    // What the law of the place says about deleting was not seen, and England's is not taken for it.
    if pack.status() == Status::Skeleton {
        return Some(Refusal::PreserveNotSeen);
    }
    if PRESERVE_UNLESS_NO.iter().any(not_ruled_out) {
        return Some(Refusal::PreserveExtortion);
    }
    if !case.referrals.is_empty() || answered(AGENCY_LIKELY) == Some(&Answer::Yes) {
        return Some(Refusal::PreserveAgency);
    }
    let Some(decision) = case.decision() else {
        return Some(Refusal::PreserveNoDecision);
    };
    if decision.refers() || !case.left_without_answer().is_empty() {
        return Some(Refusal::PreserveAgency);
    }
    match &decision.second {
        Some(SecondView::Waiting { .. }) => Some(Refusal::SecondViewToCome),
        Some(SecondView::Given { agrees: false, .. }) => Some(Refusal::SecondDisagrees),
        _ if decision.answers_since => Some(Refusal::PreserveNoDecision),
        _ => None,
    }
}

/// Records that a child deleted it and confirmed so.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn confirm_deletion(
    acting: &Acting<'_>,
    case: &Case,
    pack: &Pack,
    filled: &ConfirmDeletion,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    if let Some(preserve) = must_preserve(case, pack) {
        form.refuse(preserve);
    }
    let child = form.child("child", filled.child, case);
    let from_where = form.words("from_where", &filled.from_where);
    let present = form.words("present", &filled.present);
    let confirmed = form.been("confirmed", filled.confirmed);
    let event = child.zip(from_where).zip(present.zip(confirmed)).map(
        |((child, from_where), (present, confirmed))| {
            vec![CaseEvent::DeletionConfirmed {
                child,
                from_where,
                present,
                confirmed,
            }]
        },
    );
    form.finish(event)
}
