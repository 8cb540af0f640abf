//! When a record comes due, what stops it from being destroyed, and who may. The clock stands still.

use casework::acts::{
    Acting, AdoptRetentionRule, AtThisMoment, KeptWithReason, SaysBeforeDestroying,
    adopt_retention_rule, class_record, confirm_clock, destroy_record, lift_hold,
    propose_destruction, put_hold, review_record, set_cooling_off, withdraw_destruction,
};
use casework::chronology::{Entry, Written};
use casework::event::{Held, HoldGround, Record, ReviewOutcome, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use casework::outside::{Chance, Clock, Outside};
use casework::refusal::{Refusal, Refusals};
use casework::retention::clock::ClockState;
use casework::retention::reckoning::{CaseKnown, Reckoner, Standing, years_after};
use casework::setting::Setting;
use casework::words::Words;
use guidance::RetentionRules;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::sync::Arc;
use uuid::Uuid;

struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct Noughts;

impl Chance for Noughts {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn id(place: u128) -> Uuid {
    Uuid::from_u128(place)
}

const LEAD: StaffId = StaffId(Uuid::from_u128(1));
const HEAD: StaffId = StaffId(Uuid::from_u128(2));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A setting in England whose chronology a test writes.
struct House {
    entries: Vec<Entry<SettingEvent>>,
    now: Timestamp,
}

impl House {
    fn on(now: &str) -> Self {
        let mut house = Self {
            entries: Vec::new(),
            now: at(now),
        };
        house.tell(
            LEAD,
            vec![SettingEvent::SettingNamed {
                name: Words::typed("Example School").unwrap(),
                jurisdiction: "england".to_owned(),
                college: false,
            }],
        );
        house
    }

    /// The same with the rule of 25 years adopted.
    fn adopted(now: &str) -> Self {
        let mut house = Self::on(now);
        house.adopt("child-25-years", "");
        house
    }

    fn tell(&mut self, by: StaffId, events: Vec<SettingEvent>) -> u64 {
        for event in events {
            self.entries.push(Entry {
                seq: self.entries.len() as u64 + 1,
                recorded_at: self.now,
                written: Written { by, event },
            });
        }
        self.entries.len() as u64
    }

    fn kept(&mut self, by: StaffId, made: Result<KeptWithReason, Refusals>) -> u64 {
        self.tell(by, made.unwrap().events)
    }

    fn adopt(&mut self, rule: &str, extra_years: &str) {
        let events = self
            .act(LEAD, |acting| {
                adopt_retention_rule(
                    acting,
                    self.rules(),
                    &AdoptRetentionRule {
                        rule: rule.to_owned(),
                        extra_years: extra_years.to_owned(),
                        adopted: true,
                    },
                )
            })
            .unwrap();
        self.tell(LEAD, events);
    }

    fn setting(&self) -> Setting {
        Setting::fold(SettingId(id(9)), &self.entries).unwrap()
    }

    fn today(&self) -> Date {
        casework::calendar::day_of(self.now)
    }

    fn rules(&self) -> &'static RetentionRules {
        RetentionRules::in_force(self.today()).unwrap()
    }

    fn act<T>(&self, by: StaffId, act: impl FnOnce(&Acting<'_>) -> T) -> T {
        let outside = Outside {
            clock: Arc::new(Still(self.now)),
            chance: Arc::new(Noughts),
        };
        act(&Acting {
            by,
            setting: &self.setting(),
            outside: &outside,
        })
    }

    fn stands(&self, known: &CaseKnown) -> Standing {
        let setting = self.setting();
        let reckoner = Reckoner {
            setting: &setting,
            rules: RetentionRules::in_force(self.today()),
            today: self.today(),
        };
        reckoner.case(known).standing
    }

    fn with_moment<T>(
        &self,
        by: StaffId,
        known: &CaseKnown,
        record: Record,
        act: impl FnOnce(&Acting<'_>, AtThisMoment<'_>) -> T,
    ) -> T {
        let setting = self.setting();
        let reckoner = Reckoner {
            setting: &setting,
            rules: Some(self.rules()),
            today: self.today(),
        };
        let reckoned = match record {
            Record::Case(_) => reckoner.case(known),
            Record::Identity(person) => {
                let born = known.children.iter().find(|(child, _)| *child == person);
                reckoner.identity(person, born.and_then(|(_, born)| *born), &[known])
            }
        };
        let now = AtThisMoment {
            rules: self.rules(),
            reckoned: &reckoned,
            held: !reckoner.holds(record, &[known]).is_empty(),
            newest: Some(self.now),
            entries: 12,
            with_it: &[],
        };
        self.act(by, |acting| act(acting, now))
    }

    fn says(&self) -> SaysBeforeDestroying {
        SaysBeforeDestroying {
            day: Some(self.today()),
            checks: self
                .rules()
                .checks
                .iter()
                .map(|check| check.id.clone())
                .collect(),
        }
    }

    fn propose(&mut self, known: &CaseKnown) -> u64 {
        let says = self.says();
        let made = self.with_moment(LEAD, known, case(), |acting, now| {
            propose_destruction(acting, case(), now, &says, "The rule has run.")
        });
        self.kept(LEAD, made)
    }

    fn carry(
        &self,
        by: StaffId,
        known: &CaseKnown,
        proposal: u64,
    ) -> Result<Vec<SettingEvent>, Refusals> {
        let says = self.says();
        self.with_moment(by, known, case(), |acting, now| {
            destroy_record(acting, proposal, now, &says)
        })
    }
}

fn case() -> Record {
    Record::Case(CaseId(id(7)))
}

/// A closed case about children born on these days.
fn about(children: &[Option<Date>]) -> CaseKnown {
    CaseKnown {
        case: CaseId(id(7)),
        open: false,
        closed_at: Some(at("2027-03-01T12:00:00Z")),
        children: (100..)
            .zip(children)
            .map(|(place, born)| (PersonId(id(place)), *born))
            .collect(),
    }
}

fn refused(made: Result<Vec<SettingEvent>, Refusals>) -> Vec<Refusal> {
    made.unwrap_err().0
}

#[test]
fn what_has_no_rule_that_somebody_adopted_is_never_due() {
    let house = House::on("2126-12-01T09:00:00Z");
    assert_eq!(
        house.stands(&about(&[Some(date(1990, 1, 1))])),
        Standing::NoRule
    );
}

#[test]
fn a_case_is_due_on_the_day_the_youngest_child_turns_25_and_not_the_day_before() {
    let known = about(&[Some(date(2001, 12, 1)), Some(date(1999, 1, 1))]);
    let before = House::adopted("2026-11-30T12:00:00Z");
    let on = date(2026, 12, 1);
    assert_eq!(before.stands(&known), Standing::NotYet { on });
    let house = House::adopted("2026-12-01T12:00:00Z");
    assert_eq!(house.stands(&known), Standing::Due { since: on });
}

#[test]
fn somebody_born_on_29_february_has_25_years_behind_them_on_1_march_where_there_is_no_29th() {
    assert_eq!(years_after(date(2004, 2, 29), 25), Some(date(2029, 3, 1)));
    assert_eq!(years_after(date(2004, 2, 29), 24), Some(date(2028, 2, 29)));
    assert_eq!(years_after(date(9000, 1, 1), 1000), None);
    let known = about(&[Some(date(2004, 2, 29))]);
    let on = date(2029, 3, 1);
    let before = House::adopted("2029-02-28T23:00:00Z");
    assert_eq!(before.stands(&known), Standing::NotYet { on });
    let house = House::adopted("2029-03-01T00:30:00Z");
    assert_eq!(house.stands(&known), Standing::Due { since: on });
}

#[test]
fn the_day_is_that_of_london_also_in_summer() {
    let known = about(&[Some(date(2002, 7, 1))]);
    // Half past eleven in the evening of 30 June by UTC is 1 July here.
    let house = House::adopted("2027-06-30T23:30:00Z");
    assert!(matches!(house.stands(&known), Standing::Due { .. }));
}

#[test]
fn what_is_not_known_makes_a_case_not_due_and_is_asked_for() {
    let house = House::adopted("2126-12-01T12:00:00Z");
    let known = about(&[Some(date(1990, 1, 1)), None]);
    let asked = vec![PersonId(id(101))];
    assert_eq!(house.stands(&known), Standing::NotKnown { children: asked });
    let nobody = about(&[]);
    let none = Standing::NotKnown {
        children: Vec::new(),
    };
    assert_eq!(house.stands(&nobody), none);
}

#[test]
fn an_open_case_is_never_due() {
    let house = House::adopted("2126-12-01T12:00:00Z");
    let known = CaseKnown {
        open: true,
        ..about(&[Some(date(1990, 1, 1))])
    };
    assert_eq!(house.stands(&known), Standing::Open);
}

#[test]
fn years_can_be_added_and_none_taken_away() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(2001, 12, 1))]);
    house.adopt("child-25-years", "5");
    assert_eq!(
        house.stands(&known),
        Standing::NotYet {
            on: date(2031, 12, 1)
        }
    );
    for wrong in ["-5", "five", "201", "1.5"] {
        let made = house.act(LEAD, |acting| {
            adopt_retention_rule(
                acting,
                house.rules(),
                &AdoptRetentionRule {
                    rule: "child-25-years".to_owned(),
                    extra_years: wrong.to_owned(),
                    adopted: true,
                },
            )
        });
        assert!(
            matches!(refused(made)[..], [Refusal::NotAWholeNumber { .. }]),
            "{wrong}"
        );
    }
}

