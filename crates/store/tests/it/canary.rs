//! No word anybody wrote lies on the disk in clear: not in the database, not in its log, not in the files beside it.

use crate::kept::Kept;
use crate::school::{CANARY, School, at, words};
use casework::access::{Asking, Deed};
use casework::event::{AccessEvent, CaseEvent, PersonEvent, SettingEvent};
use store::{Append, Credential, Expect, Job, NewSession, OnceKey, Write};
use uuid::Uuid;

/// Every file of some records that has any of the words in it, in UTF-8 or UTF-16, in any case.
fn holding(kept: &Kept, wanted: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, bytes) in kept.files() {
        let bytes = bytes.to_ascii_lowercase();
        let bytes = String::from_utf8_lossy(&bytes);
        for word in wanted {
            let wide: String = word.chars().flat_map(|letter| [letter, '\0']).collect();
            for form in [*word, &wide] {
                if bytes.contains(form) {
                    found.push(format!("{word} in {}", file.display()));
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn no_word_anybody_wrote_lies_on_the_disk_in_clear() {
    let school = School::founded().await;
    let (store, setting) = (&school.store, school.setting);
    let (case, child) = school.concern().await;
    let case_events = vec![
        CaseEvent::NoteAdded {
            note: words("A note"),
            happened: None,
        },
        CaseEvent::CaseShared {
            with: school.head,
            why: words("Needs to know"),
        },
        CaseEvent::EntryCorrected {
            entry: 1,
            now: words("Rather"),
            why: words("Misheard"),
        },
    ];
    let person = PersonEvent::PersonCorrected {
        name: words("Ash B Example"),
        date_of_birth: None,
        year_group: Some(words("Year 10")),
        setting: Some(words("Another School")),
        on_roll: false,
        why: Some(words("Spelling")),
    };
    let duty = SettingEvent::DutySet {
        staff: school.lead,
        reach: words("Extension 4"),
        cover: None,
        cover_reach: None,
    };
    let append = Append {
        once: Some(OnceKey(Uuid::from_u128(1))),
        jobs: vec![Job {
            kind: CANARY.to_owned(),
            body: CANARY.to_owned(),
            due: None,
        }],
        writes: vec![
            Write::Case {
                case,
                expect: Expect::Tail,
                events: case_events,
            },
            Write::Person {
                person: child,
                expect: Expect::Tail,
                events: vec![person],
            },
            Write::Setting {
                expect: Expect::Tail,
                events: vec![duty],
            },
        ],
        ..Append::by(setting, school.lead)
    };
    store.append(append).await.unwrap();
    let lead: Asking = school.as_lead();
    store
        .open_case(&lead, case, Deed::OpenCase, CANARY, Some(words("A reason")))
        .await
        .unwrap();
    store
        .note_access(
            &lead,
            case,
            AccessEvent::ChronologyPrinted {
                head: CANARY.to_owned(),
            },
        )
        .await
        .unwrap();
    store
        .note_access(
            &lead,
            case,
            AccessEvent::RecordTakenOut {
                head: CANARY.to_owned(),
                sums: CANARY.to_owned(),
                why: words(CANARY),
            },
        )
        .await
        .unwrap();
    store
        .put_draft(setting, school.lead, CANARY, CANARY.as_bytes())
        .await
        .unwrap();
    let credential = Credential {
        password_hash: CANARY.to_owned(),
        totp_secret: Some(CANARY.as_bytes().to_vec()),
        last_totp_step: None,
        failures: 0,
        locked_until: None,
    };
    store
        .set_credential(setting, school.lead, credential)
        .await
        .unwrap();
    store
        .make_link(
            setting,
            school.lead,
            [1; 32],
            at("2026-03-03T00:00:00Z"),
            CANARY,
        )
        .await
        .unwrap();
    let session = NewSession {
        setting,
        staff: school.lead,
        token_hash: [2; 32],
        second_factor: true,
        expires: at("2026-03-03T00:00:00Z"),
    };
    store.start_session(session).await.unwrap();
    store.rebuild_views().await.unwrap();

    let wanted = [
        CANARY,
        "ash example",
        ".example",
        "concern-reported",
        "case-opened",
        "year 9",
        "form room",
    ];
    let unseen = |kept: &Kept| holding(kept, &wanted);
    assert_eq!(unseen(&school.kept), Vec::<String>::new());
    // The look itself finds what is there: the schema has this word.
    assert!(!holding(&school.kept, &["reported_by"]).is_empty());
    let kept = school.close();
    assert_eq!(unseen(&kept), Vec::<String>::new(), "after closing");
}
