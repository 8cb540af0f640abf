//! Guidance packs: facts in, reasons out.
//!
//! Someone must be able to check a pack, and to run a decision again years later, with nothing but the pack and the
//! facts. So this crate has no clock, no database, no network and no folder, and no idea of a case.
//!
//! Start at [`Library`] (which pack is in force on a day), [`Pack`] (what one holds), [`Facts`] (what is known),
//! [`assess`] (what the pack asks for, and why) and [`check_pack`] (what an author has to put right).

mod assess;
mod assessment;
mod change;
mod check;
mod compile;
mod condition;
mod decide;
mod draw;
mod example;
mod explain;
mod facts;
mod item;
mod layer;
mod library;
mod matters;
mod own;
mod pack;
mod problem;
mod read;
mod sheet;
mod situation;
mod source;
mod wording;

pub use assess::assess;
pub use assessment::*;
pub use check::{check, check_pack, examples_hold};
pub use condition::Condition;
pub use draw::{Band, Drawing, Drawn, DrawnQuestion, DrawnRule, EVERY_CASE, Reached, Shape};
pub use example::{Example, Expect};
pub use explain::NOT_AN_ALL_CLEAR;
pub use facts::{Answer, ChildFacts, Facts, Syntax};
pub use item::*;
pub use library::Library;
pub use own::{Always, Contact, OwnProcedure};
pub use pack::{Layer, Pack, PackFile};
pub use problem::Problem;
pub use sheet::{Effect, SheetItem, SheetSection, Worded, sheet};
pub use source::{Mark, Source, SourceRef, Standing};
pub use wording::{Correction, Rejection, Wording};
