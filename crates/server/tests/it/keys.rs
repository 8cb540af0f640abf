//! Keys from the command line, by the real program: made, shared, rehearsed, changed while a server runs, recovered.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn leeward(words: &[&str], typed: &str) -> (bool, String, String) {
    let mut started = Command::new(env!("CARGO_BIN_EXE_leeward"))
        .args(words)
        .env_remove("LEEWARD_KEY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends before it read everything closes the pipe, and says why on its own.
    drop(started.stdin.take().unwrap().write_all(typed.as_bytes()));
    let Output {
        status,
        stdout,
        stderr,
    } = started.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout), text(stderr))
}

struct Here {
    folder: tempfile::TempDir,
    data: String,
    key: String,
}

impl Here {
    fn set_up() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let here = Self {
            data: at("data"),
            key: at("root.key"),
            folder,
        };
        let (fine, _, aside) = leeward(
            &[
                "setting",
                "create",
                "--data",
                &here.data,
                "--key",
                &here.key,
                "--new-key",
                "--name",
                "Larkfield",
                "--lead-name",
                "Robin Example",
                "--lead-email",
                "lead@example.org",
            ],
            "",
        );
        assert!(
            fine && aside.contains("Recovery has not been set up"),
            "{aside}"
        );
        here
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A command on these records with their key.
    fn run(&self, words: &[&str]) -> (bool, String, String) {
        let words = [words, &["--data", &self.data, "--key", &self.key]].concat();
        leeward(&words, "")
    }

