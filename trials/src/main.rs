//! Trials of the real program: killed, its power cut, its disk full, failing or lying. `cargo xtask trials` runs the
//! short tier, `cargo xtask trials --campaign` the long one. What each promises and leaves out: `docs/durability.md`.
//!
//! Nothing here is part of Leeward: a school never runs it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a trial says what it tried and what came of it"
)]

mod binary;
mod chance;
mod disk;
mod ledger;
mod load;
mod mounted;
mod rounds;
mod school;

use binary::Binary;
use clap::Parser;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// What a trial gives back.
pub(crate) type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Kills, power cuts and failing disks against the real binary.
#[derive(Debug, Parser)]
struct Asked {
    /// The built program.
    #[arg(long, env = "LEEWARD_BINARY")]
    binary: PathBuf,
    /// How many kills.
    #[arg(long)]
    kills: Option<u64>,
    /// How many power cuts.
    #[arg(long)]
    cuts: Option<u64>,
    /// What every choice by chance follows from; one by the clock unless given.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    match run(&Asked::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("trials: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(asked: &Asked) -> Done<()> {
    mounted::unmount_left_behind();
    let binary = Binary::at(asked.binary.clone())?;
    let control = rounds::lying_disk(&binary, 5, asked.seed)?;
    println!("{control:?}");
    let mut cuts = rounds::cuts(&binary, asked.cuts.unwrap_or(20), asked.seed)?;
    println!("{} {cuts:?}", cuts.ready_in_words());
    let mut kills = rounds::kills(&binary, asked.kills.unwrap_or(50), asked.seed)?;
    println!("{} {kills:?}", kills.ready_in_words());
    Ok(())
}
