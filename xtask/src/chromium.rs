//! Finds a Chromium to drive, and installs one where the system's packages have it.

use std::path::{Path, PathBuf};

use crate::apt::install_package;
use crate::step::{Outcome, program, starts};

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
    install_package(
        "chromium",
        "Chromium could not be installed. Install it by hand, or set LEEWARD_CHROMIUM to the path of one.",
    )
}
