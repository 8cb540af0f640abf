//! Random edits by a hand that owns the database, thousands of them: each that changes the record or the tree is found,
//! and nothing that was left alone is named. `cargo xtask tamper --edits 100000 --seed 1` runs as many as wanted.

use crate::hand::{Cell, Hand, key};
use crate::school::{Repeating, School, found, outside, reopened, root};
use casework::chronology::ChronologyId;
use casework::outside::Chance;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Against, Checkpoint, Expect, Failure, Report, VerifierKey, verify_copy};

/// Chance that repeats itself, as numbers.
struct Dice(Repeating);

impl Dice {
    fn below(&self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_be_bytes(bytes) % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_of<'a, T>(&self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn turn_a_bit(&self, bytes: &mut [u8]) {
        let at = self.below(bytes.len());
        bytes[at] ^= 1 << self.below(8);
    }
}

/// Records with every sort of chronology and three checkpoints that were kept, as a file without guards.
struct Base {
    file: Vec<u8>,
    kept: Vec<Checkpoint>,
    key: VerifierKey,
    chronologies: Vec<ChronologyId>,
    record: Vec<Vec<Vec<Cell>>>,
}

async fn base() -> Base {
    let school = School::founded().await;
    let staff = || school.store.outside().new_staff();
    found(&school.store, staff(), staff(), staff(), "another").await;
    let mut kept = Vec::new();
    for round in 0..3 {
        for _ in 0..2 {
            let (case, _) = school.concern().await;
            for n in 0..round + 2 {
                let note = school.noting(case, Expect::Tail, &format!("note {n}"));
                school.store.append(note).await.unwrap();
            }
            let (lead, deed) = (school.as_lead(), casework::access::Deed::OpenCase);
            for _ in 0..2 {
                school
                    .store
                    .open_case(&lead, case, deed, "case", None)
                    .await
                    .unwrap();
            }
        }
        kept.extend(school.store.make_checkpoint().await.unwrap());
    }
    let key = school.store.checkpoint_key().await.unwrap();
    let data = school.data();
    let dir = school.close();
    let hand = Hand::on(&data);
    let chronologies = hand.chronologies();
    let record = record(&hand);
    let whole = dir.path().join("whole.db");
    hand.run("VACUUM INTO ?1", &[whole.to_str().unwrap().into()]);
    Base {
        file: std::fs::read(whole).unwrap(),
        kept,
        key,
        chronologies,
        record,
    }
}

/// What verifying looks at, as it lies there: an edit that leaves all of it as it was has done no harm.
fn record(hand: &Hand) -> Vec<Vec<Vec<Cell>>> {
    [
        "SELECT setting, id, sort, seq, recorded_at, sealed, prev, hash FROM entry ORDER BY setting, id, sort, seq",
        "SELECT setting, id, sort, seq, recorded_at, hash FROM head ORDER BY setting, id, sort",
        "SELECT number, about, id, sort, seq, hash FROM head_statement ORDER BY number",
        "SELECT size, made_at, root, note FROM checkpoint ORDER BY size",
        "SELECT edge FROM checkpoint ORDER BY size DESC LIMIT 1",
        "SELECT value FROM installation WHERE name = 'checkpoint verifier'",
    ]
    .map(|sql| hand.rows(sql, &[]))
    .to_vec()
}

