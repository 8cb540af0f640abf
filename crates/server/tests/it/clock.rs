//! The machine's clock set wrong, both ways, by an hour and by thirty years: no session is longer for it, nothing is
//! destroyed, entries keep their order, and whoever can put it right is told.

use crate::school::{CANARY, House};
use axum::http::StatusCode;
use casework::event::{CaseEvent, Role};
use jiff::{SignedDuration, Timestamp};
use server::clock_watch::{Doubt, look};
use server::jobs::clear_away;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Twelve jumps, from thirty years back to thirty years ahead.
const JUMPS: [i64; 12] = [
    -262_980, -87_660, -8_766, -1_440, -25, -1, 1, 25, 1_500, 8_766, 87_660, 262_980,
];

/// Somebody's note on the case; the status it was answered with.
async fn noted(house: &House, cookie: &str, note: &str) -> StatusCode {
    let path = format!("/cases/{}/note", house.case);
    let note = format!("{note} {CANARY}");
    house
        .post(Some(cookie), &path, &[("note", &note)])
        .await
        .status
}

#[tokio::test]
async fn twelve_jumps_of_the_clock_lengthen_no_session_and_destroy_nothing() {
    for hours in JUMPS {
        let house = House::with_a_case().await;
        house.leaves_jobs();
        let lead = house.signed_in(Role::Lead).await;
        look(&house.app, true).await.unwrap();
        assert_eq!(noted(&house, &lead, "before").await, StatusCode::SEE_OTHER);
        let typed = [("note", "half a note")];
        let draft = format!("/drafts/cases/{}/note", house.case);
        assert!(
            house
                .post(Some(&lead), &draft, &typed)
                .await
                .status
                .is_success()
        );
        let before = house.events().await;

        house.clock.forward(SignedDuration::from_hours(hours));
        clear_away(&house.app).await.unwrap();
        assert_eq!(house.events().await, before, "{hours} h");
        let over = house.get(Some(&lead), "/desk").await;
        assert_eq!(over.status, StatusCode::SEE_OTHER, "{hours} h: the session");
        assert!(over.to().starts_with("/sign-in"), "{hours} h");

        // Somebody signs in by the wrong clock, writes, and the clock is put right.
        let wrong = house.signed_in(Role::Lead).await;
        assert_eq!(
            noted(&house, &wrong, "by it").await,
            StatusCode::SEE_OTHER,
            "{hours} h"
        );
        house.clock.forward(SignedDuration::from_hours(-hours));
        let right = house.get(Some(&wrong), "/desk").await;
        assert_eq!(
            right.status,
            StatusCode::SEE_OTHER,
            "{hours} h: the other session"
        );
        let again = house.signed_in(Role::Lead).await;
        assert_eq!(
            noted(&house, &again, "after").await,
            StatusCode::SEE_OTHER,
            "{hours} h"
        );
        let form = house
            .get(Some(&again), &format!("/cases/{}/note", house.case))
            .await;
        assert!(!form.text.is_empty());

        let opened = house.opened().await;
        assert!(opened.intact, "{hours} h");
        let notes: Vec<&str> = opened
            .entries
            .iter()
            .filter_map(|entry| match &entry.written.event {
                CaseEvent::NoteAdded { note, .. } => note.as_str().split(' ').next(),
                _ => None,
            })
            .collect();
        assert_eq!(notes, ["before", "by", "after"], "{hours} h");
        let times: Vec<Timestamp> = opened
            .entries
            .iter()
            .map(|entry| entry.recorded_at)
            .collect();
        assert!(times.is_sorted(), "{hours} h: {times:?}");
    }
}

#[tokio::test]
async fn while_the_clock_is_in_doubt_nothing_is_cleared_away_and_it_is_said_where_people_begin() {
    let house = House::with_a_case().await;
    assert_eq!(look(&house.app, true).await.unwrap(), None);
    let unused = format!("/sign-in/link/{}", house.link);
    for (hours, says) in [
        (-262_980, "The record goes up to"),
        (262_980, "The last it knows of was on"),
    ] {
        house.clock.forward(SignedDuration::from_hours(hours));
        clear_away(&house.app).await.unwrap();
        for (role, path) in [
            (Role::Lead, "/desk"),
            (Role::Administrator, "/setting/staff"),
        ] {
            let cookie = house.signed_in(role).await;
            let page = house.get(Some(&cookie), path).await;
            assert!(page.text.contains("Check the clock"), "{hours} {path}");
            assert!(page.text.contains(says), "{hours} {path}: {}", page.text);
        }
        let reporter = house.signed_in(Role::Reporter).await;
        let page = house.get(Some(&reporter), "/reports").await;
        assert!(!page.text.contains("Check the clock"));
        house.clock.forward(SignedDuration::from_hours(-hours));
        clear_away(&house.app).await.unwrap();
        assert_eq!(house.app.clock_watch().doubt(), None, "put right again");
        // The link had run out by the wrong clock, and would be gone.
        assert_eq!(house.get(None, &unused).await.status, StatusCode::OK);
    }
    assert!(
        house
            .log()
            .contains("the machine's clock is earlier than the last entry")
    );
    assert!(house.log().contains("start again with --clock-is-right"));
    house.afterwards().await;
}

#[tokio::test]
async fn a_clock_far_ahead_is_in_doubt_until_somebody_says_it_is_right_or_it_is_put_back() {
    let house = House::with_a_case().await;
    house.clock.forward(DAY * 59);
    assert_eq!(
        look(&house.app, true).await.unwrap(),
        None,
        "a summer holiday"
    );
    house.afterwards().await;

    let house = House::with_a_case().await;
    house.clock.forward(DAY * 61);
    let doubt = look(&house.app, true).await.unwrap();
    assert!(matches!(doubt, Some(Doubt::Ahead { .. })), "{doubt:?}");
    let lead = house.signed_in(Role::Lead).await;
    assert_eq!(noted(&house, &lead, "now").await, StatusCode::SEE_OTHER);
    assert_eq!(
        look(&house.app, true).await.unwrap(),
        doubt,
        "an entry does not settle it"
    );
    house.clock.forward(DAY * -60);
    assert!(matches!(
        look(&house.app, true).await.unwrap(),
        Some(Doubt::Behind { .. })
    ));
    house.afterwards().await;

    let house = House::with_a_case().await;
    house.app.clock_watch().trust();
    house.clock.forward(DAY * 61);
    assert_eq!(look(&house.app, true).await.unwrap(), None);
    house.afterwards().await;
}

#[tokio::test]
async fn a_jump_while_the_program_runs_is_noticed_at_the_next_look() {
    let house = House::with_a_case().await;
    assert_eq!(look(&house.app, false).await.unwrap(), None);
    house.clock.forward(HOUR * 23);
    assert_eq!(look(&house.app, false).await.unwrap(), None);
    house.clock.forward(HOUR * 25);
    let doubt = look(&house.app, false).await.unwrap();
    assert!(matches!(doubt, Some(Doubt::Ahead { .. })), "{doubt:?}");
    house.clock.forward(HOUR * -25);
    assert_eq!(look(&house.app, false).await.unwrap(), None);
    house.clock.forward(HOUR * -25);
    let doubt = look(&house.app, false).await.unwrap();
    assert!(matches!(doubt, Some(Doubt::Behind { .. })), "{doubt:?}");
    house.afterwards().await;
}
