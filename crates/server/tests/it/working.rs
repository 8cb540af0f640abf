//! A lead at the desk: reading a concern, taking it up, who is involved, the initial review.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::{About, CaseEvent, Role};
use casework::id::CaseId;
use guidance::{Answer, Part};

/// A concern that nobody has read, and the lead's cookie.
async fn unread(house: &House) -> (CaseId, String) {
    let reporter = house.signed_in(Role::Reporter).await;
    let fields = [
        ("do", "send"),
        ("child-1-name", "Child U zyxcanary"),
        ("what", "Child U was upset. zyxcanary"),
    ];
    let sent = house.post(Some(&reporter), "/report", &fields).await;
    let case = sent.to().rsplit('/').next().unwrap().parse().unwrap();
    (case, house.signed_in(Role::Lead).await)
}

#[tokio::test]
async fn a_desk_with_very_many_concerns_says_how_many_more_there_are_and_where() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let (first, lead) = unread(&house).await;
    let reporter = house.signed_in(Role::Reporter).await;
    let mut unread = vec![first.to_string()];
    for _ in 0..100 {
        let fields = [
            ("do", "send"),
            ("names_not_known", "yes"),
            ("what", "Somebody was upset. zyxcanary"),
        ];
        let sent = house.post(Some(&reporter), "/report", &fields).await;
        unread.push(sent.to().rsplit('/').next().unwrap().to_owned());
    }
    let desk = house.get(Some(&lead), "/desk").await.text;
    assert!(desk.contains("1 more, not shown here, are among"));
    let shown = unread.iter().filter(|case| desk.contains(*case)).count();
    assert_eq!(shown, 100);
    let all = house.get(Some(&lead), "/cases").await.text;
    assert!(unread.iter().all(|case| all.contains(case)));
}

fn title(page: &Page) -> &str {
    page.text
        .split("<title>")
        .nth(1)
        .unwrap()
        .split("</title>")
        .next()
        .unwrap()
}

#[tokio::test]
async fn a_new_concern_stands_first_on_the_desk_and_one_press_reads_it_and_takes_it_up() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let (case, lead) = unread(&house).await;
    let desk = house.get(Some(&lead), "/desk").await;
    assert!(
        desk.text.contains("Child U zyxcanary")
            && desk.text.contains("Waiting since 25 March 2026, 10:30")
    );
    let (new, open) = (
        desk.text.find(&case.to_string()).unwrap(),
        desk.text.find(&house.case.to_string()).unwrap(),
    );
    assert!(new < open);
    let path = format!("/cases/{case}");
    let page = house.get(Some(&lead), &path).await;
    assert!(
        page.text.contains("Child U was upset. zyxcanary")
            && page.text.contains("Mark as read and take up")
    );
    assert!(!title(&page).contains(CANARY));
    let me = house.school.who(Role::Lead).to_string();
    let (once, seen) = (page.hidden("once"), page.hidden("seen"));
    let fields = [
        ("once", once.as_str()),
        ("seen", seen.as_str()),
        ("lead", me.as_str()),
    ];
    for _ in 0..2 {
        let taken = house
            .post(Some(&lead), &format!("{path}/take-up"), &fields)
            .await;
        assert_eq!(
            (taken.status, taken.to()),
            (StatusCode::SEE_OTHER, path.as_str())
        );
    }
    let events = house.events_of(case).await;
    assert!(
        matches!(
            &events[1..],
            [CaseEvent::ConcernRead {}, CaseEvent::CaseTakenUp { .. }]
        ),
        "pressed twice, recorded once"
    );
    let page = house.get(Some(&lead), &path).await;
    assert!(
        page.text.contains("Next: Hold the initial review")
            && page.text.contains("/initial-review")
    );
}

#[tokio::test]
async fn nobody_but_a_lead_or_deputy_takes_a_case_up() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let (case, lead) = unread(&house).await;
    let path = format!("/cases/{case}/take-up");
    for (who, says) in [
        (
            house.school.who(Role::Reporter).to_string(),
            "lead or a deputy",
        ),
        (String::new(), "who works the case"),
    ] {
        let page = house
            .post(Some(&lead), &path, &[("lead", who.as_str())])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(says), "{says}");
    }
}

