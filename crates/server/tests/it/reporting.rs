//! Reporting a concern, and what the reporter sees of it afterwards.

use crate::school::{CANARY, House};
use axum::http::StatusCode;
use casework::event::{CameBy, CaseEvent, Role};
use casework::id::CaseId;
use jiff::SignedDuration;

const WHAT: &str = "Child A said that friends were unkind about them. zyxcanary";

async fn once(house: &House, cookie: &str) -> String {
    house.get(Some(cookie), "/report").await.hidden("once")
}

/// The case a report opened, as the lead reads it.
async fn reported(house: &House, receipt: &str) -> Vec<CaseEvent> {
    let case: CaseId = receipt.rsplit('/').next().unwrap().parse().unwrap();
    house.events_of(case).await
}

#[tokio::test]
async fn a_report_needs_who_and_what_and_ends_at_its_receipt() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let once = once(&house, &cookie).await;
    let child = format!("Child B {CANARY}");
    let fields = [
        ("once", once.as_str()),
        ("do", "send"),
        ("child-1-name", child.as_str()),
        ("what", WHAT),
    ];
    let sent = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let receipt = house.get(Some(&cookie), sent.to()).await;
    assert!(receipt.text.contains("with the safeguarding team"));
    assert!(
        receipt
            .text
            .contains("reads it by the end of today, 25 March 2026")
    );
    assert!(receipt.text.contains("Do not look, copy, print"));
    assert!(receipt.text.contains(WHAT) && receipt.text.contains("999"));
    let events = reported(&house, sent.to()).await;
    assert!(matches!(
        &events[..],
        [CaseEvent::ConcernReported { came_by: CameBy::NotSaid, children, .. }] if children.len() == 1
    ));
    let list = house.get(Some(&cookie), "/reports").await;
    assert!(list.text.contains("Waiting to be read"));
    assert!(!list.text.contains(CANARY));
    assert_eq!(house.afterwards().await, 1, "the lead is told once");
}

#[tokio::test]
async fn a_report_without_who_or_what_says_both_and_keeps_the_rest() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let fields = [
        ("do", "send"),
        ("place", "By the gate zyxcanary"),
        ("came_by", "overheard"),
    ];
    let page = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("href=\"#children\"") && page.text.contains("href=\"#what\""));
    assert!(page.text.contains("By the gate zyxcanary"));
}

#[tokio::test]
async fn a_day_to_come_no_day_and_a_time_without_a_day_are_refused_at_their_field() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    for (day, time, says) in [
        (["26", "3", "2026"], "", "cannot be in the future"),
        (["31", "2", "2026"], "", "real day"),
        (["", "", ""], "14:05", "Enter the day as well as the time"),
        (["24", "3", "2026"], "noonish", "Enter a time"),
    ] {
        let fields = [
            ("do", "send"),
            ("names_not_known", "yes"),
            ("what", WHAT),
            ("happened-day", day[0]),
            ("happened-month", day[1]),
            ("happened-year", day[2]),
            ("happened-time", time),
        ];
        let page = house.post(Some(&cookie), "/report", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(page.text.contains(says), "{says}");
        assert!(page.text.contains(WHAT));
    }
}

#[tokio::test]
async fn the_same_child_twice_is_refused() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let fields = [
        ("do", "send"),
        ("child-1-name", "Child B zyxcanary"),
        ("child-2-name", "child b zyxcanary "),
        ("what", WHAT),
    ];
    let page = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("same child is there twice"));
}

#[tokio::test]
async fn sent_twice_a_report_is_one_case() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let once = once(&house, &cookie).await;
    let fields = [
        ("once", once.as_str()),
        ("do", "send"),
        ("names_not_known", "yes"),
        ("what", WHAT),
    ];
    let first = house.post(Some(&cookie), "/report", &fields).await;
    let second = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.to(), second.to());
    let list = house.get(Some(&cookie), "/reports").await;
    assert_eq!(list.text.matches("Waiting to be read").count(), 1);
    assert_eq!(house.afterwards().await, 1, "the lead is told once");
}

#[tokio::test]
async fn rows_are_added_and_removed_without_script_and_keep_what_was_typed() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let fields = [
        ("do", "add"),
        ("child-1-name", "Child B zyxcanary"),
        ("what", WHAT),
    ];
    let page = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("name=\"child-2-name\"")
            && page.text.contains("Child B zyxcanary")
            && page.text.contains(WHAT)
    );
    let fields = [
        ("do", "remove-1"),
        ("child-1-name", "Child B zyxcanary"),
        ("child-2-name", "Child C zyxcanary"),
    ];
    let page = house.post(Some(&cookie), "/report", &fields).await;
    assert!(!page.text.contains("Child B zyxcanary") && page.text.contains("Child C zyxcanary"));
}

