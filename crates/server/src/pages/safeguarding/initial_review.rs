//! The initial review on one page: when it was held and with whom, then what would call for a referral at once, first of
//! the incident and then of each child. Nobody needs to look at anything to answer.

use super::children::involved;
use super::said::Said;
use super::{asking, consulting};
use crate::govuk::{BackLink, Button, Checkboxes, Choice, Html, SummaryList, SummaryRow, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::when_happened;
use crate::typed::{FieldError, Typed};
use crate::visitor::AtCase;
use casework::acts::{HoldInitialReview, WasPresent, hold_initial_review};
use casework::case::{InvolvedChild, Question};
use casework::refusal::{Refusal, Refusals};
use casework::telling::occurred_in_words;
use guidance::{Assessment, Fact, Of, Pack, Part, RuleKind, Stage};
use std::collections::BTreeSet;

const TITLE: &str = "The initial review";

#[derive(askama::Template)]
#[template(path = "safeguarding/initial_review.html")]
struct InitialReview {
    layout: Frame,
    back: String,
    held_before: Option<SummaryList>,
    held: Html,
    present: Checkboxes,
    others: Textarea,
    notes: Textarea,
    children: Option<SummaryList>,
    incident: Vec<Html>,
    of_children: Vec<(String, Vec<Html>)>,
}

/// Shows it, with the answers given so far.
///
/// # Errors
/// Where there is no guidance in force or the page cannot be rendered.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let said = Said::at(&at, &pack);
    let asked = |question: Question| asking::field(&said, typed, &question);
    let incident = of(&pack, Of::Incident)
        .filter_map(|fact| asked(Question::of_incident(&fact.id)))
        .collect();
    let of_children = at.case.children.values().map(|child| {
        let fields = of(&pack, Of::Child).filter(|fact| is_asked_of(fact, child));
        let fields = fields.filter_map(|fact| asked(Question::of_child(child.child, &fact.id)));
        (at.person_name(child.child), fields.collect())
    });
    let page = InitialReview {
        layout: at.frame(TITLE),
        back: at.path(""),
        held_before: held_before(&at),
        held: when_happened::asked(typed, "held", "When was it held?", "For example, 27 3 2026"),
        present: present(&at, typed),
        others: Textarea::new("others", "Who else was there? (optional)")
            .hint("One person on each line, by name and role")
            .rows(2)
            .value(typed.text("others")),
        notes: Textarea::new("notes", "Notes (optional)")
            .rows(4)
            .value(typed.text("notes"))
            .error(typed.error("notes")),
        children: (!at.case.children.is_empty()).then(|| involved(&at)),
        incident,
        of_children: of_children.collect(),
    };
    shown(&page)
}

/// The questions of the initial review that a person is asked.
fn of(pack: &Pack, of: Of) -> impl Iterator<Item = &Fact> {
    pack.facts().iter().filter(move |fact| {
        fact.of == of && fact.stage == Stage::InitialReview && fact.derived.is_none()
    })
}

/// Whether a question is put of this child: of every child, or of those with one of its parts. While the parts are not
/// known it is put.
fn is_asked_of(fact: &Fact, child: &InvolvedChild) -> bool {
    fact.parts.is_empty()
        || child.parts.is_empty()
        || child.parts.contains(&Part::NotKnown)
        || fact.parts.iter().any(|part| child.parts.contains(part))
}

fn held_before(at: &AtCase) -> Option<SummaryList> {
    let rows: Vec<SummaryRow> = at
        .case
        .reviews
        .iter()
        .map(|held| {
            let who = held.present.iter().filter_map(|one| {
                let name = one.staff.map(|staff| at.visitor.staff_name(staff));
                name.or_else(|| one.name.as_ref().map(|name| name.as_str().to_owned()))
            });
            let who = format!("With {}", who.collect::<Vec<_>>().join("; "));
            let notes = held.notes.as_ref().map(|notes| notes.as_str().to_owned());
            let lines = [Some(occurred_in_words(&held.held)), Some(who), notes];
            SummaryRow::new("Held", Html::bullets(lines.into_iter().flatten()))
        })
        .collect();
    (!rows.is_empty()).then(|| SummaryList::new(rows))
}

