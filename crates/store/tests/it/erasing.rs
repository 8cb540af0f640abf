//! Lawful erasure: what two people destroyed under a rule is gone from the file, its log and its free pages, with
//! everything beside it; what others need is untouched, and every chain still verifies.

use crate::school::{School, at, words};
use casework::access::{Asking, Deed};
use casework::acts::SaysBeforeDestroying;
use casework::chronology::ChronologyId;
use casework::event::{
    CaseEvent, Held, HoldGround, Outcome, PersonEvent, Record, Role, RuleStamp, SettingEvent,
};
use casework::id::{CaseId, PersonId};
use casework::refusal::Refusal;
use guidance::RetentionRules;
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use store::{Append, Carried, Expect, Failure, Job, OnceKey, Write, verify_file};
use uuid::Uuid;

/// A day on which the rules are in force.
const TODAY: Date = date(2026, 12, 1);

fn rules() -> &'static RetentionRules {
    RetentionRules::in_force(TODAY).unwrap()
}

fn stamp() -> RuleStamp {
    let rule = rules().rule("child-25-years").unwrap();
    RuleStamp {
        rule: rule.id.clone(),
        version: rules().version.clone(),
        digest: rule.digest(),
        extra_years: 0,
    }
}

fn says() -> SaysBeforeDestroying {
    SaysBeforeDestroying {
        day: Some(TODAY),
        checks: rules()
            .checks
            .iter()
            .map(|check| check.id.clone())
            .collect(),
    }
}

/// A school on a day on which the rules are in force, which has adopted one.
pub(crate) async fn adopted() -> School {
    let school = School::founded().await;
    school
        .clock
        .move_by(at("2026-12-01T09:00:00Z").duration_since(at("2026-03-02T09:00:00Z")));
    tell(
        &school,
        school.lead,
        vec![SettingEvent::RetentionRuleAdopted {
            rule: stamp(),
            adopted: true,
        }],
    )
    .await;
    school
}

async fn tell(school: &School, by: casework::id::StaffId, events: Vec<SettingEvent>) -> u64 {
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    let append = Append {
        writes,
        ..Append::by(school.setting, by)
    };
    school.store.append(append).await.unwrap().places[0].seq
}

async fn born(school: &School, child: PersonId, on: Date) {
    let writes = vec![Write::Person {
        person: child,
        expect: Expect::Tail,
        events: vec![PersonEvent::PersonCorrected {
            name: words("Ash Example"),
            date_of_birth: Some(on),
            year_group: None,
            setting: None,
            on_roll: false,
            why: None,
        }],
    }];
    let append = Append {
        writes,
        ..Append::by(school.setting, school.lead)
    };
    school.store.append(append).await.unwrap();
}

async fn closed(school: &School, case: CaseId) {
    let writes = vec![Write::Case {
        case,
        expect: Expect::Tail,
        events: vec![CaseEvent::CaseClosed {
            outcome: Outcome::ManagedInSetting,
            why: words("Nothing more to do"),
            actions_left: None,
        }],
    }];
    let append = Append {
        writes,
        ..Append::by(school.setting, school.lead)
    };
    school.store.append(append).await.unwrap();
}

/// A closed case about a child whose rule has run.
pub(crate) async fn due(school: &School) -> (CaseId, PersonId) {
    let (case, child) = school.concern().await;
    born(school, child, date(1999, 5, 4)).await;
    closed(school, case).await;
    (case, child)
}

/// The lead says which day it is, and proposes.
async fn proposed(school: &School, record: Record) -> u64 {
    tell(
        school,
        school.lead,
        vec![
            SettingEvent::ClockConfirmed { day: TODAY },
            SettingEvent::DestructionProposed {
                record,
                rules: vec![stamp()],
                checks: says().checks,
            },
        ],
    )
    .await
}

fn as_head(school: &School) -> Asking {
    school.asking(school.head, &[Role::Head])
}

async fn carry(school: &School, proposal: u64) -> Carried {
    let head = as_head(school);
    let store = &school.store;
    store
        .carry_out_destruction(&head, proposal, rules(), says())
        .await
        .unwrap()
}

pub(crate) async fn destroyed(school: &School, record: Record) {
    let proposal = proposed(school, record).await;
    assert_eq!(
        carry(school, proposal).await,
        Carried::Out {
            record,
            // A database server has a log of its own, and lets go of it in its own time.
            log_emptied: !crate::ON_POSTGRES
        }
    );
}

pub(crate) async fn opens(school: &School, case: CaseId) -> Result<store::Opened, Failure> {
    let lead = school.as_lead();
    school
        .store
        .open_case(&lead, case, Deed::OpenCase, "a-page", None)
        .await
}

fn refused_with(carried: &Carried, refusal: &Refusal) -> bool {
    matches!(carried, Carried::Refused(refusals) if refusals.0.contains(refusal))
}

