//! Record a referral to an agency. It needs no decision first: anybody who works the case can refer at any time.

use super::form::Form;
use super::{Acting, By};
use crate::calendar;
use crate::case::Case;
use crate::event::{CaseEvent, Occurred};
use crate::refusal::{Refusal, Refusals};
use guidance::Pack;

/// What is filled in.
#[derive(Clone, Default)]
pub struct MakeReferral {
    /// By which route.
    pub route: Option<String>,
    /// To whom.
    pub agency: String,
    /// How: by telephone, on a form, to whom one spoke.
    pub how: String,
    /// Their reference, if they gave one.
    pub reference: String,
    /// When it was made.
    pub made: Option<Occurred>,
    /// By when they answer, counted from when it was made.
    pub answer_by: By,
}

/// Records a referral.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn make_referral(
    acting: &Acting<'_>,
    case: &Case,
    pack: &Pack,
    filled: &MakeReferral,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let route = form.chosen("routes", filled.route.clone());
    if let Some(route) = route.as_ref().filter(|route| pack.route(route).is_none()) {
        form.refuse(Refusal::UnknownRoute {
            route: route.clone(),
        });
    }
    let agency = form.words("agency", &filled.agency);
    let how = form.words("how", &filled.how);
    let reference = form.perhaps("reference", &filled.reference);
    let made = form.been("made", filled.made);
    let from = made.map_or_else(
        || acting.outside.now(),
        |made| calendar::moment(made.on, made.at),
    );
    let answer_due = form.due("answer_due", filled.answer_by, from, acting);
    let event = route
        .zip(agency)
        .zip(how.zip(made))
        .map(|((route, agency), (how, made))| {
            vec![CaseEvent::ReferralMade {
                route,
                agency,
                how,
                reference,
                made,
                answer_due,
            }]
        });
    form.finish(event)
}
