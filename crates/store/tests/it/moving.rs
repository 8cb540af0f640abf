//! Moving: a whole school carried into another place and back, to the byte; broken off it opens for nobody and goes on where
//! it was; nothing that is another's is written over, and a source that was written to meanwhile is told.

use crate::kept::Kept;
use crate::practising::room;
use crate::school::{School, at, outside, root, words};
use casework::acts::SaysBeforeDestroying;
use casework::event::{CaseEvent, Outcome, PersonEvent, Record, Role, RuleStamp, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use casework::outside::Outside;
use guidance::RetentionRules;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{
    Against, Append, Carried, Checkpoint, Credential, Expect, Failure, Job, KeptPack, Leg, Moved,
    NewSession, OnceKey, Place, Store, VerifierKey, Write, move_records, verify_copy,
};
use tempfile::TempDir;
use trial_postgres::Database;

/// A day on which the rules of retention are in force.
const TODAY: Date = date(2026, 12, 1);

/// What the process that is killed is told: where the records are, and where they go.
const FROM: &str = "LEEWARD_TEST_MOVE_FROM";
const TO: &str = "LEEWARD_TEST_MOVE_TO";

/// Every table but the lists, which are folded anew.
const TABLES: [&str; 15] = [
    "installation",
    "setting",
    "entry",
    "head",
    "wrapped_key",
    "once",
    "job",
    "credential",
    "session",
    "link",
    "draft",
    "kept_pack",
    "asked_absent",
    "head_statement",
    "checkpoint",
];

/// A place that records are moved into.
enum Spot {
    Folder(TempDir),
    Database(Database),
}

impl Spot {
    fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    /// Of the sort that the records of these tests are in.
    fn of_the_same_sort() -> Self {
        match crate::ON_POSTGRES {
            true => Self::Database(trial_postgres::empty()),
            false => Self::folder(),
        }
    }

    fn place(&self) -> Place {
        match self {
            Self::Folder(folder) => Place::from(folder.path().join("moved")),
            Self::Database(database) => Place::database(&database.url()).unwrap(),
        }
    }

    /// As the process that is killed is told of it.
    fn address(&self) -> String {
        match self {
            Self::Folder(folder) => folder.path().join("moved").display().to_string(),
            Self::Database(database) => database.url(),
        }
    }

    fn content(&self) -> BTreeMap<&'static str, String> {
        match self {
            Self::Folder(folder) => of_folder(&folder.path().join("moved")),
            Self::Database(database) => of_database(database),
        }
    }

    fn hand(&self) -> rusqlite::Connection {
        let Self::Folder(folder) = self else {
            panic!("a folder");
        };
        rusqlite::Connection::open(folder.path().join("moved/leeward.db")).unwrap()
    }
}

fn of_folder(data: &std::path::Path) -> BTreeMap<&'static str, String> {
    let hand = rusqlite::Connection::open(data.join("leeward.db")).unwrap();
    let rows = |table: &str| {
        let mut asked = hand.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = asked.column_count();
        let mut rows: Vec<String> = asked
            .query_map([], |row| {
                let cells: Result<Vec<rusqlite::types::Value>, _> =
                    (0..width).map(|at| row.get(at)).collect();
                Ok(format!("{:?}", cells?))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        rows.sort();
        rows.join("|")
    };
    TABLES.iter().map(|table| (*table, rows(table))).collect()
}

fn of_database(database: &Database) -> BTreeMap<&'static str, String> {
    let rows = |table: &str| {
        database.run(&format!(
            "SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM {table} t"
        ))
    };
    TABLES.iter().map(|table| (*table, rows(table))).collect()
}

fn of_kept(kept: &Kept) -> BTreeMap<&'static str, String> {
    match crate::ON_POSTGRES {
        true => of_database(kept.database()),
        false => of_folder(&kept.data()),
    }
}

/// The outside world on the day after everything.
fn later(seed: u64) -> Outside {
    let (outside, clock) = outside(seed);
    clock.move_by(at("2026-12-01T10:00:00Z").duration_since(at("2026-03-02T09:00:00Z")));
    outside
}

fn moved(from: &Place, to: &Place) -> Result<Moved, Failure> {
    move_records(from, to, &root(), &later(11), |_, _, _| ())
}

