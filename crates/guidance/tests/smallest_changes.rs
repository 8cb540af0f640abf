//! The smallest changes, against trying every change there is.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use guidance::{Answer, Facts, Library, Pack, assess, smallest_changes};
use jiff::civil::date;
use proptest::prelude::*;
use support::generated::{Asked, Known, MANY, answer_mut, questions};
use support::{facts, small};

/// Answers that would be otherwise.
type Change = BTreeMap<Asked, Answer>;

fn called(pack: &Pack, facts: &Facts) -> BTreeSet<String> {
    assess(pack, facts)
        .floor
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Every change to answers that were given, by how many it changes.
fn every_change(facts: &Facts) -> Vec<Change> {
    let mut all: Vec<Change> = vec![Change::new()];
    for asked in questions(facts) {
        let given = answer_mut(&mut facts.clone(), &asked).clone();
        if !given.is_known() {
            continue;
        }
        let more: Vec<Change> = all
            .iter()
            .flat_map(|change| {
                let others = MANY
                    .words(&asked.1)
                    .iter()
                    .map(|word| Answer::from_word(word));
                others.filter(|other| *other != given).map(|other| {
                    let mut change = change.clone();
                    change.insert(asked.clone(), other);
                    change
                })
            })
            .collect();
        all.extend(more);
    }
    all
}

fn with(facts: &Facts, change: &Change) -> Facts {
    let mut facts = facts.clone();
    for (asked, answer) in change {
        *answer_mut(&mut facts, asked) = answer.clone();
    }
    facts
}

/// What a told change means: every choice of one answer for each of its facts.
fn meant(facts: &Facts, told: &guidance::SmallestChange) -> Vec<Change> {
    let mut all = vec![Change::new()];
    for one in &told.answers {
        let place = |name: &str| facts.children.iter().position(|child| child.name == name);
        let child = one.child.as_deref().map(|name| place(name).unwrap());
        all = all
            .iter()
            .flat_map(|change| {
                one.to.iter().map(|to| {
                    let mut change = change.clone();
                    change.insert((child, one.fact.to_string()), to.clone());
                    change
                })
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_smallest_set_of_answers_is_told_and_no_other((pack, facts) in (MANY.packs(1..4), MANY.situations(Known::Something, 0..3))) {
        let now = called(&pack, &facts);
        // For each response, the fewest answers that alter it, and every set of so many.
        let mut fewest: BTreeMap<&str, (usize, BTreeSet<Change>)> = BTreeMap::new();
        for change in every_change(&facts) {
            let then = called(&pack, &with(&facts, &change));
            for response in ["x", "y"] {
                if now.contains(response) == then.contains(response) {
                    continue;
                }
                let best = fewest.entry(response).or_insert((usize::MAX, BTreeSet::new()));
                if change.len() < best.0 {
                    *best = (change.len(), BTreeSet::new());
                }
                if change.len() == best.0 {
                    best.1.insert(change.clone());
                }
            }
        }
        let expected: BTreeSet<Change> = fewest.values().flat_map(|(_, sets)| sets.clone()).collect();
        let told = smallest_changes(&pack, &facts);
        let sets: BTreeSet<Change> = told.changes.iter().flat_map(|one| meant(&facts, one)).collect();
        prop_assert_eq!(sets, expected);
        prop_assert!(told.not_searched_to_the_end.is_empty());
        for response in &told.cannot_be_altered {
            prop_assert!(!fewest.contains_key(response.as_ref()));
        }
        // What each is said to alter is what it alters, all of it.
        for one in &told.changes {
            for change in meant(&facts, one) {
                let then = called(&pack, &with(&facts, &change));
                let ids = |list: &[guidance::Text]| list.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
                prop_assert_eq!(ids(&one.calls_for), then.difference(&now).cloned().collect());
                prop_assert_eq!(ids(&one.no_longer_calls_for), now.difference(&then).cloned().collect());
            }
        }
    }
}

#[test]
fn three_answers_are_told_where_three_are_needed() {
    let pack = small();
    let known = facts(
        &pack,
        "incident = { adult-involved = \"yes\", sexual-acts = \"yes\", spread = \"public\" }\n[[children]]\nname = \"Child A\"\nparts = [\"pictured\", \"made\"]\nage-under-13 = \"yes\"\nat-risk-now = \"no\"\npressed = \"yes\"\n[[children]]\nname = \"Child B\"\nparts = [\"shared\"]\nage-under-13 = \"no\"\nat-risk-now = \"no\"\npressed = \"yes\"\n",
    );
    let told = smallest_changes(&pack, &known);
    let away = |id: &str| {
        let mut all = told.changes.iter();
        all.find(|one| one.no_longer_points_to.iter().any(|one| one.as_ref() == id))
            .unwrap()
    };
    let consult = away("consult");
    assert_eq!(consult.answers.len(), 3, "{told:?}");
    assert_eq!(
        consult.answers[0].to,
        [Answer::Choice("one-person".to_owned())]
    );
    assert_eq!(
        told.cannot_be_altered
            .iter()
            .map(AsRef::as_ref)
            .collect::<Vec<_>>(),
        ["record"]
    );
    let both = told.changes.iter().filter(|one| {
        one.no_longer_calls_for
            .iter()
            .any(|one| one.as_ref() == "refer-now")
    });
    assert!(
        both.clone().all(|one| one.answers.len() == 2) && both.count() == 2,
        "{told:?}"
    );
}

#[test]
fn in_every_example_of_every_shipped_pack_the_search_comes_to_its_end() {
    let library = Library::shipped();
    let mut packs: Vec<_> = library
        .packs()
        .iter()
        .filter(|one| !one.is_layer())
        .cloned()
        .collect();
    packs.extend(library.on("england", date(2026, 11, 22)));
    let mut tried = 0;
    for pack in packs {
        for example in pack.examples() {
            let told = smallest_changes(&pack, &example.facts);
            assert!(
                told.not_searched_to_the_end.is_empty(),
                "{}: {:?}",
                example.name,
                told.not_searched_to_the_end
            );
            // What assess tells of one answer is told here as well.
            for one in &assess(&pack, &example.facts).would_change {
                if one.answers() > 1 {
                    continue;
                }
                let first = one.change().next().unwrap();
                let found = told.changes.iter().any(|other| {
                    other.answers.len() == 1
                        && other.answers[0].fact == *first.fact
                        && other.answers[0].child.as_ref() == first.child
                        && other.answers[0].to.contains(first.to)
                });
                assert!(found, "{}: {one:?}", example.name);
            }
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried} examples");
}
