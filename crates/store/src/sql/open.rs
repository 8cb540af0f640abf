//! The two sorts of connection: the one that writes, and those that cannot.

use super::connection::Connection;
use super::postgres::{Postgres, Purpose, Race};
use super::rows::Rows;
use super::sqlite::{self, Begins};
use super::writing::Writing;
use crate::failure::Failure;
use crate::place::Place;
use std::sync::Arc;

/// The one connection that writes.
pub(crate) struct WriteConnection(Connection);

/// A connection that cannot write.
pub(crate) struct ReadConnection(Connection);

impl WriteConnection {
    /// Opens a database, taking migrations where needed. A folder's file is made (mode 0600) where it begins anew; so are
    /// the tables of a server's database.
    pub(crate) fn open(place: &Place, begins: Begins, now: i64) -> Result<Self, Failure> {
        Ok(Self(match place {
            Place::Folder(dir) => Connection::Sqlite(sqlite::open_to_write(dir, begins, now)?),
            Place::Database(address) => Connection::Postgres(Box::new(Postgres::to_write(
                Arc::clone(&address.0),
                now,
                begins == Begins::Anew,
            )?)),
        }))
    }

    /// Opens a database to write everything there is into it, at leisure: nobody else has it open. Made where there is
    /// none.
    pub(crate) fn open_to_carry(place: &Place, now: i64) -> Result<Self, Failure> {
        match place {
            Place::Folder(_) => Self::open(place, Begins::Anew, now),
            Place::Database(address) => Ok(Self(Connection::Postgres(Box::new(
                Postgres::to_carry(Arc::clone(&address.0), now)?,
            )))),
        }
    }

    /// Opens the database beside whoever has the records open. Takes no migrations.
    pub(crate) fn open_beside(place: &Place) -> Result<Self, Failure> {
        Ok(Self(match place {
            Place::Folder(dir) => Connection::Sqlite(sqlite::open_beside(dir)?),
            Place::Database(address) => Connection::Postgres(Box::new(Postgres::to_write(
                Arc::clone(&address.0),
                0,
                false,
            )?)),
        }))
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
        self.0.mark()
    }

    /// Keeps what was written since the mark, as part of the transaction.
    pub(crate) fn keep(&self) -> Result<(), Failure> {
        self.0.keep()
    }

    /// Goes back to the mark.
    pub(crate) fn go_back(&self) -> Result<(), Failure> {
        self.0.go_back()
    }

    /// Whether the database was there when it was last asked for.
    pub(crate) fn is_there(&self) -> bool {
        self.0.is_there()
    }

    /// Whether the last failure was that another process wrote the same at the same moment; asked once.
    pub(crate) fn race(&self) -> Option<Race> {
        self.0.race()
    }

    /// Empties the log that the database keeps for itself; true where nothing is left in it.
    pub(crate) fn empty_log(&self) -> Result<bool, Failure> {
        self.0.empty_log()
    }

    /// What may be written.
    pub(crate) fn writing(&self) -> Writing<'_> {
        Writing::over(&self.0)
    }
}

impl ReadConnection {
    /// Opens a database for reading.
    pub(crate) fn open(place: &Place) -> Result<Self, Failure> {
        Ok(Self(match place {
            Place::Folder(dir) => Connection::Sqlite(sqlite::open_to_read(dir)?),
            Place::Database(address) => Connection::Postgres(Box::new(Postgres::to_read(
                Arc::clone(&address.0),
                Purpose::Reading,
            )?)),
        }))
    }

    /// Opens a copy, or the records of a server that is running, to verify them: nothing is written.
    pub(crate) fn open_a_copy(place: &Place) -> Result<Self, Failure> {
        Ok(Self(match place {
            Place::Folder(dir) => Connection::Sqlite(sqlite::open_a_copy(dir)?),
            Place::Database(address) => {
                Connection::Postgres(Box::new(Postgres::to_verify(&address.0)?))
            }
        }))
    }

    /// Opens records to read everything there is, at leisure; of this version's format and no other.
    pub(crate) fn open_to_carry(place: &Place) -> Result<Self, Failure> {
        let opened = Self::open_a_copy(place)?;
        let up_to_date = match &opened.0 {
            Connection::Sqlite(connection) => sqlite::is_up_to_date(connection)?,
            Connection::Postgres(connection) => connection.is_up_to_date()?,
        };
        match up_to_date {
            true => Ok(opened),
            false => Err(Failure::unavailable(
                "they are of an older version; start this version's server on them once, stop it, and try again",
            )),
        }
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
