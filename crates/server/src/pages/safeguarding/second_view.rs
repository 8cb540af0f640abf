//! A second view: what is called for, the facts it stands on, and what was chosen; not the first person's reasons, so
//! that the answer is the second person's own.

use super::said::Said;
use crate::consulted::pack_of;
use crate::govuk::{
    BackLink, Button, Choice, Html, InsetText, NotificationBanner, Radios, Textarea,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::{AtCase, Visitor};
use axum::extract::Query;
use casework::acts::{GiveSecondView, give_second_view};
use casework::case::{Case, Consultation, Decision};
use casework::facts::facts_of;
use guidance::{Assessment, Pack, assess};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(askama::Template)]
#[template(path = "safeguarding/second_view.html")]
struct Page {
    layout: Frame,
    typed: Typed,
    back: BackLink,
    decision: u64,
    who: String,
    when: String,
    before_asking: bool,
    draft: String,
    called_for: Vec<Html>,
    pointed_to: Vec<Html>,
    routes: Vec<String>,
    left: Vec<String>,
    open: String,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/second_views.html")]
struct List {
    layout: Frame,
    waiting: Vec<(String, String, String)>,
    given: bool,
}

/// What the list's address says.
#[derive(Debug, Default, Deserialize)]
pub struct Came {
    given: Option<String>,
}

/// The cases in which this person is asked.
///
/// # Errors
/// Where the store cannot say.
pub async fn list(visitor: Visitor, Query(came): Query<Came>) -> Answered {
    let lines = visitor.app.store().asked_to_second(&visitor.asking).await?;
    let waiting = lines.into_iter().map(|line| {
        let since = crate::when::day_and_time(line.reported_at);
        let href = format!("/cases/{}/second-view", line.case);
        (line.reference, since, href)
    });
    shown(&List {
        layout: visitor.frame("Your second view is asked for"),
        waiting: waiting.collect(),
        given: came.given.is_some(),
    })
}

/// Shows what there is to weigh, without the first person's reasons.
///
/// # Errors
/// [`Instead::NotThere`] where there is no decision; where no guidance is in force.
pub async fn show(at: AtCase) -> Answered {
    let decision = at.case.decision().ok_or(Instead::NotThere)?;
    let (pack, assessment) = before_them(&at, decision).await?;
    let said = Said::at(&at, &pack);
    let mut beside = BTreeSet::new();
    let called = assessment.called_for.iter();
    let called_for = called
        .filter(|one| !said.is_standing(one))
        .map(|one| said.card(one, false, &mut beside))
        .collect();
    let pointed_to = assessment
        .pointed_to
        .iter()
        .map(|one| said.card(one, true, &mut beside))
        .collect();
    let less = decision.less.as_ref();
    shown(&Page {
        layout: at.frame("What do you think of this decision?"),
        typed: at.typed().clone(),
        back: BackLink::to("/second-views").saying("Back to where you are asked"),
        decision: decision.recorded.seq,
        who: said.colleague(decision.recorded.by),
        when: crate::when::day_and_time(decision.recorded.at),
        before_asking: decision.consultation.is_none(),
        draft: format!("/drafts{}", at.path("second-view")),
        called_for,
        pointed_to,
        routes: decision.routes.iter().map(|id| said.route(id)).collect(),
        left: less.map_or_else(Vec::new, |less| {
            less.responses.iter().map(|id| said.response(id)).collect()
        }),
        open: super::so_far::still_open(&assessment),
    })
}

/// Records the second view.
///
/// # Errors
/// The same page again, with everything that was typed.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let filled = GiveSecondView {
        decision: typed.text("decision").parse().unwrap_or_default(),
        agrees: match typed.text("agrees") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        view: typed.text("view").to_owned(),
    };
    let events = give_second_view(&at.visitor.acting(), &at.case, &filled)?;
    at.record(events).await?;
    Ok(next("/second-views?given=1"))
}

/// What whoever decided had before them; where they had asked nothing, what the guidance says now.
async fn before_them(at: &AtCase, decision: &Decision) -> Result<(Arc<Pack>, Assessment), Instead> {
    let consulted = decision
        .consultation
        .and_then(|seq| consultation_at(&at.case, seq));
    if let Some(one) = consulted
        && let Some(pack) = pack_of(&at.visitor.app, at.visitor.asking.setting, one).await?
    {
        let assessment = assess(&pack, &one.facts);
        return Ok((pack, assessment));
    }
    let pack = at.visitor.pack()?;
    let facts = facts_of(&at.case, &at.people, &pack, at.visitor.today());
    let assessment = assess(&pack, &facts);
    Ok((pack, assessment))
}

fn consultation_at(case: &Case, seq: u64) -> Option<&Consultation> {
    case.consultations
        .iter()
        .find(|one| one.recorded.seq == seq)
}

impl Page {
    fn agrees(&self) -> Radios {
        let choices = [
            Choice::new("yes", "I agree"),
            Choice::new("no", "I see it differently"),
        ];
        Radios::new("agrees", "Do you agree with what was chosen?", choices)
            .value(Some(self.typed.text("agrees")).filter(|text| !text.is_empty()))
            .error(self.typed.error("agrees"))
    }

    fn view(&self) -> Textarea {
        Textarea::new("view", "What do you think, and why?")
            .hint(
                "Both views stand in the record. Seeing it differently is as welcome as agreeing.",
            )
            .rows(7)
            .value(self.typed.text("view"))
            .error(self.typed.error("view"))
    }
}
