//! Reading the log and the keys.

use super::failure_of;
use crate::failure::Failure;
use casework::chronology::{ChronologyId, Hash, SealedEntry, Sort};
use casework::id::SettingId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

/// Everything that can be read, over one connection.
pub(crate) struct Rows<'c>(pub(super) &'c Connection);

/// The last entry of a chronology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeadRow {
    /// Its place.
    pub(crate) seq: u64,
    /// When it was recorded.
    pub(crate) recorded_at: Timestamp,
    /// Its hash.
    pub(crate) hash: Hash,
}

/// Whose key: the setting's own, a case's or a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyPlace {
    /// The setting.
    pub(crate) setting: SettingId,
    /// Setting, case or person.
    pub(crate) sort: Sort,
    /// Which one.
    pub(crate) id: Uuid,
}

impl<'c> Rows<'c> {
    pub(super) fn over(connection: &'c Connection) -> Self {
        Self(connection)
    }

    /// A value of the installation.
    pub(crate) fn installation(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.0
            .prepare_cached(
                "SELECT value FROM installation WHERE setting = zeroblob(16) AND name = ?1",
            )
            .and_then(|mut found| found.query_row([name], |row| row.get(0)).optional())
            .map_err(failure_of)
    }

    /// Every real setting, oldest first: practice rooms are left out.
    pub(crate) fn settings(&self) -> Result<Vec<SettingId>, Failure> {
        self.0
            .prepare_cached("SELECT setting FROM setting WHERE setting NOT IN (SELECT setting FROM installation WHERE name = 'practice') ORDER BY setting")
            .and_then(|mut found| {
                found
                    .query_map([], |row| Ok(SettingId(Uuid::from_bytes(row.get(0)?))))?
                    .collect()
            })
            .map_err(failure_of)
    }

    /// Every practice room that was not cleared, oldest first.
    pub(crate) fn practice_rooms(&self) -> Result<Vec<SettingId>, Failure> {
        self.0
            .prepare_cached("SELECT setting FROM setting WHERE setting IN (SELECT setting FROM installation WHERE name = 'practice') AND setting IN (SELECT setting FROM wrapped_key WHERE sort = 'setting') ORDER BY setting")
            .and_then(|mut found| {
                found
                    .query_map([], |row| Ok(SettingId(Uuid::from_bytes(row.get(0)?))))?
                    .collect()
            })
            .map_err(failure_of)
    }

