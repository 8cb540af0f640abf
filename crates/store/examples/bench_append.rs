//! How much of a bare commit is left once a report is sealed, chained, viewed and queued.
//!
//! Floor: one row of one kilobyte, durably committed, under the same settings and with the same grouping: at 1 writer
//! a commit each; at 32 writers whatever is waiting shares one. Both in the same run, in turns, in the same folder.
//!
//! `cargo run --release -p store --example bench_append [seconds per turn] [folder]`
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program to measure with stops at the first surprise and prints"
)]

mod outside;

use casework::event::{CameBy, CaseEvent, PersonEvent, SettingEvent};
use casework::id::{SettingId, StaffId};
use casework::outside::Outside;
use outside::words;
use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};
use store::{Append, Expect, Job, OnceKey, RootKey, Store, Write};

fn report(outside: &Outside, setting: SettingId, by: StaffId) -> Append {
    let (case, child) = (outside.new_case(), outside.new_person());
    let recorded = PersonEvent::PersonRecorded {
        name: words("Ash Example"),
        date_of_birth: None,
        year_group: Some(words("Year 9")),
        setting: None,
        on_roll: false,
    };
    let concern = CaseEvent::ConcernReported {
        what: words(&"Child A said that a message about them was being passed on. ".repeat(6)),
        came_by: CameBy::ToldByChild,
        happened: None,
        place: Some(words("Form room")),
        children: vec![child],
        names_not_known: false,
        done_already: None,
    };
    Append {
        once: Some(OnceKey(outside.new_uuid())),
        writes: vec![
            Write::Person {
                person: child,
                expect: Expect::New,
                events: vec![recorded],
            },
            Write::Case {
                case,
                expect: Expect::New,
                events: vec![concern],
            },
        ],
        jobs: vec![Job {
            kind: "tell-lead".to_owned(),
            body: String::new(),
            due: None,
        }],
        ..Append::by(setting, by)
    }
}

/// How long the store's writer has had a processor, where the system tells (Linux): unlike the time on the wall it
/// says something on a machine that has other work too.
fn writer_busy() -> Option<Duration> {
    std::fs::read_dir("/proc/self/task")
        .ok()?
        .filter_map(|task| Some(task.ok()?.path()))
        .filter(|task| {
            std::fs::read_to_string(task.join("comm"))
                .is_ok_and(|name| name.trim() == "leeward-writer")
        })
        .find_map(|task| {
            let told = std::fs::read_to_string(task.join("schedstat")).ok()?;
            told.split(' ')
                .next()?
                .parse()
                .ok()
                .map(Duration::from_nanos)
        })
}

/// Reports by so many at once, for so long: how many a second, and how many microseconds of a processor each took the
/// writer.
async fn reports(
    store: &Store,
    setting: SettingId,
    at_once: usize,
    turn: Duration,
) -> (f64, Option<f64>) {
    let busy_before = writer_busy();
    let (by, began) = (store.outside().new_staff(), Instant::now());
    let reporters: Vec<_> = (0..at_once)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut done = 0_u32;
                while began.elapsed() < turn {
                    store
                        .append(report(store.outside(), setting, by))
                        .await
                        .unwrap();
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    for reporter in reporters {
        done += reporter.await.unwrap();
    }
    let busy = busy_before
        .zip(writer_busy())
        .map(|(before, after)| (after - before).as_secs_f64() * 1e6 / f64::from(done));
    (f64::from(done) / began.elapsed().as_secs_f64(), busy)
}

/// How many pages a report changes, one after another: what the log of the database grew by, while it still only grows.
async fn pages(store: &Store, setting: SettingId, dir: &Path) -> f64 {
    let length = || std::fs::metadata(dir.join("leeward.db-wal")).map_or(0, |log| log.len());
    let (by, before, reports) = (store.outside().new_staff(), length(), 200_u32);
    for _ in 0..reports {
        store
            .append(report(store.outside(), setting, by))
            .await
            .unwrap();
    }
    // A page in the log is preceded by twenty-four bytes.
    (length() - before) as f64 / (4096.0 + 24.0) / f64::from(reports)
}

/// One row each by so many at once, grouped as the store groups: how many a second.
fn bare(file: &Path, at_once: usize, turn: Duration) -> f64 {
    let connection = rusqlite::Connection::open(file).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;",
        )
        .unwrap();
    let (queue, waiting) = mpsc::channel::<mpsc::Sender<()>>();
    let began = Instant::now();
    let writers: Vec<_> = (0..at_once)
        .map(|_| {
            let queue = queue.clone();
            std::thread::spawn(move || {
                let (reply, answer) = mpsc::channel();
                let mut done = 0_u32;
                while began.elapsed() < turn {
                    queue.send(reply.clone()).unwrap();
                    answer.recv().unwrap();
                    done += 1;
                }
                done
            })
        })
        .collect();
    drop(queue);
    let body = [0xA5_u8; 1024];
    while let Ok(first) = waiting.recv() {
        let group: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        for _ in &group {
            connection
                .prepare_cached("INSERT INTO bare (body) VALUES (?1)")
                .unwrap()
                .execute([body.as_slice()])
                .unwrap();
        }
        connection.execute_batch("COMMIT").unwrap();
        for reply in group {
            reply.send(()).unwrap();
        }
    }
    let done: u32 = writers
        .into_iter()
        .map(|writer| writer.join().unwrap())
        .sum();
    f64::from(done) / began.elapsed().as_secs_f64()
}