#[tokio::test]
async fn a_destroyed_case_opens_for_nobody_and_every_chain_still_verifies() {
    let school = adopted().await;
    let (case, _) = due(&school).await;
    let (other, _) = due(&school).await;
    opens(&school, case).await.unwrap();
    let found = async |word: &str| {
        let typed = casework::words::Words::typed(word).unwrap();
        let lead = school.as_lead();
        school
            .store
            .search(&lead, &typed, 9)
            .await
            .unwrap()
            .found
            .len()
    };
    assert_eq!((found("ash").await, found("message").await), (2, 2));
    let keys_before = school.store.keys_destroyed();
    destroyed(&school, Record::Case(case)).await;
    assert!(
        school.store.keys_destroyed() > keys_before,
        "the backups are told"
    );
    assert_eq!((found("ash").await, found("message").await), (1, 1));
    assert_eq!(
        opens(&school, case).await.unwrap_err(),
        Failure::Destroyed { case }
    );
    // Whoever may not see what was destroyed learns no more than before.
    let reporter = school.as_reporter();
    let own = school.store.own_report(&reporter, case).await;
    assert_eq!(own.unwrap_err(), Failure::NotThere);
    assert_eq!(school.store.my_reports(&reporter).await.unwrap().len(), 1);
    let lead = school.as_lead();
    let listed = school.store.closed_cases(&lead, None, 9).await.unwrap();
    assert_eq!(
        listed.iter().map(|line| line.case).collect::<Vec<_>>(),
        [other]
    );
    let more = school.noting(case, Expect::Tail, "Too late");
    assert_eq!(
        school.store.append(more).await.unwrap_err(),
        Failure::NotThere
    );
    let log = school.store.access_log(&lead, case).await;
    assert_eq!(log.unwrap_err(), Failure::NotThere);
    opens(&school, other).await.unwrap();
    let rebuilt = school.store.rebuild_views().await.unwrap();
    assert_eq!((rebuilt.cases, rebuilt.people, rebuilt.differed), (1, 1, 0));
    assert!(verify_file(school.place(), |_, _| {}).unwrap().intact());
    let setting = school.store.setting(school.setting).await.unwrap();
    let tombstone = &setting.retention.destroyed[&case];
    assert_eq!(
        (
            tombstone.proposed_by,
            tombstone.carried_out.by,
            tombstone.entries
        ),
        (school.lead, school.head, 2)
    );
}

