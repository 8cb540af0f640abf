//! Telling parents or carers, child by child: told, or not told for now with a reason, who agreed and when to look again.

use super::{checklist, clause};
use crate::fields::{self, Reading};
use crate::govuk::{
    BackLink, Button, Choice, Html, Input, Radios, SummaryCard, SummaryList, SummaryRow, Textarea,
    WarningText,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{NotTellParents, TellParents, not_tell_parents, tell_parents};
use casework::case::Parents;
use casework::consult::consult;
use casework::id::PersonId;
use casework::telling::occurred_in_words;
use guidance::{Pack, Recommended};

/// The response that says to pause before parents are told.
const PAUSE: &str = "agree-parents-plan";

#[derive(askama::Template)]
#[template(path = "safeguarding/parents.html")]
struct Page {
    layout: Frame,
    at: AtCase,
    recorded: Vec<SummaryList>,
    pause: Option<Pause>,
    checklist: Html,
    child: Radios,
    told: Radios,
}

/// The guidance says to agree a plan before anybody is told.
struct Pause {
    says: String,
    because: Vec<(String, Html)>,
}

/// Shows what has been recorded for each child, and asks.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    let (_, assessment) = consult(&at.case, &at.people, &pack, at.visitor.today());
    let pause = assessment
        .called_for
        .iter()
        .chain(&assessment.pointed_to)
        .find(|recommended| recommended.response.as_ref() == PAUSE)
        .map(|recommended| paused(&pack, recommended));
    shown(&Page {
        layout: at.frame("Have parents or carers been told?"),
        recorded: at
            .case
            .children
            .keys()
            .map(|child| recorded(&at, *child))
            .collect(),
        pause,
        checklist: checklist::lines(&pack, "parents"),
        child: fields::child(&typed, &at, "child", "Whose parents or carers?"),
        told: told_or_not(&at, &typed),
        at,
    })
}

/// Records that they were told, or were not.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let acting = at.visitor.acting();
    let mut reading = Reading::of(typed);
    let text = |field: &str| typed.text(field).to_owned();
    let events = match typed.text("told-or-not") {
        "told" => {
            let filled = TellParents {
                child: typed.id("child"),
                who: text("who"),
                how: text("how"),
                said: text("said"),
                told: reading.occurred("told"),
            };
            reading.finish(tell_parents(&acting, &at.case, &filled))?
        }
        "not-told" => {
            let filled = NotTellParents {
                child: typed.id("child"),
                why: text("why"),
                agreed_with: text("agreed_with"),
                look_again: reading.day("look_again"),
            };
            reading.finish(not_tell_parents(&acting, &at.case, &filled))?
        }
        _ => {
            return Err(Instead::refused(
                "told-or-not",
                "Choose whether they have been told.",
            ));
        }
    };
    at.record(events).await?;
    Ok(next(&at.path("parents")))
}

fn paused(pack: &Pack, recommended: &Recommended) -> Pause {
    Pause {
        says: recommended.says.to_string(),
        because: recommended
            .reasons
            .iter()
            .map(|reason| {
                (
                    reason.says.to_string(),
                    clause::in_small(pack, &reason.source),
                )
            })
            .collect(),
    }
}

fn recorded(at: &AtCase, child: PersonId) -> SummaryList {
    let said = at.case.parents.get(&child).map_or(&[][..], Vec::as_slice);
    let mut rows: Vec<SummaryRow> = said.iter().map(|one| one_row(at, one)).collect();
    if rows.is_empty() {
        rows.push(SummaryRow::new(
            "Nothing yet",
            "Neither told nor recorded why not.",
        ));
    }
    SummaryList::new(rows).card(SummaryCard::new(at.person_name(child)))
}

fn one_row(at: &AtCase, one: &Parents) -> SummaryRow {
    match one {
        Parents::Told {
            recorded,
            who,
            how,
            said,
            told,
        } => {
            let heard = said.as_ref().map(|said| Html::paragraphs(said.as_str()));
            let by = at.visitor.staff_name(recorded.by);
            let first = format!(
                "{}, {}. {}. Recorded by {by}.",
                who.as_str(),
                how.as_str(),
                occurred_in_words(told)
            );
            SummaryRow::new(
                "Told",
                Html::join([Html::paragraphs(&first)].into_iter().chain(heard)),
            )
        }
        Parents::NotTold {
            recorded,
            why,
            agreed_with,
            look_again,
        } => {
            let by = at.visitor.staff_name(recorded.by);
            let rest = format!(
                "Agreed with {}. Look again on {}. Recorded by {by}.",
                agreed_with.as_str(),
                crate::when::day(*look_again)
            );
            let value = Html::join([Html::paragraphs(why.as_str()), Html::paragraphs(&rest)]);
            SummaryRow::new("Not told for now", value)
        }
    }
}

fn told_or_not(at: &AtCase, typed: &Typed) -> Radios {
    let line = |name: &str, label: &str, hint: &str| {
        let line = Input::new(name, label)
            .value(typed.text(name))
            .error(typed.error(name));
        Html::from(if hint.is_empty() {
            line
        } else {
            line.hint(hint)
        })
    };
    let told = Html::join([
        line(
            "who",
            "Who was told?",
            "For example: mother, by name if it matters",
        ),
        line(
            "how",
            "How?",
            "For example: by telephone, at a meeting here",
        ),
        Textarea::new("said", "What did they say? (optional)")
            .rows(3)
            .value(typed.text("said"))
            .error(typed.error("said"))
            .into(),
        fields::happened(typed, "told", "When?", at.visitor.today()),
    ]);
    let not_told = Html::join([
        Textarea::new("why", "Why not, for now?")
            .rows(3)
            .value(typed.text("why"))
            .error(typed.error("why"))
            .into(),
        line(
            "agreed_with",
            "Who agreed this?",
            "For example: the duty social worker, or the head",
        ),
        fields::day(
            typed,
            "look_again",
            "On which day will you look at this again?",
        )
        .into(),
    ]);
    Radios::new(
        "told-or-not",
        "Have they been told?",
        [
            Choice::new("told", "Yes, they have been told").reveals(told),
            Choice::new("not-told", "No, and there is a reason to wait").reveals(not_told),
        ],
    )
    .value(Some(typed.text("told-or-not")))
    .error(typed.error("told-or-not"))
}
