//! Reporting a concern, on a phone, in under a minute: who, and what was seen, heard or told. Everything else can be
//! left out, and nothing here asks what any picture shows.

use super::first_minute::do_not;
use super::named::{self, Named, Row};
use super::sensitive;
use crate::govuk::{Button, Checkboxes, Choice, Details, Html, Input, InsetText, Radios, Textarea};
use crate::jobs::Tell;
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::when_happened;
use crate::typed::{FieldError, Typed};
use crate::visitor::{Visitor, after};
use casework::acts::{ReportConcern, report_concern};
use casework::event::CameBy;
use store::{Expect, Write};

const TITLE: &str = "Report a concern";
/// The fields in the order of the page, for the list of what is wrong.
const ORDER: [&str; 7] = [
    "children",
    "what",
    "came_by",
    "happened",
    "happened-time",
    "place",
    "done_already",
];
/// The answers to how it came to them, as the form sends them.
const CAME_BY: [(&str, CameBy, &str); 6] = [
    ("told-by-child", CameBy::ToldByChild, "A child told me"),
    (
        "told-by-parent",
        CameBy::ToldByParent,
        "A parent or carer told me",
    ),
    (
        "told-by-colleague",
        CameBy::ToldByColleague,
        "A colleague told me",
    ),
    ("overheard", CameBy::Overheard, "I overheard it"),
    ("saw", CameBy::Saw, "I saw something"),
    ("other", CameBy::Other, "Another way"),
];

#[derive(askama::Template)]
#[template(path = "reporter/report.html")]
struct Report {
    layout: Frame,
    rows: Vec<Row>,
    /// The row that script adds, numbered `__n__`.
    another: Html,
    children_error: Option<String>,
    names_not_known: Checkboxes,
    what: Textarea,
    gently: Option<InsetText>,
    came_by: Radios,
    more: Details,
}

/// Shows the form.
///
/// # Errors
/// Where there is no guidance in force, or the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let rows = named::rows(&visitor.typed);
    form(&visitor, &rows).await
}

/// Looks for a name, adds or removes a row, or sends the report: whichever button was pressed.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(visitor: Visitor) -> Answered {
    let rows = named::rows(&visitor.typed);
    if let Some(rows) = named::pressed(&rows, visitor.typed.text("do")) {
        return form(&visitor, &rows).await;
    }
    let typed = &visitor.typed;
    let mut wrong = Vec::new();
    let filled = ReportConcern {
        what: typed.text("what").to_owned(),
        came_by: Some(
            CAME_BY
                .iter()
                .find(|(value, ..)| typed.has("came_by", value))
                .map_or(CameBy::NotSaid, |(_, came_by, _)| *came_by),
        ),
        happened: when_happened::read(typed, "happened", &mut wrong),
        place: typed.text("place").to_owned(),
        children: named::children(&visitor, &rows).await?,
        names_not_known: typed.has("names_not_known", "yes"),
        done_already: typed.text("done_already").to_owned(),
    };
    let made = report_concern(&visitor.acting(), &filled).map_err(Instead::from);
    let made = match made {
        Ok(made) if wrong.is_empty() => made,
        Ok(_) => return Err(Instead::Refused(wrong)),
        Err(Instead::Refused(more)) => {
            wrong.extend(more);
            return Err(Instead::Refused(in_order(wrong)));
        }
        Err(other) => return Err(other),
    };
    let mut writes = vec![Write::Case {
        case: made.case,
        expect: Expect::New,
        events: made.events,
    }];
    writes.extend(
        made.people
            .into_iter()
            .map(|(person, event)| Write::Person {
                person,
                expect: Expect::New,
                events: vec![event],
            }),
    );
    let done = visitor
        .record(writes, vec![Tell::NewConcern.into()])
        .await?;
    Ok(next(&after(&visitor.path, &done)))
}

/// What is wrong, in the order of the page. What is wrong with a child's name or year is shown at the children.
fn in_order(mut wrong: Vec<FieldError>) -> Vec<FieldError> {
    for error in &mut wrong {
        if matches!(
            error.field.as_deref(),
            Some("name" | "year_group" | "setting" | "date_of_birth")
        ) {
            error.field = Some("children".to_owned());
        }
    }
    let place = |error: &FieldError| {
        ORDER
            .iter()
            .position(|field| error.field.as_deref() == Some(field))
            .unwrap_or(ORDER.len())
    };
    wrong.sort_by_key(place);
    wrong.dedup();
    wrong
}

async fn form(visitor: &Visitor, rows: &[Named]) -> Answered {
    let typed = &visitor.typed;
    let pack = visitor.pack()?;
    let do_not = do_not(&pack);
    let gently = format!(
        "You never need to say what any picture or video shows: that there is one is enough. {}",
        do_not.join(" ")
    );
    let written = format!("{} {}", typed.text("what"), typed.text("done_already"));
    let words = sensitive::words(&pack);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let what = Textarea::new("what", "What did you see, hear or get told?")
        .label_classes("govuk-label--m")
        .hint("Use the child\u{2019}s own words where you can. Do not look for, ask for or describe any picture.")
        .rows(6)
        .value(typed.text("what"))
        .error(typed.error("what"))
        .hint_words(&words, gently.as_str());
    let came_by = CAME_BY.map(|(value, _, says)| Choice::new(value, says));
    let not_known = [Choice::new(
        "yes",
        "I do not know their names, or not all of them",
    )];
    let page = Report {
        layout: visitor.frame(TITLE),
        rows: named::shown(visitor, rows).await?,
        another: named::fields("__n__", &Named::default(), None),
        children_error: typed.error("children").map(str::to_owned),
        names_not_known: Checkboxes::new("names_not_known", "", not_known)
            .small()
            .values(typed.all("names_not_known")),
        what,
        gently: sensitive::suggests(&pack, &written).then(|| InsetText::new(gently.as_str())),
        came_by: Radios::new("came_by", "How did it come to you? (optional)", came_by)
            .value(Some(typed.text("came_by")))
            .error(typed.error("came_by")),
        more: more(typed),
    };
    shown(&page)
}

/// What can be added by whoever knows it and has the time. It stands open where something is in it.
fn more(typed: &Typed) -> Details {
    let fields = [
        "happened-day",
        "happened-month",
        "happened-year",
        "happened-time",
        "place",
        "done_already",
    ];
    let open = fields
        .iter()
        .any(|field| !typed.text(field).trim().is_empty() || typed.error(field).is_some())
        || typed.error("happened").is_some();
    let place = Input::new("place", "Where did it happen?")
        .value(typed.text("place"))
        .error(typed.error("place"));
    let done = Textarea::new("done_already", "What has been done already?")
        .hint("For example, who was told, and where the child is now.")
        .rows(3)
        .value(typed.text("done_already"))
        .error(typed.error("done_already"));
    let inside = Html::join([
        when_happened::asked(
            typed,
            "happened",
            "When did it happen?",
            "For example, 27 3 2026",
        ),
        place.into(),
        done.into(),
    ]);
    let details = Details::new("When, where and what has been done (optional)", inside);
    if open { details.open() } else { details }
}
