//! What a pack asks for, and why.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use guidance::{Answer, Facts, NOT_AN_ALL_CLEAR, Part, RuleStatus, assess, check_pack};
use support::{child, fact, facts, pack_of, rule, small};

fn ids(list: &[guidance::Recommended]) -> Vec<&str> {
    list.iter().map(|one| one.response.as_ref()).collect()
}

const QUIET: &str = "incident = { adult-involved = \"no\", sexual-acts = \"no\", spread = \"one-person\" }\n[[children]]\nname = \"Child A\"\nparts = [\"pictured\"]\nage-under-13 = \"no\"\nat-risk-now = \"no\"\n";

#[test]
fn the_small_pack_is_clean() {
    assert_eq!(check_pack(&small()), []);
}

#[test]
fn an_adult_involved_calls_for_referral_with_its_reason_and_clause() {
    let pack = small();
    let seen = assess(
        &pack,
        &facts(
            &pack,
            &QUIET.replace("adult-involved = \"no\"", "adult-involved = \"yes\""),
        ),
    );
    assert_eq!(ids(&seen.called_for), ["refer-now", "record"]);
    let reason = &seen.called_for[0].reasons[0];
    assert_eq!(reason.rule.as_ref(), "adult");
    assert_eq!(reason.facts[0].answer, Answer::Yes);
    assert_eq!(reason.source.section.as_deref(), Some("2"));
    assert!(seen.settled);
}

#[test]
fn nothing_met_is_never_an_all_clear() {
    let pack = small();
    let seen = assess(&pack, &facts(&pack, QUIET));
    assert!(seen.only_standing_duties);
    let text = seen.to_text(&pack);
    assert!(text.contains(NOT_AN_ALL_CLEAR), "{text}");
    assert!(!text.contains("no action"), "{text}");
}

#[test]
fn not_known_is_never_no_and_the_question_is_put() {
    let pack = small();
    let seen = assess(
        &pack,
        &facts(&pack, &QUIET.replace("adult-involved = \"no\", ", "")),
    );
    assert_eq!(seen.rule_status("adult"), Some(RuleStatus::Undecided));
    assert!(!seen.settled);
    assert_eq!(seen.ask_next[0].fact.as_ref(), "adult-involved");
    assert_eq!(
        seen.ask_next[0].could.iter().next().unwrap().as_ref(),
        "refer-now"
    );
    assert_eq!(seen.ask_next.len(), 1);
}

#[test]
fn not_knowing_is_itself_a_reason_where_the_pack_says_so() {
    let pack = small();
    let seen = assess(
        &pack,
        &facts(
            &pack,
            &QUIET.replace("at-risk-now = \"no\"", "at-risk-now = \"not-known\""),
        ),
    );
    assert_eq!(ids(&seen.called_for), ["keep-safe", "record"]);
    let reason = &seen.called_for[0].reasons[0];
    assert!(reason.not_known);
    assert_eq!(reason.facts[0].answer, Answer::NotKnown);
    assert_eq!(reason.facts[0].child.as_deref(), Some("Child A"));
    assert_eq!(seen.ask_next[0].fact.as_ref(), "at-risk-now");
}

#[test]
fn a_part_that_is_not_known_is_asked_for() {
    let pack = small();
    let text = QUIET
        .replace("sexual-acts = \"no\"", "sexual-acts = \"yes\"")
        .replace("age-under-13 = \"no\"", "age-under-13 = \"yes\"")
        .replace("\"pictured\"", "\"not-known\"");
    let seen = assess(&pack, &facts(&pack, &text));
    assert_eq!(
        seen.rule_status("young-and-acts"),
        Some(RuleStatus::Undecided)
    );
    assert_eq!(seen.ask_next[0].fact.as_ref(), guidance::PARTS);
    assert_eq!(seen.ask_next[0].child.as_deref(), Some("Child A"));
}

