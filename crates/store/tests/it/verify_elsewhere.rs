//! A record that was handed out, verified by `docs/verify_record.py`: a program that shares no code with this one.

use crate::hand::Hand;
use crate::kept::Kept;
use crate::school::{School, reopened};
use casework::chronology::ChronologyId;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{Checkpoint, Expect, prove_in_copy};

fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verify_record.py")
}

fn python(words: &[&str]) -> (i32, String) {
    let ran = Command::new("python3")
        .arg("-B")
        .args(words)
        .output()
        .unwrap_or_else(|_| {
            panic!(
                "these tests run docs/verify_record.py: install Python 3 as `python3` and try again"
            )
        });
    let said = String::from_utf8(ran.stdout).unwrap() + &String::from_utf8(ran.stderr).unwrap();
    (ran.status.code().unwrap(), said)
}

/// A case of four entries, exported with the proofs since two earlier checkpoints, which were kept.
struct Handed {
    dir: Kept,
    data: PathBuf,
    case: ChronologyId,
    all: Vec<ChronologyId>,
    since: Vec<Checkpoint>,
    key: String,
}

async fn handed() -> Handed {
    let school = School::founded().await;
    let (case, child) = school.concern().await;
    let mut since = Vec::new();
    for n in 0..3 {
        let note = school.noting(case, Expect::Tail, &format!("note {n}"));
        school.store.append(note).await.unwrap();
        school.concern().await;
        since.extend(school.store.make_checkpoint().await.unwrap());
    }
    since.pop();
    let key = school.store.checkpoint_key().await.unwrap().to_string();
    let (data, case) = (school.data(), school.chronology(case));
    let all = vec![
        case,
        ChronologyId::person(school.setting, child),
        ChronologyId::setting(school.setting),
    ];
    let dir = school.close();
    std::fs::write(dir.path().join("key"), format!("{key}\n")).unwrap();
    for (number, kept) in since.iter().enumerate() {
        std::fs::write(dir.path().join(format!("kept-{number}")), kept.note()).unwrap();
    }
    Handed {
        dir,
        data,
        case,
        all,
        since,
        key,
    }
}

impl Handed {
    fn at(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// Exports the case into a folder of this name.
    fn export(&self, name: &str) -> PathBuf {
        let folder = self.dir.path().join(name);
        let proofs = prove_in_copy(&self.data, &[self.case], &self.since).unwrap();
        proofs[0].write_to(&folder).unwrap();
        folder
    }

    /// What the verifier says of a folder, with the key and checkpoints that were kept elsewhere.
    fn verified(&self, folder: &Path) -> (i32, String) {
        python(&[
            &verifier().display().to_string(),
            &folder.display().to_string(),
            "--key",
            &self.at("key"),
            "--checkpoint",
            &self.at("kept-0"),
            "--checkpoint",
            &self.at("kept-1"),
        ])
    }
}

fn change(folder: &Path, name: &str, change: impl Fn(&str) -> String) {
    let path = folder.join(name);
    let before = std::fs::read_to_string(&path).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "{name}");
    std::fs::write(path, after).unwrap();
}

/// The lines of a text, changed.
fn lines(text: &str, change: impl Fn(&mut Vec<&str>)) -> String {
    let mut all: Vec<&str> = text.lines().collect();
    change(&mut all);
    all.join("\n") + "\n"
}

