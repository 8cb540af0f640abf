//! Plan what the guidance lists for this case: each line to tick, with the time the guidance sets. Nothing is ticked
//! beforehand, and a line that is planned already is not offered again.

use super::super::checklist;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Checkboxes, Choice, Html, Radios, Select};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{By, PlanAction, plan_action};
use casework::case::ActionState;
use casework::consult::consult;
use casework::refusal::Refusals;
use guidance::{Checklist, ChecklistItem, Pack, ReadWith};
use std::collections::BTreeSet;

/// Lists that are for every case.
const ALWAYS: [&str; 3] = ["support", "parents", "recording"];

#[derive(askama::Template)]
#[template(path = "safeguarding/actions/from_guidance.html")]
struct FromGuidance {
    layout: Frame,
    at: AtCase,
    lists: Vec<Checkboxes>,
    owner: Select,
    due: Radios,
}

/// Offers what the guidance lists.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    let lists = relevant(&at, &pack)
        .into_iter()
        .filter_map(|list| offered(&at, &pack, list, &typed))
        .collect();
    let me = Some(at.visitor.asking.staff);
    shown(&FromGuidance {
        layout: at.frame("Which of these will you do?"),
        owner: fields::colleague(
            &typed,
            "owner",
            "Who does them?",
            &at.visitor.setting,
            Some(&at.case),
            me,
        ),
        due: fields::by_when(&typed, "due", "By when, where the guidance sets no time?"),
        at,
        lists,
    })
}

/// Plans what was ticked.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let ticked: Vec<(String, &ChecklistItem)> = relevant(&at, &pack)
        .into_iter()
        .flat_map(|list| open_items(&at, list))
        .filter(|(key, _)| typed.all(&field_of(key)).any(|ticked| ticked == key))
        .collect();
    let needs_a_time = ticked.iter().any(|(_, item)| item.by.is_none());
    let otherwise = if needs_a_time {
        reading.by_when("due")
    } else {
        By::NotSet
    };
    if ticked.is_empty() {
        let first = relevant(&at, &pack)
            .into_iter()
            .find(|list| open_items(&at, list).next().is_some())
            .map_or_else(
                || "main-content".to_owned(),
                |list| format!("item-{}", list.id),
            );
        reading.wrong(&first, "Tick at least one line, or go back to the actions.");
    }
    let events = reading.finish(plan(&at, &ticked, otherwise))?;
    at.add(events).await?;
    Ok(next(&at.path("actions")))
}

fn plan(
    at: &AtCase,
    ticked: &[(String, &ChecklistItem)],
    otherwise: By,
) -> Result<Vec<casework::event::CaseEvent>, Refusals> {
    let mut events = Vec::new();
    for (key, item) in ticked {
        let filled = PlanAction {
            what: item.text.to_string(),
            owner: at.typed().id("owner"),
            by: item.by.map_or(otherwise, By::Within),
            item: Some(key.clone()),
        };
        events.extend(plan_action(&at.visitor.acting(), &at.case, &filled)?);
    }
    Ok(events)
}

/// The lists read beside what is called for or pointed to, in that order, and those for every case.
fn relevant<'p>(at: &AtCase, pack: &'p Pack) -> Vec<&'p Checklist> {
    let (_, assessment) = consult(&at.case, &at.people, pack, at.visitor.today());
    let beside = assessment
        .called_for
        .iter()
        .chain(&assessment.pointed_to)
        .flat_map(|recommended| recommended.read_with.iter())
        .filter_map(|read| match read {
            ReadWith::Checklist(id) => Some(id.to_string()),
            _ => None,
        });
    let mut seen = BTreeSet::new();
    beside
        .chain(ALWAYS.map(str::to_owned))
        .filter(|id| seen.insert(id.clone()))
        .filter_map(|id| pack.checklist(&id))
        .collect()
}

/// The lines of a list that can be planned and are not, with their keys.
fn open_items<'p>(
    at: &AtCase,
    list: &'p Checklist,
) -> impl Iterator<Item = (String, &'p ChecklistItem)> {
    let planned: BTreeSet<String> = at
        .case
        .actions
        .values()
        .filter(|action| !matches!(action.state, ActionState::Dropped { .. }))
        .filter_map(|action| action.item.clone())
        .collect();
    list.items
        .iter()
        .filter(|item| item.action)
        .map(|item| (format!("{}:{}", list.id, item.id), item))
        .filter(move |(key, _)| !planned.contains(key))
}

fn field_of(key: &str) -> String {
    format!("item-{}", key.split(':').next().unwrap_or_default())
}

fn offered(at: &AtCase, pack: &Pack, list: &Checklist, typed: &Typed) -> Option<Checkboxes> {
    let choices: Vec<Choice> = open_items(at, list)
        .map(|(key, item)| Choice::new(key, item.text.as_ref()).hint(hint(pack, item)))
        .collect();
    let name = format!("item-{}", list.id);
    (!choices.is_empty()).then(|| {
        Checkboxes::new(name.as_str(), list.title.as_ref(), choices)
            .values(typed.all(&name))
            .error(typed.error(&name))
    })
}

fn hint(pack: &Pack, item: &ChecklistItem) -> Html {
    let by = item.by.map(|by| format!("By: {by}. ")).unwrap_or_default();
    Html::join([Html::text(&by), checklist::source(pack, &item.source)])
}
