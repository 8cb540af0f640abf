//! The machine's clock set wrong for the whole process, from thirty years back to thirty years ahead: libfaketime stands
//! between the program and the clock, and the program is the real one.

use crate::Done;
use crate::binary::{Binary, free_port};
use crate::chance::Seeded;
use crate::ledger::Ledger;
use crate::load::{Kept, note, send_again};
use crate::rounds::{all_there, image_of, in_memory, laid_out};
use crate::school::Made;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Twelve jumps, in hours.
const JUMPS: [i64; 12] = [
    -262_980, -87_660, -8_766, -1_440, -25, -2, 2, 25, 1_500, 8_766, 87_660, 262_980,
];
/// A clock this far behind, or ahead, of the last entry is in doubt.
const BEHIND: i64 = -24;
const AHEAD: i64 = 60 * 24;
/// How long the program has to say so.
const PATIENCE: Duration = Duration::from_secs(20);

/// The library, where this machine has it.
fn library() -> Done<PathBuf> {
    let places = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/faketime/libfaketime.so.1",
        "/usr/lib64/faketime/libfaketime.so.1",
    ];
    let found = places.iter().map(Path::new).find(|path| path.exists());
    let missing = "libfaketime is missing, and without it no clock can be set for one process. On Debian and Ubuntu install faketime (apt-get install faketime)";
    Ok(found.ok_or(missing)?.to_owned())
}

/// Jumps twelve times; gives a line.
pub(crate) fn jumps(binary: &Binary, seed: u64) -> Done<String> {
    let library = library()?;
    let mut doubted = 0;
    for hours in JUMPS {
        doubted += u64::from(
            one(binary, &library, hours, seed).map_err(|why| format!("{hours} hours: {why}"))?,
        );
    }
    Ok(format!(
        "{} jumps of the clock, from 30 years back to 30 years ahead: no session longer, nothing destroyed or out of order, told in the log {doubted} times, all as before once it is right",
        JUMPS.len()
    ))
}

fn one(binary: &Binary, library: &Path, hours: i64, seed: u64) -> Done<bool> {
    let folder = in_memory()?;
    let made = Made::founded(folder.path(), 1, 1)?;
    let ledger = Ledger::new(Seeded::of(seed).part(7 << 32), seed);
    let at = free_port()?;
    let person = made.people.first().ok_or("no reporter")?;
    let mut serving = binary.serve(&made, &made.data, at)?;
    let (number, sent) = ledger.about_to_send(0, false);
    note(&ledger, number, &Kept::to(serving.at)?.send(&sent, person)?);
    serving.stop()?;

    let wrong = [
        ("LD_PRELOAD", library.to_string_lossy().into_owned()),
        ("FAKETIME", format!("{hours:+}h")),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ];
    let mut serving = binary.serve_with(&made, &made.data, at, &wrong)?;
    let page = Kept::to(serving.at)?.get("/reports", person)?;
    if page.status != 303 || !page.to.starts_with("/sign-in") {
        return Err(format!("a session was taken: {} {}", page.status, page.to).into());
    }
    let (_, sent) = ledger.about_to_send(0, false);
    let answer = Kept::to(serving.at)?.send(&sent, person)?;
    if answer.status != 401 {
        return Err(format!("a form of an old session was answered {}", answer.status).into());
    }
    let in_doubt = hours <= BEHIND || hours >= AHEAD;
    if in_doubt {
        let began = Instant::now();
        while !serving.says("the machine's clock is") {
            if began.elapsed() > PATIENCE {
                return Err("the log does not say that the clock is in doubt".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    serving.stop()?;

    // The clock is right again: whoever was signed in still is, and what they typed is taken.
    let mut serving = binary.serve(&made, &made.data, at)?;
    send_again(serving.at, &made, &ledger)?;
    if serving.says("the machine's clock is") {
        return Err("the clock is right, and in doubt".into());
    }
    serving.stop()?;
    let left = laid_out(&image_of(&made.data)?)?;
    all_there(ledger.compare(&made, left.path())?, 0)?;
    Ok(in_doubt)
}
