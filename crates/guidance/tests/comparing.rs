//! Two texts are compared over every situation, and each difference is shown by an example that has it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use guidance::{
    Answer, ChildFacts, Comparison, Facts, Library, Of, OtherSays, Pack, Part, WhichText, assess,
    compare,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn on(day: Date) -> Arc<Pack> {
    Library::shipped().on("england", day).unwrap()
}

fn found(spec: &str) -> Arc<Pack> {
    Library::shipped().find(spec, None).unwrap()
}

fn compared(one: &Pack, other: &Pack) -> Comparison {
    compare((one, None), (other, None)).unwrap()
}

fn asks(pack: &Pack, facts: &Facts, response: &str, called: bool) -> bool {
    let seen = assess(pack, facts);
    let listed = if called {
        seen.called_for
    } else {
        seen.pointed_to
    };
    listed.iter().any(|one| one.response.as_ref() == response)
}

fn pairs() -> [(Arc<Pack>, Arc<Pack>); 3] {
    [
        (found("england-ukccis-2016"), found("england-ukcis-2024")),
        (found("england-ukcis-2020"), found("england-ukcis-2024")),
        (found("england-ukcis-2024"), on(date(2026, 10, 1))),
    ]
}

#[test]
fn a_text_compared_with_itself_is_the_same() {
    for pack in Library::shipped()
        .packs()
        .iter()
        .filter(|pack| !pack.is_layer())
    {
        assert!(compared(pack, pack).is_same(), "{}", pack.id());
    }
}

#[test]
fn every_example_shows_its_difference_and_needs_all_that_it_says() {
    for (one, other) in pairs() {
        let seen = compared(&one, &other);
        assert!(!seen.differences.is_empty());
        for difference in &seen.differences {
            let (here, there) = match difference.only {
                WhichText::One => (&one, &other),
                WhichText::Other => (&other, &one),
            };
            for because in &difference.because {
                let told = format!("{} by {}", difference.response, because.rule);
                let shows = |facts: &Facts| {
                    asks(here, facts, &difference.response, difference.called)
                        && !asks(there, facts, &difference.response, difference.called)
                };
                assert!(shows(&because.example), "{told}");
                for id in because.example.incident.keys() {
                    let mut less = because.example.clone();
                    less.incident.remove(id);
                    let by_rule = assess(here, &less);
                    let listed = if difference.called {
                        by_rule.called_for
                    } else {
                        by_rule.pointed_to
                    };
                    let still = shows(&less)
                        && listed.iter().flat_map(|one| &one.reasons).any(|reason| {
                            reason.rule == because.rule
                                && reason.not_known == because.while_not_known
                        });
                    assert!(!still, "{told} does not need {id}");
                }
            }
        }
    }
}

#[test]
fn what_2024_changed_for_a_school_is_found() {
    let seen = compared(&found("england-ukcis-2020"), &found("england-ukcis-2024"));
    let told: Vec<(&str, WhichText)> = seen
        .differences
        .iter()
        .map(|one| (one.response.as_ref(), one.only))
        .collect();
    assert!(
        told.contains(&("block-and-keep", WhichText::Other)),
        "{told:?}"
    );
    let refer = seen
        .differences
        .iter()
        .find(|one| one.response.as_ref() == "refer-now" && one.only == WhichText::Other)
        .unwrap();
    let rules: Vec<&str> = refer.because.iter().map(|one| one.rule.as_ref()).collect();
    assert!(
        rules
            .iter()
            .any(|rule| rule.contains("extortion") || rule.contains("demand")),
        "{rules:?}"
    );
    assert!(refer.because.iter().all(|one| !one.in_words.is_empty()));
}

#[test]
fn a_layer_only_adds() {
    let seen = compared(&found("england-ukcis-2024"), &on(date(2026, 10, 1)));
    let lost: Vec<_> = seen
        .differences
        .iter()
        .filter(|one| one.only == WhichText::One)
        .map(|one| &one.response)
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
    let gained: Vec<&str> = seen
        .differences
        .iter()
        .map(|one| one.response.as_ref())
        .collect();
    assert!(gained.contains(&"arrange-cover"), "{gained:?}");
}

#[test]
fn a_layer_by_itself_is_refused_with_what_to_write() {
    let layer = found("england-kcsie-2026");
    let refused = compare((&layer, None), (&found("england-ukcis-2024"), None)).unwrap_err();
    assert!(
        refused
            .iter()
            .any(|one| one.to_string().contains("write the base")),
        "{refused:?}"
    );
}

