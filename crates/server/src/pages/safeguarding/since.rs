//! What changed since the guidance was last consulted on something else: then and now, side by side, and because of which
//! answers. The earlier consultation is run again from what was recorded with it, under the text it was made with.

use super::said::Said;
use crate::consulted::pack_of;
use crate::govuk::{Details, Html};
use crate::page_error::Instead;
use crate::pages::guidance::in_words::capital;
use crate::visitor::AtCase;
use crate::when;
use casework::case::Consultation;
use casework::id::PersonId;
use guidance::{
    Assessment, FactBeside, Facts, Message, ResponseBeside, RuleBeside, Side, SideBySide, Speaker,
    assess, side_by_side,
};

/// A line of a list, with who said so where somebody did.
struct Line {
    says: String,
    how: String,
}

/// A response then and now.
struct Row {
    says: String,
    before: String,
    after: String,
    moved: bool,
}

#[derive(askama::Template)]
#[template(path = "safeguarding/said_since.html")]
struct Since {
    when: String,
    other_text: Option<String>,
    facts: Vec<Line>,
    rows: Vec<Row>,
    rules: Vec<(String, String)>,
    came_up: Vec<String>,
    fell_away: Vec<String>,
    alike: Option<String>,
}

impl askama::filters::HtmlSafe for Since {}

/// What changed since the last time; none where nothing else was consulted before, or the page tells of that consultation
/// (by its entry) already.
///
/// # Errors
/// Where the text that was consulted cannot be read from the store.
pub(super) async fn last_time(
    at: &AtCase,
    said: &Said<'_>,
    facts: &Facts,
    seen: &Assessment,
    told_already: Option<u64>,
) -> Result<Option<Details>, Instead> {
    let last = last_of_something_else(&at.case.consultations, said, facts);
    let Some(last) = last.filter(|last| Some(last.recorded.seq) != told_already) else {
        return Ok(None);
    };
    let visitor = &at.visitor;
    let pack = pack_of(&visitor.app, visitor.asking.setting, last).await?;
    // A text that is not at hand is told on the chronology, where each consultation is run again.
    let Some(pack) = pack else {
        return Ok(None);
    };
    let then = assess(&pack, &last.facts);
    let beside = side_by_side(
        Side {
            pack: &pack,
            facts: &last.facts,
            assessment: &then,
        },
        Side {
            pack: said.pack,
            facts,
            assessment: seen,
        },
    );
    let when = when::day_and_time(last.recorded.at);
    let other_text = (!beside.same_pack).then(|| {
        said.speaking(|speaker| {
            speaker.say(&Message::SideTwoPacks {
                first: edition(&pack).as_str().into(),
                second: edition(said.pack).as_str().into(),
            })
        })
    });
    let summary = format!("What changed since {when}");
    let inside = said.speaking(|speaker| told(said, speaker, &beside, when, other_text));
    Ok(Some(
        Details::new(summary, Html::of(&inside)).id("what-changed"),
    ))
}

/// Two results side by side, the first of a day and the second of now.
pub(super) fn beside_now(said: &Said<'_>, first: Side<'_>, second: Side<'_>, day: String) -> Html {
    let beside = side_by_side(first, second);
    said.speaking(|speaker| Html::of(told(said, speaker, &beside, day, None)))
}

/// The latest consultation of another text, or on other facts. The day it was asked is not compared.
fn last_of_something_else<'c>(
    all: &'c [Consultation],
    said: &Said<'_>,
    facts: &Facts,
) -> Option<&'c Consultation> {
    all.iter().rev().find(|one| {
        one.digest != said.pack.digest()
            || one.facts.incident != facts.incident
            || one.facts.children != facts.children
    })
}

/// A text by its title and the day it is in force from, with the layers over it.
fn edition(pack: &guidance::Pack) -> String {
    let layers = pack.layers().iter();
    let said: Vec<String> = layers
        .map(|one| format!("{} ({})", one.title, when::day(one.in_force.from)))
        .collect();
    said.join(", ")
}

fn told(
    said: &Said<'_>,
    speaker: &Speaker<'_>,
    beside: &SideBySide,
    when: String,
    other_text: Option<String>,
) -> Since {
    let row = |one: &ResponseBeside, moved: bool| Row {
        says: one.says.to_string(),
        before: capital(&speaker.say(&speaker.asks(one.before))),
        after: capital(&speaker.say(&speaker.asks(one.after))),
        moved,
    };
    let moved = beside.added.iter().chain(&beside.removed);
    let rows = moved.map(|one| row(one, true));
    let rule = |one: &RuleBeside| {
        (
            speaker.say(&speaker.rule_beside(one)),
            speaker.say(&speaker.because(&one.because)),
        )
    };
    Since {
        when,
        other_text,
        facts: facts(said, speaker, &beside.facts),
        rows: rows
            .chain(beside.unchanged.iter().map(|one| row(one, false)))
            .collect(),
        rules: beside.rules.iter().map(rule).collect(),
        came_up: questions(speaker, &beside.came_up),
        fell_away: questions(speaker, &beside.fell_away),
        alike: beside.is_alike().then(|| speaker.say(&Message::SideAlike)),
    }
}

fn questions(speaker: &Speaker<'_>, list: &[guidance::QuestionBeside]) -> Vec<String> {
    list.iter()
        .map(|one| speaker.say(&speaker.question_beside(one)))
        .collect()
}

fn facts(said: &Said<'_>, speaker: &Speaker<'_>, list: &[FactBeside]) -> Vec<Line> {
    speaker
        .facts_beside(list)
        .into_iter()
        .map(|(message, fact)| Line {
            says: speaker.say(&message),
            how: fact.map_or_else(String::new, |fact| {
                let child: Option<PersonId> =
                    fact.child.as_deref().and_then(|child| child.parse().ok());
                said.how_known(&fact.fact, child, fact.part.is_some())
            }),
        })
        .collect()
}
