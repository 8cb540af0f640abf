//! The store through its public door. One binary, because each would link a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod folder;
mod kept;
mod school;

/// Where the records of these tests are. `tests/on_postgres` runs the same tests in a database of a server.
const ON_POSTGRES: bool = false;

mod another_process;
mod appending;
mod canary;
mod damage;
mod door;
mod finding;
mod full;
mod installing;
mod killed;
mod lists;
mod never_changed;
mod outbox;
mod practising;
mod rebuilding;
mod refused_by_the_disk;
mod searching;
mod sign_in;
mod tampering;