/// Opening a case with one entry by one person, for so long: how long each takes, in microseconds.
async fn openings(store: &Store, setting: SettingId, turn: Duration) -> Vec<u128> {
    let asking = casework::access::Asking {
        setting,
        staff: store.outside().new_staff(),
        roles: [casework::event::Role::Lead].into(),
        second_factor: true,
        signed_in_at: store.outside().now(),
    };
    let append = report(store.outside(), setting, asking.staff);
    let Some(Write::Case { case, .. }) = append.writes.last().cloned() else {
        return Vec::new();
    };
    store.append(append).await.unwrap();
    let (began, mut took) = (Instant::now(), Vec::new());
    while began.elapsed() < turn {
        let one = Instant::now();
        store
            .open_case(
                &asking,
                case,
                casework::access::Deed::OpenCase,
                "bench",
                None,
            )
            .await
            .unwrap();
        took.push(one.elapsed().as_micros());
    }
    took.sort_unstable();
    took
}

#[tokio::main]
async fn main() {
    let mut given = std::env::args().skip(1);
    let turn =
        Duration::from_secs_f64(given.next().map_or(2.0, |seconds| seconds.parse().unwrap()));
    let dir = given.next().map_or_else(
        || tempfile::tempdir().unwrap(),
        |folder| tempfile::tempdir_in(folder).unwrap(),
    );
    let outside = outside::outside();
    let store = Store::create(
        dir.path().join("data"),
        RootKey::made(outside.chance.as_ref()),
        outside.clone(),
    )
    .unwrap();
    let named = SettingEvent::SettingNamed {
        name: words("Example School"),
        jurisdiction: "england".to_owned(),
        college: false,
    };
    let setting = store
        .found_setting(outside.new_staff(), vec![named])
        .await
        .unwrap();
    let file = dir.path().join("bare.db");
    let pages = pages(&store, setting, &dir.path().join("data")).await;
    println!(
        "SQLite {}, {} s a turn, three turns each; a report changes {pages:.1} pages",
        rusqlite::version(),
        turn.as_secs_f64()
    );
    for at_once in [1, 32] {
        let turns = Mutex::new(Vec::new());
        for _ in 0..3 {
            let file = file.clone();
            let floor = tokio::task::spawn_blocking(move || bare(&file, at_once, turn))
                .await
                .unwrap();
            let ours = reports(&store, setting, at_once, turn).await;
            turns.lock().unwrap().push((floor, ours));
        }
        let mut turns = turns.into_inner().unwrap();
        turns.sort_by(|a, b| (a.1.0 / a.0).total_cmp(&(b.1.0 / b.0)));
        let ratios: Vec<String> = turns
            .iter()
            .map(|(floor, (ours, _))| format!("{:.2}", ours / floor))
            .collect();
        if let Some((floor, (ours, busy))) = turns.get(1) {
            println!(
                "{at_once:>2} at once: bare row {floor:>8.0}/s, report {ours:>8.0}/s, ratio {} (median of {}); writer {} µs of a processor each",
                format_args!("{:.2}", ours / floor),
                ratios.join(", "),
                busy.map_or_else(|| "?".to_owned(), |busy| format!("{busy:.0}")),
            );
        }
    }
    let took = openings(&store, setting, turn).await;
    if let (Some(middle), Some(late)) = (took.get(took.len() / 2), took.get(took.len() * 99 / 100))
    {
        println!(
            "opening a case, access log durable first: median {middle} µs, 99th in a hundred {late} µs"
        );
    }
}
