//! Backups as whoever runs the server meets them: by the real program, beside a server, and on a page.

use crate::school::House;
use casework::event::Role;
use jiff::SignedDuration;
use serde_json::Value;
use server::backups::Backups;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use store::{Archive, Folder};

fn leeward(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leeward"))
        .args(words)
        .output()
        .unwrap()
}

/// Exit code, standard output and standard error.
fn said(words: &[&str]) -> (i32, String, String) {
    let output = leeward(words);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

fn set_up(folder: &Path) -> (String, String) {
    let (data, key) = (at(folder, "data"), at(folder, "key"));
    let (code, _, aside) = said(&[
        "setting",
        "create",
        "--data",
        &data,
        "--key",
        &key,
        "--new-key",
        "--name",
        "Larkfield",
        "--lead-name",
        "Robin Example",
        "--lead-email",
        "lead@example.org",
    ]);
    assert_eq!(code, 0, "{aside}");
    (data, key)
}

fn json((code, out, aside): (i32, String, String)) -> Value {
    assert_eq!(code, 0, "{aside}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_backup_is_taken_listed_checked_rehearsed_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let (data, key) = set_up(folder.path());
    let (to, again) = (at(folder.path(), "backups"), at(folder.path(), "again"));
    let take = ["backup", "--data", &data, "--key", &key, "--to", &to];
    let (code, out, aside) = said(&take);
    assert_eq!(code, 0, "{aside}");
    assert!(out.starts_with("Backup 1 of ") && out.contains("every setting's opens"));
    let taken = json(said(
        &[&take[..], &["--format", "json", "--keep", "2d,5w,12m"]].concat(),
    ));
    assert_eq!(
        (&taken["backup"], &taken["new_entries"]),
        (&2.into(), &0.into())
    );
    let of = ["--from", &to, "--key", &key, "--format", "json"];
    let listed = json(said(&[&["backup", "list"], &of[..]].concat()));
    // The key from the environment, as a unit file has it.
    let named = Command::new(env!("CARGO_BIN_EXE_leeward"))
        .args(["backup", "list", "--from", &to])
        .env("LEEWARD_KEY", &key)
        .status();
    assert!(named.unwrap().success());
    assert_eq!(listed["backups"].as_array().unwrap().len(), 2);
    let checked = json(said(&[&["backup", "check"], &of[..]].concat()));
    assert_eq!(checked["whole"], true);
    let scratch = at(folder.path(), "scratch");
    std::fs::create_dir(&scratch).unwrap();
    let rehearsed = [&["backup", "rehearse", "--scratch", &scratch], &of[..]].concat();
    assert_eq!(json(said(&rehearsed))["backup"], 2);
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
    let restore = [&["restore", "--data", &again], &of[..]].concat();
    let restored = json(said(&restore));
    assert_eq!(restored["settings"], 1);
    assert_eq!(restored["entries"], taken["entries"]);
    let (code, out, _) = said(&["staff", "list", "--data", &again, "--key", &key]);
    assert!(code == 0 && out.contains("Robin Example"), "{out}");
    let (code, _, aside) = said(&restore);
    assert!(
        code == 1 && aside.contains("holds something else"),
        "{aside}"
    );
    let then = at(folder.path(), "then");
    let before = ["restore", "--at", "2001-01-01 10:00", "--data", &then];
    let before = [&before[..], &of[..]].concat();
    assert_eq!(json(said(&before))["entries"], 0);
}

#[test]
fn what_is_wrong_is_one_sentence_and_exit_code_one() {
    let folder = tempfile::tempdir().unwrap();
    let (data, key) = set_up(folder.path());
    let other = tempfile::tempdir().unwrap();
    let (_, other_key) = set_up(other.path());
    let to = at(folder.path(), "backups");
    let inside = at(folder.path(), "data/backups");
    let around = folder.path().display().to_string();
    for (words, says) in [
        (
            vec!["--data", &data, "--key", &key, "--to", &inside],
            "cannot lie with the records",
        ),
        (
            vec!["--data", &data, "--key", &key, "--to", &around],
            "cannot lie with the records",
        ),
        (
            vec!["--data", &data, "--key", &other_key, "--to", &to],
            "does not open these records",
        ),
        (
            vec!["--data", &data, "--key", &key],
            "say what to back up and where",
        ),
        (vec!["list", "--from", &to, "--key", &key], "no backups at"),
        (
            vec!["check", "--from", &data, "--key", &key],
            "no backups at",
        ),
    ] {
        let words = [vec!["backup"], words].concat();
        let (code, out, aside) = said(&words);
        assert!(
            code == 1 && out.is_empty() && aside.contains(says) && aside.lines().count() == 1,
            "{words:?}: {aside}"
        );
    }
    json(said(&[
        "backup", "--data", &data, "--key", &key, "--to", &to, "--format", "json",
    ]));
    let (code, _, aside) = said(&["backup", "list", "--from", &to, "--key", &other_key]);
    assert!(
        code == 1 && aside.contains("does not open the backups"),
        "{aside}"
    );
    let segment = folder.path().join("backups/segment-00000001");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let (code, out, _) = said(&["backup", "check", "--from", &to, "--key", &key]);
    assert!(
        code == 1 && out.contains("part 1 of segment-00000001"),
        "{out}"
    );
    let again = at(folder.path(), "again");
    let (code, _, aside) = said(&["restore", "--from", &to, "--key", &key, "--data", &again]);
    assert!(
        code == 1 && aside.contains("--what-can-be-saved"),
        "{aside}"
    );
    assert!(!Path::new(&again).exists());
}

fn backups(folder: &Path) -> Backups {
    let archive = Archive::at(Arc::new(Folder::at(folder)));
    Backups::at(archive, SignedDuration::from_mins(15), None)
}

#[tokio::test]
async fn a_server_takes_one_at_the_start_then_by_the_clock_and_a_page_says_how_it_stands() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let cookie = house.signed_in(Role::Administrator).await;
    let page = house.get(Some(&cookie), "/setting/backups").await;
    assert!(
        page.text.contains("takes no backups itself"),
        "{}",
        page.text
    );
    let to = tempfile::tempdir().unwrap();
    house.app.take_backups(backups(&to.path().join("backups")));
    let kept = house.app.backups().unwrap();
    let page = house.get(Some(&cookie), "/setting/backups").await;
    assert!(page.text.contains("None yet since the server was started"));
    assert!(kept.do_due(&house.app).await);
    assert!(!kept.do_due(&house.app).await, "not before it is due again");
    house.clock.forward(SignedDuration::from_mins(14));
    assert!(!kept.do_due(&house.app).await);
    house.clock.forward(SignedDuration::from_mins(1));
    assert!(kept.do_due(&house.app).await);
    assert_eq!(kept.standing().last.unwrap().0.number, 2);
    let cookie = house.signed_in(Role::Administrator).await;
    let page = house.get(Some(&cookie), "/setting/backups").await;
    assert!(page.text.contains("25 March 2026, 10:45"), "{}", page.text);
    assert!(!page.text.contains("No backup could be taken"));
}

#[tokio::test]
async fn a_server_that_cannot_take_one_tries_again_soon_and_says_since_when() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let to = tempfile::tempdir().unwrap();
    let place = to.path().join("backups");
    std::fs::write(&place, "a file in the way").unwrap();
    house.app.take_backups(backups(&place));
    let kept = house.app.backups().unwrap();
    assert!(kept.do_due(&house.app).await);
    house.clock.forward(SignedDuration::from_mins(1));
    assert!(kept.do_due(&house.app).await, "sooner than the next one");
    let cookie = house.signed_in(Role::Administrator).await;
    let page = house.get(Some(&cookie), "/setting/backups").await;
    assert!(
        page.text
            .contains("No backup could be taken since 25 March 2026, 10:30"),
        "{}",
        page.text
    );
    assert!(house.log().contains("no backup could be taken"));
    std::fs::remove_file(&place).unwrap();
    house.clock.forward(SignedDuration::from_mins(1));
    assert!(kept.do_due(&house.app).await);
    assert_eq!(kept.standing().failing_since, None);
    assert_eq!(kept.standing().last.unwrap().0.number, 1);
}

