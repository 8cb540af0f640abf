//! Small packs and situations nobody thought of.

use guidance::{Answer, ChildFacts, Facts, Pack, Part};
use proptest::prelude::*;

use super::{fact, pack_of, rule};

/// A question of a generated pack.
pub(crate) struct Question {
    pub(crate) id: &'static str,
    of_child: bool,
    /// Its answers, none for yes and no.
    choices: &'static [&'static str],
    /// The part for which it is asked; empty for any.
    part: &'static str,
    /// The answers a condition may test it for, as they are written.
    tests: &'static [&'static str],
}

/// The questions that generated packs and situations are made of.
pub(crate) struct Vocabulary {
    pub(crate) questions: &'static [Question],
    /// Whether a condition may say that something is not so.
    negates: bool,
}

const EITHER: &[&str] = &["\"yes\"", "\"no\""];
const THREE: &[&str] = &["low", "mid", "high"];

const fn incident(id: &'static str, tests: &'static [&'static str]) -> Question {
    Question {
        id,
        of_child: false,
        choices: &[],
        part: "",
        tests,
    }
}

const fn child(id: &'static str, tests: &'static [&'static str]) -> Question {
    Question {
        of_child: true,
        ..incident(id, tests)
    }
}

const fn choice(id: &'static str, tests: &'static [&'static str]) -> Question {
    Question {
        choices: THREE,
        ..incident(id, tests)
    }
}

/// So few that everything can be tried; one is asked only of a child who made it.
pub(crate) const FEW: Vocabulary = Vocabulary {
    questions: &[
        incident("a", EITHER),
        choice("b", &["\"high\"", "[\"mid\", \"high\"]", "\"low\""]),
        child("c", EITHER),
        Question {
            part: "made",
            ..child("e", EITHER)
        },
    ],
    negates: true,
};

/// Every question with yes and no for its answers.
pub(crate) const YES_OR_NO: Vocabulary = Vocabulary {
    questions: &[
        incident("a", EITHER),
        incident("b", EITHER),
        incident("d", EITHER),
        child("c", EITHER),
        child("e", EITHER),
    ],
    negates: true,
};

/// The same, and one of three answers.
pub(crate) const MANY: Vocabulary = Vocabulary {
    questions: &[
        incident("a", EITHER),
        incident("b", EITHER),
        incident("d", EITHER),
        choice("spread", &["\"low\"", "[\"low\", \"mid\"]", "\"high\""]),
        child("c", EITHER),
        child("e", EITHER),
    ],
    negates: true,
};

/// Every question tested for the same answer wherever it is tested, and nothing said not to be so.
pub(crate) const ONE_WAY: Vocabulary = Vocabulary {
    questions: &[
        incident("a", &["\"yes\""]),
        incident("b", &["\"no\""]),
        choice("spread", &["[\"mid\", \"high\"]"]),
        child("c", &["\"yes\""]),
        child("e", &["\"no\""]),
    ],
    negates: false,
};

impl Question {
    /// Every answer to it.
    pub(crate) fn answers(&self) -> &'static [&'static str] {
        if self.choices.is_empty() {
            &["no", "yes"]
        } else {
            self.choices
        }
    }

    fn written(&self) -> String {
        let mut written = fact(self.id, if self.of_child { "child" } else { "incident" });
        if let Some(last) = self.choices.last() {
            let listed: Vec<String> = self
                .choices
                .iter()
                .map(|id| format!("{{ id = \"{id}\", label = \"{id}\" }}"))
                .collect();
            let choices = format!("raises = [\"{last}\"]\nchoices = [ {} ]", listed.join(", "));
            written = written.replace("raises = [\"yes\"]", &choices);
        }
        if !self.part.is_empty() {
            let parts = format!("parts = [\"{}\"]\nsource", self.part);
            written = written.replace("source", &parts);
        }
        written
    }
}

impl Vocabulary {
    pub(crate) fn of(&self, of_child: bool) -> impl Iterator<Item = &'static Question> {
        let all = self.questions.iter();
        all.filter(move |one| one.of_child == of_child)
    }

    fn literal(&self, of_child: bool) -> BoxedStrategy<String> {
        let tests = |of_child| -> BoxedStrategy<String> {
            let all: Vec<String> = self
                .of(of_child)
                .flat_map(|one| one.tests.iter().map(move |is| (one.id, is)))
                .map(|(id, is)| format!("{{ fact = \"{id}\", is = {is} }}"))
                .collect();
            prop::sample::select(all).boxed()
        };
        if !of_child {
            return tests(false);
        }
        let part = prop::sample::select(&["pictured", "made"][..])
            .prop_map(|part| format!("{{ part = \"{part}\" }}"));
        prop_oneof![4 => tests(true), 2 => part, 1 => tests(false)].boxed()
    }

    fn condition(&self, of_child: bool, depth: u32) -> BoxedStrategy<String> {
        if depth == 0 {
            return self.literal(of_child);
        }
        let inner = self.condition(of_child, depth - 1);
        let list = prop::collection::vec(inner.clone(), 2..4);
        let joined = (list, 0..3usize).prop_map(|(list, form)| {
            let joined = list.join(", ");
            match form {
                0 => format!("{{ all = [{joined}] }}"),
                1 => format!("{{ any = [{joined}] }}"),
                _ => format!("{{ at-least = 2, of = [{joined}] }}"),
            }
        });
        let literal = self.literal(of_child);
        let plain = if self.negates {
            let not = inner.prop_map(|one| format!("{{ not = {one} }}"));
            prop_oneof![2 => literal, 3 => joined, 1 => not].boxed()
        } else {
            prop_oneof![2 => literal, 3 => joined].boxed()
        };
        if of_child {
            return plain;
        }
        let quantified =
            (self.condition(true, depth - 1), any::<bool>()).prop_map(|(body, any)| {
                let word = if any { "any-child" } else { "every-child" };
                format!("{{ {word} = {body} }}")
            });
        prop_oneof![2 => plain, 3 => quantified].boxed()
    }

    /// Packs of so many rules, `r0` and on, over two responses, `x` and `y`.
    pub(crate) fn packs(
        &'static self,
        rules: impl Into<prop::collection::SizeRange>,
    ) -> impl Strategy<Value = Pack> {
        let one = (self.condition(false, 2), any::<bool>(), any::<bool>());
        prop::collection::vec(one, rules).prop_map(|rules| {
            let rules: String = rules
                .iter()
                .enumerate()
                .map(|(at, (when, x, act))| {
                    let response = if *x { "x" } else { "y" };
                    let unknown = if *act { "act" } else { "ask" };
                    rule(&format!("r{at}"), when, response, unknown)
                })
                .collect();
            let facts: String = self.questions.iter().map(Question::written).collect();
            pack_of(&facts, &rules, &["x", "y"]).unwrap()
        })
    }

    /// What is known, of so many children: every answer, or some of them.
    pub(crate) fn situations(
        &'static self,
        known: Known,
        children: impl Into<prop::collection::SizeRange>,
    ) -> impl Strategy<Value = Facts> {
        let answers = move |of_child| -> BoxedStrategy<Vec<(String, Answer)>> {
            let all: Vec<BoxedStrategy<(String, Answer)>> = self
                .of(of_child)
                .map(|one| {
                    let named = |word: &str| (one.id.to_owned(), Answer::from_word(word));
                    let words = one.answers().iter().map(|word| named(word));
                    let known_word = prop::sample::select(words.collect::<Vec<_>>());
                    match known {
                        Known::Everything => known_word.boxed(),
                        Known::Something | Known::Parts => {
                            prop_oneof![1 => Just(named("not-known")), 3 => known_word].boxed()
                        }
                    }
                })
                .collect();
            all.boxed()
        };
        let parts = match known {
            Known::Something => vec![Part::Pictured, Part::Made, Part::ToldUs, Part::NotKnown],
            Known::Everything | Known::Parts => vec![Part::Pictured, Part::Made, Part::ToldUs],
        };
        let child = (prop::sample::subsequence(parts, 1..3), answers(true));
        (answers(false), prop::collection::vec(child, children)).prop_map(|(incident, children)| {
            Facts {
                on: None,
                incident: incident.into_iter().collect(),
                children: children
                    .into_iter()
                    .enumerate()
                    .map(|(at, (parts, answers))| ChildFacts {
                        name: format!("Child {at}"),
                        parts: parts.into_iter().collect(),
                        answers: answers.into_iter().collect(),
                    })
                    .collect(),
            }
        })
    }

    /// Every answer to a question.
    pub(crate) fn words(&self, id: &str) -> &'static [&'static str] {
        let mut all = self.questions.iter();
        all.find(|one| one.id == id).unwrap().answers()
    }
}

/// How much of a situation is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Everything,
    /// Every child's part, and some answers.
    Parts,
    Something,
}

/// Where an answer stands: of the incident, or of the child at an index.
pub(crate) type Asked = (Option<usize>, String);

/// Every question of a situation, answered or not.
pub(crate) fn questions(facts: &Facts) -> Vec<Asked> {
    let incident = facts.incident.keys().map(|id| (None, id.clone()));
    let children = facts.children.iter().enumerate();
    let children =
        children.flat_map(|(at, one)| one.answers.keys().map(move |id| (Some(at), id.clone())));
    incident.chain(children).collect()
}

/// The answer to a question.
pub(crate) fn answer_mut<'f>(facts: &'f mut Facts, (child, id): &Asked) -> &'f mut Answer {
    let answers = match child {
        None => &mut facts.incident,
        Some(at) => &mut facts.children.get_mut(*at).unwrap().answers,
    };
    answers.get_mut(id).unwrap()
}
