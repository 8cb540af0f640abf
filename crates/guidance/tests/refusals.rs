//! What is refused, each with its file, its line and what was probably meant.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use guidance::{Facts, Pack, Problem, Syntax, check, check_pack};
use support::{fact, files, files_with, line_of, pack_of, refused, rule, small};

/// The problem that says `what`.
fn told<'p>(problems: &'p [Problem], what: &str) -> &'p Problem {
    problems
        .iter()
        .find(|one| one.what.contains(what))
        .unwrap_or_else(|| panic!("nothing says {what:?} in {problems:#?}"))
}

fn meant(problem: &Problem) -> &str {
    problem.meant.as_deref().unwrap_or_default()
}

#[test]
fn a_key_packs_do_not_have_is_refused() {
    let found = refused(
        "facts.toml",
        "stage = \"initial-review\"",
        "stag = \"initial-review\"",
    );
    let problem = told(&found, "`stag`");
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("facts.toml", Some(line_of("facts.toml", "stage =")))
    );
    assert_eq!(meant(problem), "stage");
}

#[test]
fn every_problem_is_told_at_once() {
    let mut files = files_with("facts.toml", "of = \"incident\"", "of = \"incidnt\"");
    files[2].text = files[2]
        .text
        .replacen("kind = \"trigger\"", "kind = \"triger\"", 1);
    files[0].text = files[0]
        .text
        .replacen("mark = \"P\"", "mark = \"G-low\"", 1);
    let found = Pack::read(&files).unwrap_err();
    assert_eq!(meant(told(&found, "incidnt")), "incident");
    assert_eq!(meant(told(&found, "triger")), "trigger");
    told(&found, "G-low");
}

#[test]
fn every_mistake_of_syntax_is_told_with_its_line() {
    let found = refused(
        "facts.toml",
        "ask = \"Is an adult involved?\"",
        "ask = Is an adult involved?",
    );
    assert_eq!(
        found[0].line,
        Some(line_of("facts.toml", "ask = \"Is an adult"))
    );
}

#[test]
fn an_unknown_fact_in_a_rule_is_refused() {
    let found = refused(
        "rules/all.toml",
        "fact = \"adult-involved\"",
        "fact = \"adult-invovled\"",
    );
    let problem = told(&found, "adult-invovled");
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("rules/all.toml", Some(1))
    );
    assert_eq!(meant(problem), "adult-involved");
}

#[test]
fn an_unknown_response_route_note_and_source_are_refused() {
    let cases = [
        (
            "rules/all.toml",
            "calls_for = [\"refer-now\"]",
            "calls_for = [\"refer-nw\"]",
            "refer-now",
        ),
        (
            "pack.toml",
            "satisfied_by = [\"refer\"]",
            "satisfied_by = [\"reffer\"]",
            "refer",
        ),
        ("pack.toml", "note:under-13", "note:under-31", "under-13"),
        (
            "facts.toml",
            "source = { id = \"text\"",
            "source = { id = \"txt\"",
            "text",
        ),
    ];
    for (path, from, to, should_mean) in cases {
        assert_eq!(meant(&refused(path, from, to)[0]), should_mean, "{to}");
    }
}

#[test]
fn a_name_that_stands_for_two_things_is_refused() {
    let found = refused(
        "facts.toml",
        "id = \"sexual-acts\"",
        "id = \"adult-involved\"",
    );
    told(&found, "two facts `adult-involved`");
}

#[test]
fn an_id_that_is_not_one_is_refused() {
    let found = refused("pack.toml", "id = \"keep-safe\"", "id = \"Keep safe\"");
    assert_eq!(meant(told(&found, "is not an id")), "keep-safe");
}

