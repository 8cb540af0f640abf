//! Killed at any moment while keys change and people write: everything acknowledged is there and opens, and the change goes
//! on from where it was. `LEEWARD_KEY_KILLS` sets how many times (12 unless told).

use crate::killed::{acknowledged, killed_after, opened, write_for_ever};
use crate::school::{Repeating, outside, root, words};
use casework::chronology::Sort;
use casework::event::SettingEvent;
use casework::id::StaffId;
use casework::outside::Chance;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use store::{Store, verify_file};
use uuid::Uuid;

#[test]
#[ignore = "the process that the kill test starts and kills"]
fn changes_keys_until_killed() {
    let dir = std::env::var(crate::killed::DIR).unwrap();
    let round: u64 = std::env::var(crate::killed::ROUND)
        .unwrap()
        .parse()
        .unwrap();
    let store = opened(Path::new(&dir), round);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        let setting = store.settings().await.unwrap()[0];
        for _ in 0..2 {
            drop(tokio::spawn(write_for_ever(store.clone(), setting)));
        }
        loop {
            store.go_on_changing_keys(|_, _| ()).await.unwrap();
            store.begin_key_change(setting).await.unwrap();
        }
    });
}

#[test]
fn everything_opens_after_a_kill_at_any_moment_of_a_change_of_keys() {
    let kills: u64 = std::env::var("LEEWARD_KEY_KILLS").map_or(12, |kills| kills.parse().unwrap());
    let moments = Repeating::from(78);
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let setting = {
        let store = Store::create(&data, root(), outside(1).0).unwrap();
        let named = SettingEvent::SettingNamed {
            name: words("Example School"),
            jurisdiction: "england".to_owned(),
            college: false,
        };
        runtime
            .block_on(store.found_setting(StaffId(Uuid::from_u128(5)), vec![named]))
            .unwrap()
    };
    let mut written: BTreeMap<(Sort, Uuid), u64> = BTreeMap::new();
    let mut interrupted = 0;
    for round in 0..kills {
        let mut moment = [0; 1];
        moments.fill(&mut moment);
        let after = Duration::from_micros(u64::from(moment[0]) * 200);
        for line in killed_after(
            "killed_changing_keys::changes_keys_until_killed",
            &data,
            round,
            after,
        ) {
            if let Some((chronology, seq)) = acknowledged(&line) {
                let last = written.entry(chronology).or_default();
                *last = seq.max(*last);
            }
        }
        let report = verify_file(&data, |_, _| ()).unwrap();
        assert!(report.intact(), "round {round}: {:?}", report.broken);
        for (chronology, seq) in &written {
            let found = report
                .heads
                .iter()
                .find(|head| (head.chronology.sort, head.chronology.id) == *chronology);
            assert!(
                found.is_some_and(|head| head.seq >= *seq),
                "round {round}: {chronology:?}"
            );
        }
        let store = opened(&data, 10_000 + round);
        let standing = runtime.block_on(store.key_standing(setting)).unwrap();
        interrupted += u64::from(standing.changing.is_some());
        // Folding every view anew opens every entry, and says whether any view was not what the log says.
        let rebuilt = runtime.block_on(store.rebuild_views()).unwrap();
        assert_eq!(rebuilt.differed, 0, "round {round}");
        assert!(
            runtime
                .block_on(store.settings_that_do_not_open())
                .unwrap()
                .is_empty()
        );
    }
    assert!(
        interrupted > 0,
        "a change was never interrupted in {kills} rounds"
    );
    assert!(!written.is_empty());
}
