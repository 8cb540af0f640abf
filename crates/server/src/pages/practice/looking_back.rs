//! Looking back at what was practised, beside the guidance, clause by clause. It is for the one who practised: it gives
//! no mark, and outside their own practice it is not there.

use super::reported;
use crate::app::Spec;
use crate::govuk::{BackLink, Details, Html, InsetText};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::pages::guidance::in_words::{self, listed};
use crate::pages::safeguarding::said::Said;
use crate::practice::Story;
use crate::visitor::{Visitor, case_in};
use axum::Extension;
use casework::access::{Deed, may};
use casework::id::PersonId;
use casework::looking_back::{AnsweredOtherwise, Beside, Compared, Did, LookingBack, look_back};
use casework::telling::{Names, Told, tell_all};
use guidance::Example;
use std::collections::BTreeMap;
use store::Opened;

#[derive(askama::Template)]
#[template(path = "practice/looking_back.html")]
struct Back {
    layout: Frame,
    case: String,
    pack: String,
    tells: InsetText,
    decided: Vec<String>,
    called_for: Vec<Clause>,
    pointed_to: Vec<Clause>,
    otherwise: Vec<String>,
    quiet: Option<Details>,
    alike: usize,
    steps: Vec<Told>,
}

/// One response beside what was recorded of it.
pub(super) struct Clause {
    pub(super) says: String,
    pub(super) by: String,
    pub(super) because: Vec<String>,
    pub(super) sources: Vec<Html>,
    pub(super) did: String,
    pub(super) to_find: Option<String>,
}

/// Shows it.
///
/// # Errors
/// [`Instead::NotThere`] outside of practice, or where there is no such case in it; where the store cannot say.
pub async fn show(visitor: Visitor, Extension(spec): Extension<Spec>) -> Answered {
    let case = case_in(spec.path, &visitor.path).ok_or(Instead::NotThere)?;
    if !visitor.is_practising() {
        return Err(Instead::NotThere);
    }
    let story = Story::of(&visitor.app, &visitor.setting).ok_or(Instead::NotThere)?;
    let example = story.example().ok_or(Instead::NotThere)?;
    if !may(&visitor.asking, Deed::SeeDesk, None) {
        return reported::show(&visitor, case, &story.pack, example).await;
    }
    let opened = visitor
        .app
        .store()
        .open_case(&visitor.asking, case, Deed::OpenCase, spec.path, None)
        .await?;
    let back = look_back(
        &opened.case,
        &story.pack,
        &example.facts,
        &who_is_who(example, &opened),
        visitor.today(),
    );
    let said = Said {
        pack: &story.pack,
        case: &opened.case,
        people: &opened.people,
        setting: &visitor.setting,
    };
    let clauses = |all: &[Beside]| all.iter().map(|one| clause(&said, one)).collect();
    shown(&Back {
        layout: visitor.frame(&format!("Looking back at {}", opened.case.reference)),
        case: format!("/cases/{case}"),
        pack: story.pack.title().to_owned(),
        tells: InsetText::new(example.tells.as_ref()),
        decided: decided(&said, back.decided.as_ref()),
        called_for: clauses(&back.called_for),
        pointed_to: clauses(&back.pointed_to),
        alike: back.answered_alike,
        otherwise: told(&said, &back, true),
        quiet: quiet(told(&said, &back, false)),
        steps: steps(&visitor, &opened, &said),
    })
}

/// Which child of the case each child of the story is, by name.
fn who_is_who(example: &Example, opened: &Opened) -> BTreeMap<String, PersonId> {
    let known = |name: &str| {
        opened
            .people
            .iter()
            .find(|(_, person)| person.name.as_str() == name)
            .map(|(id, _)| *id)
    };
    let children = example.facts.children.iter();
    children
        .filter_map(|child| Some((child.name.clone(), known(&child.name)?)))
        .collect()
}

fn clause(said: &Said<'_>, one: &Beside) -> Clause {
    let mut clause = expected(said, one);
    clause.did = did(said, &one.did);
    if !one.on_own_answers {
        let asked: Vec<String> = one
            .asked
            .reasons
            .iter()
            .flat_map(|reason| &reason.facts)
            .map(|fact| said.question(&fact.fact))
            .collect();
        // What holds in every case waits on no question.
        clause.to_find = (!asked.is_empty()).then(|| {
            format!(
                "On the answers you had kept, the guidance did not ask for this yet. What would have shown it: {}",
                distinct(asked).join(" ")
            )
        });
    }
    clause
}

