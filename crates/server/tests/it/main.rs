//! The pages as their readers meet them: through the real router, with a real store in a throw-away folder and a clock
//! that stands still until a test moves it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod access;
mod as_of;
mod assessing;
mod backing_up;
mod checkpoints;
mod clock;
mod command;
mod demo_school;
mod forms;
mod guarding;
mod imagery;
mod joining;
mod keys;
mod kinds;
mod other_nations;
mod practising;
mod record;
mod reporting;
mod running_the_setting;
mod school;
mod searching;
mod taking_out;
mod telling;
mod verifying;
mod working;
mod working_a_case;
