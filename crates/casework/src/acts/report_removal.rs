//! Record a report to a service that gets imagery removed. The child makes it; staff support.

use super::Acting;
use super::form::Form;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred};
use crate::refusal::Refusals;

/// What is filled in.
#[derive(Clone, Default)]
pub struct ReportRemoval {
    /// Which service, by its id in the guidance or by its name.
    pub service: Option<String>,
    /// Who reported it.
    pub by: String,
    /// Their reference, if they gave one.
    pub reference: String,
    /// When.
    pub reported: Option<Occurred>,
}

/// Records a report to a service.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn report_removal(
    acting: &Acting<'_>,
    case: &Case,
    filled: &ReportRemoval,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let service = form.words("service", filled.service.as_deref().unwrap_or_default());
    let by = form.words("by", &filled.by);
    let reference = form.perhaps("reference", &filled.reference);
    let reported = form.been("reported", filled.reported);
    let event = service
        .zip(by)
        .zip(reported)
        .map(|((service, by), reported)| {
            vec![CaseEvent::RemovalReported {
                service,
                by,
                reference,
                reported,
            }]
        });
    form.finish(event)
}