#[test]
fn a_wrong_condition_is_told_in_the_authors_words() {
    let when = "when = { fact = \"adult-involved\", is = \"yes\" }";
    let cases = [
        (
            "when = { fact = \"adult-involved\", is = true }",
            "not `true`",
            "\"yes\"",
        ),
        (
            "when = { fact = \"adult-involved\" }",
            "names a fact and not the answer",
            "",
        ),
        (
            "when = { fact = \"adult-involved\", is = \"not-known\" }",
            "cannot test for not known",
            "",
        ),
        (
            "when = { fact = \"adult-involved\", is = \"yess\" }",
            "`yess`",
            "yes",
        ),
        (
            "when = { anychild = { part = \"pictured\" } }",
            "no form `anychild`",
            "any-child",
        ),
        ("when = { part = \"pictured\" }", "only inside", ""),
        (
            "when = { fact = \"at-risk-now\", is = \"yes\" }",
            "outside `any-child`",
            "",
        ),
        (
            "when = { any-child = { part = \"picturd\" } }",
            "no part `picturd`",
            "pictured",
        ),
        ("when = { all = [] }", "lists no condition", ""),
        (
            "when = { at-least = 3, of = [\"always\"] }",
            "from 1 to 1",
            "",
        ),
        ("when = \"sometimes\"", "sometimes", ""),
        (
            "when = { any-child = { any-child = { part = \"made\" } } }",
            "inside one another",
            "",
        ),
    ];
    for (to, what, should_mean) in cases {
        let found = refused("rules/all.toml", when, to);
        let problem = told(&found, what);
        assert_eq!(meant(problem), should_mean, "{to}");
        assert!(problem.line.is_some() && !problem.why.is_empty(), "{to}");
    }
}

#[test]
fn a_weak_mark_stands_only_on_a_point_to_verify() {
    let found = refused(
        "notes.toml",
        "source = { id = \"text\", mark = \"P\" }",
        "source = { id = \"text\", mark = \"G-med\" }",
    );
    told(&found, "G-med");
}

#[test]
fn a_version_is_the_day_it_came_into_force() {
    let found = refused(
        "pack.toml",
        "version = \"2024-01-01\"",
        "version = \"2024-01-02\"",
    );
    assert_eq!(
        meant(told(&found, "in force from 2024-01-01")),
        "2024-01-01"
    );
}

#[test]
fn a_file_that_packs_do_not_have_is_refused() {
    let mut all = files();
    all[1].path = "fact.toml".to_owned();
    let found = Pack::read(&all).unwrap_err();
    assert_eq!(meant(told(&found, "no file `fact.toml`")), "facts.toml");
}

#[test]
fn facts_are_refused_with_line_and_suggestion() {
    let pack = small();
    let read = |text: &str, syntax| Facts::read(text, syntax, "facts", &pack).unwrap_err();
    let toml = "[incident]\nadult-invloved = \"yes\"\nsexual-acts = true\nspread = \"grup\"\nat-risk-now = \"yes\"\n[[children]]\nname = \"Child A\"\nparts = [\"picturd\"]\nspread = \"group\"\n[[children]]\nname = \"Child A\"\n";
    let found = read(toml, Syntax::Toml);
    let cases = [
        ("adult-invloved", 2, "adult-involved"),
        ("write \"yes\"", 3, "\"yes\""),
        ("`grup` is not an answer", 4, "group"),
        ("asked of each child", 5, ""),
        ("no part `picturd`", 8, "pictured"),
        ("asked of the incident", 9, ""),
        ("Two children are named", 11, ""),
        ("has no part", 10, "parts = [\"not-known\"]"),
    ];
    for (what, line, should_mean) in cases {
        let problem = told(&found, what);
        assert_eq!(
            (problem.line, meant(problem)),
            (Some(line), should_mean),
            "{what}"
        );
    }
    let json = "{\n \"incident\": {\n  \"adult-invloved\": \"yes\",\n  \"sexual-acts\": true\n },\n \"children\": [\n  { \"parts\": [\"shared\"] }\n ],\n \"kids\": []\n}";
    let found = read(json, Syntax::Json);
    assert_eq!(told(&found, "adult-invloved").line, Some(3));
    assert_eq!(told(&found, "write \"yes\"").line, Some(4));
    assert_eq!(told(&found, "no `name`").line, Some(7));
    assert_eq!(told(&found, "`kids`").line, Some(9));
    assert_eq!(read("{\n \"on\": }", Syntax::Json)[0].line, Some(2));
}

