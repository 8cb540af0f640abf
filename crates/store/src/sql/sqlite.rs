//! SQLite: how it runs a statement, and what its failures mean.

mod log_file;
mod migrations;
mod open;

pub(crate) use open::{Begins, file_in};
pub(super) use open::{open_a_copy, open_beside, open_to_read, open_to_write};

use super::row::Row;
use super::value::Value;
use crate::failure::Failure;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql, params_from_iter};

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Nothing => ValueRef::Null,
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Id(id) => ValueRef::Blob(id),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Runs a statement that answers nothing; says how many rows it touched.
pub(super) fn execute(
    connection: &Connection,
    sql: &'static str,
    values: &[Value<'_>],
) -> Result<usize, Failure> {
    prepared(connection, sql)?
        .execute(params_from_iter(values))
        .map_err(failure_of)
}

/// The rows of an answer, one at a time, until `each` says `false`.
pub(super) fn each(
    connection: &Connection,
    sql: &'static str,
    values: &[Value<'_>],
    mut each: impl FnMut(&Row<'_>) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let mut statement = prepared(connection, sql)?;
    let mut rows = statement
        .query(params_from_iter(values))
        .map_err(failure_of)?;
    while let Some(row) = rows.next().map_err(failure_of)? {
        if !each(&Row::Sqlite(row))? {
            break;
        }
    }
    Ok(())
}

/// Whether the schema is the one this version makes.
pub(super) fn is_up_to_date(connection: &Connection) -> Result<bool, Failure> {
    migrations::format_of(connection).map(|found| found == migrations::NEWEST)
}

/// Copies SQLite's own log into the file and empties it, so that no older copy of a page is in it. False where somebody
/// was reading for longer than is waited for.
pub(super) fn empty_log(connection: &Connection) -> Result<bool, Failure> {
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, i64>(0)
        })
        .map(|busy| busy == 0)
        .map_err(failure_of)
}

/// Makes SQLite refuse every write from the next transaction on, as it does on a disk that cannot be written.
pub(super) fn write_no_more(connection: &Connection) -> Result<(), Failure> {
    connection
        .pragma_update(None, "query_only", true)
        .map_err(failure_of)
}

/// Lets the database grow to so many pages and no further; `None` for as far as the disk goes.
pub(super) fn limit_pages(connection: &Connection, pages: Option<u32>) -> Result<(), Failure> {
    connection
        .pragma_update(None, "max_page_count", pages.unwrap_or(u32::MAX - 1))
        .map_err(failure_of)
}

fn prepared<'c>(
    connection: &'c Connection,
    sql: &'static str,
) -> Result<CachedStatement<'c>, Failure> {
    connection.prepare_cached(sql).map_err(failure_of)
}

/// What a failure of SQLite means for whoever runs the server.
pub(super) fn failure_of(error: rusqlite::Error) -> Failure {
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
        ErrorCode::SystemIoFailure if is_of_syncing(code.extended_code) => Failure::SyncFailed {
            what: format!("SQLite code {}", code.extended_code),
        },
        ErrorCode::CannotOpen => Failure::unavailable(
            "the database file, or one beside it, cannot be opened or made; check that its disk is there, can be written and belongs to the account that runs Leeward",
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
        ErrorCode::FileLockingProtocolFailed => Failure::unavailable(
            "other programs keep the database file busy, such as a backup or a database tool; wait until they are done, or end them",
        ),
        ErrorCode::OutOfMemory => Failure::unavailable(
            "there is not enough memory; end other programs, or give this machine more",
        ),
        _ => Failure::unavailable(format!("SQLite code {}", code.extended_code)),
    }
}

/// Whether a failure of the disk was met while making sure of what was written.
fn is_of_syncing(extended_code: i32) -> bool {
    use rusqlite::ffi;
    matches!(
        extended_code,
        ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC
    )
}

/// Whether a failure of the disk was met while writing, in the file or in one beside it.
fn is_of_writing(extended_code: i32) -> bool {
    use rusqlite::ffi;
    matches!(
        extended_code,
        ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_SHMSIZE
    )
}
