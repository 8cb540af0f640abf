//! server
pub mod assets;
pub mod govuk;