/// A move that is killed where it first comes to a leg, and how far it had come then.
fn stopped_at(from: &Place, to: &Place, leg: Leg) -> u64 {
    let mut come_to = 0;
    let stopped = move_records(from, to, &root(), &later(12), |now, done, _| {
        come_to = done;
        assert!(now != leg, "stopped by the test");
    });
    assert!(stopped.is_err());
    come_to
}

/// What a full school is known by.
struct Known {
    kept: Kept,
    setting: SettingId,
    lead: StaffId,
    case: CaseId,
    gone: CaseId,
    checkpoint: Checkpoint,
    key: VerifierKey,
    asking: casework::access::Asking,
}

async fn tell(school: &School, by: StaffId, writes: Vec<Write>) -> u64 {
    let append = Append {
        writes,
        once: Some(OnceKey(school.store.outside().new_case().0)),
        ..Append::by(school.setting, by)
    };
    school.store.append(append).await.unwrap().places[0].seq
}

fn of_setting(events: Vec<SettingEvent>) -> Vec<Write> {
    vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }]
}

/// Destroys a case as it is done lawfully, by two people under a rule.
async fn destroyed(school: &School, case: CaseId, child: PersonId) {
    let rules = RetentionRules::in_force(TODAY).unwrap();
    let rule = rules.rule("child-25-years").unwrap();
    let stamp = RuleStamp {
        rule: rule.id.clone(),
        version: rules.version.clone(),
        digest: rule.digest(),
        extra_years: 0,
    };
    let says = SaysBeforeDestroying {
        day: Some(TODAY),
        checks: rules.checks.iter().map(|check| check.id.clone()).collect(),
    };
    let born = PersonEvent::PersonCorrected {
        name: words("Ash Example"),
        date_of_birth: Some(date(1999, 5, 4)),
        year_group: None,
        setting: None,
        on_roll: false,
        why: None,
    };
    let closed = CaseEvent::CaseClosed {
        outcome: Outcome::ManagedInSetting,
        why: words("Nothing more to do"),
        actions_left: None,
    };
    let writes = vec![
        Write::Person {
            person: child,
            expect: Expect::Tail,
            events: vec![born],
        },
        Write::Case {
            case,
            expect: Expect::Tail,
            events: vec![closed],
        },
    ];
    tell(school, school.lead, writes).await;
    let adopted = SettingEvent::RetentionRuleAdopted {
        rule: stamp.clone(),
        adopted: true,
    };
    tell(school, school.lead, of_setting(vec![adopted])).await;
    let record = Record::Case(case);
    let proposed = vec![
        SettingEvent::ClockConfirmed { day: TODAY },
        SettingEvent::DestructionProposed {
            record,
            rules: vec![stamp],
            checks: says.checks.clone(),
        },
    ];
    let proposal = tell(school, school.lead, of_setting(proposed)).await;
    let head = school.asking(school.head, &[Role::Head]);
    let carried = school
        .store
        .carry_out_destruction(&head, proposal, rules, says)
        .await
        .unwrap();
    assert!(matches!(carried, Carried::Out { .. }), "{carried:?}");
}

