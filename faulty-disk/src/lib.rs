//! A disk that loses, refuses and garbles, and programs that hold the records against it.
//!
//! [`Disk`] lies in memory where SQLite believes a folder to be. Every sync, write and error is its own choice, made
//! from a seed, so that a case that went wrong happens again. Nothing of this is part of what a school runs, and what a
//! school runs knows nothing of it: see docs/decisions/0016-a-disk-of-our-own.md.

mod disk;
mod fault;
mod ledger;
mod locks;
mod look;
mod platter;
mod programs;
mod school;
mod seeded;
mod vfs;

pub use disk::Disk;
pub use fault::{Call, Error, Fault, Lasts};
pub use ledger::{Ledger, Standing};
pub use look::{Found, through};
pub use platter::{Image, Promise, SECTOR, Survives};
pub use programs::{Counted, Wrong, bit_flips, disk_full, failed_syncs, power_cuts, refused_calls};
pub use school::{Does, School, days_work};
pub use seeded::{Seeded, outside, root};
