//! An entry is never changed: the account that owns the tables has given up the right, and one that only serves never
//! had it.

use crate::kept::Kept;
use crate::school::{School, outside, root};
use store::{Failure, Place, Store};

const NEVER: [&str; 9] = [
    "UPDATE entry SET recorded_at = recorded_at + 1",
    "DELETE FROM entry",
    "TRUNCATE entry",
    "INSERT INTO entry SELECT * FROM entry ON CONFLICT (setting, id, sort, seq) DO UPDATE SET recorded_at = 0",
    "DELETE FROM head",
    "TRUNCATE head",
    "UPDATE head SET id = id",
    "DELETE FROM setting",
    "TRUNCATE setting CASCADE",
];

#[tokio::test]
async fn the_database_refuses_the_account_that_owns_it_to_change_remove_or_replace_an_entry() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let database = school.kept.database();
    for sql in NEVER {
        let refused = database.run_as(trial_postgres::OWNER, sql).unwrap_err();
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
    let again = database.run_as(
        trial_postgres::OWNER,
        "INSERT INTO entry SELECT * FROM entry",
    );
    assert!(again.unwrap_err().contains("duplicate key"));
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert!(verdict.intact());
}

#[tokio::test]
async fn an_account_that_only_serves_can_do_all_that_serving_takes_and_change_no_entry() {
    let kept = Kept::new();
    let database = kept.database();
    let role = format!("serve_{}", database.name());
    // The group is there before the records are, so that its rights come with them.
    drop(database.run_as("postgres", "CREATE ROLE leeward_app NOLOGIN"));
    database.run(&format!(
        "CREATE ROLE {role} LOGIN IN ROLE leeward_app; GRANT USAGE ON SCHEMA {} TO leeward_app",
        database.name()
    ));
    let owned = Store::create(kept.place(), root(), outside(1).0).unwrap();
    let mut school = School::in_store(kept, owned).await;
    let place = Place::database(&school.kept.database().url_as(&role)).unwrap();
    school.store = Store::open(place, root(), outside(2).0).unwrap();
    let (case, _) = school.concern().await;
    assert_eq!(school.store.desk(&school.as_lead()).await.unwrap().len(), 1);
    school.store.rebuild_views().await.unwrap();
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert!(verdict.intact());
    for sql in NEVER {
        let refused = school.kept.database().run_as(&role, sql).unwrap_err();
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
    let schema = school
        .kept
        .database()
        .run_as(&role, "DROP TABLE entry")
        .unwrap_err();
    assert!(schema.contains("must be owner"), "{schema}");
    drop(school.store);
    school
        .kept
        .database()
        .run(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[tokio::test]
async fn a_superuser_whom_nothing_can_be_refused_is_not_taken() {
    let kept = Kept::new();
    let place = Place::database(&kept.database().url_as("postgres")).unwrap();
    let failure = Store::create(place, root(), outside(1).0).err().unwrap();
    assert!(failure.to_string().contains("is a superuser"), "{failure}");
}

#[tokio::test]
async fn a_database_without_records_is_not_set_up_by_opening_it() {
    let kept = Kept::new();
    let failure = crate::school::reopened(kept.place()).err().unwrap();
    assert!(
        matches!(failure, Failure::NoInstallation { .. }),
        "{failure}"
    );
    assert_eq!(
        kept.database().run("SELECT to_regclass('entry') IS NULL"),
        "t"
    );
    let verified = store::verify_file(kept.place(), |_, _| ()).err().unwrap();
    assert!(
        matches!(verified, Failure::NoInstallation { .. }),
        "{verified}"
    );
}

#[tokio::test]
async fn records_are_set_up_once_and_opened_with_their_own_key() {
    let school = School::founded().await;
    let kept = school.close();
    let again = Store::create(kept.place(), root(), outside(1).0)
        .err()
        .unwrap();
    assert!(
        matches!(again, Failure::InstallationThere { .. }),
        "{again}"
    );
    let other = store::RootKey::made(&crate::school::Repeating::from(5));
    let wrong = Store::open(kept.place(), other, outside(2).0).err();
    assert_eq!(wrong, Some(Failure::KeyWrong));
    assert!(crate::school::reopened(kept.place()).is_ok());
}

#[tokio::test]
async fn records_of_a_newer_version_and_a_schema_that_was_meddled_with_are_refused() {
    let kept = School::founded().await.close();
    let database = kept.database();
    let zeros = "decode(repeat('00', 32), 'hex')";
    database.run(&format!(
        "INSERT INTO migration (setting, number, checksum, taken_at) VALUES (decode(repeat('00', 16), 'hex'), 900, {zeros}, 0)"
    ));
    assert!(matches!(
        crate::school::reopened(kept.place()).err(),
        Some(Failure::Newer { found: 900, .. })
    ));
    assert!(matches!(
        store::verify_file(kept.place(), |_, _| ()),
        Err(Failure::Newer { found: 900, .. })
    ));
    database.run("DELETE FROM migration WHERE number = 900");
    assert!(crate::school::reopened(kept.place()).is_ok());
    database.run(&format!(
        "UPDATE migration SET checksum = {zeros} WHERE number = 1"
    ));
    assert!(matches!(
        crate::school::reopened(kept.place()).err(),
        Some(Failure::Damaged { .. })
    ));
}
