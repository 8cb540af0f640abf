//! What belongs to the setting as a whole and to no case.

mod pasted;
pub mod pupils;
