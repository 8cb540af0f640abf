//! The address of a part of whatever text was in force on a day: it goes on to the page of that text, by its version, so
//! that what somebody keeps or prints says exactly which text it is. Where there was none, it says so in a sentence.

use super::asked_day::{AsOf, on_day};
use super::edition::address_of;
use super::in_words;
use super::part::frame;
use super::section::Section;
use super::{other_day, timeline};
use crate::app::App;
use crate::govuk::{BackLink, Button, Html};
use crate::page::{Answered, Frame, next};
use crate::page_error::Instead;
use crate::pages::reporter::first_minute::where_all_are;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use guidance::{Concern, Library};
use jiff::civil::Date;

/// The last word of the address for the text itself.
pub const CONTENTS: &str = "contents";
const DRAWING: &str = "drawing";

/// Whose text, and about what; without it, that of the reader's setting about the first kind of concern.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Whose {
    #[serde(default)]
    nation: String,
    #[serde(default)]
    about: String,
}

#[derive(askama::Template)]
#[template(path = "guidance/no_text_that_day.html")]
struct NoText<'a> {
    layout: Frame,
    back: BackLink,
    as_of: &'a AsOf,
    says: Option<String>,
    beside: Vec<Html>,
    part: &'a str,
    nation: &'a str,
    about: String,
}

impl NoText<'_> {
    fn show(&self) -> Button {
        Button::new("Show the text of that day")
    }
}

/// `GET /guidance/in-force/{part}`
///
/// # Errors
/// [`Instead::NotThere`] for a part, a place or a kind of concern that there is not.
pub async fn go(
    State(app): State<App>,
    visitor: Option<Visitor>,
    as_of: AsOf,
    Path(part): Path<String>,
    Query(whose): Query<Whose>,
) -> Answered {
    if part != CONTENTS && part != DRAWING && Section::from_word(&part).is_none() {
        return Err(Instead::NotThere);
    }
    let library = app.library();
    let setting = visitor.as_ref().map(|visitor| visitor.setting.as_ref());
    let nation = match (whose.nation.as_str(), setting) {
        ("", Some(setting)) => setting.jurisdiction.clone(),
        ("", None) => where_all_are(&app).await?,
        (named, _) => named.to_owned(),
    };
    let concern = concern(library, &nation, &whose.about).ok_or(Instead::NotThere)?;
    let local: Vec<&str> = setting
        .filter(|setting| setting.jurisdiction == nation)
        .map(|setting| setting.local_rules.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let day = as_of.day();
    let own = setting
        .filter(|setting| setting.jurisdiction == nation)
        .map(|setting| app.own_in_force(setting))
        .unwrap_or_default();
    let found = library.on_with_own(&nation, concern, day, &local, &own);
    if let Some(pack) = found.filter(|_| !as_of.is_wrong()) {
        return Ok(next(
            &as_of.keep(&other_day::address(&address_of(&pack), &part)),
        ));
    }
    let title = "Which text was in force that day?";
    let page = NoText {
        layout: frame(visitor.as_ref(), &as_of.title(title)),
        back: BackLink::to("/guidance").saying("Back to which guidance is in force"),
        says: (!as_of.is_wrong()).then(|| {
            format!(
                "No text that Leeward holds for {} was in force on {}.",
                in_words::nation(&nation),
                when::day(day)
            )
        }),
        beside: before_and_after(library, (&nation, concern), day, &part),
        about: concern.to_string(),
        as_of: &as_of,
        part: &part,
        nation: &nation,
    };
    let status = if as_of.is_wrong() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::NOT_FOUND
    };
    Ok((status, crate::page::show(&page)?).into_response())
}

/// The kind of concern an address names, if there is a text on it there.
fn concern(library: &Library, nation: &str, named: &str) -> Option<Concern> {
    let mut there = library.concerns(nation).into_iter();
    match named {
        "" => there.find(|kind| *kind == Concern::default()),
        named => there.find(|kind| kind.to_string() == named),
    }
}

/// The texts before and after a day on which there is none.
fn before_and_after(
    library: &Library,
    (nation, concern): (&str, Concern),
    day: Date,
    part: &str,
) -> Vec<Html> {
    let spans = timeline::spans(library, nation, concern);
    let before = spans
        .iter()
        .rev()
        .find(|span| span.days.to.is_some_and(|last| last < day));
    let after = spans.iter().find(|span| span.days.from > day);
    let told = |words: &str, on: Date, pack: &guidance::Pack| {
        let address = on_day(&other_day::address(&address_of(pack), part), on);
        Html::join([
            Html::text(&format!("{words} {}:", when::day(on))),
            Html::link(&address, pack.title()),
        ])
    };
    let before = before.and_then(|span| Some(told("Until", span.days.to?, &span.pack)));
    let after = after.map(|span| told("From", span.days.from, &span.pack));
    before.into_iter().chain(after).collect()
}