#[test]
fn a_difference_only_in_what_not_knowing_means_is_found() {
    let one = support::small();
    let files = support::files();
    let rules = &files
        .iter()
        .find(|file| file.path == "rules/all.toml")
        .unwrap()
        .text;
    let acting = rules.find("unknown = \"ask\"").unwrap();
    let block = rules[..acting].rfind("[[rule]]").unwrap();
    let passage = &rules[block..acting + "unknown = \"ask\"".len()];
    let other = Pack::read(&support::files_with(
        "rules/all.toml",
        passage,
        &passage.replace("\"ask\"", "\"act\""),
    ))
    .unwrap();
    let seen = compared(&one, &other);
    let only_open = seen
        .differences
        .iter()
        .flat_map(|one| &one.because)
        .any(|one| one.while_not_known);
    assert!(only_open, "{}", seen.to_text());
    assert!(
        seen.differences
            .iter()
            .all(|one| one.only == WhichText::Other),
        "{}",
        seen.to_text()
    );
}

#[test]
fn the_rules_of_the_day_are_compared() {
    let pack = on(date(2026, 10, 1));
    let seen = compare(
        (&pack, Some(date(2026, 8, 31))),
        (&pack, Some(date(2026, 10, 1))),
    )
    .unwrap();
    assert_eq!(seen.one.on, Some(date(2026, 8, 31)));
    assert!(
        seen.differences
            .iter()
            .all(|one| one.only == WhichText::Other)
    );
}

#[test]
fn a_comparison_is_told_in_words_with_the_clause_and_the_mark() {
    let seen = compared(&found("england-ukcis-2020"), &found("england-ukcis-2024"));
    let text = seen.to_text();
    for said in [
        "Called for by the second, and not by the first",
        "Such as:",
        "G-high",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let json = serde_json::to_string(&seen).unwrap();
    assert_eq!(serde_json::from_str::<Comparison>(&json).unwrap(), seen);
}

/// A situation that can be told to both, with everything known, drawn from bytes.
fn drawn(packs: [&Pack; 2], bytes: &[u8]) -> Option<Facts> {
    let mut rest = bytes.iter().copied().map(usize::from);
    let mut draw = |below: usize| rest.next().unwrap_or(0) % below.max(1);
    let mut answers = |of: Of, parts: &[Part]| {
        let mut answers = BTreeMap::new();
        for pack in packs {
            for fact in pack.facts().iter().filter(|fact| fact.of == of) {
                if of == Of::Child
                    && !fact.parts.is_empty()
                    && !fact.parts.iter().any(|part| parts.contains(part))
                {
                    continue;
                }
                let words: Vec<String> = if fact.choices.is_empty() {
                    vec!["no".to_owned(), "yes".to_owned()]
                } else {
                    fact.choices.iter().map(|one| one.id.to_string()).collect()
                };
                let at = draw(words.len());
                answers
                    .entry(fact.id.to_string())
                    .or_insert_with(|| Answer::from_word(&words[at]));
            }
        }
        answers
    };
    let mut facts = Facts {
        incident: answers(Of::Incident, &[]),
        ..Facts::default()
    };
    let parts = &Part::ALL[..Part::ALL.len() - 1];
    let count = 1 + usize::from(*bytes.first()?) % 3;
    for at in 0..count {
        let part = parts[usize::from(*bytes.get(at + 1)?) % parts.len()];
        facts.children.push(ChildFacts {
            name: format!("Child {at}"),
            parts: [part].into(),
            answers: answers(Of::Child, &[part]),
        });
    }
    Some(facts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_situation_differs_in_a_way_that_is_not_listed(at in 0..3usize, bytes in prop::collection::vec(any::<u8>(), 300)) {
        type Compared = (Arc<Pack>, Arc<Pack>, Comparison);
        static SEEN: std::sync::OnceLock<Vec<Compared>> = std::sync::OnceLock::new();
        let seen = SEEN.get_or_init(|| pairs().into_iter().map(|(one, other)| { let seen = compared(&one, &other); (one, other, seen) }).collect());
        let (one, other, seen) = &seen[at];
        let facts = drawn([one, other], &bytes).unwrap();
        for (here, there, only) in [(one, other, WhichText::One), (other, one, WhichText::Other)] {
            for response in here.responses() {
                for called in [true, false] {
                    if asks(here, &facts, &response.id, called) && !asks(there, &facts, &response.id, called) {
                        let listed = seen.differences.iter().any(|difference| difference.response == response.id && difference.called == called && difference.only == only);
                        prop_assert!(listed, "{} {only:?} called: {called} on {:?}", response.id, facts);
                    }
                }
            }
        }
    }
}

#[test]
fn what_the_other_text_says_instead_is_true_of_the_example() {
    for (one, other) in pairs() {
        for difference in compared(&one, &other).differences {
            let there = if difference.only == WhichText::One {
                &other
            } else {
                &one
            };
            for because in difference.because {
                let asked = |called| asks(there, &because.example, &difference.response, called);
                match because.otherwise {
                    OtherSays::CalledFor => assert!(asked(true)),
                    OtherSays::PointedTo => assert!(asked(false) && !asked(true)),
                    OtherSays::CouldStill | OtherSays::Not => {
                        assert!(!asked(true) && !asked(false))
                    }
                }
            }
        }
    }
}
