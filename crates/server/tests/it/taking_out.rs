//! Taking the record out: the whole of it, and what concerns one child.

use crate::school::{CANARY, House};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use casework::event::{AccessEvent, CaseEvent, PersonEvent, Role};
use casework::extract::{Extract, From, StaffAs, Wanted};
use casework::id::PersonId;
use casework::people::Person;
use casework::words::Words;
use proptest::prelude::*;
use serde_json::Value;
use server::export::{ChildCover, one_child};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use store::{Append, Expect, Write};

const OTHER: &str = "Qvazyq Xhéwqy";
/// What they were called before it was corrected.
const BEFORE: &str = "Wqyłjb Xhéwqy";

fn words(text: &str) -> Words {
    Words::typed(text).unwrap()
}

fn named(name: &str) -> Person {
    Person {
        name: words(name),
        date_of_birth: None,
        year_group: None,
        setting: None,
        on_roll: true,
    }
}

/// What is in an archive, by its own list: a reader of the test's own, which knows nothing of the writer.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let number = |at: usize, many: usize| {
        let part = &bytes[at..at + many];
        part.iter()
            .rev()
            .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = number(end + 16, 4);
    let mut files = BTreeMap::new();
    for _ in 0..number(end + 10, 2) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (length, name) = (number(at + 24, 4), number(at + 28, 2));
        let path = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap();
        let local = number(at + 42, 4);
        assert_eq!(&bytes[local..local + 4], b"PK\x03\x04");
        let begins = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        files.insert(path, bytes[begins..begins + length].to_vec());
        at += 46 + name;
    }
    files
}

