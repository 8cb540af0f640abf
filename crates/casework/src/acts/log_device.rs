//! Record that a device was taken into keeping. Nobody looks at what is on it.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Isolated, Occurred};
use crate::id::PersonId;
use crate::refusal::Refusals;

/// What is filled in.
#[derive(Clone, Default)]
pub struct LogDevice {
    /// Which device: make, colour, case. Never what is on it.
    pub device: String,
    /// Whose, if a child involved handed it in.
    pub from: Option<PersonId>,
    /// Who holds it.
    pub held_by: String,
    /// Where it is kept.
    pub kept_where: String,
    /// How it was cut off.
    pub isolated: Option<Isolated>,
    /// Who else was there.
    pub second_person: String,
    /// When it was taken.
    pub taken: Option<Occurred>,
}

/// Records a device.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn log_device(
    acting: &Acting<'_>,
    case: &Case,
    filled: &LogDevice,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let device = form.words("device", &filled.device);
    let from = filled
        .from
        .and_then(|from| form.child("from", Some(from), case));
    let held_by = form.words("held_by", &filled.held_by);
    let kept_where = form.words("kept_where", &filled.kept_where);
    let isolated = form.chosen("isolated", filled.isolated);
    let second_person = form.perhaps("second_person", &filled.second_person);
    let taken = form.been("taken", filled.taken);
    let event = device
        .zip(held_by)
        .zip(kept_where.zip(isolated))
        .zip(taken)
        .map(|(((device, held_by), (kept_where, isolated)), taken)| {
            vec![CaseEvent::DeviceTaken {
                device,
                from,
                held_by,
                kept_where,
                isolated,
                second_person,
                taken,
            }]
        });
    form.finish(event)
}
