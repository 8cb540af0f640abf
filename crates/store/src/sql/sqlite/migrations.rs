//! The schema, in numbered steps that only go forward. Each is recorded with a checksum, so that a step changed after
//! it was taken is found rather than guessed at.

use super::failure_of;
use crate::failure::Failure;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

/// Every step there is, in order; the number of a step is its place, from one.
const STEPS: [&str; 2] = [
    include_str!("../../../migrations/sqlite/0001_the_log.sql"),
    include_str!("../../../migrations/sqlite/0002_beside_the_log.sql"),
];

/// The newest format this version knows.
pub(super) const NEWEST: u32 = STEPS.len() as u32;

/// Takes the steps not yet taken, each in a transaction of its own, at `now` microseconds.
pub(super) fn take(connection: &mut Connection, now: i64) -> Result<(), Failure> {
    let found = format_of(connection)?;
    if found > NEWEST {
        return Err(Failure::Newer {
            found,
            known: NEWEST,
        });
    }
    for (number, step) in (1_u32..).zip(STEPS) {
        let checksum: [u8; 32] = Sha256::digest(step.as_bytes()).into();
        if number <= found {
            let recorded: Option<Vec<u8>> = connection
                .query_row(
                    "SELECT checksum FROM migration WHERE number = ?1",
                    [number],
                    |row| row.get(0),
                )
                .optional()
                .map_err(failure_of)?;
            if recorded.as_deref() != Some(&checksum) {
                return Err(Failure::damaged(format!(
                    "the schema: step {number} is not the one that was taken"
                )));
            }
            continue;
        }
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Exclusive)
            .map_err(failure_of)?;
        transaction
            .execute_batch(
                "CREATE TABLE IF NOT EXISTS migration (
                     setting  BLOB    NOT NULL DEFAULT (zeroblob(16)) CHECK (length(setting) = 16),
                     number   INTEGER NOT NULL,
                     checksum BLOB    NOT NULL CHECK (length(checksum) = 32),
                     taken_at INTEGER NOT NULL,
                     PRIMARY KEY (setting, number)
                 ) STRICT, WITHOUT ROWID;",
            )
            .map_err(failure_of)?;
        transaction.execute_batch(step).map_err(failure_of)?;
        transaction
            .execute(
                "INSERT INTO migration (number, checksum, taken_at) VALUES (?1, ?2, ?3)",
                params![number, checksum.as_slice(), now],
            )
            .map_err(failure_of)?;
        transaction.commit().map_err(failure_of)?;
    }
    Ok(())
}

/// The format of a database: the number of the last step taken, 0 for an empty one.
pub(super) fn format_of(connection: &Connection) -> Result<u32, Failure> {
    let there: bool = connection
        .query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration')", [], |row| row.get(0))
        .map_err(failure_of)?;
    if !there {
        return Ok(0);
    }
    connection
        .query_row(
            "SELECT coalesce(max(number), 0) FROM migration",
            [],
            |row| row.get(0),
        )
        .map_err(failure_of)
}
