//! Practising: on the real pages, in a room apart. Nothing of it is ever in the real record, and nothing of the real record
//! in it, whichever tab a form is sent from.

use crate::school::{House, Page};
use axum::http::StatusCode;
use casework::access::Asking;
use casework::chronology::{ChronologyId, Sort};
use casework::event::{CaseEvent, Role};
use casework::id::{CaseId, SettingId};
use jiff::{SignedDuration, Timestamp};
use server::app::{App, Config, routes};
use server::jobs::do_due;
use server::mail::{Mailer, Message};
use server::practice::{KEPT_DAYS, clear_old};
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use store::{Among, Failure, Head};

const BAND: &str = "Nothing here is real or kept as a record.";
const WORDS: &str = "Told at the gate, zyxcanary";

/// A cookie, the room it is in, and the case there.
struct Practice {
    cookie: String,
    room: String,
    case: CaseId,
}

/// The number of the story that is told so.
fn story(tells: &str) -> String {
    let day = "2026-03-25".parse().unwrap();
    let pack = guidance::Library::shipped().on("england", day).unwrap();
    let told = |example: &guidance::Example| example.tells.as_ref() == tells;
    pack.examples().iter().rposition(told).unwrap().to_string()
}

async fn begun(house: &House, role: Role, tells: &str) -> Practice {
    let cookie = house.signed_in(role).await;
    let story = story(tells);
    let fields = [
        ("do", "chosen"),
        ("story", story.as_str()),
        ("what", "respond"),
    ];
    let page = house.post(Some(&cookie), "/practice", &fields).await;
    assert_eq!(
        (page.status, page.to()),
        (StatusCode::SEE_OTHER, "/practice")
    );
    let page = house.get(Some(&cookie), "/practice").await;
    let room = page.hidden("practice");
    if role == Role::Reporter {
        let sent = [
            ("what", WORDS),
            ("names_not_known", "yes"),
            ("do", "send"),
            ("practice", room.as_str()),
        ];
        let page = house.post(Some(&cookie), "/report", &sent).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
    let page = house.get(Some(&cookie), "/practice").await;
    let back = page
        .text
        .split("/practice/")
        .find(|rest| rest.contains("/looking-back"));
    let case = back.unwrap().split('/').next().unwrap().parse().unwrap();
    Practice { cookie, room, case }
}

fn asking(house: &House, role: Role) -> Asking {
    Asking {
        setting: house.school.setting,
        staff: house.school.who(role),
        roles: [role].into(),
        second_factor: true,
        signed_in_at: house.app.outside().now(),
    }
}

/// Everything a list, count or search of the real setting says, and the end of each of its chronologies but its own, where
/// it stands that somebody practised.
async fn everything_real(house: &House) -> Vec<String> {
    let store = house.app.store();
    let mut all = Vec::new();
    for role in [
        Role::Reporter,
        Role::Lead,
        Role::Deputy,
        Role::Head,
        Role::Oversight,
        Role::Auditor,
        Role::Administrator,
    ] {
        let asking = asking(house, role);
        all.push(format!("{:?}", store.desk(&asking).await));
        all.push(format!("{:?}", store.closed_cases(&asking, None, 99).await));
        all.push(format!("{:?}", store.asked_to_second(&asking).await));
        all.push(format!("{:?}", store.my_reports(&asking).await));
        let now = asking.signed_in_at;
        all.push(format!(
            "{:?}",
            store.counts(&asking, Timestamp::UNIX_EPOCH, now).await
        ));
        all.push(format!("{:?}", store.roll(&asking).await));
        for among in [Among::TheRoll, Among::EveryoneKnown] {
            for query in ["child", "example", "ash", "practice"] {
                all.push(format!(
                    "{:?}",
                    store.find_people(&asking, among, query, 99).await
                ));
            }
        }
        for route in routes() {
            // What a route writes to the form of an address.
            let draft = store
                .draft(asking.setting, asking.staff, route.spec.path)
                .await;
            all.push(format!("{draft:?}"));
        }
    }
    all.extend(
        heads(house, |head| {
            head.chronology.setting == house.school.setting && head.chronology.sort != Sort::Setting
        })
        .await,
    );
    all
}

async fn heads(house: &House, wanted: impl Fn(&Head) -> bool) -> Vec<String> {
    let heads = house.app.store().heads().await.unwrap();
    heads
        .iter()
        .filter(|head| wanted(head))
        .map(|head| format!("{head:?}"))
        .collect()
}

#[tokio::test]
async fn nothing_that_is_practised_is_in_any_list_count_search_or_access_log_of_the_real_setting() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let before = everything_real(&house).await;
    let lead = begun(
        &house,
        Role::Lead,
        "Child A is being threatened by someone online.",
    )
    .await;
    let reporter = begun(&house, Role::Reporter, "It went round a group.").await;
    for (path, fields) in [
        ("take-up", vec![("lead", "me")]),
        ("note", vec![("note", WORDS)]),
        (
            "decision",
            vec![("routes", "manage-in-setting"), ("rationale", WORDS)],
        ),
    ] {
        let mut fields = fields;
        fields.push(("practice", lead.room.as_str()));
        let path = format!("/cases/{}/{path}", lead.case);
        let page = house.post(Some(&lead.cookie), &path, &fields).await;
        assert!(
            page.status == StatusCode::SEE_OTHER || path.ends_with("take-up"),
            "{path} {}",
            page.text
        );
    }
    for practice in [&lead, &reporter] {
        let path = format!("/practice/{}/looking-back", practice.case);
        assert_eq!(
            house.get(Some(&practice.cookie), &path).await.status,
            StatusCode::OK
        );
    }
    assert_eq!(before, everything_real(&house).await);
    // And it did happen, elsewhere.
    let rooms = house
        .app
        .store()
        .setting(house.school.setting)
        .await
        .unwrap()
        .rooms
        .len();
    assert_eq!(rooms, 2);
    let elsewhere = heads(&house, |head| {
        head.chronology.setting != house.school.setting
    })
    .await;
    assert!(elsewhere.len() > 6, "{elsewhere:?}");
    assert_eq!(
        house.app.store().settings().await.unwrap(),
        [house.school.setting]
    );
    assert!(!house.log().contains("zyxcanary"));
}

