//! The rules of the record: what can happen in a case, who may do it, and how one entry leans on the one before.
//!
//! An *act* takes what a person wants to do and gives back events or refusals. Events, in order, are a
//! *chronology*; a [`case::Case`] is only ever folded from one. Nothing here knows a database, a page or a clock of
//! its own: time and chance are handed in through [`outside`].

pub mod access;
pub mod acts;
pub mod calendar;
pub mod case;
pub mod chronology;
pub mod consult;
pub mod event;
pub mod extract;
pub mod facts;
pub mod id;
pub mod looking_back;
pub mod nation;
pub mod outside;
pub mod people;
pub mod refusal;
pub mod retention;
pub mod setting;
pub mod telling;
pub mod verification;
pub mod words;