/// One edit. Says what was done and which chronologies were touched.
fn edit(hand: &Hand, dice: &Dice, base: &Base) -> (&'static str, BTreeSet<ChronologyId>) {
    let at = *dice.one_of(&base.chronologies);
    let other = *dice.one_of(&base.chronologies);
    let mut entries = hand.entries(&at);
    let place = dice.below(entries.len());
    let seq = |place: usize| Cell::Number(i64::try_from(place).unwrap() + 1);
    let with = |more: &[Cell]| [key(&at).as_slice(), more].concat();
    let one = "WHERE setting = ?1 AND id = ?2 AND sort = ?3 AND seq = ?4";
    let touched = BTreeSet::from([at]);
    let what = match dice.below(18) {
        0 => {
            let (column, mut bytes) = match dice.below(3) {
                0 => ("sealed", entries[place].sealed.clone()),
                1 => ("prev", entries[place].prev.0.to_vec()),
                _ => ("hash", entries[place].hash.0.to_vec()),
            };
            dice.turn_a_bit(&mut bytes);
            hand.run(
                &format!("UPDATE entry SET {column} = ?5 {one}"),
                &with(&[seq(place), Cell::Bytes(bytes)]),
            );
            "alter a byte of an entry"
        }
        1 => {
            let by = i64::try_from(dice.below(7)).unwrap() - 3;
            hand.run(
                &format!("UPDATE entry SET recorded_at = recorded_at + ?5 {one}"),
                &with(&[seq(place), by.into()]),
            );
            "alter the time of an entry"
        }
        2 => {
            hand.run(&format!("DELETE FROM entry {one}"), &with(&[seq(place)]));
            "drop an entry"
        }
        3 => {
            let second = dice.below(entries.len());
            let to = format!("UPDATE entry SET seq = ?5 {one}");
            hand.run(&to, &with(&[seq(place), Cell::Number(9_999)]));
            hand.run(&to, &with(&[seq(second), seq(place)]));
            hand.run(&to, &with(&[Cell::Number(9_999), seq(second)]));
            "swap two entries"
        }
        4 => {
            let theirs = hand.entries(&other);
            let sealed = dice.one_of(&theirs).sealed.as_slice().into();
            hand.run(
                &format!("UPDATE entry SET sealed = ?5 {one}"),
                &with(&[seq(place), sealed]),
            );
            "put another entry's content in the place of one"
        }
        5 => {
            let mut more = entries.clone();
            more.push(dice.one_of(&hand.entries(&other)).clone());
            let head = hand.rows("SELECT seq, recorded_at, hash FROM head WHERE setting = ?1 AND id = ?2 AND sort = ?3", &key(&at));
            hand.rewrite(&at, more);
            hand.run("UPDATE head SET seq = ?4, recorded_at = ?5, hash = ?6 WHERE setting = ?1 AND id = ?2 AND sort = ?3", &with(&head[0]));
            "insert an entry at the end, leaving the head"
        }
        6 => {
            let (whole, again) = (entries.clone(), entries[place].clone());
            entries.insert(dice.below(entries.len()), again);
            // Where it comes to one more entry after the last, it is an addition: only the seal shows those, see
            // tampering_outside.
            if !entries.starts_with(&whole) {
                hand.rewrite(&at, entries);
            }
            "replay an entry inside, chained anew with its head"
        }
        7 if entries.len() > 1 => {
            entries.truncate(1 + dice.below(entries.len() - 1));
            hand.rewrite(&at, entries);
            "cut off the end with the head"
        }
        8 => {
            dice.turn_a_bit(&mut entries[place].sealed);
            hand.rewrite(&at, entries);
            "rewrite from an entry on, chained anew with its head"
        }
        9 => {
            hand.run(
                "DELETE FROM entry WHERE setting = ?1 AND id = ?2 AND sort = ?3",
                &key(&at),
            );
            hand.run(
                "DELETE FROM head WHERE setting = ?1 AND id = ?2 AND sort = ?3",
                &key(&at),
            );
            "take a chronology away whole"
        }
        10 => {
            let change = *dice.one_of(&[
                "seq = seq + 1",
                "seq = seq + 0",
                "recorded_at = recorded_at + 1",
                "hash = prev_hash",
            ]);
            if change == "hash = prev_hash" {
                hand.run(
                    "DELETE FROM head WHERE setting = ?1 AND id = ?2 AND sort = ?3",
                    &key(&at),
                );
            } else {
                hand.run(
                    &format!(
                        "UPDATE head SET {change} WHERE setting = ?1 AND id = ?2 AND sort = ?3"
                    ),
                    &key(&at),
                );
            }
            "alter or drop a head"
        }
        11 => {
            let leaves = hand.rows("SELECT number, hash FROM head_statement WHERE about = ?1 AND id = ?2 AND sort = ?3", &key(&at));
            let leaf = dice.one_of(&leaves).clone();
            let mut hash = leaf[1].bytes().to_vec();
            dice.turn_a_bit(&mut hash);
            hand.run(
                "UPDATE head_statement SET hash = ?2 WHERE number = ?1",
                &[leaf[0].clone(), Cell::Bytes(hash)],
            );
            "alter the hash that a leaf states"
        }
        12 => {
            let leaves = hand.rows(
                "SELECT number FROM head_statement WHERE about = ?1 AND id = ?2 AND sort = ?3",
                &key(&at),
            );
            let leaf = dice.one_of(&leaves)[0].clone();
            let change = *dice.one_of(&[
                "seq = seq + 1",
                "sort = 'person'",
                "sort = 'access'",
                "seq = seq * 1",
            ]);
            hand.run(
                &format!("UPDATE head_statement SET {change} WHERE number = ?1"),
                &[leaf],
            );
            let mut both = touched.clone();
            both.extend(
                hand.rows(
                    "SELECT about, id, sort FROM head_statement WHERE id = ?1",
                    &[at.id.into()],
                )
                .iter()
                .map(|row| ChronologyId {
                    sort: casework::chronology::Sort::named(row[2].text()).unwrap(),
                    ..at
                }),
            );
            return ("alter what a leaf is about", both);
        }
        13 => {
            let size = hand.rows("SELECT count(*) FROM head_statement", &[])[0][0].number();
            let leaf = i64::try_from(dice.below(usize::try_from(size).unwrap())).unwrap();
            hand.run(
                "DELETE FROM head_statement WHERE number = ?1",
                &[leaf.into()],
            );
            "drop a leaf"
        }
        14 => {
            let size = i64::try_from(dice.one_of(&base.kept).size).unwrap();
            let mut bytes = [0; 32];
            dice.0.fill(&mut bytes);
            let (change, value) = match dice.below(4) {
                0 => ("root = ?2", Cell::Bytes(bytes.to_vec())),
                1 => ("made_at = made_at + ?2", Cell::Number(1)),
                2 => ("note = replace(note, 'A', ?2)", Cell::from("B")),
                _ => ("edge = ?2", Cell::Bytes(bytes.to_vec())),
            };
            hand.run(
                &format!("UPDATE checkpoint SET {change} WHERE size = ?1"),
                &[size.into(), value],
            );
            "alter a checkpoint"
        }
        15 => {
            hand.forget_checkpoints();
            "take every checkpoint away"
        }
        16 => {
            let moved = hand.entries(&other).len() + 1 + dice.below(2);
            let mut values = with(&[seq(place)]);
            values.extend(key(&other));
            values.push(Cell::Number(i64::try_from(moved).unwrap()));
            hand.run(
                &format!("UPDATE entry SET setting = ?5, id = ?6, sort = ?7, seq = ?8 {one}"),
                &values,
            );
            return (
                "move an entry to another chronology",
                BTreeSet::from([at, other]),
            );
        }
        _ => {
            let value = Cell::Bytes(
                base.key
                    .to_string()
                    .replace("leeward/", "leeward/0")
                    .into_bytes(),
            );
            hand.run(
                "UPDATE installation SET value = ?1 WHERE name = 'checkpoint verifier'",
                &[value],
            );
            return (
                "put another key in the place of the public one",
                BTreeSet::new(),
            );
        }
    };
    (what, touched)
}

