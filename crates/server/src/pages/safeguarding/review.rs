//! Look at a case again: whether the decision still stands after something became known, and on which day to look next.

use super::past_decisions::{self, Past};
use super::said::Said;
use super::then_and_now;
use crate::govuk::{BackLink, Button, DateInput, Html, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{ConfirmDecision, confirm_decision, set_review};
use casework::case::SecondView;

#[derive(askama::Template)]
#[template(path = "safeguarding/review.html")]
struct Page {
    layout: Frame,
    typed: Typed,
    back: BackLink,
    decision: Option<u64>,
    to_confirm: Option<ToConfirm>,
    then_and_now: Option<Html>,
    past: Vec<Past>,
    set: Option<(String, Option<String>)>,
    decide: String,
    recommendation: String,
}

/// Why the decision is to be looked at again.
struct ToConfirm {
    answers_since: bool,
    disagrees: bool,
    /// The decision was made under another text than that of today.
    other_text: bool,
    /// The text of today was not asked yet: that comes first, so that a review rests on it.
    ask_first: bool,
    /// What is called for now that the decision leaves without an answer: then it takes a new decision.
    left: Vec<String>,
    /// A second person sees it differently and something called for is left undone: then it takes a new decision too.
    must_decide_anew: bool,
}

/// Shows what changed since the decision, and the day that is set.
///
/// # Errors
/// Where no guidance is in force.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let said = Said::at(&at, &pack);
    shown(&Page {
        layout: at.frame("When will you look at this case again?"),
        typed: at.typed().clone(),
        back: BackLink::to(at.path("")).saying("Back to the case"),
        decision: at.case.decision().map(|one| one.recorded.seq),
        to_confirm: to_confirm(&said),
        then_and_now: then_and_now::of(&at, &said).await?.map(|then| then.shown),
        past: past_decisions::of(&at.visitor, &said, 1).await?,
        set: at.case.review.as_ref().map(|set| {
            let why = set.why.as_ref().map(|why| why.as_str().to_owned());
            (crate::when::day(set.on), why)
        }),
        decide: at.path("decision"),
        recommendation: at.path("recommendation"),
    })
}

/// Sets the day, or records that the decision was looked at again and stands.
///
/// # Errors
/// The same page again, with everything that was typed.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let acting = at.visitor.acting();
    let events = if typed.text("do") == "confirm" {
        let filled = ConfirmDecision {
            decision: typed.text("decision").parse().unwrap_or_default(),
            why: typed.text("stands").to_owned(),
        };
        confirm_decision(&acting, &at.case, &filled).map_err(at_its_field)?
    } else {
        let on = typed.day("on");
        let on = on.map_err(|says| Instead::refused("on", says))?;
        set_review(&acting, &at.case, on, typed.text("why"))?
    };
    at.record(events).await?;
    Ok(next(&at.path("")))
}

/// Both forms of this page ask why; each says what is wrong at its own field.
fn at_its_field(refusals: casework::refusal::Refusals) -> Instead {
    match Instead::from(refusals) {
        Instead::Refused(mut errors) => {
            for error in &mut errors {
                if error.field.as_deref() == Some("why") {
                    error.field = Some("stands".to_owned());
                }
            }
            Instead::Refused(errors)
        }
        other => other,
    }
}

fn to_confirm(said: &Said<'_>) -> Option<ToConfirm> {
    let case = said.case;
    let decision = case.decision()?;
    let disagrees = matches!(
        decision.second,
        Some(SecondView::Given { agrees: false, .. })
    ) && !decision.second_view_answered();
    let left: Vec<String> = case
        .left_without_answer()
        .into_iter()
        .map(|id| said.response(id))
        .collect();
    let other_text = then_and_now::older_text(said).is_some();
    let again = decision.answers_since || disagrees || other_text || !left.is_empty();
    again.then(|| ToConfirm {
        answers_since: decision.answers_since,
        must_decide_anew: !left.is_empty() || (disagrees && decision.less.is_some()),
        disagrees,
        other_text,
        ask_first: other_text
            && case
                .consultation()
                .is_none_or(|last| last.digest != said.pack.digest()),
        left,
    })
}

impl Page {
    fn on(&self) -> DateInput {
        let part = |part: &str| self.typed.text(&format!("on-{part}")).to_owned();
        DateInput::new("on", "Which day?")
            .hint("Today or later")
            .day(part("day"))
            .month(part("month"))
            .year(part("year"))
            .error(self.typed.error("on"))
    }

    fn why(&self) -> Textarea {
        Textarea::new("why", "What will you look at then? (optional)")
            .rows(3)
            .value(self.typed.text("why"))
            .error(self.typed.error("why"))
    }

    fn stands(&self) -> Textarea {
        Textarea::new("stands", "Why does it still stand?")
            .rows(5)
            .value(self.typed.text("stands"))
            .error(self.typed.error("stands"))
    }
}
