//! The engine against a plain reading of the conditions, over the shipped packs and random facts: every rule and response
//! decided by trying what is not known value by value, with none of the engine's short cuts.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod reference;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use guidance::{
    Answer, Assessment, ChildFacts, Condition, Facts, Library, Of, Pack, Part, Recommended,
    RuleStatus, Unknown, assess, check_pack,
};
use jiff::civil::date;
use proptest::prelude::*;
use reference::{Var, World, reaching, stands, words};
use support::generated::{FEW, Known, MANY, Vocabulary};

fn packs() -> &'static [Arc<Pack>] {
    static PACKS: LazyLock<Vec<Arc<Pack>>> = LazyLock::new(|| {
        let library = Library::shipped();
        let mut packs: Vec<_> = library
            .packs()
            .iter()
            .filter(|one| !one.is_layer())
            .cloned()
            .collect();
        packs.extend(library.on("england", date(2026, 11, 22)));
        packs
    });
    &PACKS
}

/// Facts drawn from a list of bytes: how much is known, and how calm it is, differ from draw to draw.
fn drawn(pack: &Pack, bytes: &[u8]) -> Facts {
    let mut rest = bytes.iter().copied().map(usize::from);
    let mut draw = |below: usize| rest.next().unwrap_or(0) % below;
    let (known, calm, day) = (draw(11), draw(11), draw(3));
    let mut answers = |of: Of| -> BTreeMap<String, Answer> {
        let mut all = BTreeMap::new();
        for fact in pack.facts().iter().filter(|one| one.of == of) {
            let words = words(fact);
            let word = &words[if draw(10) < calm {
                0
            } else {
                draw(words.len())
            }];
            if draw(10) < known {
                all.insert(fact.id.to_string(), Answer::from_word(word));
            }
        }
        all
    };
    let incident = answers(Of::Incident);
    let children: Vec<_> = ["Child A", "Child B"]
        .map(|name| (name, answers(Of::Child)))
        .into();
    let children = children
        .into_iter()
        .take(draw(3))
        .map(|(name, answers)| ChildFacts {
            name: name.to_owned(),
            parts: (0..draw(3))
                .map(|_| Part::ALL[draw(Part::ALL.len())])
                .collect(),
            answers,
        });
    Facts {
        on: [None, Some(date(2024, 6, 1)), Some(date(2026, 11, 22))][day],
        incident,
        children: children.collect(),
    }
}

fn situations() -> impl Strategy<Value = (Arc<Pack>, Facts)> {
    (0..packs().len(), prop::collection::vec(any::<u8>(), 400)).prop_map(|(at, bytes)| {
        let pack = packs()[at].clone();
        let facts = drawn(&pack, &bytes);
        (pack, facts)
    })
}

fn told(list: &[Recommended]) -> Vec<(String, Vec<String>)> {
    let reasons = |one: &Recommended| one.reasons.iter().map(|why| why.rule.to_string()).collect();
    list.iter()
        .map(|one| (one.response.to_string(), reasons(one)))
        .collect()
}