/// A folder with the base in it.
fn laid_out(base: &Base, folder: &Path) -> PathBuf {
    let data = folder.join("data");
    std::fs::create_dir_all(&data).unwrap();
    for file in std::fs::read_dir(&data).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    std::fs::write(data.join("leeward.db"), &base.file).unwrap();
    data
}

fn verified(base: &Base, data: &Path) -> Result<Report, Failure> {
    let asked = Against {
        outside: base.kept.clone(),
        keys: vec![base.key.clone()],
        ..Against::default()
    };
    verify_copy(data, &asked, |_, _| ())
}

/// An edit by its number: the same seed and number do the same.
fn one_edit(base: &Base, folder: &Path, seed: u64, number: u64) -> (&'static str, bool) {
    let dice = Dice(Repeating::from(
        seed.wrapping_mul(1_000_003).wrapping_add(number),
    ));
    let data = laid_out(base, folder);
    let hand = Hand::on(&data);
    hand.run("BEGIN", &[]);
    let (what, touched) = edit(&hand, &dice, base);
    let harmful = record(&hand) != base.record;
    hand.run("COMMIT", &[]);
    drop(hand);
    let place = format!("seed {seed}, edit {number}: {what}");
    match verified(base, &data) {
        // A shape that the schema does not have is damage, and said to be.
        Err(Failure::Damaged { .. }) => assert!(harmful, "{place}"),
        Err(other) => panic!("{place}: {other}"),
        Ok(report) => {
            assert_eq!(report.intact(), !harmful, "{place}: {report:?}");
            for broken in &report.broken {
                assert!(touched.contains(&broken.chronology), "{place}: {broken}");
            }
        }
    }
    (what, harmful)
}

