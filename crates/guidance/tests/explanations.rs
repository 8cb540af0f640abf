//! Why a result is as it is and not otherwise, over the shipped packs' examples and over situations nobody thought of.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use guidance::{
    Answer, CannotMatter, Condition, Decided, Example, FactBehind, Facts, HowFar, Library, PARTS,
    Pack, RuleMoved, RuleStatus, Side, Stands, assess, not_asked, side_by_side, why_not,
};
use jiff::civil::date;
use proptest::prelude::*;
use support::generated::{Known, MANY, answer_mut, questions};
use support::{facts, small};

fn shipped() -> Vec<Arc<Pack>> {
    let library = Library::shipped();
    let bases = library.packs().iter().filter(|one| !one.is_layer());
    let mut packs: Vec<_> = bases.cloned().collect();
    packs.extend(library.on("england", date(2026, 11, 22)));
    packs
}

fn every_example(see: impl Fn(&Pack, &Example)) {
    let mut seen = 0;
    for pack in shipped() {
        for example in pack.examples() {
            see(&pack, example);
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} examples");
}

/// The facts that a condition asks about.
fn asked_by<'c>(condition: &'c Condition, into: &mut BTreeSet<&'c str>) {
    match condition {
        Condition::Always => {}
        Condition::Fact { fact, .. } => {
            into.insert(fact);
        }
        Condition::Part(_) => {
            into.insert(PARTS);
        }
        Condition::Not(of) | Condition::AnyChild(of) | Condition::EveryChild(of) => {
            asked_by(of, into)
        }
        Condition::All(of) | Condition::Any(of) | Condition::AtLeast { of, .. } => {
            of.iter().for_each(|one| asked_by(one, into));
        }
    }
}

fn ids(list: &[FactBehind]) -> impl Iterator<Item = &str> {
    list.iter().map(|one| one.fact.fact.as_ref())
}

#[test]
fn why_not_is_answered_for_every_response_of_every_example_from_its_rules_alone() {
    every_example(|pack, example| {
        let seen = assess(pack, &example.facts);
        for response in pack.responses() {
            let told = why_not(pack, &example.facts, &response.id).unwrap();
            let place = format!("{}: {}: {told:?}", example.name, response.id);
            assert_eq!(
                told.reached == HowFar::CalledFor,
                seen.calls_for(&response.id),
                "{place}"
            );
            let pointed = seen
                .pointed_to
                .iter()
                .any(|one| one.response == response.id);
            assert!(
                !pointed || matches!(told.reached, HowFar::CalledFor | HowFar::PointedTo),
                "{place}"
            );
            assert_eq!(
                told.rules.is_empty(),
                told.reached == HowFar::NoRule,
                "{place}"
            );
            assert_eq!(
                told.reached == HowFar::CouldBe,
                !seen.calls_for(&response.id)
                    && !pointed
                    && seen
                        .undecided
                        .iter()
                        .any(|one| one.responses.contains(&response.id)),
                "{place}"
            );
            for rule in &told.rules {
                let own = pack.rule(&rule.rule).unwrap();
                assert_eq!((&rule.needs, &rule.source), (&own.when, &own.source));
                let mut asks = BTreeSet::new();
                asked_by(&own.when, &mut asks);
                let status = seen.rule_status(&rule.rule);
                let facts: Vec<&str> = match &rule.stands {
                    Stands::Dormant { .. } | Stands::NotInForce { .. } => {
                        assert_eq!(status, None, "{place}");
                        continue;
                    }
                    Stands::Met { because } => {
                        assert_eq!(status, Some(RuleStatus::Met), "{place}");
                        ids(because).collect()
                    }
                    Stands::MetAsNotKnown { waiting_on } => {
                        assert_eq!(status, Some(RuleStatus::Met), "{place}");
                        assert!(!waiting_on.is_empty(), "{place}");
                        waiting_on.iter().map(|one| one.fact.as_ref()).collect()
                    }
                    Stands::Waits {
                        waiting_on,
                        against,
                    } => {
                        assert_eq!(status, Some(RuleStatus::Undecided), "{place}");
                        assert!(!waiting_on.is_empty(), "{place}");
                        waiting_on
                            .iter()
                            .map(|one| one.fact.as_ref())
                            .chain(ids(against))
                            .collect()
                    }
                    Stands::NotMet { against } => {
                        assert_eq!(status, Some(RuleStatus::NotMet), "{place}");
                        assert!(!against.is_empty(), "something stands against it: {place}");
                        ids(against).collect()
                    }
                };
                for fact in facts {
                    assert!(
                        asks.contains(fact),
                        "{fact} is none of the rule\u{2019}s: {place}"
                    );
                }
            }
        }
    });
    assert_eq!(
        why_not(&small(), &Facts::default(), "no-such-response"),
        None
    );
}