/// What one answer's being otherwise would add or remove, tried answer by answer.
fn reversals(pack: &Pack, facts: &Facts, seen: &Assessment) -> BTreeSet<(Var, String)> {
    let mut found = BTreeSet::new();
    let world = World::of(pack, facts);
    let children = facts
        .children
        .iter()
        .enumerate()
        .map(|(at, one)| (Some(at), &one.answers));
    for (child, answers) in children.chain([(None, &facts.incident)]) {
        for id in answers.keys() {
            for word in words(pack.fact(id).unwrap()) {
                let mut other = world.clone();
                let var = (child, id.clone());
                if other.values.insert(var.clone(), vec![word.clone()]) == Some(vec![word]) {
                    continue;
                }
                for response in pack.responses() {
                    let now = stands(&mut other, &reaching(pack, facts, &response.id, true)).0;
                    if now != seen.calls_for(&response.id) {
                        found.insert((var.clone(), response.id.to_string()));
                    }
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_called_for_and_why_is_what_trying_everything_gives((pack, facts) in situations()) {
        let seen = assess(&pack, &facts);
        let mut world = World::of(&pack, &facts);
        let mut ceiling = Vec::new();
        for called in [true, false] {
            let mut expected = Vec::new();
            for response in pack.responses() {
                let (now, could, why) = stands(&mut world, &reaching(&pack, &facts, &response.id, called));
                if now {
                    expected.push((response.id.to_string(), why));
                }
                if called && (now || could) {
                    ceiling.push(response.id.clone());
                }
            }
            prop_assert_eq!(told(if called { &seen.called_for } else { &seen.pointed_to }), expected);
        }
        prop_assert_eq!(&seen.ceiling, &ceiling);
        for rule in pack.rules() {
            let [may_fail, may_hold] = world.outcomes(&[&rule.when]);
            let waits = seen.undecided.iter().any(|one| one.rule == rule.id);
            let in_force = seen.rule_status(&rule.id).is_some();
            prop_assert_eq!(waits, in_force && may_fail && may_hold && rule.unknown != Unknown::Act);
        }
    }

    #[test]
    fn every_question_is_open_and_every_answer_that_could_change_a_response_is_asked((pack, facts) in situations()) {
        let seen = assess(&pack, &facts);
        let mut world = World::of(&pack, &facts);
        for ask in &seen.ask_next {
            let child = ask.child.as_ref().map(|name| facts.children.iter().position(|one| one.name == **name).unwrap());
            let child = child.or((ask.of == Of::Child).then_some(0));
            let open = world.values.iter().any(|((of, id), possible)| *of == child && possible.len() > 1 && (*id == *ask.fact || id.starts_with("part:") && ask.fact.as_ref() == "parts"));
            prop_assert!(open, "{:?}", ask);
        }
        // Nothing asked: nothing open. Something open: a question for it.
        for response in pack.responses() {
            for called in [true, false] {
                let rules = reaching(&pack, &facts, &response.id, called);
                let all: Vec<&Condition> = rules.iter().map(|rule| &rule.when).collect();
                let open = world.outcomes(&all) == [true, true];
                let asked = seen.ask_next.iter().any(|ask| ask.could.contains(&response.id));
                prop_assert!(!open || asked, "{}", response.id);
            }
        }
    }
}

/// A pack of random rules, and random facts for it.
fn made_up(of: &'static Vocabulary) -> impl Strategy<Value = (Pack, Facts)> {
    (of.packs(1..4), of.situations(Known::Something, 0..3))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_any_pack_every_rule_stands_as_trying_everything_gives((pack, facts) in prop_oneof![made_up(&FEW), made_up(&MANY)]) {
        // What the engine could not decide exactly, `check` refuses.
        prop_assume!(!check_pack(&pack).iter().any(|one| one.what.contains("opposite senses") || one.what.contains("turns on")));
        let seen = assess(&pack, &facts);
        let mut world = World::of(&pack, &facts);
        for rule in pack.rules() {
            let stands = match (world.outcomes(&[&rule.when]), rule.unknown) {
                ([false, _], _) | ([true, true], Unknown::Act) => RuleStatus::Met,
                ([true, true], _) => RuleStatus::Undecided,
                ([true, false], _) => RuleStatus::NotMet,
            };
            prop_assert_eq!(seen.rule_status(&rule.id), Some(stands), "{:?}", rule.when);
        }
        for response in pack.responses() {
            let (now, could, why) = stands(&mut world, &reaching(&pack, &facts, &response.id, true));
            let told = told(&seen.called_for).into_iter().find(|(id, _)| *id == *response.id);
            prop_assert_eq!(told, now.then(|| (response.id.to_string(), why)));
            prop_assert_eq!(seen.ceiling.contains(&response.id), now || could);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_one_answer_that_would_change_it_is_told_and_no_other((pack, facts) in situations()) {
        let seen = assess(&pack, &facts);
        let mut told = BTreeSet::new();
        for one in seen.would_change.iter().filter(|one| one.answers() == 1) {
            let change = one.change().next().unwrap();
            let child = change.child.map(|name| facts.children.iter().position(|one| one.name == **name).unwrap());
            for response in one.adds().chain(one.removes()) {
                told.insert(((child, change.fact.to_string()), response.to_string()));
            }
        }
        // What is only pointed to is told as well; here what is called for is looked at.
        let called: BTreeSet<String> = pack.rules().iter().flat_map(|rule| rule.calls_for.iter()).map(ToString::to_string).collect();
        let pointed: BTreeSet<String> = pack.rules().iter().flat_map(|rule| rule.points_to.iter()).map(ToString::to_string).collect();
        let only_called = |one: &(Var, String)| called.contains(&one.1) && !pointed.contains(&one.1);
        told.retain(only_called);
        let mut expected = reversals(&pack, &facts, &seen);
        expected.retain(only_called);
        prop_assert_eq!(told, expected);
    }
}