#[test]
fn with_no_child_listed_the_children_are_not_yet_known() {
    let pack = small();
    let seen = assess(
        &pack,
        &facts(
            &pack,
            "incident = { adult-involved = \"no\", sexual-acts = \"yes\" }",
        ),
    );
    assert_eq!(
        seen.rule_status("young-and-acts"),
        Some(RuleStatus::Undecided)
    );
    assert!(!seen.settled);
    assert!(seen.ask_next.iter().all(|one| one.child.is_none()));
}

#[test]
fn two_children_do_not_make_one() {
    let pack = small();
    let text = QUIET.replace("sexual-acts = \"no\"", "sexual-acts = \"yes\"")
        + "[[children]]\nname = \"Child B\"\nparts = [\"shared\"]\nage-under-13 = \"yes\"\nat-risk-now = \"no\"\npressed = \"no\"\n";
    let seen = assess(&pack, &facts(&pack, &text));
    assert_eq!(seen.rule_status("young-and-acts"), Some(RuleStatus::NotMet));
}

#[test]
fn a_question_that_does_not_arise_is_not_asked() {
    let pack = small();
    let seen = assess(&pack, &facts(&pack, QUIET));
    assert_eq!(
        seen.rule_status("spread-or-pressed"),
        Some(RuleStatus::NotMet)
    );
    let shared = QUIET.replace("\"pictured\"", "\"shared\"");
    let seen = assess(&pack, &facts(&pack, &shared));
    assert_eq!(seen.ask_next[0].fact.as_ref(), "pressed");
}

#[test]
fn what_would_change_it_is_the_smallest_set_of_known_answers() {
    let pack = small();
    let seen = assess(&pack, &facts(&pack, QUIET));
    let single: Vec<&str> = seen
        .would_change
        .iter()
        .filter(|one| one.answers() == 1)
        .map(|one| one.change().next().unwrap().fact.as_ref())
        .collect();
    assert_eq!(single, ["adult-involved", "spread", "at-risk-now"]);
    // Acts and age together would call for referral too, but one answer alone already would.
    assert!(seen.would_change.iter().all(|one| one.answers() == 1));
}

#[test]
fn two_answers_are_told_where_no_one_answer_would_do() {
    let all = fact("a", "incident") + &fact("b", "incident");
    let pack = pack_of(
        &all,
        &rule(
            "both",
            "{ all = [ { fact = \"a\", is = \"yes\" }, { fact = \"b\", is = \"yes\" } ] }",
            "x",
            "ask",
        ),
        &["x"],
    )
    .unwrap();
    let seen = assess(
        &pack,
        &facts(&pack, "incident = { a = \"no\", b = \"no\" }"),
    );
    assert_eq!(seen.would_change.len(), 1);
    assert_eq!(seen.would_change.get(0).unwrap().answers(), 2);
    assert_eq!(
        seen.would_change
            .get(0)
            .unwrap()
            .adds()
            .next()
            .unwrap()
            .as_ref(),
        "x"
    );
}

#[test]
fn one_or_other_is_certain_although_neither_is_by_itself() {
    let rules = rule("when-a", "{ fact = \"a\", is = \"yes\" }", "x", "ask")
        + &rule("when-not-a", "{ fact = \"a\", is = \"no\" }", "x", "ask");
    let pack = pack_of(&fact("a", "incident"), &rules, &["x"]).unwrap();
    let seen = assess(&pack, &Facts::default());
    assert_eq!(ids(&seen.called_for), ["x"]);
    let reasons = seen.called_for[0].reasons.iter();
    let told: Vec<(&str, bool)> = reasons
        .map(|reason| (reason.rule.as_ref(), reason.whichever))
        .collect();
    assert_eq!(told, [("when-a", true), ("when-not-a", true)]);
    assert!(seen.settled && seen.ask_next.is_empty());
}

