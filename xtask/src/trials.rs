//! `cargo xtask trials`: kills, power cuts and failing disks against the real binary; what they promise and leave out
//! stands in `docs/durability.md`. `--campaign` runs the long tier, on a binary built as a school's is.

use std::path::Path;
use std::process::Command;

use crate::apt::install_package;
use crate::demo;
use crate::step::{Outcome, cargo, program, run, starts, target};

/// The short tier, as `cargo xtask test` runs it.
pub(crate) fn short() -> Outcome<()> {
    asked(&[])
}

/// The tier and the numbers that were asked for.
pub(crate) fn asked(words: &[String]) -> Outcome<()> {
    // The short tier runs on the binary that the browser programs use as well: another build would take longer than it.
    let long = words.iter().any(|word| word == "--campaign");
    let binary = if long {
        run(
            cargo().args(["build", "--release", "--locked", "--package", "server"]),
            "leeward did not build.",
        )?;
        target().join("release").join("leeward")
    } else {
        demo::binary()?
    };
    fuse()?;
    faketime()?;
    run(
        cargo()
            .args(["run", "--locked", "--package", "trials", "--"])
            .arg("--binary")
            .arg(binary)
            .args(["--commit", &commit(), "--machine", &machine()])
            .args(words),
        "What was tried, and what was found, is said above; the seed tries the same choices again.",
    )
}

/// Sees to it that a file system of our own can be mounted. Whoever is not root needs fusermount3 for that.
fn fuse() -> Outcome<()> {
    if !Path::new("/dev/fuse").exists() {
        println!(
            "There is no /dev/fuse: power cuts and failing disks cannot be tried here and will be said to have failed."
        );
        return Ok(());
    }
    if is_root() || starts(program("fusermount3").arg("--version")) {
        return Ok(());
    }
    if Path::new("/etc/debian_version").exists() {
        println!("No fusermount3 was found; installing Debian's fuse3.");
        install_package(
            "fuse3",
            "fuse3 could not be installed. Install it by hand: apt-get install fuse3.",
        )?;
    }
    Ok(())
}

/// Sees to it that a clock can be set for one process.
fn faketime() -> Outcome<()> {
    if starts(program("faketime").arg("--version")) || !Path::new("/etc/debian_version").exists() {
        return Ok(());
    }
    println!("No faketime was found; installing Debian's.");
    install_package(
        "faketime",
        "faketime could not be installed. Install it by hand: apt-get install faketime.",
    )
}

fn is_root() -> bool {
    said(program("id").arg("-u")) == "0"
}

/// What was built, to be written down with the results.
fn commit() -> String {
    let commit = said(program("git").args(["rev-parse", "--short", "HEAD"]));
    let changed = said(program("git").args(["status", "--porcelain", "--untracked-files=no"]));
    match (commit.is_empty(), changed.is_empty()) {
        (true, _) => "not known".to_owned(),
        (false, true) => commit,
        (false, false) => format!("{commit} and changes"),
    }
}

/// What it ran on.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{cores} cores, {}", said(program("uname").args(["-srm"])))
}

/// What a program says in one line; nothing where it cannot.
fn said(command: &mut Command) -> String {
    let output = command.output().map(|output| output.stdout);
    let text = String::from_utf8(output.unwrap_or_default());
    text.unwrap_or_default().trim().to_owned()
}
