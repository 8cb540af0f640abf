//! The roll: pupils or students whom any member of staff can find by name when they report a concern. A pasted list is
//! read line by line and shown before anything is recorded; while one line is wrong, nothing is.

use super::beside;
use super::pasted::{Line, read};
use crate::govuk::{Button, Html, Table, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::FieldError;
use crate::visitor::Visitor;
use crate::when;
use casework::acts::{NewChild, add_to_roll};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::{Expect, Write};

const TITLE: &str = "Pupils and students on the roll";
/// How many can be added at once: one transaction holds them all.
const MOST: usize = 2_000;
/// How many wrong lines are named at once.
const NAMED: usize = 20;

#[derive(askama::Template)]
#[template(path = "setting/pupils.html")]
struct Pupils {
    layout: Frame,
    beside: Html,
    on_roll: usize,
    pupils: Textarea,
    preview: Option<Preview>,
}

struct Preview {
    count: usize,
    table: Table,
}

/// Shows how many are on the roll, with the form that adds more.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    form(&visitor, None).await
}

/// Shows what a pasted list says, or adds it: whichever button was pressed.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(visitor: Visitor) -> Answered {
    let lines = read(visitor.typed.text("pupils"));
    let already = visitor.app.store().roll(&visitor.asking).await?;
    let already: BTreeMap<(String, Option<Date>), ()> = already
        .iter()
        .map(|(_, person)| {
            (
                (person.name.as_str().to_lowercase(), person.date_of_birth),
                (),
            )
        })
        .collect();
    let pupils = checked(&lines, &already)?;
    let made = add_to_roll(visitor.app.outside(), &pupils)
        .map_err(Instead::from)
        .map_err(at_the_list)?;
    if !visitor.typed.has("do", "add") {
        return form(&visitor, Some(&pupils)).await;
    }
    let writes = made.into_iter().map(|(person, event)| Write::Person {
        person,
        expect: Expect::New,
        events: vec![event],
    });
    visitor.record(writes.collect(), Vec::new()).await?;
    Ok(next("/setting/pupils"))
}

/// The pupils of the list, where every line is one that is not on the roll yet and not in the list twice.
fn checked(
    lines: &[Line],
    already: &BTreeMap<(String, Option<Date>), ()>,
) -> Result<Vec<NewChild>, Instead> {
    let mut wrong = Vec::new();
    let mut pupils = Vec::new();
    let mut seen: BTreeMap<(String, Option<Date>), usize> = BTreeMap::new();
    for line in lines {
        let pupil = match &line.says {
            Ok(pupil) => pupil,
            Err(says) => {
                wrong.push(format!("Line {}: {says}", line.number));
                continue;
            }
        };
        let key = (pupil.name.to_lowercase(), pupil.date_of_birth);
        if already.contains_key(&key) {
            wrong.push(format!(
                "Line {}: this pupil is on the roll already. Take the line out.",
                line.number
            ));
        } else if let Some(first) = seen.insert(key, line.number) {
            wrong.push(format!(
                "Line {}: this pupil is on line {first} too. Take one of them out.",
                line.number
            ));
        }
        pupils.push(pupil.clone());
    }
    if pupils.len() > MOST {
        wrong.push(format!(
            "That is {} pupils. Add at most {MOST} at a time.",
            pupils.len()
        ));
    }
    if wrong.is_empty() {
        return Ok(pupils);
    }
    let more = wrong.len().saturating_sub(NAMED);
    wrong.truncate(NAMED);
    if more > 0 {
        wrong.push(format!("And {more} more lines."));
    }
    Err(Instead::Refused(
        wrong
            .into_iter()
            .map(|says| FieldError {
                field: Some("pupils".to_owned()),
                says,
            })
            .collect(),
    ))
}

fn at_the_list(refused: Instead) -> Instead {
    let Instead::Refused(mut errors) = refused else {
        return refused;
    };
    for error in &mut errors {
        error.field = Some("pupils".to_owned());
    }
    Instead::Refused(errors)
}

async fn form(visitor: &Visitor, pupils: Option<&[NewChild]>) -> Answered {
    let typed = &visitor.typed;
    let page = Pupils {
        layout: visitor.frame(TITLE),
        beside: beside(visitor),
        on_roll: visitor.app.store().roll(&visitor.asking).await?.len(),
        pupils: Textarea::new("pupils", "Pupils or students to add")
            .hint("One on each line: name, date of birth, year. For example: Ash Example, 27/3/2012, Year 9. The date and the year can be left out. Lines copied from a spreadsheet work too.")
            .rows(10)
            .value(typed.text("pupils"))
            .error(typed.error("pupils")),
        preview: pupils.map(preview),
    };
    shown(&page)
}

fn preview(pupils: &[NewChild]) -> Preview {
    let rows = pupils.iter().map(|pupil| {
        let born = pupil
            .date_of_birth
            .map_or_else(|| "Not given".to_owned(), when::day);
        let year = if pupil.year_group.is_empty() {
            "Not given"
        } else {
            &pupil.year_group
        };
        [pupil.name.as_str().to_owned(), born, year.to_owned()]
    });
    Preview {
        count: pupils.len(),
        table: Table::new(["Name", "Date of birth", "Year"])
            .caption("What the list says")
            .rows(rows),
    }
}
