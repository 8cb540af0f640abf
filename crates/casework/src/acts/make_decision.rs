//! Decide: a named person, with a rationale. Doing more than the guidance calls for is one step. Doing less needs a reason
//! and a second person. Deciding without having consulted is allowed, since a child in danger does not wait for a form.

use super::Acting;
use super::form::Form;
use crate::access;
use crate::case::Case;
use crate::event::{CaseEvent, LessThanCalledFor, is_referral};
use crate::id::StaffId;
use crate::refusal::{Refusal, Refusals};
use guidance::{Pack, Posture};
use std::collections::BTreeSet;

/// What is filled in.
#[derive(Clone, Default)]
pub struct MakeDecision {
    /// What is decided, as route ids.
    pub routes: BTreeSet<String>,
    /// Why.
    pub rationale: String,
    /// Whom they consulted.
    pub consulted: String,
    /// Why something called for is left undone.
    pub reason: String,
    /// Who gives a second view. Required where something called for is left undone; otherwise a sign-off.
    pub second: Option<StaffId>,
}

/// The responses the latest consultation calls for that these routes, and the referrals already made, leave without an
/// answer: what [`make_decision`] asks a reason and a second person for.
pub fn left_undone<'a>(case: &'a Case, routes: &BTreeSet<String>) -> Vec<&'a str> {
    let mut answered = routes.clone();
    answered.extend(case.referrals.iter().map(|referral| referral.route.clone()));
    case.consultation()
        .map_or_else(Vec::new, |last| last.left_by(&answered))
}

/// What is left undone where a text says that reporting is the default, and nobody is told: it stands among the
/// responses of [`LessThanCalledFor`] although no rule names it.
pub const NOT_REFERRED: &str = "refer-by-default";

/// The same under a text's posture: where reporting is the default, deciding not to report is itself less than is called
/// for, whether the guidance was asked or not.
pub fn left_undone_under<'a>(
    case: &'a Case,
    pack: &Pack,
    routes: &BTreeSet<String>,
) -> Vec<&'a str> {
    let mut left = left_undone(case, routes);
    let told = routes.iter().any(|route| is_referral(route)) || !case.referrals.is_empty();
    if pack.posture() == Posture::ReferByDefault && !told {
        left.push(NOT_REFERRED);
    }
    left
}

/// Makes a decision.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn make_decision(
    acting: &Acting<'_>,
    case: &Case,
    pack: &Pack,
    filled: &MakeDecision,
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    form.refuse_if(
        filled.routes.is_empty(),
        Refusal::NothingChosen { field: "routes" },
    );
    for route in filled
        .routes
        .iter()
        .filter(|route| pack.route(route).is_none())
    {
        form.refuse(Refusal::UnknownRoute {
            route: route.clone(),
        });
    }
    let rationale = form.words("rationale", &filled.rationale);
    let consulted = form.perhaps("consulted", &filled.consulted);
    let second = filled.second.and_then(|second| {
        let (second, staff) = form.colleague("second", Some(second), acting, case)?;
        form.refuse_if(second == acting.by, Refusal::SecondIsOneself);
        form.refuse_if(!access::can_second(&staff.roles), Refusal::CannotSecond);
        Some(second)
    });
    let left = left_undone_under(case, pack, &filled.routes);
    let responses: Vec<String> = left.into_iter().map(ToOwned::to_owned).collect();
    let reason = form.perhaps("reason", &filled.reason);
    let less = !responses.is_empty();
    form.refuse_if(
        less && reason.is_none(),
        Refusal::LessNeedsReason {
            responses: responses.clone(),
        },
    );
    form.refuse_if(
        less && filled.second.is_none(),
        Refusal::LessNeedsSecond {
            responses: responses.clone(),
        },
    );
    let sign_off = second.filter(|_| !less);
    let less = second
        .zip(reason)
        .filter(|_| less)
        .map(|(second, reason)| LessThanCalledFor {
            responses,
            reason,
            second,
        });
    form.finish(rationale.map(|rationale| {
        vec![CaseEvent::DecisionMade {
            consultation: case.consultation().map(|last| last.recorded.seq),
            routes: filled.routes.clone(),
            rationale,
            consulted,
            less,
            sign_off,
        }]
    }))
}
