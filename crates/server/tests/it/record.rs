//! Looking over the record: the chronology on page and paper, verifying, who opened it, counts.

use crate::school::{CANARY, House};
use axum::http::{Request, StatusCode, header};
use casework::event::Role;
use store::{Append, Expect, Write};

async fn paper(house: &House, cookie: &str) -> (StatusCode, Vec<u8>, String) {
    let request = Request::builder()
        .uri(format!("/cases/{}/chronology.pdf", house.case))
        .header(header::HOST, "leeward.example")
        .header(header::COOKIE, cookie)
        .body(axum::body::Body::empty())
        .unwrap();
    let response = house.answer(request).await;
    let status = response.status();
    let name = response
        .headers()
        .get(header::CONTENT_DISPOSITION)
        .map_or("", |name| name.to_str().unwrap())
        .to_owned();
    let bytes = axum::body::to_bytes(response.into_body(), 8_000_000)
        .await
        .unwrap();
    (status, bytes.to_vec(), name)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn the_chronology_shows_every_entry_and_says_that_it_is_whole() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let page = house
        .get(Some(&lead), &format!("/cases/{}/chronology", house.case))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Entry 1 ",
        "Entry 2 ",
        "Entry 3 ",
        CANARY,
        "each as it was recorded",
    ] {
        assert!(page.text.contains(said), "{said}");
    }
    let title = page.text.split("</title>").next().unwrap();
    assert!(!title.contains(CANARY));
}

#[tokio::test]
async fn the_paper_is_tagged_archival_and_names_nobody_outside_its_pages() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let (status, bytes, name) = paper(&house, &lead).await;
    assert_eq!(status, StatusCode::OK);
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for mark in [
        "StructTreeRoot",
        "MarkInfo",
        "/Lang",
        "pdfaid:part",
        "pdfuaid:part",
        "en-GB",
    ] {
        assert!(holds(&bytes, mark), "{mark}");
    }
    assert!(!holds(&bytes, CANARY));
    assert!(name.starts_with("attachment; filename=\"chronology-") && !name.contains(CANARY));
    let log = house
        .get(Some(&lead), &format!("/cases/{}/access-log", house.case))
        .await;
    assert!(log.text.contains("Took the chronology out"));
}

#[tokio::test]
async fn a_letter_that_no_typeface_has_does_not_keep_the_record_from_paper() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let note = casework::words::Words::typed("\u{1f600} \u{e123} \u{202e}abc\u{0}").ok();
    let note = note.unwrap_or_else(|| casework::words::Words::typed("\u{1f600} \u{e123}").unwrap());
    let writes = vec![Write::Case {
        case: house.case,
        expect: Expect::Tail,
        events: vec![casework::event::CaseEvent::NoteAdded {
            note,
            happened: None,
        }],
    }];
    let append = Append {
        writes,
        ..Append::by(house.school.setting, house.school.who(Role::Lead))
    };
    house.app.store().append(append).await.unwrap();
    let (status, bytes, _) = paper(&house, &lead).await;
    assert_eq!(status, StatusCode::OK);
    assert!(bytes.starts_with(b"%PDF-1.7"));
}

#[tokio::test]
async fn an_auditor_verifies_without_reading_and_finds_a_case_by_its_reference() {
    let house = House::with_a_case().await;
    let auditor = house.signed_in(Role::Auditor).await;
    let all = house.get(Some(&auditor), "/verify").await;
    assert!(all.text.contains("Every record holds together"));
    let reference = casework::case::reference_of(house.case);
    let found = house
        .post(
            Some(&auditor),
            "/verify",
            &[("reference", &reference.to_lowercase())],
        )
        .await;
    assert_eq!(found.to(), format!("/cases/{}/verify", house.case));
    let one = house.get(Some(&auditor), found.to()).await;
    assert!(one.text.contains("This chronology holds together"));
    assert!(!one.text.contains(CANARY) && !all.text.contains(CANARY));
    let none = house
        .post(Some(&auditor), "/verify", &[("reference", "XXX-XXX")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("XXX-XXX"));
}

#[tokio::test]
async fn the_access_log_names_who_verified_and_who_was_turned_away() {
    let house = House::with_a_case().await;
    let auditor = house.signed_in(Role::Auditor).await;
    let case = format!("/cases/{}", house.case);
    house.get(Some(&auditor), &format!("{case}/verify")).await;
    let oversight = house.signed_in(Role::Oversight).await;
    let away = house
        .get(Some(&oversight), &format!("{case}/chronology"))
        .await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
    let log = house
        .get(Some(&auditor), &format!("{case}/access-log"))
        .await;
    assert!(
        log.text
            .contains("Verified the chronology: it holds together")
    );
    assert!(log.text.contains("Was turned away from: chronology"));
    let refused = house
        .get(Some(&oversight), &format!("{case}/access-log"))
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn counts_lead_to_no_case_and_name_nobody() {
    let house = House::with_a_case().await;
    let oversight = house.signed_in(Role::Oversight).await;
    let page = house.get(Some(&oversight), "/counts").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Open cases") && page.text.contains("Being reviewed or assessed"));
    assert!(!page.text.contains("/cases/") && !page.text.contains(CANARY));
    assert!(
        !page
            .text
            .contains(&casework::case::reference_of(house.case))
    );
}
