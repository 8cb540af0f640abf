//! Work written with the entries that call for it, and packs kept with the consultation.

use crate::school::{School, at};
use guidance::PackFile;
use jiff::SignedDuration;
use store::{Append, Expect, Job, KeptPack};

fn job(kind: &str) -> Job {
    Job {
        kind: kind.to_owned(),
        body: "{}".to_owned(),
        due: None,
    }
}

#[tokio::test]
async fn work_is_claimed_once_comes_back_when_its_lease_runs_out_and_goes_when_finished() {
    let school = School::founded().await;
    let store = &school.store;
    let append = Append {
        jobs: vec![job("tell-lead")],
        ..school.reporting(store.outside().new_case(), store.outside().new_person())
    };
    store.append(append).await.unwrap();
    let lease = SignedDuration::from_mins(5);
    let claimed = store.claim_job(lease).await.unwrap().unwrap();
    assert_eq!(
        (&claimed.job, claimed.attempts, claimed.setting),
        (&job("tell-lead"), 0, school.setting)
    );
    assert_eq!(store.claim_job(lease).await.unwrap(), None);
    school.clock.move_by(SignedDuration::from_mins(5));
    let again = store.claim_job(lease).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (claimed.id, 1));
    store
        .put_off_job(again.setting, again.id, at("2026-03-02T11:00:00Z"))
        .await
        .unwrap();
    assert_eq!(store.claim_job(lease).await.unwrap(), None);
    assert_eq!(store.jobs_waiting().await.unwrap(), 1);
    school.clock.move_by(SignedDuration::from_hours(2));
    let last = store.claim_job(lease).await.unwrap().unwrap();
    store.finish_job(last.setting, last.id).await.unwrap();
    assert_eq!(store.jobs_waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn work_of_an_append_that_was_refused_is_not_there() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let append = Append {
        jobs: vec![job("tell-lead")],
        ..school.noting(case, Expect::At(9), "a note")
    };
    assert!(school.store.append(append).await.is_err());
    assert_eq!(school.store.jobs_waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn work_waits_for_its_time() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let later = Job {
        due: Some(at("2026-03-02T09:30:00Z")),
        ..job("chase")
    };
    school
        .store
        .append(Append {
            jobs: vec![later],
            ..school.noting(case, Expect::Tail, "a note")
        })
        .await
        .unwrap();
    assert_eq!(
        school
            .store
            .claim_job(SignedDuration::from_mins(1))
            .await
            .unwrap(),
        None
    );
    school.clock.move_by(SignedDuration::from_mins(30));
    assert!(
        school
            .store
            .claim_job(SignedDuration::from_mins(1))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_pack_that_was_consulted_is_found_by_its_digest_and_never_replaced() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let files = |text: &str| {
        vec![PackFile {
            path: "pack.toml".to_owned(),
            text: text.to_owned(),
        }]
    };
    let pack = |text| KeptPack {
        digest: "d1".to_owned(),
        files: files(text),
    };
    let append = Append {
        packs: vec![pack("one")],
        ..school.noting(case, Expect::Tail, "consulted")
    };
    school.store.append(append).await.unwrap();
    school
        .store
        .keep_pack(school.setting, pack("two"))
        .await
        .unwrap();
    assert_eq!(
        school.store.pack(school.setting, "d1").await.unwrap(),
        Some(files("one"))
    );
    assert_eq!(school.store.pack(school.setting, "d2").await.unwrap(), None);
}

#[tokio::test]
async fn what_a_setting_wrote_itself_is_kept_sealed() {
    let school = School::founded().await;
    let pack = KeptPack {
        digest: "d3".to_owned(),
        files: vec![PackFile {
            path: "services.toml".to_owned(),
            text: "Front door zyxcanary".to_owned(),
        }],
    };
    school
        .store
        .keep_pack(school.setting, pack.clone())
        .await
        .unwrap();
    for (_, bytes) in school.kept.files() {
        let clear = String::from_utf8_lossy(&bytes).contains("zyxcanary");
        assert!(!clear, "a word of the setting lies on the disk in clear");
    }
    assert_eq!(
        school.store.pack(school.setting, "d3").await.unwrap(),
        Some(pack.files)
    );
}
