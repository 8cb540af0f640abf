//! When a record comes due: the rules that the setting adopted, counted from what the record knows. What is not known is
//! never taken for run out: it makes a record not due, and says what to ask for.

use super::{Hold, Retention};
use crate::event::{Held, Record, RuleStamp};
use crate::id::{CaseId, PersonId};
use crate::setting::Setting;
use guidance::{ClockStart, RetentionRule, RetentionRules};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// What is known of a case for reckoning with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseKnown {
    /// Which.
    pub case: CaseId,
    /// Whether it is open.
    pub open: bool,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The children in it, with their dates of birth where those are known.
    pub children: Vec<(PersonId, Option<Date>)>,
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A case is open.
    Open,
    /// No rule that the setting adopted is in force for it. It is never due.
    NoRule,
    /// A rule it is under gives no start of its clock. It is never due.
    NotStated,
    /// Something the clock starts from is not known: the dates of birth of these children; none where no child is named.
    NotKnown {
        /// Whose date of birth is to be asked for.
        children: Vec<PersonId>,
    },
    /// It comes due on a day.
    NotYet {
        /// Which.
        on: Date,
    },
    /// It was reviewed, and is looked at again on a day.
    Kept {
        /// Which.
        until: Date,
    },
    /// It is due.
    Due {
        /// Since when.
        since: Date,
    },
}

/// One rule as it works out for a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted<'r> {
    /// The rule.
    pub rule: &'r RetentionRule,
    /// Exactly as the setting adopted it.
    pub stamp: RuleStamp,
    /// The day it has run; none where that is not known.
    pub on: Option<Date>,
}

/// Where a record stands, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoned<'r> {
    /// Where.
    pub standing: Standing,
    /// Each rule it is under.
    pub rules: Vec<Counted<'r>>,
}

/// Reckons for one setting on one day.
#[derive(Clone, Copy)]
pub struct Reckoner<'a> {
    /// What the setting decided.
    pub setting: &'a Setting,
    /// The rules in force that day; none where there are none.
    pub rules: Option<&'a RetentionRules>,
    /// The day.
    pub today: Date,
}