#[test]
fn the_same_holds_for_one_child() {
    let rules = rule(
        "when-a",
        "{ any-child = { fact = \"a\", is = \"yes\" } }",
        "x",
        "ask",
    ) + &rule(
        "when-not-a",
        "{ any-child = { fact = \"a\", is = \"no\" } }",
        "x",
        "ask",
    );
    let pack = pack_of(&fact("a", "child"), &rules, &["x"]).unwrap();
    let facts = Facts {
        children: vec![child("Child A", &[Part::Pictured])],
        ..Facts::default()
    };
    assert_eq!(ids(&assess(&pack, &facts).called_for), ["x"]);
}

#[test]
fn a_question_that_cannot_make_the_difference_is_not_asked() {
    // `a` alone settles it, and what is asked beside `b` needs `a` too: `b` never matters.
    let rules = rule("r1", "{ fact = \"a\", is = \"yes\" }", "x", "ask")
        + &rule(
            "r2",
            "{ all = [ { fact = \"a\", is = \"yes\" }, { fact = \"b\", is = \"yes\" } ] }",
            "x",
            "ask",
        );
    let pack = pack_of(
        &(fact("b", "incident") + &fact("a", "incident")),
        &rules,
        &["x"],
    )
    .unwrap();
    let seen = assess(&pack, &Facts::default());
    let asked: Vec<&str> = seen.ask_next.iter().map(|one| one.fact.as_ref()).collect();
    assert_eq!(asked, ["a"]);
}

#[test]
fn answers_the_pack_does_not_know_change_nothing_and_are_said() {
    let pack = small();
    let mut known = facts(&pack, QUIET);
    let before = assess(&pack, &known);
    known
        .incident
        .insert("from-another-edition".to_owned(), Answer::Yes);
    known.children[0]
        .answers
        .insert("spread".to_owned(), Answer::Choice("group".to_owned()));
    // Not known is no answer, wherever it stands.
    known.children[0]
        .answers
        .insert("adult-involved".to_owned(), Answer::NotKnown);
    let after = assess(&pack, &known);
    assert_eq!(before.floor, after.floor);
    assert_eq!(after.not_used.len(), 2);
}

#[test]
fn a_dated_rule_begins_on_its_day() {
    let dated = rule("new", "{ fact = \"a\", is = \"yes\" }", "x", "ask").replace(
        "unknown =",
        "in_force = { from = \"2026-09-01\" }\nunknown =",
    );
    let pack = pack_of(&fact("a", "incident"), &dated, &["x"]).unwrap();
    let on = |day: &str| {
        let seen = assess(
            &pack,
            &facts(
                &pack,
                &format!("on = \"{day}\"\nincident = {{ a = \"yes\" }}"),
            ),
        );
        seen.calls_for("x")
    };
    assert!(!on("2026-08-31"));
    assert!(on("2026-09-01"));
}

#[test]
fn an_assessment_reads_back_as_it_was_written() {
    let pack = small();
    let seen = assess(
        &pack,
        &facts(&pack, &QUIET.replace("adult-involved = \"no\", ", "")),
    );
    let text = serde_json::to_string(&seen).unwrap();
    assert_eq!(
        serde_json::from_str::<guidance::Assessment>(&text).unwrap(),
        seen
    );
}

#[test]
fn facts_read_back_from_their_canonical_text() {
    let pack = small();
    let known = facts(&pack, &format!("on = \"2024-06-01\"\n{QUIET}"));
    let text = known.to_canonical_json();
    assert_eq!(Facts::from_canonical_json(&text).unwrap(), known);
    let again = Facts::read(&text, guidance::Syntax::Json, "facts.json", &pack).unwrap();
    assert_eq!(again.to_canonical_json(), text);
}

/// A rule of three named answers, of which one or another holds.
fn of_three_answers() -> guidance::Pack {
    let b = fact("b", "incident").replace(
        "raises = [\"yes\"]",
        "raises = [\"high\"]\nchoices = [ { id = \"low\", label = \"Low\" }, { id = \"mid\", label = \"Mid\" }, { id = \"high\", label = \"High\" } ]",
    );
    let both = |answer: &str| {
        format!(
            "{{ all = [ {{ fact = \"a\", is = \"yes\" }}, {{ fact = \"b\", is = \"{answer}\" }} ] }}"
        )
    };
    let when = format!(
        "{{ any = [ {}, {}, {} ] }}",
        both("low"),
        both("mid"),
        both("high")
    );
    let rules = rule("r", &when, "x", "ask");
    pack_of(&(fact("a", "incident") + &b), &rules, &["x"]).unwrap()
}