#[test]
fn where_several_rules_are_adopted_the_last_to_run_decides() {
    let mut house = House::adopted("2062-02-28T12:00:00Z");
    house.adopt("closure-35-years", "");
    let known = about(&[Some(date(2001, 12, 1))]);
    assert_eq!(
        house.stands(&known),
        Standing::NotYet {
            on: date(2062, 3, 1)
        }
    );
    house.now = at("2062-03-01T12:00:00Z");
    assert_eq!(
        house.stands(&known),
        Standing::Due {
            since: date(2062, 3, 1)
        }
    );
}

#[test]
fn a_rule_whose_start_is_not_stated_makes_nothing_due() {
    let mut house = House::adopted("2126-12-01T12:00:00Z");
    house.adopt("abuse-75-years", "");
    let known = about(&[Some(date(1990, 1, 1))]);
    let class = "case-relating-to-child-sexual-abuse";
    let made = house.act(LEAD, |acting| {
        class_record(acting, house.rules(), CaseId(id(7)), class, "As advised.")
    });
    house.kept(LEAD, made);
    assert_eq!(house.stands(&known), Standing::NotStated);
}

#[test]
fn another_nation_has_no_rule_until_one_is_written_for_it() {
    let mut house = House::adopted("2126-12-01T12:00:00Z");
    house.tell(
        LEAD,
        vec![SettingEvent::SettingNamed {
            name: Words::typed("Example School").unwrap(),
            jurisdiction: "scotland".to_owned(),
            college: false,
        }],
    );
    assert_eq!(
        house.stands(&about(&[Some(date(1990, 1, 1))])),
        Standing::NoRule
    );
}

