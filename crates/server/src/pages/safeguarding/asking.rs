//! The questions of the guidance as a form asks them, and the form as it comes back. A question that nobody touched comes
//! back as nothing at all; *not known yet* is an answer a person gives, and nothing is ever turned into *no*.

use super::said::Said;
use crate::govuk::{Choice, Details, Html, Input, Radios};
use crate::page_error::Instead;
use crate::pages::guidance::in_words::capital;
use crate::typed::{FieldError, Typed};
use crate::visitor::AtCase;
use casework::acts::{AnswerQuestion, By, PlanAction, answer_questions, plan_action};
use casework::case::Question;
use casework::event::{About, CaseEvent};
use casework::id::PersonId;
use guidance::{Answer, Due, Facts, Pack};

const INCIDENT: &str = "incident";
/// How long a follow-up planned here may take. A house rule of ours, said beside the tick.
const FOLLOW_UP: Due = Due::SchoolDays(1);

/// The name a question has in a form: `answer_incident_extortion`.
fn name_of(sort: &str, question: &Question) -> String {
    match question.about {
        About::Incident => format!("{sort}_{INCIDENT}_{}", question.fact),
        About::Child(child) => format!("{sort}_{child}_{}", question.fact),
    }
}

/// The question a field answers.
fn question_in(name: &str) -> Option<Question> {
    let (_, rest) = name.split_once('_')?;
    let (about, fact) = rest.split_once('_')?;
    let about = if about == INCIDENT {
        About::Incident
    } else {
        About::Child(about.parse::<PersonId>().ok()?)
    };
    let fact = fact.to_owned();
    Some(Question { about, fact })
}

#[derive(askama::Template)]
#[template(path = "safeguarding/asking_question.html")]
struct OneQuestion {
    radios: Html,
    tick: Html,
    how: Html,
    help: Option<Html>,
    id: String,
}

impl askama::filters::HtmlSafe for OneQuestion {}

/// The tick that makes a question a follow-up. With script it is shown only beside "Not known yet".
#[derive(askama::Template)]
#[template(path = "safeguarding/asking_tick.html")]
struct OneTick {
    name: String,
    ticked: bool,
}

impl askama::filters::HtmlSafe for OneTick {}

/// The question itself, as the name of its answers.
#[derive(askama::Template)]
#[template(
    source = r#"<span class="leeward-question__ask">{{ ask }}</span>"#,
    ext = "html"
)]
struct Asked<'a> {
    ask: &'a str,
}

impl askama::filters::HtmlSafe for Asked<'_> {}

/// One question with its answers, how it is known, and the tick that makes it a follow-up.
pub fn field(said: &Said<'_>, typed: &Typed, question: &Question) -> Option<Html> {
    let fact = said.pack.fact(&question.fact)?;
    let given = said.case.answer(question);
    let (answer, how, follow) = (
        name_of("answer", question),
        name_of("how", question),
        name_of("follow", question),
    );
    let tick = OneTick {
        name: follow.clone(),
        ticked: typed.has(&follow, "yes"),
    };
    let not_known =
        Choice::new("not-known", "Not known yet").attr("data-shows", format!("{follow}-tick"));
    let mut choices: Vec<Choice> = if fact.choices.is_empty() {
        vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
    } else {
        fact.choices
            .iter()
            .map(|choice| Choice::new(choice.id.as_ref(), choice.label.as_ref()))
            .collect()
    };
    choices.push(not_known);
    let chosen = if typed.text(&answer).is_empty() {
        given.map(|given| given.answer.as_str())
    } else {
        Some(typed.text(&answer))
    };
    let radios = Radios::new(
        answer.as_str(),
        Html::of(&Asked { ask: &fact.ask }),
        &choices,
    )
    .hint(fact.why.as_ref())
    .value(chosen)
    .error(typed.error(&answer));
    let radios = if fact.choices.is_empty() {
        radios.inline()
    } else {
        radios
    }
    .classes("govuk-radios--small");
    let before = given
        .and_then(|given| given.how_known.as_ref())
        .map_or("", |how| how.as_str());
    let typed_how = typed.text(&how);
    let how_known = Input::new(how.as_str(), "How do we know? (optional)")
        .value(if typed_how.is_empty() {
            before
        } else {
            typed_how
        })
        .error(typed.error(&how))
        .autocomplete("off");
    let help = fact.help.as_deref().map(|help| {
        Html::from(Details::new(
            "Help with this question",
            Html::join([Html::paragraphs(help), said.clause(&fact.source)]),
        ))
    });
    Some(Html::of(&OneQuestion {
        radios: radios.into(),
        tick: Html::of(&tick),
        how: how_known.into(),
        help,
        id: name_of("question", question),
    }))
}

