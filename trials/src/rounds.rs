//! Rounds of: start the real program, send again what got no answer, compare, let people work, and end it badly.

use crate::Done;
use crate::binary::{Binary, Serving, free_port};
use crate::chance::Seeded;
use crate::disk::{Disk, Honesty, Image, Loss};
use crate::ledger::{Found, Ledger};
use crate::load::{at_work, send_again};
use crate::mounted::Mounted;
use crate::school::Made;
use casework::chronology::Sort;
use casework::id::CaseId;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Who is at work: eight connections.
const REPORTERS: usize = 5;
const LEADS: usize = 3;
/// Rounds on one record before another is begun, so that comparing it stays short.
const KILLS_TO_A_RECORD: u64 = 50;
const CUTS_TO_A_RECORD: u64 = 10;
/// The longest that people work before a kill.
const LONGEST_WORK: Duration = Duration::from_millis(40);
/// The most that is done to the disk between mounting it and the cut.
const MOST_STEPS: u64 = 500;

/// What rounds came to.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Rounds.
    pub(crate) rounds: u64,
    /// Forms acknowledged.
    pub(crate) acknowledged: u64,
    /// Forms without an answer, sent again.
    pub(crate) sent_again: u64,
    /// Rounds cut before the server was ready: while it recovered from the cut before.
    pub(crate) while_starting: u64,
    /// How often the disk was asked to sync.
    pub(crate) syncs: u64,
    /// How long it took to be ready, each time.
    pub(crate) ready: Vec<Duration>,
    /// How long all of it took.
    pub(crate) took: Duration,
}

impl Figures {
    /// How long getting ready took: the middle one and the longest.
    pub(crate) fn ready_in_words(&mut self) -> String {
        self.ready.sort_unstable();
        let at = |place: usize| self.ready.get(place).copied().unwrap_or_default();
        format!(
            "ready after {:.0} ms in the middle, {:.0} ms at most",
            at(self.ready.len() / 2).as_secs_f64() * 1e3,
            at(self.ready.len().saturating_sub(1)).as_secs_f64() * 1e3
        )
    }
}

/// Fails where comparing found anything wrong.
pub(crate) fn all_there(found: Found, round: u64) -> Done<()> {
    if found.is_wrong() {
        return Err(format!("round {round}: {found:?}").into());
    }
    Ok(())
}

fn nothing_wrong(ledger: &Ledger, round: u64) -> Done<()> {
    match ledger.first_wrong() {
        Some(what) => Err(format!("round {round}: an answer nobody should get: {what}").into()),
        None => Ok(()),
    }
}

/// A word now and then about how far it has come.
fn say(what: &str, done: u64, all: u64, every: u64) {
    if done.is_multiple_of(every) && done < all {
        eprintln!("{done} of {all} {what}");
    }
}

/// Kills the server at random moments.
pub(crate) fn kills(binary: &Binary, kills: u64, seed: u64) -> Done<Figures> {
    let began = Instant::now();
    let mut figures = Figures::default();
    for first in (0..kills).step_by(usize::try_from(KILLS_TO_A_RECORD)?) {
        let rounds = KILLS_TO_A_RECORD.min(kills - first);
        killed(binary, first, rounds, seed, &mut figures)?;
        say("kills", figures.rounds, kills, 250);
    }
    figures.took = began.elapsed();
    Ok(figures)
}

fn killed(binary: &Binary, first: u64, rounds: u64, seed: u64, to: &mut Figures) -> Done<()> {
    let mut chance = Seeded::of(seed).part(first);
    // The kernel keeps what a killed process wrote, whatever the folder lies on: most records lie in memory, where a
    // sync waits for nobody else's, and one in ten on the disk, where a kill can come in the middle of one.
    let folder = if (first / KILLS_TO_A_RECORD).is_multiple_of(10) {
        tempfile::tempdir()?
    } else {
        in_memory()?
    };
    let made = Made::founded(folder.path(), REPORTERS, LEADS)?;
    let ledger = Ledger::new(chance.part(1), seed);
    let at = free_port()?;
    for round in first..first + rounds {
        let mut serving = started(binary, &made, &ledger, at, to, round)?;
        let longest = u64::try_from(LONGEST_WORK.as_micros())?;
        let work = Duration::from_micros(chance.below(longest));
        let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
        std::thread::scope(|scope| {
            at_work(scope, serving.at, &made, &ledger, &stop, &answered);
            std::thread::sleep(work);
            let killed = serving.kill();
            stop.store(true, Ordering::Relaxed);
            killed
        })?;
        nothing_wrong(&ledger, round)?;
        to.rounds += 1;
    }
    // What the last kill left, then an orderly end, and every word of it.
    let mut serving = started(binary, &made, &ledger, at, to, first + rounds)?;
    let status = serving.stop()?;
    if !status.success() {
        return Err(format!("told to stop, it ended with {status}").into());
    }
    binary.verify(&made.data)?;
    let copy = laid_out(&image_of(&made.data)?)?;
    all_there(ledger.compare(&made, copy.path())?, first + rounds)?;
    to.acknowledged += ledger.count();
    Ok(())
}

