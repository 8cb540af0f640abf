//! Keys, folders, and who may have the records open.

use crate::school::{Repeating, School, outside, reopened, root};
use casework::access::Deed;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use store::{Failure, KeyFile, RootKey, Store, next_beside};

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn only_its_owner_can_read_the_folder_and_every_file_in_it() {
    let school = School::founded().await;
    school.concern().await;
    assert_eq!(mode(&school.data()), 0o700);
    let files: Vec<_> = std::fs::read_dir(school.data())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn records_that_are_open_are_refused_to_a_second_one_and_free_when_closed() {
    let school = School::founded().await;
    let data = school.data();
    let second = reopened(&data).err();
    assert_eq!(second, Some(Failure::InUse));
    assert!(
        Failure::InUse
            .to_string()
            .contains("already open in another process")
    );
    let _dir = school.close();
    assert!(reopened(&data).is_ok());
}

#[tokio::test]
async fn a_wrong_key_is_told_from_damage_and_the_records_stay_as_they_are() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let (data, lead) = (school.data(), school.as_lead());
    let _dir = school.close();
    let wrong = Store::open(&data, RootKey::made(&Repeating::from(5)), outside(2).0).err();
    assert_eq!(wrong, Some(Failure::KeyWrong));
    let store = reopened(&data).unwrap();
    assert!(
        store
            .open_case(&lead, case, Deed::OpenCase, "case", None)
            .await
            .is_ok()
    );
}

#[test]
fn a_key_file_is_made_once_read_again_and_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let (file, data) = (dir.path().join("root.key"), dir.path().join("data"));
    let absent = RootKey::from_file(&file).err();
    assert_eq!(absent, Some(Failure::KeyAbsent { path: file.clone() }));
    let made = RootKey::create_file(&file, &Repeating::from(3)).unwrap();
    assert_eq!(mode(&file), 0o600);
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .starts_with("leeward root key 1\n")
    );
    drop(Store::create(&data, made, outside(1).0).unwrap());
    drop(Store::open(&data, RootKey::from_file(&file).unwrap(), outside(1).0).unwrap());
    let again = RootKey::create_file(&file, &Repeating::from(4)).err();
    assert_eq!(again, Some(Failure::KeyThere { path: file.clone() }));
    drop(Store::open(&data, RootKey::from_file(&file).unwrap(), outside(1).0).unwrap());
}

#[test]
fn a_key_file_of_raw_bytes_is_read_and_one_that_is_no_key_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("root.key");
    std::fs::write(
        &file,
        [b"leeward root key 1\n".as_slice(), &[0xfe; 32]].concat(),
    )
    .unwrap();
    set_mode(&file, 0o400);
    assert!(RootKey::from_file(&file).is_ok());
    set_mode(&file, 0o600);
    for not_a_key in [
        "",
        "leeward root key 1\n",
        "leeward root key 1\nAAAA\n",
        "leeward root key 2\nAAAA\n",
        "something else",
    ] {
        std::fs::write(&file, not_a_key).unwrap();
        assert_eq!(
            RootKey::from_file(&file).err(),
            Some(Failure::KeyUnfit { path: file.clone() }),
            "{not_a_key:?}"
        );
    }
}

#[test]
fn a_key_file_that_others_can_read_is_refused_and_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let (file, phrase) = (dir.path().join("root.key"), dir.path().join("phrase"));
    RootKey::create_file(&file, &Repeating::from(3)).unwrap();
    std::fs::write(&phrase, "four plain words here\n").unwrap();
    for path in [&file, &phrase] {
        let read = |path: &Path| match path == phrase {
            true => RootKey::from_passphrase_file(path),
            false => RootKey::from_file(path),
        };
        for wide in [0o640, 0o604, 0o660, 0o644, 0o620] {
            set_mode(path, wide);
            let refused = read(path).err().unwrap();
            assert_eq!(
                refused,
                Failure::KeyExposed {
                    path: path.clone(),
                    mode: wide
                }
            );
            assert!(refused.to_string().contains("chmod 600"), "{refused}");
        }
        set_mode(path, 0o600);
        assert!(read(path).is_ok());
    }
}

