//! Keys are changed while people work: at every moment everything reads, and afterwards the old key opens nothing new.

use crate::school::{CANARY, Repeating, School, outside, root, words};
use casework::access::Deed;
use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId, SettingId};
use guidance::PackFile;
use jiff::SignedDuration;
use rusqlite::Connection;
use std::path::Path;
use store::{
    Among, Append, Asked, Beside, Credential, Expect, Failure, Job, KeptPack, NewSession, OnceKey,
    RootKey, Split, Store, Write, put_together, verify_file,
};
use uuid::Uuid;

/// A school with something in every table that is sealed.
struct Full {
    school: School,
    cases: Vec<(CaseId, PersonId)>,
    sent: Append,
}

impl Full {
    async fn founded() -> Self {
        let school = School::founded().await;
        let mut cases = Vec::new();
        for _ in 0..3 {
            cases.push(school.concern().await);
        }
        let (store, setting, lead) = (&school.store, school.setting, school.lead);
        let sent = Append {
            once: Some(OnceKey(Uuid::from_u128(77))),
            jobs: vec![Job {
                kind: "tell".to_owned(),
                body: CANARY.to_owned(),
                due: None,
            }],
            packs: vec![pack()],
            ..school.noting(cases[0].0, Expect::Tail, "first")
        };
        store.append(sent.clone()).await.unwrap();
        store
            .put_draft(setting, lead, "report", CANARY.as_bytes())
            .await
            .unwrap();
        let expires = store.outside().now() + SignedDuration::from_hours(8);
        store
            .start_session(NewSession {
                setting,
                staff: lead,
                token_hash: [4; 32],
                second_factor: true,
                expires,
            })
            .await
            .unwrap();
        store
            .make_link(setting, lead, [5; 32], expires, "joining")
            .await
            .unwrap();
        store
            .set_credential(setting, lead, credential())
            .await
            .unwrap();
        Self {
            school,
            cases,
            sent,
        }
    }

    /// Everything there is reads as it was written, and lists and look-ups work.
    async fn reads(&self, store: &Store) {
        let (setting, lead) = (self.school.setting, self.school.lead);
        let asking = self.school.as_lead();
        for (case, child) in &self.cases {
            let opened = store
                .open_case(&asking, *case, Deed::OpenCase, "case", None)
                .await
                .unwrap();
            assert!(opened.intact, "{:?}", opened.broken);
            assert!(opened.people[child].name.as_str().contains("Ash Example"));
        }
        assert_eq!(store.desk(&asking).await.unwrap().len(), self.cases.len());
        let found = store
            .find_people(&asking, Among::EveryoneKnown, "ash", 9)
            .await
            .unwrap();
        assert_eq!(found.len(), self.cases.len());
        let mine = store.my_reports(&self.school.as_reporter()).await.unwrap();
        assert_eq!(mine.len(), self.cases.len());
        let address = format!("Lee.{CANARY}@first.example");
        assert_eq!(
            store.staff_with_email(&address).await.unwrap(),
            [(setting, lead)]
        );
        let (draft, _) = store.draft(setting, lead, "report").await.unwrap().unwrap();
        assert_eq!(draft, CANARY.as_bytes());
        assert!(store.session(setting, [4; 32]).await.unwrap().is_some());
        assert_eq!(store.sessions_of(setting, lead).await.unwrap().len(), 1);
        assert!(store.link(setting, [5; 32]).await.unwrap().is_some());
        assert_eq!(
            store.credential(setting, lead).await.unwrap(),
            Some(credential())
        );
        assert_eq!(
            store.pack(setting, "digest").await.unwrap(),
            Some(pack().files)
        );
        // A form sent again writes nothing and is answered as it was.
        assert!(store.append(self.sent.clone()).await.unwrap().again);
        assert_eq!(store.setting(setting).await.unwrap().staff.len(), 3);
        assert!(store.settings_that_do_not_open().await.unwrap().is_empty());
    }

    fn data(&self) -> std::path::PathBuf {
        self.school.data()
    }

    fn hand(&self) -> Connection {
        Connection::open(self.data().join("leeward.db")).unwrap()
    }
}

fn credential() -> Credential {
    Credential {
        password_hash: CANARY.to_owned(),
        totp_secret: None,
        last_totp_step: None,
        failures: 0,
        locked_until: None,
    }
}

