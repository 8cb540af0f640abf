//! What the guidance calls for on what is known now, in order of urgency, with the rule, the facts and the clause behind
//! every line; what could still change it; and what would. Looking records nothing. Going on to decide records what was
//! shown: consulting and deciding are two acts.

use super::asking;
use super::consulting;
use super::said::{Said, Status, counted};
use super::so_far::still_open;
use crate::govuk::{BackLink, Button, Details, Html, InsetText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::AtCase;
use casework::case::Question;
use casework::event::About;
use casework::facts::facts_of;
use guidance::{AskNext, Assessment, NOT_AN_ALL_CLEAR, Of, PARTS, Reversal, WouldChange, assess};
use std::collections::BTreeSet;

#[derive(askama::Template)]
#[template(path = "safeguarding/recommendation.html")]
struct Page {
    layout: Frame,
    back: BackLink,
    refer_now: Option<Html>,
    no_rule_met: bool,
    called_for: Vec<Html>,
    pointed_to: Vec<Html>,
    standing: Vec<Html>,
    open: String,
    open_questions: Vec<(String, String)>,
    more_open: Option<String>,
    undecided: Vec<Undecided>,
    would_change: Vec<Change>,
    would_change_too: Vec<Change>,
    not_used: Vec<String>,
    status: Status,
    assessment: String,
    drawing: String,
    referral: String,
}

/// A rule that depends on what is not known.
struct Undecided {
    says: String,
    responses: Vec<String>,
    clause: Html,
}

/// What a few other answers would do.
struct Change {
    condition: String,
    adds: Vec<String>,
    removes: Vec<String>,
}

/// Answers that would change it, as a list.
#[derive(askama::Template)]
#[template(path = "safeguarding/recommendation_changes.html")]
struct ListOfChanges<'a> {
    changes: &'a [Change],
}

impl askama::filters::HtmlSafe for ListOfChanges<'_> {}

/// How many open questions, and how many changes, are listed before the rest is folded away.
const LISTED: usize = 6;

/// Shows what the guidance calls for.
///
/// # Errors
/// Where no guidance is in force.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let facts = facts_of(&at.case, &at.people, &pack, at.visitor.today());
    let assessment = assess(&pack, &facts);
    let said = Said::at(&at, &pack);
    let mut shown_beside = BTreeSet::new();
    let mut cards = |standing: bool| -> Vec<Html> {
        let called = assessment.called_for.iter();
        called
            .filter(|one| said.is_standing(one) == standing)
            .map(|one| said.card(one, standing, &mut shown_beside))
            .collect()
    };
    let called_for = cards(false);
    let standing = cards(true);
    let pointed_to = assessment
        .pointed_to
        .iter()
        .map(|one| said.card(one, true, &mut shown_beside))
        .collect();
    let open = assessment.ask_next.len();
    shown(&Page {
        layout: at.frame("What does the guidance call for?"),
        back: BackLink::to(at.path("")).saying("Back to the case"),
        refer_now: said.refer_now_warning(&assessment),
        no_rule_met: assessment.only_standing_duties,
        called_for,
        pointed_to,
        standing,
        open: still_open(&assessment),
        open_questions: assessment
            .ask_next
            .iter()
            .take(LISTED)
            .map(|ask| question_line(&said, &at, ask))
            .collect(),
        more_open: (open > LISTED).then(|| counted(open - LISTED, "more question")),
        undecided: undecided(&said, &assessment),
        would_change: changes(&said, assessment.would_change.iter().take(LISTED)),
        would_change_too: changes(&said, assessment.would_change.iter().skip(LISTED)),
        not_used: assessment
            .not_used
            .iter()
            .map(|one| said.question(&one.fact))
            .collect(),
        status: said.status_line(),
        assessment: at.path("assessment"),
        drawing: at.path("drawing"),
        referral: at.path("referral"),
    })
}

/// Records what was shown, where it says something new, and goes on to the decision.
///
/// # Errors
/// Where somebody wrote first: the page again, with what it calls for now.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    consulting::record(&at, &pack, Vec::new()).await?;
    Ok(next(&at.path("decision")))
}

/// An open question and where it is answered.
fn question_line(said: &Said<'_>, at: &AtCase, ask: &AskNext) -> (String, String) {
    let child = ask.child.as_deref();
    let text = match child {
        Some(child) => format!("{}: {}", said.child(child), said.question(&ask.fact)),
        None => said.question(&ask.fact),
    };
    if ask.fact.as_ref() == PARTS || (ask.of == Of::Child && child.is_none()) {
        return (text, at.path("children"));
    }
    let about = match child.and_then(|child| child.parse().ok()) {
        Some(child) => About::Child(child),
        None => About::Incident,
    };
    let fact = ask.fact.to_string();
    (
        text,
        at.path(&asking::address_of(&Question { about, fact })),
    )
}

fn undecided(said: &Said<'_>, assessment: &Assessment) -> Vec<Undecided> {
    assessment
        .undecided
        .iter()
        .map(|rule| Undecided {
            says: rule.says.to_string(),
            responses: rule.responses.iter().map(|id| said.response(id)).collect(),
            clause: said.clause(&rule.source),
        })
        .collect()
}

fn changes<'c>(said: &Said<'_>, all: impl Iterator<Item = &'c WouldChange>) -> Vec<Change> {
    all.map(|one| change(said, one)).collect()
}

fn change(said: &Said<'_>, one: &WouldChange) -> Change {
    let reversal = |one: &Reversal| {
        let child = one.child.as_deref();
        let whose = child.map_or_else(String::new, |child| format!("{}: ", said.child(child)));
        format!(
            "{whose}\u{201c}{}\u{201d} were {} and not {}",
            said.question(&one.fact),
            said.answer(&one.fact, &one.to).to_lowercase(),
            said.answer(&one.fact, &one.from).to_lowercase()
        )
    };
    let says = |ids: &[guidance::Text]| ids.iter().map(|id| said.response(id)).collect();
    Change {
        condition: one
            .change
            .iter()
            .map(reversal)
            .collect::<Vec<_>>()
            .join(", and "),
        adds: says(&one.adds),
        removes: says(&one.removes),
    }
}

impl Page {
    fn not_an_all_clear(&self) -> &'static str {
        NOT_AN_ALL_CLEAR
    }

    fn more_changes(&self) -> Details {
        let changes = self.would_change_too.as_slice();
        let summary = counted(changes.len(), "more such answer");
        Details::new(summary, Html::of(ListOfChanges { changes }))
    }

    fn decide(&self) -> Button {
        Button::once("Keep this and go on to decide")
    }
}
