//! Coming in, going out, and what belongs to one's own account.

pub mod drafts;
pub mod front;
pub mod link;
pub mod password;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;
