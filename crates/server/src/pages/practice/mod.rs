//! Practising with a made-up incident: choosing one, what can be found out about it, going in and out, and looking back.

pub mod choose;
pub mod going;
pub mod looking_back;
mod reported;
mod story;
