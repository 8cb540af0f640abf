//! Credentials, sessions, one-time links and drafts.

use crate::school::{CANARY, School, at, found};
use casework::id::StaffId;
use jiff::SignedDuration;
use store::{Append, Credential, Expect, NewSession, Session, Write};

fn credential() -> Credential {
    Credential {
        password_hash: "$argon2id$zyxcanary".to_owned(),
        totp_secret: Some(b"zyxcanary".to_vec()),
        last_totp_step: None,
        failures: 0,
        locked_until: None,
    }
}

#[tokio::test]
async fn a_credential_is_kept_and_hides_itself_when_printed() {
    let school = School::founded().await;
    school
        .store
        .set_credential(school.setting, school.lead, credential())
        .await
        .unwrap();
    let kept = school
        .store
        .credential(school.setting, school.lead)
        .await
        .unwrap();
    assert_eq!(kept, Some(credential()));
    assert!(!format!("{kept:?}").contains(CANARY));
    assert_eq!(
        school
            .store
            .credential(school.setting, school.reporter)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn of_many_who_give_the_same_code_at_once_one_is_let_in() {
    let school = School::founded().await;
    school
        .store
        .set_credential(school.setting, school.lead, credential())
        .await
        .unwrap();
    let tries: Vec<_> = (0..16)
        .map(|_| {
            let (store, setting, lead) = (school.store.clone(), school.setting, school.lead);
            tokio::spawn(async move {
                store
                    .change_credential(setting, lead, |found| {
                        let mut credential = found.unwrap();
                        if credential.last_totp_step >= Some(5) {
                            return (None, false);
                        }
                        credential.last_totp_step = Some(5);
                        (Some(credential), true)
                    })
                    .await
            })
        })
        .collect();
    let mut let_in = 0;
    for one in tries {
        let_in += usize::from(one.await.unwrap().unwrap());
    }
    assert_eq!(let_in, 1);
}

#[tokio::test]
async fn an_address_is_found_in_every_setting_and_not_after_somebody_left() {
    let school = School::founded().await;
    let outside = school.store.outside().clone();
    school.clock.move_by(SignedDuration::from_secs(1));
    let again = outside.new_staff();
    let second = found(
        &school.store,
        again,
        outside.new_staff(),
        outside.new_staff(),
        "first",
    )
    .await;
    let address = " LEE.zyxcanary@first.example ";
    assert_eq!(
        school.store.staff_with_email(address).await.unwrap(),
        [(school.setting, school.lead), (second, again)]
    );
    let left = casework::event::SettingEvent::StaffLeft { staff: school.lead };
    let write = Write::Setting {
        expect: Expect::Tail,
        events: vec![left],
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.head)
        })
        .await
        .unwrap();
    assert_eq!(
        school.store.staff_with_email(address).await.unwrap(),
        [(second, again)]
    );
    assert!(
        school
            .store
            .staff_with_email("nobody@first.example")
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_session_runs_out_by_the_clock_and_a_touch_keeps_it_going() {
    let school = School::founded().await;
    let token_hash = [7; 32];
    let session = NewSession {
        setting: school.setting,
        staff: school.lead,
        token_hash,
        second_factor: true,
        expires: at("2026-03-02T10:00:00Z"),
    };
    school.store.start_session(session).await.unwrap();
    school.clock.move_by(SignedDuration::from_mins(50));
    school
        .store
        .touch_session(school.setting, token_hash, at("2026-03-02T10:30:00Z"))
        .await
        .unwrap();
    school.clock.move_by(SignedDuration::from_mins(30));
    let found = school
        .store
        .session(school.setting, token_hash)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.staff, found.second_factor), (school.lead, true));
    assert_eq!(
        (found.started_at, found.seen_at),
        (at("2026-03-02T09:00:00Z"), at("2026-03-02T09:50:00Z"))
    );
    school.clock.move_by(SignedDuration::from_mins(10));
    assert_eq!(
        school
            .store
            .session(school.setting, token_hash)
            .await
            .unwrap(),
        None
    );
    school
        .store
        .touch_session(school.setting, token_hash, at("2026-03-02T12:00:00Z"))
        .await
        .unwrap();
    assert_eq!(
        school
            .store
            .session(school.setting, token_hash)
            .await
            .unwrap(),
        None
    );
    assert_eq!(school.store.sweep().await.unwrap(), 1);
}

/// A session of somebody that is known until five in the afternoon.
async fn signed_in(school: &School, n: u8, staff: StaffId) {
    let session = NewSession {
        setting: school.setting,
        staff,
        token_hash: [n; 32],
        second_factor: true,
        expires: at("2026-03-02T17:00:00Z"),
    };
    school.store.start_session(session).await.unwrap();
}

async fn known(school: &School, n: u8) -> Option<Session> {
    let found = school.store.session(school.setting, [n; 32]).await;
    found.unwrap()
}

#[tokio::test]
async fn a_session_that_was_forgotten_is_gone_however_often_it_was_looked_up_before() {
    let school = School::founded().await;
    signed_in(&school, 9, school.lead).await;
    for _ in 0..3 {
        assert_eq!(known(&school, 9).await.unwrap().staff, school.lead);
    }
    let forgotten = school.store.forget_session(school.setting, [9; 32]);
    forgotten.await.unwrap();
    assert_eq!(known(&school, 9).await, None);
}

