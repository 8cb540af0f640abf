//! A rule's condition, said aloud. It says what the condition tests and no more: a question is quoted with the answer
//! that counts, because turning a question into a claim is how a meaning gets lost. What the record works out itself
//! (age, earlier cases) and the parts of children are said as plain statements.

use guidance::{Condition, Derived, Pack, Part};

use super::in_words::{capital, listed};
use crate::govuk::Html;

const EVERY_CASE: &str = "in every case";

/// What was said: a sentence part, and where it needs them, the parts it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    words: String,
    parts: Vec<Said>,
}

impl Said {
    fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            parts: Vec::new(),
        }
    }

    fn is_plain(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether it is met in every case.
    pub fn is_every_case(&self) -> bool {
        self.is_plain() && self.words == EVERY_CASE
    }

    /// On one line, as a person would read it out.
    pub fn aloud(&self) -> String {
        if self.is_plain() {
            return self.words.clone();
        }
        let parts: Vec<String> = self.parts.iter().map(Self::aloud).collect();
        format!("{} ({})", self.words, parts.join("; "))
    }

    /// For a page: a line, with a list under it where there are parts.
    pub fn shown(&self) -> Html {
        Html::join([Html::text(&capital(&self.words)), self.list()])
    }

    fn list(&self) -> Html {
        if self.is_plain() {
            return Html::default();
        }
        Html::bullets(
            self.parts
                .iter()
                .map(|part| Html::join([Html::text(&part.words), part.list()])),
        )
    }
}

/// Says a condition in plain words, with the questions of `names`.
pub fn say_condition(condition: &Condition, names: &Pack) -> Said {
    Speaker { names }.incident(condition)
}

struct Speaker<'p> {
    names: &'p Pack,
}

impl Speaker<'_> {
    /// A condition about the incident as a whole.
    fn incident(&self, condition: &Condition) -> Said {
        match condition {
            Condition::Always => Said::plain(EVERY_CASE),
            Condition::AnyChild(inner) => self.any_child(inner),
            Condition::EveryChild(inner) => self.every_child(inner),
            other => self.either(other, &|inner| self.incident(inner)),
        }
    }

    /// A condition about one child, after words such as "for at least one child involved".
    fn child(&self, condition: &Condition) -> Said {
        if let Some(statement) = self.statement(condition) {
            return Said::plain(format!("the child {statement}"));
        }
        self.either(condition, &|inner| self.child(inner))
    }

    /// What is said alike of the incident and of a child.
    fn either(&self, condition: &Condition, inside: &dyn Fn(&Condition) -> Said) -> Said {
        match condition {
            Condition::Always => Said::plain(EVERY_CASE),
            Condition::Fact { fact, is } => Said::plain(self.answer(fact, is)),
            Condition::Part(part) => Said::plain(format!("the child {}", had_part(*part))),
            Condition::Not(inner) => Said {
                words: "it is known that this is not so:".to_owned(),
                parts: vec![inside(inner)],
            },
            Condition::All(of) => joined(
                of.iter().map(inside).collect(),
                ", and ",
                "all of these are so:",
            ),
            Condition::Any(of) => joined(
                of.iter().map(inside).collect(),
                ", or ",
                "at least one of these is so:",
            ),
            Condition::AtLeast { n, of } => Said {
                words: format!("at least {n} of these are so:"),
                parts: of.iter().map(inside).collect(),
            },
            Condition::AnyChild(inner) => self.any_child(inner),
            Condition::EveryChild(inner) => self.every_child(inner),
        }
    }

    fn any_child(&self, inner: &Condition) -> Said {
        let all: Vec<&Condition> = match inner {
            Condition::All(of) => of.iter().collect(),
            one => vec![one],
        };
        let (parts, rest): (Vec<&Condition>, Vec<&Condition>) =
            all.into_iter().partition(|one| whose_part(one).is_some());
        let whose: Vec<String> = parts.into_iter().filter_map(whose_part).collect();
        let noun = if rest.iter().any(|one| self.is_of_age(one)) {
            "person"
        } else {
            "child"
        };
        let statements: Vec<String> = rest.iter().filter_map(|one| self.statement(one)).collect();
        if rest.is_empty() {
            return Said::plain(format!("at least one {noun} {}", listed(&whose, "and")));
        }
        let subject = if whose.is_empty() {
            format!("at least one {noun} involved")
        } else {
            let whose = listed(&whose, "and");
            let pause = if whose.contains(',') { "," } else { "" };
            format!("at least one {noun} who {whose}{pause}")
        };
        let after = subject.trim_end_matches(',');
        if statements.len() == rest.len() {
            return Said::plain(format!("{subject} {}", listed(&statements, "and")));
        }
        let said = joined(
            rest.into_iter().map(|one| self.child(one)).collect(),
            ", and ",
            "all of these are so:",
        );
        Said {
            words: format!("for {after}, {}", said.words),
            parts: said.parts,
        }
    }

    fn every_child(&self, inner: &Condition) -> Said {
        if let Some(statement) = self.statement(inner) {
            return Said::plain(format!("every child involved {statement}"));
        }
        let said = self.child(inner);
        Said {
            words: format!("for every child involved, {}", said.words),
            parts: said.parts,
        }
    }

    /// What can be stated of a child without quoting a question.
    fn statement(&self, condition: &Condition) -> Option<String> {
        if let Some(whose) = whose_part(condition) {
            return Some(whose);
        }
        let Condition::Fact { fact, is } = condition else {
            return None;
        };
        let [answer] = is.as_slice() else { return None };
        let yes = match answer.as_ref() {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        let words = match (self.names.fact(fact)?.derived?, yes) {
            (Derived::AgeUnder13, true) => "was under 13 at the time",
            (Derived::AgeUnder13, false) => "is known to have been 13 or over at the time",
            (Derived::Age18OrOver, true) => "was 18 or over at the time",
            (Derived::Age18OrOver, false) => "is known to have been under 18 at the time",
            (Derived::EarlierCase, true) => "has an earlier case in the record",
            (Derived::EarlierCase, false) => "is known to have no earlier case in the record",
        };
        Some(words.to_owned())
    }

    fn is_of_age(&self, condition: &Condition) -> bool {
        let Condition::Fact { fact, .. } = condition else {
            return false;
        };
        self.names.fact(fact).and_then(|fact| fact.derived) == Some(Derived::Age18OrOver)
    }

    fn answer(&self, fact: &str, is: &[guidance::Text]) -> String {
        let ask = self.names.fact(fact).map_or(fact, |one| one.ask.as_ref());
        let named = self
            .names
            .fact(fact)
            .is_some_and(|one| !one.choices.is_empty());
        let answers: Vec<String> = is
            .iter()
            .map(|answer| {
                let label = self.names.answer_label(fact, answer);
                if named && answer.as_ref() != "not-known" {
                    format!("\u{2018}{label}\u{2019}")
                } else {
                    label.to_owned()
                }
            })
            .collect();
        format!(
            "the answer to \u{201c}{ask}\u{201d} is {}",
            listed(&answers, "or")
        )
    }
}

