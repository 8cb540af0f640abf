//! Which open cases a change of the guidance touches: consulted under another text than that of the day asked about, and
//! called for otherwise by it on the very facts that were recorded. Nothing recorded changes; a lead looks, and decides.

use super::lines::address;
use crate::consulted::pack_of;
use crate::govuk::{BackLink, Button, DateInput, ErrorSummary, Html};
use crate::page::{Answered, Frame};
use crate::page_error::Instead;
use crate::pages::guidance::asked_day::AsOf;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::Query;
use casework::access::Deed;
use casework::case::{Case, CaseLine};
use guidance::{Assessment, Facts, Pack, Recommended, assess};
use jiff::civil::Date;
use store::Failure;

/// How many cases are opened at once. Each is named in its access log.
const AT_ONCE: usize = 100;

#[derive(askama::Template)]
#[template(path = "safeguarding/guidance_change.html")]
struct Page {
    layout: Frame,
    errors: Option<ErrorSummary>,
    says: Option<String>,
    compare: String,
    field: DateInput,
    looked: Option<Looked>,
}

/// What was found in the cases that were opened.
struct Looked {
    day: Date,
    opened: usize,
    touched: Vec<Touched>,
    rest: Option<(String, usize)>,
}

/// A case that the change touches.
struct Touched {
    case: Html,
    under: String,
    now_under: String,
    consulted: String,
    now_called: Vec<String>,
    no_longer_called: Vec<String>,
    now_pointed: Vec<String>,
    no_longer_pointed: Vec<String>,
}

/// From which case on: how many of the list were looked at before.
#[derive(Debug, serde::Deserialize)]
pub struct Wanted {
    look: Option<String>,
    #[serde(default)]
    past: usize,
}

/// Shows it, and opens cases only where somebody asked for that.
///
/// # Errors
/// Where the store cannot say, or no guidance is in force on that day.
pub async fn show(visitor: Visitor, as_of: AsOf, Query(wanted): Query<Wanted>) -> Answered {
    let looked = if wanted.look.is_some() && !as_of.is_wrong() {
        Some(look(&visitor, as_of.day(), wanted.past).await?)
    } else {
        None
    };
    let title = "Which open cases does a change of the guidance touch?";
    as_of.answer(&Page {
        layout: visitor.frame(&as_of.title(title)),
        errors: as_of.errors(),
        says: as_of.says(),
        compare: as_of.keep("/guidance/compare"),
        field: as_of.field(),
        looked,
    })
}

async fn look(visitor: &Visitor, day: Date, past: usize) -> Result<Looked, Instead> {
    let store = visitor.app.store();
    // The desk holds only what its reader may open.
    let mut lines = store.desk(&visitor.asking).await?;
    lines.sort_by_key(|line| (line.reported_at, line.case));
    let here: Vec<&CaseLine> = lines.iter().skip(past).take(AT_ONCE).collect();
    let mut touched = Vec::new();
    for line in &here {
        let opened = store
            .open_case(
                &visitor.asking,
                line.case,
                Deed::WorkCase,
                "/guidance-change",
                None,
            )
            .await;
        match opened {
            Ok(opened) => {
                let (app, kind) = (&visitor.app, opened.case.kind);
                let text = app.pack_for_concern(&visitor.setting, kind, day);
                let text = text.map_err(|_| Instead::NotThere)?;
                touched.extend(change_of(visitor, &opened.case, &text, day).await?);
            }
            // Shared with somebody else, or closed, since the list was made.
            Err(Failure::NotThere) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    let seen = past + here.len();
    let rest = lines.len().saturating_sub(seen);
    Ok(Looked {
        day,
        opened: here.len(),
        touched,
        rest: (rest > 0).then(|| {
            (
                format!("/guidance-change?look=yes&on={day}&past={seen}"),
                rest,
            )
        }),
    })
}

/// What the text of a day makes of the facts that were last put to another text; none where it makes the same of them.
async fn change_of(
    visitor: &Visitor,
    case: &Case,
    text: &Pack,
    day: Date,
) -> Result<Option<Touched>, Instead> {
    let Some(last) = case
        .consultation()
        .filter(|last| last.digest != text.digest())
    else {
        return Ok(None);
    };
    let setting = visitor.asking.setting;
    let Some(then) = pack_of(&visitor.app, setting, last).await? else {
        return Ok(None);
    };
    let before = assess(&then, &last.facts);
    let after = assess(
        text,
        &Facts {
            on: Some(day),
            ..last.facts.clone()
        },
    );
    let found = Touched {
        case: Html::link(&address(case.id, "recommendation"), &case.reference),
        under: then.title().to_owned(),
        now_under: text.title().to_owned(),
        consulted: when::day_and_time(last.recorded.at),
        now_called: only_in(&after, &before, |seen| &seen.called_for),
        no_longer_called: only_in(&before, &after, |seen| &seen.called_for),
        now_pointed: only_in(&after, &before, |seen| &seen.pointed_to),
        no_longer_pointed: only_in(&before, &after, |seen| &seen.pointed_to),
    };
    let lists = [
        &found.now_called,
        &found.no_longer_called,
        &found.now_pointed,
        &found.no_longer_pointed,
    ];
    Ok(lists.iter().any(|list| !list.is_empty()).then_some(found))
}

fn only_in(
    here: &Assessment,
    there: &Assessment,
    listed: impl Fn(&Assessment) -> &[Recommended],
) -> Vec<String> {
    let known = |one: &&Recommended| {
        let mut others = listed(there).iter();
        !others.any(|other| other.response == one.response)
    };
    let only = listed(here).iter().filter(known);
    only.map(|one| one.says.to_string()).collect()
}

impl Page {
    fn look() -> Button {
        Button::new("Look through the open cases").sends("look", "yes")
    }

    fn date(day: &Date) -> String {
        when::day(*day)
    }
}