#[test]
fn what_stands_against_a_rule_is_enough_by_itself() {
    every_example(|pack, example| {
        for response in pack.responses() {
            for rule in why_not(pack, &example.facts, &response.id).unwrap().rules {
                let Stands::NotMet { against } = rule.stands else {
                    continue;
                };
                // With every answer forgotten but those, the rule is still not met.
                let mut fewer = example.facts.clone();
                fewer
                    .incident
                    .retain(|id, _| ids(&against).any(|one| one == id));
                for child in &mut fewer.children {
                    let named = |id: &str| {
                        let mut all = against.iter();
                        all.any(|one| {
                            one.fact.fact.as_ref() == id
                                && one.fact.child.as_deref() == Some(child.name.as_str())
                        })
                    };
                    child.answers.retain(|id, _| named(id));
                }
                assert_eq!(
                    assess(pack, &fewer).rule_status(&rule.rule),
                    Some(RuleStatus::NotMet),
                    "{}: {}",
                    example.name,
                    rule.rule
                );
            }
        }
    });
}

#[test]
fn every_open_question_of_every_example_is_asked_or_argued_away() {
    every_example(|pack, example| {
        let facts = &example.facts;
        let seen = assess(pack, facts);
        let rest = not_asked(pack, facts);
        let asked: BTreeSet<_> = seen
            .ask_next
            .iter()
            .map(|one| (one.fact.clone(), one.child.clone()))
            .collect();
        let argued: BTreeSet<_> = rest
            .iter()
            .map(|one| (one.fact.clone(), one.child.clone()))
            .collect();
        assert_eq!(argued.len(), rest.len());
        assert!(asked.is_disjoint(&argued), "{}", example.name);
        for fact in pack.facts() {
            let mut places: Vec<(Option<&str>, Option<&Answer>)> = Vec::new();
            if fact.of == guidance::Of::Incident {
                places.push((None, facts.incident.get(fact.id.as_ref())));
            }
            for child in &facts.children {
                if fact.of == guidance::Of::Child {
                    places.push((Some(&child.name), child.answers.get(fact.id.as_ref())));
                }
            }
            for (child, answer) in places {
                let open = answer.is_none_or(|answer| !answer.is_known());
                let key = (fact.id.clone(), child.map(Into::into));
                let told = asked.contains(&key) || argued.contains(&key);
                assert_eq!(open, told, "{}: {key:?}", example.name);
            }
        }
        for one in &rest {
            let CannotMatter::Rules(rules) = &one.because else {
                continue;
            };
            assert!(!rules.is_empty());
            for rule in rules {
                let mut asks = BTreeSet::new();
                asked_by(&pack.rule(&rule.rule).unwrap().when, &mut asks);
                assert!(
                    asks.contains(one.fact.as_ref()),
                    "{}: {rule:?}",
                    example.name
                );
                let expected = match &rule.decided {
                    Decided::Dormant | Decided::NotInForce => None,
                    Decided::Met { .. } => Some(RuleStatus::Met),
                    Decided::CannotBeMet { .. } => Some(RuleStatus::NotMet),
                    _ => continue,
                };
                assert_eq!(
                    seen.rule_status(&rule.rule),
                    expected,
                    "{}: {rule:?}",
                    example.name
                );
            }
        }
    });
}

