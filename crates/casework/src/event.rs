//! Everything that can happen, as closed lists in the past tense. Names and versions are permanent: a new shape is a
//! new name, and an old one is read for ever.
//!
//! To add an event: add it beside this file with the next free name, fold it in `case.rs`, say it in `telling.rs`,
//! write the act that makes it, and add a golden entry.

mod around_it;
mod detail;
mod in_case;
mod kept;
mod verified;

pub use around_it::{AccessEvent, PersonEvent, Role, SettingEvent};
pub use detail::{
    About, AgencyAnswer, CameBy, Due, Isolated, LessThanCalledFor, Occurred, OpenQuestion, Outcome,
    Present, ViewingReason, is_referral,
};
pub use in_case::CaseEvent;
pub use kept::{Held, HoldGround, Record, RetentionStep, ReviewOutcome, RuleStamp};
pub use verified::{Adviser, ItemAnswer, ItemAnswered};