#[test]
fn a_rule_that_holds_whichever_of_three_answers_is_given_is_met_before_it_is_given() {
    let pack = of_three_answers();
    let seen = assess(&pack, &facts(&pack, "incident = { a = \"yes\" }"));
    assert_eq!(seen.rule_status("r"), Some(RuleStatus::Met));
    assert!(seen.settled && seen.ask_next.is_empty());
    let open = assess(&pack, &Facts::default());
    assert_eq!(open.rule_status("r"), Some(RuleStatus::Undecided));
}

#[test]
fn a_reason_names_the_answers_that_make_its_rule_hold_and_no_other() {
    let when = "{ any = [ { fact = \"a\", is = \"yes\" }, { fact = \"b\", is = \"yes\" } ] }";
    let both = fact("a", "incident") + &fact("b", "incident");
    let pack = pack_of(&both, &rule("r", when, "x", "ask"), &["x"]).unwrap();
    let seen = assess(
        &pack,
        &facts(&pack, "incident = { a = \"yes\", b = \"no\" }"),
    );
    let reason = &seen.called_for[0].reasons[0];
    let named: Vec<(&str, &Answer)> = reason
        .facts
        .iter()
        .map(|used| (used.fact.as_ref(), &used.answer))
        .collect();
    assert_eq!(named, [("a", &Answer::Yes)]);
}

#[test]
fn before_any_child_is_listed_a_question_asked_of_every_child_arises() {
    let rules = rule(
        "r",
        "{ every-child = { any = [ { fact = \"c\", is = \"yes\" }, { fact = \"c\", is = \"no\" } ] } }",
        "x",
        "ask",
    );
    let pack = pack_of(&fact("c", "child"), &rules, &["x"]).unwrap();
    let seen = assess(&pack, &Facts::default());
    assert_eq!(seen.rule_status("r"), Some(RuleStatus::Met));
}

/// A pack of one rule and of facts of the incident and of a child, by id; `b` has three answers.
fn of_one_rule(incident: &[&str], child: &[&str], when: &str) -> guidance::Pack {
    let choices = "raises = [\"high\"]\nchoices = [ { id = \"low\", label = \"Low\" }, { id = \"mid\", label = \"Mid\" }, { id = \"high\", label = \"High\" } ]";
    let written = |id: &&str| match *id {
        "b" => fact(id, "incident").replace("raises = [\"yes\"]", choices),
        _ => fact(id, "incident"),
    };
    let mut facts: String = incident.iter().map(written).collect();
    facts.extend(child.iter().map(|id| fact(id, "child")));
    pack_of(&facts, &rule("r", when, "x", "ask"), &["x"]).unwrap()
}

fn status(when: &str, known: &str) -> RuleStatus {
    let pack = of_one_rule(&["a", "b"], &[], when);
    let seen = assess(&pack, &facts(&pack, known));
    seen.rule_status("r").unwrap()
}

#[test]
fn one_question_asked_twice_is_decided_by_what_is_left_for_both() {
    let low = "{ fact = \"b\", is = \"low\" }";
    let mid = "{ fact = \"b\", is = \"mid\" }";
    let both = format!("{{ all = [ {low}, {mid} ] }}");
    assert_eq!(status(&both, ""), RuleStatus::NotMet);
    let neither = format!("{{ all = [ {{ not = {low} }}, {{ not = {mid} }} ] }}");
    assert_eq!(status(&neither, ""), RuleStatus::Undecided);
    let either = "{ any = [ { fact = \"b\", is = [\"low\", \"mid\"] }, { fact = \"b\", is = [\"mid\", \"high\"] } ] }";
    assert_eq!(status(either, ""), RuleStatus::Met);
    let between = "{ all = [ { fact = \"b\", is = [\"low\", \"mid\"] }, { fact = \"b\", is = [\"mid\", \"high\"] } ] }";
    assert_eq!(status(between, ""), RuleStatus::Undecided);
    assert_eq!(
        status(between, "incident = { b = \"mid\" }"),
        RuleStatus::Met
    );
}