fn pack() -> KeptPack {
    KeptPack {
        digest: "digest".to_owned(),
        files: vec![PackFile {
            path: "pack.toml".to_owned(),
            text: CANARY.to_owned(),
        }],
    }
}

fn another(seed: u64) -> RootKey {
    RootKey::made(&Repeating::from(seed))
}

fn opened(data: &Path, root: RootKey) -> Result<Store, Failure> {
    Store::open(data, root, outside(400).0)
}

/// The key numbers that the rows of every sealed table name, entries left out.
fn numbers(hand: &Connection) -> Vec<(String, u32)> {
    let mut columns = hand
        .prepare(
            "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND t.name <> 'entry' AND c.name IN ('sealed', 'body', 'wrapped')",
        )
        .unwrap();
    let columns: Vec<(String, String)> = columns
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut found = Vec::new();
    for (table, column) in columns {
        let own = if table == "wrapped_key" {
            "WHERE sort <> 'setting'"
        } else {
            ""
        };
        let mut rows = hand
            .prepare(&format!("SELECT substr({column}, 2, 4) FROM {table} {own}"))
            .unwrap();
        let of_table: Vec<[u8; 4]> = rows
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(
            !of_table.is_empty(),
            "{table} has sealed rows: put one in this fixture, and the table into the list that a change of key goes through"
        );
        found.extend(
            of_table
                .iter()
                .map(|number| (table.clone(), u32::from_be_bytes(*number))),
        );
    }
    found
}

#[tokio::test]
async fn after_a_setting_got_a_new_key_everything_reads_and_nothing_but_entries_is_under_the_old_one()
 {
    let full = Full::founded().await;
    let store = &full.school.store;
    let before = verify_file(full.data(), |_, _| ()).unwrap();
    assert!(numbers(&full.hand()).iter().all(|(_, number)| *number == 1));
    let begun = store.begin_key_change(full.school.setting).await.unwrap();
    assert_eq!((begun.number, begun.done), (2, 0));
    assert!(begun.all >= 6 + 3 + 9, "{begun:?}");
    let mut said = Vec::new();
    store
        .go_on_changing_keys(|_, change| said.push(change.clone()))
        .await
        .unwrap();
    assert!(
        said.windows(2).all(|two| two[0].done <= two[1].done),
        "{said:?}"
    );
    assert_eq!(said.last().unwrap().done, begun.all);
    assert_eq!(said.last().unwrap().left, 0);
    let standing = store.key_standing(full.school.setting).await.unwrap();
    assert_eq!((standing.number, standing.changing), (2, None));
    for (table, number) in numbers(&full.hand()) {
        assert_eq!(number, 2, "{table}");
    }
    full.reads(store).await;
    let after = verify_file(full.data(), |_, _| ()).unwrap();
    assert!(after.intact());
    // Chains are as they were: nothing was written to a record, only read (which the access log notes).
    for head in &before.heads {
        let found = after
            .heads
            .iter()
            .find(|other| other.chronology == head.chronology)
            .unwrap();
        if head.chronology.sort.name() != "access" {
            assert_eq!((found.seq, found.hash), (head.seq, head.hash));
        }
    }
    assert_eq!(store.rebuild_views().await.unwrap().differed, 0);
    let full = reopened(full, root()).await;
    full.reads(&full.school.store).await;
}

/// The same school with its records opened anew.
async fn reopened(full: Full, root: RootKey) -> Full {
    let Full {
        school,
        cases,
        sent,
    } = full;
    let (data, clock) = (school.data(), school.clock.clone());
    let (setting, lead, reporter, head) =
        (school.setting, school.lead, school.reporter, school.head);
    let kept = school.close();
    let store = opened(&data, root).unwrap();
    Full {
        school: School {
            kept,
            store,
            clock,
            setting,
            lead,
            reporter,
            head,
        },
        cases,
        sent,
    }
}

#[tokio::test]
async fn stopped_after_any_step_everything_reads_and_the_change_goes_on_from_there() {
    for steps in 0.. {
        let full = Full::founded().await;
        let setting = full.school.setting;
        full.school.store.begin_key_change(setting).await.unwrap();
        let ended = full
            .school
            .store
            .change_keys_for(setting, steps)
            .await
            .unwrap();
        full.reads(&full.school.store).await;
        let full = reopened(full, root()).await;
        full.reads(&full.school.store).await;
        // Begun again where it goes on already, it is the same change.
        if !ended {
            assert_eq!(
                full.school
                    .store
                    .begin_key_change(setting)
                    .await
                    .unwrap()
                    .number,
                2
            );
        }
        full.school
            .store
            .go_on_changing_keys(|_, _| ())
            .await
            .unwrap();
        full.reads(&full.school.store).await;
        assert!(
            numbers(&full.hand()).iter().all(|(_, number)| *number == 2),
            "{steps}"
        );
        if ended {
            assert!(steps > 10, "a step to each table, twice: {steps}");
            break;
        }
    }
}

