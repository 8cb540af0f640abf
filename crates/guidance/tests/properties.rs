//! What holds for every pack and every situation: exactness against trying everything, and caution.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use guidance::{Answer, ChildFacts, Facts, Pack, Part, assess, called_for};
use proptest::prelude::*;
use support::generated::{Asked, Known, ONE_WAY, Vocabulary, YES_OR_NO, answer_mut, questions};

fn packs() -> impl Strategy<Value = Pack> {
    YES_OR_NO.packs(1..4)
}

fn situations() -> impl Strategy<Value = Facts> {
    YES_OR_NO.situations(Known::Parts, 1..3)
}

/// Every way in which what is not known may turn out.
fn completions(facts: &Facts) -> Vec<Facts> {
    let mut all = vec![facts.clone()];
    for asked in questions(facts) {
        if answer_mut(&mut facts.clone(), &asked).is_known() {
            continue;
        }
        let with = |facts: &Facts, answer: Answer| {
            let mut facts = facts.clone();
            *answer_mut(&mut facts, &asked) = answer;
            facts
        };
        let both = |facts: Facts| [Answer::Yes, Answer::No].map(|answer| with(&facts, answer));
        all = all.into_iter().flat_map(both).collect();
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

/// Answers that would be otherwise, with what each would be.
type Change = BTreeMap<Asked, String>;

/// What is told of each response: the smallest sets of one or two answers.
fn told(pack: &Pack, facts: &Facts) -> BTreeMap<String, BTreeSet<Change>> {
    let mut found: BTreeMap<String, BTreeSet<Change>> = BTreeMap::new();
    for one in &assess(pack, facts).would_change {
        let place = |name: &str| facts.children.iter().position(|child| child.name == name);
        let turned = one.change().map(|turn| {
            let child = turn.child.map(|name| place(name).unwrap());
            ((child, turn.fact.to_string()), turn.to.to_string())
        });
        let change: Change = turned.collect();
        for response in one.adds().chain(one.removes()) {
            let sets = found.entry(response.to_string()).or_default();
            sets.insert(change.clone());
        }
    }
    found
}

/// The same, found by trying every one and every two answers; of several answers that would do, the first.
fn changes(of: &Vocabulary, pack: &Pack, facts: &Facts) -> BTreeMap<String, BTreeSet<Change>> {
    let seen = assess(pack, facts);
    let is_given = |asked: &Asked| answer_mut(&mut facts.clone(), asked).is_known();
    let given: Vec<Asked> = questions(facts).into_iter().filter(is_given).collect();
    let mut sets: Vec<Vec<&Asked>> = given.iter().map(|one| vec![one]).collect();
    for (at, one) in given.iter().enumerate() {
        sets.extend(given.iter().skip(at + 1).map(|other| vec![one, other]));
    }
    let mut found: BTreeMap<String, BTreeSet<Change>> = BTreeMap::new();
    for set in sets {
        let mut tried = vec![Change::new()];
        for asked in &set {
            let was = answer_mut(&mut facts.clone(), asked).clone();
            let others = of
                .words(&asked.1)
                .iter()
                .filter(|word| **word != was.as_str());
            let with = |change: &Change, word: &str| {
                let mut change = change.clone();
                change.insert((*asked).clone(), word.to_owned());
                change
            };
            let others: Vec<&str> = others.copied().collect();
            tried = tried
                .iter()
                .flat_map(|change| others.iter().map(|word| with(change, word)))
                .collect();
        }
        for response in ["x", "y"] {
            let smaller = found.get(response).and_then(BTreeSet::first);
            if smaller.is_some_and(|change| change.len() < set.len()) {
                continue;
            }
            let alters = tried.iter().find(|change| {
                let mut other = facts.clone();
                for (asked, word) in *change {
                    *answer_mut(&mut other, asked) = Answer::from_word(word);
                }
                assess(pack, &other).calls_for(response) != seen.calls_for(response)
            });
            if let Some(change) = alters {
                let sets = found.entry(response.to_owned()).or_default();
                sets.insert(change.clone());
            }
        }
    }
    found
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
        for asked in questions(&facts) {
            let of = |facts: &Facts| answer_mut(&mut facts.clone(), &asked).clone();
            // Two ways of turning out that differ in this answer alone, and in what is called for.
            let matters = !of(&facts).is_known() && all.iter().zip(&floors).any(|(facts, floor)| {
                let mut other = facts.clone();
                let turned = if of(facts) == Answer::Yes { Answer::No } else { Answer::Yes };
                *answer_mut(&mut other, &asked) = turned;
                assess(&pack, &other).floor != *floor
            });
            let name = asked.0.map(|child| facts.children[child].name.clone());
            let told = seen.ask_next.iter().any(|ask| ask.fact.as_ref() == asked.1 && ask.child.as_deref() == name.as_deref());
            prop_assert_eq!(told, matters, "{:?}", asked);
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
    fn where_everything_is_known_just_the_single_answers_that_would_change_it_are_told(pack in packs(), facts in YES_OR_NO.situations(Known::Everything, 1..3)) {
        // Two that work against each other may be left untold where a question is tested both ways.
        let one = |mut all: BTreeMap<String, BTreeSet<Change>>| {
            all.retain(|_, sets| sets.iter().all(|change| change.len() == 1));
            all
        };
        prop_assert_eq!(one(told(&pack, &facts)), one(changes(&YES_OR_NO, &pack, &facts)));
    }

    #[test]
    fn where_no_question_is_tested_both_ways_just_what_would_change_it_is_told(pack in ONE_WAY.packs(1..4), facts in ONE_WAY.situations(Known::Something, 0..3)) {
        prop_assert_eq!(told(&pack, &facts), changes(&ONE_WAY, &pack, &facts));
    }

    #[test]
    fn raising_an_answer_never_removes_a_response_from_a_pack_that_checks(pack in packs(), facts in situations(), raise in 0..5usize) {
        let found = guidance::check_pack(&pack);
        prop_assume!(!found.iter().any(|one| one.what.contains("can remove") || one.what.contains("opposite senses") || one.what.contains("cannot be proved")));
        let mut worse = facts.clone();
        *answer_mut(&mut worse, &questions(&facts)[raise]) = Answer::Yes;
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
