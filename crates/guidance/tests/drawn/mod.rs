//! Small packs and situations nobody thought of.

use guidance::{Answer, ChildFacts, Facts, Pack, Part};
use proptest::prelude::*;

use crate::support::{fact, pack_of, rule};

pub(crate) const INCIDENT: [&str; 3] = ["a", "b", "d"];
pub(crate) const CHILD: [&str; 2] = ["c", "e"];

fn literal(of_child: bool) -> BoxedStrategy<String> {
    let of = |names: &'static [&'static str]| {
        (prop::sample::select(names), any::<bool>()).prop_map(|(id, yes)| {
            let word = if yes { "yes" } else { "no" };
            format!("{{ fact = \"{id}\", is = \"{word}\" }}")
        })
    };
    let choice = prop::sample::select(&["\"one\"", "[\"one\", \"two\"]", "\"three\""][..])
        .prop_map(|is| format!("{{ fact = \"spread\", is = {is} }}"));
    let incident = prop_oneof![3 => of(&INCIDENT), 1 => choice];
    if !of_child {
        return incident.boxed();
    }
    let part = prop::sample::select(&["pictured", "made"][..])
        .prop_map(|part| format!("{{ part = \"{part}\" }}"));
    prop_oneof![3 => of(&CHILD), 1 => part, 1 => incident].boxed()
}

fn condition(of_child: bool, depth: u32) -> BoxedStrategy<String> {
    if depth == 0 {
        return literal(of_child);
    }
    let inner = condition(of_child, depth - 1);
    let list = prop::collection::vec(inner.clone(), 2..4);
    let joined = (list, 0..3usize).prop_map(|(list, form)| {
        let joined = list.join(", ");
        match form {
            0 => format!("{{ all = [{joined}] }}"),
            1 => format!("{{ any = [{joined}] }}"),
            _ => format!("{{ at-least = 2, of = [{joined}] }}"),
        }
    });
    let not = inner.prop_map(|one| format!("{{ not = {one} }}"));
    let plain = prop_oneof![2 => literal(of_child), 3 => joined, 1 => not];
    if of_child {
        return plain.boxed();
    }
    let quantified = (condition(true, depth - 1), any::<bool>()).prop_map(|(body, any)| {
        let word = if any { "any-child" } else { "every-child" };
        format!("{{ {word} = {body} }}")
    });
    prop_oneof![2 => plain, 2 => quantified].boxed()
}

/// A pack of one to three rules over two responses, with yes-or-no facts and one of three choices.
pub(crate) fn packs() -> impl Strategy<Value = Pack> {
    let rules = prop::collection::vec((condition(false, 2), any::<bool>(), any::<bool>()), 1..4);
    rules.prop_map(|rules| {
        let rules: String = rules
            .iter()
            .enumerate()
            .map(|(at, (when, x, act))| {
                let response = if *x { "x" } else { "y" };
                let unknown = if *act { "act" } else { "ask" };
                rule(&format!("r{at}"), when, response, unknown)
            })
            .collect();
        let of = |ids: &[&str], of: &str| ids.iter().map(|id| fact(id, of)).collect::<String>();
        let choices = "raises = [\"three\"]\nchoices = [ { id = \"one\", label = \"One\" }, { id = \"two\", label = \"Two\" }, { id = \"three\", label = \"Three\" } ]";
        let spread = fact("spread", "incident").replace("raises = [\"yes\"]", choices);
        let facts = of(&INCIDENT, "incident") + &of(&CHILD, "child") + &spread;
        pack_of(&facts, &rules, &["x", "y"]).unwrap()
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![1 => Just(Answer::NotKnown), 2 => Just(Answer::Yes), 2 => Just(Answer::No)]
}

fn spread() -> impl Strategy<Value = Answer> {
    let words = ["not-known", "one", "two", "three"];
    prop::sample::select(words.to_vec()).prop_map(Answer::from_word)
}

/// What is known: none, one or two children.
pub(crate) fn situations() -> impl Strategy<Value = Facts> {
    let parts = prop::sample::subsequence(
        vec![Part::Pictured, Part::Made, Part::ToldUs, Part::NotKnown],
        1..3,
    );
    let children = prop::collection::vec((parts, answer(), answer()), 0..3);
    (answer(), answer(), answer(), spread(), children).prop_map(|(a, b, d, spread, children)| {
        let named = |(id, answer): (&str, Answer)| (id.to_owned(), answer);
        Facts {
            on: None,
            incident: [("a", a), ("b", b), ("d", d), ("spread", spread)]
                .map(named)
                .into(),
            children: children
                .into_iter()
                .enumerate()
                .map(|(at, (parts, c, e))| ChildFacts {
                    name: format!("Child {at}"),
                    parts: parts.into_iter().collect(),
                    answers: [("c", c), ("e", e)].map(named).into(),
                })
                .collect(),
        }
    })
}

/// Every answer to a fact of these packs.
pub(crate) fn words(fact: &str) -> &'static [&'static str] {
    if fact == "spread" {
        &["one", "two", "three"]
    } else {
        &["yes", "no"]
    }
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
        Some(at) => &mut facts.children[*at].answers,
    };
    answers.get_mut(id).unwrap()
}