#[tokio::test]
async fn people_write_while_keys_change_and_nothing_of_it_is_lost() {
    let full = Full::founded().await;
    let (store, setting) = (full.school.store.clone(), full.school.setting);
    let writer = {
        let (store, case) = (store.clone(), full.cases[1].0);
        let notes: Vec<Append> = (0..60)
            .map(|n| full.school.noting(case, Expect::Tail, &format!("note {n}")))
            .collect();
        tokio::spawn(async move {
            for note in notes {
                store.append(note).await.unwrap();
            }
        })
    };
    for _ in 0..5 {
        store.begin_key_change(setting).await.unwrap();
        store.go_on_changing_keys(|_, _| ()).await.unwrap();
    }
    writer.await.unwrap();
    store.begin_key_change(setting).await.unwrap();
    store.go_on_changing_keys(|_, _| ()).await.unwrap();
    full.reads(&store).await;
    let opened = store
        .open_case(
            &full.school.as_lead(),
            full.cases[1].0,
            Deed::OpenCase,
            "case",
            None,
        )
        .await
        .unwrap();
    let notes = opened
        .entries
        .iter()
        .filter(|entry| matches!(entry.written.event, CaseEvent::NoteAdded { .. }));
    assert_eq!(notes.count(), 60);
    assert_eq!(store.key_standing(setting).await.unwrap().number, 7);
    assert!(verify_file(full.data(), |_, _| ()).unwrap().intact());
}

#[tokio::test]
async fn a_disk_that_takes_nothing_stops_a_change_and_spoils_nothing() {
    let full = Full::founded().await;
    let setting = full.school.setting;
    full.school.store.begin_key_change(setting).await.unwrap();
    full.school.store.change_keys_for(setting, 2).await.unwrap();
    full.school.store.write_no_more().await.unwrap();
    let stopped = full.school.store.go_on_changing_keys(|_, _| ()).await;
    assert_eq!(stopped, Err(Failure::ReadOnly));
    assert_eq!(
        full.school.store.change_root(&another(5)).await,
        Err(Failure::ReadOnly)
    );
    let full = reopened(full, root()).await;
    full.reads(&full.school.store).await;
    full.school
        .store
        .go_on_changing_keys(|_, _| ())
        .await
        .unwrap();
    full.reads(&full.school.store).await;
}

#[tokio::test]
async fn what_does_not_open_is_left_as_it_is_and_counted() {
    let full = Full::founded().await;
    let hand = full.hand();
    hand.execute(
        "UPDATE draft SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)",
        [],
    )
    .unwrap();
    let (damaged,): (Vec<u8>,) = hand
        .query_row("SELECT sealed FROM draft", [], |row| Ok((row.get(0)?,)))
        .unwrap();
    let store = &full.school.store;
    store.begin_key_change(full.school.setting).await.unwrap();
    let mut left = 0;
    store
        .go_on_changing_keys(|_, change| left = left.max(change.left))
        .await
        .unwrap();
    assert_eq!(left, 1);
    let (still,): (Vec<u8>,) = hand
        .query_row("SELECT sealed FROM draft", [], |row| Ok((row.get(0)?,)))
        .unwrap();
    assert_eq!(damaged, still);
    assert_eq!(
        store
            .key_standing(full.school.setting)
            .await
            .unwrap()
            .changing,
        None
    );
}