#[test]
fn an_answer_that_alters_two_responses_is_told_once_with_both() {
    let of = |when: &str| {
        let rules = rule("one", when, "x", "ask") + &rule("other", when, "y", "ask");
        let all = fact("a", "incident") + &fact("b", "incident");
        let pack = pack_of(&all, &rules, &["x", "y"]).unwrap();
        let seen = assess(
            &pack,
            &facts(&pack, "incident = { a = \"no\", b = \"no\" }"),
        );
        let told = |one: guidance::WouldChange<'_>| {
            let adds = one.adds().map(|id| id.to_string()).collect::<Vec<_>>();
            (one.answers(), adds)
        };
        seen.would_change.iter().map(told).collect::<Vec<_>>()
    };
    let both = vec!["x".to_owned(), "y".to_owned()];
    assert_eq!(of("{ fact = \"a\", is = \"yes\" }"), [(1, both.clone())]);
    let two = "{ all = [ { fact = \"a\", is = \"yes\" }, { fact = \"b\", is = \"yes\" } ] }";
    assert_eq!(of(two), [(2, both)]);
}

#[test]
fn a_rule_that_is_not_decided_says_what_it_waits_on_each_once() {
    let when = "{ all = [ { fact = \"a\", is = \"yes\" }, { fact = \"d\", is = \"yes\" }, { any-child = { any = [ { part = \"made\" }, { part = \"shared\" } ] } } ] }";
    let pack = of_one_rule(&["a", "d"], &["c"], when);
    let known = facts(
        &pack,
        "incident = { a = \"yes\" }\n[[children]]\nname = \"Child A\"\nparts = [\"not-known\"]\n",
    );
    let seen = assess(&pack, &known);
    let waits = seen.undecided[0].waiting_on.iter();
    let waits: Vec<(&str, Option<&str>)> = waits
        .map(|one| (one.fact.as_ref(), one.child.as_deref()))
        .collect();
    assert_eq!(waits, [("d", None), (guidance::PARTS, Some("Child A"))]);
}

#[test]
fn a_reason_names_each_answer_once() {
    let when = "{ all = [ { fact = \"b\", is = [\"mid\", \"high\"] }, { fact = \"b\", is = [\"low\", \"high\"] }, { fact = \"a\", is = \"yes\" } ] }";
    let pack = of_one_rule(&["a", "b"], &[], when);
    let known = facts(&pack, "incident = { a = \"yes\", b = \"high\" }");
    let seen = assess(&pack, &known);
    let named = seen.called_for[0].reasons[0].facts.iter();
    let named: Vec<&str> = named.map(|used| used.fact.as_ref()).collect();
    assert_eq!(named, ["b", "a"]);
}

#[test]
fn yes_is_no_answer_to_a_question_with_answers_of_its_own() {
    let pack = of_one_rule(&["b"], &[], "{ fact = \"b\", is = \"mid\" }");
    for answer in [Answer::Yes, Answer::No] {
        let known = Facts {
            incident: [("b".to_owned(), answer)].into(),
            ..Facts::default()
        };
        let seen = assess(&pack, &known);
        assert_eq!(seen.not_used.len(), 1);
        assert_eq!(seen.rule_status("r"), Some(RuleStatus::Undecided));
    }
}

