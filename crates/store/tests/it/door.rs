//! The one door to a case: who may, who is named, and what a refusal gives away.

use crate::school::{School, found, words};
use casework::access::{Asking, Deed};
use casework::event::{AccessEvent, CaseEvent, Role};
use casework::id::StaffId;
use jiff::SignedDuration;
use store::{Among, Append, Expect, Failure, Write};

fn pages(log: &[casework::chronology::Entry<AccessEvent>]) -> Vec<(StaffId, String)> {
    log.iter()
        .map(|entry| {
            let said = match &entry.written.event {
                AccessEvent::CaseOpened { page, .. } => format!("opened {page}"),
                AccessEvent::CaseWithheld { page } => format!("withheld {page}"),
                AccessEvent::ChronologyPrinted { head } => format!("printed {head}"),
                AccessEvent::ChronologyVerified { intact } => format!("verified {intact}"),
                AccessEvent::FoundBySearch { .. } => "found by search".to_owned(),
                AccessEvent::RecordTakenOut { head, .. } => format!("taken out {head}"),
                AccessEvent::ExtractTakenOut { head, .. } => format!("extract {head}"),
            };
            (entry.written.by, said)
        })
        .collect()
}

#[tokio::test]
async fn whoever_opens_a_case_and_whoever_is_refused_is_named_in_the_access_log() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let lead = school.as_lead();
    school
        .store
        .open_case(&lead, case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    let refused = school
        .store
        .open_case(&school.as_reporter(), case, Deed::OpenCase, "case", None)
        .await;
    assert_eq!(refused.unwrap_err(), Failure::NotThere);
    school
        .store
        .note_access(
            &lead,
            case,
            AccessEvent::ChronologyPrinted {
                head: "abc".to_owned(),
            },
        )
        .await
        .unwrap();
    let log = school.store.access_log(&lead, case).await.unwrap();
    let expected = [
        (school.lead, "opened case"),
        (school.reporter, "withheld case"),
        (school.lead, "printed abc"),
    ];
    assert_eq!(
        pages(&log),
        expected.map(|(by, said)| (by, said.to_owned()))
    );
}

#[tokio::test]
async fn who_is_named_for_a_page_already_is_not_named_again_for_a_part_of_it_and_everybody_else_is()
{
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let (lead, store) = (school.as_lead(), &school.store);
    let hour = SignedDuration::from_hours(1);
    let again = async |asking: &Asking, page: &'static str| {
        let opened = store
            .open_case_again(asking, case, Deed::WorkCase, page, hour)
            .await;
        opened.map(|opened| opened.entries.len())
    };
    let lines = async || store.access_log(&lead, case).await.unwrap().len();
    assert_eq!(again(&lead, "assessment").await, Ok(1));
    assert_eq!(lines().await, 1, "not named before: named now");
    for _ in 0..3 {
        assert_eq!(again(&lead, "assessment").await, Ok(1));
    }
    assert_eq!(lines().await, 1, "part of what is logged");
    again(&lead, "decision").await.unwrap();
    assert_eq!(lines().await, 2, "another page is another line");
    let other = Asking {
        staff: school.head,
        ..lead.clone()
    };
    again(&other, "assessment").await.unwrap();
    assert_eq!(lines().await, 3, "another person is another line");
    assert_eq!(
        again(&school.as_reporter(), "assessment").await,
        Err(Failure::NotThere)
    );
    assert_eq!(lines().await, 4, "somebody turned away is a line each time");
    assert_eq!(
        again(&school.as_reporter(), "assessment").await,
        Err(Failure::NotThere)
    );
    assert_eq!(lines().await, 5);
    school.clock.move_by(hour);
    again(&lead, "assessment").await.unwrap();
    assert_eq!(lines().await, 6, "an hour later is another look");
    for _ in 0..25 {
        store
            .open_case(&other, case, Deed::WorkCase, "case", None)
            .await
            .unwrap();
    }
    again(&lead, "assessment").await.unwrap();
    assert_eq!(lines().await, 32, "behind many others one is named anew");
}

