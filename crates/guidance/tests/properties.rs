//! What holds for every pack and every situation: exactness against trying everything, and caution.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeSet;

use guidance::{Answer, ChildFacts, Facts, Pack, Part, assess, called_for};
use proptest::prelude::*;
use support::{fact, pack_of, rule};

const INCIDENT: [&str; 3] = ["a", "b", "d"];
const CHILD: [&str; 2] = ["c", "e"];

fn literal(of_child: bool) -> BoxedStrategy<String> {
    let of = |names: &'static [&'static str]| {
        (prop::sample::select(names), any::<bool>()).prop_map(|(id, yes)| {
            format!(
                "{{ fact = \"{id}\", is = \"{}\" }}",
                if yes { "yes" } else { "no" }
            )
        })
    };
    let incident = of(&INCIDENT);
    if !of_child {
        return incident.boxed();
    }
    let part = prop::sample::select(&["pictured", "made"][..])
        .prop_map(|part| format!("{{ part = \"{part}\" }}"));
    prop_oneof![3 => of(&CHILD), 2 => part, 1 => incident].boxed()
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
        plain.boxed()
    } else {
        let quantified = (condition(true, depth - 1), any::<bool>()).prop_map(|(body, any)| {
            format!(
                "{{ {} = {body} }}",
                if any { "any-child" } else { "every-child" }
            )
        });
        prop_oneof![2 => plain, 2 => quantified].boxed()
    }
}

