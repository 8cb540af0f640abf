//! Bits that turn over at rest: in the database, in the log beside it, anywhere. Either nothing that is asked answers
//! otherwise than it should, or verifying or opening says what is damaged.

use super::{Counted, runtime};
use crate::disk::{Disk, flip};
use crate::ledger::Ledger;
use crate::look::through;
use crate::platter::Image;
use crate::school::{Does, School, days_work};
use crate::seeded::Seeded;
use std::io;
use std::path::Path;
use store::{Head, verify_file};

/// How much a school did before, and how many bits are tried of each.
const DAY: usize = 12;
const OF_EACH: u64 = 100;

/// Turns so many bits over, one at a time.
///
/// # Errors
/// Those of the real folder that disks lie in.
pub fn bit_flips(dir: &Path, seed: u64, cases: u64) -> io::Result<Counted> {
    let runtime = runtime()?;
    let place = dir.join("data");
    let mut counted = Counted::default();
    let mut number = seed;
    while counted.cases < cases {
        let mut seeded = Seeded::from(number);
        let (image, ledger, heads) = at_rest(&place, number, &runtime, &mut seeded)?;
        counted.count("schools");
        for _ in 0..OF_EACH.min(cases - counted.cases) {
            let mut damaged = image.clone();
            let names: Vec<String> = image.keys().cloned().collect();
            let Some(name) = names.get(seeded.below(names.len())) else {
                continue;
            };
            let Some(bytes) = damaged.get_mut(name) else {
                continue;
            };
            let bit = seeded.below(bytes.len() * 8) as u64;
            flip(bytes, bit);
            let disk = Disk::laid(&place, damaged)?;
            let found = through(&disk, &ledger.now(), &heads, &runtime, seeded.number());
            disk.taken_out();
            counted.cases += 1;
            let told = !found.told.is_empty();
            counted.count(match (told, found.silent.is_empty()) {
                (false, true) => format!("{name}: changes no answer"),
                (true, _) => format!("{name}: told of"),
                (false, false) => format!("{name}: not told of"),
            });
            if told && found.whole > 0 {
                counted.count(format!("{name}: told of, and other cases open"));
            }
            if !told && !found.silent.is_empty() {
                counted.went_wrong(format!("seed {number}, bit {bit} of {name}"), found.silent);
            }
        }
        number += 1;
    }
    Ok(counted)
}

/// A school's disk at rest: half of them closed, half as they were when the power went.
fn at_rest(
    place: &Path,
    seed: u64,
    runtime: &tokio::runtime::Runtime,
    seeded: &mut Seeded,
) -> io::Result<(Image, Ledger, Vec<Head>)> {
    let disk = Disk::laid(place, Image::new())?;
    let mut school = School::on(disk.clone(), seed);
    school.set_up(runtime);
    school.does(runtime, &days_work(seeded, DAY), seeded);
    // The last commit is an entry. A bit that turns over in the last commit of the log reads as one that was cut short,
    // and only a head kept elsewhere shows it: a session that was the last thing written is gone without a word, and
    // whoever had it signs in again.
    school.does(runtime, &[Does::Report], seeded);
    drop(school.start());
    let killed = disk.as_seen();
    let heads = verify_file(place, |_, _| ())
        .map_err(io::Error::other)?
        .heads;
    school.stop();
    disk.taken_out();
    let image = if seeded.coin() {
        killed
    } else {
        disk.as_seen()
    };
    Ok((
        image
            .into_iter()
            .filter(|(_, bytes)| !bytes.is_empty())
            .collect(),
        school.ledger.on_another_disk(),
        heads,
    ))
}
