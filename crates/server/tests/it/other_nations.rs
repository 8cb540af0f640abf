//! A school in every place there is guidance for, and in places there is none for: walked from the report to the decision,
//! with nothing of England on any page.

use crate::school::{CANARY, House, Page};
use axum::http::StatusCode;
use casework::event::{CaseEvent, Role};
use casework::nation::{ELSEWHERE, NATIONS};
use guidance::{Duty, Library, Pack, Status};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A day on which every skeleton is in force.
const NOW: &str = "2026-11-24T10:30:00Z";
/// A day before all of them but England's.
const EARLIER: &str = "2015-06-02T10:30:00Z";

/// A page as it reads, with the marks of HTML undone.
fn read(page: &Page) -> String {
    page.text
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&amp;", "&")
}

/// What England's texts say, item by item, as far as it is England's alone.
fn of_england() -> BTreeSet<String> {
    let packs = || Library::shipped().packs().iter();
    let mut said = BTreeSet::new();
    for pack in packs().filter(|pack| pack.jurisdiction() == "england") {
        said.extend(items(pack));
    }
    for pack in packs().filter(|pack| pack.jurisdiction() != "england") {
        for item in items(pack) {
            said.remove(&item);
        }
    }
    said
}

fn items(pack: &Pack) -> Vec<String> {
    let mut all = vec![pack.title().to_owned(), pack.summary().to_owned()];
    all.extend(pack.sources().iter().map(|one| one.title.to_string()));
    all.extend(pack.rules().iter().map(|one| one.says.to_string()));
    all.extend(pack.responses().iter().map(|one| one.says.to_string()));
    all.extend(pack.routes().iter().map(|one| one.label.to_string()));
    all.extend(pack.facts().iter().map(|one| one.ask.to_string()));
    all.extend(pack.notes().iter().map(|one| one.text.to_string()));
    all.extend(pack.terms().iter().map(|one| one.means.to_string()));
    all.extend(pack.services().iter().map(|one| one.for_what.to_string()));
    all.extend(
        pack.services()
            .iter()
            .flat_map(|one| one.contact.iter().map(ToString::to_string)),
    );
    all.extend(
        pack.checklists()
            .iter()
            .flat_map(|list| list.items.iter().map(|item| item.text.to_string())),
    );
    // A word or two could stand on any page; a sentence is somebody's.
    all.retain(|text| text.len() > 24);
    all
}

const WORDS_OF_ENGLAND: [&str; 9] = [
    "call 999",
    "children\u{2019}s social care",
    "children's social care",
    "front door of your council",
    "designated officer",
    "LADO",
    "UKCIS",
    "Keeping children safe in education (",
    "Ofsted",
];