/// Two plain parts make a sentence; more, or parts with lists of their own, make a list.
fn joined(mut said: Vec<Said>, between: &str, head: &str) -> Said {
    if said.len() == 1 {
        return said.remove(0);
    }
    if said.len() == 2 && said.iter().all(Said::is_plain) {
        let words: Vec<&str> = said.iter().map(|one| one.words.as_str()).collect();
        return Said::plain(words.join(between));
    }
    Said {
        words: head.to_owned(),
        parts: said,
    }
}

fn had_part(part: Part) -> &'static str {
    super::in_words::part(part)
}

/// "is pictured", "made, shared or passed on imagery": for a part, or any of several.
fn whose_part(condition: &Condition) -> Option<String> {
    match condition {
        Condition::Part(part) => Some(had_part(*part).to_owned()),
        Condition::Any(of) => {
            let parts: Option<Vec<Part>> = of
                .iter()
                .map(|one| {
                    if let Condition::Part(part) = one {
                        Some(*part)
                    } else {
                        None
                    }
                })
                .collect();
            parts
                .filter(|parts| !parts.is_empty())
                .map(|parts| any_part(&parts))
        }
        _ => None,
    }
}

/// The parts that are something done with imagery share the word.
fn any_part(parts: &[Part]) -> String {
    let with_imagery = |part: &Part| match part {
        Part::Made => Some("made"),
        Part::Shared => Some("shared"),
        Part::PassedOn => Some("passed on"),
        Part::AskedFor => Some("asked for"),
        Part::Received => Some("received"),
        _ => None,
    };
    let done: Vec<&str> = parts.iter().filter_map(with_imagery).collect();
    let mut said: Vec<String> = Vec::new();
    if !done.is_empty() {
        said.push(format!("{} imagery", listed(&done, "or")));
    }
    said.extend(
        parts
            .iter()
            .filter(|part| with_imagery(part).is_none())
            .map(|part| had_part(*part).to_owned()),
    );
    match said.as_slice() {
        [one, other] if done.len() > 1 => format!("{one}, or {other}"),
        _ => listed(&said, "or"),
    }
}

#[cfg(test)]
mod tests;
