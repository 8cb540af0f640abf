//! The lead's work on a case: one page, one job. What the record allows is said by `casework`; a page only asks and tells.

pub mod actions;
pub mod checklist;
pub mod close;
pub mod conflict;
pub mod correction;
pub mod due;
pub mod imagery_log;
pub mod note;
pub mod parents;
pub mod reopen;
pub mod share;
pub mod unshare;