#[tokio::test]
async fn a_real_case_is_not_there_in_practice_nor_a_practised_one_outside() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let outside = house.signed_in(Role::Lead).await;
    let there = format!("/cases/{}", practice.case);
    assert_eq!(
        house.get(Some(&practice.cookie), &there).await.status,
        StatusCode::OK
    );
    for route in routes()
        .iter()
        .filter(|route| route.spec.path.contains("{case}"))
    {
        let asked = |case: CaseId| {
            let path = route.spec.path.replace("{case}", &case.to_string());
            let path = path.replace("{person}", &house.child.to_string());
            let path = path.replace("{action}", &house.action.to_string());
            path.replace("{staff}", &house.school.who(Role::Reporter).to_string())
        };
        let (real, practised) = (asked(house.case), asked(practice.case));
        if route.spec.path == "/cases/{case}/reason" {
            continue; // Asks the store nothing before a reason is given.
        }
        if route.spec.gets {
            let page = house.get(Some(&practice.cookie), &real).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{real}");
            assert!(page.text.contains(BAND), "{real}");
            assert_eq!(
                house.get(Some(&outside), &practised).await.status,
                StatusCode::NOT_FOUND
            );
        }
        if route.spec.posts {
            let fields = [("practice", practice.room.as_str())];
            let page = house.post(Some(&practice.cookie), &real, &fields).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{real}");
            let page = house.post(Some(&outside), &practised, &[]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{practised}");
        }
    }
}

/// Every address that takes a form, filled in for this case.
fn forms(house: &House, case: CaseId) -> Vec<String> {
    let either_side = ["/practice/enter", "/practice/leave", "/sign-out"];
    routes()
        .iter()
        .filter(|route| route.spec.posts && !either_side.contains(&route.spec.path))
        .filter(|route| !route.spec.path.starts_with("/sign-in"))
        .map(|route| {
            crate::access::filled(house, route.spec.path)
                .replace(&house.case.to_string(), &case.to_string())
        })
        .collect()
}