#[tokio::test]
async fn a_child_whom_another_case_or_the_roll_has_stays_known() {
    let school = adopted().await;
    let (case, child) = due(&school).await;
    let other = school.store.outside().new_case();
    let mut again = school.reporting(other, child);
    again.writes.remove(0);
    school.store.append(again).await.unwrap();
    closed(&school, other).await;
    destroyed(&school, Record::Case(case)).await;
    let name = opens(&school, other).await.unwrap().people[&child]
        .name
        .clone();
    assert!(name.as_str().starts_with("Ash Example"));
    let writes = vec![Write::Person {
        person: child,
        expect: Expect::Tail,
        events: vec![PersonEvent::PersonCorrected {
            name,
            date_of_birth: Some(date(1999, 5, 4)),
            year_group: None,
            setting: None,
            on_roll: true,
            why: None,
        }],
    }];
    let append = Append {
        writes,
        ..Append::by(school.setting, school.lead)
    };
    school.store.append(append).await.unwrap();
    destroyed(&school, Record::Case(other)).await;
    let lead = school.as_lead();
    let found = school
        .store
        .find_people(&lead, store::Among::TheRoll, "ash", 9);
    assert_eq!(found.await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_lies_beside_the_log_goes_with_the_case_and_nothing_else_does() {
    let school = adopted().await;
    let (case, _) = due(&school).await;
    let (other, _) = due(&school).await;
    let store = &school.store;
    for (number, one) in [(1, case), (2, other)] {
        let append = Append {
            once: Some(OnceKey(Uuid::from_u128(number))),
            jobs: vec![Job {
                kind: "made-up".to_owned(),
                body: format!("look at {one}"),
                due: None,
            }],
            ..school.noting(one, Expect::Tail, "A note")
        };
        store.append(append).await.unwrap();
        let form = format!("/cases/{one}/note");
        store
            .put_draft(school.setting, school.lead, &form, b"not sent")
            .await
            .unwrap();
    }
    destroyed(&school, Record::Case(case)).await;
    let once = |number| OnceKey(Uuid::from_u128(number));
    let (setting, lead) = (school.setting, school.lead);
    assert_eq!(store.already(setting, lead, &once(1)).await.unwrap(), None);
    assert!(
        store
            .already(setting, lead, &once(2))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.jobs_waiting().await.unwrap(), 1);
    let draft = |one: CaseId| format!("/cases/{one}/note");
    assert!(
        store
            .draft(setting, lead, &draft(case))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .draft(setting, lead, &draft(other))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_hold_the_proposer_and_a_rule_that_has_not_run_each_stop_it() {
    let school = adopted().await;
    let (case, child) = due(&school).await;
    let proposal = proposed(&school, Record::Case(case)).await;
    let lead = school.as_lead();
    let own = school
        .store
        .carry_out_destruction(&lead, proposal, rules(), says());
    assert!(refused_with(
        &own.await.unwrap(),
        &Refusal::ProposedByOneself
    ));
    for over in [Held::Everything, Held::Case(case), Held::Person(child)] {
        let hold = SettingEvent::HoldPut {
            over,
            ground: HoldGround::Inquiry,
            why: None,
        };
        let hold = tell(&school, school.lead, vec![hold]).await;
        assert!(refused_with(
            &carry(&school, proposal).await,
            &Refusal::Held
        ));
        tell(
            &school,
            school.lead,
            vec![SettingEvent::HoldLifted { hold, why: None }],
        )
        .await;
    }
    born(&school, child, date(2001, 12, 2)).await;
    assert!(refused_with(
        &carry(&school, proposal).await,
        &Refusal::NotDue
    ));
    let reporter = school.as_reporter();
    let other = school
        .store
        .carry_out_destruction(&reporter, proposal, rules(), says());
    assert_eq!(other.await.unwrap_err(), Failure::NotThere);
    opens(&school, case).await.unwrap();
    // A child of 25 today, and no other reason against it.
    born(&school, child, date(2001, 12, 1)).await;
    assert!(matches!(
        carry(&school, proposal).await,
        Carried::Out { .. }
    ));
}

#[tokio::test]
async fn a_clock_that_jumped_destroys_nothing_until_two_people_have_said_which_day_it_is() {
    for years in [-30_i64, -10, -1, 1, 10, 30] {
        let school = adopted().await;
        let (case, _) = due(&school).await;
        let proposal = proposed(&school, Record::Case(case)).await;
        school
            .clock
            .move_by(SignedDuration::from_hours(years * 365 * 24));
        // Somebody who copies the day from the machine is no help.
        let says = SaysBeforeDestroying {
            day: Some(casework::calendar::day_of(school.store.outside().now())),
            ..says()
        };
        let head = as_head(&school);
        let carried = school
            .store
            .carry_out_destruction(&head, proposal, rules(), says)
            .await
            .unwrap();
        let frozen = if years < 0 {
            Refusal::ClockBehind
        } else {
            Refusal::ClockToConfirm
        };
        assert!(
            refused_with(&carried, &frozen),
            "{years} years: {carried:?}"
        );
        let lead = school.as_lead();
        let opened = school
            .store
            .open_case(&lead, case, Deed::OpenCase, "a-page", None);
        opened.await.unwrap();
    }
}

#[tokio::test]
async fn an_erased_child_has_one_steady_stand_in_wherever_they_were_named() {
    let school = adopted().await;
    let (case, child) = due(&school).await;
    destroyed(&school, Record::Identity(child)).await;
    let opened = opens(&school, case).await.unwrap();
    let name = opened.people[&child].name.as_str().to_owned();
    assert!(
        name.starts_with("A child whose identity was erased ("),
        "{name}"
    );
    let lead = school.as_lead();
    let people = school.store.people(&lead, &[child]).await.unwrap();
    assert_eq!(people[&child].name.as_str(), name);
    let reporter = school.as_reporter();
    let own = school.store.own_report(&reporter, case).await.unwrap();
    assert_eq!(own.people[&child].name.as_str(), name);
    let found = school
        .store
        .find_people(&lead, store::Among::EveryoneKnown, "ash", 9);
    assert_eq!(found.await.unwrap(), Vec::new());
    school.store.rebuild_views().await.unwrap();
    assert!(verify_file(school.place(), |_, _| {}).unwrap().intact());
    assert!(opens(&school, case).await.unwrap().intact);
}

#[tokio::test]
async fn a_key_that_is_lost_is_damage_and_not_lawful_destruction() {
    let school = adopted().await;
    let (case, _) = due(&school).await;
    let lost = school.kept.tamper(
        "DELETE FROM wrapped_key WHERE sort = 'case' AND id = ?1",
        case.0,
    );
    assert_eq!(lost, 1);
    let damaged = |failure: Failure| matches!(failure, Failure::Damaged { .. });
    assert!(damaged(opens(&school, case).await.unwrap_err()));
    assert!(damaged(school.store.rebuild_views().await.unwrap_err()));
    let proposal = proposed(&school, Record::Case(case)).await;
    let head = as_head(&school);
    let carried = school
        .store
        .carry_out_destruction(&head, proposal, rules(), says());
    assert!(damaged(carried.await.unwrap_err()));
    let chronology = ChronologyId::setting(school.setting);
    assert!(school.store.verify(chronology).await.unwrap().intact());
}
