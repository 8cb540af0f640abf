//! Review a record: keep it until a day, say that it is to go to another setting, or say what class of record it is.

use super::Acting;
use super::form::Form;
use super::put_hold::KeptWithReason;
use crate::calendar;
use crate::event::{Held, Record, RetentionStep, ReviewOutcome, SettingEvent};
use crate::id::CaseId;
use crate::refusal::{Refusal, Refusals};
use guidance::RetentionRules;
use jiff::civil::Date;

/// Over what a hold on this record would be.
pub(super) fn over(record: Record) -> Held {
    match record {
        Record::Case(case) => Held::Case(case),
        Record::Identity(person) => Held::Person(person),
    }
}

/// Reviews a record that is not destroyed now.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn review_record(
    acting: &Acting<'_>,
    record: Record,
    outcome: ReviewOutcome,
    until: Option<Date>,
    why: &str,
) -> Result<KeptWithReason, Refusals> {
    let now = acting.outside.now();
    let mut form = Form::new(now);
    form.refuse_if(
        acting.setting.retention.is_gone(record),
        Refusal::RecordGone,
    );
    let until = form.still_to_come("until", until);
    form.refuse_if(
        until == Some(calendar::day_of(now)),
        Refusal::InThePast { field: "until" },
    );
    let why = form.words("why", why);
    form.finish(until.zip(why).map(|(until, why)| {
        let mut events = vec![SettingEvent::RetentionReviewed {
            record,
            outcome,
            until,
        }];
        // Whoever decides to keep it decides against what was proposed.
        if let Some((proposal, _)) = acting.setting.retention.waiting(record) {
            events.push(SettingEvent::DestructionWithdrawn { proposal });
        }
        KeptWithReason {
            events,
            over: over(record),
            step: match outcome {
                ReviewOutcome::Keep => RetentionStep::Kept,
                ReviewOutcome::Transfer => RetentionStep::Transfer,
            },
            why,
        }
    }))
}

/// Says what class of record a case is.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn class_record(
    acting: &Acting<'_>,
    rules: &RetentionRules,
    case: CaseId,
    class: &str,
    why: &str,
) -> Result<KeptWithReason, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let known = rules.classes.iter().find(|one| one.id == class);
    form.refuse_if(known.is_none(), Refusal::NothingChosen { field: "class" });
    form.refuse_if(
        acting.setting.retention.class_of(case) == class,
        Refusal::NothingChanged,
    );
    let why = form.words("why", why);
    form.finish(known.zip(why).map(|(known, why)| KeptWithReason {
        events: vec![SettingEvent::RecordClassed {
            case,
            class: known.id.clone(),
        }],
        over: Held::Case(case),
        step: RetentionStep::Classed,
        why,
    }))
}