#[tokio::test]
async fn a_case_that_is_not_there_and_one_that_is_withheld_are_the_same_page() {
    let house = House::with_a_case().await;
    let (lead, head) = (
        house.signed_in(Role::Lead).await,
        house.signed_in(Role::Head).await,
    );
    let nowhere = house.app.outside().new_case();
    for page in ["", "/take-up", "/children", "/initial-review"] {
        let absent = house
            .get(Some(&lead), &format!("/cases/{nowhere}{page}"))
            .await;
        let withheld = house
            .get(Some(&head), &format!("/cases/{}{page}", house.case))
            .await;
        assert_eq!(
            (absent.status, withheld.status),
            (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
            "{page}"
        );
    }
    let child = house.app.outside().new_person();
    let absent = house
        .get(
            Some(&lead),
            &format!("/cases/{}/children/{child}", house.case),
        )
        .await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_child_is_added_by_name_or_from_those_known_and_never_twice() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let (case, lead) = unread(&house).await;
    let path = format!("/cases/{case}/children");
    let found = house
        .post(Some(&lead), &path, &[("do", "find"), ("name", "child a")])
        .await;
    let known = house.child.to_string();
    assert!(found.text.contains(&known) && found.text.contains("Child A zyxcanary"));
    let fields = [
        ("do", "add"),
        ("name", "child a"),
        ("who", known.as_str()),
        ("parts", "received"),
        ("how_known", "Told us zyxcanary"),
    ];
    assert_eq!(
        house.post(Some(&lead), &path, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let events = house.events_of(case).await;
    assert!(
        matches!(&events[1..], [CaseEvent::ChildInvolved { child, .. }, CaseEvent::PartsRecorded { parts, .. }]
        if *child == house.child && parts.contains(&Part::Received))
    );
    let twice = house.post(Some(&lead), &path, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        twice.text.contains("already among the children involved")
            && twice.text.contains("Told us zyxcanary")
    );
    let fields = [
        ("do", "add"),
        ("name", ""),
        ("date_of_birth-day", "1"),
        ("date_of_birth-month", "1"),
        ("date_of_birth-year", "2027"),
    ];
    let wrong = house.post(Some(&lead), &path, &fields).await;
    assert!(
        wrong.text.contains("href=\"#name\"") && wrong.text.contains("cannot be in the future")
    );
}

#[tokio::test]
async fn a_date_of_birth_that_changes_what_the_guidance_is_told_is_noted_in_the_case() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/children/{}", house.case, house.child);
    let before = house.events().await.len();
    let fields = [
        ("name", "Child A zyxcanary"),
        ("date_of_birth-day", "1"),
        ("date_of_birth-month", "2"),
        ("date_of_birth-year", "2015"),
        ("parts", "pictured"),
    ];
    assert_eq!(
        house.post(Some(&lead), &path, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let events = house.events().await;
    assert!(matches!(&events[before], CaseEvent::PartsRecorded { .. }));
    let under_13 = events.iter().any(|event| {
        matches!(
            event,
            CaseEvent::QuestionAnswered {
                about: About::Child(_),
                answer: Answer::Yes,
                ..
            }
        )
    });
    assert!(under_13);
    let page = house
        .get(Some(&lead), &format!("/cases/{}", house.case))
        .await;
    assert!(page.text.contains("Aged 11 at the time") && page.text.contains("Is pictured"));
    let same = house.post(Some(&lead), &path, &fields).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.text.contains("Nothing is different"));
}

fn review<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("held-day", "25"),
        ("held-month", "3"),
        ("held-year", "2026"),
        ("others", "A colleague zyxcanary, head of year"),
    ];
    fields.extend_from_slice(more);
    fields
}

#[tokio::test]
async fn the_initial_review_records_what_was_held_and_answered_and_leads_to_what_is_called_for() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/initial-review", house.case);
    let shown = house.get(Some(&lead), &path).await;
    assert!(
        shown.text.contains("answer_incident_adult-involved")
            && shown
                .text
                .contains(&format!("answer_{}_coerced", house.child))
    );
    let before = house.events().await.len();
    let fields = review(&[
        ("answer_incident_adult-involved", "yes"),
        ("how_incident_adult-involved", "Said so zyxcanary"),
    ]);
    let done = house.post(Some(&lead), &path, &fields).await;
    assert_eq!(
        done.to(),
        format!("/cases/{}/recommendation", house.case),
        "{}",
        done.text
    );
    let events = house.events().await;
    assert!(matches!(
        &events[before..],
        [
            CaseEvent::InitialReviewHeld { .. },
            CaseEvent::QuestionAnswered { .. },
            CaseEvent::GuidanceConsulted { .. }
        ]
    ));
    let overview = house
        .get(Some(&lead), &format!("/cases/{}", house.case))
        .await;
    assert!(overview.text.contains("The guidance calls for this now"));
    assert!(
        house
            .get(Some(&lead), "/desk")
            .await
            .text
            .contains("Refer now")
    );
    let again = house.get(Some(&lead), &path).await;
    assert!(
        again.text.contains("Said so zyxcanary") && !again.text.contains("name=\"held-day\""),
        "answers stay; the review was held"
    );
    let same = [
        ("answer_incident_adult-involved", "yes"),
        ("how_incident_adult-involved", "Said so zyxcanary"),
    ];
    let same = house.post(Some(&lead), &path, &same).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.text.contains("Nothing is different"));
}