fn asked_for(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test]
async fn every_harmful_edit_is_found_and_nothing_that_was_left_alone_is_named() {
    let base = base().await;
    let (edits, seed) = (
        asked_for("LEEWARD_TAMPER_EDITS", 5_000),
        asked_for("LEEWARD_TAMPER_SEED", 1),
    );
    let (next, counts) = (AtomicU64::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let folder = tempfile::tempdir().unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= edits {
                        return;
                    }
                    let (what, harmful) = one_edit(&base, folder.path(), seed, number);
                    let mut counts = counts.lock().unwrap();
                    let count: &mut (u64, u64) = counts.entry(what).or_default();
                    count.0 += 1;
                    count.1 += u64::from(harmful);
                }
            });
        }
    });
    let counts = counts.into_inner().unwrap();
    let mut told = format!("seed {seed}: every harmful edit of {edits} was found\n");
    for (what, (done, harmful)) in &counts {
        told += &format!("{harmful:>8} harmful of {done:>8}: {what}\n");
    }
    std::io::Write::write_all(&mut std::io::stdout(), told.as_bytes()).unwrap();
    assert!(
        edits < 5_000 || counts.values().all(|(_, harmful)| *harmful > 0),
        "{told}"
    );
    // The control: the check that says yes to everything would fail here.
    let folder = tempfile::tempdir().unwrap();
    assert!(
        verified(&base, &laid_out(&base, folder.path()))
            .unwrap()
            .intact()
    );
}

#[tokio::test]
async fn whoever_holds_every_key_rewrites_and_signs_all_anew_and_is_found_every_time() {
    let base = base().await;
    let folder = tempfile::tempdir().unwrap();
    let rewrites = asked_for("LEEWARD_TAMPER_EDITS", 5_000) / 50;
    for number in 0..rewrites {
        let dice = Dice(Repeating::from(number));
        let data = laid_out(&base, folder.path());
        let hand = Hand::on(&data);
        let at = *dice.one_of(&base.chronologies);
        let mut entries = hand.entries(&at);
        let place = dice.below(entries.len());
        dice.turn_a_bit(&mut entries[place].sealed);
        hand.rewrite(&at, entries);
        hand.forget_checkpoints();
        drop(hand);
        let store = store::Store::open(&data, root(), outside(number).0).unwrap();
        store.make_checkpoint().await.unwrap();
        drop(store);
        let inside = verify_copy(&data, &Against::default(), |_, _| ()).unwrap();
        assert!(inside.intact(), "nothing inside shows it");
        let report = verified(&base, &data).unwrap();
        assert_eq!(
            report.tree.outside.len(),
            base.kept.len(),
            "edit {number}: {report:?}"
        );
    }
    drop(reopened(laid_out(&base, folder.path())).unwrap());
}
