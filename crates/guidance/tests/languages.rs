//! What explanations say, in one language and in another: a second file of messages plugs in, and nothing is said outside it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use guidance::{
    Explanation, Facts, Library, Mark, Message, NOT_AN_ALL_CLEAR, Pack, Side, Speaker, Words,
    assess, not_asked, side_by_side, smallest_changes, why_not,
};
use jiff::civil::date;
use support::{facts, small};

const ENGLISH: &str = include_str!("../messages/en.ftl");

/// A language nobody speaks: every message in marks of its own, so that what is said outside a message shows.
fn marked() -> String {
    let mark = |says: &str| format!("\u{27e6}{}\u{27e7}", says.trim());
    let line = |line: &str| -> String {
        if line.starts_with('#')
            || line.trim().is_empty()
            || line.trim() == "}"
            || line.ends_with("->")
        {
            return line.to_owned();
        }
        if let Some((variant, says)) = line.split_once("] ") {
            return format!("{variant}] {}", mark(says));
        }
        match line.split_once(" =") {
            Some((key, says)) if !says.is_empty() => format!("{key} = {}", mark(says)),
            _ => line.to_owned(),
        }
    };
    ENGLISH.lines().map(|one| line(one) + "\n").collect()
}

/// Everything that can be said of these facts, beside nothing being known.
fn everything(pack: &Pack, known: &Facts, words: &Words) -> String {
    let seen = assess(pack, known);
    let nothing = Facts {
        on: known.on,
        ..Facts::default()
    };
    let before = assess(pack, &nothing);
    let side = |facts, assessment| Side {
        pack,
        facts,
        assessment,
    };
    let told = Explanation {
        why_not: pack
            .responses()
            .iter()
            .map(|one| why_not(pack, known, &one.id).unwrap())
            .collect(),
        smallest_changes: Some(smallest_changes(pack, known)),
        not_asked: Some(not_asked(pack, known)),
        beside: Some(side_by_side(side(&nothing, &before), side(known, &seen))),
        ..Explanation::of(&seen)
    };
    told.to_text(Speaker::new(pack, words))
}

#[test]
fn english_is_whole() {
    Words::read("en-GB", "en.ftl", ENGLISH).unwrap();
    let words = Words::english();
    assert_eq!(words.say(&Message::NoRuleIsMet), NOT_AN_ALL_CLEAR);
    let said = ENGLISH
        .lines()
        .filter_map(|line| line.strip_prefix("mark-")?.split_once(" = "));
    for ((_, says), mark) in said.zip(Mark::ALL) {
        assert_eq!(
            says.replace('\u{2019}', "'"),
            mark.says().replace('\u{2019}', "'")
        );
    }
}

#[test]
fn another_language_plugs_in_and_not_a_word_is_said_outside_it() {
    let words = Words::read("cy", "cy.ftl", &marked()).unwrap();
    assert_eq!(words.locale(), "cy");
    let library = Library::shipped();
    let mut packs: Vec<_> = library
        .packs()
        .iter()
        .filter(|one| !one.is_layer())
        .cloned()
        .collect();
    packs.extend(library.on("england", date(2026, 11, 22)));
    for pack in packs {
        for example in pack.examples() {
            let text = everything(&pack, &example.facts, &words);
            let mut depth = 0;
            let outside: String = text
                .chars()
                .filter(|letter| {
                    depth += i32::from(*letter == '\u{27e6}');
                    let out = depth == 0;
                    depth -= i32::from(*letter == '\u{27e7}');
                    out
                })
                .collect();
            assert_eq!(depth, 0);
            let words: Vec<&str> = outside
                .split(|one: char| !one.is_alphabetic())
                .filter(|one| !one.is_empty())
                .collect();
            assert!(words.is_empty(), "{}: {words:?}\n{text}", example.name);
        }
    }
}

#[test]
fn a_message_that_is_missing_left_over_or_wrong_is_refused_with_its_line() {
    let refused = |from: &str, to: &str| {
        assert!(ENGLISH.contains(from), "{from}");
        let problems = Words::read("cy", "cy.ftl", &ENGLISH.replacen(from, to, 1)).unwrap_err();
        problems
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(
        refused("\nsettled = ", "\n# settled = ").contains("The message `settled` is missing.")
    );
    let said = refused("\nsettled = ", "\nsetled = ");
    assert!(
        said.contains("There is no message `setled`. Did you mean `settled`?"),
        "{said}"
    );
    let said = refused("{ $child }: { $text }", "{ $text }");
    assert!(
        said.contains("cy.ftl:16: The message `of-child` leaves out `$child`."),
        "{said}"
    );
    let said = refused("answer-yes = yes", "answer-yes = yes, { $who }");
    assert!(
        said.contains("`answer-yes` is never given `$who`"),
        "{said}"
    );
    let said = refused("answer-yes = yes", "answer-yes = { yes");
    assert!(said.contains("It cannot be read"), "{said}");
    let said = refused("answer-yes = yes", "answer-yes = yes\nanswer-yes = yes");
    assert!(
        said.contains("`answer-yes` stands more than once"),
        "{said}"
    );
    let wrong = Words::read("not a tag", "cy.ftl", ENGLISH).unwrap_err();
    assert!(
        wrong
            .iter()
            .any(|one| one.what.contains("is not the tag of a language"))
    );
}

#[test]
fn a_language_counts_as_it_counts() {
    // Welsh has six forms; the file may use any of them.
    let six = "due-days =\n    { $n ->\n        [zero] zero { $n }\n        [one] one { $n }\n        [two] two { $n }\n        [few] few { $n }\n        [many] many { $n }\n       *[other] other { $n }\n    }\n";
    let from = ENGLISH.find("due-days =").unwrap();
    let to = from + ENGLISH.get(from..).unwrap().find("    }\n").unwrap() + 6;
    let mut text = ENGLISH.to_owned();
    text.replace_range(from..to, six);
    let words = Words::read("cy", "cy.ftl", &text).unwrap();
    let said = |n: usize| words.say(&Message::DueDays { n: n.into() });
    assert_eq!(
        [0, 1, 2, 3, 6, 4].map(said),
        ["zero 0", "one 1", "two 2", "few 3", "many 6", "other 4"]
    );
}

#[test]
fn lists_and_conditions_read_as_a_person_says_them() {
    let pack = small();
    let says = |id: &str| pack.rule(id).unwrap().when.in_words(&pack);
    assert_eq!(
        says("spread-or-pressed"),
        "\u{201c}How far has it gone?\u{201d} is A group or Anyone or (for at least one child: \u{201c}Was this child pressed to share?\u{201d} is yes)"
    );
    assert_eq!(says("always-record"), "in every case");
    let known = facts(
        &pack,
        "incident = { adult-involved = \"no\" }\n[[children]]\nname = \"Child A\"\nparts = [\"told-us\"]\n",
    );
    let text = everything(&pack, &known, Words::english());
    for line in [
        "Why not: Refer at once.",
        "    What is known stands against it:\n      - Is an adult involved? No.",
        "  - Child A: Was this child pressed to share?\n    It is asked only of a child who shared it or made it.",
        "    This rule cannot be met:",
    ] {
        assert!(text.contains(line), "{line}\n\n{text}");
    }
}
