//! Backups know no database: one taken on either is restored into the other, to any moment; one that was broken off leaves
//! nothing in the database, and the same command starts over.

use crate::kept::Kept;
use crate::school::{School, outside, root};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::sync::Arc;
use store::{
    Archive, Expect, Failure, Folder, Head, Place, Restored, Store, Wanted, Which, restore,
    verify_file,
};

const NEWEST: Wanted<'static> = Wanted {
    which: Which::Newest,
    what_can_be_saved: false,
    kept: &[],
};

fn archive(folder: &Path) -> Archive {
    Archive::at(Arc::new(Folder::at(folder)))
}

fn restored(from: &Path, to: &Place, wanted: Wanted<'_>) -> Result<Restored, Failure> {
    restore(
        &archive(from),
        &root(),
        to,
        wanted,
        &outside(7).0,
        |_, _| {},
    )
}

fn sorted(mut heads: Vec<Head>) -> Vec<Head> {
    heads.sort_by_key(|head| head.chronology);
    heads
}

/// A school whose records are in a folder, where `in_folder`.
async fn school(in_folder: bool) -> School {
    if !in_folder {
        return School::founded().await;
    }
    let kept = Kept::new();
    let (outside, clock) = outside(1);
    let store = Store::create(kept.data(), root(), outside).unwrap();
    School {
        clock,
        ..School::in_store(kept, store).await
    }
}

/// What was known at the first of two backups: the moment, and the end of every chronology.
async fn backed_up(school: &School, to: &Path) -> (Timestamp, Vec<Head>) {
    let archive = archive(to);
    let (case, _) = school.concern().await;
    let taken = school.store.back_up(&archive, None).await.unwrap();
    let then = (taken.at, sorted(school.store.heads().await.unwrap()));
    school.clock.move_by(SignedDuration::from_mins(5));
    let note = school.noting(case, Expect::Tail, "after the first");
    school.store.append(note).await.unwrap();
    school.concern().await;
    school.store.back_up(&archive, None).await.unwrap();
    then
}

async fn holds(to: &Place, back: &Restored, heads: &[Head], lines: usize, school: &School) {
    assert_eq!(back.heads, heads);
    assert_eq!((back.without_key, back.damage.len()), (0, 0));
    let report = verify_file(to, |_, _| {}).unwrap();
    // One entry says that it was restored.
    assert!(report.intact() && report.entries == back.entries + 1);
    let store = Store::open(to, root(), outside(2).0).unwrap();
    assert_eq!(store.desk(&school.as_lead()).await.unwrap().len(), lines);
    assert_eq!(store.rebuild_views().await.unwrap().differed, 0);
    assert!(
        store
            .append(school.reporting(store.outside().new_case(), store.outside().new_person()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_backup_taken_on_either_database_is_restored_into_the_other_to_any_moment() {
    for in_folder in [true, false] {
        let school = school(in_folder).await;
        let from = school.kept.path().join("backups");
        let (moment, then) = backed_up(&school, &from).await;
        let now = sorted(school.store.heads().await.unwrap());
        let at = Wanted {
            which: Which::At(moment),
            ..NEWEST
        };
        let databases = [trial_postgres::empty(), trial_postgres::empty()];
        for (n, (wanted, heads, lines)) in
            [(NEWEST, &now, 2), (at, &then, 1)].into_iter().enumerate()
        {
            let to = match in_folder {
                true => Place::database(&databases[n].url()).unwrap(),
                false => Place::from(school.kept.path().join(format!("restored-{n}"))),
            };
            let back = restored(&from, &to, wanted).unwrap();
            holds(&to, &back, heads, lines, &school).await;
            let again = restored(&from, &to, wanted).unwrap_err();
            let refused = match in_folder {
                true => matches!(again, Failure::InstallationThere { .. }),
                false => matches!(again, Failure::PlaceNotEmpty { .. }),
            };
            assert!(refused, "{again}");
        }
    }
}

#[tokio::test]
async fn a_restore_that_was_broken_off_leaves_nothing_and_the_same_command_starts_over() {
    let school = school(true).await;
    let from = school.kept.path().join("backups");
    // More than goes into one commit of a folder.
    for _ in 0..26 {
        let (case, _) = school.concern().await;
        let mut many = school.noting(case, Expect::Tail, "a note");
        if let Some(store::Write::Case { events, .. }) = many.writes.first_mut() {
            *events = vec![events[0].clone(); 800];
        }
        school.store.append(many).await.unwrap();
    }
    backed_up(&school, &from).await;
    let database = trial_postgres::empty();
    let to = Place::database(&database.url()).unwrap();
    let stopped = restore(
        &archive(&from),
        &root(),
        &to,
        NEWEST,
        &outside(7).0,
        |done, _| assert!(done < 2, "stopped by the test"),
    );
    assert!(stopped.is_err());
    // What is restored must have a head that was kept elsewhere, and has not.
    let mut kept = school.store.heads().await.unwrap();
    kept[0].seq += 1;
    let wanted = Wanted {
        kept: &kept,
        ..NEWEST
    };
    let refused = restored(&from, &to, wanted).unwrap_err();
    assert!(refused.to_string().contains("does not verify"), "{refused}");
    for table in ["entry", "head", "setting", "installation", "wrapped_key"] {
        let count = database.run(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(count, "0", "{table}");
    }
    let opened = Store::open(&to, root(), outside(2).0);
    assert!(matches!(opened.err(), Some(Failure::NoInstallation { .. })));
    let back = restored(&from, &to, NEWEST).unwrap();
    let heads = sorted(school.store.heads().await.unwrap());
    holds(&to, &back, &heads, 28, &school).await;
}
