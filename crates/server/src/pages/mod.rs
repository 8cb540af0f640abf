//! The pages, in folders named for who they are for. One file is one job; its template has the same name.

pub mod account;
pub mod guidance;
pub mod help;
pub mod oversight;
pub mod practice;
pub mod reporter;
pub mod retention;
pub mod safeguarding;
pub mod setting;
mod when_happened;