#[tokio::test]
async fn a_very_long_case_opens_whole_and_its_opener_is_named_as_in_any_other() {
    let school = School::founded().await;
    let (case, child) = school.concern().await;
    let notes = (0..600)
        .map(|n| CaseEvent::NoteAdded {
            note: words(&format!("note {n}")),
            happened: None,
        })
        .collect();
    let write = Write::Case {
        case,
        expect: Expect::Tail,
        events: notes,
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    let lead = school.as_lead();
    let opened = school
        .store
        .open_case(&lead, case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    assert!(opened.intact);
    assert_eq!(opened.entries.len(), 601);
    assert!(opened.people.contains_key(&child));
    let log = school.store.access_log(&lead, case).await.unwrap();
    assert_eq!(pages(&log), [(school.lead, "opened case".to_owned())]);
}

#[tokio::test]
async fn the_access_log_is_a_chronology_that_verifies() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    for _ in 0..3 {
        school
            .store
            .open_case(&school.as_lead(), case, Deed::OpenCase, "case", None)
            .await
            .unwrap();
    }
    let verdict = school
        .store
        .verify(casework::chronology::ChronologyId::access(
            school.setting,
            case,
        ))
        .await
        .unwrap();
    assert!(verdict.intact());
    assert_eq!(verdict.entries, 3);
}

#[tokio::test]
async fn a_case_that_is_not_there_one_of_another_school_and_one_withheld_answer_alike() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let outside = school.store.outside().clone();
    let stranger = outside.new_staff();
    let other = found(
        &school.store,
        stranger,
        outside.new_staff(),
        outside.new_staff(),
        "second",
    )
    .await;
    let mut elsewhere = school.asking(stranger, &[Role::Lead]);
    elsewhere.setting = other;
    let no_second_factor = casework::access::Asking {
        second_factor: false,
        ..school.as_lead()
    };
    let tries = [
        (school.as_lead(), outside.new_case()),
        (elsewhere, case),
        (school.asking(school.head, &[Role::Head]), case),
        (no_second_factor, case),
    ];
    for (asking, case) in tries {
        let refused = school
            .store
            .open_case(&asking, case, Deed::OpenCase, "case", None)
            .await;
        assert_eq!(refused.unwrap_err(), Failure::NotThere);
        assert_eq!(
            school.store.own_report(&asking, case).await.unwrap_err(),
            Failure::NotThere
        );
    }
}

#[tokio::test]
async fn somebody_with_a_conflict_is_refused_from_the_moment_it_is_declared() {
    let school = School::founded().await;
    let (case, child) = school.concern().await;
    let deputy = school.store.outside().new_staff();
    let asking = school.asking(deputy, &[Role::Deputy]);
    school
        .store
        .open_case(&asking, case, Deed::OpenCase, "case", None)
        .await
        .unwrap();
    let declared = CaseEvent::ConflictDeclared {
        staff: deputy,
        why: words("Related"),
    };
    let write = Write::Case {
        case,
        expect: Expect::At(1),
        events: vec![declared],
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    let refused = school
        .store
        .open_case(&asking, case, Deed::OpenCase, "case", None)
        .await;
    assert_eq!(refused.unwrap_err(), Failure::NotThere);
    assert!(school.store.desk(&asking).await.unwrap().is_empty());
    assert!(
        school
            .store
            .people(&asking, &[child])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        school
            .store
            .find_people(&asking, Among::EveryoneKnown, "ash", 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(school.store.access_log(&asking, case).await.is_err());
}

#[tokio::test]
async fn an_auditor_opens_a_case_only_with_a_reason_and_the_reason_is_logged() {
    let school = School::founded().await;
    let (case, child) = school.concern().await;
    let auditor = school.asking(school.store.outside().new_staff(), &[Role::Auditor]);
    let without = school
        .store
        .open_case(&auditor, case, Deed::OpenCase, "case", None)
        .await;
    assert_eq!(without.unwrap_err(), Failure::ReasonNeeded);
    assert!(
        school
            .store
            .people(&auditor, &[child])
            .await
            .unwrap()
            .is_empty()
    );
    school
        .store
        .open_case(
            &auditor,
            case,
            Deed::OpenCase,
            "case",
            Some(words("Yearly audit")),
        )
        .await
        .unwrap();
    let log = school
        .store
        .access_log(&school.as_lead(), case)
        .await
        .unwrap();
    let reasons: Vec<_> = log
        .iter()
        .filter_map(|entry| match &entry.written.event {
            AccessEvent::CaseOpened { reason, .. } => reason.clone(),
            _ => None,
        })
        .collect();
    assert_eq!(reasons, [words("Yearly audit")]);
    assert_eq!(log.len(), 2);
}

#[tokio::test]
async fn a_reporter_reads_their_own_report_and_what_became_of_it_and_nothing_others_wrote() {
    let school = School::founded().await;
    let (case, child) = school.concern().await;
    let me = school.as_reporter();
    let write = Write::Case {
        case,
        expect: Expect::At(1),
        events: vec![
            CaseEvent::ConcernRead {},
            CaseEvent::CaseTakenUp { lead: school.lead },
        ],
    };
    school
        .store
        .append(Append {
            writes: vec![write],
            ..Append::by(school.setting, school.lead)
        })
        .await
        .unwrap();
    let own = school.store.own_report(&me, case).await.unwrap();
    assert_eq!(own.report.seq, 1);
    assert_eq!(own.people.keys().copied().collect::<Vec<_>>(), [child]);
    assert!(own.line.read && own.line.open);
    assert_eq!(own.line.lead, Some(school.lead));
    assert_eq!(school.store.my_reports(&me).await.unwrap(), [own.line]);
    assert!(
        school
            .store
            .my_reports(&school.as_lead())
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        school
            .store
            .own_report(&school.as_lead(), case)
            .await
            .unwrap_err(),
        Failure::NotThere
    );
    let log = school
        .store
        .access_log(&school.as_lead(), case)
        .await
        .unwrap();
    assert_eq!(
        pages(&log)[0],
        (school.reporter, "opened own-report".to_owned())
    );
}