#[tokio::test]
async fn a_form_shown_in_practice_and_sent_after_leaving_is_kept_and_recorded_nowhere() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let page = house
        .post(Some(&practice.cookie), "/practice/leave", &[])
        .await;
    assert_eq!((page.status, page.to()), (StatusCode::SEE_OTHER, "/"));
    let before = heads(&house, |_| true).await;
    for case in [house.case, practice.case] {
        for path in forms(&house, case) {
            let fields = [
                ("what", WORDS),
                ("note", WORDS),
                ("names_not_known", "yes"),
                ("do", "send"),
                ("practice", practice.room.as_str()),
            ];
            let page = house.post(Some(&practice.cookie), &path, &fields).await;
            let there = page.status == StatusCode::NOT_FOUND;
            assert!(
                page.status == StatusCode::CONFLICT || there,
                "{path}: {}",
                page.status
            );
            if !there {
                assert!(page.text.contains("This was written in practice"), "{path}");
                assert!(page.text.contains(WORDS), "{path}");
                assert!(!page.text.contains(BAND), "{path}");
            }
        }
    }
    assert_eq!(before, heads(&house, |_| true).await);
    // The text is not in the real form, and waits in the one it was typed into.
    assert!(
        !house
            .get(Some(&practice.cookie), "/report")
            .await
            .text
            .contains(WORDS)
    );
    house
        .post(Some(&practice.cookie), "/practice/enter", &[])
        .await;
    let page = house.get(Some(&practice.cookie), "/report").await;
    assert!(page.text.contains(WORDS) && page.text.contains(BAND));
}

#[tokio::test]
async fn a_real_form_sent_while_in_practice_is_kept_and_recorded_nowhere() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let before = heads(&house, |_| true).await;
    for case in [house.case, practice.case] {
        for path in forms(&house, case) {
            let fields = [
                ("what", WORDS),
                ("note", WORDS),
                ("names_not_known", "yes"),
                ("do", "send"),
            ];
            let page = house.post(Some(&practice.cookie), &path, &fields).await;
            let there = page.status == StatusCode::NOT_FOUND;
            assert!(
                page.status == StatusCode::CONFLICT || there,
                "{path}: {}",
                page.status
            );
            assert!(page.text.contains(BAND), "{path}");
            if !there {
                assert!(
                    page.text.contains("This belongs to the real record"),
                    "{path}"
                );
                assert!(page.text.contains(WORDS), "{path}");
            }
        }
    }
    assert_eq!(before, heads(&house, |_| true).await);
    assert!(
        !house
            .get(Some(&practice.cookie), "/report")
            .await
            .text
            .contains(WORDS)
    );
    house
        .post(Some(&practice.cookie), "/practice/leave", &[])
        .await;
    let page = house.get(Some(&practice.cookie), "/report").await;
    assert!(page.text.contains(WORDS) && !page.text.contains(BAND));
}

#[tokio::test]
async fn a_form_of_practice_that_was_cleared_since_is_shown_again_and_recorded_nowhere() {
    let house = House::with_a_case().await;
    let first = begun(&house, Role::Lead, "It went round a group.").await;
    house
        .post(Some(&first.cookie), "/practice/leave", &[])
        .await;
    let fields = [("do", "any"), ("what", "respond")];
    house.post(Some(&first.cookie), "/practice", &fields).await;
    let before = heads(&house, |_| true).await;
    let fields = [
        ("what", WORDS),
        ("names_not_known", "yes"),
        ("do", "send"),
        ("practice", first.room.as_str()),
    ];
    let page = house.post(Some(&first.cookie), "/report", &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains(WORDS));
    assert_eq!(before, heads(&house, |_| true).await);
}

/// Every form on a page that is sent, by its own text.
fn sent_from(page: &Page) -> Vec<&str> {
    page.text
        .split("<form")
        .skip(1)
        .map(|rest| rest.split("</form>").next().unwrap())
        .filter(|form| form.contains("method=\"post\""))
        .collect()
}

