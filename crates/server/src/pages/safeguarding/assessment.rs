//! The questions that still matter, most urgent first, about what happened and about each child; beside them what the
//! answers say so far. When nothing else could change what is called for, the page says so and stops asking.

use super::asking;
use super::consulting;
use super::said::{Said, counted};
use super::so_far::{SoFar, still_open};
use crate::govuk::{Action, BackLink, Button, Html, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, next, show as shown};
use crate::pages::guidance::thinking::CAUTION;
use crate::typed::Typed;
use crate::visitor::AtCase;
use axum::extract::Query;
use casework::case::Question;
use casework::event::About;
use casework::facts::facts_of;
use guidance::{Assessment, Of, PARTS, Pack, assess};
use serde::Deserialize;
use std::collections::BTreeSet;

/// How many questions a page asks at once.
const AT_ONCE: usize = 8;

/// What the address asks to see.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// A question to answer anew.
    change: Option<String>,
    /// The child it is about.
    child: Option<String>,
    /// Every question that still matters at once.
    all: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/assessment.html")]
struct Page {
    layout: Frame,
    back: BackLink,
    address: String,
    groups: Vec<(String, Vec<Html>)>,
    intro: String,
    more: Option<String>,
    children_first: bool,
    children: String,
    parts_of: Vec<String>,
    so_far: SoFar,
    not_known: Vec<(String, SummaryList)>,
    answered: Vec<(String, SummaryList)>,
    reasons: Vec<(String, Html)>,
    thinking: Vec<(String, String, Html)>,
    changing: bool,
}

/// Shows the questions that still matter, or the one that is to be changed.
///
/// # Errors
/// Where no guidance is in force.
pub async fn show(at: AtCase, Query(wanted): Query<Wanted>) -> Answered {
    let pack = at.visitor.pack()?;
    let facts = facts_of(&at.case, &at.people, &pack, at.visitor.today());
    let assessment = assess(&pack, &facts);
    let said = Said::at(&at, &pack);
    let open = open_questions(&assessment);
    let change = wanted
        .change
        .as_deref()
        .and_then(|fact| asking::named(fact, wanted.child.as_deref()));
    let never_put: Vec<&Question> = open
        .iter()
        .filter(|question| at.case.answer(question).is_none())
        .collect();
    let at_once = if wanted.all.is_some() {
        usize::MAX
    } else {
        AT_ONCE
    };
    let asked: Vec<&Question> = match &change {
        Some(question) => vec![question],
        None => never_put.iter().copied().take(at_once).collect(),
    };
    let more = never_put.len().saturating_sub(asked.len());
    let title = if change.is_some() {
        "What do you know about this now?"
    } else {
        "What is known, and what is not?"
    };
    shown(&Page {
        layout: at.frame(title),
        back: BackLink::to(at.path("")).saying("Back to the case"),
        address: at.path("assessment"),
        groups: grouped(&said, at.typed(), &asked),
        intro: intro(&assessment, asked.len(), never_put.len()),
        more: (change.is_none() && more > 0).then(|| counted(more, "more question")),
        children_first: at.case.children.is_empty(),
        children: at.path("children"),
        parts_of: parts_to_ask(&said, &assessment),
        so_far: SoFar::of(&said, &assessment, &at.path(""), false),
        not_known: listed(&said, |_, answer| !answer.answer.is_known()),
        answered: listed(&said, |_, answer| answer.answer.is_known()),
        reasons: reasons(&said),
        thinking: thinking(&said),
        changing: change.is_some(),
    })
}

/// Records the answers that changed and what the guidance says with them. Asked for a preview, it records nothing and
/// gives back the panel alone.
///
/// # Errors
/// The same page again, with everything that was typed.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let filled = asking::read(at.typed());
    if at.typed().has("preview", "1") {
        let facts = facts_of(&at.case, &at.people, &pack, at.visitor.today());
        let assessment = assess(&pack, &asking::supposed(facts, &filled));
        let said = Said::at(&at, &pack);
        return shown(&SoFar::of(&said, &assessment, &at.path(""), true));
    }
    let events = asking::events(&at, &pack, &filled)?;
    let before: BTreeSet<String> = at
        .case
        .consultation()
        .map(|last| last.triggered.iter().cloned().collect())
        .unwrap_or_default();
    let assessment = consulting::record(&at, &pack, events).await?;
    let newly_triggered = Said::at(&at, &pack)
        .refer_now(&assessment)
        .iter()
        .any(|one| !before.contains(one.response.as_ref()));
    let onwards = if newly_triggered {
        "recommendation"
    } else {
        "assessment"
    };
    Ok(next(&at.path(onwards)))
}