/// A school with something in every table: cases, one of them long and one destroyed, practice rooms, one of them cleared,
/// work that waits, somebody signed in, a draft, a link, a pack, a checkpoint.
async fn full_school() -> Known {
    let school = School::founded().await;
    school
        .clock
        .move_by(at("2026-12-01T09:00:00Z").duration_since(at("2026-03-02T09:00:00Z")));
    let (store, setting, lead) = (&school.store, school.setting, school.lead);
    let (case, _) = school.concern().await;
    let (gone, child) = school.concern().await;
    for _ in 0..3 {
        let note = CaseEvent::NoteAdded {
            note: words("a note"),
            happened: None,
        };
        let append = Append {
            writes: vec![Write::Case {
                case,
                expect: Expect::Tail,
                events: vec![note; 800],
            }],
            ..Append::by(setting, lead)
        };
        store.append(append).await.unwrap();
    }
    destroyed(&school, gone, child).await;
    let first = store
        .found_practice(setting, lead, room(&school, setting))
        .await
        .unwrap();
    store.clear_practice(setting, first, None).await.unwrap();
    store
        .found_practice(setting, lead, room(&school, setting))
        .await
        .unwrap();
    let work = Append {
        jobs: vec![Job {
            kind: "tell/1".to_owned(),
            body: "work".to_owned(),
            due: None,
        }],
        ..school.noting(case, Expect::Tail, "with work")
    };
    store.append(work).await.unwrap();
    let credential = Credential {
        password_hash: "kept".to_owned(),
        totp_secret: None,
        last_totp_step: None,
        failures: 0,
        locked_until: None,
    };
    store
        .set_credential(setting, lead, credential)
        .await
        .unwrap();
    let pack = KeptPack {
        digest: "ab".repeat(32),
        files: Vec::new(),
    };
    store.keep_pack(setting, pack).await.unwrap();
    let expires = at("2026-12-03T09:00:00Z");
    let session = NewSession {
        setting,
        staff: lead,
        token_hash: [7; 32],
        second_factor: true,
        expires,
    };
    store.start_session(session).await.unwrap();
    store
        .make_link(setting, lead, [8; 32], expires, "sign-in")
        .await
        .unwrap();
    store
        .put_draft(setting, lead, "report", b"so far zyxcanary")
        .await
        .unwrap();
    let asking = school.as_lead();
    let open = casework::access::Deed::OpenCase;
    store
        .open_case(&asking, case, open, "a-page", None)
        .await
        .unwrap();
    let nothing = store.outside().new_case();
    let absent = store
        .open_case(&asking, nothing, open, "a-page", None)
        .await;
    assert_eq!(absent.unwrap_err(), Failure::NotThere);
    let key = store.checkpoint_key().await.unwrap();
    let checkpoint = store.make_checkpoint().await.unwrap().unwrap();
    Known {
        setting,
        lead,
        case,
        gone,
        checkpoint,
        key,
        asking,
        kept: school.close(),
    }
}

/// Everything that is promised of records that were moved.
async fn is_all_there(known: &Known, place: &Place) {
    let against = Against {
        outside: vec![known.checkpoint.clone()],
        keys: vec![known.key.clone()],
        ..Against::default()
    };
    let report = verify_copy(place, &against, |_, _| ()).unwrap();
    assert!(report.intact(), "{report:?}");
    let store = Store::open(place, root(), later(13)).unwrap();
    let (setting, lead) = (known.setting, known.lead);
    let session = store.session(setting, [7; 32]).await.unwrap().unwrap();
    assert!(!session.ended && session.staff == lead);
    assert!(store.link(setting, [8; 32]).await.unwrap().is_some());
    let draft = store.draft(setting, lead, "report").await.unwrap().unwrap();
    assert_eq!(draft.0, b"so far zyxcanary");
    let credential = store.credential(setting, lead).await.unwrap().unwrap();
    assert_eq!(credential.password_hash, "kept");
    assert_eq!(store.jobs_waiting().await.unwrap(), 1);
    let rebuilt = store.rebuild_views().await.unwrap();
    assert_eq!((rebuilt.settings, rebuilt.differed), (2, 0));
    let desk = format!("{:?}", store.desk(&known.asking).await.unwrap());
    assert!(desk.contains(&format!("{:?}", known.case)), "{desk}");
    assert!(!desk.contains(&format!("{:?}", known.gone)), "{desk}");
    assert_eq!(store.checkpoint_key().await.unwrap(), known.key);
}

#[tokio::test]
async fn a_whole_school_goes_over_and_back_to_the_byte_and_somebody_signed_in_stays_signed_in() {
    let known = full_school().await;
    let start = known.kept.place();
    let before = of_kept(&known.kept);
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "{table}");
    }
    let spots = [Spot::folder(), Spot::of_the_same_sort(), Spot::folder()];
    let mut from = start.clone();
    for spot in &spots {
        let came = moved(&from, &spot.place()).unwrap();
        assert_eq!(came.there_before, 0);
        assert!(came.entries > 2_400 && came.rows > 20, "{came:?}");
        assert_eq!((came.rebuilt.settings, came.rebuilt.cases), (2, 1));
        from = spot.place();
    }
    // What was moved from is as it was, and what it was moved to is the same wherever it is.
    assert!(of_kept(&known.kept) == before);
    assert!(spots[1].content() == before);
    assert!(spots[0].content() == spots[2].content());
    for spot in &spots {
        is_all_there(&known, &spot.place()).await;
    }
    is_all_there(&known, &start).await;
}

