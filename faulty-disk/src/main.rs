//! `cargo run --release -p faulty-disk -- --cases 1000000 --seed 1`: the campaign.
//!
//! Each program gets its share of the cases and tells on standard error how far it is; what was counted goes to standard
//! output with the seed, the commit and the machine. Ends with 1 where a case went wrong, and where a disk that breaks
//! its promise was not noticed, because then nothing else here can be believed either.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command that speaks to a developer at a terminal"
)]

use clap::{Parser, ValueEnum};
use faulty_disk::{
    Counted, Promise, bit_flips, disk_full, failed_syncs, power_cuts, refused_calls,
};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Holds the records against a disk that loses, refuses and garbles.
#[derive(Parser)]
struct Asked {
    /// How many cases each program tries.
    #[arg(long, default_value_t = 1_000)]
    cases: u64,
    /// The first seed; each school after it has the next.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this program; otherwise all of them.
    #[arg(long)]
    only: Option<Program>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Program {
    /// The power goes.
    PowerCuts,
    /// A call fails.
    RefusedCalls,
    /// A sync fails.
    FailedSyncs,
    /// The disk is full.
    DiskFull,
    /// A bit turns over.
    BitFlips,
    /// The disk lies, and it has to be noticed.
    Control,
}

/// How many cases are done before the next line about how far it is.
const AT_A_TIME: u64 = 2_000;

fn main() -> ExitCode {
    let asked = Asked::parse();
    println!("seed {}", asked.seed);
    println!("commit {}", commit());
    println!("machine {}", machine());
    let mut well = true;
    for program in Program::value_variants() {
        if asked.only.is_none_or(|only| only == *program) {
            match tried(*program, &asked) {
                Ok(fine) => well &= fine,
                Err(error) => {
                    eprintln!("The folder that disks are laid in cannot be used: {error}");
                    return ExitCode::from(2);
                }
            }
        }
    }
    if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn tried(program: Program, asked: &Asked) -> std::io::Result<bool> {
    let name = program
        .to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned());
    let dir = tempfile::tempdir()?;
    let began = Instant::now();
    let mut counted = Counted::default();
    // Other seeds for each share: a school may use thousands of cases up.
    let (mut seed, cases) = (asked.seed, asked.cases);
    while counted.cases < cases {
        let share = (cases - counted.cases).min(AT_A_TIME);
        let done = match program {
            Program::PowerCuts => power_cuts(dir.path(), seed, share, Promise::Kept),
            Program::RefusedCalls => refused_calls(dir.path(), seed, share),
            Program::FailedSyncs => failed_syncs(dir.path(), seed, share),
            Program::DiskFull => disk_full(dir.path(), seed, share),
            Program::BitFlips => bit_flips(dir.path(), seed, share),
            Program::Control => {
                let promise = if seed % 2 == 0 {
                    Promise::Broken
                } else {
                    Promise::BrokenForTheLog
                };
                power_cuts(dir.path(), seed, share, promise)
            }
        }?;
        seed += done.tally.get("schools").copied().unwrap_or(1).max(1);
        counted.and(done);
        eprintln!(
            "{name}: {} of {cases} cases, {} went wrong",
            counted.cases,
            counted.wrong.len()
        );
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "\n{name}: {} cases in {seconds:.1} s ({:.0} a second), {} went wrong",
        counted.cases,
        counted.cases as f64 / seconds.max(0.001),
        counted.wrong.len()
    );
    for (what, times) in &counted.tally {
        println!("  {times:>9}  {what}");
    }
    if program == Program::Control {
        if counted.wrong.is_empty() {
            println!(
                "  A disk that breaks its promise was not noticed: none of this can be believed."
            );
        }
        return Ok(!counted.wrong.is_empty());
    }
    for wrong in counted.wrong.iter().take(50) {
        println!("  WRONG {wrong}");
    }
    Ok(counted.wrong.is_empty())
}

fn commit() -> String {
    Command::new("git")
        .args(["rev-parse", "HEAD"])
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map_or_else(|| "not known".to_owned(), |text| text.trim().to_owned())
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{} {}, {cores} cores",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}