/// Starts the server on what a kill left, and holds every case against the ledger while it serves.
fn started(
    binary: &Binary,
    made: &Made,
    ledger: &Ledger,
    at: std::net::SocketAddr,
    to: &mut Figures,
    round: u64,
) -> Done<Serving> {
    let serving = binary
        .serve(made, &made.data, at)
        .map_err(|why| format!("round {round}: {why}"))?;
    to.ready.push(serving.ready_after);
    to.sent_again += send_again(serving.at, made, ledger)?;
    let report = store::verify_file(&made.data, |_, _| ())?;
    if !report.intact() {
        return Err(format!("round {round}: {:?}", report.broken).into());
    }
    let heads = report.heads.iter();
    let there: std::collections::BTreeMap<CaseId, u64> = heads
        .filter(|head| head.chronology.sort == Sort::Case)
        .map(|head| (CaseId(head.chronology.id), head.seq))
        .collect();
    let by_ledger = ledger.by_case();
    if there != by_ledger {
        return Err(format!(
            "round {round}: the records have {there:?} and the ledger {by_ledger:?}"
        )
        .into());
    }
    Ok(serving)
}

/// The files of a folder.
pub(crate) fn image_of(data: &Path) -> Done<Image> {
    let mut image = Image::new();
    for entry in std::fs::read_dir(data)? {
        let entry = entry?;
        image.insert(entry.file_name(), std::fs::read(entry.path())?);
    }
    Ok(image)
}

/// A folder that no disk holds up, where the machine has such.
pub(crate) fn in_memory() -> Done<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() {
        tempfile::tempdir_in(memory)?
    } else {
        tempfile::tempdir()?
    })
}

/// Writes files to a new folder, where nothing is lost.
pub(crate) fn laid_out(image: &Image) -> Done<tempfile::TempDir> {
    let folder = in_memory()?;
    for (name, bytes) in image {
        std::fs::write(folder.path().join(name), bytes)?;
    }
    Ok(folder)
}

/// Cuts the power at random moments.
pub(crate) fn cuts(binary: &Binary, cuts: u64, seed: u64) -> Done<Figures> {
    let began = Instant::now();
    let mut figures = Figures::default();
    for first in (0..cuts).step_by(usize::try_from(CUTS_TO_A_RECORD)?) {
        let rounds = CUTS_TO_A_RECORD.min(cuts - first);
        cut_again_and_again(binary, first, rounds, seed, &mut figures)?;
        say("power cuts", figures.rounds, cuts, 100);
    }
    figures.took = began.elapsed();
    Ok(figures)
}

