//! Working a case: what a safeguarding lead and their deputies use.

pub mod case;
pub mod cases;
pub mod child;
pub mod children;
pub mod desk;
pub mod initial_review;
mod lines;
pub mod take_up;
mod who;
