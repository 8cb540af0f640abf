//! The rules of the record, as sentences: given a chronology, when an act, then these events or this refusal.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod access_rules;
mod actions;
mod answering;
mod chain;
mod closing;
mod deciding;
mod extracting;
mod given;
mod golden;
mod keeping;
mod keeping_going;
mod kinds;
mod looking_back;
mod own_duties;
mod people;
mod posture;
mod practising;
mod referring;
mod refusing;
mod reporting;
mod retention;
mod setting;
mod sharing;
mod shipped_packs;
mod telling;
mod verifying;
