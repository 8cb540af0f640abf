//! `leeward guidance check --watch`, by the real program: it tells what a change brought, and what it put right.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than a slow machine takes; the program looks three times a second.
const PATIENCE: Duration = Duration::from_secs(120);

/// A watch going on; ended when the test is.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn on(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_leeward"))
            .args(["guidance", "check", "--watch"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if to.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// Waits for a line that holds some words, and gives every line up to it.
    fn wait_for(&self, words: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            let line = self
                .lines
                .recv_timeout(PATIENCE)
                .unwrap_or_else(|_| panic!("no line says {words:?}; there were {seen:#?}"));
            seen.push(line);
            if seen.last().is_some_and(|line| line.contains(words)) {
                return seen;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A folder with the small pack of the guidance tests.
fn small() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("../guidance/tests/packs/small");
    copy(&small, &folder.path().join("small"));
    folder
}

#[test]
fn a_saved_mistake_is_told_and_putting_it_right_is_told() {
    let folder = small();
    let rules = folder.path().join("small/2024-01-01/rules/all.toml");
    let right = std::fs::read_to_string(&rules).unwrap();
    let mut watching = Watching::on(folder.path());
    watching.wait_for("Checked: nothing to put right.");

    let wrong = right.replacen("\"refer-now\"", "\"refer-nwo\"", 1);
    assert_ne!(wrong, right);
    std::fs::write(&rules, &wrong).unwrap();
    let told = watching.wait_for("Checked: 1 problem.");
    assert!(
        told.iter()
            .any(|line| line.contains("refer-nwo") && line.contains("Did you mean `refer-now`?")),
        "{told:#?}"
    );

    // A second mistake brings itself and not the first again.
    std::fs::write(&rules, format!("{wrong}\nzyxcanary = 1\n")).unwrap();
    let told = watching.wait_for("Checked: 1 problem.");
    assert!(
        told.iter().any(|line| line.contains("zyxcanary")),
        "{told:#?}"
    );
    assert!(
        told.iter()
            .any(|line| line.starts_with("Put right:") && line.contains("refer-nwo")),
        "{told:#?}"
    );

    std::fs::write(&rules, &right).unwrap();
    let told = watching.wait_for("Checked: nothing to put right.");
    assert!(
        told.iter()
            .any(|line| line.starts_with("Put right:") && line.contains("zyxcanary")),
        "{told:#?}"
    );

    // A folder that goes away is told, and may come back.
    let (here, away) = (folder.path().join("small"), folder.path().join(".away"));
    std::fs::rename(&here, &away).unwrap();
    watching.wait_for("Cannot check: there is no pack.toml");
    std::fs::rename(&away, &here).unwrap();
    watching.wait_for("Checked: nothing to put right.");

    let id = watching.child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(sent.success());
    watching.wait_for("Stopped.");
    assert_eq!(watching.child.wait().unwrap().code(), Some(0));
}

/// What `check` says of a folder: its exit code and both outputs.
fn checked(folder: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_leeward"))
        .args(["guidance", "check"])
        .arg(folder)
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(told).unwrap())
}

#[cfg(unix)]
#[test]
fn folders_that_lead_round_in_a_circle_and_pipes_do_not_hold_it_up() {
    use std::os::unix::fs::symlink;
    let folder = small();
    for name in ["a", "b"] {
        symlink(folder.path(), folder.path().join(name)).unwrap();
    }
    let pack = folder.path().join("small/2024-01-01");
    symlink(&pack, pack.join("rules/again")).unwrap();
    assert_eq!(
        checked(folder.path()).0,
        Some(0),
        "{}",
        checked(folder.path()).1
    );

    let pipe = pack.join("rules/pipe.toml");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let (code, told) = checked(folder.path());
    assert_eq!(code, Some(1));
    assert!(
        told.contains("rules/pipe.toml: This is no file that can be read"),
        "{told}"
    );
    std::fs::remove_file(&pipe).unwrap();

    std::fs::create_dir(pack.join("rules/folder.toml")).unwrap();
    symlink("nowhere.toml", pack.join("rules/link.toml")).unwrap();
    let (code, told) = checked(folder.path());
    assert_eq!(code, Some(1));
    assert!(told.contains("rules/link.toml: This is no file"), "{told}");
}

#[test]
fn files_in_other_encodings_or_far_too_large_are_told_with_what_to_do() {
    let folder = small();
    let pack = folder.path().join("small/2024-01-01");
    std::fs::write(pack.join("glossary.toml"), b"# caf\xe9\n").unwrap();
    std::fs::write(pack.join("services.toml"), b"\xff\xfe#\0\n\0").unwrap();
    // A hole of 100 MB takes no room on the disk, and must take none in memory.
    let large = std::fs::File::create(pack.join("duties.toml")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    std::fs::write(pack.join("rules/empty.toml"), "").unwrap();
    std::fs::write(pack.join(".#rules.toml"), "not looked at").unwrap();
    let (code, told) = checked(folder.path());
    assert_eq!(code, Some(1));
    for says in [
        "glossary.toml:1: This file is not UTF-8",
        "services.toml:1: This file is written in UTF-16",
        "duties.toml: This file is larger than 1024 KiB",
    ] {
        assert!(told.contains(says), "{says}: {told}");
    }
    assert!(
        !told.contains("empty.toml") && !told.contains(".#rules"),
        "{told}"
    );
}