#[test]
fn a_whole_installation_is_moved_and_the_same_command_says_that_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let (data, key) = set_up(folder.path());
    let to = at(folder.path(), "moved");
    let go = ["move", "--from", &data, "--to", &to, "--key", &key];
    let (code, out, aside) = said(&[&go[..], &["--format", "json"]].concat());
    assert_eq!(code, 0, "{aside}");
    let moved: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&moved["settings"], &moved["there_before"]),
        (&1.into(), &0.into())
    );
    assert!(moved["entries"].as_u64().unwrap() > 0 && moved["rows"].as_u64().unwrap() > 2);
    assert!(
        aside.contains("entries carried over") && aside.contains("compared"),
        "{aside}"
    );
    let (code, out, _) = said(&["staff", "list", "--data", &to, "--key", &key]);
    assert!(code == 0 && out.contains("Robin Example"), "{out}");
    let (code, _, aside) = said(&go);
    assert!(code == 1 && aside.contains("moved into"), "{aside}");
    let again = at(folder.path(), "again");
    let back = ["move", "--from", &to, "--to", &again, "--key", &key];
    let (code, out, aside) = said(&back);
    assert!(code == 0 && out.contains("the same to the byte"), "{aside}");
    assert!(aside.contains("never again from"), "{aside}");
}

