//! What a safeguarding lead uses: the desk, and the case step by step.

pub mod asking;
pub mod assessment;
pub mod case;
pub mod cases;
pub mod child;
pub mod children;
pub mod consulting;
pub mod decision;
pub mod desk;
pub mod initial_review;
mod lines;
pub mod past_decisions;
pub mod recommendation;
pub mod referral;
pub mod review;
pub mod said;
pub mod second_view;
pub mod so_far;
pub mod take_up;
mod who;
