//! One connection to whichever database there is: statements go in as they are written, rows come out.
//!
//! A statement is written once, in what both databases read: `?1` numbers its values; ids, hashes and what is sealed are
//! bytes; numbers, moments and yes-or-no are whole numbers. It knows nothing of what the tables mean.

use super::row::Row;
use super::sqlite;
use super::value::Value;
use crate::failure::Failure;

/// A connection.
pub(super) enum Connection {
    /// To a file.
    Sqlite(rusqlite::Connection),
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
        }
    }

    /// Begins a transaction that writes, and holds the right to from its first moment.
    pub(super) fn begin(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("BEGIN IMMEDIATE", &[]).map(drop),
        }
    }

    /// Begins a transaction that reads, and sees one moment only.
    pub(super) fn begin_reading(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("BEGIN", &[]).map(drop),
        }
    }

    /// Commits; when this answers, what was written is on the disk.
    pub(super) fn commit(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.execute("COMMIT", &[]).map(drop),
        }
    }

    /// Takes everything since [`Connection::begin`] back.
    pub(super) fn roll_back(&self) -> Result<(), Failure> {
        self.execute("ROLLBACK", &[]).map(drop)
    }

    /// True while a transaction is open: some failures end one by themselves.
    pub(super) fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(connection) => !connection.is_autocommit(),
        }
    }

    /// The first row of an answer, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&Row<'_>) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
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
        let mut found = Vec::new();
        self.each(sql, values, |row| {
            found.push(read(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// For tests of a disk that has become read-only.
    pub(super) fn write_no_more(&self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::write_no_more(connection),
        }
    }

    /// For tests of a full disk.
    pub(super) fn limit_pages(&self, pages: Option<u32>) -> Result<(), Failure> {
        match self {
            Self::Sqlite(connection) => sqlite::limit_pages(connection, pages),
        }
    }
}
