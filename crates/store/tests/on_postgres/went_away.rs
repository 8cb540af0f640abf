//! A server that is restarted, a connection that is cut at the worst moment, a commit that no standby has: nothing that
//! was acknowledged is lost, nothing is there twice, and what nobody can be sure of is said to be so.

use crate::school::{School, outside, root};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{Append, Expect, Failure, OnceKey, Place, Store};
use trial_postgres::{Cut, Gate};
use uuid::Uuid;

/// A school in a database, and another handle on its records by way of a gate.
async fn behind_a_gate() -> (School, Gate, Store) {
    let school = School::founded().await;
    let gate = Gate::before(school.kept.database().cluster());
    let way = school
        .kept
        .database()
        .url_through(trial_postgres::OWNER, gate.socket());
    let store = Store::open(Place::database(&way).unwrap(), root(), outside(7).0).unwrap();
    (school, gate, store)
}

#[tokio::test]
async fn a_connection_that_was_cut_while_nobody_used_it_is_made_again_without_a_word() {
    let (school, gate, store) = behind_a_gate().await;
    let (case, _) = school.concern().await;
    for expected in 1..=3 {
        assert_eq!(store.desk(&school.as_lead()).await.unwrap().len(), 1);
        gate.cut();
        let noting = school.noting(case, Expect::At(expected), "a note");
        store.append(noting).await.unwrap();
    }
    assert_eq!(store.desk(&school.as_lead()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_connection_cut_before_the_commit_reaches_the_server_is_not_confirmed_and_sent_again_it_is_there_once()
 {
    cut_in_mid_commit(Cut::Before).await;
}

#[tokio::test]
async fn a_connection_cut_before_the_answer_to_a_commit_is_not_confirmed_and_sent_again_it_is_there_once()
 {
    cut_in_mid_commit(Cut::After).await;
}

async fn cut_in_mid_commit(cut: Cut) {
    let (school, gate, store) = behind_a_gate().await;
    let (case, _) = school.concern().await;
    let sent = Append {
        once: Some(OnceKey(Uuid::from_u128(1))),
        ..school.noting(case, Expect::Tail, "a note")
    };
    gate.cut_at("COMMIT", cut);
    let first = store.append(sent.clone()).await;
    assert_eq!(first.err(), Some(Failure::NotConfirmed));
    assert!(gate.has_cut());
    let again = store.append(sent).await.unwrap();
    assert_eq!(again.again, cut == Cut::After);
    assert_eq!(again.places[0].seq, 2);
    let verdict = store.verify(school.chronology(case)).await.unwrap();
    assert_eq!((verdict.intact(), verdict.entries), (true, 2));
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_of_a_write_has_it_done_again_once() {
    let (school, gate, store) = behind_a_gate().await;
    let (case, _) = school.concern().await;
    // The statement is prepared under its own words the first time.
    gate.cut_at("INSERT INTO entry", Cut::Before);
    let noting = school.noting(case, Expect::At(1), "a note");
    assert_eq!(store.append(noting).await.unwrap().places[0].seq, 2);
    assert!(gate.has_cut());
    let verdict = store.verify(school.chronology(case)).await.unwrap();
    assert_eq!((verdict.intact(), verdict.entries), (true, 2));
}

#[tokio::test]
async fn while_the_server_is_away_everybody_is_told_and_when_it_is_back_it_works_again() {
    let (school, gate, store) = behind_a_gate().await;
    let (case, _) = school.concern().await;
    gate.close();
    let refused = store
        .append(school.noting(case, Expect::At(1), "too early"))
        .await;
    assert!(
        matches!(refused, Err(Failure::Unavailable { .. })),
        "{refused:?}"
    );
    let unread = store.desk(&school.as_lead()).await;
    assert!(
        matches!(unread, Err(Failure::Unavailable { .. })),
        "{unread:?}"
    );
    gate.open();
    assert_eq!(store.desk(&school.as_lead()).await.unwrap().len(), 1);
    let noting = school.noting(case, Expect::At(1), "in time");
    assert_eq!(store.append(noting).await.unwrap().places[0].seq, 2);
}

#[tokio::test]
async fn a_commit_that_was_not_waited_for_until_a_standby_had_it_is_not_acknowledged() {
    let server = trial_postgres::own(&[("synchronous_standby_names", "")]);
    let place = server.empty();
    let address = Place::database(&place.url()).unwrap();
    let store = Store::create(address, root(), outside(1).0).unwrap();
    let school = School::in_store(crate::kept::Kept::new(), store).await;
    let (case, _) = school.concern().await;
    server.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    server.run("SELECT pg_reload_conf()");
    let sent = Append {
        once: Some(OnceKey(Uuid::from_u128(1))),
        ..school.noting(case, Expect::Tail, "a note")
    };
    let waiting = {
        let (store, sent) = (school.store.clone(), sent.clone());
        tokio::spawn(async move { store.append(sent).await })
    };
    // Somebody cancels the wait, and the server then reports success.
    let mut cancelled = String::new();
    while !cancelled.contains('t') {
        cancelled = server.run(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'leeward'",
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(waiting.await.unwrap().err(), Some(Failure::NotConfirmed));
    // Sent again while no standby is there, it is on this server and still not acknowledged.
    assert_eq!(
        school.store.append(sent.clone()).await.err(),
        Some(Failure::NotConfirmed)
    );
    server.run("ALTER SYSTEM SET synchronous_standby_names = ''");
    server.run("SELECT pg_reload_conf()");
    let mut again = school.store.append(sent.clone()).await;
    while again.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        again = school.store.append(sent.clone()).await;
    }
    assert_eq!(again.unwrap().places[0].seq, 2);
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert_eq!((verdict.intact(), verdict.entries), (true, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_under_load_with_the_server_switched_off_and_on_lose_and_double_nothing() {
    let server = trial_postgres::own(&[]);
    let place = server.empty();
    let address = Place::database(&place.url()).unwrap();
    let store = Store::create(&address, root(), outside(1).0).unwrap();
    let school = School::in_store(crate::kept::Kept::new(), store).await;
    let (case, _) = school.concern().await;
    let acknowledged: Arc<Mutex<BTreeMap<u128, u64>>> = Arc::default();
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for n in 0..3_u64 {
        let node = Store::open(&address, root(), outside(50 + n).0).unwrap();
        for writer in 0..4_u64 {
            let (node, stop, acknowledged) = (node.clone(), stop.clone(), acknowledged.clone());
            let noting = school.noting(case, Expect::Tail, "a note");
            writers.push(tokio::spawn(async move {
                let mut form = u128::from(n * 1000 + writer) << 64;
                while !stop.load(Ordering::Relaxed) {
                    form += 1;
                    let sent = Append {
                        once: Some(OnceKey(Uuid::from_u128(form))),
                        ..noting.clone()
                    };
                    // As a person does: the same form again until it is saved.
                    let seq = loop {
                        match node.append(sent.clone()).await {
                            Ok(appended) => break appended.places[0].seq,
                            Err(Failure::NotConfirmed | Failure::Unavailable { .. }) => {
                                tokio::time::sleep(Duration::from_millis(20)).await;
                            }
                            Err(other) => panic!("{other}"),
                        }
                    };
                    acknowledged.lock().unwrap().insert(form, seq);
                }
            }));
        }
    }
    let restarting = tokio::task::spawn_blocking(move || {
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(700));
            server.restart();
        }
        std::thread::sleep(Duration::from_millis(300));
        server
    });
    let _server = restarting.await.unwrap();
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() > 12, "{}", acknowledged.len());
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert!(verdict.intact());
    // Each form has one entry, and there is no entry without its form.
    assert_eq!(verdict.entries, 1 + acknowledged.len() as u64);
    let mut places: Vec<u64> = acknowledged.into_values().collect();
    places.sort_unstable();
    assert_eq!(places, (2..=verdict.entries).collect::<Vec<_>>());
    assert_eq!(school.store.rebuild_views().await.unwrap().differed, 0);
}
