//! Why somebody reads a case whose role opens it only for a reason. The reason goes into the access log with each
//! opening; it is kept, sealed, until they sign out and in again.

use crate::app::Spec;
use crate::govuk::{Button, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::{Visitor, case_in, reason_form};
use axum::Extension;
use casework::access::Deed;
use casework::id::CaseId;
use store::Failure;

#[derive(askama::Template)]
#[template(path = "oversight/reason.html")]
struct Reason {
    layout: Frame,
    typed: Typed,
}

/// Asks why. For anybody who needs no reason it leads to the case, and for anybody else the page is not there.
///
/// # Errors
/// [`Instead::NotThere`], or where the store cannot say.
pub async fn show(visitor: Visitor, Extension(spec): Extension<Spec>) -> Answered {
    let (case, must) = needs_one(&visitor, &spec).await?;
    if !must {
        return Ok(next(&format!("/cases/{case}")));
    }
    shown(&Reason {
        layout: visitor.frame("Why do you need to read this case?"),
        typed: visitor.typed.clone(),
    })
}

/// Keeps the reason, and opens the case with it.
///
/// # Errors
/// The same form again, [`Instead::NotThere`], or where the store cannot say.
pub async fn act(visitor: Visitor, Extension(spec): Extension<Spec>) -> Answered {
    let (case, _) = needs_one(&visitor, &spec).await?;
    visitor.typed.words("reason").map_err(|_| {
        Instead::refused(
            "reason",
            "Say in a few words why you need to read this case",
        )
    })?;
    let (setting, staff) = (visitor.asking.setting, visitor.asking.staff);
    visitor
        .app
        .store()
        .put_draft(
            setting,
            staff,
            &reason_form(case),
            &visitor.typed.to_draft(),
        )
        .await?;
    Ok(next(&format!("/cases/{case}")))
}

/// The case, and whether this person must give a reason for it.
async fn needs_one(visitor: &Visitor, spec: &Spec) -> Result<(CaseId, bool), Instead> {
    let case = case_in(spec.path, &visitor.path).ok_or(Instead::NotThere)?;
    match visitor
        .app
        .store()
        .open_case(&visitor.asking, case, Deed::OpenCase, spec.path, None)
        .await
    {
        Ok(_) => Ok((case, false)),
        Err(Failure::ReasonNeeded) => Ok((case, true)),
        Err(other) => Err(other.into()),
    }
}
