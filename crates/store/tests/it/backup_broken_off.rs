//! A backup broken off at any moment, by a full disk or a kill: those before it are whole, and the next one goes through.

use crate::school::{Repeating, School, outside, reopened, root};
use casework::outside::{Chance, Outside};
use jiff::SignedDuration;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::{
    Archive, Expect, Failure, Folder, Held, Keep, Piece, Shelf, Store, Wanted, Which,
    check_backups, list_backups, restore,
};

const DIR: &str = "LEEWARD_BACKUP_KILL_DIR";
const ROUND: &str = "LEEWARD_BACKUP_KILL_ROUND";

/// A folder on a disk that takes so many more changes and is full then.
struct Filling(Folder, AtomicU32);

impl Filling {
    fn room(&self) -> Result<(), Failure> {
        self.1
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            })
            .map(drop)
            .map_err(|_| Failure::Full)
    }
}

impl Shelf for Filling {
    fn says(&self) -> String {
        self.0.says()
    }
    fn list(&self) -> Result<Vec<Piece>, Failure> {
        self.0.list()
    }
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.0.get(name)
    }
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.room()?;
        self.0.put(name, bytes)
    }
    fn remove(&self, name: &str) -> Result<(), Failure> {
        self.room()?;
        self.0.remove(name)
    }
    fn hold(&self) -> Result<Box<dyn Held>, Failure> {
        self.0.hold()
    }
}

async fn restores(from: &Archive, to: &Path) -> u64 {
    let newest = Wanted {
        which: Which::Newest,
        what_can_be_saved: false,
        kept: &[],
    };
    let back = restore(from, &root(), to, newest, &outside(7).0, |_, _| {});
    back.unwrap().entries
}

#[tokio::test]
async fn wherever_a_full_disk_stops_a_backup_those_before_it_are_whole() {
    let school = School::founded().await;
    let place = school.kept.path().join("backups");
    let archive = Archive::at(Arc::new(Folder::at(&place)));
    let (case, _) = school.concern().await;
    let keep = Some(Keep {
        all_days: 0,
        daily_weeks: 0,
        monthly: 0,
    });
    school.store.back_up(&archive, keep).await.unwrap();
    let (mut stopped, mut before) = (0, 0);
    for room in 0.. {
        school.clock.move_by(SignedDuration::from_hours(2));
        school.concern().await;
        let note = school.noting(case, Expect::Tail, "one more");
        school.store.append(note).await.unwrap();
        let filling = Filling(Folder::at(&place), AtomicU32::new(room));
        let taken = school
            .store
            .back_up(&Archive::at(Arc::new(filling)), keep)
            .await;
        let checked = check_backups(&archive, &root(), |_, _| {}).unwrap();
        assert!(checked.whole(), "after {room}: {:?}", checked.damage);
        let newest = checked.backups.last().unwrap().number;
        match taken {
            Ok(taken) => {
                assert_eq!(taken.number, newest);
                break;
            }
            Err(failure) => {
                assert_eq!(failure, Failure::Full);
                stopped += 1;
                assert!(newest >= before);
                before = newest;
            }
        }
        let to = school.kept.path().join(format!("after-{room}"));
        restores(&archive, &to).await;
    }
    assert!(
        stopped >= 4,
        "segment, keys, manifest, and letting go: {stopped}"
    );
    let to = school.kept.path().join("at-last");
    let entries = restores(&archive, &to).await;
    let heads = school.store.heads().await.unwrap();
    assert_eq!(entries, heads.iter().map(|head| head.seq).sum::<u64>());
    assert!(reopened(&to).is_ok());
}

fn opened(dir: &Path, round: u64) -> Store {
    let outside = Outside {
        chance: Arc::new(Repeating::from(2_000 + round)) as Arc<dyn Chance>,
        ..outside(0).0
    };
    Store::open(dir.join("data"), root(), outside).unwrap()
}

#[tokio::test]
#[ignore = "the process that the kill test starts and kills"]
async fn backs_up_until_killed() {
    let dir = std::env::var(DIR).unwrap();
    let round: u64 = std::env::var(ROUND).unwrap().parse().unwrap();
    let store = opened(Path::new(&dir), round);
    let archive = Archive::at(Arc::new(Folder::at(&Path::new(&dir).join("backups"))));
    let setting = store.settings().await.unwrap()[0];
    loop {
        let (case, child) = (store.outside().new_case(), store.outside().new_person());
        let append = store::Append {
            writes: vec![
                store::Write::Person {
                    person: child,
                    expect: Expect::New,
                    events: vec![crate::school::child_recorded("Ash Example")],
                },
                store::Write::Case {
                    case,
                    expect: Expect::New,
                    events: vec![crate::school::concern_about(child)],
                },
            ],
            ..store::Append::by(setting, casework::id::StaffId(uuid::Uuid::from_u128(5)))
        };
        store.append(append).await.unwrap();
        let taken = store.back_up(&archive, None).await.unwrap();
        writeln!(
            std::io::stdout(),
            "taken {} {}",
            taken.number,
            taken.entries
        )
        .unwrap();
    }
}

#[tokio::test]
async fn a_backup_killed_at_any_moment_leaves_those_before_it_whole() {
    let school = School::founded().await;
    let dir = school.close();
    let archive = Archive::at(Arc::new(Folder::at(&dir.path().join("backups"))));
    let chance = Repeating::from(77);
    for round in 0..6 {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "backup_broken_off::backs_up_until_killed",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env(DIR, dir.path())
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let taken = |said: &mut BufReader<_>| loop {
            let mut line = String::new();
            if said.read_line(&mut line).unwrap_or(0) == 0 {
                return None;
            }
            // The harness begins a line of its own before the first.
            if let Some(rest) = line.split("taken ").nth(1) {
                let mut numbers = rest.split_whitespace().map(|n| n.parse::<u64>().unwrap());
                return Some((numbers.next().unwrap(), numbers.next().unwrap()));
            }
        };
        let mut last = taken(&mut said).unwrap();
        let mut wait = [0; 1];
        chance.fill(&mut wait);
        std::thread::sleep(Duration::from_millis(u64::from(wait[0] / 4)));
        process.kill().unwrap();
        process.wait().unwrap();
        while let Some(later) = taken(&mut said) {
            last = later;
        }
        let (listed, damage) = list_backups(&archive, &root()).unwrap();
        assert_eq!(damage, Vec::<String>::new());
        assert!(listed.last().unwrap().number >= last.0);
        let checked = check_backups(&archive, &root(), |_, _| {}).unwrap();
        assert!(checked.whole(), "{:?}", checked.damage);
        let to = dir.path().join(format!("restored-{round}"));
        assert!(restores(&archive, &to).await >= last.1);
    }
}