#[test]
fn a_question_is_not_asked_where_what_it_stands_beside_holds_whichever_way() {
    // `a` stands beside `h` and not `h`, so it never matters; the answers to `e` and `g` do.
    let yes = |id: &str| format!("{{ fact = \"{id}\", is = \"yes\" }}");
    let no = |id: &str| format!("{{ fact = \"{id}\", is = \"no\" }}");
    let low = "{ fact = \"b\", is = \"low\" }".to_owned();
    let more = "{ fact = \"b\", is = [\"mid\", \"high\"] }".to_owned();
    for (one, other) in [(yes("h"), no("h")), (low, more)] {
        let when = format!(
            "{{ all = [ {{ any = [ {}, {one}, {other} ] }}, {{ any = [ {}, {{ all = [ {}, {} ] }} ] }} ] }}",
            yes("a"),
            yes("e"),
            no("e"),
            yes("g")
        );
        let pack = of_one_rule(&["a", "b", "e", "g", "h"], &[], &when);
        let seen = assess(&pack, &Facts::default());
        let asked: Vec<&str> = seen.ask_next.iter().map(|one| one.fact.as_ref()).collect();
        assert_eq!(asked, ["e", "g"]);
    }
}

#[test]
fn only_a_childs_answers_are_apart_in_what_is_asked_of_two_children() {
    let when = "{ all = [ { any-child = { any = [ { fact = \"a\", is = \"yes\" }, { fact = \"c\", is = \"yes\" } ] } }, { any-child = { any = [ { fact = \"a\", is = \"no\" }, { fact = \"e\", is = \"yes\" } ] } } ] }";
    let refused = |when: &str| {
        let pack = of_one_rule(&["a"], &["c", "e"], when);
        let found = check_pack(&pack);
        found.iter().any(|one| one.what.contains("opposite senses"))
    };
    assert!(!refused(when));
    assert!(refused(&when.replace("fact = \"a\"", "fact = \"c\"")));
}

#[test]
fn what_is_known_not_to_be_so_is_the_opposite_of_what_it_says() {
    let fact = |id: &str| format!("{{ fact = \"{id}\", is = \"yes\" }}");
    let three = [fact("a"), fact("d"), fact("e")].join(", ");
    let two = [fact("a"), fact("d")].join(", ");
    type Says = fn(usize, bool) -> bool;
    let cases: [(String, Says); 8] = [
        (format!("all = [ {three} ]"), |yes, _| yes == 3),
        (format!("any = [ {three} ]"), |yes, _| yes > 0),
        (format!("at-least = 2, of = [ {three} ]"), |yes, _| yes >= 2),
        (format!("at-least = 1, of = [ {three} ]"), |yes, _| yes >= 1),
        (format!("at-least = 3, of = [ {three} ]"), |yes, _| yes >= 3),
        (format!("any-child = {}", fact("c")), |_, child| child),
        (format!("every-child = {}", fact("c")), |_, child| child),
        (format!("all = [ {two}, \"always\" ]"), |yes, _| yes == 2),
    ];
    for (condition, says) in cases {
        for negated in [false, true] {
            let when = if negated {
                format!("{{ not = {{ {condition} }} }}")
            } else {
                format!("{{ {condition} }}")
            };
            let pack = of_one_rule(&["a", "d", "e"], &["c"], &when);
            for given in 0..16u8 {
                let word = |at: u8| if given >> at & 1 == 1 { "yes" } else { "no" };
                let known = format!(
                    "incident = {{ a = \"{}\", d = \"{}\", e = \"{}\" }}\n[[children]]\nname = \"Child A\"\nparts = [\"pictured\"]\nc = \"{}\"\n",
                    word(0),
                    word(1),
                    if condition.contains("\"e\"") {
                        word(2)
                    } else {
                        "no"
                    },
                    word(3)
                );
                let known = facts(&pack, &known);
                let yes = known.incident.values().filter(|one| **one == Answer::Yes);
                let holds = says(yes.count(), given >> 3 == 1) != negated;
                let stands = assess(&pack, &known).rule_status("r");
                let expected = if holds {
                    RuleStatus::Met
                } else {
                    RuleStatus::NotMet
                };
                assert_eq!(stands, Some(expected), "{when} {known:?}");
            }
        }
    }
}