#[test]
fn a_rule_that_says_something_else_now_has_to_be_adopted_again() {
    let mut house = House::on("2026-12-01T12:00:00Z");
    let mut stamp = {
        let rule = house.rules().rule("child-25-years").unwrap();
        casework::event::RuleStamp {
            rule: rule.id.clone(),
            version: house.rules().version.clone(),
            digest: rule.digest(),
            extra_years: 0,
        }
    };
    stamp.digest.replace_range(..1, "z");
    house.tell(
        LEAD,
        vec![SettingEvent::RetentionRuleAdopted {
            rule: stamp,
            adopted: true,
        }],
    );
    assert_eq!(
        house.stands(&about(&[Some(date(1990, 1, 1))])),
        Standing::NoRule
    );
}

#[test]
fn a_record_kept_until_a_day_comes_back_on_that_day_and_its_proposal_is_withdrawn() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(2001, 12, 1))]);
    house.propose(&known);
    let until = date(2027, 12, 1);
    let made = house.act(LEAD, |acting| {
        review_record(
            acting,
            case(),
            ReviewOutcome::Keep,
            Some(until),
            "Still asked about.",
        )
    });
    house.kept(LEAD, made);
    assert_eq!(house.stands(&known), Standing::Kept { until });
    assert!(house.setting().retention.waiting(case()).is_none());
    house.now = at("2027-12-01T12:00:00Z");
    assert!(matches!(house.stands(&known), Standing::Due { .. }));
    let today = house.act(LEAD, |acting| {
        review_record(acting, case(), ReviewOutcome::Keep, Some(until), "Why.")
    });
    assert_eq!(
        today.unwrap_err().0,
        [Refusal::InThePast { field: "until" }]
    );
}

