//! Keeping what somebody types while they type it, sealed, for nobody else. A draft is not a record: it goes when the
//! form is sent or the person lets it go.

use crate::app::routes;
use crate::page::{Answered, next};
use crate::page_error::Instead;
use crate::session::safe_next;
use crate::visitor::Visitor;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;

/// Keeps or lets go of the draft of the form at an address of ours.
///
/// # Errors
/// [`Instead::NotThere`] where there is no such form.
pub async fn keep(visitor: Visitor, Path(form): Path<String>) -> Answered {
    let form = format!("/{form}");
    if safe_next(&form) != form || !is_a_form(&form) {
        return Err(Instead::NotThere);
    }
    let (store, asking) = (visitor.app.store(), &visitor.asking);
    if visitor.typed.has("draft", "discard") {
        store
            .drop_draft(asking.setting, asking.staff, &form)
            .await?;
        return Ok(next(&form));
    }
    store
        .put_draft(
            asking.setting,
            asking.staff,
            &form,
            &visitor.typed.to_draft(),
        )
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Whether a line of the table with a form has this address.
fn is_a_form(address: &str) -> bool {
    let segments: Vec<&str> = address.split('/').collect();
    routes()
        .iter()
        .filter(|route| route.spec.gets && route.spec.posts)
        .any(|route| {
            let pattern: Vec<&str> = route.spec.path.split('/').collect();
            pattern.len() == segments.len()
                && pattern
                    .iter()
                    .zip(&segments)
                    .all(|(pattern, segment)| pattern.starts_with('{') || pattern == segment)
        })
}
