//! Calls that fail: a day at a school is done again for every call it makes of the disk, with each error that call can
//! answer, once and from then on. Then the disk is mended, the day goes on, the records are started again, and the power goes.

use super::{Counted, runtime};
use crate::disk::Disk;
use crate::fault::{Call, Error, Fault, Lasts};
use crate::look::through;
use crate::platter::{Image, Platter, Promise, Survives};
use crate::school::{Does, School, days_work};
use crate::seeded::Seeded;
use std::io;
use std::path::Path;
use store::Failure;
use tokio::runtime::Runtime;

/// What a school did before anything failed, and what it does while it fails.
const BEFORE: usize = 3;
const DAY: usize = 6;

/// Has so many calls refused: for each school every call, error and duration, or, where that is more than is left to do,
/// as many of them evenly.
///
/// # Errors
/// Those of the real folder that disks lie in.
pub fn refused_calls(dir: &Path, seed: u64, cases: u64) -> io::Result<Counted> {
    by_school(dir, seed, cases, |call| {
        Error::at(call)
            .iter()
            .flat_map(|error| [(*error, Lasts::Once), (*error, Lasts::FromThenOn)])
            .collect()
    })
}

/// Fills the disk at every write, from then on until there is space again.
///
/// # Errors
/// Those of the real folder that disks lie in.
pub fn disk_full(dir: &Path, seed: u64, cases: u64) -> io::Result<Counted> {
    by_school(dir, seed, cases, |call| match call {
        Call::Write => vec![
            (Error::Full, Lasts::FromThenOn),
            (Error::HalfThenFull, Lasts::FromThenOn),
        ],
        Call::SharedMemory => vec![(Error::Full, Lasts::FromThenOn)],
        _ => Vec::new(),
    })
}

/// Fails at every sync, and has the system forget what was to be written or not.
///
/// # Errors
/// Those of the real folder that disks lie in.
pub fn failed_syncs(dir: &Path, seed: u64, cases: u64) -> io::Result<Counted> {
    by_school(dir, seed, cases, |call| match call {
        Call::Sync => vec![
            (Error::Forsakes, Lasts::Once),
            (Error::Forsakes, Lasts::FromThenOn),
            (Error::Io, Lasts::Once),
        ],
        _ => Vec::new(),
    })
}

fn by_school(
    dir: &Path,
    seed: u64,
    cases: u64,
    errors: impl Fn(Call) -> Vec<(Error, Lasts)>,
) -> io::Result<Counted> {
    let runtime = runtime()?;
    let mut counted = Counted::default();
    let mut number = seed;
    while counted.cases < cases {
        let begun = Begun::at(dir, number, &runtime)?;
        counted.count("schools");
        let day = begun.day(None, &runtime)?;
        let faults: Vec<Fault> = day
            .calls
            .iter()
            .enumerate()
            .flat_map(|(at, call)| {
                errors(*call).into_iter().map(move |(error, lasts)| Fault {
                    at,
                    error,
                    lasts,
                    bit: Seeded::from(number).part(at as u64).number(),
                })
            })
            .collect();
        let left = usize::try_from(cases - counted.cases).unwrap_or(usize::MAX);
        let every = faults.len().div_ceil(left.max(1)).max(1);
        if !day.wrong.is_empty() {
            counted.went_wrong(format!("seed {number}, without any fault"), day.wrong);
        }
        for fault in faults.iter().step_by(every) {
            let call = day.calls.get(fault.at).copied();
            let day = begun.day(Some(*fault), &runtime)?;
            counted.cases += 1;
            for (stage, failure) in &day.failures {
                counted.count(format!(
                    "{call:?} {:?} {:?}, {stage}: {}",
                    fault.error,
                    fault.lasts,
                    kind(failure)
                ));
            }
            if day.struck.is_none() {
                counted.count("the day took another way and did not come to the call");
            }
            if day.stopped {
                counted.count("stopped taking anything");
            }
            if !day.wrong.is_empty() {
                counted.went_wrong(
                    format!(
                        "seed {number}, {call:?} {} of {}, {:?} {:?}",
                        fault.at, day.made, fault.error, fault.lasts
                    ),
                    day.wrong,
                );
            }
        }
        number += 1;
    }
    Ok(counted)
}

fn kind(failure: &Failure) -> String {
    let told = format!("{failure:?}");
    match failure {
        Failure::Unavailable { what } => what.split(';').next().unwrap_or_default().to_owned(),
        Failure::Damaged { .. } => "damaged".to_owned(),
        _ => told.split([' ', '{']).next().unwrap_or_default().to_owned(),
    }
}

/// A school that has something to lose.
struct Begun<'d> {
    dir: &'d Path,
    school: School,
    image: Image,
    seed: u64,
}