#[tokio::test]
async fn every_page_in_practice_says_so_and_every_form_on_it_says_where_it_was_shown() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    for role in [Role::Lead, Role::Reporter] {
        let practice = begun(
            &house,
            role,
            "Child A shared, Child B received, Child C passed it on and is badly affected.",
        )
        .await;
        let mut seen = 0;
        for route in routes().iter().filter(|route| route.spec.gets) {
            let spec = &route.spec;
            let no_page = [
                "/",
                "/health",
                "/assets/{file}",
                "/sign-in/link/{token}",
                "/cases/{case}/chronology.pdf",
                "/guidance/{pack}/{version}/drawing.svg",
            ];
            if no_page.contains(&spec.path) || spec.path.starts_with("/sign-in") {
                continue;
            }
            let path = crate::access::filled(&house, spec.path)
                .replace(&house.case.to_string(), &practice.case.to_string());
            let page = house.get(Some(&practice.cookie), &path).await;
            if page.status == StatusCode::SEE_OTHER {
                continue;
            }
            seen += usize::from(page.status == StatusCode::OK);
            assert!(page.text.contains("<title>Practice: "), "{path}");
            assert!(page.text.contains(BAND), "{path}");
            assert!(page.text.contains("action=\"/practice/leave\""), "{path}");
            assert!(
                !page
                    .text
                    .contains(house.school.who(Role::Lead).to_string().as_str()),
                "{path}"
            );
            for form in sent_from(&page) {
                let either_side = ["/sign-out", "/practice/leave"];
                let is_either = either_side
                    .iter()
                    .any(|path| form.contains(&format!("action=\"{path}\"")));
                let says = form.contains(&format!("name=\"practice\" value=\"{}\"", practice.room));
                assert!(says || is_either, "{path}: {form}");
            }
        }
        assert!(
            seen >= if role == Role::Lead { 30 } else { 9 },
            "{role:?} saw {seen}"
        );
    }
}

#[tokio::test]
async fn a_page_about_the_person_or_the_real_setting_is_not_part_of_practice() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    for path in [
        "/account",
        "/account/password",
        "/setting/duty",
        "/setting/guidance",
        "/counts",
        "/verify",
    ] {
        let page = house.get(Some(&practice.cookie), path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            page.text.contains("This page is not part of practice"),
            "{path}"
        );
    }
    let page = house.get(Some(&practice.cookie), "/practice").await;
    assert!(!page.text.contains("href=\"/account\"") && !page.text.contains("href=\"/counts\""));
}

#[tokio::test]
async fn outside_of_ones_own_practice_there_is_no_looking_back_and_no_way_into_anothers() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let path = format!("/practice/{}/looking-back", practice.case);
    for role in [Role::Lead, Role::Deputy, Role::Head, Role::Auditor] {
        let outside = house.signed_in(role).await;
        assert_eq!(
            house.get(Some(&outside), &path).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let deputy = begun(&house, Role::Deputy, "It went round a group.").await;
    assert_eq!(
        house.get(Some(&deputy.cookie), &path).await.status,
        StatusCode::NOT_FOUND
    );
    // Even a session that the store itself had put into another's room stays outside.
    let (room, known) = {
        let home = house
            .app
            .store()
            .setting(house.school.setting)
            .await
            .unwrap();
        home.room_of(house.school.who(Role::Lead)).unwrap()
    };
    let head = house.signed_in(Role::Head).await;
    let token = head.split_once('.').unwrap().1;
    let hash = server::session::hash_of(token);
    let store = house.app.store();
    store
        .move_session(house.school.setting, hash, Some((room, known.me)))
        .await
        .unwrap();
    let page = house.get(Some(&head), "/practice").await;
    assert!(!page.text.contains(BAND) && page.text.contains("Jo Example"));
}

#[tokio::test]
async fn nobody_signs_in_to_a_practice_room_itself() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let home = house
        .app
        .store()
        .setting(house.school.setting)
        .await
        .unwrap();
    let (room, known) = home.room_of(house.school.who(Role::Lead)).unwrap();
    let mut response = axum::response::Response::new(axum::body::Body::empty());
    let proof = server::session::Proof::PasswordAndCode;
    server::session::begin(&house.app, room, known.me, proof, &mut response)
        .await
        .unwrap();
    let cookie = Page::of(response).await.cookie().unwrap();
    let page = house.get(Some(&cookie), "/desk").await;
    assert_eq!(page.to(), "/sign-in?next=/desk");
    assert_eq!(
        house.get(Some(&practice.cookie), "/desk").await.status,
        StatusCode::OK
    );
}

