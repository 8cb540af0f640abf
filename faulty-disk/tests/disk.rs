//! The records on a disk that fails: a sample of what `cargo run -p faulty-disk` tries by the million.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use faulty_disk::{Counted, Promise, disk_full, power_cuts, refused_calls};

fn shown(counted: &Counted) -> String {
    let wrong: Vec<String> = counted
        .wrong
        .iter()
        .take(8)
        .map(ToString::to_string)
        .collect();
    format!(
        "{} of {} cases went wrong: {}\n{:#?}",
        counted.wrong.len(),
        counted.cases,
        wrong.join("\n"),
        counted.tally
    )
}

#[test]
fn nothing_promised_is_lost_when_the_power_goes() {
    let dir = tempfile::tempdir().unwrap();
    let counted = power_cuts(dir.path(), 1, 400, Promise::Kept).unwrap();
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
}

#[test]
fn a_disk_that_only_says_it_synced_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let counted = power_cuts(dir.path(), 1, 200, Promise::Broken).unwrap();
    assert!(counted.wrong.len() > 20, "{}", shown(&counted));
}

#[test]
fn every_call_that_fails_is_told_of_and_nothing_promised_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut counted = Counted::default();
    for seed in 0..6 {
        counted.and(refused_calls(dir.path(), 1 + seed, 150).unwrap());
    }
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
}

#[test]
fn a_full_disk_loses_nothing_and_goes_on_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let counted = disk_full(dir.path(), 1, 200).unwrap();
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
}
