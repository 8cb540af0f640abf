//! Take back that a colleague was let into a case, and say why.

use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::AtCase;
use axum::extract::Path;
use casework::acts::unshare_case;
use casework::id::StaffId;

#[derive(askama::Template)]
#[template(path = "safeguarding/unshare.html")]
struct Unshare {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    name: String,
    is_shared: bool,
}

/// Asks why.
///
/// # Errors
/// [`Instead::NotThere`] where there is no such colleague.
pub async fn show(at: AtCase, Path((_, staff)): Path<(String, String)>) -> Answered {
    let staff = colleague(&at, &staff)?;
    shown(&Unshare {
        layout: at.frame("Why do they no longer need to read it?"),
        typed: at.typed().clone(),
        name: at.visitor.staff_name(staff),
        is_shared: at.case.shared.contains_key(&staff),
        at,
    })
}

/// Takes it back.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase, Path((_, staff)): Path<(String, String)>) -> Answered {
    let staff = colleague(&at, &staff)?;
    let typed = at.typed();
    let taken_back = unshare_case(&at.visitor.acting(), &at.case, staff, typed.text("why"));
    let events = Reading::of(typed).finish(taken_back)?;
    at.record(events).await?;
    Ok(next(&at.path("share")))
}

fn colleague(at: &AtCase, staff: &str) -> Result<StaffId, Instead> {
    let staff: StaffId = staff.parse().map_err(|_| Instead::NotThere)?;
    let known = at.visitor.setting.staff.contains_key(&staff);
    known.then_some(staff).ok_or(Instead::NotThere)
}
