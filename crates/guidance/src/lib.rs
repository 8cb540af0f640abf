//! Guidance packs: facts in, reasons out.
//!
//! Someone must be able to check a pack, and to run a decision again years later, with nothing but the pack and the
//! facts. So this crate has no clock, no database, no network and no folder, and no idea of a case.
//!
//! Start at [`Library`] (which pack is in force on a day), [`Pack`] (what one holds), [`Facts`] (what is known),
//! [`assess`] (what the pack asks for, and why), [`why_not`] (why it does not ask for the rest) and [`check_pack`] (what
//! an author has to put right).
//!
//! What is known of a situation, and what the text of that day asks for:
//!
//! ```
//! use guidance::{Facts, Library, Problem, Syntax, assess};
//!
//! let day = "2026-11-23".parse().unwrap();
//! let pack = Library::shipped().on("england", day).expect("a text is in force");
//! let text = "[incident]\nadult-involved = \"yes\"\n";
//! let facts = Facts::read(text, Syntax::Toml, "facts.toml", &pack)?;
//!
//! let answer = assess(&pack, &facts);
//! let mut reasons = answer.called_for.iter().flat_map(|one| &one.reasons);
//! let adult = reasons
//!     .find(|reason| reason.facts.iter().any(|one| one.fact.as_ref() == "adult-involved"))
//!     .expect("an adult being involved calls for something");
//! assert!(adult.source.section.is_some());
//! # Ok::<(), Vec<Problem>>(())
//! ```
//!
//! What is wrong in what somebody wrote is told with its place and with what was probably meant:
//!
//! ```
//! use guidance::{Facts, Library, Problem, Syntax};
//!
//! # fn main() -> Result<(), Vec<Problem>> {
//! let pack = Library::shipped().find("england-ukcis-2024", None)?;
//! let text = "[incident]\nadult-invloved = \"yes\"\n";
//! let problems = Facts::read(text, Syntax::Toml, "facts.toml", &pack).unwrap_err();
//! assert_eq!(problems[0].line, Some(2));
//! assert_eq!(problems[0].meant.as_deref(), Some("adult-involved"));
//! # Ok(())
//! # }
//! ```
//!
//! The format is specified in `guidance-packs/FORMAT.md`, with its limits ([`limits`]) and its JSON Schema ([`schema`]);
//! `docs/guidance/first-pack.md` is a first pack step by step. Longer programs stand in the folder `examples`.

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
mod own;
mod pack;
mod problem;
mod read;
mod retention;
pub mod schema;
mod sheet;
mod situation;
mod source;
mod wording;

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
pub use own::{Always, Contact, OwnProcedure};
pub use pack::{Layer, Pack, PackFile};
pub use problem::Problem;
pub use read::{limits, text_of};
pub use retention::{
    BeforeDestroying, ClockStart, RecordClass, RetentionRule, RetentionRules, RetentionSource,
    Sureness,
};
pub use sheet::{Effect, SheetItem, SheetSection, Worded, sheet};
pub use source::{Mark, Source, SourceRef, Standing};
pub use wording::{Correction, Rejection, Wording};
