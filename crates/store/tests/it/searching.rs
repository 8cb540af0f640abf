//! Searching: by name however it is spelled, by words, days and references, only among what the asker may see, and with
//! the searcher's name in the access log of what was found.

use crate::school::{School, child_recorded, concern_about, reopened, words};
use casework::access::Asking;
use casework::event::{AccessEvent, CaseEvent, PersonEvent, Role};
use casework::id::{CaseId, PersonId};
use jiff::civil::date;
use store::{Append, Expect, Failure, Search, Write};

/// Looks for exactly these words, without the canary that fixtures carry.
async fn search(school: &School, asking: &Asking, typed: &str) -> Search {
    let typed = casework::words::Words::typed(typed).unwrap();
    school.store.search(asking, &typed, 20).await.unwrap()
}

fn cases(found: &Search) -> Vec<CaseId> {
    found.found.iter().map(|one| one.line.case).collect()
}

/// A concern about a child with this name, noted by the lead.
async fn case_of(school: &School, name: &str, note: &str) -> (CaseId, PersonId) {
    let outside = school.store.outside();
    let (case, child) = (outside.new_case(), outside.new_person());
    let concern = Append {
        writes: vec![
            Write::Person {
                person: child,
                expect: Expect::New,
                events: vec![child_recorded(name)],
            },
            Write::Case {
                case,
                expect: Expect::New,
                events: vec![concern_about(child)],
            },
        ],
        ..Append::by(school.setting, school.reporter)
    };
    school.store.append(concern).await.unwrap();
    let noted = school.noting(case, Expect::At(1), note);
    school.store.append(noted).await.unwrap();
    (case, child)
}

#[tokio::test]
async fn a_child_is_found_by_name_in_any_order_and_without_accents() {
    let school = School::founded().await;
    let (case, child) = case_of(&school, "Siân Example-Jones", "Seen in the library.").await;
    case_of(&school, "Birch Other", "Seen in the library.").await;
    for typed in ["sian", "Jones SIAN", "exam siân", "SIÂN example jones"] {
        let found = search(&school, &school.as_lead(), typed).await;
        assert_eq!(cases(&found), [case], "{typed}");
        assert!(found.found[0].children.contains(&child), "{typed}");
        assert!(!found.found[0].alike, "{typed}");
    }
}

#[tokio::test]
async fn a_name_that_sounds_alike_or_is_spelled_almost_alike_is_found_and_said_to_be() {
    let school = School::founded().await;
    let (welsh, _) = case_of(&school, "Rhys Example", "Seen.").await;
    let (polish, _) = case_of(&school, "Łukasz Example", "Seen.").await;
    for (typed, case) in [("Reece", welsh), ("Lukasx", polish)] {
        let found = search(&school, &school.as_lead(), typed).await;
        assert_eq!(cases(&found), [case], "{typed}");
        assert!(found.found[0].alike, "{typed}");
    }
}

#[tokio::test]
async fn words_are_found_in_the_entries_they_stand_in_and_all_of_them_must_be_there() {
    let school = School::founded().await;
    let (case, _) = case_of(&school, "Ash Example", "The tutor told us by the bus stop.").await;
    case_of(&school, "Birch Example", "The tutor told us in the hall.").await;
    let found = search(&school, &school.as_lead(), "tutor bus stop").await;
    assert_eq!(cases(&found), [case]);
    assert_eq!(
        found.found[0].entries.iter().copied().collect::<Vec<_>>(),
        [2]
    );
    let none = search(&school, &school.as_lead(), "tutor minibus").await;
    assert!(none.found.is_empty());
}

#[tokio::test]
async fn a_case_is_found_by_its_reference_and_by_a_day_it_speaks_of() {
    let school = School::founded().await;
    let (case, _) = case_of(&school, "Ash Example", "Seen.").await;
    let reference = casework::case::reference_of(case);
    for typed in [
        reference.clone(),
        reference.replace('-', "").to_lowercase(),
        "2 March 2026".to_owned(),
        "ash 2/3/2026".to_owned(),
        "March 2026".to_owned(),
    ] {
        let found = search(&school, &school.as_lead(), &typed).await;
        assert_eq!(cases(&found), [case], "{typed}");
    }
    assert!(
        search(&school, &school.as_lead(), "3 March 2026")
            .await
            .found
            .is_empty()
    );
}

