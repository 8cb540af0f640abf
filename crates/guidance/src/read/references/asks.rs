//! What facts, responses and rules name.

use super::{Found, WHY_TWICE, answers};
use crate::condition::Condition;
use crate::item::{Duty, Fact, Of, ReadWith, Rule, Stage};
use crate::pack::Contents;

pub(super) fn fact_is_sound(fact: &Fact, found: &mut Found) {
    let place = &fact.place;
    if ["name", "parts", "answers"].contains(&fact.id.as_ref()) {
        let what = format!(
            "A fact cannot be called `{}`: files of facts use that word.",
            fact.id
        );
        found.at(place, what, WHY_TWICE, None);
    }
    let mut seen: Vec<&str> = Vec::new();
    for choice in &fact.choices {
        let id = choice.id.as_ref();
        if matches!(id, "yes" | "no" | "not-known") {
            let what = format!("`{id}` cannot be a choice of `{}`.", fact.id);
            found.at(
                place,
                what,
                "Not known can always be answered, and is never a choice among others.",
                None,
            );
        }
        if seen.contains(&id) {
            found.at(
                place,
                format!("The fact `{}` has two choices `{id}`.", fact.id),
                WHY_TWICE,
                None,
            );
        }
        seen.push(id);
    }
    if fact.choices.len() == 1 || fact.choices.len() > 30 {
        let what = format!(
            "The fact `{}` has {} choices; it should have 2 to 30.",
            fact.id,
            fact.choices.len()
        );
        found.at(
            place,
            what,
            "A question nobody can answer otherwise is not a question.",
            None,
        );
    }
    for raises in fact.raises.iter() {
        let by = format!("`raises` of the fact `{}`", fact.id);
        found.known(place, &by, "answer", raises, answers(fact).into_iter());
    }
    if !fact.parts.is_empty() && fact.of == Of::Incident {
        let what = format!(
            "The fact `{}` is asked of the incident, and only a child has parts.",
            fact.id
        );
        found.at(place, what, "The question would be asked of nobody.", None);
    }
    if fact.derived.is_some() != (fact.stage == Stage::Record) {
        let what = format!(
            "The fact `{}` {}.",
            fact.id,
            if fact.derived.is_some() {
                "is worked out from the record, so its stage is \"record\""
            } else {
                "has the stage \"record\", so it needs `derived`"
            }
        );
        found.at(
            place,
            what,
            "It would be asked of nobody and worked out by nothing.",
            None,
        );
    }
}

pub(super) fn responses_are_sound(contents: &Contents, found: &mut Found) {
    for response in &contents.responses {
        let by = format!("The response `{}`", response.id);
        let place = &response.place;
        for route in response.satisfied_by.iter() {
            let known = contents.routes.iter().map(|route| route.id.as_ref());
            found.known(place, &by, "route", route, known);
        }
        if response.duty == Duty::Individual && !response.satisfied_by.is_empty() {
            let what = format!(
                "{by} is each individual\u{2019}s own duty, and `satisfied_by` lets a decision answer it; leave that empty."
            );
            let why =
                "A person\u{2019}s own duty is never closed by someone else\u{2019}s decision.";
            found.at(place, what, why, None);
        }
        if let Some(before) = &response.before {
            let known = contents.responses.iter().map(|one| one.id.as_ref());
            found.known(place, &by, "response", before, known);
        }
        macro_rules! shown {
            ($what:literal, $id:expr, $list:ident) => {
                found.known(
                    place,
                    &by,
                    $what,
                    $id,
                    contents.$list.iter().map(|one| one.id.as_ref()),
                )
            };
        }
        for shown in response.read_with.iter() {
            match shown {
                ReadWith::Note(id) => shown!("note", id, notes),
                ReadWith::Checklist(id) => shown!("checklist", id, checklists),
                ReadWith::Clock(id) => shown!("clock", id, clocks),
                ReadWith::Term(id) => shown!("term", id, terms),
                ReadWith::Service(id) => shown!("service", id, services),
            }
        }
    }
}

pub(super) fn rule_is_sound(rule: &Rule, contents: &Contents, found: &mut Found) {
    let by = format!("The rule `{}`", rule.id);
    for response in rule.calls_for.iter().chain(rule.points_to.iter()) {
        let known = contents.responses.iter().map(|one| one.id.as_ref());
        found.known(&rule.place, &by, "response", response, known);
    }
    for list in [&rule.calls_for, &rule.points_to] {
        for (at, response) in list.iter().enumerate() {
            if list.iter().take(at).any(|one| one == response) {
                found.at(
                    &rule.place,
                    format!("{by} names `{response}` twice."),
                    WHY_TWICE,
                    None,
                );
            }
        }
    }
    condition_is_sound(&rule.when, Of::Incident, &by, rule, contents, found);
}

fn condition_is_sound(
    condition: &Condition,
    of: Of,
    by: &str,
    rule: &Rule,
    contents: &Contents,
    found: &mut Found,
) {
    match condition {
        Condition::Always | Condition::Part(_) => {}
        Condition::Not(inner) => condition_is_sound(inner, of, by, rule, contents, found),
        Condition::All(list) | Condition::Any(list) | Condition::AtLeast { of: list, .. } => {
            for one in list {
                condition_is_sound(one, of, by, rule, contents, found);
            }
        }
        Condition::AnyChild(inner) | Condition::EveryChild(inner) => {
            condition_is_sound(inner, Of::Child, by, rule, contents, found);
        }
        Condition::Fact { fact, is } => {
            let Some(named) = contents.facts.iter().find(|one| one.id == *fact) else {
                let known = contents.facts.iter().map(|one| one.id.as_ref());
                found.known(&rule.place, by, "fact", fact, known);
                return;
            };
            if named.of == Of::Child && of == Of::Incident {
                let what = format!(
                    "{by} tests `{fact}` outside `any-child` and `every-child`, and it is asked of each child."
                );
                found.at(
                    &rule.place,
                    what,
                    "Of which child it is true could not be told.",
                    None,
                );
            }
            for answer in is {
                let by = format!("{by}, testing `{fact}`,");
                found.known(
                    &rule.place,
                    &by,
                    "answer",
                    answer,
                    answers(named).into_iter(),
                );
            }
        }
    }
}