async fn walked(house: &House) -> Vec<(String, Page)> {
    // A second person is told that they are asked; what is told is tested elsewhere.
    house.leaves_jobs();
    let lead = house.signed_in(Role::Lead).await;
    let reporter = house.signed_in(Role::Reporter).await;
    let administrator = house.signed_in(Role::Administrator).await;
    let case = format!("/cases/{}", house.case);
    let mut seen = Vec::new();
    for path in ["/first-minute", "/help/accessibility"] {
        seen.push((path.to_owned(), house.get(Some(&reporter), path).await));
    }
    for path in ["/report", "/reports", &format!("/reports/{}", house.case)] {
        seen.push((path.to_owned(), house.get(Some(&reporter), path).await));
    }
    for path in [
        "/desk",
        "/cases",
        "/setting/duty",
        "/setting/guidance",
        &case,
    ] {
        seen.push((path.to_owned(), house.get(Some(&lead), path).await));
    }
    let path = "/setting/calendar";
    seen.push((path.to_owned(), house.get(Some(&administrator), path).await));
    // The review is held, what the text asks is left open, and the lead decides.
    let me = house.school.who(Role::Lead).to_string();
    let review = [
        ("held-day", "24"),
        ("held-month", "11"),
        // Long enough ago for every day these tests play on.
        ("held-year", "2014"),
        ("present", me.as_str()),
    ];
    let sent = send(house, &lead, &format!("{case}/initial-review"), &review).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let sent = send(house, &lead, &format!("{case}/recommendation"), &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    for page in [
        "initial-review",
        "children",
        "assessment",
        "recommendation",
        "decision",
        "referral",
        "actions",
        "actions/from-guidance",
        "parents",
        "imagery-log",
        "imagery-log/device",
        "imagery-log/deletion",
        "imagery-log/viewing",
        "imagery-log/removal",
        "own-duty",
        "review",
        "close",
        "chronology",
    ] {
        let path = format!("{case}/{page}");
        seen.push((path.clone(), house.get(Some(&lead), &path).await));
    }
    let why = format!("What is known was weighed. {CANARY}");
    let head = house.school.who(Role::Head).to_string();
    let decision = [
        ("routes", "manage-in-setting"),
        ("rationale", why.as_str()),
        ("reason", why.as_str()),
        ("second", head.as_str()),
    ];
    let sent = send(house, &lead, &format!("{case}/decision"), &decision).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    seen.push((case.clone(), house.get(Some(&lead), &case).await));
    let head = house.signed_in(Role::Head).await;
    let path = format!("{case}/second-view");
    seen.push((path.clone(), house.get(Some(&head), &path).await));
    seen
}

async fn send(house: &House, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = house.get(Some(cookie), path).await;
    assert_eq!(form.status, StatusCode::OK, "{path}: {}", form.text);
    let (once, seen) = (form.hidden("once"), form.hidden("seen"));
    let mut all = vec![("once", once.as_str()), ("seen", seen.as_str())];
    all.extend(fields);
    house.post(Some(cookie), path, &all).await
}

async fn nothing_of_england_in(nation: &str, now: &str) -> Vec<(String, Page)> {
    let house = House::in_nation(nation, now).await;
    let seen = walked(&house).await;
    let england = of_england();
    assert!(england.len() > 300, "{}", england.len());
    for (path, page) in &seen {
        assert_eq!(
            page.status,
            StatusCode::OK,
            "{nation} {path}: {}",
            page.text
        );
        let text = read(page);
        for item in &england {
            assert!(!text.contains(item.as_str()), "{nation} {path}: {item}");
        }
        // The number of the police is Scotland's too, and its own text says so.
        let shared = |word: &&str| nation == "scotland" && *word == "call 999";
        for word in WORDS_OF_ENGLAND.iter().filter(|word| !shared(word)) {
            assert!(!text.contains(word), "{nation} {path}: {word}");
        }
        assert!(!text.contains("for England"), "{nation} {path}");
    }
    let events = house.events().await;
    let decided = events
        .iter()
        .any(|event| matches!(event, CaseEvent::DecisionMade { .. }));
    assert!(decided, "{nation}");
    for event in &events {
        if let CaseEvent::GuidanceConsulted { pack, .. } = event {
            assert!(!pack.contains("england"), "{nation} consulted {pack}");
        }
    }
    seen
}

fn on_page<'s>(seen: &'s [(String, Page)], end: &str) -> &'s Page {
    let found = seen.iter().find(|(path, _)| path.ends_with(end));
    &found.unwrap_or_else(|| panic!("{end} was not walked")).1
}

fn in_force(nation: &str) -> Arc<Pack> {
    let day = jiff::civil::date(2026, 11, 24);
    Library::shipped().on(nation, day).unwrap()
}

#[test]
fn every_place_a_text_is_for_can_be_the_place_of_a_setting() {
    for pack in Library::shipped().packs() {
        assert!(
            casework::nation::find(pack.jurisdiction()).is_some(),
            "{}",
            pack.jurisdiction()
        );
    }
}

#[tokio::test]
async fn no_rule_word_or_contact_of_england_reaches_a_school_elsewhere() {
    for nation in NATIONS.iter().filter(|nation| nation.id != "england") {
        nothing_of_england_in(nation.id, NOW).await;
    }
}

#[tokio::test]
async fn a_skeleton_says_so_on_every_page_that_uses_it_and_a_fuller_text_does_not() {
    let house = House::in_nation("queensland", NOW).await;
    for (path, page) in walked(&house).await {
        let uses =
            path.contains("/cases/") || path.contains("/reports/") || path == "/first-minute";
        if uses {
            assert!(
                page.text.contains("This is a skeleton: only parts"),
                "{path}"
            );
        }
    }
    let house = House::in_nation("england", NOW).await;
    let lead = house.signed_in(Role::Lead).await;
    let page = house
        .get(Some(&lead), &format!("/cases/{}", house.case))
        .await;
    assert!(!page.text.contains("skeleton"));
    let shown = house
        .get(None, "/guidance/queensland-reporting/2026-11-22")
        .await;
    assert!(
        shown
            .text
            .contains("This is a skeleton: only parts of the official text for Queensland")
    );
    for part in ["rules", "notes", "questions"] {
        let path = format!("/guidance/queensland-reporting/2026-11-22/{part}");
        let page = house.get(None, &path).await;
        assert!(page.text.contains("This is a skeleton"), "{path}");
    }
}

#[tokio::test]
async fn a_day_before_any_text_is_told_plainly_and_the_lead_decides() {
    for nation in ["wales", "england", ELSEWHERE] {
        let house = House::in_nation(nation, EARLIER).await;
        let seen = walked(&house).await;
        for end in ["/recommendation", "/decision", "/first-minute"] {
            let page = on_page(&seen, end);
            assert_eq!(page.status, StatusCode::OK);
            assert!(
                page.text.contains("No guidance is built in for"),
                "{nation} {end}"
            );
        }
    }
}

