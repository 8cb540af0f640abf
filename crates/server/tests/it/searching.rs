//! Searching, as a lead meets it: a form, a table that shows no more than the desk does, and a line in the access log.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::case::reference_of;
use casework::event::Role;

impl House {
    async fn search(&self, role: Role, looked_for: &str) -> Page {
        let who = self.signed_in(role).await;
        self.post(Some(&who), "/search", &[("looked_for", looked_for)])
            .await
    }
}

#[tokio::test]
async fn a_lead_finds_a_case_by_a_childs_name_and_nothing_of_it_is_told_but_its_line() {
    let house = House::with_a_case().await;
    let found = house.search(Role::Lead, "child").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains(&reference_of(house.case)));
    assert!(found.text.contains("a child\u{2019}s name"));
    house.leaves_jobs();
}

#[tokio::test]
async fn what_was_looked_for_stands_in_the_access_log_of_the_case_and_in_no_log_line() {
    let house = House::with_a_case().await;
    house.search(Role::Lead, &format!("child {CANARY}")).await;
    let lead = house.signed_in(Role::Lead).await;
    let log = house
        .get(Some(&lead), &format!("/cases/{}/access-log", house.case))
        .await;
    assert!(log.text.contains("Found it by searching for:"));
    assert!(log.text.contains(&format!("child {CANARY}")));
    assert!(!house.log().contains(CANARY));
    house.leaves_jobs();
}

#[tokio::test]
async fn a_search_for_nothing_says_what_to_do_and_one_that_finds_nothing_says_how_to_go_on() {
    let house = House::with_a_case().await;
    let empty = house.search(Role::Lead, "   ").await;
    assert!(empty.text.contains("Say what to look for"));
    let long = house.search(Role::Lead, &"word ".repeat(60)).await;
    assert!(long.text.contains("200 letters at most"));
    let none = house.search(Role::Lead, "zebra crossing").await;
    assert_eq!(none.status, StatusCode::OK);
    assert!(none.text.contains("Try fewer words"));
    assert!(none.text.contains("zebra crossing"));
    house.leaves_jobs();
}

#[tokio::test]
async fn whoever_has_no_desk_has_no_search() {
    let house = House::with_a_case().await;
    for role in [
        Role::Reporter,
        Role::Administrator,
        Role::Head,
        Role::Auditor,
    ] {
        let found = house.search(role, "ash").await;
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    house.leaves_jobs();
}
