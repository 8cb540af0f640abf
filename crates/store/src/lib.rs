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
//! - of which case a draft is, as a keyed tag; and which cases and people have no key any more;
//! - the digests of the guidance that was consulted, adopted or written in a setting, and how often a case was asked
//!   for that is not there;
//! - which settings are practice rooms, not whose; and which of them were cleared;
//! - when checkpoints were made, which chronologies had grown by then, and the public half of the key that signs them;
//! - that the key of a setting is being changed, when that began and how far it has come; that another change was asked
//!   for; that recovery was set up; and which number a key has;
//! - when a setting was founded, the salt of the passphrase, whether records are just being moved here, and the schema.
//!
//! Whoever holds a backup without the key sees the names, number and sizes of its files, and when they were written.
//!
//! Names, addresses, roles, who reported or opened what, every word anybody wrote and every answer are sealed.

mod append;
mod backup;
mod checkpoint;
mod counts;
mod drafts;
mod erase;
mod failure;
mod keys;
mod lists;
mod log;
mod moving;
mod opening;
mod outbox;
mod place;
mod rebuild;
mod recovery;
mod root_key;
mod rotation;
mod seal;
mod search;
mod shared;
mod sign_in;
mod sql;
mod store;
mod tree;
mod verify;
mod views;
mod writer;

pub use append::{Append, Appended, Expect, Job, KeptPack, OnceKey, Placed, Write};
pub use backup::{
    Archive, Checked, Cut, Folder, Held, Keep, Manifest, Piece, Restored, Shelf, Taken, Wanted,
    Which, back_up, check_backups, list_backups, restore, rewrap_backups,
};
pub use checkpoint::{
    Checkpoint, Growth, Proof, Statement, Unread, VerifierKey, checkpoint_key_in_copy,
    checkpoints_in_copy, prove_in_copy,
};
pub use counts::Counts;
pub use erase::{Carried, Register, RegisterLine};
pub use failure::Failure;
pub use lists::Among;
pub use moving::{Leg, Moved, move_records};
pub use opening::{MyReport, Opened, OwnReport};
pub use outbox::ClaimedJob;
pub use place::{DatabaseAddress, Place};
pub use rebuild::Rebuilt;
pub use recovery::{
    Installation, MOST_PEOPLE, Misread, Recovery, Share, Split, Unfit, put_together,
};
pub use root_key::{InToken, KeyFile, KeyService, RootKey, next_beside};
pub use rotation::{Asked, Beside, KeyChange, KeyStanding};
pub use search::{Found, Search};
pub use sign_in::{Credential, Link, NewSession, OwnSession, Session};
pub use store::Store;
pub use verify::{
    Against, Broken, Head, How, Mark, OutsideFault, Report, TreeFault, TreeReport, Verdict,
    heads_in_copy, verify_copy, verify_file, verify_file_against,
};
