//! Why a pack asks for something, what could still change it, and what to ask next, from facts made in the program:
//! `cargo run -p guidance --example explain_answer`.
#![cfg_attr(
    not(test),
    expect(clippy::print_stdout, reason = "a program for a terminal")
)]

use std::fmt::Write as _;

use guidance::{Answer, ChildFacts, Facts, Library, Part, Problem, assess};

/// The reasons, and the open questions, for one child of whom little is known.
///
/// # Errors
/// Where the pack is not there.
pub(crate) fn explained() -> Result<String, Vec<Problem>> {
    let pack = Library::shipped().find("england-ukcis-2024", None)?;
    let child = ChildFacts {
        name: "Child A".to_owned(),
        parts: [Part::Pictured].into(),
        answers: [("age-under-13".to_owned(), Answer::No)].into(),
    };
    let facts = Facts {
        on: "2026-11-23".parse().ok(),
        incident: [("adult-involved".to_owned(), Answer::Yes)].into(),
        children: vec![child],
    };
    let answer = assess(&pack, &facts);
    let mut text = String::new();
    for one in &answer.called_for {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", one.says);
        for reason in &one.reasons {
            let source = &reason.source;
            let section = source.section.as_deref().unwrap_or("not said");
            let _ = writeln!(text, "  because: {}", reason.says);
            let _ = writeln!(
                text,
                "  clause: {}, {section} ({})",
                source.id,
                source.mark.as_str()
            );
            for fact in &reason.facts {
                let _ = writeln!(text, "    {} {}", fact.ask, fact.answer);
            }
        }
    }
    for ask in answer.ask_next.iter().take(3) {
        let _ = writeln!(text, "ask next: {}", ask.ask);
    }
    let _ = writeln!(text, "settled: {}", answer.settled);
    Ok(text)
}

#[cfg(not(test))]
fn main() -> Result<(), String> {
    match explained() {
        Ok(text) => {
            println!("{text}");
            Ok(())
        }
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}
