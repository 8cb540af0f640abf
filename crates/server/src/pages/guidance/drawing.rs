//! A text as one picture to pin on the wall: what is asked, what it would mean, what must then happen.

use super::adoption::Adoption;
use super::asked_day::AsOf;
use super::drawn::Drawn;
use super::edition::Edition;
use super::other_day;
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
    as_of: Html,
    banner: Html,
    poster: String,
    drawn: Drawn,
    other_day: Html,
}

/// `GET /guidance/{pack}/{version}/drawing`
///
/// # Errors
/// [`Instead::NotThere`] for a pack or version that is not there.
pub async fn show(
    State(app): State<App>,
    visitor: Option<Visitor>,
    as_of: AsOf,
    Path((pack, version)): Path<(String, String)>,
) -> Answered {
    let edition =
        Edition::for_reader(&app, visitor.as_ref(), &pack, &version).ok_or(Instead::NotThere)?;
    let edition = other_day::read(edition, &as_of);
    let setting = visitor.as_ref().map(|visitor| visitor.setting.as_ref());
    let title = format!("{}, as a drawing", edition.pack.title());
    as_of.answer(&DrawingPage {
        layout: frame(visitor.as_ref(), &as_of.title(&title)),
        as_of: other_day::over(&app, visitor.as_ref(), &edition, "drawing", &as_of),
        other_day: other_day::under(&edition, "drawing", &as_of),
        back: BackLink::to(edition.address()).saying("Back to the contents of this text"),
        title: edition.pack.title().to_owned(),
        banner: Adoption::of(&edition.pack, setting).banner(),
        poster: edition.within("drawing.svg"),
        drawn: Drawn::new(Drawing::of(edition.names(), as_of.asked())),
    })
}

/// `GET /guidance/{pack}/{version}/drawing.svg`: the poster by itself, on a sheet twice as wide as it is high or so.
///
/// # Errors
/// [`Instead::NotThere`] for a pack or version that is not there.
pub async fn poster(
    State(app): State<App>,
    visitor: Option<Visitor>,
    as_of: AsOf,
    Path((pack, version)): Path<(String, String)>,
) -> Answered {
    let edition =
        Edition::for_reader(&app, visitor.as_ref(), &pack, &version).ok_or(Instead::NotThere)?;
    let svg = Drawing::of(edition.names(), as_of.asked()).to_svg(Shape::Poster);
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}
