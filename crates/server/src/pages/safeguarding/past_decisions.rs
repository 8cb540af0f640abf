//! Decisions made earlier in a case, each with its second view and every time it was looked at again. Whoever is asked for
//! a second view and has not answered does not see the reasons here.

use super::said::Said;
use crate::consulted::pack_of;
use crate::govuk::Html;
use crate::page_error::Instead;
use crate::visitor::Visitor;
use casework::case::{Decision, SecondView};
use casework::id::StaffId;
use guidance::Pack;
use std::sync::Arc;

/// One decision, as pages show it.
#[derive(askama::Template)]
#[template(path = "safeguarding/past_decision.html")]
pub struct Past {
    entry: u64,
    who: String,
    when: String,
    latest: bool,
    routes: Vec<String>,
    consulted_guidance: bool,
    /// None while the reader is asked for a second view.
    reasons: Option<Reasons>,
    left: Vec<String>,
    second: Second,
    confirmed: Vec<(String, String, Html)>,
}

impl askama::filters::HtmlSafe for Past {}

/// The first person's own words.
struct Reasons {
    rationale: Html,
    consulted: Option<Html>,
    why_less: Option<Html>,
}

/// How the second view stands.
enum Second {
    NotAsked,
    Waiting(String),
    Given {
        who: String,
        when: String,
        agrees: bool,
        view: Html,
    },
}

/// So many of a case's decisions, the latest first, for this reader; each in the words of the text it was made under.
///
/// # Errors
/// Where a text that was kept cannot be read from the store.
pub async fn of(visitor: &Visitor, said: &Said<'_>, most: usize) -> Result<Vec<Past>, Instead> {
    let latest = said.case.decision().map(|one| one.recorded.seq);
    let mut told = Vec::new();
    for one in said.case.decisions.iter().rev().take(most) {
        let text = text_of(visitor, said, one).await?;
        let said = Said {
            pack: text.as_deref().unwrap_or(said.pack),
            ..*said
        };
        let is_latest = latest == Some(one.recorded.seq);
        told.push(past(&said, one, is_latest, visitor.asking.staff));
    }
    Ok(told)
}

/// The text a decision was made under, where the guidance was asked and the text is at hand.
async fn text_of(
    visitor: &Visitor,
    said: &Said<'_>,
    one: &Decision,
) -> Result<Option<Arc<Pack>>, Instead> {
    let mut asked = said.case.consultations.iter();
    match asked.find(|asked| Some(asked.recorded.seq) == one.consultation) {
        Some(asked) => pack_of(&visitor.app, visitor.asking.setting, asked).await,
        None => Ok(None),
    }
}

fn past(said: &Said<'_>, one: &Decision, latest: bool, reader: StaffId) -> Past {
    let words = |words: &casework::words::Words| Html::paragraphs(words.as_str());
    let asked_to_look = one.waits_for() == Some(reader);
    let reasons = (!asked_to_look).then(|| Reasons {
        rationale: words(&one.rationale),
        consulted: one.consulted.as_ref().map(words),
        why_less: one.less.as_ref().map(|less| words(&less.reason)),
    });
    Past {
        entry: one.recorded.seq,
        who: said.colleague(one.recorded.by),
        when: crate::when::day_and_time(one.recorded.at),
        latest,
        routes: one.routes.iter().map(|id| said.route(id)).collect(),
        consulted_guidance: one.consultation.is_some(),
        reasons,
        left: one.less.as_ref().map_or_else(Vec::new, |less| {
            less.responses.iter().map(|id| said.response(id)).collect()
        }),
        second: match &one.second {
            None => Second::NotAsked,
            Some(SecondView::Waiting { asked }) => Second::Waiting(said.colleague(*asked)),
            Some(SecondView::Given {
                recorded,
                agrees,
                view,
            }) => Second::Given {
                who: said.colleague(recorded.by),
                when: crate::when::day_and_time(recorded.at),
                agrees: *agrees,
                view: words(view),
            },
        },
        confirmed: one
            .confirmed
            .iter()
            .map(|again| {
                let when = crate::when::day_and_time(again.recorded.at);
                (said.colleague(again.recorded.by), when, words(&again.why))
            })
            .collect(),
    }
}
