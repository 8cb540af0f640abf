//! The records on a disk that fails: a sample of what `cargo run --release -p faulty-disk` tries by the million.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use faulty_disk::{
    Counted, Promise, bit_flips, disk_full, failed_syncs, power_cuts, refused_calls,
};

/// A program, several times with a few cases each, so that more than one school is seen.
fn tried(program: impl Fn(&std::path::Path, u64) -> std::io::Result<Counted>) -> Counted {
    let dir = tempfile::tempdir().unwrap();
    let mut counted = Counted::default();
    for seed in 1..=4 {
        counted.and(program(dir.path(), seed * 100).unwrap());
    }
    counted
}

fn shown(counted: &Counted) -> String {
    let wrong: Vec<String> = counted
        .wrong
        .iter()
        .take(8)
        .map(ToString::to_string)
        .collect();
    format!(
        "{} of {} cases went wrong:\n{}\n{:#?}",
        counted.wrong.len(),
        counted.cases,
        wrong.join("\n"),
        counted.tally
    )
}

fn tallied(counted: &Counted, begins: &str) -> u64 {
    counted
        .tally
        .iter()
        .filter(|(what, _)| what.starts_with(begins))
        .map(|(_, times)| times)
        .sum()
}

#[test]
fn nothing_promised_is_lost_when_the_power_goes() {
    let counted = tried(|dir, seed| power_cuts(dir, seed, 160, Promise::Kept));
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
    assert!(tallied(&counted, "opened") > 100, "{}", shown(&counted));
}

#[test]
fn a_disk_that_only_says_it_synced_is_noticed() {
    for promise in [Promise::Broken, Promise::BrokenForTheLog] {
        let dir = tempfile::tempdir().unwrap();
        let counted = power_cuts(dir.path(), 1, 160, promise).unwrap();
        assert!(counted.wrong.len() > 20, "{promise:?}: {}", shown(&counted));
    }
}

#[test]
fn whatever_call_fails_is_told_of_and_nothing_promised_is_lost() {
    let counted = tried(|dir, seed| refused_calls(dir, seed, 50));
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
    assert!(tallied(&counted, "Some(Write)") > 20, "{}", shown(&counted));
}

#[test]
fn after_a_sync_that_failed_nothing_is_taken_until_the_records_are_started_again() {
    let counted = tried(|dir, seed| failed_syncs(dir, seed, 24));
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
    assert!(
        tallied(&counted, "stopped taking") > 10,
        "{}",
        shown(&counted)
    );
}

#[test]
fn a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_space() {
    let counted = tried(|dir, seed| disk_full(dir, seed, 25));
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
    assert!(tallied(&counted, "Some(Write)") > 50, "{}", shown(&counted));
}

#[test]
fn a_bit_that_turned_over_changes_no_answer_without_being_told_of() {
    let counted = tried(|dir, seed| bit_flips(dir, seed, 100));
    assert!(counted.wrong.is_empty(), "{}", shown(&counted));
    assert!(
        tallied(&counted, "leeward.db: told of") > 20,
        "{}",
        shown(&counted)
    );
}
