//! Who one child is, in a case that is kept for others: where their rule has run, propose that it be erased. What people
//! wrote about them in their own words stays, and is listed here so that somebody can weigh destroying the case instead.

use super::{Books, record, rules_today, says, told};
use crate::fields::{self, Reading};
use crate::govuk::{
    BackLink, Button, Checkboxes, DateInput, Html, InsetText, SummaryList, Textarea,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::visitor::AtCase;
use axum::extract::Path;
use casework::acts::{NewChild, correct_person, propose_destruction};
use casework::event::Record;
use casework::id::PersonId;
use casework::retention::reckoning::Standing;
use casework::telling::{Names, tell};
use casework::words::Words;
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "retention/identity.html")]
struct Identity {
    layout: Frame,
    reference: String,
    path: String,
    name: String,
    standing: String,
    rules: Vec<SummaryList>,
    holds: Vec<String>,
    proposed: Option<u64>,
    frozen: Option<Html>,
    naming: Vec<(u64, String)>,
    others: Vec<(String, String)>,
    form: Option<(Checkboxes, DateInput)>,
    why: Textarea,
    born: DateInput,
    remains: InsetText,
}

/// Shows where it stands and what would be left, and asks.
///
/// # Errors
/// [`Instead::NotThere`] where the child is not in this case.
pub async fn show(at: AtCase, Path((_, person)): Path<(String, String)>) -> Answered {
    let child = in_case(&at, &person)?;
    let visitor = &at.visitor;
    let books = Books::open(visitor).await?;
    let what = Record::Identity(child);
    let reckoned = books.reckoned(visitor, what);
    let holds = books.holds(visitor, what);
    let typed = at.typed();
    let waiting = visitor.setting.retention.waiting(what);
    let due = matches!(reckoned.standing, Standing::Due { .. });
    let open_to = due && holds.is_empty() && waiting.is_none();
    let form = books
        .rules
        .filter(|_| open_to)
        .map(|rules| (told::checks(typed, rules), told::today(typed)));
    let others = books
        .cases(what)
        .into_iter()
        .filter(|known| known.case != at.id)
        .filter_map(|known| books.register.cases.get(&known.case))
        .filter(|line| !line.withheld)
        .map(|line| {
            let page = format!("/cases/{}/retention/{child}", line.known.case);
            (page, line.reference.clone())
        })
        .collect();
    shown(&Identity {
        layout: at.frame("Who one child is"),
        reference: at.case.reference.clone(),
        path: at.path(""),
        name: at.person_name(child),
        standing: told::standing(&reckoned.standing),
        rules: told::rules(books.rules, &reckoned),
        holds: holds
            .iter()
            .map(|(_, hold)| told::hold(visitor, hold))
            .collect(),
        proposed: waiting.map(|(number, _)| number),
        frozen: told::frozen(books.clock(visitor, None)),
        naming: naming(&at, child),
        others,
        form,
        why: told::why(typed),
        born: born(&at, child),
        remains: InsetText::new(
            "What people wrote in their own words lies in the case and cannot be erased without it. The entries below name this \
             child, by any part of their name. If they must not stay, weigh destroying the whole case when it is due.",
        ),
    })
}

/// Proposes it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase, Path((_, person)): Path<(String, String)>) -> Answered {
    let child = in_case(&at, &person)?;
    if at.typed().text("do") == "born" {
        return put_right(&at, child).await;
    }
    let visitor = &at.visitor;
    let books = Books::open(visitor).await?;
    let what = Record::Identity(child);
    let reckoned = books.reckoned(visitor, what);
    let now = books.moment(visitor, what, &reckoned, rules_today(visitor)?);
    let mut reading = Reading::of(at.typed());
    let says = says(visitor, &mut reading);
    let made = propose_destruction(&visitor.acting(), what, now, &says, at.typed().text("why"));
    record(visitor, reading.finish(made)?).await?;
    Ok(next("/retention"))
}

/// Puts their date of birth right, also in a case that is closed: what is not known makes nothing due.
async fn put_right(at: &AtCase, child: PersonId) -> Answered {
    let known = at.people.get(&child).ok_or(Instead::NotThere)?;
    let text = |words: &Option<Words>| {
        let words = words.as_ref().map(Words::as_str);
        words.unwrap_or_default().to_owned()
    };
    let mut reading = Reading::of(at.typed());
    let filled = NewChild {
        name: known.name.as_str().to_owned(),
        date_of_birth: reading.day("date_of_birth"),
        year_group: text(&known.year_group),
        setting: text(&known.setting),
    };
    let made = correct_person(at.visitor.app.outside(), known, &filled, "");
    let writes = vec![Write::Person {
        person: child,
        expect: Expect::Tail,
        events: reading.finish(made)?,
    }];
    at.visitor.record(writes, Vec::new()).await?;
    Ok(next(&at.path("retention")))
}

/// Their date of birth, as known until something else is typed.
fn born(at: &AtCase, child: PersonId) -> DateInput {
    let typed = at.typed();
    let known = at.people.get(&child).and_then(|known| known.date_of_birth);
    match known.filter(|_| typed.is_empty()) {
        Some(born) => DateInput::new("date_of_birth", "Date of birth")
            .day(born.day().to_string())
            .month(born.month().to_string())
            .year(born.year().to_string()),
        None => fields::day(typed, "date_of_birth", "Date of birth"),
    }
}

fn in_case(at: &AtCase, person: &str) -> Result<PersonId, Instead> {
    let person: PersonId = person.parse().map_err(|_| Instead::NotThere)?;
    let gone = &at.visitor.setting.retention.erased;
    if at.case.children.contains_key(&person) && !gone.contains_key(&person) {
        Ok(person)
    } else {
        Err(Instead::NotThere)
    }
}

/// The entries of this case whose words have any part of the child's name in them.
fn naming(at: &AtCase, child: PersonId) -> Vec<(u64, String)> {
    let name = at.person_name(child).to_lowercase();
    let parts: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}')
        .filter(|part| part.chars().count() > 1)
        .collect();
    let staff = |staff| at.visitor.staff_name(staff);
    // Nobody by name: what an entry says by itself is what is looked through.
    let person = |_| String::new();
    let names = Names {
        staff: &staff,
        person: &person,
        pack: None,
    };
    at.entries
        .iter()
        .filter_map(|entry| {
            let told = tell(&entry.written.event, &names);
            let named = told.sentences.iter().any(|(_, text)| {
                let text = text.to_lowercase();
                let mut words =
                    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}');
                words.any(|word| parts.contains(&word))
            });
            named.then_some((entry.seq, told.title))
        })
        .collect()
}