#[tokio::test]
async fn what_was_written_since_the_last_search_is_found_and_what_was_corrected_is_found_anew() {
    let school = School::founded().await;
    let (case, child) = case_of(&school, "Ash Example", "Seen.").await;
    assert!(
        search(&school, &school.as_lead(), "corridor")
            .await
            .found
            .is_empty()
    );
    let noted = school.noting(case, Expect::At(2), "By the corridor.");
    school.store.append(noted).await.unwrap();
    assert_eq!(
        cases(&search(&school, &school.as_lead(), "corridor").await),
        [case]
    );
    let corrected = Append {
        writes: vec![Write::Person {
            person: child,
            expect: Expect::At(1),
            events: vec![PersonEvent::PersonCorrected {
                name: words("Rowan Example"),
                date_of_birth: Some(date(2012, 3, 27)),
                year_group: None,
                setting: None,
                on_roll: false,
                why: None,
            }],
        }],
        ..Append::by(school.setting, school.lead)
    };
    school.store.append(corrected).await.unwrap();
    assert_eq!(
        cases(&search(&school, &school.as_lead(), "rowan").await),
        [case]
    );
    assert!(
        search(&school, &school.as_lead(), "ash")
            .await
            .found
            .is_empty()
    );
}

#[tokio::test]
async fn a_case_that_is_withheld_from_somebody_is_not_found_by_them() {
    let school = School::founded().await;
    let (open, _) = case_of(&school, "Ash Example", "Seen.").await;
    let (withheld, _) = case_of(&school, "Ash Other", "Seen.").await;
    let conflict = Append {
        writes: vec![Write::Case {
            case: withheld,
            expect: Expect::At(2),
            events: vec![CaseEvent::ConflictDeclared {
                staff: school.lead,
                why: words("A relative."),
            }],
        }],
        ..Append::by(school.setting, school.head)
    };
    school.store.append(conflict).await.unwrap();
    assert_eq!(
        cases(&search(&school, &school.as_lead(), "ash").await),
        [open]
    );
    let deputy = school.asking(school.head, &[Role::Deputy]);
    assert_eq!(
        cases(&search(&school, &deputy, "ash").await),
        [withheld, open]
    );
}

#[tokio::test]
async fn whoever_has_no_desk_does_not_search() {
    let school = School::founded().await;
    case_of(&school, "Ash Example", "Seen.").await;
    for roles in [
        [Role::Reporter],
        [Role::Administrator],
        [Role::Auditor],
        [Role::Head],
    ] {
        let asking = school.asking(school.head, &roles);
        let refused = school.store.search(&asking, &words("ash"), 20).await;
        assert_eq!(refused.unwrap_err(), Failure::NotThere, "{roles:?}");
    }
}

#[tokio::test]
async fn a_search_is_in_the_access_log_of_what_it_showed_and_of_nothing_else() {
    let school = School::founded().await;
    let (shown, _) = case_of(&school, "Ash Example", "Seen.").await;
    let (other, _) = case_of(&school, "Birch Other", "Seen.").await;
    search(&school, &school.as_lead(), "ash").await;
    let log = school
        .store
        .access_log(&school.as_lead(), shown)
        .await
        .unwrap();
    let searched = log.last().unwrap();
    assert_eq!(searched.written.by, school.lead);
    assert!(matches!(
        &searched.written.event,
        AccessEvent::FoundBySearch { words } if words.as_str() == "ash"
    ));
    let log = school
        .store
        .access_log(&school.as_lead(), other)
        .await
        .unwrap();
    assert!(log.is_empty());
}

#[tokio::test]
async fn more_are_counted_than_are_shown_and_the_newest_are_first() {
    let school = School::founded().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        school.clock.move_by(jiff::SignedDuration::from_mins(1));
        made.push(case_of(&school, "Ash Example", "Seen.").await.0);
    }
    let typed = words("ash");
    let typed = casework::words::Words::typed(typed.as_str().split(' ').next().unwrap()).unwrap();
    let found = school
        .store
        .search(&school.as_lead(), &typed, 3)
        .await
        .unwrap();
    made.reverse();
    assert_eq!(cases(&found), made[..3]);
    assert_eq!(found.more, 2);
}

#[tokio::test]
async fn another_setting_is_never_searched() {
    let school = School::founded().await;
    case_of(&school, "Ash Example", "Seen.").await;
    let outside = school.store.outside();
    let (lead, reporter, head) = (
        outside.new_staff(),
        outside.new_staff(),
        outside.new_staff(),
    );
    let elsewhere = crate::school::found(&school.store, lead, reporter, head, "second").await;
    let asking = Asking {
        setting: elsewhere,
        staff: lead,
        ..school.as_lead()
    };
    assert!(search(&school, &asking, "ash").await.found.is_empty());
}

#[tokio::test]
async fn nothing_that_was_looked_for_or_found_by_lies_readable_on_the_disk() {
    let school = School::founded().await;
    case_of(&school, "Ash Example", "By the zyxcanary corridor.").await;
    assert_eq!(
        search(&school, &school.as_lead(), "zyxcanary")
            .await
            .found
            .len(),
        1
    );
    let data = school.data();
    for file in std::fs::read_dir(&data).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in [b"zyxcanary".as_slice(), b"corridor"] {
            assert!(
                !bytes
                    .windows(word.len())
                    .any(|at| at.eq_ignore_ascii_case(word))
            );
        }
    }
    let dir = school.close();
    drop(reopened(&dir.path().join("data")).unwrap());
}
