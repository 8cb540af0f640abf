//! Power cuts: one day at a school, and the power gone at every sync of the disk and at many a write between.

use super::{Counted, runtime};
use crate::disk::Disk;
use crate::ledger::Ledger;
use crate::look::through;
use crate::platter::{Image, Platter, Promise, Step, Survives};
use crate::school::{School, days_work};
use crate::seeded::Seeded;
use std::io;
use std::path::Path;
use tokio::runtime::Runtime;

/// How much a school does between two cuts of the seed.
const DAY: usize = 14;

/// Cuts the power so many times. Each school has a seed of its own, counted on from `seed`, and stands for as many cases as
/// its disk has moments worth a cut.
///
/// # Errors
/// Those of the real folder that disks lie in.
pub fn power_cuts(dir: &Path, seed: u64, cases: u64, promise: Promise) -> io::Result<Counted> {
    let runtime = runtime()?;
    let mut counted = Counted::default();
    let mut school = seed;
    while counted.cases < cases {
        one_school(dir, school, cases, promise, &runtime, &mut counted)?;
        school += 1;
    }
    Ok(counted)
}

fn one_school(
    dir: &Path,
    seed: u64,
    cases: u64,
    promise: Promise,
    runtime: &Runtime,
    counted: &mut Counted,
) -> io::Result<()> {
    let mut seeded = Seeded::from(seed);
    let disk = Disk::laid(&dir.join("data"), Image::new())?;
    let mut school = School::on(disk.clone(), seed);
    school.set_up(runtime);
    let work = days_work(&mut seeded, DAY);
    school.does(runtime, &work, &mut seeded);
    school.stop();
    disk.taken_out();
    let mut wrong = std::mem::take(&mut school.wrong);
    wrong.extend(
        school
            .failures
            .iter()
            .map(|failure| format!("without any fault: {failure}")),
    );
    if !wrong.is_empty() {
        counted.went_wrong(format!("seed {seed}, before any cut"), wrong);
    }
    counted.count("schools");
    let (base, history) = disk.history();
    let mut platter = Platter::of(&base, promise);
    for (moment, step) in history.iter().enumerate() {
        for survives in chosen(step, &mut seeded) {
            if counted.cases >= cases {
                return Ok(());
            }
            let image = platter.after_a_cut(survives, &mut seeded);
            cut(
                &dir.join("data"),
                image,
                &school.ledger,
                moment,
                format!(
                    "seed {seed}, before step {moment} of {}, {survives:?}",
                    history.len()
                ),
                runtime,
                counted,
                &mut seeded,
            )?;
        }
        platter.play(step);
    }
    Ok(())
}

/// Before a sync there is most to lose, and every way of losing it is tried; elsewhere one way, now and then.
fn chosen(step: &Step, seeded: &mut Seeded) -> Vec<Survives> {
    match step {
        Step::Sync { .. } | Step::SyncNames => Survives::ALL.to_vec(),
        _ if seeded.below(3) == 0 => Survives::ALL
            .get(seeded.below(Survives::ALL.len()))
            .copied()
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a case is all of these, and only this program has it"
)]
fn cut(
    dir: &Path,
    image: Image,
    ledger: &Ledger,
    moment: usize,
    case: String,
    runtime: &Runtime,
    counted: &mut Counted,
    seeded: &mut Seeded,
) -> io::Result<()> {
    let standing = ledger.at(moment);
    let disk = Disk::laid(dir, image)?;
    let found = through(&disk, &standing, &[], runtime, seeded.number());
    counted.cases += 1;
    counted.count(if found.there {
        "opened with everything promised"
    } else {
        "not set up yet"
    });
    disk.taken_out();
    let there = found.there;
    let wrong = found.everything_wrong();
    if !wrong.is_empty() {
        counted.went_wrong(case, wrong);
        return Ok(());
    }
    // Recovering is writing too: now and then the power goes a second time, while or after it did.
    if there && seeded.below(8) == 0 {
        let (base, history) = disk.history();
        let second = seeded.below(history.len() + 1);
        let survives = Survives::ALL
            .get(seeded.below(Survives::ALL.len()))
            .copied()
            .unwrap_or(Survives::Nothing);
        let mut platter = Platter::of(&base, Promise::Kept);
        for step in history.iter().take(second) {
            platter.play(step);
        }
        let again = Disk::laid(dir, platter.after_a_cut(survives, seeded))?;
        // Looking opens cases and claims work, which is no part of the ledger.
        let mut standing = standing;
        for (_, most) in standing.opened.values_mut() {
            *most += 1;
        }
        for (case, _) in standing.entries.keys() {
            standing.opened.entry(*case).or_insert((0, 1));
        }
        standing.jobs.values_mut().for_each(|must| *must = false);
        let found = through(&again, &standing, &[], runtime, seeded.number());
        counted.cases += 1;
        counted.count("cut a second time while recovering");
        again.taken_out();
        let wrong = found.everything_wrong();
        if !wrong.is_empty() {
            counted.went_wrong(
                format!("{case}, and again before step {second}, {survives:?}"),
                wrong,
            );
        }
    }
    Ok(())
}
