//! One part of a text as a page: groups of items, each with an anchor of its own, its source and its mark.

use super::adoption::Adoption;
use super::asked_day::AsOf;
use super::edition::Edition;
use super::section::{Around, Section};
use super::where_from::WhereFrom;
use super::{
    adviser_says, duties, examples, glossary, notes, other_day, questions, responses, rules,
    services, sources, thinking, to_verify,
};
use crate::app::App;
use crate::govuk::{Html, InsetText, SummaryList, SummaryRow};
use crate::page::{Answered, Frame};
use crate::page_error::Instead;
use crate::place;
use crate::visitor::Visitor;
use axum::extract::{Path, State};
use guidance::Pack;

/// What a part holds.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Said before the groups.
    pub intro: Html,
    /// The groups, in order; empty ones are left out.
    pub groups: Vec<Group>,
}

/// Items under one heading.
#[derive(Debug, Clone)]
pub struct Group {
    /// The anchor, without `group-`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Said under it.
    pub intro: Option<String>,
    /// The items.
    pub items: Vec<Item>,
}

/// One item.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The anchor: `rule-always-record`.
    pub id: String,
    /// The heading; left out where the item is a sentence by itself.
    pub title: Option<String>,
    /// What there is to say.
    pub body: Html,
    /// Where it comes from.
    pub from: Option<WhereFrom>,
    /// Which layer added it, where no source says so.
    pub layer: Option<String>,
}

impl Item {
    /// An item whose body is a list of names and values.
    pub fn of_rows(id: String, title: &str, rows: Vec<SummaryRow>, from: WhereFrom) -> Self {
        Self {
            id,
            title: Some(title.to_owned()),
            body: SummaryList::new(rows)
                .classes("govuk-!-margin-bottom-2")
                .into(),
            from: Some(from),
            layer: None,
        }
    }
}

/// What a part of this text holds.
pub fn of(edition: &Edition, section: Section) -> Part {
    let mut part = match section {
        Section::Questions => questions::part(edition),
        Section::Rules => rules::part(edition),
        Section::Responses => responses::part(edition),
        Section::Duties => duties::part(edition),
        Section::Notes => notes::part(edition),
        Section::Thinking => thinking::part(edition),
        Section::Glossary => glossary::part(edition),
        Section::Services => services::part(edition),
        Section::Examples => examples::part(edition),
        Section::Sources => sources::part(edition),
        Section::ToVerify => to_verify::part(edition),
    };
    for item in part.groups.iter_mut().flat_map(|group| &mut group.items) {
        let said = adviser_says::beside(&edition.pack, &item.id);
        if !said.is_empty() {
            item.body = Html::join([std::mem::take(&mut item.body), said]);
        }
    }
    part.groups.retain(|group| !group.items.is_empty());
    part
}

#[derive(askama::Template)]
#[template(path = "guidance/part.html")]
struct PartPage {
    layout: Frame,
    around: Around,
    as_of: Html,
    banner: Html,
    part: Part,
    other_day: Html,
}

/// `GET /guidance/{pack}/{version}/{part}`
///
/// # Errors
/// [`Instead::NotThere`] for a pack, version or part that is not there.
pub async fn show(
    State(app): State<App>,
    visitor: Option<Visitor>,
    as_of: AsOf,
    Path((pack, version, part)): Path<(String, String, String)>,
) -> Answered {
    let edition =
        Edition::for_reader(&app, visitor.as_ref(), &pack, &version).ok_or(Instead::NotThere)?;
    let edition = other_day::read(edition, &as_of);
    let here = Section::from_word(&part).ok_or(Instead::NotThere)?;
    let title = format!("{} \u{2013} {}", here.heading(), edition.pack.title());
    as_of.answer(&PartPage {
        layout: frame(visitor.as_ref(), &as_of.title(&title)),
        as_of: other_day::over(&app, visitor.as_ref(), &edition, here.word(), &as_of),
        other_day: other_day::under(&edition, here.word(), &as_of),
        banner: with_notice(
            &edition.pack,
            Adoption::of(
                &edition.pack,
                visitor.as_ref().map(|visitor| visitor.setting.as_ref()),
            )
            .banner(),
        ),
        part: of(&edition, here),
        around: Around { edition, here },
    })
}

/// What a text says of itself first, where it is a skeleton, and then how it stands with the reader's setting.
pub fn with_notice(pack: &Pack, banner: Html) -> Html {
    let notice = place::notice(pack, pack.jurisdiction());
    let notice = notice.map(|notice| Html::from(InsetText::new(notice)));
    Html::join(notice.into_iter().chain([banner]))
}

/// The frame for whoever reads: these pages ask nobody to sign in.
pub fn frame(visitor: Option<&Visitor>, title: &str) -> Frame {
    visitor.map_or_else(|| Frame::for_anyone(title), |visitor| visitor.frame(title))
}
