//! Packs and situations made up at random, small enough to try everything.

use guidance::{Answer, ChildFacts, Facts, Pack, Part};
use proptest::prelude::*;

use super::{fact, pack_of, rule};

/// The facts of a generated pack: of the incident one with two answers and one with three; of a child one always asked
/// and one asked only of a child pictured.
fn facts() -> String {
    let choices = "choices = [ { id = \"low\", label = \"Low\" }, { id = \"mid\", label = \"Mid\" }, { id = \"high\", label = \"High\" } ]\n";
    let b = fact("b", "incident").replace("raises = [\"yes\"]", "raises = [\"high\"]");
    let b = b.replace("source", &format!("{choices}source"));
    let e = fact("e", "child").replace("source", "parts = [\"pictured\"]\nsource");
    fact("a", "incident") + &b + &fact("c", "child") + &e
}

fn literal(of_child: bool) -> BoxedStrategy<String> {
    let test = |(id, is): (&str, &str)| format!("{{ fact = \"{id}\", is = {is} }}");
    let incident = prop::sample::select(
        &[
            ("a", "\"yes\""),
            ("a", "\"no\""),
            ("b", "\"high\""),
            ("b", "[\"mid\", \"high\"]"),
            ("b", "\"low\""),
        ][..],
    )
    .prop_map(test);
    if !of_child {
        return incident.boxed();
    }
    let child = prop::sample::select(
        &[
            ("c", "\"yes\""),
            ("c", "\"no\""),
            ("e", "\"yes\""),
            ("e", "\"no\""),
        ][..],
    )
    .prop_map(test);
    let part = prop::sample::select(&["pictured", "made"][..])
        .prop_map(|part| format!("{{ part = \"{part}\" }}"));
    prop_oneof![4 => child, 2 => part, 1 => incident].boxed()
}

/// A condition in the words of a pack.
pub(crate) fn condition(of_child: bool, depth: u32) -> BoxedStrategy<String> {
    if depth == 0 {
        return literal(of_child);
    }
    let inner = condition(of_child, depth - 1);
    let joined =
        (prop::collection::vec(inner.clone(), 2..4), 0..4usize).prop_map(|(list, form)| {
            let joined = list.join(", ");
            match form {
                0 | 1 => format!("{{ all = [{joined}] }}"),
                2 => format!("{{ any = [{joined}] }}"),
                _ => format!("{{ at-least = 2, of = [{joined}] }}"),
            }
        });
    let not = inner.prop_map(|one| format!("{{ not = {one} }}"));
    let plain = prop_oneof![2 => literal(of_child), 3 => joined, 1 => not];
    if of_child {
        return plain.boxed();
    }
    let quantified = (condition(true, depth - 1), any::<bool>()).prop_map(|(body, any)| {
        let form = if any { "any-child" } else { "every-child" };
        format!("{{ {form} = {body} }}")
    });
    prop_oneof![1 => plain, 3 => quantified].boxed()
}

/// A pack of two rules over two responses.
pub(crate) fn packs() -> impl Strategy<Value = Pack> {
    prop::collection::vec((condition(false, 2), any::<bool>()), 2).prop_map(|rules| {
        let rules: String = rules
            .iter()
            .zip(["x", "y"])
            .map(|((when, act), response)| {
                let unknown = if *act { "act" } else { "ask" };
                rule(&format!("r-{response}"), when, response, unknown)
            })
            .collect();
        pack_of(&facts(), &rules, &["x", "y"]).unwrap()
    })
}

/// Every child there can be, as far as generated rules can tell, each with nothing left open.
pub(crate) fn every_child() -> Vec<ChildFacts> {
    let mut all = Vec::new();
    for parts in 0..4u8 {
        for c in [Answer::No, Answer::Yes] {
            for e in [Answer::No, Answer::Yes, Answer::NotKnown] {
                let pictured = parts & 1 != 0;
                if pictured && e == Answer::NotKnown {
                    continue;
                }
                let mut child = ChildFacts {
                    parts: [Part::ToldUs].into(),
                    ..ChildFacts::default()
                };
                child.parts.extend(pictured.then_some(Part::Pictured));
                child.parts.extend((parts & 2 != 0).then_some(Part::Made));
                child.answers.insert("c".to_owned(), c.clone());
                if e.is_known() {
                    child.answers.insert("e".to_owned(), e);
                }
                all.push(child);
            }
        }
    }
    all
}

/// Every incident there can be.
pub(crate) fn every_incident() -> Vec<Facts> {
    let mut all = Vec::new();
    for a in ["no", "yes"] {
        for b in ["low", "mid", "high"] {
            let answer = |id: &str, word: &str| (id.to_owned(), Answer::from_word(word));
            all.push(Facts {
                incident: [answer("a", a), answer("b", b)].into(),
                ..Facts::default()
            });
        }
    }
    all
}

/// Every set of up to `most` different children.
pub(crate) fn every_group(most: usize) -> Vec<Vec<ChildFacts>> {
    let one = every_child();
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..most {
        last = last
            .iter()
            .flat_map(|group| {
                let from = group.last().map_or(0, |at| at + 1);
                (from..one.len()).map(move |next| {
                    let mut group = group.clone();
                    group.push(next);
                    group
                })
            })
            .collect();
        all.extend(last.iter().cloned());
    }
    let named = |(at, of): (usize, &usize)| ChildFacts {
        name: format!("Child {at}"),
        ..one.get(*of).unwrap().clone()
    };
    all.iter()
        .map(|group| group.iter().enumerate().map(named).collect())
        .collect()
}
