//! Backups: of one moment, nothing in clear, nothing altered unseen, and back again to the entry.

use crate::practising::room;
use crate::school::{CANARY, Repeating, School, at, outside, reopened, root, words};
use casework::event::CaseEvent;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{
    Archive, Credential, Expect, Failure, Folder, Head, Job, Keep, Restored, RootKey, Store,
    Wanted, Which, back_up, check_backups, list_backups, restore, verify_file,
};

const NEWEST: Wanted<'static> = Wanted {
    which: Which::Newest,
    what_can_be_saved: false,
    kept: &[],
};

/// The place of backups of a school.
fn place(school: &School) -> PathBuf {
    school.kept.path().join("backups")
}

fn archive(place: &Path) -> Archive {
    Archive::at(Arc::new(Folder::at(place)))
}

async fn restored(from: &Path, to: &Path, wanted: Wanted<'_>) -> Result<Restored, Failure> {
    restore(
        &archive(from),
        &root(),
        to,
        wanted,
        &outside(7).0,
        |_, _| {},
    )
}

fn at_moment(moment: Timestamp) -> Wanted<'static> {
    Wanted {
        which: Which::At(moment),
        ..NEWEST
    }
}

/// Every row of every table that is in a backup, and of the views, from the database itself.
fn everything(data: &Path) -> BTreeMap<String, Vec<Vec<rusqlite::types::Value>>> {
    let hand = rusqlite::Connection::open(data.join("leeward.db")).unwrap();
    let tables = [
        "entry",
        "head",
        "wrapped_key",
        "installation",
        "setting",
        "kept_pack",
        "credential",
        "job",
        "asked_absent",
        "reported_by",
    ];
    let mut all = BTreeMap::new();
    for table in tables {
        let mut statement = hand.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows: Vec<Vec<rusqlite::types::Value>> = statement
            .query_map([], |row| {
                (0..columns).map(|column| row.get(column)).collect()
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        rows.sort_by_key(|row| format!("{row:?}"));
        all.insert(table.to_owned(), rows);
    }
    all
}

/// Takes out the entries that a restore adds: those recorded last, by the clock of the restore. Says how many there were.
fn without_what_says_so(all: &mut BTreeMap<String, Vec<Vec<rusqlite::types::Value>>>) -> usize {
    let entries = all.get_mut("entry").unwrap();
    let before = entries.len();
    let last_of_setting = entries
        .iter()
        .filter(|row| row[2] == rusqlite::types::Value::Text("setting".to_owned()))
        .map(|row| format!("{:?}", row[3]))
        .max()
        .unwrap();
    entries.retain(|row| {
        row[2] != rusqlite::types::Value::Text("setting".to_owned())
            || format!("{:?}", row[3]) != last_of_setting
    });
    before - entries.len()
}

async fn credential(school: &School, password: &str) {
    let credential = Credential {
        password_hash: password.to_owned(),
        totp_secret: Some(CANARY.as_bytes().to_vec()),
        last_totp_step: None,
        failures: 0,
        locked_until: None,
    };
    school
        .store
        .set_credential(school.setting, school.lead, credential)
        .await
        .unwrap();
}

async fn note(school: &School, case: casework::id::CaseId, says: &str) {
    school
        .store
        .append(school.noting(case, Expect::Tail, says))
        .await
        .unwrap();
}

/// A school with three backups, each with something new; and what each of them knew.
async fn school_with_backups() -> (School, Vec<Vec<Head>>) {
    let school = School::founded().await;
    let archive = archive(&place(&school));
    let mut knew = Vec::new();
    let (first, _) = school.concern().await;
    credential(&school, "one").await;
    for round in 0..3 {
        note(&school, first, &format!("note {round}")).await;
        school.clock.move_by(SignedDuration::from_mins(1));
        school.concern().await;
        let taken = school.store.back_up(&archive, None).await.unwrap();
        assert_eq!(taken.number, round + 1);
        assert_eq!(taken.not_whole, Vec::<String>::new());
        knew.push(school.store.heads().await.unwrap());
        school.clock.move_by(SignedDuration::from_mins(1));
    }
    (school, knew)
}

#[tokio::test]
async fn what_is_restored_is_the_source_byte_for_byte() {
    let school = School::founded().await;
    let archive = archive(&place(&school));
    let (case, child) = school.concern().await;
    credential(&school, "one").await;
    school.store.back_up(&archive, None).await.unwrap();
    note(&school, case, "after the first").await;
    credential(&school, "two").await;
    let append = store::Append {
        jobs: vec![Job {
            kind: "tell/1".to_owned(),
            body: "work".to_owned(),
            due: None,
        }],
        ..school.noting(case, Expect::Tail, "with work")
    };
    school.store.append(append).await.unwrap();
    school
        .store
        .keep_pack(
            school.setting,
            store::KeptPack {
                digest: "ab".repeat(32),
                files: Vec::new(),
            },
        )
        .await
        .unwrap();
    let taken = school.store.back_up(&archive, None).await.unwrap();
    assert_eq!((taken.new_entries, taken.number), (2, 2));
    let to = school.kept.path().join("restored");
    let back = restored(&place(&school), &to, NEWEST).await.unwrap();
    let same = |mut heads: Vec<Head>| {
        heads.sort_by_key(|head| head.chronology);
        heads
    };
    assert_eq!(same(back.heads), same(school.store.heads().await.unwrap()));
    assert_eq!((back.backup, back.entries), (Some(2), taken.entries));
    assert_eq!(back.without_key, 0);
    assert!(verify_file(&to, |_, _| {}).unwrap().intact());
    let reopened = reopened(&to).unwrap();
    let lead = school.as_lead();
    assert_eq!(
        format!("{:?}", reopened.desk(&lead).await.unwrap()),
        format!("{:?}", school.store.desk(&lead).await.unwrap())
    );
    assert_eq!(
        reopened.people(&lead, &[child]).await.unwrap(),
        school.store.people(&lead, &[child]).await.unwrap()
    );
    let known = reopened
        .credential(school.setting, school.lead)
        .await
        .unwrap();
    assert_eq!(known.unwrap().password_hash, "two");
    assert_eq!(reopened.rebuild_views().await.unwrap().differed, 0);
    drop(reopened);
    // But for one entry that says so, it is the source to the byte.
    let (mut there, mut source) = (everything(&to), everything(&school.data()));
    assert_eq!(without_what_says_so(&mut there), 1);
    source.remove("head");
    there.remove("head");
    assert_eq!(there, source);
}

#[tokio::test]
async fn a_backup_holds_only_what_is_new_and_any_earlier_one_can_be_restored() {
    let (school, knew) = school_with_backups().await;
    let archive = archive(&place(&school));
    let nothing = school.store.back_up(&archive, None).await.unwrap();
    assert_eq!(nothing.new_entries, 0);
    let segments = || {
        std::fs::read_dir(place(&school))
            .unwrap()
            .filter(|file| {
                let name = file.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("segment-")
            })
            .count()
    };
    assert_eq!(segments(), 3, "nothing new is no segment");
    for (place_in_line, heads) in knew.iter().enumerate() {
        let number = place_in_line as u64 + 1;
        let to = school.kept.path().join(format!("restored-{number}"));
        let wanted = Wanted {
            which: Which::Number(number),
            ..NEWEST
        };
        let back = restored(&place(&school), &to, wanted).await.unwrap();
        let mut heads = heads.clone();
        heads.sort_by_key(|head| head.chronology);
        assert_eq!(back.heads, heads);
    }
    let (listed, damage) = list_backups(&archive, &root()).unwrap();
    assert_eq!((listed.len(), damage.len()), (4, 0));
    assert!(check_backups(&archive, &root(), |_, _| {}).unwrap().whole());
}

#[tokio::test]
async fn any_moment_is_restored_exactly_to_the_entry() {
    let (school, _) = school_with_backups().await;
    let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    let mut moments: Vec<i64> = hand
        .prepare("SELECT DISTINCT recorded_at FROM entry")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    moments.extend(moments.clone().iter().map(|moment| moment - 1));
    moments.extend(moments.clone().iter().map(|moment| moment + 30_000_000));
    for (round, moment) in moments.into_iter().enumerate() {
        let to = school.kept.path().join(format!("then-{round}"));
        let until = Timestamp::from_microsecond(moment).unwrap();
        let back = restored(&place(&school), &to, at_moment(until))
            .await
            .unwrap();
        let expected: i64 = hand
            .query_row(
                "SELECT count(*) FROM entry WHERE recorded_at <= ?1",
                [moment],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(back.entries, u64::try_from(expected).unwrap());
        let mut there = everything(&to);
        let mut source = everything(&school.data());
        let entries = source.get_mut("entry").unwrap();
        entries.retain(
            |row| matches!(row.get(4), Some(rusqlite::types::Value::Integer(at)) if *at <= moment),
        );
        if !entries.is_empty() {
            assert_eq!(without_what_says_so(&mut there), 1);
        }
        assert_eq!(there["entry"], source["entry"]);
        assert!(verify_file(&to, |_, _| {}).unwrap().intact());
    }
}

#[tokio::test]
async fn a_backup_while_others_write_is_of_one_moment() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let archive = archive(&place(&school));
    let store = school.store.clone();
    let writing = tokio::spawn({
        let notes: Vec<_> = (0..60)
            .map(|number| school.noting(case, Expect::Tail, &format!("note {number}")))
            .collect();
        async move {
            for note in notes {
                store.append(note).await.unwrap();
            }
        }
    });
    for round in 0..6 {
        let taken = school.store.back_up(&archive, None).await.unwrap();
        let to = school.kept.path().join(format!("during-{round}"));
        let back = restored(&place(&school), &to, NEWEST).await.unwrap();
        assert_eq!(back.entries, taken.entries);
    }
    writing.await.unwrap();
    // As the command does it, beside a server that has the records open.
    let taken = back_up(
        school.data(),
        &root(),
        &outside(5).0,
        &archive,
        None,
        |_, _| {},
    )
    .unwrap();
    let to = school.kept.path().join("after");
    let back = restored(&place(&school), &to, NEWEST).await.unwrap();
    assert_eq!(back.entries, taken.entries);
    assert_eq!(back.heads.len(), school.store.heads().await.unwrap().len());
    // What was restored goes on in the same place.
    let restored = reopened(&to).unwrap();
    let next = restored.back_up(&archive, None).await.unwrap();
    assert_eq!((next.new_entries, next.not_whole.len()), (1, 0));
}

#[tokio::test]
async fn no_word_and_no_id_lies_in_a_backup_in_clear() {
    let (school, _) = school_with_backups().await;
    let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    let mut wanted: Vec<Vec<u8>> = vec![
        CANARY.as_bytes().to_vec(),
        b"wrapped_key".to_vec(),
        b"credential".to_vec(),
        b"case-opened".to_vec(),
        b"case".to_vec(),
    ];
    let ids: Vec<Vec<u8>> = hand
        .prepare(
            "SELECT id FROM entry UNION SELECT setting FROM entry UNION SELECT hash FROM entry",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(ids.len() > 8);
    wanted.extend(ids);
    let mut files = 0;
    for file in std::fs::read_dir(place(&school)).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        files += 1;
        for word in &wanted {
            // The shortest would be met by chance in bytes that look random.
            assert!(
                word.len() < 5 || !bytes.windows(word.len()).any(|window| window == word),
                "{word:?} in {}",
                path.display()
            );
        }
    }
    assert!(files >= 8, "{files}");
}

#[tokio::test]
async fn any_altered_byte_of_any_file_is_found() {
    let (school, _) = school_with_backups().await;
    let archive = archive(&place(&school));
    let mut files: Vec<PathBuf> = std::fs::read_dir(place(&school))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| !path.ends_with("lock"))
        .collect();
    files.sort();
    let found = |archive: &Archive| match check_backups(archive, &root(), |_, _| {}) {
        Ok(checked) => !checked.whole(),
        Err(_) => true,
    };
    assert!(!found(&archive));
    let mut tried = 0;
    for path in &files {
        let whole = std::fs::read(path).unwrap();
        let every = (whole.len() / 40).max(1);
        for place in (0..whole.len()).step_by(every) {
            let mut altered = whole.clone();
            altered[place] ^= 1 << (place % 8);
            std::fs::write(path, &altered).unwrap();
            assert!(found(&archive), "byte {place} of {}", path.display());
            tried += 1;
        }
        for kept in [0, 1, whole.len() / 2, whole.len() - 1] {
            std::fs::write(path, &whole[..kept]).unwrap();
            assert!(found(&archive), "{} cut to {kept}", path.display());
        }
        let longer = [whole.as_slice(), b"\0"].concat();
        std::fs::write(path, longer).unwrap();
        assert!(found(&archive), "{} made longer", path.display());
        let others = files.iter().find(|other| *other != path).unwrap();
        std::fs::copy(others, path).unwrap();
        assert!(found(&archive), "{} swapped", path.display());
        std::fs::write(path, &whole).unwrap();
        assert!(!found(&archive));
    }
    assert!(tried > 200, "{tried}");
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_says_what_can_be_saved() {
    let (school, knew) = school_with_backups().await;
    let segment = place(&school).join("segment-00000002");
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&segment, bytes).unwrap();
    let to = school.kept.path().join("restored");
    let refused = restored(&place(&school), &to, NEWEST).await.unwrap_err();
    assert!(
        matches!(refused, Failure::BackupDamaged { .. }),
        "{refused}"
    );
    assert!(!to.exists(), "what was begun is removed");
    // The one before the damage is whole.
    let first = Wanted {
        which: Which::Number(1),
        ..NEWEST
    };
    let back = restored(&place(&school), &to, first).await.unwrap();
    assert_eq!(back.heads.len(), knew[0].len());
    let to = school.kept.path().join("saved");
    let saving = Wanted {
        what_can_be_saved: true,
        ..NEWEST
    };
    let back = restored(&place(&school), &to, saving).await.unwrap();
    assert!(
        back.damage[0].contains("segment-00000002"),
        "{:?}",
        back.damage
    );
    // The first case had a note in each backup: it holds up to the damage. The third concern is whole.
    assert_eq!(back.cut.len(), 1, "{:?}", back.cut);
    assert_eq!(back.cut[0].saved, 2);
    assert!(back.heads.len() > knew[0].len());
    let saved = reopened(&to).unwrap();
    assert_eq!(saved.desk(&school.as_lead()).await.unwrap().len(), 3);
    assert!(verify_file(&to, |_, _| {}).unwrap().intact());
    let next = school.store.back_up(&archive(&place(&school)), None).await;
    assert!(matches!(next.unwrap_err(), Failure::BackupDamaged { .. }));
}

#[tokio::test]
async fn a_key_destroyed_later_opens_nothing_of_any_backup_made_before() {
    let school = School::founded().await;
    let (store, of) = (&school.store, school.setting);
    let archive = archive(&place(&school));
    let made = store
        .found_practice(of, school.lead, room(&school, of))
        .await
        .unwrap();
    let (case, _) = school.concern().await;
    store.back_up(&archive, None).await.unwrap();
    let old_keys = std::fs::read(place(&school).join("keys")).unwrap();
    assert!(
        !store.renew_backup_keys(&archive).await.unwrap(),
        "nothing to renew"
    );
    let to = school.kept.path().join("before");
    restored(&place(&school), &to, NEWEST).await.unwrap();
    assert!(reopened(&to).unwrap().setting(made).await.is_ok());

    store.clear_practice(of, made, None).await.unwrap();
    // A case's own key, as lawful erasure destroys it.
    let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    hand.execute(
        "DELETE FROM wrapped_key WHERE sort = 'case' AND id = ?1",
        [case.0.as_bytes()],
    )
    .unwrap();
    assert!(store.renew_backup_keys(&archive).await.unwrap());
    let keys = std::fs::read(place(&school).join("keys")).unwrap();
    assert!(keys.len() < old_keys.len());
    let to = school.kept.path().join("after");
    let back = restored(&place(&school), &to, NEWEST).await.unwrap();
    assert_eq!(back.entries, 4 + 1 + 2 + 2, "the sealed log is all there");
    assert!(verify_file(&to, |_, _| {}).unwrap().intact());
    let after = reopened(&to).unwrap();
    assert_eq!(after.setting(made).await.unwrap_err(), Failure::NotThere);
    let known = after.setting(of).await.unwrap();
    assert!(known.rooms.is_empty() && known.cases_without_key.contains(&case));
    assert_eq!(after.rebuild_views().await.unwrap().differed, 0);
    assert!(after.desk(&school.as_lead()).await.unwrap().is_empty());
    let opened = after
        .open_case(
            &school.as_lead(),
            case,
            casework::access::Deed::OpenCase,
            "desk",
            None,
        )
        .await;
    assert!(opened.is_err());
    // An older keys file put back is noticed once another backup was taken.
    store.back_up(&archive, None).await.unwrap();
    std::fs::write(place(&school).join("keys"), old_keys).unwrap();
    let checked = check_backups(&archive, &root(), |_, _| {}).unwrap();
    assert!(checked.damage[0].contains("older than the newest backup"));
}

#[tokio::test]
async fn only_the_root_key_opens_them_and_no_other_place_is_taken_for_one() {
    let (school, _) = school_with_backups().await;
    let other = RootKey::made(&Repeating::from(5));
    let from = archive(&place(&school));
    let to = school.kept.path().join("restored");
    let wrong = restore(&from, &other, &to, NEWEST, &outside(7).0, |_, _| {});
    assert!(matches!(wrong.unwrap_err(), Failure::BackupKeyWrong { .. }));
    assert!(!to.exists());
    let nowhere = restored(&school.kept.path().join("nowhere"), &to, NEWEST).await;
    assert!(matches!(nowhere.unwrap_err(), Failure::NoBackup { .. }));
    let records = restored(&school.data(), &to, NEWEST).await;
    assert!(matches!(records.unwrap_err(), Failure::NoBackup { .. }));
    let taken = restored(&place(&school), &school.data(), NEWEST).await;
    assert!(matches!(taken.unwrap_err(), Failure::PlaceNotEmpty { .. }));
    assert!(verify_file(school.data(), |_, _| {}).unwrap().intact());
    let into_records = school.store.back_up(&archive(&school.data()), None).await;
    assert!(matches!(
        into_records.unwrap_err(),
        Failure::PlaceNotEmpty { .. }
    ));
    // Backups of other records under the same key.
    let elsewhere = School::founded().await;
    let mixed = elsewhere.store.back_up(&from, None).await;
    assert!(matches!(mixed.unwrap_err(), Failure::BackupAhead { .. }));
    assert!(check_backups(&from, &root(), |_, _| {}).unwrap().whole());
}

#[tokio::test]
async fn what_a_killed_backup_left_is_not_listed_and_is_cleared_away() {
    let (school, _) = school_with_backups().await;
    let folder = place(&school);
    // Killed after its segment and before its manifest; and while it wrote one.
    std::fs::remove_file(folder.join("backup-00000003")).unwrap();
    std::fs::write(folder.join("unfinished-segment-00000004"), b"half").unwrap();
    let (listed, damage) = list_backups(&archive(&folder), &root()).unwrap();
    assert_eq!((listed.len(), damage.len()), (2, 0));
    let checked = check_backups(&archive(&folder), &root(), |_, _| {}).unwrap();
    assert!(checked.whole());
    assert_eq!(checked.notes.len(), 1);
    let to = school.kept.path().join("restored");
    assert_eq!(
        restored(&folder, &to, NEWEST).await.unwrap().backup,
        Some(2)
    );
    let taken = school.store.back_up(&archive(&folder), None).await.unwrap();
    assert_eq!(taken.number, 3);
    assert!(!folder.join("unfinished-segment-00000004").exists());
    let checked = check_backups(&archive(&folder), &root(), |_, _| {}).unwrap();
    assert!(checked.whole() && checked.notes.is_empty());
    let to = school.kept.path().join("again");
    let back = restored(&folder, &to, NEWEST).await.unwrap();
    assert_eq!(back.heads.len(), school.store.heads().await.unwrap().len());
}

#[tokio::test]
async fn a_chronology_that_is_not_whole_is_told_and_the_others_are_backed_up() {
    let (school, _) = school_with_backups().await;
    let archive = archive(&place(&school));
    let (harmed, child) = school.concern().await;
    let hand = rusqlite::Connection::open(school.data().join("leeward.db")).unwrap();
    hand.execute_batch("DROP TRIGGER entry_is_never_changed")
        .unwrap();
    hand.execute(
        "UPDATE entry SET recorded_at = recorded_at + 1 WHERE id = ?1",
        [harmed.0.as_bytes()],
    )
    .unwrap();
    let taken = school.store.back_up(&archive, None).await.unwrap();
    assert_eq!(taken.not_whole.len(), 1, "{:?}", taken.not_whole);
    assert!(taken.not_whole[0].contains(&harmed.to_string()));
    assert_eq!(taken.new_entries, 1, "the child's own entry: {child}");
    let to = school.kept.path().join("restored");
    restored(&place(&school), &to, NEWEST).await.unwrap();
}

#[tokio::test]
async fn heads_kept_elsewhere_are_held_against_what_is_restored() {
    let (school, knew) = school_with_backups().await;
    let to = school.kept.path().join("restored");
    let mut kept = knew[1].clone();
    let wanted = Wanted {
        kept: &kept,
        ..NEWEST
    };
    restored(&place(&school), &to, wanted).await.unwrap();
    kept[0].hash = casework::chronology::Hash([9; 32]);
    let wanted = Wanted {
        kept: &kept,
        ..NEWEST
    };
    let to = school.kept.path().join("rewritten");
    let refused = restored(&place(&school), &to, wanted).await.unwrap_err();
    assert!(refused.to_string().contains("does not verify"), "{refused}");
}

#[tokio::test]
async fn the_key_of_the_backups_follows_a_new_root_key() {
    let (school, _) = school_with_backups().await;
    let from = archive(&place(&school));
    let new = RootKey::from_passphrase("a long enough passphrase for a test");
    let outside = outside(8).0;
    let wrong = RootKey::made(&Repeating::from(5));
    assert!(from.rewrap(&wrong, &new, &[7; 16], &outside).is_err());
    from.rewrap(&root(), &new, &[7; 16], &outside).unwrap();
    assert!(matches!(
        list_backups(&from, &root()).unwrap_err(),
        Failure::BackupKeyWrong { .. }
    ));
    assert_eq!(list_backups(&from, &new).unwrap().0.len(), 3);
}

#[tokio::test]
async fn backups_are_let_go_by_rule_and_the_rest_still_restore() {
    let school = School::founded().await;
    let archive = archive(&place(&school));
    let (case, _) = school.concern().await;
    let keep = Keep {
        all_days: 1,
        daily_weeks: 0,
        monthly: 0,
    };
    let mut gone = Vec::new();
    for day in 0..4 {
        note(&school, case, &format!("day {day}")).await;
        let taken = school.store.back_up(&archive, Some(keep)).await.unwrap();
        gone.extend(taken.let_go);
        school.clock.move_by(SignedDuration::from_hours(25));
    }
    assert_eq!(gone, [1, 2, 3]);
    let checked = check_backups(&archive, &root(), |_, _| {}).unwrap();
    assert!(checked.whole() && checked.notes.is_empty());
    let to = school.kept.path().join("then");
    let back = restored(&place(&school), &to, at_moment(at("2026-03-02T10:00:00Z")))
        .await
        .unwrap();
    assert_eq!(back.entries, 4 + 1 + 2);
}

#[tokio::test]
async fn the_keys_can_lie_apart_and_nothing_is_restored_without_them() {
    let school = School::founded().await;
    school.concern().await;
    let keys = school.kept.path().join("keys-apart");
    let apart = archive(&place(&school)).with_keys_at(Arc::new(Folder::at(&keys)));
    school.store.back_up(&apart, None).await.unwrap();
    assert!(keys.join("keys").exists() && !place(&school).join("keys").exists());
    let to = school.kept.path().join("restored");
    let without = restored(&place(&school), &to, NEWEST).await.unwrap_err();
    assert!(without.to_string().contains("keys file"), "{without}");
    restore(&apart, &root(), &to, NEWEST, &outside(7).0, |_, _| {}).unwrap();
    assert!(Store::open(&to, root(), outside(2).0).is_ok());
}

#[tokio::test]
async fn an_index_is_nothing_of_its_own() {
    let school = School::founded().await;
    let archive = archive(&place(&school));
    // More than a mebibyte, so that there is one.
    for _ in 0..140 {
        let (case, _) = school.concern().await;
        let note = "word ".repeat(1_900);
        note_of(&school, case, &note).await;
    }
    school.store.back_up(&archive, None).await.unwrap();
    let index = place(&school).join("index-00000001");
    assert!(index.exists());
    school.concern().await;
    school.store.back_up(&archive, None).await.unwrap();
    std::fs::write(&index, b"lost").unwrap();
    assert!(!check_backups(&archive, &root(), |_, _| {}).unwrap().whole());
    std::fs::remove_file(&index).unwrap();
    school.concern().await;
    let taken = school.store.back_up(&archive, None).await.unwrap();
    assert_eq!(taken.new_entries, 2);
    assert!(check_backups(&archive, &root(), |_, _| {}).unwrap().whole());
}

async fn note_of(school: &School, case: casework::id::CaseId, says: &str) {
    let append = store::Append {
        writes: vec![store::Write::Case {
            case,
            expect: Expect::Tail,
            events: vec![CaseEvent::NoteAdded {
                note: words(says),
                happened: None,
            }],
        }],
        ..store::Append::by(school.setting, school.lead)
    };
    school.store.append(append).await.unwrap();
}
