//! Finds a Chromium to drive, and installs one where the system's packages have it.

use std::path::{Path, PathBuf};

use crate::step::{Outcome, program, run, starts};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// A browser that starts.
pub(crate) fn ensure() -> Outcome<PathBuf> {
    if let Some(chosen) = std::env::var_os("LEEWARD_CHROMIUM") {
        let chosen = PathBuf::from(chosen);
        return if starts(program(&chosen).arg("--version")) {
            Ok(chosen)
        } else {
            Err(format!(
                "LEEWARD_CHROMIUM names {}, which does not start.",
                chosen.display()
            ))
        };
    }
    if let Some(found) = found() {
        return Ok(found);
    }
    if Path::new("/etc/debian_version").exists() {
        install()?;
        if let Some(found) = found() {
            return Ok(found);
        }
    }
    Err(
        "No Chromium or Chrome was found. Install one, or set LEEWARD_CHROMIUM to the path of one."
            .to_owned(),
    )
}

fn found() -> Option<PathBuf> {
    NAMES
        .iter()
        .find(|name| starts(program(name).arg("--version")))
        .map(PathBuf::from)
}

fn install() -> Outcome<()> {
    println!("No Chromium was found; installing Debian's.");
    let refused = "Chromium could not be installed. Install it by hand, or set LEEWARD_CHROMIUM to the path of one.";
    if apt(
        &["install", "--yes", "--no-install-recommends", "chromium"],
        refused,
    )
    .is_ok()
    {
        return Ok(());
    }
    // A fresh machine may have no package lists yet.
    apt(&["update"], "The lists of packages could not be fetched.")?;
    apt(
        &["install", "--yes", "--no-install-recommends", "chromium"],
        refused,
    )
}

/// Asks the system's packages, as root.
pub(crate) fn apt(words: &[&str], if_it_fails: &str) -> Outcome<()> {
    let root = program("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if root {
        program("apt-get")
    } else {
        program("sudo")
    };
    if !root {
        command.arg("apt-get");
    }
    run(
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive"),
        if_it_fails,
    )
}
