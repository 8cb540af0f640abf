//! The front page, which has nothing of its own and leads each person to where their work is; and what is no page: files
//! of ours, and a sign of life.

use crate::assets;
use crate::page::next;
use crate::page_error::Instead;
use crate::visitor::Visitor;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use casework::access::{Deed, may};
use tower::ServiceExt;

/// Leads to the desk, the counts, the staff list or the report form; a stranger to sign in.
pub async fn show(visitor: Option<Visitor>) -> Response {
    let Some(visitor) = visitor else {
        return next("/sign-in");
    };
    let places = [
        (Deed::SeeDesk, "/desk"),
        (Deed::SeeCounts, "/counts"),
        (Deed::ManageStaff, "/setting/staff"),
    ];
    let first = places
        .into_iter()
        .find(|(deed, _)| may(&visitor.asking, *deed, None));
    next(first.map_or("/reports", |(_, path)| path))
}

/// Says that the server answers; nothing more.
pub async fn health() -> Response {
    "ok\n".into_response()
}

/// A file of ours.
pub async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    let Ok(response) = assets::routes::<()>().oneshot(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        Instead::NotThere.into_response()
    } else {
        response
    }
}