/// What `check` says of a pack of facts `a` and `b` of the incident, `c` of a child, and these rules.
fn checked(rules: &str, responses: &[&str]) -> Vec<Problem> {
    let facts = fact("a", "incident") + &fact("b", "incident") + &fact("c", "child");
    check_pack(&pack_of(&facts, rules, responses).unwrap())
}

#[test]
fn what_nothing_uses_is_told() {
    let found = checked(
        &rule("r", "{ fact = \"a\", is = \"yes\" }", "x", "ask"),
        &["x", "y"],
    );
    told(&found, "No rule tests the fact `b`");
    told(&found, "No rule reaches the response `y`");
}

#[test]
fn a_rule_that_can_never_be_met_is_refused() {
    let never = "{ any-child = { all = [ { fact = \"c\", is = \"yes\" }, { not = { fact = \"c\", is = \"yes\" } }, { fact = \"a\", is = \"yes\" } ] } }";
    let found = checked(&rule("never", never, "x", "ask"), &["x"]);
    told(&found, "`never` can never be met");
}

#[test]
fn a_rule_that_is_always_met_without_saying_so_is_refused() {
    let always = "{ any = [ { fact = \"a\", is = \"yes\" }, { fact = \"a\", is = \"no\" } ] }";
    told(
        &checked(&rule("r", always, "x", "ask"), &["x"]),
        "met whatever the answers",
    );
}

#[test]
fn a_rule_that_others_cover_is_refused() {
    let rules = rule(
        "wide",
        "{ any-child = { fact = \"c\", is = \"yes\" } }",
        "x",
        "ask",
    ) + &rule(
        "narrow",
        "{ all = [ { any-child = { all = [ { part = \"made\" }, { fact = \"c\", is = \"yes\" } ] } }, { fact = \"a\", is = \"yes\" } ] }",
        "x",
        "ask",
    );
    let found = checked(&rules, &["x"]);
    told(&found, "`narrow` never matters: whenever it is met, wide");
    assert!(
        !found
            .iter()
            .any(|one| one.what.contains("`wide` never matters"))
    );
}

#[test]
fn a_raised_answer_that_removes_a_response_is_refused() {
    for when in [
        "{ not = { fact = \"a\", is = \"yes\" } }",
        "{ any-child = { all = [ { part = \"made\" }, { fact = \"c\", is = \"no\" } ] } }",
        "{ every-child = { not = { fact = \"c\", is = \"yes\" } } }",
    ] {
        let found = checked(&rule("r", when, "x", "ask"), &["x"]);
        told(&found, "can remove the response `x`");
    }
}

#[test]
fn a_calm_answer_may_call_for_something_the_raised_one_calls_for_too() {
    let rules = rule(
        "calm",
        "{ all = [ { fact = \"a\", is = \"no\" }, { fact = \"b\", is = \"yes\" } ] }",
        "x",
        "ask",
    ) + &rule("raised", "{ fact = \"a\", is = \"yes\" }", "x", "ask");
    let found = checked(&rules, &["x"]);
    assert!(
        !found.iter().any(|one| one.what.contains("can remove")),
        "{found:#?}"
    );
}

#[test]
fn our_own_view_does_not_call_for_anything_in_a_national_pack() {
    let rules = rule("r", "{ fact = \"a\", is = \"yes\" }", "x", "ask")
        .replace("mark = \"P\"", "mark = \"ours\"");
    told(&checked(&rules, &["x"]), "marked `ours`");
}

