//! As at any date: the texts of other days on every page about guidance, and a decision made in 2019 that is looked at
//! again in 2026.

use crate::assessing::{Desk, plain};
use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::access::{Asking, Deed};
use casework::case::Case;
use casework::chronology::ChronologyId;
use casework::consult::{Replayed, replay};
use casework::event::{CaseEvent, Role};
use guidance::{Library, Pack};
use std::sync::OnceLock;
use store::{Head, Opened, verify_file_against};

const IN_2019: &str = "2019-05-03T10:30:00Z";
const IN_2026: &str = "2026-11-22T14:05:00Z";
const REWRITES_NOTHING: &str = "Neither rewrites the other";

/// England's texts without the one of 2020: from 23 December 2020 to 10 March 2024 nothing is in force.
fn with_a_gap() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let packs = Library::shipped_files()
            .into_iter()
            .map(|files| Pack::read(&files).unwrap())
            .filter(|pack| pack.id() != "england-ukcis-2020");
        Library::new(packs.collect())
    })
}

async fn opened(house: &House) -> Opened {
    let asking = Asking {
        setting: house.school.setting,
        staff: house.school.who(Role::Lead),
        roles: [Role::Lead].into(),
        second_factor: true,
        signed_in_at: house.app.outside().now(),
    };
    let store = house.app.store();
    let opened = store.open_case(&asking, house.case, Deed::OpenCase, "test", None);
    opened.await.unwrap()
}