#[test]
fn a_hold_on_everything_the_case_or_a_child_in_it_beats_every_rule() {
    let known = about(&[Some(date(2001, 12, 1))]);
    let child = PersonId(id(100));
    for over in [
        Held::Everything,
        Held::Case(CaseId(id(7))),
        Held::Person(child),
    ] {
        let mut house = House::adopted("2026-12-01T12:00:00Z");
        let proposal = house.propose(&known);
        let made = house.act(HEAD, |acting| {
            put_hold(acting, over, Some(HoldGround::Claim), "A letter came.")
        });
        let hold = house.kept(HEAD, made);
        assert_eq!(
            refused(house.carry(HEAD, &known, proposal)),
            [Refusal::Held]
        );
        let made = house.act(LEAD, |acting| {
            lift_hold(acting, Some(hold), "It was settled.")
        });
        house.kept(LEAD, made);
        house.carry(HEAD, &known, proposal).unwrap();
        let again = house.act(LEAD, |acting| lift_hold(acting, Some(hold), "Again."));
        assert_eq!(again.unwrap_err().0, [Refusal::NoSuchHold]);
    }
    let house = House::adopted("2026-12-01T12:00:00Z");
    let blank = house.act(HEAD, |acting| put_hold(acting, Held::Everything, None, " "));
    assert_eq!(blank.unwrap_err().0.len(), 2);
}

#[test]
fn a_reason_stands_in_the_settings_own_chronology_only_where_it_is_about_everything() {
    let house = House::adopted("2026-12-01T12:00:00Z");
    for (over, here) in [(Held::Everything, true), (Held::Case(CaseId(id(7))), false)] {
        let made = house.act(HEAD, |acting| {
            put_hold(acting, over, Some(HoldGround::Claim), "zyxcanary")
        });
        let events = serde_json::to_string(&made.unwrap().events).unwrap();
        assert_eq!(events.contains("zyxcanary"), here);
    }
}

#[test]
fn whoever_proposed_it_can_never_carry_it_out() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(2001, 12, 1))]);
    let proposal = house.propose(&known);
    assert!(refused(house.carry(LEAD, &known, proposal)).contains(&Refusal::ProposedByOneself));
    let events = house.carry(HEAD, &known, proposal).unwrap();
    let SettingEvent::RecordDestroyed {
        proposed_by,
        entries,
        ..
    } = &events[1]
    else {
        panic!("{events:?}");
    };
    assert_eq!((*proposed_by, *entries), (LEAD, 12));
    house.tell(HEAD, events);
    assert_eq!(
        refused(house.carry(HEAD, &known, proposal)),
        [Refusal::NoSuchProposal]
    );
    assert!(house.setting().retention.is_gone(case()));
}

#[test]
fn nothing_goes_while_the_days_the_setting_chose_have_not_gone_by() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(2001, 12, 1))]);
    let days = house
        .act(LEAD, |acting| set_cooling_off(acting, "14"))
        .unwrap();
    house.tell(LEAD, days);
    let proposal = house.propose(&known);
    assert!(refused(house.carry(HEAD, &known, proposal)).contains(&Refusal::CoolingOff));
    house.now = at("2026-12-15T12:00:00Z");
    // So long after, two people say again which day it is.
    assert_eq!(
        refused(house.carry(HEAD, &known, proposal)),
        [Refusal::ClockToConfirm]
    );
    let today = Some(house.today());
    let said = house
        .act(LEAD, |acting| confirm_clock(acting, today))
        .unwrap();
    house.tell(LEAD, said);
    house.carry(HEAD, &known, proposal).unwrap();
}

#[test]
fn what_was_not_looked_into_or_another_day_stops_both_people() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(2001, 12, 1))]);
    let wrong = [
        (
            SaysBeforeDestroying {
                day: None,
                ..house.says()
            },
            Refusal::Blank { field: "today" },
        ),
        (
            SaysBeforeDestroying {
                day: Some(date(2026, 12, 2)),
                ..house.says()
            },
            Refusal::AnotherDay,
        ),
        (
            SaysBeforeDestroying {
                checks: Vec::new(),
                ..house.says()
            },
            Refusal::NotLookedInto,
        ),
    ];
    for (says, refusal) in &wrong {
        let made = house.with_moment(LEAD, &known, case(), |acting, now| {
            propose_destruction(acting, case(), now, says, "Why.")
        });
        assert_eq!(made.unwrap_err().0, std::slice::from_ref(refusal));
    }
    let proposal = house.propose(&known);
    for (says, refusal) in &wrong {
        let made = house.with_moment(HEAD, &known, case(), |acting, now| {
            destroy_record(acting, proposal, now, says)
        });
        assert_eq!(refused(made), std::slice::from_ref(refusal));
    }
}

