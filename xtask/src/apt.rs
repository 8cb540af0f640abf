//! Installs a package where the system's packages are Debian's.

use crate::step::{Outcome, program, run};

/// Installs a package; fetches the lists of packages first where a fresh machine has none yet.
pub(crate) fn install_package(name: &str, refused: &str) -> Outcome<()> {
    let install = ["install", "--yes", "--no-install-recommends", name];
    if apt(&install, refused).is_ok() {
        return Ok(());
    }
    apt(&["update"], "The lists of packages could not be fetched.")?;
    apt(&install, refused)
}

fn apt(words: &[&str], if_it_fails: &str) -> Outcome<()> {
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
