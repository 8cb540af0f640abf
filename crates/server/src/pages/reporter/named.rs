//! The children somebody names on a report, row by row: as typed, or chosen among pupils on the roll. It looks among
//! nobody else: a member of staff must not learn from a search that the record knows a child.

use crate::govuk::{Choice, Html, Input, Radios};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::Visitor;
use casework::acts::{ChildNamed, NewChild};
use casework::id::PersonId;
use casework::people::Person;
use store::Among;

/// More rows than any report needs; a longer list belongs in words.
const MOST: usize = 20;
/// How many pupils are shown for one name.
const MATCHES: usize = 8;
/// The answer that says that none of those shown is meant.
const AS_TYPED: &str = "as-typed";

/// One row, as typed.
#[derive(Clone, Default)]
pub(super) struct Named {
    name: String,
    year: String,
    /// What was chosen among those shown: an id, or [`AS_TYPED`].
    who: String,
    /// Pupils of that name were asked for.
    looked: bool,
}

/// One row, as shown.
pub(super) struct Row {
    /// Counted from 1.
    pub(super) number: usize,
    /// Name, year, and who it may be.
    pub(super) fields: Html,
}

/// The rows that were typed; one blank row where there are none.
pub(super) fn rows(typed: &Typed) -> Vec<Named> {
    let given = (1..=MOST).rev().find(|number| {
        typed
            .fields()
            .iter()
            .any(|(name, _)| *name == format!("child-{number}-name"))
    });
    (1..=given.unwrap_or(1))
        .map(|number| {
            let text = |part: &str| typed.text(&format!("child-{number}-{part}")).to_owned();
            Named {
                name: text("name"),
                year: text("year"),
                who: text("who"),
                looked: !text("looked").is_empty(),
            }
        })
        .collect()
}

/// The rows after one of their buttons was pressed; none where it was another button.
pub(super) fn pressed(rows: &[Named], button: &str) -> Option<Vec<Named>> {
    let mut rows = rows.to_vec();
    match button {
        "find" => {
            for row in &mut rows {
                row.looked = !row.name.trim().is_empty();
            }
        }
        "add" => {
            if rows.len() < MOST {
                rows.push(Named::default());
            }
        }
        other => {
            let number: usize = other.strip_prefix("remove-")?.parse().ok()?;
            if number == 0 || number > rows.len() {
                return None;
            }
            rows.remove(number - 1);
            if rows.is_empty() {
                rows.push(Named::default());
            }
        }
    }
    Some(rows)
}

/// The rows with their fields and, where they were asked for, the pupils on the roll whose name fits.
///
/// # Errors
/// Where the store cannot say.
pub(super) async fn shown(visitor: &Visitor, rows: &[Named]) -> Result<Vec<Row>, Instead> {
    let mut shown = Vec::new();
    for (number, row) in (1..).zip(rows) {
        let found = if row.looked && !row.name.trim().is_empty() {
            Some(
                visitor
                    .app
                    .store()
                    .find_people(&visitor.asking, Among::TheRoll, &row.name, MATCHES)
                    .await?,
            )
        } else {
            None
        };
        shown.push(Row {
            number,
            fields: fields(&number.to_string(), row, found.as_deref()),
        });
    }
    Ok(shown)
}

/// The fields of a row; `number` can also be the mark that script counts in place of.
pub(super) fn fields(number: &str, row: &Named, found: Option<&[(PersonId, Person)]>) -> Html {
    let field = |part: &str| format!("child-{number}-{part}");
    let name = Input::new(field("name"), "Name")
        .hint("First name and surname, if you know them")
        .value(&*row.name)
        .autocomplete("off")
        .spellcheck(false);
    let year = Input::new(field("year"), "Year or class, if you know it")
        .width(10)
        .value(&*row.year)
        .autocomplete("off");
    let who = match found {
        None => Html::default(),
        Some([]) => Html::paragraphs(
            "Nobody on the roll has that name. Leave it as you typed it, or try another spelling.",
        ),
        Some(found) => {
            let choices = found
                .iter()
                .map(|(id, person)| Choice::new(id.to_string(), known(person)))
                .chain([Choice::new(
                    AS_TYPED,
                    "None of these: use the name as I typed it",
                )]);
            Radios::new(
                field("who"),
                "Is it one of these?",
                choices.collect::<Vec<_>>(),
            )
            .value(Some(&*row.who))
            .into()
        }
    };
    let looked = if found.is_some() {
        looked(&field("looked"))
    } else {
        Html::default()
    };
    Html::join([name.into(), year.into(), who, looked])
}

/// A pupil as a member of staff tells them apart: name and year, never the date of birth.
fn known(person: &Person) -> String {
    match &person.year_group {
        Some(year) => format!("{}, {}", person.name.as_str(), year.as_str()),
        None => person.name.as_str().to_owned(),
    }
}

#[derive(askama::Template)]
#[template(
    source = r#"<input type="hidden" name="{{ name }}" value="yes">"#,
    ext = "html"
)]
struct Looked<'a> {
    name: &'a str,
}

impl askama::filters::HtmlSafe for Looked<'_> {}

fn looked(name: &str) -> Html {
    Html::of(Looked { name })
}

/// The children named. An id that is not of a pupil on the roll is taken for nobody.
///
/// # Errors
/// Where the store cannot say.
pub(super) async fn children(
    visitor: &Visitor,
    rows: &[Named],
) -> Result<Vec<ChildNamed>, Instead> {
    let chosen: Vec<PersonId> = rows.iter().filter_map(|row| row.who.parse().ok()).collect();
    let known = visitor.app.store().people(&visitor.asking, &chosen).await?;
    Ok(rows
        .iter()
        .map(|row| match row.who.parse::<PersonId>() {
            Ok(id) if known.get(&id).is_some_and(|person| person.on_roll) => ChildNamed::Known(id),
            _ => ChildNamed::New(NewChild {
                name: row.name.clone(),
                year_group: row.year.clone(),
                ..NewChild::default()
            }),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test may stop at the first surprise"
    )]
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed::taken(
            fields
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        )
        .0
    }

    #[test]
    fn a_form_not_yet_filled_in_has_one_blank_row() {
        let rows = rows(&Typed::default());
        assert_eq!(rows.len(), 1);
        assert!(rows[0].name.is_empty());
    }

    #[test]
    fn removing_a_row_moves_those_after_it_up_and_the_last_one_leaves_a_blank() {
        let three = rows(&typed(&[
            ("child-1-name", "A"),
            ("child-2-name", "B"),
            ("child-2-year", "9"),
            ("child-3-name", "C"),
        ]));
        let two = pressed(&three, "remove-2").unwrap();
        assert_eq!(
            two.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
            ["A", "C"]
        );
        assert!(two[1].year.is_empty());
        let none = pressed(&pressed(&two, "remove-1").unwrap(), "remove-1").unwrap();
        assert_eq!((none.len(), none[0].name.as_str()), (1, ""));
        assert!(pressed(&two, "remove-9").is_none() && pressed(&two, "send").is_none());
    }

    #[test]
    fn rows_are_added_up_to_a_limit() {
        let mut all = rows(&Typed::default());
        for _ in 0..40 {
            all = pressed(&all, "add").unwrap();
        }
        assert_eq!(all.len(), MOST);
    }
}