    /// The wrapped key with this number, or the newest: its number and bytes.
    pub(crate) fn wrapped_key(
        &self,
        place: &KeyPlace,
        number: Option<u32>,
    ) -> Result<Option<(u32, Vec<u8>)>, Failure> {
        self.0
            .prepare_cached(
                "SELECT key_no, wrapped FROM wrapped_key WHERE setting = ?1 AND sort = ?2 AND id = ?3
                 AND (?4 IS NULL OR key_no = ?4) ORDER BY key_no DESC LIMIT 1",
            )
            .and_then(|mut found| {
                found
                    .query_row(params![place.setting.0.as_bytes(), place.sort.name(), place.id.as_bytes(), number], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })
                    .optional()
            })
            .map_err(failure_of)
    }

    /// The last entry of a chronology as it was when written; `None` where there is no such chronology.
    pub(crate) fn head(&self, chronology: &ChronologyId) -> Result<Option<HeadRow>, Failure> {
        self.0
            .prepare_cached("SELECT seq, recorded_at, hash FROM head WHERE setting = ?1 AND sort = ?2 AND id = ?3")
            .and_then(|mut found| {
                found
                    .query_row(params![chronology.setting.0.as_bytes(), chronology.sort.name(), chronology.id.as_bytes()], |row| {
                        Ok(HeadRow { seq: number(row, 0)?, recorded_at: moment(row, 1)?, hash: Hash(row.get(2)?) })
                    })
                    .optional()
            })
            .map_err(failure_of)
    }

    /// The heads of every chronology, in the order of their keys.
    pub(crate) fn each_head(
        &self,
        mut each: impl FnMut(ChronologyId, HeadRow) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut statement = self
            .0
            .prepare_cached("SELECT setting, sort, id, seq, recorded_at, hash FROM head ORDER BY setting, id, sort")
            .map_err(failure_of)?;
        let mut rows = statement.query([]).map_err(failure_of)?;
        while let Some(row) = rows.next().map_err(failure_of)? {
            let head = HeadRow {
                seq: number(row, 3).map_err(failure_of)?,
                recorded_at: moment(row, 4).map_err(failure_of)?,
                hash: Hash(row.get(5).map_err(failure_of)?),
            };
            each(chronology(row)?, head)?;
        }
        Ok(())
    }

    /// Every chronology of a setting that has a head or an entry.
    pub(crate) fn chronologies_found(
        &self,
        setting: SettingId,
    ) -> Result<Vec<ChronologyId>, Failure> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT setting, sort, id FROM head WHERE setting = ?1
                 UNION SELECT setting, sort, id FROM entry WHERE setting = ?1 ORDER BY id, sort",
            )
            .map_err(failure_of)?;
        let mut rows = statement
            .query(params![setting.0.as_bytes()])
            .map_err(failure_of)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failure_of)? {
            found.push(chronology(row)?);
        }
        Ok(found)
    }

    /// The ids of the chronologies of one sort in a setting.
    pub(crate) fn chronologies(
        &self,
        setting: SettingId,
        sort: Sort,
    ) -> Result<Vec<Uuid>, Failure> {
        self.0
            .prepare_cached("SELECT id FROM head WHERE setting = ?1 AND sort = ?2 ORDER BY id")
            .and_then(|mut found| {
                found
                    .query_map(params![setting.0.as_bytes(), sort.name()], |row| {
                        Ok(Uuid::from_bytes(row.get(0)?))
                    })?
                    .collect()
            })
            .map_err(failure_of)
    }

    /// The entries of one chronology, in order.
    pub(crate) fn entries(&self, chronology: &ChronologyId) -> Result<Vec<SealedEntry>, Failure> {
        self.0
            .prepare_cached(
                "SELECT seq, recorded_at, sealed, prev, hash FROM entry
                 WHERE setting = ?1 AND sort = ?2 AND id = ?3 ORDER BY seq",
            )
            .and_then(|mut found| {
                found
                    .query_map(
                        params![
                            chronology.setting.0.as_bytes(),
                            chronology.sort.name(),
                            chronology.id.as_bytes()
                        ],
                        |row| entry(row, 0, *chronology),
                    )?
                    .collect()
            })
            .map_err(failure_of)
    }

    /// The last `most` entries of one chronology, the last first.
    pub(crate) fn last_entries(
        &self,
        chronology: &ChronologyId,
        most: u32,
    ) -> Result<Vec<SealedEntry>, Failure> {
        self.0
            .prepare_cached(
                "SELECT seq, recorded_at, sealed, prev, hash FROM entry
                 WHERE setting = ?1 AND sort = ?2 AND id = ?3 ORDER BY seq DESC LIMIT ?4",
            )
            .and_then(|mut found| {
                found
                    .query_map(
                        params![
                            chronology.setting.0.as_bytes(),
                            chronology.sort.name(),
                            chronology.id.as_bytes(),
                            most
                        ],
                        |row| entry(row, 0, *chronology),
                    )?
                    .collect()
            })
            .map_err(failure_of)
    }

    /// How many entries the log holds.
    pub(crate) fn count_entries(&self) -> Result<u64, Failure> {
        self.0
            .query_row("SELECT count(*) FROM entry", [], |row| number(row, 0))
            .map_err(failure_of)
    }

    /// Every entry of the log, chronology by chronology and in order, one at a time.
    pub(crate) fn each_entry(
        &self,
        mut each: impl FnMut(SealedEntry) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut statement = self
            .0
            .prepare("SELECT setting, sort, id, seq, recorded_at, sealed, prev, hash FROM entry ORDER BY setting, id, sort, seq")
            .map_err(failure_of)?;
        let mut rows = statement.query([]).map_err(failure_of)?;
        while let Some(row) = rows.next().map_err(failure_of)? {
            let place = chronology(row)?;
            each(entry(row, 3, place).map_err(failure_of)?)?;
        }
        Ok(())
    }
}

/// A moment from microseconds.
pub(super) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let micros: i64 = row.get(column)?;
    Timestamp::from_microsecond(micros)
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, micros))
}

/// A number that is never negative.
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let found: i64 = row.get(column)?;
    u64::try_from(found).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, found))
}

/// Which chronology a row of `setting, sort, id, ...` belongs to.
fn chronology(row: &Row<'_>) -> Result<ChronologyId, Failure> {
    let sort: String = row.get(1).map_err(failure_of)?;
    Ok(ChronologyId {
        setting: SettingId(Uuid::from_bytes(row.get(0).map_err(failure_of)?)),
        sort: Sort::named(&sort).ok_or_else(|| {
            Failure::damaged("the log holds a sort of chronology that does not exist")
        })?,
        id: Uuid::from_bytes(row.get(2).map_err(failure_of)?),
    })
}

/// An entry from the columns `seq, recorded_at, sealed, prev, hash`, starting at `first`.
fn entry(row: &Row<'_>, first: usize, chronology: ChronologyId) -> rusqlite::Result<SealedEntry> {
    Ok(SealedEntry {
        chronology,
        seq: number(row, first)?,
        recorded_at: moment(row, first + 1)?,
        sealed: row.get(first + 2)?,
        prev: Hash(row.get(first + 3)?),
        hash: Hash(row.get(first + 4)?),
    })
}
