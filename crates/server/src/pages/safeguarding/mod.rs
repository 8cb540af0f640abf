//! What a safeguarding lead uses: the desk, and the case step by step. One page, one job: what the record allows is said by
//! `casework`; a page only asks and tells.

pub mod actions;
pub mod asking;
pub mod assessment;
pub mod case;
pub mod cases;
pub mod checklist;
pub mod child;
pub mod children;
pub mod close;
pub mod conflict;
pub mod consulting;
pub mod correction;
pub mod decision;
pub mod desk;
pub mod drawing;
pub mod due;
pub mod imagery_log;
pub mod initial_review;
mod lines;
pub mod note;
pub mod parents;
pub mod past_decisions;
pub mod recommendation;
pub mod referral;
pub mod reopen;
pub mod review;
pub mod said;
pub mod second_view;
pub mod share;
pub mod so_far;
pub mod take_up;
pub mod unshare;
mod who;
