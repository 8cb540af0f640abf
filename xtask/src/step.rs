//! One step: it says what it does, streams what its programs print, and says how long it took.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// What came of something: the value, or one sentence that says what is wrong and what to do.
pub(crate) type Outcome<T> = Result<T, String>;

/// A named part of the work.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// What a developer types after `cargo xtask`.
    pub(crate) name: &'static str,
    /// What it does, said before it starts.
    pub(crate) says: &'static str,
    /// The work.
    pub(crate) run: fn() -> Outcome<()>,
}

/// Runs the steps in order and stops at the first that fails.
pub(crate) fn run_all(steps: &[Step]) -> Outcome<()> {
    let start = Instant::now();
    for step in steps {
        println!("\n== {}: {}", step.name, step.says);
        let began = Instant::now();
        (step.run)().map_err(|why| {
            format!(
                "{} failed after {:.1} s. {why} To run only this again: cargo xtask {}",
                step.name,
                began.elapsed().as_secs_f64(),
                step.name
            )
        })?;
        println!(
            "== {}: fine, {:.1} s",
            step.name,
            began.elapsed().as_secs_f64()
        );
    }
    if steps.len() > 1 {
        println!(
            "\n== all {} steps fine, {:.1} s",
            steps.len(),
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// The top folder of the repository.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

/// Where Cargo builds to.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// A program to be run from the top folder.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The Cargo that started us.
pub(crate) fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command with its output streaming through; says it first, as a person would type it.
pub(crate) fn run(command: &mut Command, if_it_fails: &str) -> Outcome<()> {
    println!("$ {}", typed(command));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(if_it_fails.to_owned()),
        Err(fault) => Err(format!(
            "`{}` could not be started: {fault}.",
            typed(command)
        )),
    }
}

/// Does this program start at all? Its output is not shown.
pub(crate) fn starts(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn typed(command: &Command) -> String {
    let name = PathBuf::from(command.get_program());
    let mut line = name
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for word in command.get_args() {
        line.push(' ');
        line.push_str(&word.to_string_lossy());
    }
    line
}
