//! Asks a shipped pack about a situation in a file, and prints the answer in words:
//! `cargo run -p guidance --example assess_facts -- england-ukcis-2024 facts.toml`.
//!
//! The crate reads no file by itself. Whoever calls it does, so that a test, a server and a page can each bring their own.
#![cfg_attr(
    not(test),
    expect(clippy::print_stdout, reason = "a program for a terminal")
)]

use std::error::Error;
use std::path::Path;

use guidance::{Assessment, Facts, Library, Problem, Syntax, assess, text_of};

/// What a pack asks for in the situation of a file, and the same in words.
///
/// # Errors
/// Where the file cannot be read, or there is something to put right in it; the words name every problem.
pub(crate) fn answer(pack: &str, file: &Path) -> Result<(Assessment, String), Box<dyn Error>> {
    let bytes = std::fs::read(file)?;
    let name = file.to_string_lossy();
    let text = text_of(&name, &bytes)?;
    let syntax = match file.extension() {
        Some(end) if end == "json" => Syntax::Json,
        _ => Syntax::Toml,
    };
    let pack = Library::shipped().find(pack, None).map_err(told)?;
    let facts = Facts::read(&text, syntax, &name, &pack).map_err(told)?;
    let answer = assess(&pack, &facts);
    let words = answer.to_text(&pack);
    Ok((answer, words))
}

fn told(problems: Vec<Problem>) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[cfg(not(test))]
fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(pack), Some(file)) = (words.next(), words.next()) else {
        return Err("name a pack and a file of facts".into());
    };
    let (_, text) = answer(&pack, Path::new(&file))?;
    println!("{text}");
    Ok(())
}
