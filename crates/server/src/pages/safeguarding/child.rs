//! One child involved: who they are, and the parts they had as now understood. A date of birth that changes what the
//! guidance is told of their age is noted in the case too, so that whoever decides sees that something changed.

use super::who;
use crate::govuk::{BackLink, Button, Checkboxes, Html, Input};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::AtCase;
use crate::when;
use axum::extract::Path;
use casework::acts::{AnswerQuestion, RecordParts, answer_questions, correct_person, record_parts};
use casework::event::{About, CaseEvent, PersonEvent};
use casework::facts::{day_of_incident, facts_of};
use casework::id::PersonId;
use casework::people::Person;
use casework::refusal::{Refusal, Refusals};
use casework::telling::part;
use guidance::{Answer, Pack};
use std::collections::BTreeMap;
use store::{Expect, Write};

const TITLE: &str = "What is known of this child?";

#[derive(askama::Template)]
#[template(path = "safeguarding/child.html")]
struct Child {
    layout: Frame,
    back: String,
    age: String,
    autosave: String,
    parts: Checkboxes,
    how_known: Input,
    name: Input,
    who: Html,
    before: Vec<String>,
}

/// Shows them.
///
/// # Errors
/// [`Instead::NotThere`] where they are not among the children involved.
pub async fn show(at: AtCase, Path((_, child)): Path<(String, String)>) -> Answered {
    let (child, person) = involved(&at, &child)?;
    let typed = if at.typed().is_empty() {
        as_known(&at, child, &person)
    } else {
        at.typed().clone()
    };
    let age = day_of_incident(&at.case).and_then(|on| person.age_on(on));
    let page = Child {
        layout: at.frame(TITLE),
        back: at.path("children"),
        age: age.map_or_else(
            || "Age at the time of the incident: not known.".to_owned(),
            |age| format!("Aged {age} at the time of the incident."),
        ),
        autosave: format!("/drafts{}", at.visitor.path),
        parts: who::parts_asked(&typed, at.case.kind, "What part did they have?"),
        how_known: Input::new("how_known", "How is this known? (optional)")
            .value(typed.text("how_known"))
            .error(typed.error("how_known")),
        name: Input::new("name", "Name")
            .value(typed.text("name"))
            .error(typed.error("name"))
            .autocomplete("off")
            .spellcheck(false),
        who: who::asked(&typed),
        before: before(&at, child),
    };
    shown(&page)
}

fn involved(at: &AtCase, child: &str) -> Result<(PersonId, Person), Instead> {
    let child: PersonId = child.parse().map_err(|_| Instead::NotThere)?;
    if !at.case.children.contains_key(&child) {
        return Err(Instead::NotThere);
    }
    let person = at.people.get(&child).cloned().ok_or(Instead::NotThere)?;
    Ok((child, person))
}

/// The form as the record would fill it in.
fn as_known(at: &AtCase, child: PersonId, person: &Person) -> Typed {
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let words = |words: &Option<casework::words::Words>| {
        words
            .as_ref()
            .map_or(String::new(), |words| words.as_str().to_owned())
    };
    let mut fields = vec![
        text("name", person.name.as_str()),
        text("year_group", &words(&person.year_group)),
        text("setting", &words(&person.setting)),
    ];
    if let Some(born) = person.date_of_birth {
        fields.push(text("date_of_birth-day", &born.day().to_string()));
        fields.push(text("date_of_birth-month", &born.month().to_string()));
        fields.push(text("date_of_birth-year", &born.year().to_string()));
    }
    let parts = at.case.children.get(&child).map(|known| known.parts.iter());
    fields.extend(
        parts
            .into_iter()
            .flatten()
            .map(|part| text("parts", part.as_str())),
    );
    Typed::taken(fields).0
}

/// The parts as understood before, newest first.
fn before(at: &AtCase, child: PersonId) -> Vec<String> {
    let history = at
        .case
        .children
        .get(&child)
        .map_or(&[][..], |known| known.history.as_slice());
    let told = history.iter().rev().skip(1).map(|known| {
        let parts: Vec<&str> = known.parts.iter().map(|one| part(*one)).collect();
        format!(
            "Until then, as recorded {}: {}",
            when::day_and_time(known.recorded.at),
            parts.join("; ")
        )
    });
    told.collect()
}