/// The school in 2019 with a decision made under the text of that day.
async fn decided_in_2019() -> House {
    let house = House::in_nation("england", IN_2019).await;
    let desk = Desk::of(&house).await;
    desk.answer(&[("adult-involved", "no"), ("child:coerced", "no")])
        .await;
    desk.send("recommendation", &[]).await;
    let rationale = format!("Support is in place. {CANARY}");
    let fields = [
        ("routes", "manage-in-setting"),
        ("rationale", rationale.as_str()),
    ];
    let sent = desk.send("decision", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", plain(&sent.text));
    house
}

fn text_of(house: &House, case: &Case, at: usize) -> String {
    let consulted = &case.consultations[at];
    let pack = house.app.library().by_digest(&consulted.digest).unwrap();
    assert!(
        matches!(replay(consulted, &pack), Replayed::Same(_)),
        "consultation {at}"
    );
    pack.id().to_owned()
}

#[tokio::test]
async fn a_decision_of_2019_is_reviewed_in_2026_and_neither_text_rewrites_the_other() {
    let house = decided_in_2019().await;
    let then = opened(&house).await;
    assert_eq!(text_of(&house, &then.case, 0), "england-ukccis-2016");
    let kept = Head {
        chronology: ChronologyId::case(house.school.setting, house.case),
        seq: u64::try_from(then.entries.len()).unwrap(),
        hash: then.head,
    };

    house.clock.stand_at(IN_2026);
    let desk = Desk::of(&house).await;
    // Both stand side by side wherever the decision is looked at.
    for page in ["recommendation", "decision", "review"] {
        let shown = plain(&desk.see(page).await.text);
        for told in [
            "On the day of the decision, and today",
            "Decided on 3 May 2019.",
            "the text of that day says what was recorded",
            "What is asked for, then and now",
            REWRITES_NOTHING,
        ] {
            assert!(
                shown.contains(told),
                "{page} does not say {told:?}: {shown}"
            );
        }
        let old = house
            .app
            .library()
            .on("england", jiff::civil::date(2019, 5, 3));
        let new = house
            .app
            .library()
            .on("england", jiff::civil::date(2026, 11, 22));
        for pack in [old.unwrap(), new.unwrap()] {
            assert!(shown.contains(pack.title()), "{page}: {}", pack.title());
        }
    }
    let link = "/guidance/england-ukccis-2016/2016-08-20?on=2019-05-03";
    assert!(desk.see("review").await.text.contains(link));
    // A review rests on the text of today, which is asked first.
    let review = plain(&desk.see("review").await.text);
    assert!(review.contains("Ask the text of today first"), "{review}");
    assert!(!review.contains("Record that it stands"), "{review}");

    let kept_on = desk.send("recommendation", &[]).await;
    assert_eq!(kept_on.status, StatusCode::SEE_OTHER);
    let now = opened(&house).await;
    assert_eq!(now.case.consultations.len(), 2, "another entry");
    assert_eq!(text_of(&house, &now.case, 0), "england-ukccis-2016");
    assert_eq!(text_of(&house, &now.case, 1), "england-ukcis-2024");

    // What was recorded in 2019 is there, entry by entry, and the head of that day is still in the chain.
    assert_eq!(now.entries[..then.entries.len()], then.entries[..]);
    assert!(now.intact && now.entries.len() > then.entries.len());
    let report = verify_file_against(&house.place, &[kept], |_, _| {}).unwrap();
    assert!(report.intact(), "{:?}", report.broken);
    let altered = Head {
        hash: now.head,
        ..kept
    };
    let report = verify_file_against(&house.place, &[altered], |_, _| {}).unwrap();
    assert!(!report.intact(), "another hash at that entry would be told");

    let chronology = plain(&desk.see("chronology").await.text);
    assert_eq!(
        chronology.matches("it gives the same.").count(),
        2,
        "{chronology}"
    );
}

#[tokio::test]
async fn a_review_under_the_text_of_today_is_recorded_beside_the_decision_and_then_nothing_is_asked()
 {
    let house = decided_in_2019().await;
    house.clock.stand_at(IN_2026);
    let desk = Desk::of(&house).await;
    // Under the text of today more is known, and nothing is left that the decision does not answer.
    desk.send("recommendation", &[]).await;
    let left = desk.case().await.left_without_answer().len();
    let review = plain(&desk.see("review").await.text);
    if left > 0 {
        assert!(review.contains("This takes a new decision"), "{review}");
        let fields = [
            ("routes", "refer-social-care"),
            ("routes", "refer-police"),
            ("routes", "manage-in-setting"),
            ("rationale", "As the text of today asks."),
        ];
        let sent = desk.send("decision", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", plain(&sent.text));
    } else {
        assert!(review.contains("Another text is in force than when it was made"));
        let decision = desk
            .case()
            .await
            .decision()
            .unwrap()
            .recorded
            .seq
            .to_string();
        let fields = [
            ("do", "confirm"),
            ("decision", decision.as_str()),
            ("stands", "The support is still there."),
        ];
        let sent = desk.send("review", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", plain(&sent.text));
    }
    let case = desk.case().await;
    let today = &case.consultations[1];
    let rests_on = case.decision().map(|decision| {
        let confirmed = decision.confirmed.last().and_then(|one| one.consultation);
        confirmed.or(decision.consultation)
    });
    assert_eq!(rests_on, Some(Some(today.recorded.seq)));
    assert!(!plain(&desk.see("review").await.text).contains(REWRITES_NOTHING));
    let first = &case.decisions[0];
    assert_eq!(first.consultation, Some(case.consultations[0].recorded.seq));
    let made = |event: &CaseEvent| matches!(event, CaseEvent::GuidanceConsulted { .. });
    let events = house.events().await;
    assert_eq!(events.iter().filter(|event| made(event)).count(), 2);
}

#[tokio::test]
async fn while_the_text_is_that_of_the_decision_nothing_is_put_beside_it() {
    let house = decided_in_2019().await;
    let desk = Desk::of(&house).await;
    for page in ["recommendation", "decision", "review"] {
        let shown = plain(&desk.see(page).await.text);
        assert!(!shown.contains(REWRITES_NOTHING), "{page}: {shown}");
    }
}

#[tokio::test]
async fn the_path_of_a_case_is_drawn_under_the_text_of_another_day_and_nothing_is_recorded() {
    let house = decided_in_2019().await;
    house.clock.stand_at(IN_2026);
    let desk = Desk::of(&house).await;
    let before = opened(&house).await.entries.len();
    let shown = desk.see("drawing?on=2019-05-03").await;
    let told = plain(&shown.text);
    assert!(
        told.contains("As it was on 3 May 2019: on what is known now, under"),
        "{told}"
    );
    assert_ne!(told, plain(&desk.see("drawing").await.text));
    let wrong = house
        .get(Some(&desk.lead), &desk.path("drawing?on=2019-02-30"))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("There is no such day in that month"));
    assert_eq!(opened(&house).await.entries.len(), before);
}

/// Where an address leads, as somebody not signed in.
async fn leads(house: &House, address: &str) -> String {
    let answer = house.get(None, address).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
    answer.to().to_owned()
}

#[tokio::test]
async fn the_address_of_a_part_goes_on_to_the_text_in_force_on_the_day() {
    let house = House::with_library(with_a_gap).await;
    for (day, text) in [
        ("2016-08-20", "england-ukccis-2016/2016-08-20"),
        ("2020-12-22", "england-ukccis-2016/2016-08-20"),
        ("2024-03-11", "england-ukcis-2024/2024-03-11"),
        (
            "2026-09-01",
            "england-ukcis-2024/2024-03-11+england-kcsie-2026@2026-09-01",
        ),
    ] {
        for part in ["duties", "glossary", "services", "drawing"] {
            let address = format!("/guidance/in-force/{part}?on={day}");
            let to = leads(&house, &address).await;
            assert_eq!(to, format!("/guidance/{text}/{part}?on={day}"));
            assert_eq!(house.get(None, &to).await.status, StatusCode::OK, "{to}");
        }
        let to = leads(&house, &format!("/guidance/in-force/contents?on={day}")).await;
        assert_eq!(to, format!("/guidance/{text}?on={day}"));
    }
    // Today is the day without a day.
    for address in [
        "/guidance/in-force/rules",
        "/guidance/in-force/rules?on=2026-03-25",
    ] {
        let to = leads(&house, address).await;
        assert_eq!(to, "/guidance/england-ukcis-2024/2024-03-11/rules");
    }
    let other = "/guidance/in-force/rules?nation=scotland&about=sharing-nudes";
    assert!(
        leads(&house, other)
            .await
            .starts_with("/guidance/scotland-")
    );
    for absent in [
        "/guidance/in-force/no-such-part",
        "/guidance/in-force/rules?nation=atlantis",
        "/guidance/in-force/rules?about=weather",
    ] {
        let answer = house.get(None, absent).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test]
async fn before_any_text_and_in_a_gap_there_is_a_sentence_and_the_way_to_the_texts_on_either_side()
{
    let house = House::with_library(with_a_gap).await;
    let before = house
        .get(None, "/guidance/in-force/rules?on=2016-08-19")
        .await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    let told = plain(&before.text);
    assert!(
        told.contains("No text that Leeward holds for England was in force on 19 August 2016."),
        "{told}"
    );
    assert!(
        told.contains("From 20 August 2016:") && !told.contains("Until "),
        "{told}"
    );

    for day in ["2020-12-23", "2022-06-01", "2024-03-10"] {
        let gap = house
            .get(None, &format!("/guidance/in-force/rules?on={day}"))
            .await;
        assert_eq!(gap.status, StatusCode::NOT_FOUND, "{day}");
        let told = plain(&gap.text);
        assert!(told.contains("Until 22 December 2020:"), "{told}");
        assert!(told.contains("From 11 March 2024:"), "{told}");
        for way in [
            "/guidance/england-ukccis-2016/2016-08-20/rules?on=2020-12-22",
            "/guidance/england-ukcis-2024/2024-03-11/rules?on=2024-03-11",
        ] {
            assert!(gap.text.contains(way), "{way}: {}", gap.text);
        }
        let list = house.get(None, &format!("/guidance?on={day}")).await;
        assert!(plain(&list.text).contains("No text that Leeward holds for England"));
        let card = house.get(None, &format!("/first-minute?on={day}")).await;
        let card = plain(&card.text);
        assert!(
            card.contains("No text that Leeward holds for England"),
            "{card}"
        );
        assert!(
            !card.contains("Where each line comes from"),
            "no line of another day's card: {card}"
        );
        assert!(
            card.contains("call 999") && card.contains("Tell now"),
            "{card}"
        );
    }
    let wrong = house
        .get(None, "/guidance/in-force/rules?on=2026-13-01")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&wrong.text).contains("The month must be between 1 and 12"));
}

#[tokio::test]
async fn a_page_says_which_day_it_shows_and_keeps_it_in_its_links() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let get = async |address: &str| -> Page {
        let page = house.get(Some(&lead), address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        page
    };
    let text = "/guidance/england-ukccis-2016/2016-08-20";
    for part in ["", "/rules", "/duties", "/drawing"] {
        let page = get(&format!("{text}{part}?on=2019-05-03")).await;
        assert!(
            plain(&page.text).contains("As it was on 3 May 2019."),
            "{part}"
        );
        let within: Vec<&str> = page
            .text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|href| href.starts_with(text))
            .collect();
        // One link takes the day away again, and says so.
        let without = within.iter().filter(|href| !href.contains("on=2019-05-03"));
        assert_eq!(without.count(), 1, "{part}: {within:?}");
        assert!(plain(&page.text).contains("See it without the day"));
        assert!(plain(&page.text).contains("In force from 20 August 2016 to 22 December 2020."));
        let plainly = get(&format!("{text}{part}")).await;
        assert!(!plain(&plainly.text).contains("As it was on"), "{part}");
    }
    // A text that was not in force that day says so, and leads to the one that was.
    let not_yet = get("/guidance/england-ukcis-2024/2024-03-11/rules?on=2019-05-03").await;
    assert!(plain(&not_yet.text).contains("This text was not in force on 3 May 2019."));
    let way = "/guidance/in-force/rules?nation=england&amp;about=sharing-nudes&amp;on=2019-05-03";
    let there = not_yet.text.replace("&#38;", "&amp;");
    assert!(there.contains(way), "{there}");
    // With a layer over it that day, there is more than this address says.
    let more = get("/guidance/england-ukcis-2024/2024-03-11/rules?on=2026-10-01").await;
    assert!(plain(&more.text).contains("More was in force with it that day"));
    // The same day as today is today.
    let today = get("/guidance/england-ukcis-2024/2024-03-11/rules?on=2026-03-25").await;
    assert!(!plain(&today.text).contains("As it was"));

    let card = plain(&get("/first-minute?on=2019-05-03").await.text);
    assert!(card.contains("As it was on 3 May 2019."), "{card}");
    assert!(card.contains("version 2016-08-20"), "{card}");
    let compared = get("/guidance/compare?on=2021-01-01").await;
    let told = plain(&compared.text);
    assert!(told.contains("As it was on 1 January 2021."), "{told}");
    let first = compared
        .text
        .find("value=\"england-ukccis-2016@2016-08-20\" selected");
    assert!(first.is_some(), "{}", compared.text);
    let none = plain(&get("/guidance/compare?on=2017-01-01").await.text);
    assert!(none.contains("By 1 January 2017 no text"), "{none}");
    let change = get("/guidance-change?on=2019-05-03").await;
    assert!(plain(&change.text).contains("As it was on 3 May 2019."));
    assert!(change.text.contains("/guidance/compare?on=2019-05-03"));
    let list = get("/guidance?on=2019-05-03").await;
    assert!(list.text.contains(&format!("{text}?on=2019-05-03")));
}

#[tokio::test]
async fn a_wrong_day_gets_a_sentence_on_every_page_and_what_holds_today_stays() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    for (address, stays) in [
        ("/guidance", "Today, 25 March 2026"),
        ("/guidance/compare", "What differs between two texts?"),
        ("/guidance/england-ukcis-2024/2024-03-11", "What it holds"),
        (
            "/guidance/england-ukcis-2024/2024-03-11/duties",
            "What has to be done",
        ),
        (
            "/guidance/england-ukcis-2024/2024-03-11/drawing",
            "The whole text as a drawing",
        ),
        ("/first-minute", "Do not"),
        ("/guidance-change", "Which open cases"),
    ] {
        let page = house
            .get(
                Some(&lead),
                &format!("{address}?on-day=31&on-month=2&on-year=2026"),
            )
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        let told = plain(&page.text);
        assert!(
            told.contains("There is no such day in that month"),
            "{address}"
        );
        assert!(told.contains(stays), "{address}: {told}");
        assert!(page.text.contains("href=\"#on-day\""), "{address}");
        assert!(page.text.contains("<title>Error: "), "{address}");
    }
}