/// What was answered on the page.
pub struct Filled {
    question: Question,
    answer: Answer,
    how_known: String,
    follow_up: bool,
}

/// Reads the form: every question that was answered, or ticked to be followed up, which says that it is not known.
pub fn read(typed: &Typed) -> Vec<Filled> {
    let mut filled: Vec<Filled> = Vec::new();
    for (name, value) in typed.fields() {
        let is_answer = name.starts_with("answer_") && !value.is_empty();
        let is_tick = name.starts_with("follow_") && !value.is_empty();
        let Some(question) = question_in(name).filter(|_| is_answer || is_tick) else {
            continue;
        };
        if filled.iter().any(|one| one.question == question) {
            continue;
        }
        let answer = Answer::from_word(match typed.text(&name_of("answer", &question)) {
            "" => "not-known",
            word => word,
        });
        filled.push(Filled {
            how_known: typed.text(&name_of("how", &question)).to_owned(),
            follow_up: !answer.is_known() && typed.has(&name_of("follow", &question), "yes"),
            answer,
            question,
        });
    }
    filled
}

/// What is known with the answers on the page, which nobody has recorded.
pub fn supposed(mut facts: Facts, filled: &[Filled]) -> Facts {
    for one in filled {
        let answers = match one.question.about {
            About::Incident => &mut facts.incident,
            About::Child(child) => {
                let label = child.to_string();
                match facts.children.iter_mut().find(|known| known.name == label) {
                    Some(known) => &mut known.answers,
                    None => continue,
                }
            }
        };
        answers.insert(one.question.fact.clone(), one.answer.clone());
    }
    facts
}

/// The events that the answers make: those that changed, and an action for each that is to be followed up.
///
/// # Errors
/// What is wrong, said at the question it is about.
pub fn events(at: &AtCase, pack: &Pack, filled: &[Filled]) -> Result<Vec<CaseEvent>, Instead> {
    let acting = at.visitor.acting();
    let said = Said::at(at, pack);
    let mut events = Vec::new();
    let mut wrong = Vec::new();
    for one in filled {
        let answered = AnswerQuestion {
            about: one.question.about,
            fact: one.question.fact.clone(),
            answer: one.answer.clone(),
            how_known: one.how_known.clone(),
        };
        match answer_questions(&acting, &at.case, pack, &[answered]) {
            Ok(made) => events.extend(made),
            Err(refusals) => wrong.extend(refusals.0.iter().map(|refusal| {
                let sort = if refusal.field() == Some("how_known") {
                    "how"
                } else {
                    "answer"
                };
                FieldError {
                    field: Some(name_of(sort, &one.question)),
                    says: refusal.says(),
                }
            })),
        }
        if one.follow_up {
            let plan = PlanAction {
                what: format!("Find out: {}", said.question(&one.question.fact)),
                owner: Some(at.visitor.asking.staff),
                by: By::Within(FOLLOW_UP),
                item: None,
            };
            events.extend(plan_action(&acting, &at.case, &plan)?);
        }
    }
    if wrong.is_empty() {
        Ok(events)
    } else {
        Err(Instead::Refused(wrong))
    }
}

/// A question about a child or the incident, as the address asks for it to be changed.
pub fn named(fact: &str, child: Option<&str>) -> Option<Question> {
    let about = match child {
        None => About::Incident,
        Some(child) => About::Child(child.parse().ok()?),
    };
    let fact = fact.to_owned();
    Some(Question { about, fact })
}

/// The address that shows one question, below the address of the questions.
pub fn address_of(question: &Question) -> String {
    match question.about {
        About::Incident => format!("assessment?change={}", question.fact),
        About::Child(child) => format!("assessment?change={}&child={child}", question.fact),
    }
}

/// Of whom a question is asked, as a heading.
pub fn heading(said: &Said<'_>, about: About) -> String {
    match about {
        About::Incident => capital("about what happened"),
        About::Child(child) => said.child_named(child),
    }
}
