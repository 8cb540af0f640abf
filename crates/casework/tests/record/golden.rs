//! What was written once is read for ever: one golden entry for every kind of event, exactly as its version wrote it.
//! A golden file is never changed. `LEEWARD_BLESS=1` writes those that are missing, and no other.

mod samples;

use casework::chronology::Written;
use casework::event::{AccessEvent, CaseEvent, PersonEvent, SettingEvent};
use samples::{access_samples, case_samples, person_samples, setting_samples, staff};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const VERSION: &str = "0.1";

fn folder(sort: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(VERSION)
        .join(sort)
}

fn files(sort: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder(sort))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Every golden event of a case.
pub(crate) fn case_events() -> Vec<Written<CaseEvent>> {
    bless();
    files("case")
        .iter()
        .map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

/// The permanent names in the source of the events, enum by enum.
fn names(sort: &str) -> BTreeSet<String> {
    let source = [
        include_str!("../../src/event/in_case.rs"),
        include_str!("../../src/event/around_it.rs"),
    ]
    .concat();
    let head = match sort {
        "case" => "pub enum CaseEvent",
        "person" => "pub enum PersonEvent",
        "setting" => "pub enum SettingEvent",
        _ => "pub enum AccessEvent",
    };
    let body = source.split_once(head).unwrap().1;
    let body = body.split_once("\n}").unwrap().0;
    body.split("rename = \"")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0.to_owned())
        .collect()
}

fn same_bytes<E: Serialize + DeserializeOwned>(sort: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files(sort) {
        let text = fs::read_to_string(&path).unwrap();
        let written: Written<E> = serde_json::from_str(&text)
            .unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
        assert_eq!(
            serde_json::to_string(&written).unwrap(),
            text,
            "{} is written otherwise now",
            path.display()
        );
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        found.insert(value["event"]["event"].as_str().unwrap().to_owned());
    }
    found
}

#[test]
fn every_kind_of_event_has_a_golden_entry_that_still_reads_and_is_written_the_same() {
    bless();
    assert_eq!(same_bytes::<CaseEvent>("case"), names("case"));
    assert_eq!(same_bytes::<PersonEvent>("person"), names("person"));
    assert_eq!(same_bytes::<SettingEvent>("setting"), names("setting"));
    assert_eq!(same_bytes::<AccessEvent>("access"), names("access"));
}

fn bless() {
    if std::env::var_os("LEEWARD_BLESS").is_none() {
        return;
    }
    write_missing("case", &case_samples());
    write_missing("person", &person_samples());
    write_missing("setting", &setting_samples());
    write_missing("access", &access_samples());
}

fn write_missing<E: Serialize + Clone>(sort: &str, samples: &[E]) {
    for event in samples {
        let text = serde_json::to_string(&Written {
            by: staff(1),
            event: event.clone(),
        })
        .unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let name = value["event"]["event"].as_str().unwrap().replace('/', "-");
        let path = folder(sort).join(format!("{name}.json"));
        if !path.exists() {
            fs::write(path, text).unwrap();
        }
    }
}
