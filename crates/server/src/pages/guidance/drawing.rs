//! A text as one picture to pin on the wall: what is asked, what it would mean, what must then happen.

use super::adoption::Adoption;
use super::drawn::Drawn;
use super::edition::Edition;
use super::part::frame;
use crate::app::App;
use crate::govuk::{BackLink, Html};
use crate::page::{Answered, Frame};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use guidance::{Drawing, Shape};

#[derive(askama::Template)]
#[template(path = "guidance/drawing.html")]
struct DrawingPage {
    layout: Frame,
    back: BackLink,
    title: String,
    banner: Html,
    poster: String,
    drawn: Drawn,
}

/// `GET /guidance/{pack}/{version}/drawing`
///
/// # Errors
/// [`Instead::NotThere`] for a pack or version that is not there.
pub async fn show(
    State(app): State<App>,
    visitor: Option<Visitor>,
    Path((pack, version)): Path<(String, String)>,
) -> Answered {
    let edition =
        Edition::for_reader(&app, visitor.as_ref(), &pack, &version).ok_or(Instead::NotThere)?;
    let setting = visitor.as_ref().map(|visitor| visitor.setting.as_ref());
    let title = format!("{}, as a drawing", edition.pack.title());
    crate::page::show(&DrawingPage {
        layout: frame(visitor.as_ref(), &title),
        back: BackLink::to(edition.address()).saying("Back to the contents of this text"),
        title: edition.pack.title().to_owned(),
        banner: Adoption::of(&edition.pack, setting).banner(),
        poster: format!("{}/drawing.svg", edition.address()),
        drawn: Drawn::new(Drawing::of(edition.names(), None)),
    })
}

/// `GET /guidance/{pack}/{version}/drawing.svg`: the poster by itself, on a sheet twice as wide as it is high or so.
///
/// # Errors
/// [`Instead::NotThere`] for a pack or version that is not there.
pub async fn poster(
    State(app): State<App>,
    visitor: Option<Visitor>,
    Path((pack, version)): Path<(String, String)>,
) -> Answered {
    let edition =
        Edition::for_reader(&app, visitor.as_ref(), &pack, &version).ok_or(Instead::NotThere)?;
    let svg = Drawing::of(edition.names(), None).to_svg(Shape::Poster);
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}