#[tokio::test]
async fn a_move_that_is_broken_off_opens_for_nobody_and_goes_on_where_it_was() {
    let known = full_school().await;
    let from = known.kept.place();
    for spot in [Spot::folder(), Spot::of_the_same_sort()] {
        let to = spot.place();
        let mut come_to = 0;
        for leg in [Leg::Carrying, Leg::Carrying, Leg::Comparing, Leg::Verifying] {
            let now = stopped_at(&from, &to, leg);
            if leg == Leg::Carrying {
                assert!(now > come_to, "{now} of {come_to}");
                come_to = now;
            }
            let unfinished = |failure| matches!(failure, Failure::MoveUnfinished { .. });
            assert!(unfinished(
                Store::open(&to, root(), later(14)).err().unwrap()
            ));
            assert!(unfinished(
                Store::create(&to, root(), later(14)).err().unwrap()
            ));
            let on = Spot::folder();
            assert!(unfinished(moved(&to, &on.place()).unwrap_err()));
        }
        let came = moved(&from, &to).unwrap();
        assert_eq!(came.there_before, came.entries);
        is_all_there(&known, &to).await;
        let again = moved(&from, &to).unwrap_err();
        assert!(matches!(again, Failure::MovedAlready { .. }), "{again}");
    }
}

#[tokio::test]
async fn what_is_anothers_is_never_written_over() {
    let known = full_school().await;
    let from = known.kept.place();
    let others = Kept::new();
    drop(Store::create(others.place(), root(), outside(40).0).unwrap());
    let refused = moved(&from, &others.place()).unwrap_err();
    assert!(
        matches!(refused, Failure::InstallationThere { .. }),
        "{refused}"
    );
    // Other records that are half there.
    let spot = Spot::of_the_same_sort();
    stopped_at(&others.place(), &spot.place(), Leg::Comparing);
    let refused = moved(&from, &spot.place()).unwrap_err();
    assert!(matches!(refused, Failure::MoveDiffers { .. }), "{refused}");
    // A folder with something else in it.
    let busy = tempfile::tempdir().unwrap();
    std::fs::write(busy.path().join("letter.txt"), "else").unwrap();
    let refused = moved(&from, &PathBuf::from(busy.path()).into()).unwrap_err();
    assert!(
        matches!(refused, Failure::PlaceNotEmpty { .. }),
        "{refused}"
    );
    // The wrong key.
    let other = store::RootKey::made(&crate::school::Repeating::from(3));
    let spot = Spot::folder();
    let wrong = move_records(&from, spot.place(), &other, &later(11), |_, _, _| ());
    assert_eq!(wrong.unwrap_err(), Failure::KeyWrong);
}

#[tokio::test]
async fn a_half_moved_place_that_was_changed_since_is_refused_and_the_chronology_named() {
    let known = full_school().await;
    let from = known.kept.place();
    for change in [
        "DROP TRIGGER head_only_grows; UPDATE head SET hash = zeroblob(32) WHERE sort = 'case'",
        "DROP TRIGGER entry_is_never_changed; UPDATE entry SET sealed = zeroblob(9) WHERE sort = 'case' AND seq = 5",
    ] {
        let spot = Spot::folder();
        stopped_at(&from, &spot.place(), Leg::Comparing);
        spot.hand().execute_batch(change).unwrap();
        let there = spot.content();
        let refused = moved(&from, &spot.place()).unwrap_err();
        assert!(
            matches!(&refused, Failure::MoveDiffers { what, .. } if what.contains(", case ")),
            "{refused}"
        );
        assert!(spot.content() == there);
    }
}

#[tokio::test]
async fn a_source_that_does_not_verify_is_not_moved() {
    let known = full_school().await;
    known.kept.tamper(
        "UPDATE entry SET sealed = CAST(sealed || x'00' AS BLOB) WHERE id = ?1 AND seq = 3",
        known.case.0,
    );
    let spot = Spot::folder();
    let refused = moved(&known.kept.place(), &spot.place()).unwrap_err();
    assert!(
        matches!(&refused, Failure::Damaged { what } if what.contains("entry 3 is not as it was written")),
        "{refused}"
    );
}

