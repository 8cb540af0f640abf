//! What any member of staff uses, on a phone if need be.

pub mod first_minute;
