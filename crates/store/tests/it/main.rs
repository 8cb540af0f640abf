//! The store through its public door. One binary, because each would link a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod folder;
mod hand;
mod kept;
mod school;

/// Where the records of these tests are. `tests/on_postgres` runs the same tests in a database of a server.
const ON_POSTGRES: bool = false;

mod another_process;
mod appending;
mod backing_up;
mod backup_broken_off;
mod canary;
mod changing_keys;
mod checkpoints;
mod checkpoints_in_a_file;
mod damage;
mod door;
mod erased_from_the_file;
mod erasing;
mod finding;
mod full;
#[cfg(feature = "pkcs11")]
mod in_a_token;
mod installing;
mod killed;
mod killed_changing_keys;
mod lists;
mod moving;
mod never_changed;
mod outbox;
mod practising;
mod rebuilding;
mod refused_by_the_disk;
mod searching;
mod sign_in;
mod tamper_campaign;
mod tampering;
mod tampering_outside;
mod verify_elsewhere;
