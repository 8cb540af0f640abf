//! What a safeguarding lead uses: the case, step by step.

mod asking;
pub mod assessment;
mod consulting;
pub mod decision;
mod past_decisions;
pub mod recommendation;
pub mod referral;
pub mod review;
mod said;
pub mod second_view;
mod so_far;
