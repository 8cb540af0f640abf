//! Broken packs, one folder for each thing that is refused: the files in it stand in the place of those of `sound`, and
//! `told.txt` is all that is said of it. `LEEWARD_BLESS=1` writes the latter anew; read the difference.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use guidance::{Pack, PackFile, Problem, check};
use jiff::civil::date;

fn here(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn entries(of: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(of)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    all.sort();
    all
}

/// The files below a folder that end so, by their path in it.
fn files(folder: &Path, end: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for path in entries(&next) {
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|one| one == end) {
                let name = path.strip_prefix(folder).unwrap();
                let name = name.to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The packs of a broken folder: one, or one in each folder in it that has a `pack.toml`.
fn packs(folder: &Path) -> Vec<Vec<PackFile>> {
    let sound = files(&here("tests/broken/sound"), "toml");
    let mut several: Vec<PathBuf> = entries(folder);
    several.retain(|path| path.join("pack.toml").is_file());
    let below: Vec<(String, PathBuf)> = if several.is_empty() {
        vec![(String::new(), folder.to_owned())]
    } else {
        let named = |path: PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (format!("{name}/"), path.clone())
        };
        several.into_iter().map(named).collect()
    };
    below
        .into_iter()
        .map(|(name, path)| {
            let mut all = sound.clone();
            all.extend(files(&path, "toml"));
            all.retain(|_, text| !text.is_empty());
            let file = |(path, text)| PackFile {
                path: format!("{name}{path}"),
                text,
            };
            all.into_iter().map(file).collect()
        })
        .collect()
}

fn told(folder: &Path) -> Vec<Problem> {
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for files in packs(folder) {
        match Pack::read(&files) {
            Ok(pack) => read.push(pack),
            Err(found) => problems.extend(found),
        }
    }
    problems.extend(check(&read, Some(date(2026, 11, 22))));
    problems
}

fn said(problems: &[Problem]) -> String {
    problems.iter().map(|one| format!("{one}\n")).collect()
}

fn broken() -> Vec<PathBuf> {
    let mut all = entries(&here("tests/broken"));
    all.retain(|path| !path.ends_with("sound"));
    all
}

#[test]
fn the_pack_that_the_broken_ones_are_made_of_is_sound() {
    assert_eq!(told(&here("tests/broken/sound")), []);
}

#[test]
fn every_broken_pack_is_told_what_is_wrong_where_and_why() {
    let mut wrong = Vec::new();
    for folder in broken() {
        let problems = told(&folder);
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(!problems.is_empty(), "nothing is told of {name}");
        for one in &problems {
            assert!(!one.file.is_empty() && !one.why.is_empty(), "{one}");
        }
        let (file, said) = (folder.join("told.txt"), said(&problems));
        if std::env::var_os("LEEWARD_BLESS").is_some() {
            fs::write(&file, said).unwrap();
        } else if fs::read_to_string(&file).ok().as_deref() != Some(&said) {
            wrong.push(format!("{name} is told:\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sentences that a source file can say: its string literals that end as sentences do.
fn sentences(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let mut found = BTreeSet::new();
    let code = code.join("\n").replace("\\\"", "\u{1}");
    for literal in code.split('"').skip(1).step_by(2) {
        let literal = literal.replace('\u{1}', "\"");
        if literal.contains(' ') && literal.ends_with('.') {
            found.insert(literal);
        }
    }
    found
}

/// Whether some told text says this sentence, its blanks filled in.
fn is_said(sentence: &str, told: &str) -> bool {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        parts.push(before);
        rest = after.split_once('}').unwrap().1;
    }
    parts.push(rest);
    told.lines().any(|line| {
        parts
            .iter()
            .try_fold(line, |rest, part| {
                rest.split_once(&part.replace("\\u{201c}", "\u{201c}"))
                    .map(|(_, rest)| rest)
            })
            .is_some()
    })
}

#[test]
fn every_sentence_that_check_can_say_is_said_of_some_broken_pack() {
    let told: String = broken().iter().map(|folder| said(&told(folder))).collect();
    let mut files = files(&here("src/check"), "rs");
    // Certificates refuse nothing, and say nothing of a broken pack.
    files.remove("certificate.rs");
    let all: BTreeSet<String> = files.values().flat_map(|text| sentences(text)).collect();
    assert!(all.len() > 30, "the sentences are no longer found");
    let unsaid: Vec<_> = all.iter().filter(|one| !is_said(one, &told)).collect();
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}
