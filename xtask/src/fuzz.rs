//! `cargo xtask fuzz [--minutes N]`: throws mutated packs, facts and layers at the readers, each for N minutes (1 unless
//! said). What to start from is made from the shipped packs at each run, so nothing of it is kept twice.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{Outcome, program, root, run, starts, target};

/// Each target, with the longest input it is worth trying.
const TARGETS: [(&str, &str); 3] = [("pack", "65536"), ("facts", "16384"), ("layer", "65536")];

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
    for version in versions()? {
        let mut files = Vec::new();
        toml_under(&version, &mut files)?;
        files.sort();
        let is_head = |path: &PathBuf| path.file_name().is_some_and(|name| name == "pack.toml");
        let Some(head) = files.iter().find(|path| is_head(path)) else {
            continue;
        };
        let head = section(&version, head)?;
        let is_layer = head.contains("\nlayer_over");
        if (name == "layer") != is_layer {
            continue;
        }
        let mut whole = head.clone();
        let called = version
            .strip_prefix(root().join("guidance-packs"))
            .unwrap_or(&version);
        let called = called.to_string_lossy().replace(['/', '\\'], "-");
        for (at, path) in files.iter().filter(|path| !is_head(path)).enumerate() {
            let one = section(&version, path)?;
            fs::write(into.join(format!("{called}-{at}")), format!("{head}{one}"))?;
            whole.push_str(&one);
        }
        fs::write(into.join(called), whole)?;
    }
    Ok(())
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
fn section(version: &Path, path: &Path) -> std::io::Result<String> {
    let called = path.strip_prefix(version).unwrap_or(path);
    let text = fs::read_to_string(path)?;
    Ok(format!(
        "#=== {}\n{text}\n",
        called.to_string_lossy().replace('\\', "/")
    ))
}
