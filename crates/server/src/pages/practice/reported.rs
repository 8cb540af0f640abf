//! Looking back at a report that was practised: what was written, beside what the first minute asks of everybody, and what
//! a safeguarding lead would be asked to do from there.

use super::looking_back::{Clause, expected};
use crate::govuk::{BackLink, Html, InsetText};
use crate::page::{Answered, Frame, show as shown};
use crate::pages::guidance::in_words::listed;
use crate::pages::reporter::{first_minute, sensitive};
use crate::pages::safeguarding::said::Said;
use crate::visitor::Visitor;
use casework::case::Case;
use casework::event::CaseEvent;
use casework::id::CaseId;
use casework::looking_back::look_back;
use guidance::{Example, Pack};
use std::collections::{BTreeMap, BTreeSet};

#[derive(askama::Template)]
#[template(path = "practice/reported.html")]
struct Reported {
    layout: Frame,
    case: String,
    pack: String,
    tells: InsetText,
    wrote: Html,
    beside: Vec<String>,
    lines: Vec<(&'static str, String, Html)>,
    called_for: Vec<Clause>,
}

/// Shows it.
///
/// # Errors
/// Where they reported no such case, or the store cannot say.
pub(super) async fn show(
    visitor: &Visitor,
    case: CaseId,
    pack: &Pack,
    example: &Example,
) -> Answered {
    let own = visitor
        .app
        .store()
        .own_report(&visitor.asking, case)
        .await?;
    let folded = Case::fold(case, std::slice::from_ref(&own.report));
    let said = Said {
        pack,
        case: &folded,
        people: &own.people,
        setting: &visitor.setting,
    };
    let back = look_back(
        &folded,
        pack,
        &example.facts,
        &BTreeMap::new(),
        visitor.today(),
    );
    let (what, beside) = match &own.report.written.event {
        CaseEvent::ConcernReported {
            what,
            done_already,
            names_not_known,
            ..
        } => {
            let done = done_already.as_ref().map_or("", |done| done.as_str());
            let named: Vec<&str> = own
                .people
                .values()
                .map(|person| person.name.as_str())
                .collect();
            let mut beside = who(example, &named, *names_not_known);
            if sensitive::suggests(pack, &format!("{} {done}", what.as_str())) {
                beside.push("Your words name imagery. That there is some is enough to say: what it shows never needs to be written.".to_owned());
            }
            (what.as_str(), beside)
        }
        _ => ("", Vec::new()),
    };
    shown(&Reported {
        layout: visitor.frame("Looking back at your report"),
        case: format!("/reports/{case}"),
        pack: pack.title().to_owned(),
        tells: InsetText::new(example.tells.as_ref()),
        wrote: Html::paragraphs(what),
        beside,
        lines: first_minute::asked_of_everybody(pack)
            .into_iter()
            .map(|(kind, item)| (kind, item.text.to_string(), said.clause(&item.source)))
            .collect(),
        called_for: back
            .called_for
            .iter()
            .map(|one| expected(&said, one))
            .collect(),
    })
}

/// Whom the report names, beside whom the story names.
fn who(example: &Example, named: &[&str], names_not_known: bool) -> Vec<String> {
    let in_story: BTreeSet<&str> = example
        .facts
        .children
        .iter()
        .map(|child| child.name.as_str())
        .filter(|name| example.tells.contains(name))
        .collect();
    let named: BTreeSet<&str> = named.iter().copied().collect();
    let list =
        |names: Vec<&&str>| listed(&names.into_iter().copied().collect::<Vec<&str>>(), "and");
    let missing: Vec<&&str> = in_story.difference(&named).collect();
    let more: Vec<&&str> = named.difference(&in_story).collect();
    let mut says = Vec::new();
    if in_story.is_empty() && names_not_known {
        says.push("The story names nobody, and you said that you do not know the names. That is enough to report.".to_owned());
    } else if missing.is_empty() && more.is_empty() {
        says.push("You named everybody the story names.".to_owned());
    }
    if !missing.is_empty() {
        says.push(format!(
            "The story also names {}. A report can be sent without: a lead asks on.",
            list(missing)
        ));
    }
    if !more.is_empty() {
        says.push(format!(
            "You also named {}, whom the story does not name.",
            list(more)
        ));
    }
    says
}