/// Counts what it is given.
#[derive(Default)]
struct Counting(Mutex<Vec<String>>);

impl Mailer for Counting {
    fn send(&self, message: &Message) -> io::Result<()> {
        self.0.lock().unwrap().push(message.to.clone());
        Ok(())
    }
}

#[tokio::test]
async fn no_message_goes_out_of_practice() {
    let house = House::with_a_case().await;
    let mailer = Arc::new(Counting::default());
    let app = App::new(
        house.app.store().clone(),
        guidance::Library::shipped,
        house.app.outside().clone(),
        mailer.clone(),
        Config::default(),
    );
    begun(&house, Role::Reporter, "It went round a group.").await;
    assert_eq!(house.app.store().jobs_waiting().await.unwrap(), 1);
    assert_eq!(do_due(&app, &AtomicBool::new(false)).await.unwrap(), 1);
    assert!(mailer.0.lock().unwrap().is_empty());
    assert_eq!(house.app.store().jobs_waiting().await.unwrap(), 0);
}

#[tokio::test]
async fn signing_out_of_practice_signs_out_altogether() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let page = house.post(Some(&practice.cookie), "/sign-out", &[]).await;
    assert_eq!(page.to(), "/sign-in");
    assert_eq!(
        house.get(Some(&practice.cookie), "/desk").await.to(),
        "/sign-in?next=/desk"
    );
}

#[tokio::test]
async fn what_was_typed_in_practice_when_the_session_ran_out_waits_in_practice_only() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let practice = begun(&house, Role::Reporter, "It went round a group.").await;
    house.clock.forward(SignedDuration::from_mins(90));
    for room in [practice.room.as_str(), ""] {
        let fields = [("what", WORDS), ("practice", room)];
        let page = house.post(Some(&practice.cookie), "/report", &fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert_eq!(
            page.text.contains("Your text is kept for you"),
            !room.is_empty()
        );
    }
    let again = house.signed_in(Role::Reporter).await;
    assert!(
        !house
            .get(Some(&again), "/report")
            .await
            .text
            .contains(WORDS)
    );
    house.post(Some(&again), "/practice/enter", &[]).await;
    assert!(
        house
            .get(Some(&again), "/report")
            .await
            .text
            .contains(WORDS)
    );
}

#[tokio::test]
async fn what_is_cleared_opens_for_nobody_and_the_chains_still_verify() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let room: SettingId = practice.room.parse().unwrap();
    let fields = [("practice", practice.room.as_str())];
    let page = house
        .post(Some(&practice.cookie), "/practice/clear", &fields)
        .await;
    assert_eq!(page.to(), "/practice");
    let store = house.app.store();
    assert_eq!(store.setting(room).await.unwrap_err(), Failure::NotThere);
    let page = house.get(Some(&practice.cookie), "/practice").await;
    assert!(!page.text.contains(BAND) && !page.text.contains("Go on with it"));
    let verdict = store
        .verify(ChronologyId::case(room, practice.case))
        .await
        .unwrap();
    assert!(verdict.intact());
    let home = store.setting(house.school.setting).await.unwrap();
    assert!(home.rooms.is_empty());
    assert_eq!(store.sweep().await.unwrap(), 0);
}

#[tokio::test]
async fn practice_is_cleared_by_itself_after_a_month_and_not_before() {
    let house = House::with_a_case().await;
    begun(&house, Role::Lead, "It went round a group.").await;
    house
        .clock
        .forward(SignedDuration::from_hours(i64::from(KEPT_DAYS) * 24 - 1));
    assert_eq!(clear_old(&house.app).await.unwrap(), 0);
    house.clock.forward(SignedDuration::from_hours(1));
    assert_eq!(clear_old(&house.app).await.unwrap(), 1);
    assert_eq!(clear_old(&house.app).await.unwrap(), 0);
}

