//! The guidance packs as pages, for anybody: which text is in force on a day, and everything one text holds, each item
//! with its source and how sure we are of it. These pages show; they know of no case and decide nothing.

pub mod adoption;
pub mod adviser_says;
pub mod asked_day;
pub mod compare;
pub mod contents;
pub mod drawing;
pub mod drawn;
pub mod duties;
pub mod edition;
pub mod examples;
pub mod glossary;
pub mod in_force;
pub mod in_words;
pub mod notes;
pub mod on_a_day;
pub mod other_day;
pub mod part;
pub mod questions;
pub mod responses;
pub mod rules;
pub mod say_condition;
pub mod section;
pub mod services;
pub mod sources;
pub mod thinking;
pub mod timeline;
pub mod to_verify;
pub mod where_from;
