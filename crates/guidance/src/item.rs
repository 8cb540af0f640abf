//! The things a pack holds, as the rest of the house reads them.
//!
//! Every struct here is one `[[table]]` of `guidance-packs/FORMAT.md`. `pack` on each is the id of the pack or layer it
//! came from, so that a page can say "your setting's own rule" or "from September 2026".

mod asks;
mod shows;
mod tag;
mod time;
mod words;

use std::sync::Arc;

pub use asks::*;
pub use shows::*;
pub use tag::*;
pub use time::*;
pub use words::*;

/// Words or an id, shared rather than copied.
pub type Text = Arc<str>;

/// A list of ids, shared rather than copied.
pub type Ids = Arc<[Arc<str>]>;

/// Where an item was written, for whoever has to correct it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The file, as its path was given.
    pub file: Text,
    /// The line, counted from 1.
    pub line: usize,
}