#[tokio::test]
async fn a_key_destroyed_while_keys_change_stays_destroyed() {
    let full = Full::founded().await;
    let (store, setting) = (&full.school.store, full.school.setting);
    store.begin_key_change(setting).await.unwrap();
    let gone = full.cases[2].1;
    full.hand()
        .execute("DELETE FROM wrapped_key WHERE id = ?1", [gone.0.as_bytes()])
        .unwrap();
    store.go_on_changing_keys(|_, _| ()).await.unwrap();
    let left: u32 = full
        .hand()
        .query_row(
            "SELECT count(*) FROM wrapped_key WHERE id = ?1",
            [gone.0.as_bytes()],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(left, 0);
    assert_eq!(
        store.change_person_key(setting, gone).await,
        Err(Failure::NotThere)
    );
}

#[tokio::test]
async fn a_case_and_a_person_get_a_further_key_for_what_is_written_from_then_on() {
    let full = Full::founded().await;
    let (store, setting) = (&full.school.store, full.school.setting);
    let (case, child) = full.cases[0];
    store.change_case_key(setting, case).await.unwrap();
    store.change_person_key(setting, child).await.unwrap();
    store
        .append(full.school.noting(case, Expect::Tail, "after"))
        .await
        .unwrap();
    full.reads(store).await;
    let mut entries = full.hand();
    let tx = entries.transaction().unwrap();
    let mut found = tx
        .prepare("SELECT seq, substr(sealed, 2, 4) FROM entry WHERE id = ?1 AND sort = 'case' ORDER BY seq")
        .unwrap();
    let numbers: Vec<(u32, [u8; 4])> = found
        .query_map([case.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(numbers.first().unwrap().1, [0, 0, 0, 1]);
    assert_eq!(numbers.last().unwrap().1, [0, 0, 0, 2]);
    let absent = store
        .change_case_key(setting, CaseId(Uuid::from_u128(3)))
        .await;
    assert_eq!(absent, Err(Failure::NotThere));
}

#[tokio::test]
async fn the_root_key_before_opens_nothing_and_the_new_one_everything() {
    let full = Full::founded().await;
    let (store, setting) = (&full.school.store, full.school.setting);
    store.begin_key_change(setting).await.unwrap();
    store.change_keys_for(setting, 3).await.unwrap();
    assert_eq!(store.change_root(&another(5)).await.unwrap(), 2);
    full.reads(store).await;
    // Founded afterwards, under the new one.
    let (lead, reporter, head) = (full.school.lead, full.school.reporter, full.school.head);
    let second = crate::school::found(store, lead, reporter, head, "second").await;
    assert_eq!(
        store.change_root(&another(5)).await.unwrap(),
        0,
        "the same again"
    );
    let full = reopened(full, another(5)).await;
    full.reads(&full.school.store).await;
    assert_eq!(
        full.school.store.setting(second).await.unwrap().staff.len(),
        3
    );
    full.school
        .store
        .go_on_changing_keys(|_, _| ())
        .await
        .unwrap();
    full.school
        .store
        .change_root(&RootKey::from_passphrase("four plain words here"))
        .await
        .unwrap();
    let full = reopened(full, RootKey::from_passphrase("four plain words here")).await;
    full.reads(&full.school.store).await;
    let data = full.data();
    let _dir = full.school.close();
    for old in [root(), another(5)] {
        assert_eq!(opened(&data, old).err(), Some(Failure::KeyWrong));
    }
}

#[tokio::test]
async fn a_setting_whose_key_does_not_open_is_named_and_the_others_are_not() {
    let full = Full::founded().await;
    let (lead, reporter, head) = (full.school.lead, full.school.reporter, full.school.head);
    let second = crate::school::found(&full.school.store, lead, reporter, head, "second").await;
    full.hand()
        .execute(
            "UPDATE wrapped_key SET wrapped = CAST(substr(wrapped, 1, length(wrapped) - 1) || x'00' AS BLOB) WHERE setting = ?1 AND sort = 'setting'",
            [second.0.as_bytes()],
        )
        .unwrap();
    let full = reopened(full, root()).await;
    let shut = full.school.store.settings_that_do_not_open().await.unwrap();
    let names: Vec<SettingId> = shut.iter().map(|(setting, _)| *setting).collect();
    assert_eq!(names, [second]);
    assert!(
        shut[0].1.to_string().contains("the wrapped key of setting"),
        "{}",
        shut[0].1
    );
    assert!(full.school.store.setting(full.school.setting).await.is_ok());
}

#[tokio::test]
async fn a_running_server_is_asked_from_beside_and_by_nobody_without_the_root_key() {
    let full = Full::founded().await;
    let (store, setting) = (&full.school.store, full.school.setting);
    let stranger = Beside::open(full.data(), &another(5), outside(7).0).err();
    assert_eq!(stranger, Some(Failure::KeyWrong));
    let beside = Beside::open(full.data(), &root(), outside(7).0).unwrap();
    assert_eq!(beside.settings().unwrap(), [setting]);
    beside.ask(Asked::Setting(setting)).unwrap();
    assert!(
        beside.ask(Asked::Case(setting, full.cases[0].0)).is_err(),
        "one at a time"
    );
    assert!(beside.is_waiting().unwrap());
    assert!(store.take_up_what_was_asked().await.unwrap());
    assert!(!beside.is_waiting().unwrap());
    assert_eq!(beside.going_on().unwrap().len(), 1);
    store.go_on_changing_keys(|_, _| ()).await.unwrap();
    assert!(beside.going_on().unwrap().is_empty());
    for asked in [
        Asked::Case(setting, full.cases[0].0),
        Asked::Person(setting, full.cases[0].1),
        Asked::Case(setting, CaseId(Uuid::from_u128(1))),
    ] {
        beside.ask(asked).unwrap();
        assert!(store.take_up_what_was_asked().await.unwrap());
    }
    beside.ask(Asked::Setting(setting)).unwrap();
    assert!(beside.take_back().unwrap());
    assert!(!store.take_up_what_was_asked().await.unwrap());
    // Left there by somebody who holds no root key: left out.
    full.hand().execute("INSERT INTO installation (setting, name, value) VALUES (zeroblob(16), 'key change asked', x'00')", []).unwrap();
    assert!(store.take_up_what_was_asked().await.unwrap());
    beside.ask_for_root(&another(6)).unwrap();
    assert!(store.take_up_what_was_asked().await.unwrap());
    full.reads(store).await;
    let full = reopened(full, another(6)).await;
    full.reads(&full.school.store).await;
}

#[tokio::test]
async fn recovery_is_not_set_up_until_it_is_nor_rehearsed_until_somebody_did() {
    let full = Full::founded().await;
    let (store, setting, data) = (&full.school.store, full.school.setting, full.data());
    assert_eq!(store.key_standing(setting).await.unwrap().recovery, None);
    let beside = Beside::open(&data, &root(), outside(7).0).unwrap();
    let old = beside.share(Split::of(3, 2).unwrap()).unwrap();
    let shares = beside.share(Split::of(5, 3).unwrap()).unwrap();
    let standing = store.key_standing(setting).await.unwrap().recovery.unwrap();
    assert_eq!(
        (standing.among, standing.needed, standing.rehearsed_at),
        (5, 3, None)
    );
    // Put together by people who have nothing but their sheets and the records.
    let together = put_together(&shares[1..4]).unwrap();
    let theirs = Beside::open(&data, &together, outside(7).0).unwrap();
    assert!(
        !theirs.rehearsed(&old[..2]).unwrap(),
        "sheets of an older set"
    );
    assert!(theirs.rehearsed(&shares[1..4]).unwrap());
    let standing = store.key_standing(setting).await.unwrap().recovery.unwrap();
    assert_eq!(standing.rehearsed_at, Some(store.outside().now()));
    // Altered sheets that happen to read open nothing.
    store.change_root(&another(6)).await.unwrap();
    let standing = store.key_standing(setting).await.unwrap().recovery.unwrap();
    assert!(standing.of_the_key_before);
    assert_eq!(
        Beside::open(&data, &together, outside(7).0).err(),
        Some(Failure::KeyWrong)
    );
    let file = data.parent().unwrap().join("recovered.key");
    put_together(&shares[2..])
        .unwrap()
        .write_file(&file)
        .unwrap();
    assert!(RootKey::from_file(&file).is_ok());
}

#[tokio::test]
async fn a_note_of_an_older_hand_is_written_under_any_number_and_read() {
    let full = Full::founded().await;
    let (store, setting) = (&full.school.store, full.school.setting);
    store.begin_key_change(setting).await.unwrap();
    let (case, child) = (store.outside().new_case(), store.outside().new_person());
    store
        .append(full.school.reporting(case, child))
        .await
        .unwrap();
    store
        .append(Append {
            writes: vec![Write::Case {
                case,
                expect: Expect::At(1),
                events: vec![CaseEvent::NoteAdded {
                    note: words("note"),
                    happened: None,
                }],
            }],
            ..Append::by(setting, full.school.lead)
        })
        .await
        .unwrap();
    store.go_on_changing_keys(|_, _| ()).await.unwrap();
    assert!(
        numbers(&full.hand())
            .iter()
            .all(|(_, number)| *number == 2 || *number == 1)
    );
    let opened = store
        .open_case(&full.school.as_lead(), case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert_eq!(opened.entries.len(), 2);
}
