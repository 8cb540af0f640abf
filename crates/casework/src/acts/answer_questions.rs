//! Answer questions of the guidance: yes, no, not known, or a named choice, and how that is known.

use super::Acting;
use super::form::Form;
use crate::case::{Case, Question};
use crate::event::{About, CaseEvent};
use crate::refusal::{Refusal, Refusals};
use guidance::{Answer, Of, Pack};

/// One question answered.
#[derive(Clone)]
pub struct AnswerQuestion {
    /// What it is about.
    pub about: About,
    /// The fact's id.
    pub fact: String,
    /// The answer. *Not known* is one, and is recorded as put.
    pub answer: Answer,
    /// Where it comes from.
    pub how_known: String,
}

/// Answers questions: those on the page that were answered. What is recorded already, word for word, is left out, so
/// the events can be none at all.
///
/// # Errors
/// Everything that is wrong with the form, or that the case is closed.
pub fn answer_questions(
    acting: &Acting<'_>,
    case: &Case,
    pack: &Pack,
    filled: &[AnswerQuestion],
) -> Result<Vec<CaseEvent>, Refusals> {
    let mut form = Form::on_open(acting, case);
    let mut events = Vec::new();
    for one in filled {
        if let Some(wrong) = wrong_with(one, case, pack) {
            form.refuse(wrong);
        }
        let how_known = form.perhaps("how_known", &one.how_known);
        let last = case.answer(&Question {
            about: one.about,
            fact: one.fact.clone(),
        });
        let same = last.is_some_and(|last| {
            last.answer == one.answer && (how_known.is_none() || last.how_known == how_known)
        });
        if !same {
            events.push(CaseEvent::QuestionAnswered {
                about: one.about,
                fact: one.fact.clone(),
                answer: one.answer.clone(),
                how_known,
            });
        }
    }
    form.finish(Some(events))
}

fn wrong_with(one: &AnswerQuestion, case: &Case, pack: &Pack) -> Option<Refusal> {
    let Some(fact) = pack.fact(&one.fact) else {
        return Some(Refusal::UnknownFact {
            fact: one.fact.clone(),
        });
    };
    match (fact.of, one.about) {
        (Of::Incident, About::Incident) => {}
        (Of::Child, About::Child(child)) if case.children.contains_key(&child) => {}
        (Of::Child, About::Child(_)) => return Some(Refusal::NotInvolved { field: "answer" }),
        _ => {
            return Some(Refusal::WrongAbout {
                fact: one.fact.clone(),
            });
        }
    }
    let known = match &one.answer {
        Answer::NotKnown => true,
        Answer::Yes | Answer::No => fact.choices.is_empty(),
        Answer::Choice(choice) => fact
            .choices
            .iter()
            .any(|offered| offered.id.as_ref() == choice.as_str()),
    };
    (!known).then(|| Refusal::UnknownChoice {
        fact: one.fact.clone(),
    })
}
