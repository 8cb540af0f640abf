//! Correct an entry: what was recorded stays, and what is right stands beside it with the reason. Works on a closed case too.

use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Html, SummaryCard, SummaryList, SummaryRow, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::AtCase;
use axum::extract::RawQuery;
use casework::acts::{CorrectEntry, correct_entry};
use casework::telling::{Names, Told, occurred_in_words, tell_all};
use guidance::Pack;

#[derive(askama::Template)]
#[template(path = "safeguarding/correction.html")]
struct Correction {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    entry: u64,
    told: SummaryList,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/correction_which.html")]
struct Which {
    layout: Frame,
    at: AtCase,
    entries: Vec<(u64, String)>,
}

/// Shows the entry as it was told and asks what is right; without an entry, asks which one.
///
/// # Errors
/// [`Instead::NotThere`] where the case has no such entry.
pub async fn show(at: AtCase, RawQuery(query): RawQuery) -> Answered {
    let pack = at.visitor.pack()?;
    let told = told(&at, &pack);
    let asked = query.as_deref().and_then(entry_in);
    let typed_for = at.typed().id::<u64>("entry");
    let Some(entry) = asked.or(typed_for) else {
        let entries = told
            .into_iter()
            .map(|one| {
                (
                    one.seq,
                    format!("{}, {}", one.telling.title, one.recorded_in_words()),
                )
            })
            .collect();
        return shown(&Which {
            layout: at.frame("Which entry is to be corrected?"),
            at,
            entries,
        });
    };
    let one = told
        .iter()
        .find(|one| one.seq == entry)
        .ok_or(Instead::NotThere)?;
    // Words kept for another entry are not put beside this one.
    let typed = if typed_for.is_none_or(|typed_for| typed_for == entry) {
        at.typed().clone()
    } else {
        Typed::default()
    };
    shown(&Correction {
        layout: at.frame("What is right?").telling(&typed),
        told: as_told(one),
        typed,
        at,
        entry,
    })
}

/// Records what is right.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let filled = CorrectEntry {
        entry: typed.id("entry").unwrap_or_default(),
        now: typed.text("now").to_owned(),
        why: typed.text("why").to_owned(),
    };
    let corrected = correct_entry(&at.visitor.acting(), &at.case, &filled);
    let events = Reading::of(typed).finish(corrected)?;
    at.add(events).await?;
    Ok(next(&at.path("chronology")))
}

fn entry_in(query: &str) -> Option<u64> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("entry="))?
        .parse()
        .ok()
}

fn told(at: &AtCase, pack: &Pack) -> Vec<Told> {
    let names = Names {
        staff: &|staff| at.visitor.staff_name(staff),
        person: &|person| at.person_name(person),
        pack: Some(pack),
    };
    tell_all(&at.entries, &names)
}

fn as_told(one: &Told) -> SummaryList {
    let mut rows: Vec<SummaryRow> = one
        .telling
        .sentences
        .iter()
        .map(|(label, text)| SummaryRow::new(*label, Html::paragraphs(text)))
        .collect();
    rows.extend(
        one.telling
            .occurred
            .as_ref()
            .map(|occurred| SummaryRow::new("Happened", occurred_in_words(occurred))),
    );
    let recorded = format!("{}, by {}", one.recorded_in_words(), one.by);
    rows.push(SummaryRow::new("Recorded", recorded));
    rows.extend(one.corrections.iter().map(|beside| {
        let value = Html::join([Html::paragraphs(&beside.now), Html::paragraphs(&beside.why)]);
        SummaryRow::new("Corrected before", value)
    }));
    SummaryList::new(rows).card(SummaryCard::new(format!(
        "Entry {}: {}",
        one.seq, one.telling.title
    )))
}
