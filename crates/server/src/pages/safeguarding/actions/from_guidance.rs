//! Plan what the guidance lists for this case: each line to tick, with the time the guidance sets. Nothing is ticked
//! beforehand, and a line that is planned already is not offered again.

use super::super::clause;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Checkboxes, Choice, Html, Radios, Select};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{By, PlanAction, must_preserve, plan_action};
use casework::case::ActionState;
use casework::consult::consult;
use casework::refusal::Refusals;
use guidance::{Checklist, ChecklistItem, Pack, ReadWith};
use std::collections::BTreeSet;

/// Lists that are for every case.
const ALWAYS: [&str; 3] = ["support", "parents", "recording"];

/// The response that says to pause before parents are told, and the line that tells them.
const PAUSE: &str = "agree-parents-plan";
const TELL: &str = "parents:default";

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
    let lists = offers(&at, &pack)
        .into_iter()
        .map(|offer| offered(&pack, offer, &typed))
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
    let offers = offers(&at, &pack);
    let ticked: Vec<&(String, &ChecklistItem)> = offers
        .iter()
        .flat_map(|(_, lines)| lines)
        .filter(|(key, _)| typed.has(&field_of(key), key))
        .collect();
    let needs_a_time = ticked.iter().any(|(_, item)| item.by.is_none());
    let otherwise = if needs_a_time {
        reading.by_when("due")
    } else {
        By::NotSet
    };
    if ticked.is_empty() {
        let first = offers.first().map_or_else(
            || "main-content".to_owned(),
            |(list, _)| format!("item-{}", list.id),
        );
        reading.wrong(&first, "Tick at least one line, or go back to the actions.");
    }
    let events = reading.finish(plan(&at, &ticked, otherwise))?;
    at.add(events).await?;
    Ok(next(&at.path("actions")))
}

fn plan(
    at: &AtCase,
    ticked: &[&(String, &ChecklistItem)],
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

/// A list with those of its lines that can be planned now, each with its key.
type Offer<'p> = (&'p Checklist, Vec<(String, &'p ChecklistItem)>);

/// The lists read beside what is called for or pointed to, in that order, and those for every case; of each, the lines
/// that can be planned and are not.
fn offers<'p>(at: &AtCase, pack: &'p Pack) -> Vec<Offer<'p>> {
    let (_, assessment) = consult(&at.case, &at.people, pack, at.visitor.today());
    let asked_for = || assessment.called_for.iter().chain(&assessment.pointed_to);
    // What must wait is not offered, although its list is: deleting while everything is kept, and telling parents while
    // the guidance says to pause.
    let keep = must_preserve(&at.case, pack).is_some();
    let pause = asked_for().any(|one| one.response.as_ref() == PAUSE);
    let planned: BTreeSet<&str> = at
        .case
        .actions
        .values()
        .filter(|action| !matches!(action.state, ActionState::Dropped { .. }))
        .filter_map(|action| action.item.as_deref())
        .collect();
    let waits = |key: &str| (keep && key.starts_with("deletion:")) || (pause && key == TELL);
    let beside = asked_for()
        .flat_map(|recommended| recommended.read_with.iter())
        .filter_map(|read| match read {
            ReadWith::Checklist(id) => Some(id.as_ref()),
            _ => None,
        });
    let mut seen = BTreeSet::new();
    beside
        .chain(ALWAYS)
        .filter(|id| seen.insert(*id))
        .filter_map(|id| pack.checklist(id))
        .map(|list| {
            let lines = list
                .items
                .iter()
                .filter(|item| item.action)
                .map(|item| (format!("{}:{}", list.id, item.id), item))
                .filter(|(key, _)| !planned.contains(key.as_str()) && !waits(key));
            (list, lines.collect::<Vec<_>>())
        })
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}

fn field_of(key: &str) -> String {
    format!("item-{}", key.split(':').next().unwrap_or_default())
}

fn offered(pack: &Pack, (list, lines): Offer<'_>, typed: &Typed) -> Checkboxes {
    let choices = lines
        .into_iter()
        .map(|(key, item)| Choice::new(key, item.text.as_ref()).hint(hint(pack, item)));
    let name = format!("item-{}", list.id);
    Checkboxes::new(name.as_str(), list.title.as_ref(), choices)
        .values(typed.all(&name))
        .error(typed.error(&name))
}

fn hint(pack: &Pack, item: &ChecklistItem) -> Html {
    let by = item.by.map(|by| format!("By: {by}. ")).unwrap_or_default();
    Html::join([Html::text(&by), clause::in_small(pack, &item.source)])
}