/// Every way in which the open answers may turn out. Parts stay as they are.
fn turned_out(facts: &Facts) -> Vec<Facts> {
    let mut all = vec![facts.clone()];
    for asked in questions(facts) {
        if answer_mut(&mut facts.clone(), &asked).is_known() {
            continue;
        }
        all = all
            .iter()
            .flat_map(|one| {
                MANY.words(&asked.1).iter().map(|word| {
                    let mut one = one.clone();
                    *answer_mut(&mut one, &asked) = Answer::from_word(word);
                    one
                })
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_asked_makes_no_difference_however_the_rest_turns_out((pack, facts) in (MANY.packs(1..4), MANY.situations(Known::Something, 0..3))) {
        for one in not_asked(&pack, &facts) {
            let Some(child) = one.child.as_deref().map(|name| facts.children.iter().position(|one| one.name == name).unwrap()).map(Some).or((one.of == guidance::Of::Incident).then_some(None)) else {
                continue;
            };
            if one.fact.as_ref() == PARTS {
                continue;
            }
            let asked = (child, one.fact.to_string());
            for turned in turned_out(&facts) {
                let floors: BTreeSet<Vec<guidance::Text>> = MANY.words(&asked.1).iter().map(|word| {
                    let mut turned = turned.clone();
                    *answer_mut(&mut turned, &asked) = Answer::from_word(word);
                    assess(&pack, &turned).floor.iter().cloned().collect::<Vec<_>>()
                }).collect();
                prop_assert_eq!(floors.len(), 1, "{:?} {:?}", one, turned);
            }
        }
    }

    #[test]
    fn a_rule_that_stands_differently_names_a_fact_that_was_known_otherwise((pack, before, after) in (MANY.packs(1..4), MANY.situations(Known::Something, 0..3), MANY.situations(Known::Something, 0..3))) {
        let seen = [assess(&pack, &before), assess(&pack, &after)];
        let side = |facts, at: usize| Side { pack: &pack, facts, assessment: &seen[at] };
        let beside = side_by_side(side(&before, 0), side(&after, 1));
        prop_assert!(beside.same_pack);
        for rule in pack.rules() {
            let (was, is) = (seen[0].rule_status(&rule.id), seen[1].rule_status(&rule.id));
            prop_assert_eq!(was != is, beside.rules.iter().any(|one| one.rule == rule.id && one.before == was && one.after == is));
        }
        for rule in &beside.rules {
            let RuleMoved::Facts { facts, children } = &rule.because else { panic!("{rule:?}") };
            prop_assert!(!facts.is_empty() || !children.is_empty(), "{:?}\n{:?}\n{:?}\n{:?}", rule, before, after, pack.rules());
            for fact in facts {
                prop_assert!(beside.facts.contains(fact));
            }
        }
        let both: BTreeSet<_> = seen[0].floor.iter().chain(&seen[1].floor).cloned().collect();
        let told: BTreeSet<_> = beside.added.iter().chain(&beside.removed).chain(&beside.unchanged).map(|one| one.response.clone()).collect();
        prop_assert_eq!(both, told);
        let back = side_by_side(side(&after, 1), side(&before, 0));
        prop_assert_eq!(back.added.len(), beside.removed.len());
        prop_assert_eq!(back.came_up.len(), beside.fell_away.len());
        prop_assert!(side_by_side(side(&after, 1), side(&after, 1)).is_alike());
    }
}

#[test]
fn one_answer_more_is_seen_side_by_side_with_what_it_did() {
    let pack = small();
    let before = facts(
        &pack,
        "incident = { sexual-acts = \"no\", spread = \"one-person\" }\n[[children]]\nname = \"Child A\"\nparts = [\"pictured\"]\nat-risk-now = \"no\"\n",
    );
    let mut after = before.clone();
    after
        .incident
        .insert("adult-involved".to_owned(), Answer::Yes);
    let seen = [assess(&pack, &before), assess(&pack, &after)];
    let beside = side_by_side(
        Side {
            pack: &pack,
            facts: &before,
            assessment: &seen[0],
        },
        Side {
            pack: &pack,
            facts: &after,
            assessment: &seen[1],
        },
    );
    assert_eq!(beside.added.len(), 1);
    assert_eq!(beside.added[0].response.as_ref(), "refer-now");
    assert_eq!(beside.unchanged.len(), 1, "what is recorded in every case");
    assert_eq!(beside.rules.len(), 1);
    assert_eq!(
        (beside.rules[0].before, beside.rules[0].after),
        (Some(RuleStatus::Undecided), Some(RuleStatus::Met))
    );
    assert_eq!(beside.fell_away[0].answered, Some(Answer::Yes));
    assert!(beside.came_up.is_empty());
}

#[test]
fn the_same_facts_under_two_texts_say_which_rules_are_new_and_which_are_gone() {
    let library = Library::shipped();
    let (old, new) = (
        library.find("england-ukcis-2020", None).unwrap(),
        library.on("england", date(2026, 11, 22)).unwrap(),
    );
    let example = &new.examples()[0];
    let seen = [assess(&old, &example.facts), assess(&new, &example.facts)];
    let beside = side_by_side(
        Side {
            pack: &old,
            facts: &example.facts,
            assessment: &seen[0],
        },
        Side {
            pack: &new,
            facts: &example.facts,
            assessment: &seen[1],
        },
    );
    assert!(!beside.same_pack && beside.facts.is_empty());
    assert!(
        beside
            .rules
            .iter()
            .any(|one| one.because == RuleMoved::NewInThePack),
        "{beside:?}"
    );
    for one in &beside.rules {
        match one.because {
            RuleMoved::NewInThePack => assert!(old.rule(&one.rule).is_none()),
            RuleMoved::GoneFromThePack => assert!(new.rule(&one.rule).is_none()),
            _ => assert!(old.rule(&one.rule).is_some() && new.rule(&one.rule).is_some()),
        }
    }
}
