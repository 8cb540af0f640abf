//! How many entries a second are verified, beside the floor: SHA-256 alone over the same bytes, in memory.
//!
//! `cargo run --release -p store --example bench_verify [entries] [bytes in each]`
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program to measure with stops at the first surprise and prints"
)]

use casework::chronology::{ChronologyId, Hash, Sort, hash_of};
use casework::event::SettingEvent;
use casework::id::SettingId;
use casework::outside::{Chance, Clock, Outside};
use casework::words::Words;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use store::{Against, RootKey, Store, verify_copy};
use uuid::Uuid;

/// So many entries make a chronology.
const IN_ONE: u64 = 20;

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes()[0];
        }
    }
}

/// Records with so many entries of so many bytes, put there as the writer would have.
fn filled(dir: &Path, setting: SettingId, entries: u64, length: usize) {
    let mut connection = Connection::open(dir.join("leeward.db")).unwrap();
    connection
        .execute_batch("PRAGMA synchronous = OFF")
        .unwrap();
    let all = connection.transaction().unwrap();
    let mut sealed = vec![0_u8; length];
    for chronology in 0..entries / IN_ONE {
        let place = ChronologyId {
            setting,
            sort: Sort::Case,
            id: Uuid::from_u128(u128::from(chronology) << 64 | 7),
        };
        let (at, mut prev) = (Timestamp::UNIX_EPOCH, Hash::NOTHING);
        let (id, sort) = (place.id.into_bytes(), place.sort.name());
        for seq in 1..=IN_ONE {
            for (to, from) in sealed
                .iter_mut()
                .zip((chronology * IN_ONE + seq).to_le_bytes())
            {
                *to = from;
            }
            let hash = hash_of(&place, seq, at, &sealed, prev);
            all.prepare_cached("INSERT INTO entry (setting, id, sort, seq, recorded_at, sealed, prev, hash) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)")
                .unwrap()
                .execute(params![setting.0.as_bytes(), id, sort, seq.cast_signed(), sealed, prev.0, hash.0])
                .unwrap();
            prev = hash;
        }
        all.prepare_cached("INSERT INTO head (setting, id, sort, seq, recorded_at, hash) VALUES (?1, ?2, ?3, ?4, 0, ?5)")
            .unwrap()
            .execute(params![setting.0.as_bytes(), id, sort, IN_ONE.cast_signed(), prev.0])
            .unwrap();
    }
    all.commit().unwrap();
}

/// SHA-256 over the same bytes, and nothing else: what no verifier can be quicker than.
fn floor(setting: SettingId, entries: u64, length: usize) -> f64 {
    let place = ChronologyId::setting(setting);
    let sealed = vec![7_u8; length];
    let (began, mut prev) = (Instant::now(), Hash::NOTHING);
    for seq in 1..=entries {
        prev = hash_of(&place, seq, Timestamp::UNIX_EPOCH, black_box(&sealed), prev);
    }
    black_box(prev);
    began.elapsed().as_secs_f64()
}

/// The most memory this program had so far, in MiB, where the system tells (Linux).
fn most_memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

#[tokio::main]
async fn main() {
    let mut asked = std::env::args()
        .skip(1)
        .map(|word| word.parse::<u64>().unwrap());
    let entries = asked.next().unwrap_or(1_000_000) / IN_ONE * IN_ONE;
    let length = usize::try_from(asked.next().unwrap_or(400)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let outside = Outside {
        clock: Arc::new(Still),
        chance: Arc::new(Counting(AtomicU64::new(1))),
    };
    let root = RootKey::made(outside.chance.as_ref());
    let store = Store::create(dir.path(), root, outside.clone()).unwrap();
    let named = SettingEvent::SettingNamed {
        name: Words::typed("Example School").unwrap(),
        jurisdiction: "england".to_owned(),
        college: false,
    };
    let setting = store
        .found_setting(outside.new_staff(), vec![named])
        .await
        .unwrap();
    filled(dir.path(), setting, entries, length);
    let began = Instant::now();
    let made = store.make_checkpoint().await.unwrap().unwrap();
    println!(
        "a first checkpoint over {} heads: {:.2} s",
        made.size,
        began.elapsed().as_secs_f64()
    );
    drop(store);
    println!("{entries} entries of {length} bytes, {IN_ONE} to a chronology");
    let least = floor(setting, entries, length);
    println!(
        "floor, SHA-256 alone, one thread: {:.0} entries a second",
        entries as f64 / least
    );
    for threads in [1, 2] {
        let asked = Against {
            threads,
            ..Against::default()
        };
        let began = Instant::now();
        let report = verify_copy(dir.path(), &asked, |_, _| ()).unwrap();
        let took = began.elapsed().as_secs_f64();
        assert!(report.intact() && report.entries > entries);
        println!(
            "verify, {threads} threads: {:.0} entries a second; {:.2} of the floor of one thread",
            entries as f64 / took,
            least / took
        );
    }
    if let Some(most) = most_memory() {
        println!("most memory of the whole program: {most} MiB");
    }
}
