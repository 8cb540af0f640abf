//! What is known of a case, as the guidance is asked: answers as given, parts as understood, and what the record works
//! out itself. Nobody's name goes in: a child is the simple form of their [`PersonId`].

use crate::calendar;
use crate::case::Case;
use crate::event::About;
use crate::id::PersonId;
use crate::people::Person;
use guidance::{Answer, ChildFacts, Derived, Facts, Pack};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is known of a case on a day, for this pack.
///
/// An age is worked out for the time of the incident, and is as a person answered where there is no date of birth.
/// Whether there was an earlier case is only ever as a person answered. What is not known is left out: to the guidance
/// it means the same.
pub fn facts_of(case: &Case, people: &BTreeMap<PersonId, Person>, pack: &Pack, on: Date) -> Facts {
    let mut incident = BTreeMap::new();
    let mut of_children: BTreeMap<PersonId, BTreeMap<String, Answer>> = BTreeMap::new();
    for (question, given) in &case.answers {
        let Some(last) = given.last().filter(|last| last.answer.is_known()) else {
            continue;
        };
        match question.about {
            About::Incident => incident.insert(question.fact.clone(), last.answer.clone()),
            About::Child(child) => of_children
                .entry(child)
                .or_default()
                .insert(question.fact.clone(), last.answer.clone()),
        };
    }
    let children = case
        .children
        .values()
        .map(|known| {
            let mut answers = of_children.remove(&known.child).unwrap_or_default();
            let age = people
                .get(&known.child)
                .and_then(|person| person.age_on(day_of_incident(case)?));
            if let Some(age) = age {
                answers.extend(worked_out(pack, age));
            }
            ChildFacts {
                name: known.child.to_string(),
                parts: known.parts.clone(),
                answers,
            }
        })
        .collect();
    Facts {
        on: Some(on),
        incident,
        children,
    }
}

/// The day of the incident: when it happened as far as known, otherwise the day it was reported.
pub fn day_of_incident(case: &Case) -> Option<Date> {
    let concern = case.concern.as_ref()?;
    Some(concern.happened.map_or_else(
        || calendar::day_of(concern.recorded.at),
        |happened| happened.on,
    ))
}

/// The facts about a child that follow from their age at the time.
fn worked_out(pack: &Pack, age: i8) -> impl Iterator<Item = (String, Answer)> {
    let yes_or_no = |holds: bool| if holds { Answer::Yes } else { Answer::No };
    pack.facts().iter().filter_map(move |fact| {
        let answer = match fact.derived? {
            Derived::AgeUnder13 => yes_or_no(age < 13),
            Derived::Age18OrOver => yes_or_no(age >= 18),
            Derived::EarlierCase => return None,
        };
        Some((fact.id.to_string(), answer))
    })
}
