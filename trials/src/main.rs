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
mod clock;
mod disk;
mod ledger;
mod load;
mod mounted;
mod recovery;
mod rounds;
mod school;
mod soak;
mod states;

use binary::Binary;
use clap::Parser;
use rounds::{Control, Figures};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// What a trial gives back.
pub(crate) type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Kills, power cuts and failing disks against the real binary.
#[derive(Debug, Parser)]
struct Asked {
    /// The built program.
    #[arg(long, env = "LEEWARD_BINARY")]
    binary: PathBuf,
    /// The long tier: more of everything, and a soak.
    #[arg(long)]
    campaign: bool,
    /// How many kills (1,000; in a campaign 100,000).
    #[arg(long)]
    kills: Option<u64>,
    /// How many power cuts (200; in a campaign 10,000).
    #[arg(long)]
    cuts: Option<u64>,
    /// How many entries there are when it is timed how it comes back (100,000; in a campaign 1,000,000).
    #[arg(long)]
    entries: Option<u64>,
    /// How many minutes people work without a pause (none; in a campaign 120).
    #[arg(long)]
    soak: Option<u64>,
    /// What every choice by chance follows from. The moment of a kill is chosen by it; what the program was doing then
    /// is the machine's.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The commit the program was built from, for the line of results.
    #[arg(long, default_value = "not said")]
    commit: String,
    /// The machine, for the line of results.
    #[arg(long, default_value = "not said")]
    machine: String,
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
    let began = Instant::now();
    mounted::unmount_left_behind();
    let binary = Binary::at(asked.binary.clone())?;
    let (seed, long) = (asked.seed, asked.campaign);
    let either =
        |given: Option<u64>, ci, campaign| given.unwrap_or(if long { campaign } else { ci });
    println!(
        "seed {seed}, commit {}, machine: {}",
        asked.commit, asked.machine
    );

    let (kills, cuts) = (
        either(asked.kills, 1_000, 100_000),
        either(asked.cuts, 200, 10_000),
    );
    let mut killed = rounds::kills(&binary, kills, seed).map_err(|why| format!("kills: {why}"))?;
    println!("kills: {}", told(&mut killed));

    // What needs a file system of our own fails by itself: the rest still says what it found.
    let on_a_disk = on_a_disk(&binary, cuts, seed);
    if let Err(why) = &on_a_disk {
        eprintln!("trials: {why}");
    }
    let clock = clock::jumps(&binary, seed).map_err(|why| format!("clock: {why}"));
    match &clock {
        Ok(line) => println!("clock: {line}"),
        Err(why) => eprintln!("trials: {why}"),
    }
    let entries = either(asked.entries, 100_000, 1_000_000);
    for line in
        recovery::after_a_kill(&binary, entries, seed).map_err(|why| format!("recovery: {why}"))?
    {
        println!("recovery: {line}");
    }
    let minutes = either(asked.soak, 0, 120);
    if minutes > 0 {
        for line in soak::work(&binary, minutes, seed).map_err(|why| format!("soak: {why}"))? {
            println!("soak: {line}");
        }
    }
    const FAILED: &str = "what is said above failed";
    let (control, cut) = on_a_disk.map_err(|_| FAILED)?;
    clock.map_err(|_| FAILED)?;
    println!(
        "all of it in {:.0} s. For the table in docs/durability.md:\n| {} | {seed} | {} | {} | {} | {} | {} | {} | {} of {} | {:.0} s |",
        began.elapsed().as_secs_f64(),
        if long { "campaign" } else { "short" },
        asked.commit,
        asked.machine,
        killed.rounds,
        killed.acknowledged,
        cut.rounds,
        cut.acknowledged,
        control.lost_in,
        control.rounds,
        began.elapsed().as_secs_f64(),
    );
    Ok(())
}

/// What is tried on a disk of our own: the negative control, power cuts, and every state of a disk.
fn on_a_disk(binary: &Binary, cuts: u64, seed: u64) -> Done<(Control, Figures)> {
    let control =
        rounds::lying_disk(binary, 5, seed).map_err(|why| format!("a lying disk: {why}"))?;
    if control.rounds == 0 || control.lost_in < control.rounds {
        return Err(format!(
            "the negative control was not caught, so no power cut here means anything: {control:?}"
        )
        .into());
    }
    println!(
        "negative control, a disk that says it synced and did not: caught in {} of {} cuts, {} acknowledged entries lost; the same lives ended by a kill alone: {} lost",
        control.lost_in, control.rounds, control.lost, control.lost_to_a_kill
    );
    let mut cut = rounds::cuts(binary, cuts, seed).map_err(|why| format!("power cuts: {why}"))?;
    println!("power cuts: {}", told(&mut cut));
    for line in states::all(binary, seed).map_err(|why| format!("states of a disk: {why}"))? {
        println!("state: {line}");
    }
    Ok((control, cut))
}

fn told(figures: &mut Figures) -> String {
    let ready = figures.ready_in_words();
    let syncs = match figures.syncs {
        0 => String::new(),
        syncs => format!(", {syncs} syncs"),
    };
    format!(
        "{} in {:.0} s, {} forms acknowledged: 0 lost, 0 altered, 0 twice, 0 that nobody sent; {} sent again, {} ended while starting{}; {}",
        figures.rounds,
        figures.took.as_secs_f64(),
        figures.acknowledged,
        figures.sent_again,
        figures.while_starting,
        syncs,
        ready
    )
}