fn cut_again_and_again(
    binary: &Binary,
    first: u64,
    rounds: u64,
    seed: u64,
    to: &mut Figures,
) -> Done<()> {
    let mut chance = Seeded::of(seed).part(1 << 32 | first);
    let folder = in_memory()?;
    let made = Made::founded(folder.path(), REPORTERS, LEADS)?;
    let ledger = Ledger::new(chance.part(1), seed);
    let at = free_port()?;
    let mut image = image_of(&made.data)?;
    for round in first..first + rounds {
        let loss = if chance.in_a_hundred(50) {
            Loss::All
        } else {
            Loss::Some
        };
        let disk = Arc::new(Disk::with(image, Honesty::Honest, loss, chance.part(round)));
        // One in ten comes so soon that the server is still reading what the one before left.
        let steps = match chance.in_a_hundred(10) {
            true => 1 + chance.below(40),
            false => 40 + chance.below(MOST_STEPS),
        };
        disk.cut_after(steps);
        cut_once(binary, &made, &ledger, &disk, at, to)
            .map_err(|why| format!("round {round}: {why}"))?;
        nothing_wrong(&ledger, round)?;
        to.syncs += disk.syncs();
        image = disk.survivors();
        let left = laid_out(&image)?;
        all_there(ledger.compare(&made, left.path())?, round)?;
        to.rounds += 1;
    }
    // Once more without a cut: every form without an answer is taken, once.
    let disk = Arc::new(Disk::with(image, Honesty::Honest, Loss::All, chance));
    let mounted = Mounted::at(Arc::clone(&disk))?;
    let mut serving = binary.serve(&made, &mounted.path(), at)?;
    to.sent_again += send_again(serving.at, &made, &ledger)?;
    serving.stop()?;
    drop(mounted);
    let left = laid_out(&disk.as_it_is())?;
    binary.verify(left.path())?;
    all_there(ledger.compare(&made, left.path())?, first + rounds)?;
    to.acknowledged += ledger.count();
    Ok(())
}

/// One life of a server on a disk, up to the cut.
fn cut_once(
    binary: &Binary,
    made: &Made,
    ledger: &Ledger,
    disk: &Arc<Disk>,
    at: std::net::SocketAddr,
    to: &mut Figures,
) -> Done<()> {
    let mounted = Mounted::at(Arc::clone(disk))?;
    let mut serving = match binary.serve(made, &mounted.path(), at) {
        Ok(serving) => serving,
        // Without power nothing starts. With power it must.
        Err(why) if !disk.wait_for_cut(Duration::ZERO) => return Err(why),
        Err(_) => {
            to.while_starting += 1;
            return Ok(());
        }
    };
    to.ready.push(serving.ready_after);
    let again = send_again(serving.at, made, ledger);
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        if again.is_ok() {
            at_work(scope, serving.at, made, ledger, &stop, &answered);
        }
        disk.wait_for_cut(Duration::from_secs(2));
        stop.store(true, Ordering::Relaxed);
        serving.kill()
    })?;
    to.sent_again += again.unwrap_or(0);
    drop(serving);
    drop(mounted);
    Ok(())
}

/// What a disk that lies does to rounds.
#[derive(Debug, Default)]
pub(crate) struct Control {
    /// Rounds in which something was acknowledged.
    pub(crate) rounds: u64,
    /// Of those, in which acknowledged entries were lost when the power was cut.
    pub(crate) lost_in: u64,
    /// Acknowledged entries that were lost then.
    pub(crate) lost: u64,
    /// Acknowledged entries that were lost when the process was only killed.
    pub(crate) lost_to_a_kill: u64,
}

/// The negative control: on a disk that says it synced and did not, the same harness must see acknowledged entries
/// lost. The same lives, looked at as a kill leaves them, lose nothing: a kill does not stand for a power cut.
pub(crate) fn lying_disk(binary: &Binary, rounds: u64, seed: u64) -> Done<Control> {
    let mut control = Control::default();
    for round in 0..rounds {
        let mut chance = Seeded::of(seed).part(2 << 32 | round);
        let folder = in_memory()?;
        let made = Made::founded(folder.path(), REPORTERS, LEADS)?;
        let ledger = Ledger::new(chance.part(1), seed);
        let image = image_of(&made.data)?;
        let disk = Arc::new(Disk::with(image, Honesty::Lies, Loss::All, chance.part(2)));
        disk.cut_after(300 + chance.below(MOST_STEPS));
        cut_once(
            binary,
            &made,
            &ledger,
            &disk,
            free_port()?,
            &mut Figures::default(),
        )?;
        nothing_wrong(&ledger, round)?;
        let left = laid_out(&disk.survivors())?;
        let lost = ledger.compare(&made, left.path())?.lost;
        let left = laid_out(&disk.as_it_is())?;
        control.lost_to_a_kill += ledger.compare(&made, left.path())?.lost;
        control.rounds += u64::from(ledger.count() > 0);
        control.lost_in += u64::from(lost > 0);
        control.lost += lost;
    }
    Ok(control)
}