#[test]
fn a_rule_no_example_meets_or_just_misses_is_told() {
    let found = checked(
        &rule("r", "{ fact = \"a\", is = \"yes\" }", "x", "ask"),
        &["x"],
    );
    told(&found, "No example meets the rule `r`");
    told(&found, "No example just misses the rule `r`");
}

#[test]
fn an_example_that_does_not_hold_is_told() {
    let files = files_with(
        "examples.toml",
        "called_for = [\"refer-now\", \"keep-safe\", \"record\"]",
        "called_for = [\"record\"]",
    );
    let found = check_pack(&Pack::read(&files).unwrap());
    assert_eq!(found.len(), 1);
    assert_eq!(told(&found, "does not hold").line, Some(1));
}

#[test]
fn a_rule_tangled_across_children_is_refused() {
    let when = "{ all = [ { any-child = { fact = \"c\", is = \"yes\" } }, { any-child = { fact = \"c\", is = \"no\" } } ] }";
    told(
        &checked(&rule("r", when, "x", "ask"), &["x"]),
        "opposite senses",
    );
}

#[test]
fn gaps_and_overlaps_between_versions_are_told() {
    let version = |from: &str, to: &str| {
        let mut all = files();
        let dates = if to.is_empty() {
            String::new()
        } else {
            format!(", to = \"{to}\"")
        };
        all[0].text = all[0]
            .text
            .replace("version = \"2024-01-01\"", &format!("version = \"{from}\""))
            .replace(
                "{ from = \"2024-01-01\" }",
                &format!("{{ from = \"{from}\"{dates} }}"),
            );
        all[4].text = all[4].text.replace("2024-06-01", from);
        Pack::read(&all).unwrap()
    };
    let gap = check(
        &[
            version("2024-01-01", "2024-05-01"),
            version("2024-06-01", ""),
        ],
        None,
    );
    told(
        &gap,
        "nothing is in force after 2024-05-01 until 2024-06-01",
    );
    let overlap = check(
        &[
            version("2024-01-01", "2024-06-01"),
            version("2024-06-01", ""),
        ],
        None,
    );
    told(&overlap, "both in force from 2024-06-01 to 2024-06-01");
    let open = check(
        &[version("2024-01-01", ""), version("2024-06-01", "")],
        None,
    );
    assert_eq!(meant(told(&open, "has no last day")), "2024-05-31");
    assert_eq!(
        check(
            &[
                version("2024-01-01", "2024-05-31"),
                version("2024-06-01", "")
            ],
            None
        ),
        []
    );
}

#[test]
fn a_review_date_gone_by_is_a_warning() {
    let found = check(&[small()], Some("2027-01-02".parse().unwrap()));
    assert!(found.len() == 1 && found[0].warning);
    assert_eq!(check(&[small()], Some("2027-01-01".parse().unwrap())), []);
}

#[test]
fn what_cannot_be_proved_within_bounds_is_refused_and_never_passed_over() {
    // Each rule pairs the signs anew, so that no order of the variables keeps the diagram of them all small.
    let ids: Vec<String> = (0..60).map(|at| format!("s{at}")).collect();
    let facts: String = ids.iter().map(|id| fact(id, "incident")).collect();
    let pairs = |step: usize| {
        let pair = |at: usize| {
            let other = &ids[(at * step + 7) % 59];
            format!(
                "{{ any = [ {{ fact = \"{}\", is = \"yes\" }}, {{ fact = \"{other}\", is = \"yes\" }} ] }}",
                ids[at]
            )
        };
        (0..59).map(pair).collect::<Vec<_>>().join(", ")
    };
    let when = format!(
        "{{ at-least = 60, of = [ {}, {}, {} ] }}",
        pairs(5),
        pairs(11),
        pairs(17)
    );
    let pack = pack_of(&facts, &rule("r", &when, "x", "ask"), &["x"]).unwrap();
    let found = check_pack(&pack);
    told(&found, "Of the rule `r` nothing can be proved");
}