#[test]
fn a_key_takes_the_place_of_another_and_both_are_whole_wherever_it_stops() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("root.key");
    let (next, key_file) = (next_beside(&file), KeyFile::at(&file));
    RootKey::create_file(&file, &Repeating::from(3)).unwrap();
    let first = std::fs::read(&file).unwrap();
    assert!(key_file.next().unwrap().is_none());
    key_file.next_or_made(&Repeating::from(4)).unwrap();
    let second = std::fs::read(&next).unwrap();
    // Stopped here and begun again, it is the same key.
    key_file.next_or_made(&Repeating::from(5)).unwrap();
    assert_eq!(std::fs::read(&next).unwrap(), second);
    // Stopped after the second name was given: the next time gives it no third.
    std::fs::hard_link(&file, dir.path().join("root.key.before-1")).unwrap();
    let kept = key_file.take_place().unwrap().unwrap();
    assert_eq!(kept, dir.path().join("root.key.before-1"));
    assert_eq!(std::fs::read(&kept).unwrap(), first);
    assert_eq!(std::fs::read(&file).unwrap(), second);
    assert!(!next.exists());
    assert_eq!(mode(&file), 0o600);
    key_file.next_or_made(&Repeating::from(6)).unwrap();
    let kept = key_file.take_place().unwrap().unwrap();
    assert_eq!(kept, dir.path().join("root.key.before-2"));
    assert_eq!(std::fs::read(kept).unwrap(), second);
    assert_eq!(
        std::fs::read(dir.path().join("root.key.before-1")).unwrap(),
        first
    );
}

#[test]
fn a_passphrase_opens_what_it_sealed_and_another_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    drop(
        Store::create(
            &data,
            RootKey::from_passphrase("four plain words here"),
            outside(1).0,
        )
        .unwrap(),
    );
    drop(
        Store::open(
            &data,
            RootKey::from_passphrase("four plain words here"),
            outside(1).0,
        )
        .unwrap(),
    );
    let wrong = Store::open(
        &data,
        RootKey::from_passphrase("four other words here"),
        outside(1).0,
    )
    .err();
    assert_eq!(wrong, Some(Failure::KeyWrong));
}

#[tokio::test]
async fn an_installation_is_made_once_and_only_what_is_there_is_opened() {
    let school = School::founded().await;
    let data = school.data();
    let dir = school.close();
    assert_eq!(
        Store::create(&data, root(), outside(1).0).err(),
        Some(Failure::InstallationThere { dir: data })
    );
    let nowhere = dir.data().with_file_name("nowhere");
    assert_eq!(
        reopened(&nowhere).err(),
        Some(Failure::NoInstallation {
            dir: nowhere.clone()
        })
    );
    assert_eq!(
        store::verify_file(&nowhere, |_, _| ()).err(),
        Some(Failure::NoInstallation { dir: nowhere })
    );
}

#[tokio::test]
async fn records_of_a_newer_version_and_a_schema_that_was_meddled_with_are_refused() {
    let school = School::founded().await;
    let data = school.data();
    let _dir = school.close();
    let hand = rusqlite::Connection::open(data.join("leeward.db")).unwrap();
    hand.execute(
        "INSERT INTO migration (number, checksum, taken_at) VALUES (900, zeroblob(32), 0)",
        [],
    )
    .unwrap();
    assert!(matches!(
        reopened(&data).err(),
        Some(Failure::Newer { found: 900, .. })
    ));
    assert!(matches!(
        store::verify_file(&data, |_, _| ()),
        Err(Failure::Newer { found: 900, .. })
    ));
    hand.execute("DELETE FROM migration WHERE number = 900", [])
        .unwrap();
    assert!(reopened(&data).is_ok());
    hand.execute(
        "UPDATE migration SET checksum = zeroblob(32) WHERE number = 1",
        [],
    )
    .unwrap();
    assert!(matches!(
        reopened(&data).err(),
        Some(Failure::Damaged { .. })
    ));
}