fn present(at: &AtCase, typed: &Typed) -> Checkboxes {
    let me = at.visitor.asking.staff;
    let mut staff: Vec<_> = at
        .visitor
        .setting
        .staff
        .iter()
        .filter(|(id, member)| !member.left && !at.case.access().conflicted.contains(id))
        .collect();
    staff.sort_by_key(|(id, member)| (**id != me, member.name.as_str().to_lowercase()));
    let choices = staff
        .into_iter()
        .map(|(id, member)| Choice::new(id.to_string(), member.name.as_str()));
    let ticked: Vec<String> = if typed.is_empty() {
        vec![me.to_string()]
    } else {
        typed.all("present").map(str::to_owned).collect()
    };
    Checkboxes::new("present", "Who was there?", choices.collect::<Vec<_>>())
        .small()
        .values(ticked)
        .error(typed.error("present"))
}

/// Records the review and the answers that changed, with what the guidance says on them.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let mut wrong = Vec::new();
    let mut events = Vec::new();
    if at.case.reviews.is_empty() {
        match hold_initial_review(&at.visitor.acting(), &at.case, &filled(typed, &mut wrong)) {
            Ok(held) => events.extend(held),
            Err(refusals) => wrong.extend(as_errors(refusals)),
        }
    }
    wrong.extend(reasons_without_answers(typed));
    match asking::events(&at, &pack, &asking::read(typed)) {
        Ok(answered) => events.extend(answered),
        Err(Instead::Refused(more)) => wrong.extend(more),
        Err(other) => return Err(other),
    }
    if !wrong.is_empty() {
        let mut seen = BTreeSet::new();
        wrong.retain(|error: &FieldError| seen.insert(error.field.clone()));
        return Err(Instead::Refused(wrong));
    }
    if events.is_empty() {
        return Err(Refusals::from(Refusal::NothingChanged).into());
    }
    let assessment = consulting::record(&at, &pack, events).await?;
    Ok(next(&at.path(if calls_for_referral_now(&assessment) {
        "recommendation"
    } else {
        "assessment"
    })))
}

fn calls_for_referral_now(assessment: &Assessment) -> bool {
    assessment.called_for.iter().any(|called| {
        called
            .reasons
            .iter()
            .any(|reason| reason.kind == RuleKind::Trigger)
    })
}

fn filled(typed: &Typed, wrong: &mut Vec<FieldError>) -> HoldInitialReview {
    let staff = typed
        .all("present")
        .filter_map(|id| id.parse().ok())
        .map(|staff| WasPresent {
            staff: Some(staff),
            ..WasPresent::default()
        });
    let others = typed.text("others").lines().map(|line| WasPresent {
        name: line.trim().to_owned(),
        ..WasPresent::default()
    });
    HoldInitialReview {
        held: when_happened::read(typed, "held", wrong),
        present: staff.chain(others).collect(),
        notes: typed.text("notes").to_owned(),
    }
}

fn as_errors(refusals: Refusals) -> Vec<FieldError> {
    match Instead::from(refusals) {
        Instead::Refused(errors) => errors,
        _ => Vec::new(),
    }
}

/// How something is known, written beside a question that was not answered, is not dropped but asked about.
fn reasons_without_answers(typed: &Typed) -> impl Iterator<Item = FieldError> {
    typed.fields().iter().filter_map(|(name, text)| {
        let question = name.strip_prefix("how_")?;
        let answer = format!("answer_{question}");
        let missing = !text.trim().is_empty() && typed.text(&answer).is_empty();
        missing.then(|| FieldError {
            field: Some(answer),
            says: "You wrote how this is known. Choose the answer too, or \u{201c}not known yet\u{201d}".to_owned(),
        })
    })
}
