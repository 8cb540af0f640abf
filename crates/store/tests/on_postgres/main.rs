//! The store through its public door, on PostgreSQL: the same tests as in `tests/it`, and those that are about this
//! database alone. What `tests/it` has and this has not is about an SQLite file: its modes and its lock, its damage, a
//! full disk under it, and processes killed over it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "../it/kept.rs"]
mod kept;
#[path = "../it/school.rs"]
mod school;

/// Where the records of these tests are.
const ON_POSTGRES: bool = true;

#[path = "../it/appending.rs"]
mod appending;
#[path = "../it/canary.rs"]
mod canary;
#[path = "../it/checkpoints.rs"]
mod checkpoints;
#[path = "../it/door.rs"]
mod door;
#[path = "../it/erasing.rs"]
mod erasing;
#[path = "../it/finding.rs"]
mod finding;
#[path = "../it/lists.rs"]
mod lists;
#[path = "../it/moving.rs"]
mod moving;
mod never_changed;
mod nodes;
#[path = "../it/outbox.rs"]
mod outbox;
#[path = "../it/practising.rs"]
mod practising;
#[path = "../it/rebuilding.rs"]
mod rebuilding;
mod restoring;
mod schema;
#[path = "../it/searching.rs"]
mod searching;
#[path = "../it/sign_in.rs"]
mod sign_in;
mod statements;
#[path = "../it/tampering.rs"]
mod tampering;
mod went_away;