/// With an address where others on the machine do not see it.
fn said_with(name: &str, address: &str, words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leeward"));
    let output = command.args(words).env(name, address).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn an_installation_is_moved_into_a_database_and_back_and_a_backup_is_restored_into_one() {
    if !crate::school::on_postgres() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (data, key) = set_up(folder.path());
    let (to, backups) = (at(folder.path(), "back"), at(folder.path(), "backups"));
    let [moved, restored] =
        [trial_postgres::empty(), trial_postgres::empty()].map(|it| (it.url(), it));
    let take = ["backup", "--data", &data, "--key", &key, "--to", &backups];
    assert_eq!(said(&take).0, 0);
    let there = ["move", "--from", &data, "--key", &key];
    let (code, out, aside) = said_with("LEEWARD_MOVE_TO", &moved.0, &there);
    assert!(code == 0 && out.contains("the same to the byte"), "{aside}");
    let back = ["move", "--to", &to, "--key", &key, "--format", "json"];
    let (code, out, aside) = said_with("LEEWARD_MOVE_FROM", &moved.0, &back);
    assert!(
        code == 0 && aside.contains("stop every one of them"),
        "{aside}"
    );
    let came: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(came["settings"], 1);
    let list = ["staff", "list", "--data", &to, "--key", &key];
    assert!(said(&list).1.contains("Robin Example"));
    let restore = ["restore", "--from", &backups, "--key", &key];
    let (code, out, aside) = said_with("LEEWARD_DATABASE_URL", &restored.0, &restore);
    assert!(code == 0 && out.contains("Every chain holds"), "{aside}");
    assert!(
        aside.contains("leeward serve with the same LEEWARD_DATABASE_URL"),
        "{aside}"
    );
    let list = ["staff", "list", "--key", &key];
    let (_, out, _) = said_with("LEEWARD_DATABASE_URL", &restored.0, &list);
    assert!(out.contains("Robin Example"), "{out}");
    let (code, _, aside) = said_with("LEEWARD_DATABASE_URL", &restored.0, &restore);
    assert!(code == 1 && aside.contains("already records in"), "{aside}");
}
