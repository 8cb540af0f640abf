//! Looking over the record without working in it: who read what, whether it is whole, how many there were.

pub mod chronology;
pub mod reason;
