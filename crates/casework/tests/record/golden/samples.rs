//! One plainly synthetic event of every kind, from which a missing golden file is written.

use casework::event::{
    About, AccessEvent, Adviser, AgencyAnswer, CameBy, CaseEvent, Due, Held, HoldGround, Isolated,
    ItemAnswer, ItemAnswered, LessThanCalledFor, Occurred, OpenQuestion, Outcome, PersonEvent,
    Present, Record, RetentionStep, ReviewOutcome, Role, RuleStamp, SettingEvent, ViewingReason,
};
use casework::id::{ActionId, CaseId, PersonId, SettingId, StaffId};
use casework::words::{NotWords, Words};
use guidance::{Answer, ChildFacts, Concern, Facts, Part};
use jiff::Timestamp;
use jiff::civil::{date, time};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn uuid(place: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + place)
}

pub(super) fn staff(place: u128) -> StaffId {
    StaffId(uuid(place))
}

fn setting(place: u128) -> SettingId {
    SettingId(uuid(place))
}

fn child(place: u128) -> PersonId {
    PersonId(uuid(100 + place))
}

fn text() -> Words {
    Words::typed("As told. zyxcanary").unwrap()
}

fn occurred() -> Occurred {
    Occurred {
        on: date(2026, 6, 15),
        at: Some(time(14, 5, 0, 0)),
        about: true,
    }
}

fn due() -> Due {
    Due {
        at: Timestamp::from_second(1_781_700_000).unwrap(),
        said: "within 1 working day".to_owned(),
    }
}

