//! What any member of staff uses, on a phone if need be.

pub mod first_minute;
pub mod my_reports;
mod named;
pub mod receipt;
pub mod report;
pub(in crate::pages) mod sensitive;
