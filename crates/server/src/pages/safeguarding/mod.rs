//! What a safeguarding lead uses: the case, step by step.

pub mod asking;
pub mod assessment;
pub mod consulting;
pub mod decision;
pub mod past_decisions;
pub mod recommendation;
pub mod referral;
pub mod review;
pub mod said;
pub mod second_view;
pub mod so_far;