/// The questions the guidance would put next, as this case can answer them: of the incident, or of a child it knows.
fn open_questions(assessment: &Assessment) -> Vec<Question> {
    assessment
        .ask_next
        .iter()
        .filter(|ask| ask.fact.as_ref() != PARTS)
        .filter_map(|ask| {
            let about = match (ask.of, ask.child.as_deref()) {
                (Of::Incident, _) => About::Incident,
                (Of::Child, Some(child)) => About::Child(child.parse().ok()?),
                (Of::Child, None) => return None,
            };
            let fact = ask.fact.to_string();
            Some(Question { about, fact })
        })
        .collect()
}

/// The children whose part could still change the answer.
fn parts_to_ask(said: &Said<'_>, assessment: &Assessment) -> Vec<String> {
    let parts = assessment
        .ask_next
        .iter()
        .filter(|ask| ask.fact.as_ref() == PARTS);
    parts
        .filter_map(|ask| ask.child.as_deref())
        .map(|child| said.child(child))
        .collect()
}

/// Questions below the heading of whom they are about, in the order in which the most urgent of each comes.
fn grouped(said: &Said<'_>, typed: &Typed, asked: &[&Question]) -> Vec<(String, Vec<Html>)> {
    let mut groups: Vec<(About, Vec<Html>)> = Vec::new();
    for question in asked {
        let Some(field) = asking::field(said, typed, question) else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|(about, _)| *about == question.about)
        {
            Some((_, fields)) => fields.push(field),
            None => groups.push((question.about, vec![field])),
        }
    }
    groups
        .into_iter()
        .map(|(about, fields)| (asking::heading(said, about), fields))
        .collect()
}

fn intro(assessment: &Assessment, asked: usize, never_put: usize) -> String {
    if never_put == 0 {
        return still_open(assessment);
    }
    if assessment.settled {
        return format!(
            "Nothing else you could answer would change what is called for. {} could still change what the guidance points to.",
            counted(never_put, "question")
        );
    }
    if asked < never_put {
        return format!(
            "Here are the {asked} questions that matter most now, the most urgent first. The others come after them."
        );
    }
    format!(
        "{} could still change what the guidance says.",
        counted(never_put, "question")
    )
}

/// Answers given so far, below the heading of whom they are about, each with the way to change it.
fn listed(
    said: &Said<'_>,
    wanted: impl Fn(&Question, &casework::case::Answered) -> bool,
) -> Vec<(String, SummaryList)> {
    let mut groups: Vec<(About, Vec<SummaryRow>)> = Vec::new();
    for (question, given) in &said.case.answers {
        let Some(last) = given.last().filter(|last| wanted(question, last)) else {
            continue;
        };
        let ask = said.question(&question.fact);
        let answer = said.answer(&question.fact, &last.answer);
        let how = said.known_by(last.how_known.as_ref(), last.recorded);
        let value = Html::join([Html::paragraphs(&answer), Html::paragraphs(&how)]);
        let row = SummaryRow::new(ask.as_str(), value).action(Action::new(
            asking::address_of(question),
            "Change",
            ask.as_str(),
        ));
        match groups
            .iter_mut()
            .find(|(about, _)| *about == question.about)
        {
            Some((_, rows)) => rows.push(row),
            None => groups.push((question.about, vec![row])),
        }
    }
    groups
        .into_iter()
        .map(|(about, rows)| (asking::heading(said, about), SummaryList::new(rows)))
        .collect()
}

/// Reasons children give, each with where it comes from: context for support, never a mark against a child.
fn reasons(said: &Said<'_>) -> Vec<(String, Html)> {
    let pack: &Pack = said.pack;
    pack.reasons()
        .iter()
        .map(|reason| (reason.text.to_string(), said.clause(&reason.source)))
        .collect()
}

/// What research calls kinds of incident: beside the questions, never among them.
fn thinking(said: &Said<'_>) -> Vec<(String, String, Html)> {
    let pack: &Pack = said.pack;
    pack.tags()
        .iter()
        .map(|tag| {
            let says = format!("{} {}", tag.means, tag.think);
            (tag.name.to_string(), says, said.clause(&tag.source))
        })
        .collect()
}

impl Page {
    const CAUTION: &'static str = CAUTION;

    fn save(&self) -> Button {
        Button::once(if self.changing {
            "Save the answer"
        } else {
            "Save and continue"
        })
    }

    fn draft(&self) -> String {
        format!("/drafts{}", self.address)
    }
}