    fn serve(&self) -> Child {
        let mut server = Command::new(env!("CARGO_BIN_EXE_leeward"))
            .args([
                "serve",
                "--data",
                &self.data,
                "--key",
                &self.key,
                "--listen",
                "127.0.0.1:0",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.as_mut().unwrap())
            .read_line(&mut said)
            .unwrap();
        assert!(said.contains("Leeward is at"), "{said}");
        server
    }

    /// The lines of each sheet.
    fn sheets(&self, among: &str, needed: &str) -> Vec<String> {
        let (fine, sheets, aside) =
            self.run(&["keys", "share", "--among", among, "--needed", needed]);
        assert!(fine, "{aside}");
        sheets
            .split('\u{c}')
            .filter(|sheet| !sheet.trim().is_empty())
            .map(|sheet| {
                let lines = sheet.lines().filter(|line| {
                    line.trim_start()
                        .starts_with(|letter: char| letter.is_ascii_digit())
                });
                lines.map(|line| format!("{line}\n")).collect()
            })
            .collect()
    }

    fn opens(&self) -> bool {
        self.run(&["staff", "list"]).1.contains("Robin Example")
    }
}

fn stop(mut server: Child) {
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn a_sheet_says_what_it_is_for_and_nothing_that_a_finder_could_use() {
    let here = Here::set_up();
    let (fine, sheets, _) = here.run(&[
        "keys",
        "share",
        "--among",
        "2",
        "--needed",
        "2",
        "--holder",
        "Ash Example",
        "--holder",
        "Alex Example",
    ]);
    assert!(
        fine && sheets.contains("RECOVERY SHEET 2 OF 2") && sheets.contains("Keeper: Alex Example"),
        "{sheets}"
    );
    assert!(
        sheets.contains("leeward keys recover") && sheets.contains("Installation: "),
        "{sheets}"
    );
    assert!(
        !sheets.contains("Larkfield") && !sheets.contains(&here.data),
        "{sheets}"
    );
    let (_, named, _) = here.run(&[
        "keys",
        "share",
        "--among",
        "2",
        "--needed",
        "2",
        "--name",
        "Larkfield",
    ]);
    assert!(
        named.contains("Records of: Larkfield") && named.contains("Keeper: ____"),
        "{named}"
    );
    for (words, says) in [
        (vec!["--among", "3", "--needed", "1"], "not shared"),
        (vec!["--among", "3", "--needed", "4"], "smaller --needed"),
        (
            vec!["--among", "3", "--needed", "2", "--holder", "Ash Example"],
            "1 people were named",
        ),
    ] {
        let (fine, out, aside) = here.run(&[&["keys", "share"], words.as_slice()].concat());
        assert!(!fine && out.is_empty() && aside.contains(says), "{aside}");
    }
    let written: Vec<_> = std::fs::read_dir(here.folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(
        written.len(),
        2,
        "the records and the key, and no sheet: {written:?}"
    );
}

#[test]
fn sheets_are_rehearsed_beside_a_running_server_and_each_slip_is_told() {
    let (here, other) = (Here::set_up(), Here::set_up());
    let (ready, status, _) = here.run(&["keys", "status"]);
    assert!(!ready && status.contains("has not been set up"), "{status}");
    let server = here.serve();
    let sheets = here.sheets("3", "2");
    let (ready, status, _) = here.run(&["keys", "status"]);
    assert!(
        !ready && status.contains("Nobody has tried it yet"),
        "{status}"
    );
    let rehearse = |typed: &str| leeward(&["keys", "rehearse", "--data", &here.data], typed);
    let slip = sheets[0].replacen('C', "D", 1);
    let other_letter = sheets[1].replacen("2.  ", "2.  o", 1);
    let theirs = other.sheets("3", "2");
    let told = [
        (sheets[0].clone(), "these are 1 sheets, and it takes 2"),
        (String::new(), "no sheet was given"),
        (
            [sheets[0].as_str(), &sheets[0]].concat(),
            "sheet 1 was given twice",
        ),
        (
            [sheets[0].as_str(), &other_letter].concat(),
            "sheet 2: line 2 has a 'o'",
        ),
        (
            [slip.as_str(), &sheets[1]].concat(),
            "is not as it was printed",
        ),
        (
            [sheets[0].as_str(), &theirs[1]].concat(),
            "is for another installation",
        ),
        (theirs[..2].concat(), "of another installation"),
        (
            [sheets[0].as_str(), sheets[1].lines().next().unwrap()].concat(),
            "sheet 2 ends after line 1",
        ),
    ];
    for (typed, says) in told {
        let (fine, out, aside) = rehearse(&typed);
        assert!(
            !fine && out.is_empty() && aside.contains(says),
            "{says}: {aside}"
        );
        assert!(!aside.contains("panicked"), "{aside}");
    }
    let (fine, out, _) = rehearse(&sheets[1..].concat().to_lowercase());
    assert!(
        fine && out.contains("These 2 sheets open the records"),
        "{out}"
    );
    let (ready, status, _) = here.run(&["keys", "status"]);
    assert!(ready && status.contains("Last rehearsed on"), "{status}");
    let (_, json, _) = here.run(&["keys", "status", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["recovery_ready"], true);
    stop(server);
    // The key is lost. Two of the keepers get it back.
    std::fs::remove_file(&here.key).unwrap();
    let (_, _, aside) = here.run(&["staff", "list"]);
    assert!(aside.contains("no key file"), "{aside}");
    let recovered = leeward(
        &[
            "keys",
            "recover",
            "--data",
            &here.data,
            "--new-key",
            &here.key,
        ],
        &[sheets[2].as_str(), &sheets[0]].concat(),
    );
    assert!(recovered.0, "{}", recovered.2);
    assert!(here.opens());
    let again = leeward(
        &[
            "keys",
            "recover",
            "--data",
            &here.data,
            "--new-key",
            &here.key,
        ],
        &sheets[..2].concat(),
    );
    assert!(
        !again.0 && again.2.contains("never overwritten"),
        "{}",
        again.2
    );
    // Or a passphrase takes the key's place.
    let phrase = here.at("phrase");
    std::fs::write(&phrase, "four plain words here\n").unwrap();
    std::fs::set_permissions(&phrase, std::fs::Permissions::from_mode(0o600)).unwrap();
    let done = leeward(
        &[
            "keys",
            "recover",
            "--data",
            &here.data,
            "--new-passphrase",
            &phrase,
        ],
        &sheets[..2].concat(),
    );
    assert!(done.0, "{}", done.2);
    assert!(!here.opens());
    let (_, out, aside) = leeward(
        &[
            "staff",
            "list",
            "--data",
            &here.data,
            "--passphrase",
            &phrase,
        ],
        "",
    );
    assert!(out.contains("Robin Example"), "{aside}");
    let (_, out, aside) = leeward(
        &["staff", "list", "--data", &here.data, "--passphrase", "-"],
        "four plain words here\n",
    );
    assert!(out.contains("Robin Example"), "{aside}");
}

#[test]
fn keys_change_with_the_server_stopped_and_while_it_runs() {
    let here = Here::set_up();
    let first = std::fs::read(&here.key).unwrap();
    let (fine, out, aside) = here.run(&["keys", "rotate", "root"]);
    assert!(fine && out.contains("opens nothing but backups"), "{aside}");
    assert_eq!(std::fs::read(here.at("root.key.before-1")).unwrap(), first);
    assert_ne!(std::fs::read(&here.key).unwrap(), first);
    assert!(here.opens());
    let server = here.serve();
    let (fine, _, aside) = here.run(&["keys", "rotate", "setting"]);
    assert!(fine, "{aside}");
    let second = std::fs::read(&here.key).unwrap();
    let (fine, _, aside) = here.run(&["keys", "rotate", "root"]);
    assert!(fine, "{aside}");
    assert_eq!(std::fs::read(here.at("root.key.before-2")).unwrap(), second);
    let (fine, _, aside) = here.run(&[
        "keys",
        "rotate",
        "case",
        "00000000-0000-0000-0000-000000000001",
    ]);
    assert!(fine, "what is not there is left out by the server: {aside}");
    stop(server);
    assert!(here.opens());
    let old = here.at("root.key.before-2");
    let (_, _, aside) = leeward(&["staff", "list", "--data", &here.data, "--key", &old], "");
    assert!(aside.contains("does not open these records"), "{aside}");
    let (fine, _, aside) = here.run(&["keys", "rotate", "setting"]);
    assert!(fine, "{aside}");
    let (fine, _, aside) = here.run(&[
        "keys",
        "rotate",
        "case",
        "00000000-0000-0000-0000-000000000001",
    ]);
    assert!(!fine && aside.contains("no such record"), "{aside}");
    let (fine, out, _) = leeward(&["verify", "--data", &here.data], "");
    assert!(fine && out.contains("Every chain holds"), "{out}");
}

#[test]
fn a_change_of_the_root_key_that_was_stopped_is_finished_when_the_records_are_opened_next() {
    let here = Here::set_up();
    let (fine, _, _) = here.run(&["keys", "rotate", "root"]);
    assert!(fine);
    // As it lies when it is stopped after the records have the new key and before its file has the name of the one before.
    let (key, next, before) = (
        here.key.clone(),
        here.at("root.key.next"),
        here.at("root.key.before-1"),
    );
    std::fs::rename(&key, &next).unwrap();
    std::fs::rename(&before, &key).unwrap();
    let (fine, out, aside) = here.run(&["staff", "list"]);
    assert!(
        fine && out.contains("Robin Example") && aside.contains("has the new root key"),
        "{aside}"
    );
    assert!(!Path::new(&next).exists() && Path::new(&before).exists());
    // And after the name was taken from the one before.
    std::fs::rename(&key, &next).unwrap();
    assert!(here.opens() && Path::new(&key).exists());
    // A key that was made for a change that did not happen changes nothing, and is used by the next.
    let made = leeward(&["keys", "make", "--key", &next], "");
    assert!(made.0, "{}", made.2);
    let prepared = std::fs::read(&next).unwrap();
    assert!(here.opens() && Path::new(&next).exists());
    assert!(here.run(&["keys", "rotate", "root"]).0);
    assert_eq!(std::fs::read(&key).unwrap(), prepared);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let (fine, _, aside) = here.run(&["staff", "list"]);
    assert!(!fine && aside.contains("chmod 600"), "{aside}");
}
