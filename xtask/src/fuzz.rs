//! `cargo xtask fuzz [--minutes N]`: throws mutated packs, facts, layers and wordings at the readers, each for N minutes (1 unless
//! said). What to start from is made from the shipped packs at each run, so nothing of it is kept twice.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{Outcome, program, root, run, starts, target};

/// Each target, with the longest input it is worth trying.
const TARGETS: [(&str, &str); 4] = [
    ("pack", "12000"),
    ("facts", "12000"),
    ("layer", "12000"),
    ("wording", "12000"),
];

/// The head of a pack, or of a layer, in which a piece of a shipped file stands.
const HEAD: &str = r#"format = 1
id = "seed"
version = "2024-06-01"
title = "A seed"
term = "a seed"
jurisdiction = "england"
in_force = { from = "2024-06-01" }
posture = "weigh-each-case"
status = "draft"
review_by = "2030-01-01"
summary = "To begin from."
"#;

/// The longest piece of a shipped file that a seed holds: short inputs are tried a hundred times as often as long ones.
const PIECE: usize = 4000;

/// Runs every target one after another; stops at the first that finds a fault.
pub(crate) fn all(rest: &[String]) -> Outcome<()> {
    let minutes = minutes(rest)?;
    let mut probe = program("rustup");
    if !starts(probe.args(["run", "nightly", "cargo", "fuzz", "--version"])) {
        return Err("cargo-fuzz and a nightly compiler are needed: rustup toolchain install nightly, then cargo install cargo-fuzz --locked.".to_owned());
    }
    for (name, longest) in TARGETS {
        let seeds = target().join("fuzz-seeds").join(name);
        let grown = target().join("fuzz-grown").join(name);
        write_seeds(name, &seeds).map_err(|fault| {
            format!(
                "the seeds could not be written to {}: {fault}.",
                seeds.display()
            )
        })?;
        fs::create_dir_all(&grown)
            .map_err(|fault| format!("{} could not be made: {fault}.", grown.display()))?;
        // Whatever is new goes to the first folder named; the seeds stay as they are.
        let mut command = program("rustup");
        command.args(["run", "nightly", "cargo", "fuzz", "run", name]);
        command.args([&grown, &seeds]).arg("--").args([
            format!("-max_total_time={}", minutes * 60),
            format!("-max_len={longest}"),
            "-timeout=20".to_owned(),
            "-rss_limit_mb=1024".to_owned(),
            "-print_final_stats=1".to_owned(),
        ]);
        run(
            &mut command,
            "What was found, and the input that shows it, are named above; put it right and add the input to crates/guidance/tests/bad_input.rs.",
        )?;
    }
    Ok(())
}

fn minutes(rest: &[String]) -> Outcome<u64> {
    let words: Vec<&str> = rest.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => Ok(1),
        ["--minutes", number] => match number.parse() {
            Ok(minutes) if (1..=24 * 60).contains(&minutes) => Ok(minutes),
            _ => Err(format!(
                "`--minutes {number}` should be a number from 1 to 1440."
            )),
        },
        _ => Err("`fuzz` takes --minutes N and nothing else.".to_owned()),
    }
}

/// Writes what to start from: shipped packs, whole and file by file; the files of facts shown in the documents.
fn write_seeds(name: &str, into: &Path) -> std::io::Result<()> {
    if into.exists() {
        fs::remove_dir_all(into)?;
    }
    fs::create_dir_all(into)?;
    if name == "facts" {
        let page = fs::read_to_string(root().join("docs/facts-file.md"))?;
        for (at, (mark, syntax)) in [("```toml\n", 't'), ("```json\n", '{')]
            .into_iter()
            .enumerate()
        {
            for (nth, block) in page.split(mark).skip(1).enumerate() {
                let text = block.split("```").next().unwrap_or_default();
                fs::write(into.join(format!("{at}-{nth}")), format!("{syntax}{text}"))?;
            }
        }
        return Ok(());
    }
    if name == "wording" {
        let page = fs::read_to_string(root().join("guidance-packs/FORMAT.md"))?;
        let (_, after) = page
            .split_once("## An adviser's wording")
            .unwrap_or_default();
        let block = after.split("```toml\n").nth(1).unwrap_or_default();
        let text = block.split("```").next().unwrap_or_default();
        let version = "version = \"2024-03-11\"";
        let text = text
            .replace("digest = \"...\"", "digest = \"DIGEST\"")
            .replace(
                "version = \"2024-03-11+england-kcsie-2026@2026-09-01\"",
                version,
            );
        return fs::write(into.join("format"), text);
    }
    let small = root().join("crates/guidance/tests/packs/small/2024-01-01");
    fs::write(into.join("small"), whole(&small)?)?;
    let mut head = HEAD.to_owned();
    if name == "layer" {
        head.push_str("layer_over = [\"england-ukcis-2024\"]\n");
    }
    let head = section("pack.toml", &head);
    for (nth, version) in versions()?.iter().enumerate() {
        let mut files = Vec::new();
        toml_under(version, &mut files)?;
        files.sort();
        for (at, path) in files.iter().enumerate() {
            let called = path.strip_prefix(version).unwrap_or(path);
            let called = called.to_string_lossy().replace('\\', "/");
            if called == "pack.toml" {
                continue;
            }
            for (piece, text) in pieces(&fs::read_to_string(path)?).iter().enumerate() {
                let seed = format!("{head}{}", section(&called, text));
                fs::write(into.join(format!("{nth}-{at}-{piece}")), seed)?;
            }
        }
    }
    Ok(())
}

/// A file in pieces that each begin with a table.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for (at, table) in text.split("\n[[").enumerate() {
        let table = match at {
            0 => table.to_owned(),
            _ => format!("[[{table}"),
        };
        match pieces.last_mut() {
            // A piece begins with a table of its own, never with one that belongs to a table before it.
            Some(last)
                if last.len() + table.len() < PIECE || table.starts_with("[[checklist.item") =>
            {
                last.push('\n');
                last.push_str(&table);
            }
            _ => pieces.push(table),
        }
    }
    pieces
}

/// Every file of a pack as one input.
fn whole(version: &Path) -> std::io::Result<String> {
    let mut files = Vec::new();
    toml_under(version, &mut files)?;
    files.sort();
    let mut input = String::new();
    for path in files {
        let called = path.strip_prefix(version).unwrap_or(&path);
        let called = called.to_string_lossy().replace('\\', "/");
        input.push_str(&section(&called, &fs::read_to_string(&path)?));
    }
    Ok(input)
}

/// Every `<pack>/<version>` folder of the shipped packs.
fn versions() -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for pack in fs::read_dir(root().join("guidance-packs"))? {
        let pack = pack?.path();
        if pack.is_dir() {
            for version in fs::read_dir(pack)? {
                found.push(version?.path());
            }
        }
    }
    found.retain(|path| path.is_dir());
    found.sort();
    Ok(found)
}

fn toml_under(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            toml_under(&path, into)?;
        } else if path.extension().is_some_and(|end| end == "toml") {
            into.push(path);
        }
    }
    Ok(())
}

/// A file as a part of one input: `fuzz/fuzz_targets/input.rs` takes it apart again.
fn section(called: &str, text: &str) -> String {
    format!("#=== {called}\n{text}\n")
}
