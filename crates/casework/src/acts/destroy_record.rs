//! Destroy a record in two acts by two people: one proposes, another carries out. Only what is due and held by nothing;
//! both say which day it is from something other than this machine, and what they looked into.

use super::Acting;
use super::form::Form;
use super::put_hold::KeptWithReason;
use super::review_record::over;
use crate::calendar;
use crate::event::{Record, RetentionStep, RuleStamp, SettingEvent};
use crate::id::PersonId;
use crate::refusal::{Refusal, Refusals};
use crate::retention::Proposal;
use crate::retention::clock::ClockState;
use crate::retention::reckoning::{Reckoned, Standing};
use guidance::RetentionRules;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// What the record itself says, at the moment of the act.
#[derive(Clone, Copy)]
pub struct AtThisMoment<'a> {
    /// The rules in force.
    pub rules: &'a RetentionRules,
    /// Where the record stands.
    pub reckoned: &'a Reckoned<'a>,
    /// Whether anything holds it.
    pub held: bool,
    /// The latest moment at which any entry of the setting was recorded.
    pub newest: Option<Timestamp>,
    /// How many entries it has.
    pub entries: u64,
    /// The children in a case whom no other case has, nor the roll, with how many entries each has: who they are goes with
    /// the case.
    pub with_it: &'a [(PersonId, u64)],
}

/// What either of the two fills in.
#[derive(Clone, Default)]
pub struct SaysBeforeDestroying {
    /// Which day it is.
    pub day: Option<Date>,
    /// What they looked into, by id.
    pub checks: Vec<String>,
}

/// Proposes that a record be destroyed.
///
/// # Errors
/// Everything that is wrong with the form, or stands against it.
pub fn propose_destruction(
    acting: &Acting<'_>,
    record: Record,
    now: AtThisMoment<'_>,
    says: &SaysBeforeDestroying,
    why: &str,
) -> Result<KeptWithReason, Refusals> {
    let retention = &acting.setting.retention;
    let mut form = may_go(acting, record, now, says);
    form.refuse_if(
        retention.waiting(record).is_some(),
        Refusal::ProposedAlready,
    );
    let why = form.words("why", why);
    form.finish(says.day.zip(why).map(|(day, why)| KeptWithReason {
        events: vec![
            SettingEvent::ClockConfirmed { day },
            SettingEvent::DestructionProposed {
                record,
                rules: stamps(now.reckoned),
                checks: says.checks.clone(),
            },
        ],
        over: over(record),
        step: RetentionStep::DestructionProposed,
        why,
    }))
}

/// Withdraws a proposal that waits.
///
/// # Errors
/// Where there is none, or no reason.
pub fn withdraw_destruction(
    acting: &Acting<'_>,
    proposal: u64,
    why: &str,
) -> Result<KeptWithReason, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let waiting = waiting(acting, proposal);
    form.refuse_if(waiting.is_none(), Refusal::NoSuchProposal);
    let why = form.words("why", why);
    form.finish(waiting.zip(why).map(|(waiting, why)| KeptWithReason {
        events: vec![SettingEvent::DestructionWithdrawn { proposal }],
        over: over(waiting.record),
        step: RetentionStep::DestructionWithdrawn,
        why,
    }))
}

/// Carries out what somebody else proposed: gives the tombstone. Whoever keeps the record destroys its key in the same
/// transaction.
///
/// # Errors
/// Everything that stands against it.
pub fn destroy_record(
    acting: &Acting<'_>,
    number: u64,
    now: AtThisMoment<'_>,
    says: &SaysBeforeDestroying,
) -> Result<Vec<SettingEvent>, Refusals> {
    let retention = &acting.setting.retention;
    let Some(proposal) = waiting(acting, number) else {
        return Err(Refusal::NoSuchProposal.into());
    };
    let mut form = may_go(acting, proposal.record, now, says);
    form.refuse_if(proposal.said.by == acting.by, Refusal::ProposedByOneself);
    form.refuse_if(
        proposal.rules != stamps(now.reckoned),
        Refusal::RetentionRulesChanged,
    );
    let days = i64::from(retention.cooling_off_days);
    let not_before = proposal
        .said
        .at
        .checked_add(SignedDuration::from_hours(24 * days))
        .unwrap_or(Timestamp::MAX);
    form.refuse_if(acting.outside.now() < not_before, Refusal::CoolingOff);
    match retention
        .clock
        .state(acting.outside.now(), now.newest, Some(acting.by))
    {
        ClockState::Trusted => {}
        ClockState::ToConfirm { .. } => form.refuse(Refusal::ClockToConfirm),
        ClockState::Behind => form.refuse(Refusal::ClockBehind),
    }
    let gone = |record, entries| SettingEvent::RecordDestroyed {
        record,
        proposal: number,
        proposed_by: proposal.said.by,
        rules: proposal.rules.clone(),
        checks: says.checks.clone(),
        entries,
    };
    form.finish(says.day.map(|day| {
        let mut events = vec![
            SettingEvent::ClockConfirmed { day },
            gone(proposal.record, now.entries),
        ];
        let with_it = now.with_it.iter();
        events.extend(with_it.map(|(child, entries)| gone(Record::Identity(*child), *entries)));
        events
    }))
}

/// Says which day it is, from something other than this machine.
///
/// # Errors
/// Where it is another day than the machine says.
pub fn confirm_clock(
    acting: &Acting<'_>,
    day: Option<Date>,
) -> Result<Vec<SettingEvent>, Refusals> {
    let mut form = Form::new(acting.outside.now());
    the_day(&mut form, acting, day);
    form.finish(day.map(|day| vec![SettingEvent::ClockConfirmed { day }]))
}

fn waiting<'a>(acting: &Acting<'a>, number: u64) -> Option<&'a Proposal> {
    let proposals = &acting.setting.retention.proposals;
    proposals.get(&number).filter(|proposal| proposal.waits)
}

fn stamps(reckoned: &Reckoned<'_>) -> Vec<RuleStamp> {
    let mut stamps: Vec<RuleStamp> = reckoned.rules.iter().map(|one| one.stamp.clone()).collect();
    stamps.dedup();
    stamps
}

/// What stands against destroying a record, whoever asks.
fn may_go(
    acting: &Acting<'_>,
    record: Record,
    now: AtThisMoment<'_>,
    says: &SaysBeforeDestroying,
) -> Form {
    let mut form = Form::new(acting.outside.now());
    form.refuse_if(
        acting.setting.retention.is_gone(record),
        Refusal::RecordGone,
    );
    form.refuse_if(now.held, Refusal::Held);
    form.refuse_if(
        !matches!(now.reckoned.standing, Standing::Due { .. }),
        Refusal::NotDue,
    );
    let all_looked_into = now
        .rules
        .checks
        .iter()
        .all(|check| says.checks.contains(&check.id));
    form.refuse_if(!all_looked_into, Refusal::NotLookedInto);
    the_day(&mut form, acting, says.day);
    form
}

fn the_day(form: &mut Form, acting: &Acting<'_>, day: Option<Date>) {
    let today = calendar::day_of(acting.outside.now());
    match day {
        None => form.refuse(Refusal::Blank { field: "today" }),
        Some(day) => form.refuse_if(day != today, Refusal::AnotherDay),
    }
}
