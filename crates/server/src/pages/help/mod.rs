//! Help, for anybody: what verifying proves, and how far these pages can be used by everybody.

pub mod accessibility;
pub mod verifying;
