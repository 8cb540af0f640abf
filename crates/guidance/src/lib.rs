//! Guidance packs: facts in, reasons out.
//!
//! Someone must be able to check a pack, and to run a decision again years later, with nothing but the pack and the
//! facts. So this crate has no clock, no database, no network and no folder, and no idea of a case.
//!
//! Start at [`Library`] (which pack is in force on a day), [`Pack`] (what one holds), [`Facts`] (what is known),
//! [`assess`] (what the pack asks for, and why), [`why_not`] (why it does not ask for the rest) and [`check_pack`] (what
//! an author has to put right).

mod assess;
mod assessment;
mod change;
mod check;
mod compare;
mod compile;
mod condition;
mod decide;
mod diagram;
mod draw;
mod example;
mod explain;
mod facts;
mod item;
mod layer;
mod library;
mod matters;
mod pack;
mod problem;
mod read;
mod situation;
mod source;

#[cfg(test)]
extern crate self as guidance;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#[path = "../tests/support/mod.rs"]
mod support;

pub use assess::{assess, called_for};
pub use assessment::*;
pub use check::{
    Certificate, Count, Exception, Proof, Proved, Situations, check, check_pack, examples_hold,
    prove,
};
pub use compare::{
    Because, Changed, Compared, Comparison, Difference, OnlyAsked, OtherSays, Untold, WhichText,
    compare,
};
pub use condition::Condition;
pub use draw::{Band, Drawing, Drawn, DrawnQuestion, DrawnRule, EVERY_CASE, Reached, Shape};
pub use example::{Example, Expect};
pub use explain::*;
pub use facts::{Answer, ChildFacts, Facts, Syntax};
pub use item::*;
pub use library::Library;
pub use pack::{Layer, Pack, PackFile};
pub use problem::Problem;
pub use source::{Mark, Source, SourceRef, Standing};
