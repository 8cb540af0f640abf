//! Keeping and destroying records: what comes due and why, what holds it, and what two people decide. What a rule says stands
//! beside where it says so and how sure that is. No page here destroys anything that a second person has not carried out.

pub mod class;
pub mod clock;
pub mod destroyed;
pub mod hold;
pub mod holds;
pub mod identity;
pub mod proposal;
pub mod queue;
pub mod review;
pub mod rules;
mod told;

use crate::page_error::Instead;
use crate::visitor::Visitor;
use casework::acts::{AtThisMoment, KeptWithReason, SaysBeforeDestroying};
use casework::event::{CaseEvent, Held, PersonEvent, Record};
use casework::id::StaffId;
use casework::retention::Hold;
use casework::retention::clock::ClockState;
use casework::retention::reckoning::{CaseKnown, Reckoned, Reckoner};
use guidance::RetentionRules;
use store::{Expect, Register, Write};

/// What a page about retention stands on: the rules in force today, and every case as far as is reckoned with.
struct Books {
    rules: Option<&'static RetentionRules>,
    register: Register,
}

impl Books {
    async fn open(visitor: &Visitor) -> Result<Self, Instead> {
        let store = visitor.app.store();
        Ok(Self {
            rules: RetentionRules::in_force(visitor.today()),
            register: store.retention_register(&visitor.asking).await?,
        })
    }

    fn reckoner<'a>(&self, visitor: &'a Visitor) -> Reckoner<'a> {
        self.register
            .reckoner(&visitor.setting, self.rules, visitor.today())
    }

    fn reckoned<'a>(&self, visitor: &'a Visitor, record: Record) -> Reckoned<'a> {
        self.register.reckoned(&self.reckoner(visitor), record)
    }

    fn cases(&self, record: Record) -> Vec<&CaseKnown> {
        self.register.touched_by(record)
    }

    fn holds<'a>(&self, visitor: &'a Visitor, record: Record) -> Vec<(u64, &'a Hold)> {
        self.reckoner(visitor).holds(record, &self.cases(record))
    }

    fn clock(&self, visitor: &Visitor, with: Option<StaffId>) -> ClockState {
        let seen = &visitor.setting.retention.clock;
        seen.state(visitor.app.outside().now(), self.register.newest, with)
    }

    /// What an act is told of this moment.
    fn moment<'a>(
        &self,
        visitor: &Visitor,
        record: Record,
        reckoned: &'a Reckoned<'a>,
        rules: &'static RetentionRules,
    ) -> AtThisMoment<'a> {
        AtThisMoment {
            rules,
            reckoned,
            held: !self.holds(visitor, record).is_empty(),
            newest: self.register.newest,
            entries: 0,
            with_it: &[],
        }
    }

    /// What a record is called: a case by its reference, an identity by the cases it is in.
    fn called(&self, record: Record) -> String {
        let references: Vec<&str> = self
            .cases(record)
            .into_iter()
            .filter_map(|known| self.register.cases.get(&known.case))
            .map(|line| line.reference.as_str())
            .collect();
        match record {
            Record::Case(_) => format!("Case {}", references.join(", ")),
            Record::Identity(_) => {
                format!("Who one child is, in case {}", references.join(", "))
            }
        }
    }
}

/// The rules in force today.
fn rules_today(visitor: &Visitor) -> Result<&'static RetentionRules, Instead> {
    RetentionRules::in_force(visitor.today()).ok_or_else(|| {
        Instead::refused_whole(
            "No rules about keeping records are in force today. Check the day, and ask for a version that has them.",
        )
    })
}

/// Which day somebody says it is, and what they looked into.
fn says(visitor: &Visitor, reading: &mut crate::fields::Reading<'_>) -> SaysBeforeDestroying {
    SaysBeforeDestroying {
        day: reading.day("today"),
        checks: visitor.typed.all("checks").map(str::to_owned).collect(),
    }
}

/// Records a decision: its events in the setting's chronology, and its reason in the chronology of what it is about.
async fn record(visitor: &Visitor, kept: KeptWithReason) -> Result<(), Instead> {
    let KeptWithReason {
        events,
        over,
        step,
        why,
    } = kept;
    let mut writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    match over {
        Held::Everything => {}
        Held::Case(case) => writes.push(Write::Case {
            case,
            expect: Expect::Tail,
            events: vec![CaseEvent::RetentionReasonGiven { step, why }],
        }),
        Held::Person(person) => writes.push(Write::Person {
            person,
            expect: Expect::Tail,
            events: vec![PersonEvent::RetentionReasonGiven { step, why }],
        }),
    }
    visitor.record(writes, Vec::new()).await.map(drop)
}
