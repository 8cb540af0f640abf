//! What belongs to the setting as a whole and to no case.

pub mod pupils;