#[tokio::test]
async fn people_have_the_names_their_own_text_gives_them() {
    for (nation, lead) in [
        ("wales", "Designated safeguarding person (DSP)"),
        ("northern-ireland", "Designated teacher (DT)"),
        ("ireland", "Designated liaison person (DLP)"),
        ("queensland", "Safeguarding lead"),
        ("england", "Designated safeguarding lead"),
    ] {
        let house = House::in_nation(nation, NOW).await;
        let cookie = house.signed_in(Role::Lead).await;
        let page = house.get(Some(&cookie), "/desk").await;
        assert!(page.text.contains(lead), "{nation}");
    }
}

#[tokio::test]
async fn holidays_that_are_not_built_in_are_asked_for_and_london_time_is_told() {
    let page = |nation: &'static str| async move {
        let house = House::in_nation(nation, NOW).await;
        let cookie = house.signed_in(Role::Administrator).await;
        house.get(Some(&cookie), "/setting/calendar").await.text
    };
    let england = page("england").await;
    assert!(england.contains("Friday 25 December 2026") && !england.contains("not built in"));
    let wales = page("wales").await;
    assert!(wales.contains("public holidays of Wales are not built in"));
    assert!(!wales.contains("Friday 25 December 2026") && !wales.contains("of London"));
    let queensland = page("queensland").await;
    assert!(queensland.contains("of London, not yet those of Queensland"));
}

#[tokio::test]
async fn a_reporter_is_told_of_their_own_duty_and_ends_theirs_and_no_other() {
    let house = House::in_nation("queensland", NOW).await;
    let reporter = house.signed_in(Role::Reporter).await;
    let lead = house.signed_in(Role::Lead).await;
    let receipt = format!("/reports/{}", house.case);
    let own = format!("/cases/{}/own-duty", house.case);
    let page = house.get(Some(&reporter), &receipt).await;
    assert!(page.text.contains("Your own duty") && page.text.contains("Still open for you."));
    let page = house.get(Some(&reporter), &own).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text.contains(CANARY), "it tells nothing of the case");
    assert!(!page.text.contains("Everybody with a part"));
    let blank = [("response", "written-report"), ("what", " ")];
    let sent = send(&house, &reporter, &own, &blank).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let what = format!("In writing, to the principal, at ten. {CANARY}");
    let done = [("response", "written-report"), ("what", what.as_str())];
    let sent = send(&house, &reporter, &own, &done).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = house.get(Some(&reporter), &receipt).await;
    assert!(page.text.contains("You said that yours is done."));

    // The lead finds that it is called for, decides, and still sees their own open.
    let field = "answer_incident_sexual-abuse-suspected";
    let path = format!("/cases/{}/assessment", house.case);
    let sent = send(&house, &lead, &path, &[(field, "yes")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let path = format!("/cases/{}/decision", house.case);
    let decide = [("routes", "refer-police"), ("rationale", what.as_str())];
    let sent = send(&house, &lead, &path, &decide).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = house
        .get(Some(&lead), &format!("/cases/{}", house.case))
        .await;
    assert!(
        page.text.contains("Alex Example: says it is done"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Robin Example: still open"));
    let page = house.get(Some(&lead), &own).await;
    assert!(page.text.contains("You have not said that yours is done."));
}

#[tokio::test]
async fn where_reporting_is_the_default_the_page_says_what_needs_the_reason() {
    let house = House::in_nation("victoria", NOW).await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/decision", house.case);
    let page = house.get(Some(&lead), &path).await;
    assert!(
        page.text
            .contains("deciding not to report is what needs a reason and a second person")
    );
    let keep = [("routes", "manage-in-setting"), ("rationale", "Weighed.")];
    let sent = send(&house, &lead, &path, &keep).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        sent.text
            .contains("Under this text reporting is the default"),
        "{}",
        sent.text
    );
    let report = [("routes", "refer-police"), ("rationale", "Reported.")];
    let sent = send(&house, &lead, &path, &report).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

#[test]
fn every_text_of_each_persons_duty_is_shown_as_one() {
    for nation in ["queensland", "western-australia", "ireland"] {
        let pack = in_force(nation);
        assert_eq!(pack.status(), Status::Skeleton);
        let own = pack
            .responses()
            .iter()
            .filter(|one| one.duty == Duty::Individual);
        assert!(own.count() > 0, "{nation}");
    }
}

#[tokio::test]
async fn the_same_walk_in_england_does_find_england() {
    let house = House::in_nation("england", NOW).await;
    let lead = house.signed_in(Role::Lead).await;
    let england = of_england();
    for page in ["recommendation", "decision", "initial-review"] {
        let page = house
            .get(Some(&lead), &format!("/cases/{}/{page}", house.case))
            .await;
        let text = read(&page);
        assert!(england.iter().any(|item| text.contains(item.as_str())));
    }
    let page = house.get(Some(&lead), "/first-minute").await;
    assert!(page.text.contains("call 999"));
}
