//! Record a viewing under the narrow exception: who, why, who allowed it, who was there. There is no place for what was
//! seen.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred, ViewingReason};
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct RecordViewing {
    /// Why it could not be avoided.
    pub reason: Option<ViewingReason>,
    /// Who allowed it.
    pub authorised_by: String,
    /// Who viewed.
    pub viewed_by: String,
    /// Who else was in the room.
    pub present: String,
    /// Where.
    pub place: String,
    /// When.
    pub viewed: Option<Occurred>,
}

/// Records a viewing.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn record_viewing(
    acting: &Acting<'_>,
    case: &Case,
    filled: &RecordViewing,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let reason = form.chosen("reason", filled.reason);
    let authorised_by = form.words("authorised_by", &filled.authorised_by);
    let viewed_by = form.words("viewed_by", &filled.viewed_by);
    let present = form.words("present", &filled.present);
    let place = form.words("place", &filled.place);
    let viewed = form.been("viewed", filled.viewed);
    let alone = viewed_by
        .as_ref()
        .zip(present.as_ref())
        .is_some_and(|(viewed_by, present)| {
            viewed_by.as_str().eq_ignore_ascii_case(present.as_str())
        });
    form.refuse_if(alone, Refusal::ViewingAlone);
    let event = reason
        .zip(authorised_by)
        .zip(viewed_by.zip(present))
        .zip(place.zip(viewed))
        .map(
            |(((reason, authorised_by), (viewed_by, present)), (place, viewed))| {
                vec![CaseEvent::ViewingRecorded {
                    reason,
                    authorised_by,
                    viewed_by,
                    present,
                    place,
                    viewed,
                }]
            },
        );
    form.finish(event)
}
