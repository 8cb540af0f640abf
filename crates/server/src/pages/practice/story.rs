//! The story that is practised: what somebody was told, what can be found out by asking, and where to go from there. An
//! answer is there for whoever asks; nobody counts what was asked.

use crate::govuk::{Button, Details, Html, InsetText};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::pages::guidance::in_words::{self, capital, listed};
use crate::practice::Story;
use crate::visitor::Visitor;
use casework::access::{Deed, may};
use casework::id::CaseId;
use guidance::{Answer, ChildFacts, Example, Fact, Of, Pack};
use std::collections::BTreeMap;

#[derive(askama::Template)]
#[template(path = "practice/story.html")]
struct StoryPage {
    layout: Frame,
    tells: InsetText,
    leads: bool,
    cases: Vec<OneCase>,
    groups: Vec<(String, Vec<Html>)>,
}

/// A case in the room.
struct OneCase {
    reference: String,
    path: String,
    back: String,
}

/// Shows it.
///
/// # Errors
/// Where the store cannot say, or the text the story is from is not at hand any more.
pub(super) async fn show(visitor: &Visitor) -> Answered {
    let story = Story::of(&visitor.app, &visitor.setting).ok_or(Instead::NotThere)?;
    let example = story.example().ok_or(Instead::NotThere)?;
    let leads = may(&visitor.asking, Deed::SeeDesk, None);
    shown(&StoryPage {
        layout: visitor.frame("What you can find out"),
        tells: InsetText::new(example.tells.as_ref()),
        leads,
        cases: cases(visitor, leads).await?,
        groups: groups(&story.pack, example),
    })
}

async fn cases(visitor: &Visitor, leads: bool) -> Result<Vec<OneCase>, Instead> {
    let store = visitor.app.store();
    let one = |case: CaseId, reference: String, path: String| OneCase {
        reference,
        path,
        back: format!("/practice/{case}/looking-back"),
    };
    if !leads {
        let reports = store.my_reports(&visitor.asking).await?.into_iter();
        let reports = reports.map(|line| {
            let path = format!("/reports/{}", line.case);
            one(line.case, line.reference, path)
        });
        return Ok(reports.collect());
    }
    let mut lines = store.desk(&visitor.asking).await?;
    lines.extend(store.closed_cases(&visitor.asking, None, 20).await?);
    let lines = lines.into_iter().map(|line| {
        let path = format!("/cases/{}", line.case);
        one(line.case, line.reference, path)
    });
    Ok(lines.collect())
}

fn groups(pack: &Pack, example: &Example) -> Vec<(String, Vec<Html>)> {
    let asked = |of: Of, child: Option<&ChildFacts>, given: &BTreeMap<String, Answer>| {
        pack.facts()
            .iter()
            .filter(|fact| fact.of == of)
            .filter(|fact| child.is_none_or(|child| is_asked_of(fact, child)))
            .map(|fact| answered(pack, fact, given.get(fact.id.as_ref())))
            .collect::<Vec<Html>>()
    };
    let mut groups = vec![(
        "About what happened".to_owned(),
        asked(Of::Incident, None, &example.facts.incident),
    )];
    for child in &example.facts.children {
        let mut answers = vec![part(child)];
        answers.extend(asked(Of::Child, Some(child), &child.answers));
        groups.push((format!("About {}", child.name), answers));
    }
    groups
}

fn is_asked_of(fact: &Fact, child: &ChildFacts) -> bool {
    fact.parts.is_empty() || fact.parts.iter().any(|part| child.parts.contains(part))
}

fn part(child: &ChildFacts) -> Html {
    let parts: Vec<&str> = child
        .parts
        .iter()
        .map(|part| in_words::part(*part))
        .collect();
    let says = if parts.is_empty() {
        NOBODY_COULD_SAY.to_owned()
    } else {
        format!("{} {}.", child.name, listed(&parts, "and"))
    };
    opens(&format!("What part did {} have?", child.name), &says)
}

const NOBODY_COULD_SAY: &str = "Nobody could say. It is not known.";

fn answered(pack: &Pack, fact: &Fact, answer: Option<&Answer>) -> Html {
    let says = match answer.filter(|answer| answer.is_known()) {
        Some(answer) => format!("{}.", capital(pack.answer_label(&fact.id, answer.as_str()))),
        None => NOBODY_COULD_SAY.to_owned(),
    };
    opens(&fact.ask, &says)
}

fn opens(asked: &str, says: &str) -> Html {
    Details::new(asked, says)
        .classes("govuk-!-margin-bottom-2")
        .into()
}