/// Records what changed.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(at: AtCase, Path((_, child)): Path<(String, String)>) -> Answered {
    let (child, person) = involved(&at, &child)?;
    let typed = at.typed();
    let acting = at.visitor.acting();
    let mut wrong = Vec::new();
    let filled = who::child(typed, &mut wrong);
    let corrected = unless_the_same(correct_person(
        at.visitor.app.outside(),
        &person,
        &filled,
        "",
    ));
    let parts = who::parts(typed);
    let had = at
        .case
        .children
        .get(&child)
        .is_some_and(|known| !known.history.is_empty());
    let recorded = if parts.is_empty() && !had {
        Ok(Vec::new())
    } else {
        let filled = RecordParts {
            child: Some(child),
            parts,
            how_known: typed.text("how_known").to_owned(),
        };
        unless_the_same(record_parts(&acting, &at.case, &filled))
    };
    let (corrected, mut events) = match (corrected, recorded) {
        (Ok(corrected), Ok(events)) if wrong.is_empty() => (corrected, events),
        (corrected, recorded) => {
            let refused = [corrected.err(), recorded.err()]
                .into_iter()
                .flatten()
                .flat_map(|refusals| refusals.0)
                .collect();
            let Instead::Refused(more) = Instead::from(Refusals(refused)) else {
                return Err(Instead::Broken);
            };
            wrong.extend(more);
            return Err(Instead::Refused(wrong));
        }
    };
    if !corrected.is_empty() {
        events.extend(of_their_age(&at, child, &corrected, &person)?);
    }
    if events.is_empty() && corrected.is_empty() {
        return Err(Refusals::from(Refusal::NothingChanged).into());
    }
    let mut writes = Vec::new();
    if !events.is_empty() {
        let expect = Expect::At(typed.seen().unwrap_or_else(|| at.entry_count()));
        writes.push(Write::Case {
            case: at.id,
            expect,
            events,
        });
    }
    if !corrected.is_empty() {
        writes.push(Write::Person {
            person: child,
            expect: Expect::Tail,
            events: corrected,
        });
    }
    at.visitor.record(writes, Vec::new()).await?;
    Ok(next(&at.path("children")))
}

/// A part of the form that changes nothing is left out instead of refused.
fn unless_the_same<E>(made: Result<Vec<E>, Refusals>) -> Result<Vec<E>, Refusals> {
    match made {
        Err(refusals) if refusals.0 == [Refusal::NothingChanged] => Ok(Vec::new()),
        other => other,
    }
}

/// What the guidance is told of their age, where the correction changes that.
fn of_their_age(
    at: &AtCase,
    child: PersonId,
    corrected: &[PersonEvent],
    before: &Person,
) -> Result<Vec<CaseEvent>, Instead> {
    let Some(PersonEvent::PersonCorrected { date_of_birth, .. }) = corrected.last() else {
        return Ok(Vec::new());
    };
    if *date_of_birth == before.date_of_birth {
        return Ok(Vec::new());
    }
    let pack = at.visitor.pack()?;
    let mut people = at.people.clone();
    people.insert(
        child,
        Person {
            date_of_birth: *date_of_birth,
            ..before.clone()
        },
    );
    let (was, is) = (
        answers(at, &at.people, &pack, child),
        answers(at, &people, &pack, child),
    );
    let derived = pack.facts().iter().filter(|fact| fact.derived.is_some());
    let changed: Vec<AnswerQuestion> = derived
        .filter_map(|fact| {
            let (was, is) = (was.get(fact.id.as_ref()), is.get(fact.id.as_ref()));
            (was != is).then(|| AnswerQuestion {
                about: About::Child(child),
                fact: fact.id.to_string(),
                answer: is.cloned().unwrap_or(Answer::NotKnown),
                how_known: "Worked out from the date of birth now recorded".to_owned(),
            })
        })
        .collect();
    Ok(answer_questions(
        &at.visitor.acting(),
        &at.case,
        &pack,
        &changed,
    )?)
}

fn answers(
    at: &AtCase,
    people: &BTreeMap<PersonId, Person>,
    pack: &Pack,
    child: PersonId,
) -> BTreeMap<String, Answer> {
    let facts = facts_of(&at.case, people, pack, at.visitor.today());
    let label = child.to_string();
    facts
        .children
        .into_iter()
        .find(|known| known.name == label)
        .map(|known| known.answers)
        .unwrap_or_default()
}
