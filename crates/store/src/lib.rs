//! Bytes: the append-only log, sealed, on disk.
//!
//! Someone must be able to satisfy themselves here that nothing written is lost, changed or readable on the disk. So
//! there is no rule in this crate about who may do what: it asks `casework::access` and does as it says.
//!
//! Start at [`Store`]: [`Store::append`] writes, [`Store::open_case`] is the one door to a case, [`verify_file`] checks
//! a copy without any key.
//!
//! # What stays in clear
//!
//! Whoever holds the database file without the key sees this and no more:
//!
//! - the ids of settings, cases and people, which carry no meaning but the millisecond they were made;
//! - of each entry: which chronology, its number, when it was recorded, how long it is, and the hashes of the chain;
//! - whether a case is open, so that the desk need not open every case there ever was;
//! - how many sessions, links, drafts, credentials and jobs there are, when they run out or fall due, and which rows
//!   of one table belong to the same member of staff (a keyed tag, another in every table; never who that is);
//! - the digests of the guidance that was consulted, adopted or written in a setting, and how often a case was asked
//!   for that is not there;
//! - which settings are practice rooms, not whose; and which of them were cleared;
//! - when a setting was founded, the salt of the passphrase, and the schema.
//!
//! Names, addresses, roles, who reported or opened what, every word anybody wrote and every answer are sealed.

mod append;
mod counts;
mod drafts;
mod failure;
mod keys;
mod lists;
mod log;
mod opening;
mod outbox;
mod rebuild;
mod root_key;
mod seal;
mod search;
mod shared;
mod sign_in;
mod sql;
mod store;
mod verify;
mod views;
mod writer;

pub use append::{Append, Appended, Expect, Job, KeptPack, OnceKey, Placed, Write};
pub use counts::Counts;
pub use failure::Failure;
pub use lists::Among;
pub use opening::{MyReport, Opened, OwnReport};
pub use outbox::ClaimedJob;
pub use rebuild::Rebuilt;
pub use root_key::RootKey;
pub use search::{Found, Search};
pub use sign_in::{Credential, Link, NewSession, OwnSession, Session};
pub use store::Store;
pub use verify::{Broken, Head, How, Report, Verdict, verify_file, verify_file_against};
