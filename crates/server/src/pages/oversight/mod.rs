//! Looking over the record without working in it: who read what, whether it is whole, how many there were.

pub mod access_log;
pub mod chronology;
pub mod counts;
pub mod export;
pub mod extract;
pub mod reason;
pub mod verify;
pub mod verify_case;
