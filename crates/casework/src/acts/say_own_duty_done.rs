//! Say that what is one's own duty is done, such as the report that the law asks of each person who became aware. Only
//! the person themselves can say it, in a case that is open or closed.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::CaseEvent;
use crate::refusal::{Refusal, Refusals};
use guidance::{Duty, Pack};

/// What is filled in.
#[derive(Clone, Default)]
pub struct SayOwnDutyDone {
    /// What the guidance asks of each person: a response id.
    pub response: String,
    /// What they did: to whom, how and when.
    pub what: String,
}

/// Records that whoever acts did their own duty.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn say_own_duty_done(
    acting: &Acting<'_>,
    case: &Case,
    pack: &Pack,
    filled: &SayOwnDutyDone,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_any(acting, case);
    let known = pack.response(&filled.response);
    form.refuse_if(
        known.is_none_or(|one| one.duty != Duty::Individual),
        Refusal::NotAnOwnDuty,
    );
    form.refuse_if(
        case.said_done(&filled.response, acting.by).is_some(),
        Refusal::OwnDutyDoneAlready,
    );
    let what = form.words("what", &filled.what);
    form.finish(what.map(|what| {
        vec![CaseEvent::OwnDutyDone {
            response: filled.response.clone(),
            what,
        }]
    }))
}
