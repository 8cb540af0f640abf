//! Hours of work: does memory grow, do handles leak, does it get slower, does the log of the database stay bounded?

use crate::Done;
use crate::binary::{Binary, free_port};
use crate::chance::Seeded;
use crate::ledger::Ledger;
use crate::load::{Kept, at_work, note};
use crate::rounds::{all_there, image_of, laid_out};
use crate::school::Made;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What is looked at, many times.
struct Look {
    hours: f64,
    kib: f64,
    handles: usize,
    late: Duration,
    log: u64,
}

/// Has people work for so many minutes and says how the server fared.
pub(crate) fn work(binary: &Binary, minutes: u64, seed: u64) -> Done<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let made = Made::founded(folder.path(), 5, 3)?;
    let ledger = Ledger::new(Seeded::of(seed).part(6 << 32), seed);
    let mut serving = binary.serve(&made, &made.data, free_port()?)?;
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut looks = Vec::new();
    let began = Instant::now();
    let all = Duration::from_secs(minutes * 60);
    std::thread::scope(|scope| -> Done<()> {
        at_work(scope, serving.at, &made, &ledger, &stop, &answered);
        let looked = (|| -> Done<()> {
            while began.elapsed() < all {
                let late = slow_ones(&made, &ledger, serving.at)?;
                let log = std::fs::metadata(made.data.join("leeward.db-wal"));
                looks.push(Look {
                    hours: began.elapsed().as_secs_f64() / 3600.0,
                    kib: serving.memory("VmRSS")? as f64,
                    handles: serving.handles()?,
                    late,
                    log: log.map_or(0, |file| file.len()),
                });
            }
            Ok(())
        })();
        stop.store(true, Ordering::Relaxed);
        looked
    })?;
    serving.stop()?;
    let left = laid_out(&image_of(&made.data)?)?;
    all_there(ledger.compare(&made, left.path())?, 0)?;
    // The first tenth is warming up.
    let settled = looks.get(looks.len() / 10..).unwrap_or_default();
    let (first, last) = settled.split_at(settled.len() / 2);
    let late = |half: &[Look]| half.iter().map(|look| look.late).max().unwrap_or_default();
    let handles = |half: &[Look]| half.iter().map(|look| look.handles).max().unwrap_or(0);
    Ok(vec![format!(
        "{minutes} minutes, {} forms: memory {:+.2} MiB an hour (goal: under 1), handles {} then {}, the slowest of each second {:.0} ms then {:.0} ms, log of the database {:.1} MiB at most",
        answered.load(Ordering::Relaxed),
        slope(settled) / 1024.0,
        handles(first),
        handles(last),
        late(first).as_secs_f64() * 1e3,
        late(last).as_secs_f64() * 1e3,
        looks.iter().map(|look| look.log).max().unwrap_or(0) as f64 / 1_048_576.0
    )])
}

/// Ten forms in a second, beside everybody else's: how long the slowest took.
fn slow_ones(made: &Made, ledger: &Ledger, at: std::net::SocketAddr) -> Done<Duration> {
    let person = made.people.first().ok_or("no reporter")?;
    let mut kept = Kept::to(at)?;
    let mut slowest = Duration::ZERO;
    for _ in 0..10 {
        let (number, sent) = ledger.about_to_send(0, false);
        let began = Instant::now();
        let answer = kept.send(&sent, person)?;
        let took = began.elapsed();
        if !note(ledger, number, &answer) {
            return Err(format!("a form was answered {}", answer.status).into());
        }
        slowest = slowest.max(took);
        std::thread::sleep(Duration::from_millis(100).saturating_sub(took));
    }
    Ok(slowest)
}

/// KiB an hour, by least squares.
fn slope(looks: &[Look]) -> f64 {
    let many = looks.len() as f64;
    let mean = |of: fn(&Look) -> f64| looks.iter().map(of).sum::<f64>() / many;
    let (hours, kib) = (mean(|look| look.hours), mean(|look| look.kib));
    let moved = looks
        .iter()
        .map(|look| (look.hours - hours) * (look.kib - kib));
    let spread = looks.iter().map(|look| (look.hours - hours).powi(2));
    let (moved, spread): (f64, f64) = (moved.sum(), spread.sum());
    if spread > 0.0 { moved / spread } else { 0.0 }
}
