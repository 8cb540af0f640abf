//! Opening a database so that what it answers can be relied on: the settings durability depends on are set, read back,
//! and the connection refused where one did not take.

use super::{failure_of, migrations};
use crate::failure::Failure;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a statement waits for a lock that another connection holds.
const PATIENCE: Duration = Duration::from_secs(5);

/// The database file of a folder.
pub(crate) fn file_in(dir: &Path) -> PathBuf {
    dir.join("leeward.db")
}

/// Opens the database to write, making the file (mode 0600) and taking migrations where needed.
pub(in crate::sql) fn open_to_write(dir: &Path, now: i64) -> Result<Connection, Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = file_in(dir);
    // Made here rather than by SQLite, so that it never exists with wider rights; the side files take its mode.
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&file)
        .map_err(|error| Failure::of_io(&error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&file, flags).map_err(failure_of)?;
    settle(&connection, For::Writing)?;
    migrations::take(&mut connection, now)?;
    Ok(connection)
}

/// Opens the database to read.
pub(in crate::sql) fn open_to_read(dir: &Path) -> Result<Connection, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file_in(dir), flags).map_err(failure_of)?;
    settle(&connection, For::Reading)?;
    Ok(connection)
}

/// Opens a copy, or the records of a server that is running, to verify them: nothing is written.
pub(in crate::sql) fn open_a_copy(dir: &Path) -> Result<Connection, Failure> {
    let file = file_in(dir);
    if !file.exists() {
        return Err(Failure::NoInstallation { dir: dir.into() });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(&file, flags)
        .map_err(failure_of)
        .and_then(|connection| {
            settle(&connection, For::ReadingACopy)?;
            Ok(connection)
        });
    let connection = match opened {
        // A copy in a folder that cannot be written: SQLite may not make the side files it reads through. Without a
        // log of its own the file is all there is, and it can be read as it stands.
        Err(Failure::Unavailable { .. } | Failure::ReadOnly)
            if !dir.join("leeward.db-wal").exists() =>
        {
            let address = format!("file:{}?immutable=1", escaped(&file));
            Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI)
                .map_err(failure_of)?
        }
        other => other?,
    };
    let found = migrations::format_of(&connection)?;
    match found {
        0 => Err(Failure::NoInstallation { dir: dir.into() }),
        found if found > migrations::NEWEST => Err(Failure::Newer {
            found,
            known: migrations::NEWEST,
        }),
        _ => Ok(connection),
    }
}

/// A path as an address of SQLite takes it.
fn escaped(file: &Path) -> String {
    file.to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Writing,
    Reading,
    /// A copy may have been written without a log of its own.
    ReadingACopy,
}

/// Sets what durability and secrecy depend on, then reads it back.
fn settle(connection: &Connection, purpose: For) -> Result<(), Failure> {
    connection.set_prepared_statement_cache_capacity(128);
    // Plans hold for every value: without this SQLite compiles a kept statement anew whenever a value bound to it
    // changes that might have changed its plan, which was a tenth of the time a report took.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(failure_of)?;
    connection.busy_timeout(PATIENCE).map_err(failure_of)?;
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA recursive_triggers = ON;
             PRAGMA cell_size_check = ON;
             PRAGMA temp_store = MEMORY;",
        )
        .map_err(failure_of)?;
    if purpose == For::Writing {
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(failure_of)?;
        // A report touches about fifteen pages, many of them the same again and again: room for a group of commits to
        // stay in memory (32 MiB), and a log long enough (16 MiB) that such pages are copied back once for many commits.
        connection
            .execute_batch("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;")
            .map_err(failure_of)?;
    }
    for (name, wanted) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
    ] {
        let found: i64 = connection
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(failure_of)?;
        if found != wanted {
            return Err(Failure::unavailable(format!(
                "SQLite did not take {name} = {wanted}"
            )));
        }
    }
    let journal: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(failure_of)?;
    if purpose != For::ReadingACopy && !journal.eq_ignore_ascii_case("wal") {
        return Err(Failure::unavailable(format!(
            "SQLite did not take journal_mode = WAL but {journal}"
        )));
    }
    Ok(())
}
