//! Killed at any moment, the records hold everything that was acknowledged, verify, and their views are what the log
//! says. `LEEWARD_KILLS` sets how many times (40 unless told).

use crate::school::{Repeating, child_recorded, concern_about, outside, root, words};
use casework::chronology::{ChronologyId, Sort};
use casework::event::{CaseEvent, SettingEvent};
use casework::id::{SettingId, StaffId};
use casework::outside::{Chance, Outside};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use store::{Append, Expect, Store, Write, verify_file};
use uuid::Uuid;

/// Where the process that is killed finds its records; set by the test that kills it.
pub(crate) const DIR: &str = "LEEWARD_KILL_DIR";
pub(crate) const ROUND: &str = "LEEWARD_KILL_ROUND";

pub(crate) fn opened(dir: &Path, round: u64) -> Store {
    let outside = Outside {
        chance: Arc::new(Repeating::from(1_000 + round)),
        ..outside(0).0
    };
    Store::open(dir, root(), outside).unwrap()
}

#[test]
#[ignore = "the process that the kill test starts and kills"]
fn writes_until_killed() {
    let dir = std::env::var(DIR).unwrap();
    let round: u64 = std::env::var(ROUND).unwrap().parse().unwrap();
    let store = opened(Path::new(&dir), round);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        let setting = store.settings().await.unwrap()[0];
        let writers: Vec<_> = (0..6)
            .map(|_| tokio::spawn(write_for_ever(store.clone(), setting)))
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

pub(crate) async fn write_for_ever(store: Store, setting: SettingId) {
    let by = StaffId(Uuid::from_u128(5));
    loop {
        let (case, child) = (store.outside().new_case(), store.outside().new_person());
        let reported = Append {
            writes: vec![
                Write::Person {
                    person: child,
                    expect: Expect::New,
                    events: vec![child_recorded("Ash Example")],
                },
                Write::Case {
                    case,
                    expect: Expect::New,
                    events: vec![concern_about(child)],
                },
            ],
            ..Append::by(setting, by)
        };
        acknowledge(
            store
                .append(reported)
                .await
                .unwrap()
                .places
                .iter()
                .map(|place| (place.chronology, place.seq)),
        );
        for seen in 1..4 {
            let note = CaseEvent::NoteAdded {
                note: words("A note"),
                happened: None,
            };
            let writes = vec![Write::Case {
                case,
                expect: Expect::At(seen),
                events: vec![note],
            }];
            let noted = store
                .append(Append {
                    writes,
                    ..Append::by(setting, by)
                })
                .await
                .unwrap();
            acknowledge(
                noted
                    .places
                    .iter()
                    .map(|place| (place.chronology, place.seq)),
            );
        }
    }
}

/// Tells the test, as a page would tell a person, that something is written.
fn acknowledge(places: impl Iterator<Item = (ChronologyId, u64)>) {
    for (chronology, seq) in places {
        let line = format!(
            "written {} {} {seq}\n",
            chronology.sort.name(),
            chronology.id.as_simple()
        );
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}

pub(crate) fn acknowledged(line: &str) -> Option<((Sort, Uuid), u64)> {
    // A line that was cut short by the kill acknowledges nothing.
    let mut parts = line
        .strip_suffix('\n')?
        .strip_prefix("written ")?
        .split(' ');
    Some((
        (Sort::named(parts.next()?)?, parts.next()?.parse().ok()?),
        parts.next()?.parse().ok()?,
    ))
}

#[test]
fn everything_acknowledged_is_there_after_a_kill_at_any_moment() {
    let kills: u64 = std::env::var("LEEWARD_KILLS").map_or(40, |kills| kills.parse().unwrap());
    let moments = Repeating::from(77);
    // Other records for every forty, so that looking through them all after each kill stays short.
    for first in (0..kills).step_by(40) {
        killed_again_and_again(first..kills.min(first + 40), &moments);
    }
}

fn killed_again_and_again(rounds: std::ops::Range<u64>, moments: &Repeating) {
    let kills = rounds.end - rounds.start;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let setting = {
        let store = Store::create(&data, root(), outside(1).0).unwrap();
        let named = SettingEvent::SettingNamed {
            name: words("Example School"),
            jurisdiction: "england".to_owned(),
            college: false,
        };
        runtime
            .block_on(store.found_setting(StaffId(Uuid::from_u128(5)), vec![named]))
            .unwrap()
    };
    let mut written: BTreeMap<(Sort, Uuid), u64> = BTreeMap::new();
    let mut acknowledgements = 0_u64;
    for round in rounds {
        let mut moment = [0; 1];
        moments.fill(&mut moment);
        for line in killed_after(
            "killed::writes_until_killed",
            &data,
            round,
            Duration::from_micros(u64::from(moment[0]) * 200),
        ) {
            if let Some((chronology, seq)) = acknowledged(&line) {
                let last = written.entry(chronology).or_default();
                *last = seq.max(*last);
                acknowledgements += 1;
            }
        }
        let report = verify_file(&data, |_, _| ()).unwrap();
        assert!(report.intact(), "round {round}: {:?}", report.broken);
        let heads: BTreeMap<_, _> = report
            .heads
            .iter()
            .map(|head| ((head.chronology.sort, head.chronology.id), head.seq))
            .collect();
        for (chronology, seq) in &written {
            assert!(
                heads.get(chronology) >= Some(seq),
                "round {round}: {chronology:?} was acknowledged up to {seq}"
            );
        }
        let store = opened(&data, 10_000 + round);
        let rebuilt = runtime.block_on(store.rebuild_views()).unwrap();
        assert_eq!(rebuilt.differed, 0, "round {round}");
        assert_eq!(runtime.block_on(store.settings()).unwrap(), [setting]);
    }
    assert!(
        acknowledgements >= kills,
        "the process must get to write before it is killed: {acknowledgements} in {kills} rounds"
    );
}

/// Starts the process that writes, kills it some time after its first acknowledgement, and gives every line it said.
pub(crate) fn killed_after(which: &str, data: &Path, round: u64, after: Duration) -> Vec<String> {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args([which, "--exact", "--ignored", "--nocapture"])
        .env(DIR, data)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stdout.take().unwrap());
    let mut lines = Vec::new();
    while !lines
        .last()
        .is_some_and(|line: &String| line.starts_with("written"))
    {
        let mut line = String::new();
        assert!(
            said.read_line(&mut line).unwrap() > 0,
            "the process ended by itself"
        );
        lines.push(line);
    }
    let reader = std::thread::spawn(move || {
        loop {
            let mut line = String::new();
            if said.read_line(&mut line).unwrap_or(0) == 0 {
                return lines;
            }
            lines.push(line);
        }
    });
    std::thread::sleep(after);
    process.kill().unwrap();
    process.wait().unwrap();
    reader.join().unwrap()
}