#[tokio::test]
async fn a_record_nobody_touched_is_verified_with_what_was_kept_elsewhere() {
    let handed = handed().await;
    let (code, said) = handed.verified(&handed.export("case"));
    assert_eq!(code, 0, "{said}");
    for sentence in [
        "The chain holds: 4 entries",
        "covers entries 1 to 4",
        "agrees with",
        "Everything that was given holds.",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
    assert!(!said.contains("Note:"), "{said}");
    let folder = handed.export("again");
    let script = verifier().display().to_string();
    let (code, said) = python(&[&script, &folder.display().to_string()]);
    assert!(
        code == 0 && said.contains("The checkpoint key came with the record"),
        "{said}"
    );
    assert!(
        said.contains("No checkpoint that was kept elsewhere was given"),
        "{said}"
    );
    let (code, said) = python(&[
        &script,
        &folder.display().to_string(),
        "--key",
        &handed.key,
        "--json",
    ]);
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(code == 0 && answer["holds"] == true, "{said}");
}

#[tokio::test]
async fn every_sort_of_chronology_is_verified_elsewhere() {
    let handed = handed().await;
    let proofs = prove_in_copy(&handed.data, &handed.all, &handed.since).unwrap();
    for (number, proof) in proofs.iter().enumerate() {
        let folder = handed.dir.path().join(format!("sort-{number}"));
        proof.write_to(&folder).unwrap();
        let (code, said) = handed.verified(&folder);
        assert_eq!(code, 0, "{said}");
    }
}

#[tokio::test]
async fn every_change_of_a_record_is_found_elsewhere_and_named() {
    let handed = handed().await;
    type Change = fn(&str) -> String;
    let variants: [(&str, Change, i32, &str); 20] = [
        (
            "chain.jsonl",
            |text| lines(text, |all| all.retain(|line| !line.contains("\"seq\":2"))),
            1,
            "entry 2 is missing",
        ),
        (
            "chain.jsonl",
            |text| lines(text, |all| all.swap(2, 3)),
            1,
            "entry 2 is missing, or not in its place",
        ),
        (
            "chain.jsonl",
            |text| lines(text, |all| all.truncate(all.len() - 1)),
            1,
            "entry 4 was written and is missing",
        ),
        (
            "chain.jsonl",
            |text| lines(text, |all| all.truncate(1)),
            1,
            "entry 1 was written and is missing",
        ),
        (
            "chain.jsonl",
            |text| lines(text, |all| all.insert(3, all[2])),
            1,
            "entry 3 is missing, or not in its place",
        ),
        (
            "chain.jsonl",
            |text| text.replacen("\"recorded_at\":1772", "\"recorded_at\":1773", 2),
            1,
            "entry 1 is not as it was recorded",
        ),
        (
            "chain.jsonl",
            |text| text.replacen("\"sort\":\"case\"", "\"sort\":\"person\"", 1),
            1,
            "entry 1 is not as it was recorded",
        ),
        (
            "chain.jsonl",
            |text| text.replacen("\"sealed\":\"AQ", "\"sealed\":\"AR", 1),
            1,
            "entry 1 is not as it was recorded",
        ),
        (
            "chain.jsonl",
            |text| text.replacen("\"prev\":\"0", "\"prev\":\"1", 1),
            1,
            "entry 1 does not follow",
        ),
        (
            "chain.jsonl",
            |text| text.trim_end().to_owned(),
            1,
            "is cut off",
        ),
        ("chain.jsonl", |_| "no JSON\n".to_owned(), 2, "is not JSON"),
        (
            "checkpoint.txt",
            |text| text.replacen("time 2026", "time 2025", 1),
            1,
            "was not signed with the checkpoint key",
        ),
        (
            "checkpoint.txt",
            |text| text.replacen("\n11\n", "\n12\n", 1),
            1,
            "was not signed with the checkpoint key",
        ),
        (
            "checkpoint.txt",
            |text| text.replacen("leeward/", "leeward/1", 1),
            1,
            "is of other records",
        ),
        (
            "checkpoint.txt",
            |text| text.replacen('\u{2014}', "-", 1),
            2,
            "is not a signed note",
        ),
        (
            "inclusion.json",
            |text| text.replacen("\"index\": ", "\"index\": 1", 1),
            1,
            "the head is not in the tree",
        ),
        (
            "inclusion.json",
            |text| text.replacen("\"size\": ", "\"size\": 1", 1),
            1,
            "of another checkpoint",
        ),
        (
            "inclusion.json",
            |text| text.replacen(" case ", " person ", 1),
            1,
            "of another chronology",
        ),
        (
            "growth.json",
            |text| text.replacen("\"from\": 8", "\"from\": 9", 1),
            2,
            "has no proof from",
        ),
        (
            "growth.json",
            // Whichever hashes there are, the last of them is taken out.
            |text| {
                let at = text.rfind(",\n        \"").unwrap();
                let end = text[at + 2..].find('\n').unwrap() + at + 2;
                format!("{}{}", &text[..at], &text[end..])
            },
            1,
            "did not grow out of",
        ),
    ];
    for (number, (name, how, code, says)) in variants.into_iter().enumerate() {
        let folder = handed.export(&format!("variant-{number}"));
        change(&folder, name, how);
        let (found, said) = handed.verified(&folder);
        assert_eq!(found, code, "{number} {name}: {said}");
        assert!(said.contains(says), "{number} {name}: {said}");
        assert!(!said.contains("Traceback"), "{said}");
    }
    for name in [
        "chain.jsonl",
        "checkpoint.txt",
        "inclusion.json",
        "growth.json",
    ] {
        let folder = handed.export(&format!("without-{name}"));
        std::fs::remove_file(folder.join(name)).unwrap();
        let (code, said) = handed.verified(&folder);
        assert!(code != 0 && !said.contains("Traceback"), "{name}: {said}");
    }
}

#[tokio::test]
async fn history_rewritten_with_every_key_is_found_elsewhere_by_a_checkpoint_that_was_kept() {
    let handed = handed().await;
    let hand = Hand::on(&handed.data);
    let mut entries = hand.entries(&handed.case);
    entries[1].sealed[40] ^= 1;
    hand.rewrite(&handed.case, entries);
    hand.forget_checkpoints();
    drop(hand);
    let store = reopened(&handed.data).unwrap();
    let again = store.make_checkpoint().await.unwrap().unwrap();
    drop(store);
    // As many heads as the larger of the two that were kept, so that nothing but the root differs.
    assert!(again.size > handed.since[0].size);
    let folder = handed.dir.path().join("rewritten");
    let older = [handed.since[0].clone()];
    let proofs = prove_in_copy(&handed.data, &[handed.case], &older).unwrap();
    proofs[0].write_to(&folder).unwrap();
    let script = verifier().display().to_string();
    let folder = folder.display().to_string();
    let (code, said) = python(&[&script, &folder, "--key", &handed.key]);
    assert_eq!(code, 0, "nothing in the record shows it: {said}");
    let (code, said) = python(&[
        &script,
        &folder,
        "--key",
        &handed.key,
        "--checkpoint",
        &handed.at("kept-0"),
    ]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("did not grow out of") && said.contains("history was rewritten"),
        "{said}"
    );
}

#[test]
fn the_verifiers_own_signatures_are_those_of_the_standard() {
    // RFC 8032, section 7.1, tests 1 to 3, and what must not be taken.
    const CHECK: &str = r#"
import sys
sys.path.insert(0, sys.argv[1])
import verify_record as v
h = bytes.fromhex
for key, text, signature in (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
):
    key, text, signature = h(key), h(text), h(signature)
    assert v.is_signed(key, text, signature)
    assert not v.is_signed(key, text + b"x", signature)
    assert not v.is_signed(key, text, signature[:63])
    for at in range(64):
        turned = bytearray(signature)
        turned[at] ^= 1
        assert not v.is_signed(key, text, bytes(turned))
    s = int.from_bytes(signature[32:], "little") + v.L
    assert not v.is_signed(key, text, signature[:32] + s.to_bytes(32, "little")), "the one form of s"
    assert not v.is_signed(bytes([1]) + bytes(31), text, bytes([1]) + bytes(63)), "a key of small order"
    assert not v.is_signed(b"\xff" * 32, text, signature), "the one form of a point"
print("all")
"#;
    let docs = verifier().parent().unwrap().display().to_string();
    let (code, said) = python(&["-c", CHECK, &docs]);
    assert!(code == 0 && said.contains("all"), "{said}");
}

#[test]
fn the_verifier_is_one_file_of_fewer_than_a_thousand_lines_and_needs_nothing_but_python() {
    let text = std::fs::read_to_string(verifier()).unwrap();
    assert!(text.lines().count() < 1_000);
    let standard = [
        "argparse", "base64", "binascii", "hashlib", "json", "os", "sys",
    ];
    for line in text
        .lines()
        .filter(|line| line.starts_with("import ") || line.starts_with("from "))
    {
        assert!(
            standard.contains(&line.trim_start_matches("import ")),
            "{line}"
        );
    }
}
