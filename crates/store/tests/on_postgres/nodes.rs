//! Several nodes on one database: no write is lost, none is there twice, nobody is shown what another node has changed
//! since, and a piece of work is claimed by one.

use crate::school::{School, outside, root, words};
use casework::access::Deed;
use casework::event::SettingEvent;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use store::{Append, Expect, Failure, Job, NewSession, OnceKey, Store, Write};
use uuid::Uuid;

/// More nodes over the records of a school, each with chance of its own.
fn nodes(school: &School, many: u64) -> Vec<Store> {
    (0..many)
        .map(|n| Store::open(school.place(), root(), outside(100 + n).0).unwrap())
        .collect()
}

#[tokio::test]
async fn nodes_that_add_to_one_case_at_once_all_get_their_entry_in_and_the_chain_holds() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let nodes = nodes(&school, 3);
    let mut under_way = Vec::new();
    for n in 0..20 {
        for node in &nodes {
            let (node, noting) = (
                node.clone(),
                school.noting(case, Expect::Tail, &format!("note {n}")),
            );
            under_way.push(tokio::spawn(async move { node.append(noting).await }));
        }
    }
    let mut places = BTreeSet::new();
    for one in under_way {
        places.insert(one.await.unwrap().unwrap().places[0].seq);
    }
    assert_eq!(places, (2..=61).collect());
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert_eq!((verdict.intact(), verdict.entries), (true, 61));
    assert_eq!(school.store.rebuild_views().await.unwrap().differed, 0);
}

#[tokio::test]
async fn of_two_nodes_that_write_to_what_they_both_read_one_is_told_that_it_moved_on() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let nodes = nodes(&school, 2);
    for round in 1..=10 {
        let noting = |n: usize| nodes[n].append(school.noting(case, Expect::At(round), "a note"));
        let (one, other) = tokio::join!(noting(0), noting(1));
        let moved_on = Failure::MovedOn {
            expected: round,
            now: round + 1,
        };
        match (one, other) {
            (Ok(_), Err(failure)) | (Err(failure), Ok(_)) => assert_eq!(failure, moved_on),
            both => panic!("{both:?}"),
        }
    }
}

#[tokio::test]
async fn a_form_sent_to_two_nodes_at_once_is_recorded_once() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let nodes = nodes(&school, 2);
    for n in 1..=10 {
        let sent = Append {
            once: Some(OnceKey(Uuid::from_u128(n))),
            ..school.noting(case, Expect::Tail, "sent twice")
        };
        let (one, other) =
            tokio::join!(nodes[0].append(sent.clone()), nodes[1].append(sent.clone()));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.places, other.places);
        assert!(one.again != other.again);
        let once = sent.once.unwrap();
        let already = school.store.already(school.setting, school.lead, &once);
        assert!(already.await.unwrap().is_some());
    }
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert_eq!((verdict.intact(), verdict.entries), (true, 11));
}

#[tokio::test]
async fn work_is_claimed_by_one_node_only() {
    let school = School::founded().await;
    let jobs = (0..30)
        .map(|n| Job {
            kind: "tell".to_owned(),
            body: n.to_string(),
            due: None,
        })
        .collect();
    school
        .store
        .append(Append {
            jobs,
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    let claiming = nodes(&school, 3).into_iter().map(|node| {
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            while node.jobs_waiting().await.unwrap() > 0 {
                if let Some(job) = node.claim_job(SignedDuration::from_hours(1)).await.unwrap() {
                    claimed.push(job.job.body);
                    node.finish_job(job.setting, job.id).await.unwrap();
                }
            }
            claimed
        })
    });
    let mut all = Vec::new();
    for one in claiming.collect::<Vec<_>>() {
        all.extend(one.await.unwrap());
    }
    let each: BTreeSet<&String> = all.iter().collect();
    assert_eq!((all.len(), each.len()), (30, 30));
}

#[tokio::test]
async fn what_one_node_ends_another_that_changes_it_at_the_same_moment_does_not_bring_back() {
    let school = School::founded().await;
    let setting = school.setting;
    let nodes = nodes(&school, 2);
    let expires = crate::school::at("2026-03-03T00:00:00Z");
    for round in 0..30 {
        let token_hash = [round; 32];
        let session = NewSession {
            setting,
            staff: school.lead,
            token_hash,
            second_factor: true,
            expires,
        };
        school.store.start_session(session).await.unwrap();
        let (ended, touched) = tokio::join!(
            nodes[0].end_session(setting, token_hash),
            nodes[1].touch_session(setting, token_hash, expires)
        );
        ended.unwrap();
        touched.unwrap();
        let found = nodes[1].session(setting, token_hash).await.unwrap();
        assert!(found.unwrap().ended, "round {round}");
    }
}

#[tokio::test]
async fn what_another_node_changed_is_seen_at_once() {
    let school = School::founded().await;
    let setting = school.setting;
    let other = &nodes(&school, 1)[0];
    // A setting that both have folded already.
    for store in [&school.store, other] {
        assert!(!store.setting(setting).await.unwrap().staff[&school.head].left);
    }
    let left = Write::Setting {
        expect: Expect::Tail,
        events: vec![SettingEvent::StaffLeft { staff: school.head }],
    };
    school
        .store
        .append(Append {
            writes: vec![left],
            ..Append::by(setting, school.lead)
        })
        .await
        .unwrap();
    assert!(other.setting(setting).await.unwrap().staff[&school.head].left);

    // A session that both have looked up already.
    let session = NewSession {
        setting,
        staff: school.lead,
        token_hash: [7; 32],
        second_factor: true,
        expires: crate::school::at("2026-03-03T00:00:00Z"),
    };
    school.store.start_session(session).await.unwrap();
    assert!(
        !other
            .session(setting, [7; 32])
            .await
            .unwrap()
            .unwrap()
            .ended
    );
    school.store.end_session(setting, [7; 32]).await.unwrap();
    assert!(
        other
            .session(setting, [7; 32])
            .await
            .unwrap()
            .unwrap()
            .ended
    );

    // A case, and its line on the desk.
    let (case, _) = school.concern().await;
    assert_eq!(other.desk(&school.as_lead()).await.unwrap().len(), 1);
    let opened = other
        .open_case(
            &school.as_lead(),
            case,
            Deed::OpenCase,
            "case",
            Some(words("Why")),
        )
        .await
        .unwrap();
    assert!(opened.intact);
}
