//! A full disk: nothing half-written, said plainly, and over when there is space again.

use crate::school::School;
use casework::access::Deed;
use store::{Expect, Failure};

#[tokio::test]
async fn a_full_disk_refuses_whole_writes_and_writing_works_again_when_there_is_space() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    school.store.limit_pages(Some(1)).await.unwrap();
    // The limit cannot be less than what is there, so what there is fills up first.
    let mut written = 1;
    let failure = loop {
        match school
            .store
            .append(school.noting(case, Expect::At(written), &"a note ".repeat(400)))
            .await
        {
            Ok(_) => written += 1,
            Err(failure) => break failure,
        }
        assert!(written < 1_000);
    };
    assert_eq!(failure, Failure::Full);
    assert!(
        failure
            .to_string()
            .contains("writing works again as soon as there is space")
    );
    let verdict = school.store.verify(school.chronology(case)).await.unwrap();
    assert!(verdict.intact());
    assert_eq!(verdict.entries, written);

    school.store.limit_pages(None).await.unwrap();
    school
        .store
        .append(school.noting(case, Expect::At(written), "after"))
        .await
        .unwrap();
    let opened = school
        .store
        .open_case(&school.as_lead(), case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert!(opened.intact);
    assert_eq!(opened.entries.len() as u64, written + 1);
}
