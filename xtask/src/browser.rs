//! The journeys, driven in a real browser against the real binary. The journeys themselves are in `tests/browser`.

use std::path::PathBuf;
use std::process::Command;

use crate::chromium;
use crate::demo;
use crate::step::{Outcome, program, root, run, starts};

/// Runs every journey.
pub(crate) fn journeys() -> Outcome<()> {
    let mut node = ready()?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder().join("journeys"))
        .map_err(|fault| format!("tests/browser/journeys cannot be read: {fault}."))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err("tests/browser/journeys holds no journey.".to_owned());
    }
    // One file at a time: each starts a server and a browser of its own, and a small machine has two cores.
    run(
        node.args(["--test", "--test-concurrency=1", "--test-timeout=440000"])
            .args(files),
        "The journeys that failed are named above.",
    )
}

/// Node with everything the browser programs need: its packages, a browser, and the built binary.
pub(crate) fn ready() -> Outcome<Command> {
    if !starts(program("node").arg("--version")) {
        return Err("Node is missing. Install Node 20 or later, with npm.".to_owned());
    }
    let browser = chromium::ensure()?;
    run(
        program(if cfg!(windows) { "npm.cmd" } else { "npm" })
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder()),
        "npm could not install what tests/browser/package-lock.json names.",
    )?;
    let leeward = demo::binary()?;
    let mut node = program("node");
    node.current_dir(folder())
        .env("LEEWARD_CHROMIUM", browser)
        .env("LEEWARD_BINARY", leeward);
    Ok(node)
}

fn folder() -> PathBuf {
    root().join("tests").join("browser")
}
