//! The files of retention rules: what is shipped reads, and what is wrong is told with file and line.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use guidance::{ClockStart, RetentionRules, Sureness};
use jiff::civil::date;

const SHIPPED: &str = include_str!("../../../retention-rules/2026-11-22.toml");

fn problems(from: &str, to: &str) -> Vec<guidance::Problem> {
    assert!(SHIPPED.contains(from), "{from}");
    RetentionRules::read("rules.toml", &SHIPPED.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn every_shipped_version_reads_and_is_named_for_its_day() {
    let all = RetentionRules::shipped().as_ref().expect("the rules read");
    for rules in all {
        assert_eq!(rules.version, rules.from.to_string());
    }
    assert!(RetentionRules::in_force(date(2026, 11, 21)).is_none());
    assert!(RetentionRules::in_force(date(2026, 11, 22)).is_some());
}

#[test]
fn every_rule_has_a_source_a_clause_and_a_mark_and_weak_ones_say_what_to_verify() {
    let rules = RetentionRules::read("rules.toml", SHIPPED).unwrap();
    for rule in &rules.rules {
        assert!(rules.source(&rule.source).is_some() && !rule.clause.is_empty());
        // Nothing was read in the primary text itself: nothing claims to be.
        assert_ne!(rule.mark, Sureness::Primary);
        assert!(rule.is_to_be_verified(), "{}", rule.id);
    }
    let child = rules.rule("child-25-years").unwrap();
    assert_eq!(
        (child.starts, child.years),
        (ClockStart::DateOfBirth, Some(25))
    );
    let abuse = rules.rule("abuse-75-years").unwrap();
    assert_eq!(abuse.starts, ClockStart::NotStated);
}

#[test]
fn what_is_wrong_is_told_with_file_line_and_what_was_meant() {
    let line = |text: &str| {
        let before = SHIPPED.split(text).next().unwrap();
        before.matches('\n').count() + 1
    };
    let found = problems("source = \"irms\"", "source = \"imrs\"");
    assert_eq!(found[0].file, "rules.toml");
    assert_eq!(found[0].line, Some(line("source = \"irms\"")));
    assert_eq!(found[0].meant.as_deref(), Some("irms"));
    let found = problems("starts = \"date-of-birth\"", "starts = \"date-of-brith\"");
    assert_eq!(found[0].meant.as_deref(), Some("date-of-birth"));
    for (from, to, told) in [
        ("years = 25", "years = 0", "whole number"),
        ("years = 25", "years = \"25\"", "whole number"),
        ("years = 25\n", "", "how many `years`"),
        (
            "starts = \"with-the-record\"",
            "starts = \"with-the-record\"\nyears = 3",
            "left out",
        ),
        (
            "jurisdictions = [\"england\"]",
            "jurisdictions = []",
            "no jurisdiction",
        ),
        ("mark = \"S\"", "mark = \"X\"", "one of"),
        ("clause = \"Child protection files\"", "", "no `clause`"),
        (
            "id = \"closure-35-years\"",
            "id = \"child-25-years\"",
            "twice",
        ),
        (
            "class = \"case-about-staff\"",
            "class = \"case-about-stuff\"",
            "does not have",
        ),
        (
            "from = \"2026-11-22\"\n\n[[rule]]",
            "from = \"2026-11-22\"\nto = \"2026-01-01\"\n\n[[rule]]",
            "ends before",
        ),
        (
            "clause = \"Recommendation 17\"",
            "clause = \"Recommendation 17\"\nperiod = 3",
            "`period`",
        ),
    ] {
        let found = problems(from, to);
        assert!(
            found.iter().any(|problem| problem.what.contains(told)),
            "{to}: {found:?}"
        );
    }
}

#[test]
fn another_word_in_a_rule_makes_another_digest() {
    let rules = RetentionRules::read("rules.toml", SHIPPED).unwrap();
    let changed = SHIPPED.replacen("years = 25", "years = 24", 1);
    let other = RetentionRules::read("rules.toml", &changed).unwrap();
    let digest = |rules: &RetentionRules, id: &str| rules.rule(id).unwrap().digest();
    assert_ne!(
        digest(&rules, "child-25-years"),
        digest(&other, "child-25-years")
    );
    assert_eq!(
        digest(&rules, "closure-35-years"),
        digest(&other, "closure-35-years")
    );
}
