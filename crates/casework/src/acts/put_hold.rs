//! Put a hold on a case, a person or everything, and lift it again. A hold beats every rule, and has a name and a reason.

use super::Acting;
use super::form::Form;
use crate::event::{Held, HoldGround, RetentionStep, SettingEvent};
use crate::refusal::{Refusal, Refusals};
use crate::words::Words;

/// What a decision about keeping writes: events for the setting's chronology, which name nobody, and the reason, which
/// goes into the chronology of what it is about. Over everything the reason is in the event.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptWithReason {
    /// For the setting.
    pub events: Vec<SettingEvent>,
    /// What it is about.
    pub over: Held,
    /// What the reason was given for.
    pub step: RetentionStep,
    /// The reason.
    pub why: Words,
}

/// Puts a hold on.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn put_hold(
    acting: &Acting<'_>,
    over: Held,
    ground: Option<HoldGround>,
    why: &str,
) -> Result<KeptWithReason, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let ground = form.chosen("ground", ground);
    let why = form.words("why", why);
    form.finish(ground.zip(why).map(|(ground, why)| {
        let here = (over == Held::Everything).then(|| why.clone());
        KeptWithReason {
            events: vec![SettingEvent::HoldPut {
                over,
                ground,
                why: here,
            }],
            over,
            step: RetentionStep::HoldPut,
            why,
        }
    }))
}

/// Lifts a hold, known by the number of its entry.
///
/// # Errors
/// Everything that is wrong with the form.
pub fn lift_hold(
    acting: &Acting<'_>,
    hold: Option<u64>,
    why: &str,
) -> Result<KeptWithReason, Refusals> {
    let mut form = Form::new(acting.outside.now());
    let holds = &acting.setting.retention.holds;
    let found = hold.and_then(|number| {
        let hold = holds.get(&number).filter(|hold| hold.lifted.is_none())?;
        Some((number, hold.over))
    });
    form.refuse_if(found.is_none(), Refusal::NoSuchHold);
    let why = form.words("why", why);
    form.finish(found.zip(why).map(|((hold, over), why)| KeptWithReason {
        events: vec![SettingEvent::HoldLifted {
            hold,
            why: (over == Held::Everything).then(|| why.clone()),
        }],
        over,
        step: RetentionStep::HoldLifted,
        why,
    }))
}
