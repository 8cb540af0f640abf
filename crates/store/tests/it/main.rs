//! The store through its public door. One binary, because each would link a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod school;

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