#[test]
fn a_clock_that_jumped_freezes_destruction_until_two_people_have_said_which_day_it_is() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let state = |house: &House, with| {
        let setting = house.setting();
        setting.retention.clock.state(house.now, None, with)
    };
    assert_eq!(state(&house, None), ClockState::ToConfirm { people: 2 });
    let said = |house: &mut House, by| {
        let today = Some(house.today());
        let events = house
            .act(by, |acting| confirm_clock(acting, today))
            .unwrap();
        house.tell(by, events);
    };
    said(&mut house, LEAD);
    said(&mut house, LEAD);
    assert_eq!(state(&house, None), ClockState::ToConfirm { people: 1 });
    assert_eq!(state(&house, Some(HEAD)), ClockState::Trusted);
    said(&mut house, HEAD);
    assert_eq!(state(&house, None), ClockState::Trusted);
    // Thirty years on, an entry that has nothing to do with it does not thaw anything.
    house.now = at("2056-12-01T12:00:00Z");
    assert_eq!(state(&house, None), ClockState::ToConfirm { people: 2 });
    house.tell(LEAD, vec![SettingEvent::CoolingOffSet { days: 1 }]);
    assert_eq!(state(&house, None), ClockState::ToConfirm { people: 2 });
    // Back again: the record is ahead of the clock, and nobody can talk it out of that.
    house.now = at("2026-12-02T12:00:00Z");
    assert_eq!(state(&house, Some(HEAD)), ClockState::Behind);
    let other_day = house.act(LEAD, |acting| confirm_clock(acting, Some(date(2020, 1, 1))));
    assert_eq!(refused(other_day), [Refusal::AnotherDay]);
}

#[test]
fn a_proposal_falls_where_the_rules_change_and_can_be_withdrawn() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(1990, 12, 1))]);
    let proposal = house.propose(&known);
    let again = house.with_moment(HEAD, &known, case(), |acting, now| {
        propose_destruction(acting, case(), now, &house.says(), "Why.")
    });
    assert_eq!(again.unwrap_err().0, [Refusal::ProposedAlready]);
    house.adopt("child-25-years", "1");
    assert_eq!(
        refused(house.carry(HEAD, &known, proposal)),
        [Refusal::RetentionRulesChanged]
    );
    let made = house.act(HEAD, |acting| {
        withdraw_destruction(acting, proposal, "Ask anew.")
    });
    house.kept(HEAD, made);
    assert_eq!(
        refused(house.carry(HEAD, &known, proposal)),
        [Refusal::NoSuchProposal]
    );
}

#[test]
fn an_identity_comes_due_by_itself_and_then_no_longer_keeps_the_case_from_coming_due() {
    let mut house = House::adopted("2026-12-01T12:00:00Z");
    let known = about(&[Some(date(2001, 12, 1)), Some(date(2010, 1, 1))]);
    let older = Record::Identity(PersonId(id(100)));
    assert!(matches!(house.stands(&known), Standing::NotYet { .. }));
    let says = house.says();
    let made = house.with_moment(LEAD, &known, older, |acting, now| {
        propose_destruction(
            acting,
            older,
            now,
            &says,
            "The rule has run for this child.",
        )
    });
    let proposal = house.kept(LEAD, made);
    let events = house.with_moment(HEAD, &known, older, |acting, now| {
        destroy_record(acting, proposal, now, &says)
    });
    house.tell(HEAD, events.unwrap());
    // The child whose identity went is unknown now, and was due before: only the other one is counted.
    let after = about(&[None, Some(date(2010, 1, 1))]);
    assert_eq!(
        house.stands(&after),
        Standing::NotYet {
            on: date(2035, 1, 1)
        }
    );
    let younger = Record::Identity(PersonId(id(101)));
    let not_due = house.with_moment(LEAD, &after, younger, |acting, now| {
        propose_destruction(acting, younger, now, &says, "Why.")
    });
    assert_eq!(not_due.unwrap_err().0, [Refusal::NotDue]);
}
