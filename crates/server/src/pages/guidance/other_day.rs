//! Around a text that an address names by its version: since when it is in force, as of which day it is read, and the way to
//! the text of another day. The address says which text; the day never changes that.

use super::asked_day::AsOf;
use super::edition::{Edition, address_of};
use super::in_words;
use crate::app::App;
use crate::govuk::{Button, ErrorSummary, Html};
use crate::visitor::Visitor;
use crate::when;

/// Over a text: how it stands to the day it is read as of. Nothing where no other day was asked for.
#[derive(Debug, askama::Template)]
#[template(path = "guidance/read_as_of.html")]
struct ReadAsOf {
    errors: Option<ErrorSummary>,
    says: Option<String>,
    link: Option<(String, &'static str)>,
}

impl askama::filters::HtmlSafe for ReadAsOf {}

/// Under a text: its days, and the form that asks for another.
#[derive(askama::Template)]
#[template(path = "guidance/another_day.html")]
struct AnotherDay<'a> {
    dates: String,
    part: &'a str,
    nation: &'a str,
    about: String,
    as_of: &'a AsOf,
}

impl askama::filters::HtmlSafe for AnotherDay<'_> {}

impl AnotherDay<'_> {
    fn show(&self) -> Button {
        Button::new("Show the text of that day").secondary()
    }
}

/// The text as it is read: links keep the day where it held on it.
pub fn read(edition: Edition, as_of: &AsOf) -> Edition {
    let held = as_of.other().filter(|day| edition.days().hold(*day));
    edition.as_of(held)
}

/// The line over a text. `part` is the last word of its address.
pub fn over(
    app: &App,
    visitor: Option<&Visitor>,
    edition: &Edition,
    part: &str,
    as_of: &AsOf,
) -> Html {
    let Some(day) = as_of.other() else {
        return Html::of(ReadAsOf {
            errors: as_of.errors(),
            says: None,
            link: None,
        });
    };
    let told = when::day(day);
    let pack = &edition.pack;
    let local: Vec<&str> = edition
        .added()
        .iter()
        .filter(|layer| layer.local)
        .map(|layer| layer.id.as_ref())
        .collect();
    let names = edition.names();
    let mut own = visitor
        .map(|visitor| app.own_in_force(&visitor.setting))
        .unwrap_or_default();
    own.retain(|layer| local.contains(&layer.id()));
    let all = app
        .library()
        .on_with_own(names.jurisdiction(), names.concern(), day, &local, &own);
    let of_that_day = all
        .as_ref()
        .map(|_| in_force_that_day(edition, part, as_of));
    let says = if !edition.days().hold(day) {
        format!("This text was not in force on {told}.")
    } else {
        format!("{}.", as_of.says().unwrap_or_default())
    };
    let whole = pack.is_layer() || all.is_some_and(|all| all.digest() == pack.digest());
    let link = if !edition.days().hold(day) {
        of_that_day.map(|address| (address, "See the text that was"))
    } else if whole {
        Some((
            super::other_day::address(&address_of(pack), part),
            "See it without the day",
        ))
    } else {
        of_that_day.map(|address| (address, "More was in force with it that day: see all of it"))
    };
    Html::of(ReadAsOf {
        errors: None,
        says: Some(says),
        link,
    })
}

/// What stands under a text. `part` is the last word of its address.
pub fn under(edition: &Edition, part: &str, as_of: &AsOf) -> Html {
    let names = edition.names();
    Html::of(AnotherDay {
        dates: in_words::dates(edition.days()).replacen("From", "from", 1),
        part,
        nation: names.jurisdiction(),
        about: names.concern().to_string(),
        as_of,
    })
}

/// The address of a part of a text, where `contents` is the text itself.
pub fn address(text: &str, part: &str) -> String {
    match part {
        super::on_a_day::CONTENTS => text.to_owned(),
        part => format!("{text}/{part}"),
    }
}

fn in_force_that_day(edition: &Edition, part: &str, as_of: &AsOf) -> String {
    let names = edition.names();
    let address = format!(
        "/guidance/in-force/{part}?nation={}&about={}",
        names.jurisdiction(),
        names.concern()
    );
    as_of.keep(&address)
}
