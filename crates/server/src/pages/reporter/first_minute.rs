//! The first minute: what to do and, above all, what not to do, before anything is written down. For anybody, signed in
//! or not, on a phone or on the staff-room wall.

use crate::app::App;
use crate::govuk::Button;
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::place::Place;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::State;
use casework::nation::ELSEWHERE;
use casework::setting::{Duty, Setting};
use guidance::{ChecklistItem, LineKind, Pack};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The checklist every pack has under this name.
const CHECKLIST: &str = "first-minute";

#[derive(askama::Template)]
#[template(path = "reporter/first_minute.html")]
struct FirstMinute {
    layout: Frame,
    pack: Arc<Pack>,
    intro: String,
    do_not: Vec<Line>,
    do_now: Vec<Line>,
    on_duty: Vec<OnDuty>,
}

/// One line of the card.
struct Line {
    text: String,
    source: String,
    to_be_verified: bool,
}

/// Somebody to tell.
pub(super) struct OnDuty {
    pub(super) name: String,
    pub(super) reach: String,
}

/// What not to do, from the same card, for the pages of a report.
pub(super) fn do_not(pack: &Pack) -> Vec<String> {
    let items = pack.checklist(CHECKLIST).map(|list| list.items.as_slice());
    items
        .unwrap_or_default()
        .iter()
        .filter(|item| item.kind == LineKind::DoNot)
        .map(|item| item.text.to_string())
        .collect()
}

/// Every line of the card, with whether it is to do or not to do.
pub(in crate::pages) fn asked_of_everybody(pack: &Pack) -> Vec<(&'static str, &ChecklistItem)> {
    let items = pack.checklist(CHECKLIST).map(|list| list.items.as_slice());
    let kind = |item: &ChecklistItem| match item.kind {
        LineKind::DoNot => "Do not",
        _ => "Do",
    };
    items
        .unwrap_or_default()
        .iter()
        .map(|item| (kind(item), item))
        .collect()
}

/// Shows the card.
///
/// # Errors
/// Where there is no guidance in force, or the store cannot say who is on duty.
pub async fn show(State(app): State<App>, visitor: Option<Visitor>) -> Answered {
    let setting = match &visitor {
        Some(visitor) => Some(visitor.setting.clone()),
        None => the_only_setting(&app).await?,
    };
    let day = when::day_of(app.outside().now());
    let pack = match &setting {
        Some(setting) => app.pack_for(setting, day)?,
        None => app
            .library()
            .on(&where_all_are(&app).await?, day)
            .ok_or(Instead::Broken)?,
    };
    let list = pack.checklist(CHECKLIST).ok_or(Instead::Broken)?;
    let lines = |wanted: fn(LineKind) -> bool| {
        list.items
            .iter()
            .filter(|item| wanted(item.kind))
            .map(|item| line_of(&pack, item))
            .collect()
    };
    let title = "The first minute";
    let page = FirstMinute {
        layout: visitor
            .as_ref()
            .map_or_else(
                || match &setting {
                    Some(setting) => Frame::for_anyone(title).in_place(Place::of(setting, &pack)),
                    None => Frame::for_anyone(title),
                },
                |visitor| visitor.frame(title),
            )
            .guided(),
        intro: list.intro.as_deref().unwrap_or_default().to_owned(),
        do_not: lines(|kind| kind == LineKind::DoNot),
        do_now: lines(|kind| kind != LineKind::DoNot),
        on_duty: setting
            .as_deref()
            .and_then(|setting| Some(on_duty(setting, setting.duty.as_ref()?)))
            .unwrap_or_default(),
        pack: pack.clone(),
    };
    shown(&page)
}

/// A stranger's setting, where the installation has but one.
async fn the_only_setting(app: &App) -> Result<Option<Arc<Setting>>, Instead> {
    match app.store().settings().await?.as_slice() {
        [only] => {
            let setting = app.store().setting(*only).await?;
            app.know_own(&setting).await?;
            Ok(Some(setting))
        }
        _ => Ok(None),
    }
}

/// The place whose guidance a stranger is shown where there is more than one setting, or none: the one they all share,
/// and otherwise none in particular.
async fn where_all_are(app: &App) -> Result<String, Instead> {
    let mut places = BTreeSet::new();
    for setting in app.store().settings().await? {
        places.insert(app.store().setting(setting).await?.jurisdiction.clone());
    }
    Ok(match (places.len(), places.pop_first()) {
        (1, Some(only)) => only,
        _ => ELSEWHERE.to_owned(),
    })
}

fn line_of(pack: &Pack, item: &ChecklistItem) -> Line {
    let title = pack
        .source(&item.source.id)
        .map_or("", |source| source.title.as_ref());
    let section = item
        .source
        .section
        .as_deref()
        .map(|section| format!(", section {section}"))
        .unwrap_or_default();
    Line {
        text: item.text.to_string(),
        source: format!("{title}{section}"),
        to_be_verified: item.source.mark.to_be_verified(),
    }
}

/// Who is on duty and who covers, as long as they work here.
pub(super) fn on_duty(setting: &Setting, duty: &Duty) -> Vec<OnDuty> {
    let one = |staff, reach: &str| {
        setting
            .staff
            .get(&staff)
            .filter(|member| !member.left)
            .map(|member| OnDuty {
                name: member.name.as_str().to_owned(),
                reach: reach.to_owned(),
            })
    };
    let cover = duty.cover.and_then(|cover| {
        one(
            cover,
            duty.cover_reach.as_ref().map_or("", |reach| reach.as_str()),
        )
    });
    one(duty.staff, duty.reach.as_str())
        .into_iter()
        .chain(cover)
        .collect()
}