#[tokio::test]
async fn finding_shows_pupils_on_the_roll_and_never_a_child_known_from_a_case() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let administrator = house.signed_in(Role::Administrator).await;
    let added = house
        .post(
            Some(&administrator),
            "/setting/pupils",
            &[
                ("do", "add"),
                ("pupils", "Child Onroll zyxcanary, 1/2/2012, Year 9"),
            ],
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let cookie = house.signed_in(Role::Reporter).await;
    let page = house
        .post(
            Some(&cookie),
            "/report",
            &[("do", "find"), ("child-1-name", "child")],
        )
        .await;
    assert!(page.text.contains("Child Onroll zyxcanary, Year 9"));
    assert!(!page.text.contains("Child A zyxcanary"));
    assert!(
        !page.text.contains("2012"),
        "a date of birth is not for a reporter"
    );
    let id = page
        .text
        .split("name=\"child-1-who\"")
        .nth(1)
        .unwrap()
        .split("value=\"")
        .nth(1)
        .unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let fields = [
        ("do", "send"),
        ("child-1-name", "child"),
        ("child-1-who", id.as_str()),
        ("what", WHAT),
    ];
    let sent = house.post(Some(&cookie), "/report", &fields).await;
    let events = reported(&house, sent.to()).await;
    assert!(
        matches!(&events[0], CaseEvent::ConcernReported { children, .. } if children[0].to_string() == id)
    );
}

#[tokio::test]
async fn an_id_that_is_not_of_a_pupil_on_the_roll_names_nobody() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Reporter).await;
    let known = house.child.to_string();
    let fields = [
        ("do", "send"),
        ("child-1-name", ""),
        ("child-1-who", known.as_str()),
        ("what", WHAT),
    ];
    let page = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Name each child involved"));
}

#[tokio::test]
async fn words_that_suggest_imagery_show_gently_what_not_to_do_and_hold_nothing_up() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let cookie = house.signed_in(Role::Reporter).await;
    let notice = "<div class=\"govuk-inset-text\">";
    let quiet = house
        .post(
            Some(&cookie),
            "/report",
            &[("do", "add"), ("what", "A child was upset.")],
        )
        .await;
    assert!(!quiet.text.contains(notice));
    let gentle = house
        .post(
            Some(&cookie),
            "/report",
            &[("do", "add"), ("what", "There are nudes of a friend.")],
        )
        .await;
    assert!(
        gentle.text.contains(notice) && gentle.text.contains("never need to say what any picture")
    );
    let fields = [
        ("do", "send"),
        ("names_not_known", "yes"),
        ("what", "There are nudes of a friend."),
    ];
    let sent = house.post(Some(&cookie), "/report", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_receipt_says_when_it_was_read_and_is_there_for_its_reporter_only() {
    let house = House::with_a_case().await;
    let path = format!("/reports/{}", house.case);
    let reporter = house.signed_in(Role::Reporter).await;
    house.clock.forward(SignedDuration::from_mins(5));
    let receipt = house.get(Some(&reporter), &path).await;
    assert!(
        receipt
            .text
            .contains("Read by the safeguarding team on 25 March 2026, 10:30")
    );
    assert!(
        !receipt.text.contains("Speak with the child"),
        "what others wrote is not shown"
    );
    let lead = house.signed_in(Role::Lead).await;
    assert_eq!(
        house.get(Some(&lead), &path).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_report_after_school_is_read_on_the_next_school_day() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    house.clock.forward(SignedDuration::from_hours(9));
    let cookie = house.signed_in(Role::Reporter).await;
    let sent = house
        .post(
            Some(&cookie),
            "/report",
            &[("do", "send"), ("names_not_known", "yes"), ("what", WHAT)],
        )
        .await;
    let receipt = house.get(Some(&cookie), sent.to()).await;
    assert!(receipt.text.contains("the next school day, 26 March 2026"));
}

#[tokio::test]
async fn a_wrong_line_of_the_roll_is_named_and_nothing_is_added_until_every_line_is_right() {
    let house = House::with_a_case().await;
    let cookie = house.signed_in(Role::Administrator).await;
    let list =
        "Ash zyxcanary, 1/2/2012, 9\nBirch zyxcanary, 31/2/2012\n\nAsh zyxcanary, 1/2/2012, 9";
    for button in ["check", "add"] {
        let page = house
            .post(
                Some(&cookie),
                "/setting/pupils",
                &[("do", button), ("pupils", list)],
            )
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text.contains("Line 2: the date of birth is no date")
                && page.text.contains("Line 4: this pupil is on line 1 too")
        );
        assert!(
            page.text.contains("Birch zyxcanary, 31/2/2012"),
            "the list is kept"
        );
    }
    let right = "Ash zyxcanary, 1/2/2012, 9\nBirch zyxcanary";
    let preview = house
        .post(
            Some(&cookie),
            "/setting/pupils",
            &[("do", "check"), ("pupils", right)],
        )
        .await;
    assert!(
        preview.text.contains("Add 2 to the roll")
            && preview.text.contains("1 February 2012")
            && preview.text.contains("0 on the roll now")
    );
    house
        .post(
            Some(&cookie),
            "/setting/pupils",
            &[("do", "add"), ("pupils", right)],
        )
        .await;
    assert!(
        house
            .get(Some(&cookie), "/setting/pupils")
            .await
            .text
            .contains("2 on the roll now")
    );
    let again = house
        .post(
            Some(&cookie),
            "/setting/pupils",
            &[("do", "add"), ("pupils", right)],
        )
        .await;
    assert!(
        again
            .text
            .contains("Line 1: this pupil is on the roll already")
    );
    let none = house
        .post(
            Some(&cookie),
            "/setting/pupils",
            &[("do", "check"), ("pupils", " \n ")],
        )
        .await;
    assert!(none.text.contains("at least one pupil"));
}