fn ids(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn consulted() -> CaseEvent {
    let facts = Facts {
        on: Some(date(2026, 6, 16)),
        incident: BTreeMap::from([("adult-involved".to_owned(), Answer::Yes)]),
        children: vec![ChildFacts {
            name: child(1).to_string(),
            parts: BTreeSet::from([Part::Pictured, Part::Shared]),
            answers: BTreeMap::from([(
                "why-shared".to_owned(),
                Answer::Choice("pressure".to_owned()),
            )]),
        }],
    };
    CaseEvent::GuidanceConsulted {
        pack: "made-up".to_owned(),
        version: "2020-01-01".to_owned(),
        digest: "00".repeat(32),
        facts,
        called_for: vec!["refer-now".to_owned(), "support".to_owned()],
        triggered: vec!["refer-now".to_owned()],
        answered_by: BTreeMap::from([(
            "refer-now".to_owned(),
            ids(&["refer-police", "refer-social-care"]),
        )]),
        pointed_to: Vec::new(),
        open: vec![
            OpenQuestion {
                about: Some(About::Child(child(1))),
                fact: "coerced".to_owned(),
            },
            OpenQuestion {
                about: Some(About::Incident),
                fact: "extortion".to_owned(),
            },
            OpenQuestion {
                about: None,
                fact: guidance::PARTS.to_owned(),
            },
        ],
        settled: false,
        wording: None,
    }
}

pub(super) fn case_samples() -> Vec<CaseEvent> {
    [knowing(), deciding(), planning(), keeping(), seeing()].concat()
}

fn knowing() -> Vec<CaseEvent> {
    vec![
        CaseEvent::ConcernReported {
            what: text(),
            came_by: CameBy::ToldByChild,
            happened: Some(occurred()),
            place: Some(text()),
            children: vec![child(1)],
            names_not_known: true,
            done_already: None,
        },
        CaseEvent::ConcernRead {},
        CaseEvent::CaseTakenUp { lead: staff(2) },
        CaseEvent::KindOfConcernSaid {
            kind: Concern::OnlineBullying,
        },
        CaseEvent::ChildInvolved {
            child: child(2),
            how_known: Some(text()),
        },
        CaseEvent::PartsRecorded {
            child: child(2),
            parts: BTreeSet::from([Part::PassedOn, Part::NotKnown]),
            how_known: None,
        },
        CaseEvent::InitialReviewHeld {
            held: occurred(),
            present: vec![
                Present {
                    staff: Some(staff(2)),
                    name: None,
                    role: None,
                },
                Present {
                    staff: None,
                    name: Some(text()),
                    role: Some(text()),
                },
            ],
            notes: Some(text()),
        },
        CaseEvent::QuestionAnswered {
            about: About::Child(child(1)),
            fact: "coerced".to_owned(),
            answer: Answer::NotKnown,
            how_known: Some(text()),
        },
        consulted(),
    ]
}

fn deciding() -> Vec<CaseEvent> {
    vec![
        CaseEvent::DecisionMade {
            consultation: Some(8),
            routes: ids(&["manage-in-setting"]),
            rationale: text(),
            consulted: Some(text()),
            less: Some(LessThanCalledFor {
                responses: vec!["refer-now".to_owned()],
                reason: text(),
                second: staff(3),
            }),
            sign_off: None,
        },
        CaseEvent::SecondViewGiven {
            decision: 9,
            agrees: false,
            view: text(),
        },
        CaseEvent::DecisionConfirmed {
            decision: 9,
            consultation: None,
            why: text(),
        },
        CaseEvent::OwnDutyDone {
            response: "written-report".to_owned(),
            what: text(),
        },
        CaseEvent::ReferralMade {
            route: "refer-police".to_owned(),
            agency: text(),
            how: text(),
            reference: Some(text()),
            made: occurred(),
            answer_due: Some(due()),
        },
        CaseEvent::ReferralAnswered {
            referral: 12,
            answer: AgencyAnswer::MoreWanted,
            said: text(),
            answered: Occurred {
                on: date(2026, 6, 16),
                at: None,
                about: false,
            },
        },
    ]
}

fn planning() -> Vec<CaseEvent> {
    let action = ActionId(uuid(200));
    vec![
        CaseEvent::ActionPlanned {
            action,
            what: text(),
            owner: staff(2),
            due: Some(due()),
            item: Some("support:talk".to_owned()),
        },
        CaseEvent::ActionDone {
            action,
            what_happened: text(),
        },
        CaseEvent::ActionHandedOver {
            action,
            to: staff(3),
            why: None,
        },
        CaseEvent::ActionMoved {
            action,
            due: due(),
            why: text(),
        },
        CaseEvent::ActionDropped {
            action,
            why: text(),
        },
        CaseEvent::ParentsTold {
            child: child(1),
            who: text(),
            how: text(),
            said: None,
            told: occurred(),
        },
        CaseEvent::ParentsNotTold {
            child: child(2),
            why: text(),
            agreed_with: text(),
            look_again: date(2026, 6, 23),
        },
    ]
}

fn keeping() -> Vec<CaseEvent> {
    vec![
        CaseEvent::DeviceTaken {
            device: text(),
            from: Some(child(1)),
            held_by: text(),
            kept_where: text(),
            isolated: Isolated::SwitchedOff,
            second_person: Some(text()),
            taken: occurred(),
        },
        CaseEvent::DeviceHandedOver {
            device: 21,
            to: text(),
            handed_over: occurred(),
        },
        CaseEvent::DeletionConfirmed {
            child: child(1),
            from_where: text(),
            present: text(),
            confirmed: occurred(),
        },
        CaseEvent::RemovalReported {
            service: text(),
            by: text(),
            reference: None,
            reported: occurred(),
        },
        CaseEvent::ViewingRecorded {
            reason: ViewingReason::Unavoidable,
            authorised_by: text(),
            viewed_by: text(),
            present: text(),
            place: text(),
            viewed: occurred(),
        },
    ]
}

fn seeing() -> Vec<CaseEvent> {
    vec![
        CaseEvent::ReviewSet {
            on: date(2026, 7, 1),
            why: Some(text()),
        },
        CaseEvent::NoteAdded {
            note: text(),
            happened: Some(occurred()),
        },
        CaseEvent::EntryCorrected {
            entry: 1,
            now: text(),
            why: text(),
        },
        CaseEvent::CaseShared {
            with: staff(4),
            why: text(),
        },
        CaseEvent::CaseUnshared {
            with: staff(4),
            why: text(),
        },
        CaseEvent::ConflictDeclared {
            staff: staff(4),
            why: text(),
        },
        CaseEvent::ImageryRefused {
            page: "note".to_owned(),
            field: "note".to_owned(),
            kind: NotWords::DataAddress,
        },
        CaseEvent::CaseClosed {
            outcome: Outcome::ManagedInSetting,
            why: text(),
            actions_left: Some(text()),
        },
        CaseEvent::RetentionReasonGiven {
            step: RetentionStep::Kept,
            why: text(),
        },
        CaseEvent::CaseReopened { why: text() },
    ]
}

pub(super) fn person_samples() -> Vec<PersonEvent> {
    vec![
        PersonEvent::PersonRecorded {
            name: text(),
            date_of_birth: Some(date(2012, 2, 29)),
            year_group: None,
            setting: None,
            on_roll: true,
        },
        PersonEvent::PersonCorrected {
            name: text(),
            date_of_birth: None,
            year_group: Some(text()),
            setting: Some(text()),
            on_roll: true,
            why: Some(text()),
        },
        PersonEvent::RetentionReasonGiven {
            step: RetentionStep::DestructionProposed,
            why: text(),
        },
    ]
}

fn stamp() -> RuleStamp {
    RuleStamp {
        rule: "made-up".to_owned(),
        version: "2020-01-01".to_owned(),
        digest: "00".repeat(32),
        extra_years: 5,
    }
}

pub(super) fn setting_samples() -> Vec<SettingEvent> {
    let pack = || "made-up".to_owned();
    vec![
        SettingEvent::SettingNamed {
            name: text(),
            jurisdiction: "england".to_owned(),
            college: true,
        },
        SettingEvent::PracticeFounded {
            name: text(),
            jurisdiction: "england".to_owned(),
            college: true,
            of: setting(4),
            digest: "00".repeat(32),
            example: "made-up".to_owned(),
        },
        SettingEvent::PracticeBegun {
            room: setting(5),
            me: staff(2),
        },
        SettingEvent::PracticeCleared {
            room: setting(5),
            after_days: Some(30),
        },
        SettingEvent::StaffAdded {
            staff: staff(2),
            name: text(),
            email: Words::typed("ash@example.org").unwrap(),
            roles: BTreeSet::from([Role::Reporter, Role::Lead]),
        },
        SettingEvent::RolesChanged {
            staff: staff(2),
            roles: BTreeSet::from([Role::Deputy]),
        },
        SettingEvent::StaffLeft { staff: staff(2) },
        SettingEvent::DutySet {
            staff: staff(2),
            reach: text(),
            cover: Some(staff(3)),
            cover_reach: Some(text()),
        },
        SettingEvent::PackAdopted {
            pack: pack(),
            version: "2020-01-01".to_owned(),
            digest: "00".repeat(32),
            adviser: text(),
            wording: None,
        },
        SettingEvent::GuidanceItemsVerified {
            pack: pack(),
            version: "2020-01-01".to_owned(),
            digest: "00".repeat(32),
            adviser: Adviser {
                name: text(),
                role: text(),
                organisation: Some(text()),
            },
            initials: text(),
            on: date(2026, 3, 25),
            answers: vec![
                ItemAnswered {
                    item: "rule:one".to_owned(),
                    digest: "00".repeat(16),
                    answer: ItemAnswer::Agree,
                },
                ItemAnswered {
                    item: "rule:two".to_owned(),
                    digest: "00".repeat(16),
                    answer: ItemAnswer::Correct {
                        words: BTreeMap::from([("says".to_owned(), text())]),
                        reason: text(),
                    },
                },
                ItemAnswered {
                    item: "note:three".to_owned(),
                    digest: "00".repeat(16),
                    answer: ItemAnswer::Reject { reason: text() },
                },
            ],
        },
        SettingEvent::OwnGuidanceKept {
            pack: "local-made-up".to_owned(),
            version: "2026-03-25".to_owned(),
            digest: "00".repeat(32),
            title: text(),
        },
        SettingEvent::OwnGuidanceAdopted {
            pack: "local-made-up".to_owned(),
            version: "2026-03-25".to_owned(),
            digest: "00".repeat(32),
            adopted: true,
            adviser: text(),
        },
        SettingEvent::LocalRuleAdopted {
            pack: pack(),
            adopted: false,
            adviser: text(),
        },
        SettingEvent::ClosedDaysSet {
            closed: vec![(date(2026, 7, 22), date(2026, 9, 1))],
        },
        SettingEvent::RecordsRestored {
            backup: 7,
            taken_at: "2026-03-02T09:00:00Z".parse().unwrap(),
            until: Some("2026-03-02T08:00:00Z".parse().unwrap()),
            cases: BTreeSet::from([CaseId(uuid(3))]),
            people: BTreeSet::from([child(4)]),
            rooms: BTreeSet::from([setting(5)]),
        },
        SettingEvent::RetentionRuleAdopted {
            rule: stamp(),
            adopted: true,
        },
        SettingEvent::CoolingOffSet { days: 14 },
        SettingEvent::RecordClassed {
            case: CaseId(uuid(6)),
            class: "made-up".to_owned(),
        },
        SettingEvent::HoldPut {
            over: Held::Everything,
            ground: HoldGround::Inquiry,
            why: Some(text()),
        },
        SettingEvent::HoldLifted {
            hold: 7,
            why: Some(text()),
        },
        SettingEvent::RetentionReviewed {
            record: Record::Case(CaseId(uuid(6))),
            outcome: ReviewOutcome::Keep,
            until: date(2056, 3, 1),
        },
        SettingEvent::DestructionProposed {
            record: Record::Identity(child(3)),
            rules: vec![stamp()],
            checks: vec!["made-up".to_owned()],
        },
        SettingEvent::DestructionWithdrawn { proposal: 9 },
        SettingEvent::RecordDestroyed {
            record: Record::Case(CaseId(uuid(6))),
            proposal: 9,
            proposed_by: staff(2),
            rules: vec![stamp()],
            checks: vec!["made-up".to_owned()],
            entries: 12,
        },
        SettingEvent::ClockConfirmed {
            day: date(2056, 3, 1),
        },
        SettingEvent::ImageryRefused {
            page: "report".to_owned(),
            field: "what".to_owned(),
            kind: NotWords::EncodedBytes,
        },
    ]
}

pub(super) fn access_samples() -> Vec<AccessEvent> {
    vec![
        AccessEvent::CaseOpened {
            page: "case".to_owned(),
            reason: Some(text()),
        },
        AccessEvent::CaseWithheld {
            page: "case".to_owned(),
        },
        AccessEvent::ChronologyPrinted {
            head: "00".repeat(32),
        },
        AccessEvent::ChronologyVerified { intact: true },
        AccessEvent::FoundBySearch { words: text() },
        AccessEvent::RecordTakenOut {
            head: "00".repeat(32),
            sums: "11".repeat(32),
            why: text(),
        },
        AccessEvent::ExtractTakenOut {
            child: child(2),
            head: "00".repeat(32),
            sums: "11".repeat(32),
            why: text(),
            staff_named: true,
            blacked_out: vec![text()],
            left_out: vec![4],
        },
    ]
}
