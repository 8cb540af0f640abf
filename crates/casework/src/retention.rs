//! How long records are kept, folded from the setting's chronology: the rules it adopted, holds, reviews, proposals, and
//! what was destroyed. When a record comes due is worked out in [`reckoning`]; whether the clock can be trusted with that,
//! in [`clock`]. No period stands here: rules are data.

pub mod clock;
pub mod reckoning;

use crate::chronology::Entry;
use crate::event::{Held, HoldGround, Record, ReviewOutcome, RuleStamp, SettingEvent};
use crate::id::{CaseId, PersonId, StaffId};
use crate::words::Words;
use clock::ClockSeen;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The class of every case of which nobody said another.
pub const ABOUT_A_CHILD: &str = "case-about-a-child";

/// Who recorded something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Over what.
    pub over: Held,
    /// On what ground.
    pub ground: HoldGround,
    /// Why, where it is over everything; otherwise the reason lies with the case or person.
    pub why: Option<Words>,
    /// Who put it on.
    pub put: Said,
    /// Who lifted it.
    pub lifted: Option<Said>,
}

/// A review that did not propose destruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed {
    /// What was decided.
    pub outcome: ReviewOutcome,
    /// The day to look again.
    pub until: Date,
    /// By whom.
    pub said: Said,
}

/// A proposal that a record be destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which record.
    pub record: Record,
    /// Under which rules.
    pub rules: Vec<RuleStamp>,
    /// What the proposer looked into.
    pub checks: Vec<String>,
    /// By whom.
    pub said: Said,
    /// Whether it still waits for a second person.
    pub waits: bool,
}

/// What is left of a record that was destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// Who carried it out, and when.
    pub carried_out: Said,
    /// Under which rules.
    pub rules: Vec<RuleStamp>,
    /// How many entries it had.
    pub entries: u64,
}

/// Everything a setting decided about keeping and destroying.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention {
    /// Rules adopted, by id.
    pub adopted: BTreeMap<String, (RuleStamp, Said)>,
    /// At least so many days between proposing and carrying out.
    pub cooling_off_days: u16,
    /// What class of record a case is, where somebody said so.
    pub classes: BTreeMap<CaseId, String>,
    /// Holds ever put on, by the number of their entry.
    pub holds: BTreeMap<u64, Hold>,
    /// The latest review of each record.
    pub reviews: BTreeMap<Record, Reviewed>,
    /// Proposals ever made, by the number of their entry.
    pub proposals: BTreeMap<u64, Proposal>,
    /// Cases destroyed.
    pub destroyed: BTreeMap<CaseId, Tombstone>,
    /// People whose identity was erased.
    pub erased: BTreeMap<PersonId, Tombstone>,
    /// What the record itself says of the clock.
    pub clock: ClockSeen,
}

impl Retention {
    pub(crate) fn take(&mut self, entry: &Entry<SettingEvent>) {
        let said = Said {
            by: entry.written.by,
            at: entry.recorded_at,
        };
        self.clock.take(entry);
        match &entry.written.event {
            SettingEvent::RetentionRuleAdopted { rule, adopted } => {
                if *adopted {
                    self.adopted.insert(rule.rule.clone(), (rule.clone(), said));
                } else {
                    self.adopted.remove(&rule.rule);
                }
            }
            SettingEvent::CoolingOffSet { days } => self.cooling_off_days = *days,
            SettingEvent::RecordClassed { case, class } => {
                self.classes.insert(*case, class.clone());
            }
            SettingEvent::HoldPut { over, ground, why } => {
                let hold = Hold {
                    over: *over,
                    ground: *ground,
                    why: why.clone(),
                    put: said,
                    lifted: None,
                };
                self.holds.insert(entry.seq, hold);
            }
            SettingEvent::HoldLifted { hold, .. } => {
                if let Some(hold) = self.holds.get_mut(hold) {
                    hold.lifted = Some(said);
                }
            }
            SettingEvent::RetentionReviewed {
                record,
                outcome,
                until,
            } => {
                let reviewed = Reviewed {
                    outcome: *outcome,
                    until: *until,
                    said,
                };
                self.reviews.insert(*record, reviewed);
            }
            SettingEvent::DestructionProposed {
                record,
                rules,
                checks,
            } => {
                let proposal = Proposal {
                    record: *record,
                    rules: rules.clone(),
                    checks: checks.clone(),
                    said,
                    waits: true,
                };
                self.proposals.insert(entry.seq, proposal);
            }
            SettingEvent::DestructionWithdrawn { proposal } => self.no_longer_waits(*proposal),
            SettingEvent::RecordDestroyed {
                record,
                proposal,
                proposed_by,
                rules,
                entries,
                ..
            } => {
                self.no_longer_waits(*proposal);
                let tombstone = Tombstone {
                    proposed_by: *proposed_by,
                    carried_out: said,
                    rules: rules.clone(),
                    entries: *entries,
                };
                match record {
                    Record::Case(case) => drop(self.destroyed.insert(*case, tombstone)),
                    Record::Identity(person) => drop(self.erased.insert(*person, tombstone)),
                }
            }
            _ => {}
        }
    }

    fn no_longer_waits(&mut self, proposal: u64) {
        if let Some(proposal) = self.proposals.get_mut(&proposal) {
            proposal.waits = false;
        }
    }

    /// The proposal that waits for a second person, with its number.
    pub fn waiting(&self, record: Record) -> Option<(u64, &Proposal)> {
        self.proposals
            .iter()
            .find(|(_, proposal)| proposal.waits && proposal.record == record)
            .map(|(number, proposal)| (*number, proposal))
    }

    /// Whether a record was destroyed.
    pub fn is_gone(&self, record: Record) -> bool {
        match record {
            Record::Case(case) => self.destroyed.contains_key(&case),
            Record::Identity(person) => self.erased.contains_key(&person),
        }
    }

    /// The holds that are on, with their numbers.
    pub fn holds_on(&self) -> impl Iterator<Item = (u64, &Hold)> {
        self.holds
            .iter()
            .filter(|(_, hold)| hold.lifted.is_none())
            .map(|(number, hold)| (*number, hold))
    }

    /// The class of a case.
    pub fn class_of(&self, case: CaseId) -> &str {
        self.classes
            .get(&case)
            .map_or(ABOUT_A_CHILD, String::as_str)
    }
}
