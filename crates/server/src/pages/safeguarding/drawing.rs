//! The path this case took through the guidance, as one picture: on what is known now, under the text of today or of
//! another day, or as it was consulted on a day.

use crate::consulted::pack_of;
use crate::govuk::{BackLink, Button, DateInput, ErrorSummary, Html};
use crate::page::{Answered, Frame};
use crate::page_error::Instead;
use crate::pages::guidance::asked_day::AsOf;
use crate::pages::guidance::drawn::Drawn;
use crate::visitor::AtCase;
use crate::when;
use axum::extract::Query;
use casework::case::Consultation;
use casework::facts::facts_of;
use guidance::{Drawing, Facts, Pack, assess};

/// Which consultation is wanted; none: what is known now.
#[derive(Debug, serde::Deserialize)]
pub struct Wanted {
    consultation: Option<u64>,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/drawing.html")]
struct Page {
    layout: Frame,
    back: BackLink,
    errors: Option<ErrorSummary>,
    said: String,
    others: Vec<Html>,
    drawn: Drawn,
    wrong_day: bool,
    field: DateInput,
}

impl Page {
    fn show() -> Button {
        Button::new("Show it under the text of that day").secondary()
    }
}

/// Shows it.
///
/// # Errors
/// [`Instead::NotThere`] for a consultation that is not in this case, or whose text is not at hand.
pub async fn show(at: AtCase, as_of: AsOf, Query(wanted): Query<Wanted>) -> Answered {
    let (said, drawn) = match wanted.consultation {
        None => {
            let visitor = &at.visitor;
            let day = as_of.day();
            let app = &visitor.app;
            let pack = app.pack_for_concern(&visitor.setting, visitor.concern, day);
            let pack = pack.map_err(|_| Instead::NotThere)?;
            let facts = facts_of(&at.case, &at.people, &pack, day);
            let said = match as_of.says() {
                None => "On what is known now, under the guidance in force today.".to_owned(),
                Some(says) => {
                    let title = pack.title();
                    format!(
                        "{says}: on what is known now, under \u{201c}{title}\u{201d}. Nothing recorded changes."
                    )
                }
            };
            (said, path(&pack, &facts))
        }
        Some(entry) => {
            let recorded = at.case.consultations.iter();
            let found = recorded
                .into_iter()
                .find(|one| one.recorded.seq == entry)
                .ok_or(Instead::NotThere)?;
            let setting = at.visitor.asking.setting;
            let pack = pack_of(&at.visitor.app, setting, found).await?;
            let pack = pack.ok_or(Instead::NotThere)?;
            let said = format!(
                "As the guidance was consulted on {}, under the text of that day.",
                when::day_and_time(found.recorded.at)
            );
            (said, path(&pack, &found.facts))
        }
    };
    as_of.answer(&Page {
        layout: at.frame(&as_of.title("The path this case took, as a drawing")),
        errors: as_of.errors(),
        back: BackLink::to(at.path("recommendation")).saying("Back to what the guidance says"),
        said,
        others: others(&at, wanted.consultation, as_of.other().is_some()),
        drawn,
        wrong_day: as_of.is_wrong(),
        field: as_of.field(),
    })
}

fn path(pack: &Pack, facts: &Facts) -> Drawn {
    let assessment = assess(pack, facts);
    Drawn::new(Drawing::with_path(pack, facts, &assessment))
}

/// The other paths there are to look at: what is known now, and each consultation, the latest first.
fn others(at: &AtCase, here: Option<u64>, other_day: bool) -> Vec<Html> {
    let address = at.path("drawing");
    let elsewhere = here.is_some() || other_day;
    let now = elsewhere.then(|| {
        Html::link(
            &address,
            "On what is known now, under the guidance of today",
        )
    });
    let consulted = at.case.consultations.iter().rev();
    let consulted =
        consulted
            .filter(|one| Some(one.recorded.seq) != here)
            .map(|one: &Consultation| {
                let href = format!("{address}?consultation={}", one.recorded.seq);
                let when = when::day_and_time(one.recorded.at);
                Html::link(&href, &format!("As consulted on {when}"))
            });
    now.into_iter().chain(consulted).collect()
}
