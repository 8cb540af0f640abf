//! Licences, bans and sources, by cargo-deny. What is refused, and why, stands in `deny.toml`.

use std::path::PathBuf;
use std::process::Command;

use crate::step::{Outcome, cargo, program, run, starts, target};

/// The version that is installed where cargo-deny is missing.
const VERSION: &str = "0.20.2";

/// Checks what needs no database from elsewhere.
pub(crate) fn check() -> Outcome<()> {
    run(
        tool()?.args([
            "--locked",
            "check",
            "--hide-inclusion-graph",
            "bans",
            "licenses",
            "sources",
        ]),
        "Take the crate out, or add it to deny.toml with the reason.",
    )
}

/// Checks against the advisory database, which is fetched: not part of `test`, because a machine may not reach it.
pub(crate) fn advisories() -> Outcome<()> {
    run(
        tool()?.args(["--locked", "check", "advisories"]),
        "Either a crate has a known fault, named above, or the advisory database could not be fetched.",
    )
}

/// cargo-deny from the PATH, or our own pinned one, installed once into the target folder.
fn tool() -> Outcome<Command> {
    if starts(program("cargo-deny").arg("--version")) {
        return Ok(program("cargo-deny"));
    }
    let tools = target().join("tools");
    let ours: PathBuf = tools.join("bin").join(if cfg!(windows) {
        "cargo-deny.exe"
    } else {
        "cargo-deny"
    });
    if !ours.exists() {
        println!(
            "cargo-deny is not installed; building {VERSION} into {}, once (some minutes).",
            tools.display()
        );
        run(
            // Unoptimised: it is built more often than it is waited for.
            cargo()
                .args(["install", "--quiet", "--locked", "--debug", "--root"])
                .arg(&tools)
                .arg(format!("cargo-deny@{VERSION}")),
            "cargo-deny could not be built; is crates.io within reach?",
        )?;
    }
    Ok(program(ours))
}
