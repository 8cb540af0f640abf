//! The first minute: what to do and, above all, what not to do, before anything is written down. For anybody, signed in
//! or not, on a phone or on the staff-room wall.

use crate::app::App;
use crate::govuk::{Button, DateInput, ErrorSummary};
use crate::page::{Answered, Frame};
use crate::page_error::Instead;
use crate::pages::guidance::asked_day::AsOf;
use crate::pages::guidance::in_words::nation;
use crate::place::Place;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::State;
use casework::nation::ELSEWHERE;
use casework::setting::{Duty, Setting};
use guidance::{ChecklistItem, Concern, LineKind, Pack};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The checklist every pack has under this name.
const CHECKLIST: &str = "first-minute";

#[derive(askama::Template)]
#[template(path = "reporter/first_minute.html")]
struct FirstMinute {
    layout: Frame,
    errors: Option<ErrorSummary>,
    /// Which day's card it is, where it is not today's.
    says: Option<String>,
    /// That there is none, where there is none.
    none: Option<String>,
    card: Option<Card>,
    on_duty: Vec<OnDuty>,
    wrong_day: bool,
    field: DateInput,
}

/// The card as one text has it.
struct Card {
    intro: String,
    do_not: Vec<Line>,
    do_now: Vec<Line>,
    text: String,
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

/// Shows the card: of today, or of another day as the text of that day had it. Whom to tell is always whoever is on duty now.
///
/// # Errors
/// Where there is no guidance in force today, or the store cannot say who is on duty.
pub async fn show(State(app): State<App>, visitor: Option<Visitor>, as_of: AsOf) -> Answered {
    let setting = match &visitor {
        Some(visitor) => Some(visitor.setting.clone()),
        None => the_only_setting(&app).await?,
    };
    let today = match &setting {
        Some(setting) => app.pack_for(setting, as_of.today())?,
        None => app
            .library()
            .on(&where_all_are(&app).await?, as_of.today())
            .ok_or(Instead::Broken)?,
    };
    let jurisdiction = match &setting {
        Some(setting) => &setting.jurisdiction,
        None => today.jurisdiction(),
    };
    let pack = match as_of.other() {
        None => Some(today.clone()),
        Some(day) => text_of(&app, jurisdiction, setting.as_deref(), day),
    };
    let card = pack.as_ref().map(Card::of).transpose()?;
    let title = as_of.title("The first minute");
    let page = FirstMinute {
        layout: visitor
            .as_ref()
            .map_or_else(
                || match &setting {
                    Some(setting) => Frame::for_anyone(&title).in_place(Place::of(setting, &today)),
                    None => Frame::for_anyone(&title),
                },
                |visitor| visitor.frame(&title),
            )
            .guided(),
        errors: as_of.errors(),
        says: as_of.says(),
        none: as_of.other().filter(|_| card.is_none()).map(|day| {
            format!(
                "No text that Leeward holds for {} was in force on {}.",
                nation(jurisdiction),
                when::day(day)
            )
        }),
        card,
        on_duty: setting
            .as_deref()
            .and_then(|setting| Some(on_duty(setting, setting.duty.as_ref()?)))
            .unwrap_or_default(),
        wrong_day: as_of.is_wrong(),
        field: as_of.field(),
    };
    as_of.answer(&page)
}

/// The text of another day: of that place alone, with the setting's own rules.
fn text_of(
    app: &App,
    jurisdiction: &str,
    setting: Option<&Setting>,
    day: Date,
) -> Option<Arc<Pack>> {
    let local: Vec<&str> = setting
        .map(|setting| setting.local_rules.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let own = setting
        .map(|setting| app.own_in_force(setting))
        .unwrap_or_default();
    let text = app
        .library()
        .on_with_own(jurisdiction, Concern::default(), day, &local, &own)?;
    Some(match setting {
        Some(setting) => app.as_adopted(setting, text),
        None => text,
    })
}

impl Card {
    fn of(pack: &Arc<Pack>) -> Result<Self, Instead> {
        let list = pack.checklist(CHECKLIST).ok_or(Instead::Broken)?;
        let lines = |wanted: fn(LineKind) -> bool| {
            list.items
                .iter()
                .filter(|item| wanted(item.kind))
                .map(|item| line_of(pack, item))
                .collect()
        };
        Ok(Self {
            intro: list.intro.as_deref().unwrap_or_default().to_owned(),
            do_not: lines(|kind| kind == LineKind::DoNot),
            do_now: lines(|kind| kind != LineKind::DoNot),
            text: format!("{}, version {}", pack.title(), pack.version()),
        })
    }
}

impl FirstMinute {
    fn show() -> Button {
        Button::new("Show the card of that day").secondary()
    }
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
pub(in crate::pages) async fn where_all_are(app: &App) -> Result<String, Instead> {
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