#[tokio::test]
async fn a_source_in_use_is_refused_or_told_and_the_same_command_goes_on() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let spot = Spot::folder();
    let from = school.place();
    if !crate::ON_POSTGRES {
        assert_eq!(moved(&from, &spot.place()), Err(Failure::InUse));
        return;
    }
    for leg in [Leg::Carrying, Leg::Comparing, Leg::Verifying] {
        let mut notes = vec![school.noting(case, Expect::Tail, "meanwhile")];
        let store = school.store.clone();
        let grew = move_records(&from, spot.place(), &root(), &later(15), |now, _, _| {
            if now == leg
                && let Some(note) = notes.pop()
            {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                runtime.unwrap().block_on(store.append(note)).unwrap();
            }
        });
        assert!(
            matches!(&grew, Err(Failure::SourceGrew { what, .. }) if what.contains("1 of its chronologies")),
            "{leg:?}: {grew:?}"
        );
        let held = Store::open(spot.place(), root(), later(14));
        assert!(matches!(held.err(), Some(Failure::MoveUnfinished { .. })));
    }
    // Rows beside the log that changed count as much.
    let mut sessions = vec![[9; 32]];
    let (store, setting, lead) = (school.store.clone(), school.setting, school.lead);
    let grew = move_records(&from, spot.place(), &root(), &later(15), |now, _, _| {
        if now == Leg::Verifying
            && let Some(token_hash) = sessions.pop()
        {
            let session = NewSession {
                setting,
                staff: lead,
                token_hash,
                second_factor: true,
                expires: at("2026-12-03T09:00:00Z"),
            };
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            runtime
                .unwrap()
                .block_on(store.start_session(session))
                .unwrap();
        }
    });
    assert!(
        matches!(&grew, Err(Failure::SourceGrew { what, .. }) if what.contains("session")),
        "{grew:?}"
    );
    let heads = school.store.heads().await.unwrap();
    let came = moved(&from, &spot.place()).unwrap();
    assert_eq!(came.there_before, came.entries);
    let there = Store::open(spot.place(), root(), later(14)).unwrap();
    assert_eq!(there.heads().await.unwrap(), heads);
}

fn read(address: &str) -> Place {
    match address.contains("://") {
        true => Place::database(address).unwrap(),
        false => PathBuf::from(address).into(),
    }
}

#[test]
#[ignore = "the process that the kill test starts and kills"]
fn moves_until_killed() {
    let (from, to) = (std::env::var(FROM).unwrap(), std::env::var(TO).unwrap());
    let (from, to) = (read(&from), read(&to));
    let moved = move_records(&from, &to, &root(), &later(30), |leg, done, _| {
        writeln!(std::io::stdout(), "leg {leg:?} {done}").unwrap();
    });
    assert!(
        matches!(moved, Ok(_) | Err(Failure::MovedAlready { .. })),
        "{moved:?}"
    );
}

#[tokio::test]
async fn a_move_killed_at_any_moment_goes_on_and_loses_nothing() {
    let known = full_school().await;
    let from = match crate::ON_POSTGRES {
        true => known.kept.database().url(),
        false => known.kept.data().display().to_string(),
    };
    for spot in [Spot::folder(), Spot::of_the_same_sort()] {
        for round in 0..12 {
            let mut process = Command::new(std::env::current_exe().unwrap())
                .args([
                    "moving::moves_until_killed",
                    "--exact",
                    "--ignored",
                    "--nocapture",
                ])
                .env(FROM, &from)
                .env(TO, spot.address())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            // At the first word, at the second, and so on, and a little after each.
            let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
            let mut heard = 0;
            while heard <= round / 2
                && let Some(Ok(line)) = said.next()
            {
                heard += u64::from(line.contains("leg "));
            }
            std::thread::sleep(Duration::from_millis(round % 2 * 15));
            process.kill().unwrap();
            process.wait().unwrap();
            drop(said);
            // Either it opens for nobody, or all of it is there.
            match Store::open(spot.place(), root(), later(31)) {
                Ok(store) => assert_eq!(store.rebuild_views().await.unwrap().differed, 0),
                Err(failure) => assert!(
                    matches!(
                        failure,
                        Failure::MoveUnfinished { .. } | Failure::NoInstallation { .. }
                    ),
                    "{failure}"
                ),
            }
        }
        let last = moved(&known.kept.place(), &spot.place());
        assert!(
            matches!(last, Ok(_) | Err(Failure::MovedAlready { .. })),
            "{last:?}"
        );
        is_all_there(&known, &spot.place()).await;
    }
}
