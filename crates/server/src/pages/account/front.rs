//! The front page: nothing of its own. It leads each person to where their work is.

use crate::page::next;
use crate::visitor::Visitor;
use axum::response::{IntoResponse, Response};
use casework::access::{Deed, may};

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
