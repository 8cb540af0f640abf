//! How long a search takes in a setting with many cases, once and again, each shown case named in its access log.
//!
//! Floor: the same texts, already opened and side by side in memory, looked through letter by letter for one word. It
//! checks nobody's access, knows no spelling and names nobody, and is what a search by opening everything could not
//! be quicker than.
//!
//! `cargo run --release -p store --example bench_search [cases] [entries of each]`
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program to measure with stops at the first surprise and prints"
)]

mod outside;

use casework::access::Asking;
use casework::event::{CameBy, CaseEvent, PersonEvent, Role, SettingEvent};
use casework::id::{SettingId, StaffId};
use casework::outside::Outside;
use outside::words;
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};
use store::{Append, Expect, RootKey, Store, Write};

/// The vocabulary: so many made-up words, of which the first are used most, as in any language.
const VOCABULARY: u64 = 6_000;
/// How often each way of searching is tried.
const TIMES: u32 = 60;

fn drawn(seed: u64) -> u64 {
    let block = Sha256::digest(seed.to_be_bytes());
    block
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// A made-up word, from its number.
fn word(number: u64) -> String {
    const ONSETS: [&str; 12] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t"];
    const RIMES: [&str; 10] = ["a", "an", "e", "el", "i", "in", "o", "or", "u", "un"];
    let mut made = String::new();
    let mut left = number + 1;
    while left > 0 {
        made.push_str(
            ONSETS
                .iter()
                .cycle()
                .nth(usize::try_from(left % 12).unwrap())
                .unwrap(),
        );
        left /= 12;
        made.push_str(
            RIMES
                .iter()
                .cycle()
                .nth(usize::try_from(left % 10).unwrap())
                .unwrap(),
        );
        left /= 10;
    }
    made
}

/// A sentence of so many words: the smaller a word's number, the more often it comes.
fn sentence(seed: u64, length: u64) -> String {
    let words: Vec<String> = (0..length)
        .map(|place| {
            let one = drawn(seed.wrapping_mul(1_000).wrapping_add(place));
            word((one % VOCABULARY) * ((one >> 32) % VOCABULARY) / VOCABULARY)
        })
        .collect();
    words.join(" ")
}

fn case(outside: &Outside, setting: SettingId, by: StaffId, number: u64, entries: u64) -> Append {
    let (case, child) = (outside.new_case(), outside.new_person());
    let name = format!(
        "{} {}",
        word(20_000 + number % 900),
        word(40_000 + number % 2_100)
    );
    let mut events = vec![CaseEvent::ConcernReported {
        what: words(&sentence(number * 100, 60)),
        came_by: CameBy::ToldByChild,
        happened: None,
        place: Some(words("Form room")),
        children: vec![child],
        names_not_known: false,
        done_already: None,
    }];
    events.extend((1..entries).map(|entry| CaseEvent::NoteAdded {
        note: words(&sentence(number * 100 + entry, 40)),
        happened: None,
    }));
    Append {
        writes: vec![
            Write::Person {
                person: child,
                expect: Expect::New,
                events: vec![PersonEvent::PersonRecorded {
                    name: words(&name),
                    date_of_birth: None,
                    year_group: Some(words("Year 9")),
                    setting: None,
                    on_roll: false,
                }],
            },
            Write::Case {
                case,
                expect: Expect::New,
                events,
            },
        ],
        ..Append::by(setting, by)
    }
}

/// The middle and the slowest of some times.
fn told(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let middle = times.get(times.len() / 2).unwrap();
    let slowest = times.last().unwrap();
    format!("{:>7.1} ms   slowest {:>7.1} ms", ms(*middle), ms(*slowest))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn resident() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
            Some(
                line.split_whitespace()
                    .skip(1)
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        })
        .unwrap_or_else(|| "not told here".to_owned())
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut given = std::env::args().skip(1);
    let cases: u64 = given.next().map_or(10_000, |it| it.parse().unwrap());
    let entries: u64 = given.next().map_or(20, |it| it.parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let outside = outside::outside();
    let root = RootKey::made(outside.chance.as_ref());
    let store = Store::create(dir.path().join("data"), root, outside).unwrap();
    let lead = store.outside().new_staff();
    let added = SettingEvent::StaffAdded {
        staff: lead,
        name: words("Lee Example"),
        email: words("lee@example.example"),
        roles: [Role::Reporter, Role::Lead].into(),
    };
    let named = SettingEvent::SettingNamed {
        name: words("Example School"),
        jurisdiction: "england".to_owned(),
        college: false,
    };
    let setting = store.found_setting(lead, vec![named, added]).await.unwrap();
    let mut texts = Vec::new();
    for number in 0..cases {
        let append = case(store.outside(), setting, lead, number, entries);
        for write in &append.writes {
            if let Write::Case { events, .. } = write {
                texts.push(serde_json::to_string(events).unwrap());
            }
        }
        store.append(append).await.unwrap();
    }
    println!(
        "{cases} cases of {entries} entries each; resident {}",
        resident()
    );
    let asking = Asking {
        setting,
        staff: lead,
        roles: [Role::Reporter, Role::Lead].into(),
        second_factor: true,
        signed_in_at: store.outside().now(),
    };
    let began = Instant::now();
    store.search(&asking, &words(&word(3)), 25).await.unwrap();
    println!(
        "the first search, everything opened: {:.1} s; resident {}",
        began.elapsed().as_secs_f64(),
        resident()
    );
    let rare = word(VOCABULARY - 7);
    let floor: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let began = Instant::now();
            let found = texts.iter().filter(|text| text.contains(&rare)).count();
            std::hint::black_box(found);
            began.elapsed()
        })
        .collect();
    println!(
        "floor: every text looked through in memory {}",
        told(floor.clone())
    );
    let floor = ms(floor.into_iter().min().unwrap());
    let name = format!("{} {}", word(20_000 + 77), word(40_000 + 77));
    for (what, typed) in [
        ("a rare word", rare.clone()),
        ("a common word", word(1)),
        (
            "three words",
            format!("{} {} {}", word(5), word(40), word(300)),
        ),
        ("a child by name", name.clone()),
        ("a name spelled otherwise", name.replace('e', "a")),
        ("nothing", "zzzyx".to_owned()),
    ] {
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..TIMES {
            let began = Instant::now();
            let search = store.search(&asking, &words(&typed), 25).await.unwrap();
            times.push(began.elapsed());
            found = search.found.len() + search.more;
        }
        let best = ms(times.iter().copied().min().unwrap());
        println!(
            "{what:<26}{}   of the floor {:>5.2}   {found} cases",
            told(times),
            best / floor
        );
    }
}