#[tokio::test]
async fn a_session_that_was_ended_stays_known_as_ended_whatever_is_done_with_it_and_runs_out() {
    let school = School::founded().await;
    let (store, setting) = (&school.store, school.setting);
    signed_in(&school, 9, school.lead).await;
    assert!(!known(&school, 9).await.unwrap().ended);
    store.end_session(setting, [9; 32]).await.unwrap();
    let later = at("2026-03-04T17:00:00Z");
    store.touch_session(setting, [9; 32], later).await.unwrap();
    store.move_session(setting, [9; 32], None).await.unwrap();
    let ended = known(&school, 9).await.unwrap();
    assert!(ended.ended && ended.expires == at("2026-03-02T17:00:00Z"));
    school.clock.move_by(SignedDuration::from_hours(8));
    assert_eq!(known(&school, 9).await, None);
    assert_eq!(store.sweep().await.unwrap(), 1);
}

#[tokio::test]
async fn every_session_of_somebody_ends_at_once_and_nobody_elses() {
    let school = School::founded().await;
    for (n, staff) in [(1, school.lead), (2, school.lead), (3, school.reporter)] {
        signed_in(&school, n, staff).await;
    }
    let ended = school.store.end_sessions_of(school.setting, school.lead);
    ended.await.unwrap();
    assert!(known(&school, 1).await.unwrap().ended && known(&school, 2).await.unwrap().ended);
    assert!(!known(&school, 3).await.unwrap().ended);
    let forgotten = school.store.forget_sessions_of(school.setting, school.lead);
    assert_eq!(forgotten.await.unwrap(), 2);
    assert_eq!(known(&school, 1).await, None);
    assert!(known(&school, 3).await.is_some());
}

#[tokio::test]
async fn somebody_is_told_of_their_own_sessions_the_last_used_first_and_of_nobody_elses() {
    let school = School::founded().await;
    for (n, staff) in [(1, school.lead), (2, school.reporter), (3, school.lead)] {
        signed_in(&school, n, staff).await;
        school.clock.move_by(SignedDuration::from_mins(5));
    }
    let told = async || -> Vec<u8> {
        let all = school.store.sessions_of(school.setting, school.lead).await;
        all.unwrap().iter().map(|one| one.token_hash[0]).collect()
    };
    assert_eq!(told().await, [3, 1]);
    let touched = school
        .store
        .touch_session(school.setting, [1; 32], at("2026-03-02T18:00:00Z"));
    touched.await.unwrap();
    assert_eq!(told().await, [1, 3]);
    school.clock.move_by(SignedDuration::from_hours(8));
    assert_eq!(told().await, [1]);
}

#[tokio::test]
async fn a_one_time_link_is_spent_once_for_its_purpose_and_not_after_its_time() {
    let school = School::founded().await;
    let (setting, expires) = (school.setting, at("2026-03-02T10:00:00Z"));
    school
        .store
        .make_link(setting, school.lead, [1; 32], expires, "sign-in")
        .await
        .unwrap();
    school
        .store
        .make_link(setting, school.lead, [2; 32], expires, "sign-in")
        .await
        .unwrap();
    assert_eq!(
        school
            .store
            .spend_link(setting, [1; 32], "reset")
            .await
            .unwrap(),
        None
    );
    let looked_at = school.store.link(setting, [1; 32]).await.unwrap().unwrap();
    assert_eq!(
        (looked_at.staff, looked_at.purpose.as_str()),
        (school.lead, "sign-in")
    );
    assert_eq!(
        school
            .store
            .spend_link(setting, [1; 32], "sign-in")
            .await
            .unwrap(),
        Some(school.lead)
    );
    assert_eq!(
        school
            .store
            .spend_link(setting, [1; 32], "sign-in")
            .await
            .unwrap(),
        None
    );
    school.clock.move_by(SignedDuration::from_hours(1));
    assert_eq!(
        school
            .store
            .spend_link(setting, [2; 32], "sign-in")
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_draft_is_its_writers_alone_and_goes_when_it_is_sent() {
    let school = School::founded().await;
    let (store, setting) = (&school.store, school.setting);
    store
        .put_draft(setting, school.reporter, "report", b"so far zyxcanary")
        .await
        .unwrap();
    let (body, saved_at) = store
        .draft(setting, school.reporter, "report")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (body.as_slice(), saved_at),
        (b"so far zyxcanary".as_slice(), at("2026-03-02T09:00:00Z"))
    );
    assert_eq!(
        store.draft(setting, school.lead, "report").await.unwrap(),
        None
    );
    assert_eq!(
        store.draft(setting, school.reporter, "note").await.unwrap(),
        None
    );
    let append = Append {
        spend_draft: Some("report".to_owned()),
        ..school.reporting(store.outside().new_case(), store.outside().new_person())
    };
    store.append(append).await.unwrap();
    assert_eq!(
        store
            .draft(setting, school.reporter, "report")
            .await
            .unwrap(),
        None
    );
    store
        .put_draft(setting, school.reporter, "report", b"another")
        .await
        .unwrap();
    store
        .drop_draft(setting, school.reporter, "report")
        .await
        .unwrap();
    assert_eq!(
        store
            .draft(setting, school.reporter, "report")
            .await
            .unwrap(),
        None
    );
}
