//! Every statement this crate makes is in this folder, and nothing outside it knows which database there is.
//!
//! A statement is written once, in what both databases read (see `connection.rs`); the boundary is [`Rows`] (reading),
//! [`Writing`] (writing, inside a transaction that [`WriteConnection`] opens and commits) and the ways to open one.

mod backup;
mod beside;
mod checkpoints;
mod connection;
mod erase;
mod open;
mod outbox;
mod postgres;
mod rotation;
mod row;
mod rows;
mod sign_in;
mod sqlite;
mod value;
mod views;
mod writing;

pub(crate) use backup::{Cell, How, KeptTable, MOVED_TOO, TABLES};
pub(crate) use checkpoints::{CheckpointRow, Stretch};
pub(crate) use open::{ReadConnection, WriteConnection};
pub(crate) use postgres::{Address, Race};
pub(crate) use rotation::Table;
pub(crate) use rows::{HeadRow, KeyPlace, Rows};
pub(crate) use sign_in::SessionRow;
pub(crate) use sqlite::{Begins, file_in};
pub(crate) use writing::Writing;
