//! The records on a disk that fails: a sample of what `cargo run -p faulty-disk` tries by the million.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

use faulty_disk::{Counted, Promise, power_cuts};

fn shown(counted: &Counted) -> String {
    let wrong: Vec<String> = counted.wrong.iter().take(8).map(ToString::to_string).collect();
    format!(
        "{} of {} cases went wrong: {}\n{:?}",
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
