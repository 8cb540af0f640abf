//! Builds the `leeward` binary that the browser programs start.

use std::path::PathBuf;

use crate::step::{Outcome, cargo, run, target};

/// The path of a freshly built binary.
pub(crate) fn binary() -> Outcome<PathBuf> {
    run(
        cargo().args([
            "build",
            "--locked",
            "--package",
            "server",
            "--bin",
            "leeward",
        ]),
        "leeward did not build.",
    )?;
    let built = target().join("debug").join(if cfg!(windows) {
        "leeward.exe"
    } else {
        "leeward"
    });
    if built.exists() {
        Ok(built)
    } else {
        Err(format!(
            "leeward was built, but not to {}.",
            built.display()
        ))
    }
}