#[test]
fn a_question_of_several_parts_listed_twice_is_asked_of_each_of_them() {
    let of_part =
        fact("c", "child").replace("source", "parts = [\"made\", \"made\", \"shared\"]\nsource");
    let when = "{ any-child = { fact = \"c\", is = \"yes\" } }";
    let pack = pack_of(&of_part, &rule("r", when, "x", "ask"), &["x"]).unwrap();
    let status = |part| {
        let facts = Facts {
            children: vec![child("Child A", &[part])],
            ..Facts::default()
        };
        assess(&pack, &facts).rule_status("r")
    };
    assert_eq!(status(Part::Pictured), Some(RuleStatus::NotMet));
    assert_eq!(status(Part::Made), Some(RuleStatus::Undecided));
    assert_eq!(status(Part::Shared), Some(RuleStatus::Undecided));
}

#[test]
fn two_answers_are_told_in_the_order_of_the_pack_and_once() {
    let yes = |id: &str| format!("{{ fact = \"{id}\", is = \"yes\" }}");
    for listed in [["a", "d"], ["d", "a"]] {
        let both = listed.map(yes).join(", ");
        let turned = [listed[1], listed[0]].map(yes).join(", ");
        let when = format!("{{ any = [ {{ all = [ {both} ] }}, {{ all = [ {turned} ] }} ] }}");
        let pack = of_one_rule(&["a", "d"], &[], &when);
        let known = facts(&pack, "incident = { a = \"no\", d = \"no\" }");
        let seen = assess(&pack, &known);
        assert_eq!(seen.would_change.len(), 1);
        let told = seen.would_change.get(0).unwrap();
        let told: Vec<&str> = told.change().map(|turn| turn.fact.as_ref()).collect();
        assert_eq!(told, ["a", "d"]);
    }
}

#[test]
fn an_answer_that_two_conditions_ask_for_has_to_suit_both() {
    let four = fact("b", "incident").replace(
        "raises = [\"yes\"]",
        "raises = [\"top\"]\nchoices = [ { id = \"low\", label = \"Low\" }, { id = \"mid\", label = \"Mid\" }, { id = \"high\", label = \"High\" }, { id = \"top\", label = \"Top\" } ]",
    );
    let when = "{ all = [ { fact = \"b\", is = [\"mid\", \"high\"] }, { fact = \"b\", is = [\"high\", \"top\"] } ] }";
    let pack = pack_of(&four, &rule("r", when, "x", "ask"), &["x"]).unwrap();
    let seen = assess(&pack, &facts(&pack, "incident = { b = \"low\" }"));
    assert_eq!(seen.would_change.len(), 1);
    let told = seen.would_change.get(0).unwrap();
    let to: Vec<&Answer> = told.change().map(|turn| turn.to).collect();
    assert_eq!(to, [&Answer::Choice("high".to_owned())]);
}

#[test]
fn of_a_long_list_the_one_that_is_not_so_is_told() {
    let ids: Vec<String> = (0..70).map(|at| format!("f{at}")).collect();
    let all: String = ids.iter().map(|id| fact(id, "incident")).collect();
    let tests: Vec<String> = ids
        .iter()
        .map(|id| format!("{{ fact = \"{id}\", is = \"yes\" }}"))
        .collect();
    let when = format!("{{ all = [ {} ] }}", tests.join(", "));
    let pack = pack_of(&all, &rule("r", &when, "x", "ask"), &["x"]).unwrap();
    for no in ["f0", "f63", "f64", "f65", "f69"] {
        let known = Facts {
            incident: ids
                .iter()
                .map(|id| (id.clone(), if id == no { Answer::No } else { Answer::Yes }))
                .collect(),
            ..Facts::default()
        };
        let seen = assess(&pack, &known);
        assert_eq!(seen.would_change.len(), 1, "{no}");
        let told = seen.would_change.get(0).unwrap();
        let told: Vec<&str> = told.change().map(|turn| turn.fact.as_ref()).collect();
        assert_eq!(told, [no]);
    }
}
