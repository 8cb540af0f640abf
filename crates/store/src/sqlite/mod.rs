//! SQLite: every statement this crate makes is in this folder, and nothing outside it knows which database there is.
//!
//! The boundary another database has to match is [`Rows`] (reading), [`Writing`] (writing, inside a transaction that
//! [`WriteConnection`] opens and commits) and the three ways to open one.

mod beside;
mod migrations;
mod open;
mod outbox;
mod rows;
mod sign_in;
mod views;
mod writing;

pub(crate) use open::{ReadConnection, WriteConnection, file_in, read_a_copy};
pub(crate) use rows::{HeadRow, KeyPlace, Rows};
pub(crate) use sign_in::SessionRow;
pub(crate) use writing::Writing;

use crate::failure::Failure;

/// What a failure of SQLite means for whoever runs the server.
pub(crate) fn failure_of(error: rusqlite::Error) -> Failure {
    use rusqlite::ErrorCode;
    let Some(code) = error.sqlite_error() else {
        // A value of another shape than the schema says: the database was changed by something else.
        return Failure::damaged(format!("the database: {error}"));
    };
    match code.code {
        ErrorCode::DiskFull => Failure::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Failure::ReadOnly,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Failure::damaged(format!(
            "the database file (SQLite code {})",
            code.extended_code
        )),
        ErrorCode::ConstraintViolation => Failure::damaged(format!(
            "the database refused a row that should be new (SQLite code {})",
            code.extended_code
        )),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Failure::unavailable(
            "another program holds the database file, such as a backup or a database tool; wait until it is done, or end it",
        ),
        ErrorCode::SystemIoFailure if is_of_writing(code.extended_code) => {
            Failure::unavailable(format!(
                "the disk did not take what was to be written (SQLite code {}); it may be full, over its quota, or failing",
                code.extended_code
            ))
        }
        ErrorCode::SystemIoFailure => Failure::unavailable(format!(
            "the disk did not give back what was written (SQLite code {}); it may be failing",
            code.extended_code
        )),
        _ => Failure::unavailable(format!("SQLite code {}", code.extended_code)),
    }
}

/// Whether a failure of the disk was met while writing, in the file or in one beside it.
fn is_of_writing(extended_code: i32) -> bool {
    use rusqlite::ffi;
    matches!(
        extended_code,
        ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_DIR_FSYNC
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_SHMSIZE
    )
}