/// A pack of one to three rules over two responses.
fn packs() -> impl Strategy<Value = Pack> {
    prop::collection::vec((condition(false, 2), any::<bool>(), any::<bool>()), 1..4).prop_map(
        |rules| {
            let rules: String = rules
                .iter()
                .enumerate()
                .map(|(at, (when, x, act))| {
                    rule(
                        &format!("r{at}"),
                        when,
                        if *x { "x" } else { "y" },
                        if *act { "act" } else { "ask" },
                    )
                })
                .collect();
            let facts: String = INCIDENT
                .iter()
                .map(|id| fact(id, "incident"))
                .chain(CHILD.iter().map(|id| fact(id, "child")))
                .collect();
            pack_of(&facts, &rules, &["x", "y"]).unwrap()
        },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![Just(Answer::NotKnown), Just(Answer::Yes), Just(Answer::No)]
}

fn children() -> impl Strategy<Value = Vec<ChildFacts>> {
    let parts = prop::sample::subsequence(vec![Part::Pictured, Part::Made, Part::ToldUs], 1..3);
    prop::collection::vec((parts, answer(), answer()), 1..3).prop_map(|children| {
        children
            .into_iter()
            .enumerate()
            .map(|(at, (parts, c, e))| ChildFacts {
                name: format!("Child {at}"),
                parts: parts.into_iter().collect(),
                answers: [("c".to_owned(), c), ("e".to_owned(), e)].into(),
            })
            .collect()
    })
}

fn situations() -> impl Strategy<Value = Facts> {
    (answer(), answer(), answer(), children()).prop_map(|(a, b, d, children)| Facts {
        on: None,
        incident: [
            ("a".to_owned(), a),
            ("b".to_owned(), b),
            ("d".to_owned(), d),
        ]
        .into(),
        children,
    })
}

/// Every way in which what is not known may turn out.
fn completions(facts: &Facts) -> Vec<Facts> {
    let mut all = vec![facts.clone()];
    let mut keys: Vec<(Option<usize>, String)> =
        facts.incident.keys().map(|id| (None, id.clone())).collect();
    for (at, child) in facts.children.iter().enumerate() {
        keys.extend(child.answers.keys().map(|id| (Some(at), id.clone())));
    }
    for (child, id) in keys {
        all = all
            .into_iter()
            .flat_map(|facts| {
                let known = match child {
                    None => facts.incident[&id].is_known(),
                    Some(at) => facts.children[at].answers[&id].is_known(),
                };
                if known {
                    return vec![facts];
                }
                [Answer::Yes, Answer::No]
                    .into_iter()
                    .map(|answer| {
                        let mut facts = facts.clone();
                        match child {
                            None => facts.incident.insert(id.clone(), answer),
                            Some(at) => facts.children[at].answers.insert(id.clone(), answer),
                        };
                        facts
                    })
                    .collect()
            })
            .collect();
    }
    all
}

fn set(ids: &guidance::IdList) -> BTreeSet<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// Whether `check` would accept that the pack can be decided exactly.
fn is_decidable(pack: &Pack) -> bool {
    !guidance::check_pack(pack)
        .iter()
        .any(|one| one.what.contains("opposite senses"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_rule_is_in_exactly_one_of_three_and_the_floor_is_under_the_ceiling(pack in packs(), facts in situations()) {
        let seen = assess(&pack, &facts);
        for rule in pack.rules() {
            let times = seen.met.iter().chain(&seen.not_met).filter(|id| **id == rule.id).count()
                + seen.undecided.iter().filter(|one| one.rule == rule.id).count();
            prop_assert_eq!(times, 1);
        }
        prop_assert!(set(&seen.floor).is_subset(&set(&seen.ceiling)));
        prop_assert_eq!(seen.settled, seen.floor == seen.ceiling);
    }

    #[test]
    fn what_is_called_for_is_the_same_asked_alone(pack in packs(), facts in situations()) {
        prop_assert_eq!(called_for(&pack, &facts), assess(&pack, &facts).called_for);
    }

    #[test]
    fn the_answer_is_exact(pack in packs(), facts in situations()) {
        prop_assume!(is_decidable(&pack));
        let seen = assess(&pack, &facts);
        let all: Vec<_> = completions(&facts).iter().map(|facts| assess(&pack, facts)).collect();
        for rule in pack.rules() {
            let times = all.iter().filter(|one| one.met.contains(&rule.id)).count();
            let acts = rule.unknown == guidance::Unknown::Act;
            let met = if acts { times > 0 } else { times == all.len() };
            prop_assert_eq!(seen.met.contains(&rule.id), met, "{} {:?}", rule.id, rule.when);
            prop_assert_eq!(seen.not_met.contains(&rule.id), times == 0, "{} {:?}", rule.id, rule.when);
        }
        for response in ["x", "y"] {
            let called = all.iter().filter(|one| one.calls_for(response)).count();
            let acting = seen.called_for.iter().any(|one| one.response.as_ref() == response && one.reasons.iter().any(|reason| reason.not_known));
            prop_assert_eq!(seen.calls_for(response), called == all.len() || acting);
            let could = seen.ceiling.iter().any(|id| id.as_ref() == response);
            prop_assert_eq!(could, called > 0);
        }
    }

    #[test]
    fn what_is_asked_next_is_just_what_can_make_a_difference(pack in packs(), facts in situations()) {
        prop_assume!(is_decidable(&pack));
        let seen = assess(&pack, &facts);
        let all = completions(&facts);
        let floors: Vec<_> = all.iter().map(|facts| assess(&pack, facts).floor).collect();
        for (at, one) in INCIDENT.iter().map(|id| (None, *id)).chain((0..facts.children.len()).flat_map(|at| CHILD.iter().map(move |id| (Some(at), *id)))) {
            let of = |facts: &Facts| match at {
                None => facts.incident[one].clone(),
                Some(child) => facts.children[child].answers[one].clone(),
            };
            // Two ways of turning out that differ in this answer alone, and in what is called for.
            let matters = !of(&facts).is_known() && all.iter().zip(&floors).any(|(facts, floor)| {
                let mut other = facts.clone();
                let turned = if of(facts) == Answer::Yes { Answer::No } else { Answer::Yes };
                match at {
                    None => other.incident.insert(one.to_owned(), turned),
                    Some(child) => other.children[child].answers.insert(one.to_owned(), turned),
                };
                assess(&pack, &other).floor != *floor
            });
            let name = at.map(|child| facts.children[child].name.clone());
            let asked = seen.ask_next.iter().any(|ask| ask.fact.as_ref() == one && ask.child.as_deref() == name.as_deref());
            prop_assert_eq!(asked, matters, "{} {:?}", one, name);
        }
    }

    #[test]
    fn what_would_change_it_does_change_it(pack in packs(), facts in situations()) {
        prop_assume!(is_decidable(&pack));
        let seen = assess(&pack, &facts);
        for told in &seen.would_change {
            let mut other = facts.clone();
            for change in told.change() {
                match change.child {
                    None => other.incident.insert(change.fact.to_string(), change.to.clone()),
                    Some(name) => {
                        let child = other.children.iter_mut().find(|one| one.name == name.as_ref()).unwrap();
                        child.answers.insert(change.fact.to_string(), change.to.clone())
                    }
                };
            }
            let after = assess(&pack, &other);
            for id in told.adds() {
                prop_assert!(!seen.calls_for(id) && after.calls_for(id));
            }
            for id in told.removes() {
                prop_assert!(seen.calls_for(id) && !after.calls_for(id));
            }
        }
    }

    #[test]
    fn every_single_answer_that_would_change_it_is_told(pack in packs(), facts in situations()) {
        prop_assume!(is_decidable(&pack));
        let seen = assess(&pack, &facts);
        for id in INCIDENT {
            let turned = match facts.incident[id] {
                Answer::Yes => Answer::No,
                Answer::No => Answer::Yes,
                _ => continue,
            };
            let mut other = facts.clone();
            other.incident.insert(id.to_owned(), turned);
            let after = assess(&pack, &other);
            // A response by cases (open rules that are certain only together) is left to the questions.
            let by_cases = seen.called_for.iter().chain(&after.called_for).any(|one| one.reasons.iter().any(|reason| reason.whichever));
            let told = seen.would_change.iter().any(|one| one.answers() == 1 && one.change().all(|one| one.fact.as_ref() == id && one.child.is_none()));
            if !by_cases && is_kleene(&pack) {
                prop_assert_eq!(told, seen.floor != after.floor, "{}", id);
            }
        }
    }

    #[test]
    fn raising_an_answer_never_removes_a_response_from_a_pack_that_checks(pack in packs(), facts in situations(), raise in 0..5usize) {
        let found = guidance::check_pack(&pack);
        prop_assume!(!found.iter().any(|one| one.what.contains("can remove") || one.what.contains("opposite senses") || one.what.contains("cannot be proved")));
        let mut worse = facts.clone();
        match raise {
            0..3 => { worse.incident.insert(INCIDENT[raise].to_owned(), Answer::Yes); }
            _ => { worse.children[0].answers.insert(CHILD[raise - 3].to_owned(), Answer::Yes); }
        }
        let (before, after) = (assess(&pack, &facts), assess(&pack, &worse));
        let lost: Vec<_> = set(&before.floor).difference(&set(&after.floor)).cloned().collect();
        prop_assert!(lost.is_empty(), "{:?}", lost);
    }

    #[test]
    fn learning_never_removes_what_is_called_for_but_where_not_knowing_was_the_reason(pack in packs(), facts in situations()) {
        let before = assess(&pack, &facts);
        for known in completions(&facts) {
            let after = assess(&pack, &known);
            for one in &before.called_for {
                if !one.reasons.iter().any(|reason| reason.not_known) {
                    prop_assert!(after.calls_for(&one.response));
                }
            }
        }
    }

    #[test]
    fn no_facts_make_it_fail(pack in packs(), ids in prop::collection::vec(("[a-f]{1,2}", "[a-z-]{0,6}"), 0..6), parts in prop::collection::btree_set(prop::sample::select(Part::ALL), 0..4)) {
        let answers: std::collections::BTreeMap<String, Answer> = ids.into_iter().map(|(id, word)| (id, Answer::from_word(&word))).collect();
        let facts = Facts {
            on: None,
            incident: answers.clone(),
            children: vec![ChildFacts { name: String::new(), parts, answers }],
        };
        let seen = assess(&pack, &facts);
        prop_assert!(!seen.to_text(&pack).is_empty());
    }
}

/// Whether no fact stands in one pack's rules in both senses, so that what would change it is complete.
fn is_kleene(pack: &Pack) -> bool {
    let text: String = pack
        .rules()
        .iter()
        .map(|rule| format!("{:?}", rule.when))
        .collect();
    !text.contains("Not")
        && INCIDENT.iter().chain(&CHILD).all(|id| {
            let with = |answer: &str| text.contains(&format!("fact: \"{id}\", is: [\"{answer}\"]"));
            !(with("yes") && with("no"))
        })
}
