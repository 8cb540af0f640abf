//! What the guidance calls for on what is known now, in order of urgency, with the rule, the facts and the clause behind
//! every line; what could still change it, and why the rest could not; what would; and why it does not ask for more. Looking records nothing. Going on to decide records what was
//! shown: consulting and deciding are two acts.

use super::asking;
use super::consulting;
use super::explained::{what_need_not_be_asked, why_not_the_rest};
use super::said::{Said, counted};
use super::since::last_time;
use super::so_far::still_open;
use super::then_and_now;
use super::which_text::WhichText;
use crate::govuk::{BackLink, Button, Details, Html, InsetText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::place::posture_says;
use crate::visitor::AtCase;
use casework::case::Question;
use casework::event::About;
use casework::facts::facts_of;
use guidance::{
    AskNext, Assessment, NOT_AN_ALL_CLEAR, Of, PARTS, SmallestChange, Status as Brought, assess,
    smallest_changes,
};
use std::collections::BTreeSet;

#[derive(askama::Template)]
#[template(path = "safeguarding/recommendation.html")]
struct Page {
    layout: Frame,
    back: BackLink,
    refer_now: Option<Html>,
    then_and_now: Option<Html>,
    since: Option<Details>,
    posture: Option<&'static str>,
    skeleton: bool,
    no_rule_met: bool,
    called_for: Vec<Html>,
    pointed_to: Vec<Html>,
    standing: Vec<Html>,
    open: String,
    open_questions: Vec<(String, String)>,
    more_open: Option<String>,
    undecided: Vec<Undecided>,
    not_asked: Option<Details>,
    would_change: Vec<Change>,
    would_change_too: Vec<Change>,
    why_not: Option<Details>,
    not_used: Vec<String>,
    status: WhichText,
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
    alters: Vec<String>,
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
    let then = then_and_now::of(&at, &said).await?;
    let told = then.as_ref().map(|then| then.consultation);
    let open = assessment.ask_next.len();
    let smallest = smallest_changes(&pack, &facts).changes;
    shown(&Page {
        layout: at.frame("What does the guidance call for?"),
        back: BackLink::to(at.path("")).saying("Back to the case"),
        refer_now: said.refer_now_warning(&assessment),
        since: last_time(&at, &said, &facts, &assessment, told).await?,
        then_and_now: then.map(|then| then.shown),
        posture: posture_says(&pack),
        skeleton: pack.status() == Brought::Skeleton,
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
        not_asked: what_need_not_be_asked(&said, &facts),
        would_change: changes(&said, smallest.iter().take(LISTED)),
        would_change_too: changes(&said, smallest.iter().skip(LISTED)),
        why_not: why_not_the_rest(&said, &facts, &assessment),
        not_used: assessment
            .not_used
            .iter()
            .map(|one| said.question(&one.fact))
            .collect(),
        status: WhichText::of(&said),
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

fn changes<'c>(said: &Said<'_>, all: impl Iterator<Item = &'c SmallestChange>) -> Vec<Change> {
    all.map(|one| change(said, one)).collect()
}

fn change(said: &Said<'_>, one: &SmallestChange) -> Change {
    said.speaking(|speaker| {
        let altered = one.altered().into_iter();
        let altered = altered.flat_map(|(ids, message)| ids.iter().map(move |id| (id, message)));
        Change {
            condition: speaker.say(&speaker.if_otherwise(&one.answers)),
            alters: altered
                .map(|(id, message)| speaker.say(&message(speaker.response(id))))
                .collect(),
        }
    })
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