/// The files without the folder they stand in, each held against the list of checksums.
fn checked(bytes: &[u8]) -> (BTreeMap<String, Vec<u8>>, String) {
    let files: BTreeMap<String, Vec<u8>> = unpacked(bytes)
        .into_iter()
        .map(|(path, content)| (path.split_once('/').unwrap().1.to_owned(), content))
        .collect();
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    assert_eq!(sums.lines().count(), files.len() - 1);
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        assert_eq!(sum, hex(&files[path]), "{path}");
    }
    (files, hex(sums.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

async fn posted(
    house: &House,
    cookie: &str,
    path: &str,
    form: &[(&str, &str)],
) -> (StatusCode, Vec<u8>, String) {
    let body: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{name}={}", crate::school::percent(value.as_bytes())))
        .collect();
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "leeward.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.join("&")))
        .unwrap();
    let response = house.answer(request).await;
    let status = response.status();
    let name = response
        .headers()
        .get(header::CONTENT_DISPOSITION)
        .map_or("", |name| name.to_str().unwrap())
        .to_owned();
    let bytes = axum::body::to_bytes(response.into_body(), 16_000_000)
        .await
        .unwrap();
    (status, bytes.to_vec(), name)
}

async fn access_log(house: &House) -> Vec<AccessEvent> {
    let asking = casework::access::Asking {
        setting: house.school.setting,
        staff: house.school.who(Role::Lead),
        roles: [Role::Lead].into(),
        second_factor: true,
        signed_in_at: house.app.outside().now(),
    };
    let log = house
        .app
        .store()
        .access_log(&asking, house.case)
        .await
        .unwrap();
    log.into_iter().map(|entry| entry.written.event).collect()
}

/// A second child, and a note that names them.
async fn with_another_child(house: &House) -> PersonId {
    let other = house.app.outside().new_person();
    let writes = vec![
        Write::Person {
            person: other,
            expect: Expect::New,
            events: vec![
                PersonEvent::PersonRecorded {
                    name: words(BEFORE),
                    date_of_birth: None,
                    year_group: Some(words("8C")),
                    setting: None,
                    on_roll: false,
                },
                PersonEvent::PersonCorrected {
                    name: words(OTHER),
                    date_of_birth: None,
                    year_group: Some(words("8C")),
                    setting: None,
                    on_roll: false,
                    why: None,
                },
            ],
        },
        Write::Case {
            case: house.case,
            expect: Expect::Tail,
            events: vec![
                CaseEvent::ChildInvolved {
                    child: other,
                    how_known: None,
                },
                CaseEvent::NoteAdded {
                    note: words(
                        "Spoke with qvazyq\u{2019}s tutor, and with Wqyljb. The Captain was there too.",
                    ),
                    happened: None,
                },
            ],
        },
    ];
    let append = Append {
        writes,
        ..Append::by(house.school.setting, house.school.who(Role::Lead))
    };
    house.app.store().append(append).await.unwrap();
    other
}

#[tokio::test]
async fn the_whole_record_goes_out_as_plain_files_and_the_access_log_knows_them_again() {
    let house = House::with_a_case().await;
    with_another_child(&house).await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/export", house.case);
    assert_eq!(house.get(Some(&lead), &path).await.status, StatusCode::OK);
    let (status, ..) = posted(&house, &lead, &path, &[("why", " ")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, bytes, name) = posted(&house, &lead, &path, &[("why", "For the court.")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        name.starts_with("attachment; filename=\"case-") && name.ends_with(".zip\""),
        "{name}"
    );
    let (files, sums) = checked(&bytes);
    for path in [
        "index.html",
        "case.json",
        "chronology.pdf",
        "chain.jsonl",
        "checkpoint.txt",
        "checkpoint-key.txt",
        "inclusion.json",
        "README.txt",
        "verify_record.py",
        "record-format.md",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
    let index = String::from_utf8(files["index.html"].clone()).unwrap();
    assert!(
        index.contains(CANARY)
            && index.contains(OTHER)
            && index.contains(BEFORE)
            && index.contains("For the court.")
    );
    for away in ["<script", "http://", "https://", "<link", "<img"] {
        assert!(!index.contains(away), "{away}");
    }
    assert!(access_log(&house).await.iter().any(|event| matches!(
        event,
        AccessEvent::RecordTakenOut { sums: noted, why, .. } if *noted == sums && why.as_str() == "For the court."
    )));
}

#[tokio::test]
async fn what_goes_out_is_as_the_documented_schema_says_and_every_entry_is_in_it() {
    let house = House::with_a_case().await;
    with_another_child(&house).await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/export", house.case);
    let (_, bytes, _) = posted(&house, &lead, &path, &[("why", "For the court.")]).await;
    let (files, _) = checked(&bytes);
    let case: Value = serde_json::from_slice(&files["case.json"]).unwrap();
    fits(
        include_str!("../../../../docs/export-case.schema.json"),
        &case,
    );
    assert_eq!(case["entries"].as_array().unwrap().len(), 5);
    let covered: Value = serde_json::from_slice(&files["inclusion.json"]).unwrap();
    let head = case["last_entry"].as_str().unwrap();
    assert!(covered["leaf"].as_str().unwrap().ends_with(head));
}

fn fits(schema: &str, value: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let compiled = compiler.compile("schema.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(value, compiled) {
        panic!("{error}");
    }
}

#[tokio::test]
async fn nobody_who_may_not_read_the_case_takes_it_out() {
    let house = House::with_a_case().await;
    for role in [
        Role::Administrator,
        Role::Oversight,
        Role::Head,
        Role::Reporter,
    ] {
        let cookie = house.signed_in(role).await;
        for path in ["export".to_owned(), format!("extract/{}", house.child)] {
            let path = format!("/cases/{}/{path}", house.case);
            let (status, bytes, _) = posted(&house, &cookie, &path, &[("why", "Because.")]).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{role:?} {path}");
            assert!(!String::from_utf8_lossy(&bytes).contains(CANARY));
        }
    }
}

#[tokio::test]
async fn an_extract_goes_out_only_as_it_was_read_and_the_access_log_says_who_confirmed_it() {
    let house = House::with_a_case().await;
    with_another_child(&house).await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/extract/{}", house.case, house.child);
    let first = house.get(Some(&lead), &path).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text.contains("leeward-hidden\">[Child B]</mark>"));
    assert!(!first.text.to_lowercase().contains("qvazyq"));
    assert!(first.text.contains("The Captain was there"));

    let hidden = [
        ("blacked_out", "the captain"),
        ("staff", "name"),
        ("do", "look"),
    ];
    let (status, again, _) = posted(&house, &lead, &path, &hidden).await;
    assert_eq!(status, StatusCode::OK);
    let again = String::from_utf8(again).unwrap();
    assert!(!again.contains("The Captain was there"));
    let read_as = |page: &str| {
        let at = page.split("name=\"read_as\" value=\"").nth(1).unwrap();
        at.split('"').next().unwrap().to_owned()
    };
    let (before, now) = (read_as(&first.text), read_as(&again));
    let take = |read: &str, read_as: &str| {
        [
            ("blacked_out", "the captain".to_owned()),
            ("staff", "name".to_owned()),
            ("do", "take".to_owned()),
            ("why", "Asked for by the child. Not by qvazyq.".to_owned()),
            ("read", read.to_owned()),
            ("read_as", read_as.to_owned()),
        ]
    };
    for (read, read_as) in [("", &now), ("yes", &before)] {
        let form = take(read, read_as);
        let form: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (status, ..) = posted(&house, &lead, &path, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{read}");
    }
    let form = take("yes", &now);
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (status, bytes, name) = posted(&house, &lead, &path, &form).await;
    assert_eq!(status, StatusCode::OK);
    assert!(name.contains("extract-") && !name.contains(CANARY));
    let (files, sums) = checked(&bytes);
    let json: Value = serde_json::from_slice(&files["extract.json"]).unwrap();
    fits(
        include_str!("../../../../docs/export-extract.schema.json"),
        &json,
    );
    for content in files.values() {
        let text = String::from_utf8_lossy(content).to_lowercase();
        for hidden in ["qvazyq", "wqyljb", "wqyłjb", "captain"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
    }
    assert!(!files.contains_key("chain.jsonl"));
    assert!(access_log(&house).await.iter().any(|event| matches!(
        event,
        AccessEvent::ExtractTakenOut { child, sums: noted, blacked_out, staff_named: true, .. }
            if *child == house.child && *noted == sums && blacked_out.len() == 1
    )));
}

#[tokio::test]
async fn an_entry_can_be_left_out_and_another_childs_extract_is_not_of_this_case() {
    let house = House::with_a_case().await;
    let lead = house.signed_in(Role::Lead).await;
    let path = format!("/cases/{}/extract/{}", house.case, house.child);
    let (_, page, _) = posted(&house, &lead, &path, &[("without", "1"), ("do", "look")]).await;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("Leave entry 1 out") && !page.contains("Entry 1 ·"));
    assert!(page.contains("1 entry left out by whoever made it."));
    let nobody = house.app.outside().new_person();
    let away = house
        .get(
            Some(&lead),
            &format!("/cases/{}/extract/{nobody}", house.case),
        )
        .await;
    assert_eq!(away.status, StatusCode::NOT_FOUND);
}

/// Names of which no plain word is made.
fn name() -> impl Strategy<Value = String> {
    let syllable =
        proptest::sample::select(vec!["zyq", "qva", "vró", "xhé", "öřq", "jûz", "wqy", "łjb"]);
    let part = proptest::collection::vec(syllable, 2..4).prop_map(|all| all.concat());
    proptest::collection::vec(part, 1..3).prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_byte_of_an_extract_names_another_child(
        others in proptest::collection::vec(name(), 1..4),
        how in proptest::collection::vec((0..4_usize, 0..4_usize), 1..12),
    ) {
        let child = |place: u128| PersonId(uuid::Uuid::from_u128(0x9000 + place));
        let mut people = BTreeMap::from([(child(0), vec![named("Ash Example")])]);
        for (place, name) in (1_u128..).zip(&others) {
            people.insert(child(place), vec![named(name)]);
        }
        let by = casework::id::StaffId(uuid::Uuid::from_u128(7));
        let entries: Vec<_> = (1_u64..).zip(&how).map(|(seq, (who, spelled))| {
            let name = &others[who % others.len()];
            let name = match spelled {
                0 => name.to_uppercase(),
                1 => name.replace(' ', ""),
                2 => format!("{name}\u{2019}s"),
                _ => name.clone(),
            };
            casework::chronology::Entry {
                seq,
                recorded_at: jiff::Timestamp::UNIX_EPOCH,
                written: casework::chronology::Written {
                    by,
                    event: CaseEvent::NoteAdded { note: words(&format!("Then {name} came.")), happened: None },
                },
            }
        }).collect();
        let named = [casework::event::SettingEvent::SettingNamed {
            name: words(&format!("School of {}", others[0])),
            jurisdiction: "england".to_owned(),
            college: false,
        }];
        let named: Vec<_> = named.into_iter().map(|event| casework::chronology::Entry {
            seq: 1,
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            written: casework::chronology::Written { by, event },
        }).collect();
        let setting = casework::setting::Setting::fold(
            casework::id::SettingId(uuid::Uuid::from_u128(8)),
            &named,
        ).unwrap();
        let extract = Extract::of(
            &From { entries: &entries, packs: &[], people: &people, setting: &setting },
            &Wanted {
                child: child(0),
                staff: StaffAs::Name,
                blacked_out: &[],
                left_out: &BTreeSet::new(),
                why: &others[0],
                by,
            },
        );
        let cover = ChildCover {
            reference: "K7M-4QD".to_owned(),
            at: jiff::Timestamp::UNIX_EPOCH,
            head: "00".repeat(32),
            practice: false,
        };
        let parcel = one_child(&extract, &cover).unwrap();
        for (path, content) in parcel.files() {
            let whole = String::from_utf8_lossy(content).to_lowercase();
            for part in others.iter().flat_map(|name| name.split(' ')) {
                prop_assert!(!whole.contains(part), "{part} stands in {path}");
            }
        }
    }
}
