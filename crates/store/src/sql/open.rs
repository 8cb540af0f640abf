//! The two sorts of connection: the one that writes, and those that cannot.

use super::connection::Connection;
use super::rows::Rows;
use super::sqlite;
use super::writing::Writing;
use crate::failure::Failure;
use std::path::Path;

/// The one connection that writes.
pub(crate) struct WriteConnection(Connection);

/// A connection that cannot write.
pub(crate) struct ReadConnection(Connection);

impl WriteConnection {
    /// Opens the database of a folder, making the file (mode 0600) and taking migrations where needed.
    pub(crate) fn open(dir: &Path, now: i64) -> Result<Self, Failure> {
        sqlite::open_to_write(dir, now).map(|connection| Self(Connection::Sqlite(connection)))
    }

    /// Begins a transaction that holds the write lock from its first moment.
    pub(crate) fn begin(&self) -> Result<(), Failure> {
        self.0.begin()
    }

    /// Commits; when this answers, what was written is on the disk.
    pub(crate) fn commit(&self) -> Result<(), Failure> {
        self.0.commit()
    }

    /// Takes everything since [`WriteConnection::begin`] back.
    pub(crate) fn roll_back(&self) {
        if self.in_transaction()
            && let Err(failure) = self.0.roll_back()
        {
            tracing::error!(%failure, "a transaction could not be rolled back");
        }
    }

    /// True while a transaction is open: some failures end one by themselves.
    pub(crate) fn in_transaction(&self) -> bool {
        self.0.in_transaction()
    }

    /// Marks a point to go back to inside the transaction.
    pub(crate) fn mark(&self) -> Result<(), Failure> {
        self.0.execute("SAVEPOINT one", &[]).map(drop)
    }

    /// Keeps what was written since the mark, as part of the transaction.
    pub(crate) fn keep(&self) -> Result<(), Failure> {
        self.0.execute("RELEASE SAVEPOINT one", &[]).map(drop)
    }

    /// Goes back to the mark.
    pub(crate) fn go_back(&self) -> Result<(), Failure> {
        self.0.execute("ROLLBACK TO SAVEPOINT one", &[])?;
        self.keep()
    }

    /// What may be written.
    pub(crate) fn writing(&self) -> Writing<'_> {
        Writing::over(&self.0)
    }
}

impl ReadConnection {
    /// Opens the database of a folder for reading.
    pub(crate) fn open(dir: &Path) -> Result<Self, Failure> {
        sqlite::open_to_read(dir).map(|connection| Self(Connection::Sqlite(connection)))
    }

    /// Opens a copy, or the records of a server that is running, to verify them: nothing is written.
    pub(crate) fn open_a_copy(dir: &Path) -> Result<Self, Failure> {
        sqlite::open_a_copy(dir).map(|connection| Self(Connection::Sqlite(connection)))
    }

    /// Reads at one moment: everything `read` asks for is as it was then.
    pub(crate) fn at_one_moment<T>(
        &self,
        read: impl FnOnce(&Rows<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let _moment = Moment::of(&self.0)?;
        read(&Rows::over(&self.0))
    }
}

/// A transaction that only reads. However reading ends, the moment ends with it.
struct Moment<'c>(&'c Connection);

impl<'c> Moment<'c> {
    fn of(connection: &'c Connection) -> Result<Self, Failure> {
        connection.begin_reading().map(|()| Self(connection))
    }
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        if let Err(failure) = self.0.commit() {
            tracing::error!(%failure, "a moment of reading could not be ended");
        }
    }
}
