//! One connection to whichever database there is: statements go in as they are written, rows come out.
//!
//! A statement is written once, in what both databases read: `?1` numbers its values; ids, hashes and what is sealed are
//! bytes; numbers, moments and yes-or-no are whole numbers. It knows nothing of what the tables mean.

use super::postgres::{Postgres, Race};
use super::row::Row;
use super::sqlite;
use super::value::Value;
use crate::failure::Failure;

/// A connection.
pub(super) enum Connection {
    /// To a file.
    Sqlite(rusqlite::Connection),
    /// To a PostgreSQL server.
    Postgres(Box<Postgres>),
}

impl Connection {
    /// Runs a statement that answers nothing; says how many rows it touched.
    pub(super) fn execute(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<usize, Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Self::Postgres(connection) => connection.execute(sql, values),
        }
    }

    /// The rows of an answer, one at a time, until `each` says `false`.
    pub(super) fn each(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::each(connection, sql, values, each),
            Self::Postgres(connection) => connection.each(sql, values, each),
        }
    }

    /// Begins a transaction that writes, and holds the right to from its first moment.
    pub(super) fn begin(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("BEGIN IMMEDIATE", &[]).map(drop),
            Self::Postgres(connection) => {
                connection.begin();
                Ok(())
            }
        }
    }

    /// Begins a transaction that reads, and sees one moment only.
    pub(super) fn begin_reading(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("BEGIN", &[]).map(drop),
            Self::Postgres(connection) => {
                connection.begin();
                Ok(())
            }
        }
    }

    /// Commits; when this answers, what was written is on the disk.
    pub(super) fn commit(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("COMMIT", &[]).map(drop),
            Self::Postgres(connection) => connection.commit(),
        }
    }

    /// Takes everything since [`Connection::begin`] back.
    pub(super) fn roll_back(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("ROLLBACK", &[]).map(drop),
            Self::Postgres(connection) => connection.roll_back(),
        }
    }

    /// Marks a point to go back to inside a transaction.
    pub(super) fn mark(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("SAVEPOINT one", &[]).map(drop),
            Self::Postgres(connection) => {
                connection.mark();
                Ok(())
            }
        }
    }

    /// Keeps what was written since the mark, as part of the transaction.
    pub(super) fn keep(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("RELEASE SAVEPOINT one", &[]).map(drop),
            Self::Postgres(connection) => connection.keep(),
        }
    }

    /// Goes back to the mark.
    pub(super) fn go_back(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => {
                self.execute("ROLLBACK TO SAVEPOINT one", &[])?;
                self.keep()
            }
            Self::Postgres(connection) => connection.go_back(),
        }
    }

    /// Whether the last failure was that another process wrote the same at the same moment; asked once. On SQLite there
    /// is no other process.
    pub(super) fn race(&self) -> Option<Race> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(connection) => connection.race(),
        }
    }

    /// Whether the database was there when it was last asked for.
    pub(super) fn is_there(&self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(connection) => connection.is_there(),
        }
    }

    /// Whether this process is the only one that writes.
    pub(super) fn is_alone(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// True while a transaction is open: some failures end one by themselves.
    pub(super) fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(connection) => !connection.is_autocommit(),
            Self::Postgres(connection) => connection.in_transaction(),
        }
    }

    /// The first row of an answer, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        if let Self::Postgres(connection) = self {
            let rows = connection.rows(sql, values)?;
            return rows
                .first()
                .map(|row| read(&Row::Postgres(row)))
                .transpose();
        }
        let mut found = None;
        self.each(sql, values, |row| {
            found = Some(read(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Every row of an answer.
    pub(super) fn all<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        if let Self::Postgres(connection) = self {
            let rows = connection.rows(sql, values)?;
            return rows.iter().map(|row| read(&Row::Postgres(row))).collect();
        }
        let mut found = Vec::new();
        self.each(sql, values, |row| {
            found.push(read(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Empties the log that the database keeps for itself; see [`crate::Store::empty_log`].
    pub(super) fn empty_log(&self) -> Result<bool, Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::empty_log(connection),
            // The server has its own log and its own way of letting go of it.
            Self::Postgres(_) => Ok(false),
        }
    }

    /// For tests of a disk that has become read-only.
    pub(super) fn write_no_more(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::write_no_more(connection),
            Self::Postgres(_) => Err(only_of_a_file()),
        }
    }

    /// For tests of a full disk.
    pub(super) fn limit_pages(&self, pages: Option<u32>) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::limit_pages(connection, pages),
            Self::Postgres(_) => Err(only_of_a_file()),
        }
    }
}

fn only_of_a_file() -> Failure {
    Failure::unavailable("this is there for records in a folder only")
}