/// What the guidance says of one response, before anything is said of what was done.
pub(super) fn expected(said: &Said<'_>, one: &Beside) -> Clause {
    let asked = &one.asked;
    let own = said.clause(&asked.source);
    let rules = asked
        .reasons
        .iter()
        .map(|reason| said.clause(&reason.source));
    let mut sources: Vec<Html> = Vec::new();
    for source in std::iter::once(own).chain(rules) {
        if !sources
            .iter()
            .any(|known| known.as_str() == source.as_str())
        {
            sources.push(source);
        }
    }
    Clause {
        says: asked.says.to_string(),
        by: in_words::due(asked.by),
        because: distinct(
            asked
                .reasons
                .iter()
                .map(|reason| reason.says.to_string())
                .collect(),
        ),
        sources,
        did: String::new(),
        to_find: None,
    }
}

fn distinct(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

fn did(said: &Said<'_>, did: &Did) -> String {
    match did {
        Did::Routes(routes) => {
            let routes: Vec<String> = routes.iter().map(|id| said.route(id)).collect();
            format!("You decided on or took this: {}. That answers it.", routes.join("; "))
        }
        Did::LeftWithReason => "You left this undone knowingly: you gave your reason and asked a colleague for a second view. In practice nobody answers.".to_owned(),
        Did::Entries(entries) => {
            let entries: Vec<String> = entries.iter().map(ToString::to_string).collect();
            let word = if entries.len() == 1 { "entry" } else { "entries" };
            format!("You recorded this: {word} {}.", listed(&entries, "and"))
        }
        Did::Actions(actions) => format!("You planned: {}", actions.join(" ")),
        Did::Nothing => "Nothing about this is in the case yet.".to_owned(),
        Did::NoEntryOfItsOwn => "The record has no entry of its own for this. It may be in your notes or actions: you will know.".to_owned(),
    }
}

/// How the decision stands to what is called for, in sentences.
fn decided(said: &Said<'_>, compared: Option<&Compared>) -> Vec<String> {
    let Some(compared) = compared else {
        return vec![
            "You have not recorded a decision. You can go on with the case, and look back again."
                .to_owned(),
        ];
    };
    let routes: Vec<String> = compared.routes.iter().map(|id| said.route(id)).collect();
    let mut says = vec![format!("You decided: {}.", routes.join("; "))];
    if compared.is_the_same() {
        says.push(
            "That is the same as the guidance calls for, with everything in the story known."
                .to_owned(),
        );
    }
    if !compared.left.is_empty() {
        let left: Vec<String> = compared.left.iter().map(|id| said.response(id)).collect();
        says.push(format!(
            "That is less than the guidance calls for, with everything in the story known. Still to answer: {}",
            left.join(" ")
        ));
        says.push(
            if compared.said_so {
                "You gave a reason for doing less and asked a colleague for a second view: that is how such a decision is made."
            } else {
                "Below is what calls for it, and which questions would have shown it. A decision can be made again at any time."
            }
            .to_owned(),
        );
    }
    if !compared.further.is_empty() {
        let further: Vec<String> = compared.further.iter().map(|id| said.route(id)).collect();
        says.push(format!(
            "You went further than the guidance asks here: {}. Going further is always open to you; your reasons say why.",
            further.join("; ")
        ));
    }
    says
}

/// Questions whose answer is not as the story has it: those that raise concern or were answered otherwise, or the rest.
fn told(said: &Said<'_>, back: &LookingBack, loud: bool) -> Vec<String> {
    back.otherwise
        .iter()
        .filter(|one| (one.raises || one.recorded.is_some()) == loud)
        .map(|one| question(said, one))
        .collect()
}

/// What raises no concern and was not put opens when asked for.
fn quiet(lines: Vec<String>) -> Option<Details> {
    let summary = match lines.len() {
        0 => return None,
        1 => "One question is not answered whose answer raises no concern".to_owned(),
        many => format!("{many} questions are not answered whose answers raise no concern"),
    };
    Some(Details::new(summary, Html::bullets(lines)))
}

fn question(said: &Said<'_>, one: &AnsweredOtherwise) -> String {
    let about = one
        .child
        .as_ref()
        .map_or_else(String::new, |child| format!("{child}: "));
    let story = said.answer(&one.fact, &one.story);
    let recorded = match &one.recorded {
        Some(answer) if answer.is_known() => {
            format!("You recorded: {}.", said.answer(&one.fact, answer))
        }
        Some(_) => "You recorded that it is not known.".to_owned(),
        None => "You did not record an answer.".to_owned(),
    };
    format!(
        "{about}{} In the story: {story}. {recorded}",
        said.question(&one.fact)
    )
}

fn steps(visitor: &Visitor, opened: &Opened, said: &Said<'_>) -> Vec<Told> {
    let staff = |staff| visitor.staff_name(staff);
    let person = |person| said.child_named(person);
    let names = Names {
        staff: &staff,
        person: &person,
        pack: Some(said.pack),
    };
    tell_all(&opened.entries, &names)
}
