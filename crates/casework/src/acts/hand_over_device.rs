//! Record that a device in keeping went to somebody else: the police, or back.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred};
use crate::refusal::{Refusal, Refusals};

/// What is filled in.
#[derive(Clone, Default)]
pub struct HandOverDevice {
    /// The device, by its entry.
    pub device: u64,
    /// To whom.
    pub to: String,
    /// When.
    pub handed_over: Option<Occurred>,
}

/// Records that a device was handed over.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn hand_over_device(
    acting: &Acting<'_>,
    case: &Case,
    filled: &HandOverDevice,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let known = case
        .devices
        .iter()
        .any(|device| device.recorded.seq == filled.device);
    form.refuse_if(!known, Refusal::NoSuchDevice);
    let to = form.words("to", &filled.to);
    let handed_over = form.been("handed_over", filled.handed_over);
    form.finish(to.zip(handed_over).map(|(to, handed_over)| {
        vec![CaseEvent::DeviceHandedOver {
            device: filled.device,
            to,
            handed_over,
        }]
    }))
}