impl<'a> Reckoner<'a> {
    fn retention(&self) -> &'a Retention {
        &self.setting.retention
    }

    /// The rules that hold for a class here today: adopted, in force, and still saying what they said when adopted.
    pub fn rules_for(&self, class: &str) -> Vec<(&'a RetentionRule, RuleStamp)> {
        let Some(rules) = self.rules else {
            return Vec::new();
        };
        rules
            .rules
            .iter()
            .filter(|rule| rule.class == class)
            .filter(|rule| rule.is_in_force(&self.setting.jurisdiction, self.today))
            .filter_map(|rule| {
                let (stamp, _) = self.retention().adopted.get(&rule.id)?;
                (stamp.digest == rule.digest()).then(|| (rule, stamp.clone()))
            })
            .collect()
    }

    /// Where a case stands.
    pub fn case(&self, known: &CaseKnown) -> Reckoned<'a> {
        let record = Record::Case(known.case);
        if known.open {
            return self.standing(record, Vec::new(), Some(Standing::Open));
        }
        let erased = &self.retention().erased;
        let mut unknown = BTreeSet::new();
        let mut rules = Vec::new();
        for (rule, stamp) in self.rules_for(self.retention().class_of(known.case)) {
            // The clock of somebody whose identity was erased had run before it was.
            let mut born = known
                .children
                .iter()
                .filter(|(child, _)| !erased.contains_key(child));
            let starts = match rule.starts {
                ClockStart::DateOfBirth if known.children.is_empty() => None,
                ClockStart::DateOfBirth => {
                    unknown.extend(
                        born.clone()
                            .filter(|(_, born)| born.is_none())
                            .map(|(child, _)| *child),
                    );
                    if born.clone().next().is_none() {
                        // Everybody in it was erased: every clock has run, the last on the day of the last erasure.
                        let last = known
                            .children
                            .iter()
                            .filter_map(|(child, _)| erased.get(child));
                        let last = last.map(|gone| gone.carried_out.at).max();
                        let on = last.map(crate::calendar::day_of);
                        rules.push(Counted { rule, stamp, on });
                        continue;
                    }
                    born.try_fold(Date::MIN, |latest, (_, born)| {
                        born.map(|born| latest.max(born))
                    })
                }
                ClockStart::Closure => known.closed_at.map(crate::calendar::day_of),
                ClockStart::WithTheRecord | ClockStart::NotStated => None,
            };
            rules.push(counted(rule, stamp, starts));
        }
        self.standing(record, rules, unknown_in(unknown))
    }

    /// Where the identity of somebody stands, who is in these cases and no other.
    pub fn identity(
        &self,
        person: PersonId,
        born: Option<Date>,
        cases: &[&CaseKnown],
    ) -> Reckoned<'a> {
        let record = Record::Identity(person);
        if cases.iter().any(|case| case.open) {
            return self.standing(record, Vec::new(), Some(Standing::Open));
        }
        let mut rules: Vec<Counted<'a>> = Vec::new();
        let mut without = cases.is_empty();
        for case in cases {
            let held = self.rules_for(self.retention().class_of(case.case));
            without |= held.is_empty();
            for (rule, stamp) in held {
                let starts = match rule.starts {
                    ClockStart::DateOfBirth => born,
                    ClockStart::Closure => case.closed_at.map(crate::calendar::day_of),
                    ClockStart::WithTheRecord | ClockStart::NotStated => None,
                };
                rules.push(counted(rule, stamp, starts));
            }
        }
        let by_birth = |one: &Counted<'_>| one.rule.starts == ClockStart::DateOfBirth;
        let mut unknown = BTreeSet::new();
        if born.is_none() && rules.iter().any(by_birth) {
            unknown.insert(person);
        }
        let instead = if without {
            Some(Standing::NoRule)
        } else {
            unknown_in(unknown)
        };
        self.standing(record, rules, instead)
    }

    fn standing(
        &self,
        record: Record,
        rules: Vec<Counted<'a>>,
        instead: Option<Standing>,
    ) -> Reckoned<'a> {
        let not_stated = rules
            .iter()
            .any(|one| one.rule.starts == ClockStart::NotStated);
        let last = rules
            .iter()
            .try_fold(Date::MIN, |last, one| one.on.map(|on| last.max(on)));
        let review = self.retention().reviews.get(&record);
        let standing = match (instead, last) {
            (Some(instead), _) => instead,
            _ if rules.is_empty() => Standing::NoRule,
            _ if not_stated => Standing::NotStated,
            (_, None) => Standing::NotKnown {
                children: Vec::new(),
            },
            (_, Some(on)) if self.today < on => Standing::NotYet { on },
            (_, Some(since)) => match review {
                Some(review) if self.today < review.until => Standing::Kept {
                    until: review.until,
                },
                _ => Standing::Due { since },
            },
        };
        Reckoned { standing, rules }
    }

    /// The holds that are on over a record. `cases` are those the person is in, or the case itself.
    pub fn holds(&self, record: Record, cases: &[&CaseKnown]) -> Vec<(u64, &'a Hold)> {
        self.retention()
            .holds_on()
            .filter(|(_, hold)| match (hold.over, record) {
                (Held::Everything, _) => true,
                (Held::Case(held), _) => cases.iter().any(|case| case.case == held),
                (Held::Person(held), Record::Identity(person)) => held == person,
                (Held::Person(held), Record::Case(_)) => cases
                    .iter()
                    .any(|case| case.children.iter().any(|(child, _)| *child == held)),
            })
            .collect()
    }
}

fn unknown_in(unknown: BTreeSet<PersonId>) -> Option<Standing> {
    (!unknown.is_empty()).then(|| Standing::NotKnown {
        children: unknown.into_iter().collect(),
    })
}

fn counted(rule: &RetentionRule, stamp: RuleStamp, starts: Option<Date>) -> Counted<'_> {
    let on = starts
        .zip(rule.years)
        .and_then(|(from, years)| years_after(from, years.saturating_add(stamp.extra_years)));
    Counted { rule, stamp, on }
}

/// The day so many whole years after another have gone by. From 29 February that is 1 March in a year that has no such
/// day: not before then has the last year gone by. None where the calendar does not reach so far.
pub fn years_after(from: Date, years: u16) -> Option<Date> {
    let year = from.year().checked_add(i16::try_from(years).ok()?)?;
    match Date::new(year, from.month(), from.day()) {
        Ok(day) => Some(day),
        Err(_) if from.month() == 2 && from.day() == 29 && year <= 9999 => Some(date(year, 3, 1)),
        Err(_) => None,
    }
}