#[tokio::test]
async fn without_a_trigger_the_initial_review_leads_to_the_questions() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/initial-review", house.case);
    let fields = review(&[("answer_incident_adult-involved", "not-known")]);
    let done = house.post(Some(&lead), &path, &fields).await;
    assert_eq!(
        done.to(),
        format!("/cases/{}/assessment", house.case),
        "{}",
        done.text
    );
}

#[tokio::test]
async fn an_initial_review_without_day_or_people_or_answer_says_all_of_it_and_keeps_the_text() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/initial-review", house.case);
    let fields = [
        ("notes", "Held in the office zyxcanary"),
        ("how_incident_adult-involved", "Said so zyxcanary"),
    ];
    let page = house.post(Some(&lead), &path, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for link in ["#held", "#present", "#answer_incident_adult-involved"] {
        assert!(page.text.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert!(
        page.text.contains("Held in the office zyxcanary")
            && page.text.contains("Said so zyxcanary")
    );
    let fields = [
        ("held-day", "26"),
        ("held-month", "3"),
        ("held-year", "2026"),
        ("others", "A zyxcanary"),
    ];
    let page = house.post(Some(&lead), &path, &fields).await;
    assert!(page.text.contains("cannot be in the future"));
}

#[tokio::test]
async fn of_two_leads_at_once_the_second_is_shown_what_was_added_and_keeps_the_text() {
    let house = House::with_a_case().await;
    let (lead, deputy) = (
        house.signed_in(Role::Lead).await,
        house.signed_in(Role::Deputy).await,
    );
    let path = format!("/cases/{}/initial-review", house.case);
    let seen = house.get(Some(&lead), &path).await.hidden("seen");
    let children = format!("/cases/{}/children", house.case);
    let added = house
        .post(
            Some(&deputy),
            &children,
            &[("do", "add"), ("name", "Child Z zyxcanary")],
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let fields = review(&[
        ("seen", seen.as_str()),
        ("notes", "Held in the office zyxcanary"),
    ]);
    let late = house.post(Some(&lead), &path, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.text.contains("Held in the office zyxcanary") && late.text.contains("Others added")
    );
    let late = house
        .post(
            Some(&lead),
            &children,
            &[
                ("seen", seen.as_str()),
                ("do", "add"),
                ("name", "Child Y zyxcanary"),
            ],
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("Child Y zyxcanary"));
}

#[tokio::test]
async fn the_list_of_cases_holds_open_ones_and_says_where_there_are_no_closed_ones() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let page = house.get(Some(&lead), "/cases").await;
    assert!(
        page.text.contains(&format!("/cases/{}", house.case))
            && page.text.contains("There are no closed cases")
    );
    let nobody = house.signed_in(Role::Head).await;
    assert_eq!(
        house.get(Some(&nobody), "/cases").await.status,
        StatusCode::NOT_FOUND
    );
}
