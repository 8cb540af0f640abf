//! Every statement this crate makes is in this folder, and nothing outside it knows which database there is.
//!
//! A statement is written once, in what both databases read (see `connection.rs`); the boundary is [`Rows`] (reading),
//! [`Writing`] (writing, inside a transaction that [`WriteConnection`] opens and commits) and the ways to open one.

mod beside;
mod connection;
mod open;
mod outbox;
mod row;
mod rows;
mod sign_in;
mod sqlite;
mod value;
mod views;
mod writing;

pub(crate) use open::{ReadConnection, WriteConnection};
pub(crate) use rows::{HeadRow, KeyPlace, Rows};
pub(crate) use sign_in::SessionRow;
pub(crate) use sqlite::file_in;
pub(crate) use writing::Writing;
