//! How long a first backup, one with one report more, one with nothing new, a check and a restore of so many entries take.
//!
//! Floor: the bytes of the backup written to one file and synced, in the same run and folder.
//!
//! `cargo run --release -p store --example bench_backup [entries] [folder]`
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
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use store::{
    Append, Archive, Expect, Folder, RootKey, Store, Wanted, Which, Write, check_backups, restore,
};

/// A report, and three notes: five entries.
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
    let note = || CaseEvent::NoteAdded {
        note: words("The form tutor was told whom to come to."),
        happened: None,
    };
    Append {
        writes: vec![
            Write::Person {
                person: child,
                expect: Expect::New,
                events: vec![recorded],
            },
            Write::Case {
                case,
                expect: Expect::New,
                events: vec![concern, note(), note(), note()],
            },
        ],
        ..Append::by(setting, by)
    }
}

async fn backed_up(what: &str, store: &Store, archive: &Archive) -> u64 {
    let began = Instant::now();
    let taken = store.back_up(archive, None).await.unwrap();
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{what}: {} new entries, {} bytes, {seconds:.3} s",
        taken.new_entries, taken.bytes
    );
    taken.bytes
}

fn floor(folder: &Path, bytes: u64) {
    let block = vec![7_u8; 1 << 20];
    let began = Instant::now();
    let mut file = std::fs::File::create(folder.join("floor")).unwrap();
    for _ in 0..=(bytes >> 20) {
        file.write_all(&block).unwrap();
    }
    file.sync_all().unwrap();
    let seconds = began.elapsed().as_secs_f64();
    println!("floor, as many bytes written and synced: {seconds:.3} s");
}

fn main() {
    let mut asked = std::env::args().skip(1);
    let entries: u64 = asked.next().map_or(100_000, |n| n.parse().unwrap());
    let folder = asked.next().map_or_else(std::env::temp_dir, Into::into);
    let folder = tempfile::Builder::new().tempdir_in(folder).unwrap();
    let outside = outside::outside();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let root = RootKey::made(outside.chance.as_ref());
        let data = folder.path().join("data");
        let store = Store::create(&data, root.clone(), outside.clone()).unwrap();
        let by = outside.new_staff();
        let named = SettingEvent::SettingNamed {
            name: words("Example School"),
            jurisdiction: "england".to_owned(),
            college: false,
        };
        let setting = store.found_setting(by, vec![named]).await.unwrap();
        let writers: Vec<_> = (0..32)
            .map(|_| {
                let (store, reports) = (store.clone(), entries / 5 / 32);
                tokio::spawn(async move {
                    for _ in 0..=reports {
                        let report = report(store.outside(), setting, by);
                        store.append(report).await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let archive = Archive::at(Arc::new(Folder::at(&folder.path().join("backups"))));
        let bytes = backed_up("first", &store, &archive).await;
        floor(folder.path(), bytes);
        let one_more = report(&outside, setting, by);
        store.append(one_more).await.unwrap();
        backed_up("one report more", &store, &archive).await;
        backed_up("nothing new", &store, &archive).await;
        let began = Instant::now();
        let checked = check_backups(&archive, &root, |_, _| {}).unwrap();
        let seconds = began.elapsed().as_secs_f64();
        println!("check: whole {}, {seconds:.3} s", checked.whole());
        let wanted = Wanted {
            which: Which::Newest,
            what_can_be_saved: false,
            kept: &[],
        };
        let to = folder.path().join("restored");
        let began = Instant::now();
        let back = restore(&archive, &root, &to, wanted, &outside, |_, _| {});
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "restore, lists made anew, verified: {} entries, {seconds:.3} s",
            back.unwrap().entries
        );
    });
}