#[tokio::test]
async fn looking_back_says_less_the_same_or_more_and_gives_no_mark() {
    let house = House::with_a_case().await;
    let practice = begun(
        &house,
        Role::Lead,
        "Child A is being threatened by someone online.",
    )
    .await;
    let back = format!("/practice/{}/looking-back", practice.case);
    let page = house.get(Some(&practice.cookie), &back).await;
    assert!(page.text.contains("You have not recorded a decision"));
    let said: BTreeMap<&str, &str> = BTreeMap::from([
        (
            "manage-in-setting",
            "That is less than the guidance calls for",
        ),
        ("refer-police", "That is the same as the guidance calls for"),
        ("refer-lado", "You went further than the guidance asks here"),
    ]);
    for route in ["manage-in-setting", "refer-police", "refer-lado"] {
        let says = said[route];
        let path = format!("/cases/{}/decision", practice.case);
        let fields = [
            ("routes", route),
            ("rationale", WORDS),
            ("practice", practice.room.as_str()),
        ];
        let sent = house.post(Some(&practice.cookie), &path, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let page = house.get(Some(&practice.cookie), &back).await;
        assert!(page.text.contains(says), "{route}: {}", page.text);
    }
    let page = house.get(Some(&practice.cookie), &back).await;
    assert!(page.text.contains("Where it says so") && page.text.contains("leeward-source"));
    for mark in ["score", "points", "out of 10", "%", "well done", "wrong"] {
        let main = page.text.split("<main").nth(1).unwrap().to_lowercase();
        assert!(!main.contains(mark), "{mark}");
    }
}

#[tokio::test]
async fn looking_back_at_a_report_stands_beside_what_is_asked_of_all_staff() {
    let house = House::with_a_case().await;
    house.leaves_jobs();
    let practice = begun(&house, Role::Reporter, "It went round a group.").await;
    let back = format!("/practice/{}/looking-back", practice.case);
    let page = house.get(Some(&practice.cookie), &back).await;
    assert!(page.text.contains(WORDS) && page.text.contains("What is asked of everybody"));
    assert!(page.text.contains("What a lead would do from here"));
    let desk = house.get(Some(&practice.cookie), "/desk").await;
    assert_eq!(desk.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_setting_says_that_somebody_practised_and_nothing_of_what() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let home = house
        .app
        .store()
        .setting(house.school.setting)
        .await
        .unwrap();
    let (room, known) = home.room_of(house.school.who(Role::Lead)).unwrap();
    assert_eq!(room.to_string(), practice.room);
    assert_eq!(known.since, house.app.outside().now());
    assert!(!home.is_practice());
}

#[tokio::test]
async fn a_printed_chronology_of_practice_is_named_as_practice() {
    let house = House::with_a_case().await;
    let practice = begun(&house, Role::Lead, "It went round a group.").await;
    let path = format!("/cases/{}/chronology.pdf", practice.case);
    let page = house.get(Some(&practice.cookie), &path).await;
    assert_eq!(page.status, StatusCode::OK);
    let name = page
        .headers
        .get("content-disposition")
        .unwrap()
        .to_str()
        .unwrap();
    assert!(name.contains("filename=\"practice-chronology-"), "{name}");
    assert!(
        page.text.contains("Practice"),
        "the title of the document says so"
    );
}

#[tokio::test]
async fn a_story_has_to_be_chosen_and_only_a_lead_may_respond() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    for story in ["", "9999", "no number"] {
        let fields = [("do", "chosen"), ("story", story)];
        let page = house.post(Some(&lead), "/practice", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text
                .contains("Choose a story, or have one chosen for you")
        );
    }
    assert!(
        house
            .get(Some(&lead), "/practice")
            .await
            .text
            .contains("Responding, as the safeguarding lead")
    );
    for role in [
        Role::Reporter,
        Role::Head,
        Role::Oversight,
        Role::Auditor,
        Role::Administrator,
    ] {
        let cookie = house.signed_in(role).await;
        assert!(
            !house
                .get(Some(&cookie), "/practice")
                .await
                .text
                .contains("Responding, as")
        );
        let page = house
            .post(
                Some(&cookie),
                "/practice",
                &[("do", "any"), ("what", "respond")],
            )
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(
            house.get(Some(&cookie), "/desk").await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            house.get(Some(&cookie), "/report").await.status,
            StatusCode::OK
        );
    }
    assert!(matches!(
        house.events().await.first(),
        Some(CaseEvent::ConcernReported { .. })
    ));
}
