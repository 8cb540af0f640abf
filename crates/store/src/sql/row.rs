//! A row that comes out of a statement. A value of another shape than the schema says means that something else changed
//! the database: it is damage, and said to be.

use super::sqlite::failure_of;
use crate::failure::Failure;
use casework::id::SettingId;
use jiff::Timestamp;
use uuid::Uuid;

/// A row of an answer; columns count from zero.
pub(super) enum Row<'r> {
    /// From a file.
    Sqlite(&'r rusqlite::Row<'r>),
    /// From a PostgreSQL server.
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    /// Something sealed, or other bytes.
    pub(super) fn bytes(&self, column: usize) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Sqlite(row) => row.get(column).map_err(failure_of),
            Self::Postgres(row) => row.try_get(column).map_err(|_| of_another_kind()),
        }
    }

    /// The same, or nothing.
    pub(super) fn maybe_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Self::Sqlite(row) => row.get(column).map_err(failure_of),
            Self::Postgres(row) => row.try_get(column).map_err(|_| of_another_kind()),
        }
    }

    /// A name from a closed list.
    pub(super) fn text(&self, column: usize) -> Result<String, Failure> {
        match self {
            Self::Sqlite(row) => row.get(column).map_err(failure_of),
            Self::Postgres(row) => row.try_get(column).map_err(|_| of_another_kind()),
        }
    }

    /// A number.
    pub(super) fn int(&self, column: usize) -> Result<i64, Failure> {
        match self {
            Self::Sqlite(row) => row.get(column).map_err(failure_of),
            Self::Postgres(row) => whole_number(row, column).ok_or_else(of_another_kind),
        }
    }

    /// A hash, a tag, an id: so many bytes and no others.
    pub(super) fn array<const N: usize>(&self, column: usize) -> Result<[u8; N], Failure> {
        match self {
            Self::Sqlite(row) => row.get(column).map_err(failure_of),
            Self::Postgres(row) => row
                .try_get::<_, &[u8]>(column)
                .ok()
                .and_then(|bytes| bytes.try_into().ok())
                .ok_or_else(of_another_kind),
        }
    }

    /// An id.
    pub(super) fn id(&self, column: usize) -> Result<Uuid, Failure> {
        self.array(column).map(Uuid::from_bytes)
    }

    /// A setting.
    pub(super) fn setting(&self, column: usize) -> Result<SettingId, Failure> {
        self.id(column).map(SettingId)
    }

    /// A number that is never negative.
    pub(super) fn number(&self, column: usize) -> Result<u64, Failure> {
        u64::try_from(self.int(column)?).map_err(|_| out_of_range())
    }

    /// A number of a key, of attempts: small and never negative.
    pub(super) fn small(&self, column: usize) -> Result<u32, Failure> {
        u32::try_from(self.int(column)?).map_err(|_| out_of_range())
    }

    /// A moment, from microseconds.
    pub(super) fn moment(&self, column: usize) -> Result<Timestamp, Failure> {
        Timestamp::from_microsecond(self.int(column)?).map_err(|_| out_of_range())
    }
}

fn out_of_range() -> Failure {
    Failure::damaged("the database holds a number that cannot be")
}

fn of_another_kind() -> Failure {
    Failure::damaged("the database holds a value of another kind")
}

/// A number, or what PostgreSQL makes of a yes-or-no or of a number written in the statement.
fn whole_number(row: &tokio_postgres::Row, column: usize) -> Option<i64> {
    use tokio_postgres::types::Type;
    let kind = row.columns().get(column)?.type_();
    match *kind {
        Type::INT4 => row.try_get::<_, i32>(column).ok().map(i64::from),
        Type::BOOL => row.try_get::<_, bool>(column).ok().map(i64::from),
        _ => row.try_get(column).ok(),
    }
}