/// A day of it.
#[derive(Default)]
struct Day {
    calls: Vec<Call>,
    made: usize,
    struck: Option<Call>,
    stopped: bool,
    failures: Vec<(&'static str, Failure)>,
    wrong: Vec<String>,
}

impl<'d> Begun<'d> {
    fn at(dir: &'d Path, seed: u64, runtime: &Runtime) -> io::Result<Self> {
        let mut seeded = Seeded::from(seed);
        let disk = Disk::laid(&dir.join("data"), Image::new())?;
        let mut school = School::on(disk.clone(), seed);
        school.set_up(runtime);
        school.does(runtime, &days_work(&mut seeded, BEFORE), &mut seeded);
        // Half of them were killed rather than stopped, and have their log still to copy back.
        let killed = seeded.coin().then(|| disk.as_seen());
        school.stop();
        disk.taken_out();
        Ok(Self {
            dir,
            image: killed.unwrap_or_else(|| disk.as_seen()),
            school,
            seed,
        })
    }

    /// A day under a fault, and what came after it.
    fn day(&self, fault: Option<Fault>, runtime: &Runtime) -> io::Result<Day> {
        let mut seeded = Seeded::from(!self.seed);
        let mut chance = fault.map_or_else(|| seeded.clone(), |fault| Seeded::from(fault.bit));
        let mut day = Day::default();
        let place = self.dir.join("data");
        let disk = Disk::laid(&place, self.image.clone())?;
        let mut school = self.school.moved_to(disk.clone());
        if let Some(fault) = fault {
            disk.put_under(fault);
        }
        let work = days_work(&mut seeded, DAY);
        school.does(runtime, &work, &mut seeded);
        day.struck = disk.mend();
        day.take(&mut school, "failing");
        day.calls = disk.calls();
        day.made = disk.calls_made();
        let mended_at = disk.steps();
        // Mended, and nobody started anything again: either it goes on, or it said that it does not.
        let stopped = school.stopped;
        school.does(runtime, &[Does::Report], &mut seeded);
        // Mended or not, what a lying disk gave back may be in memory still, as damage or as a page with nothing on it:
        // starting again helps, and what is there then is held against everything that was promised.
        let misled = lies(fault)
            && school
                .failures
                .iter()
                .any(|failure| is_damage(failure) || *failure == Failure::NotThere);
        if !stopped && !school.failures.is_empty() && !school.stopped && !misled {
            day.wrong.push(format!(
                "did not go on when the disk was mended: {}",
                told(&school)
            ));
        }
        day.stopped = school.stopped;
        day.take(&mut school, "mended");
        // Stopped or killed, and started again.
        let disk = if chance.coin() {
            school.is_killed()?
        } else {
            school.stop();
            disk
        };
        school.does(
            runtime,
            &[Does::Report, Does::Note, Does::Open],
            &mut seeded,
        );
        // A note that was not confirmed may be there all the same, and the next writer is told that it is.
        let moved_on = |failure: &Failure| matches!(failure, Failure::MovedOn { .. });
        if !school.failures.iter().all(moved_on) && !lies(fault) {
            day.wrong.push(format!(
                "did not go on when started again: {}",
                told(&school)
            ));
        }
        day.take(&mut school, "started again");
        school.stop();
        disk.taken_out();
        // And the power goes, at the end or since it was mended.
        let (base, history) = disk.history();
        let moment = if chance.coin() {
            history.len()
        } else {
            mended_at + chance.below(history.len() - mended_at + 1)
        };
        let survives = Survives::ALL
            .get(chance.below(Survives::ALL.len()))
            .copied()
            .unwrap_or(Survives::Nothing);
        let mut platter = Platter::of(&base, Promise::Kept);
        for step in history.iter().take(moment) {
            platter.play(step);
        }
        let after = Disk::laid(&place, platter.after_a_cut(survives, &mut chance))?;
        let found = through(
            &after,
            &school.ledger.at(moment),
            &[],
            runtime,
            chance.number(),
        );
        after.taken_out();
        let told =
            !found.told.is_empty() || day.failures.iter().any(|(_, failure)| is_damage(failure));
        let wrong = if lies(fault) && told {
            Vec::new()
        } else {
            found.everything_wrong()
        };
        day.wrong.extend(wrong.into_iter().map(|wrong| {
            format!(
                "after a cut at {moment} of {}, {survives:?}: {wrong}",
                history.len()
            )
        }));
        Ok(day)
    }
}

fn told(school: &School) -> String {
    school
        .failures
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

impl Day {
    fn take(&mut self, school: &mut School, stage: &'static str) {
        self.failures
            .extend(school.failures.drain(..).map(|failure| (stage, failure)));
        self.wrong.append(&mut school.wrong);
    }
}

/// A disk that answers with other bytes than it was given may bring them into what is written next: that must be told of,
/// and cannot be undone.
fn lies(fault: Option<Fault>) -> bool {
    fault.is_some_and(|fault| matches!(fault.error, Error::Flip | Error::Short))
}

fn is_damage(failure: &Failure) -> bool {
    matches!(failure, Failure::Damaged { .. })
}
