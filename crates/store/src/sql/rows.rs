//! Reading the log and the keys.

use super::connection::Connection;
use super::row::Row;
use crate::failure::Failure;
use casework::chronology::{ChronologyId, Hash, SealedEntry, Sort};
use casework::id::SettingId;
use jiff::Timestamp;
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
        self.0.one(
            "SELECT value FROM installation WHERE setting = ?1 AND name = ?2",
            &[Uuid::nil().into(), name.into()],
            |row| row.bytes(0),
        )
    }

    /// Every real setting, oldest first: practice rooms are left out.
    pub(crate) fn settings(&self) -> Result<Vec<SettingId>, Failure> {
        self.0.all("SELECT setting FROM setting WHERE setting NOT IN (SELECT setting FROM installation WHERE name = 'practice') ORDER BY setting", &[], |row| row.setting(0))
    }

    /// Every practice room that was not cleared, oldest first.
    pub(crate) fn practice_rooms(&self) -> Result<Vec<SettingId>, Failure> {
        self.0.all("SELECT setting FROM setting WHERE setting IN (SELECT setting FROM installation WHERE name = 'practice') AND setting IN (SELECT setting FROM wrapped_key WHERE sort = 'setting') ORDER BY setting", &[], |row| row.setting(0))
    }

    /// The wrapped key with this number, or the newest: its number and bytes.
    pub(crate) fn wrapped_key(
        &self,
        place: &KeyPlace,
        number: Option<u32>,
    ) -> Result<Option<(u32, Vec<u8>)>, Failure> {
        self.0.one(
            "SELECT key_no, wrapped FROM wrapped_key WHERE setting = ?1 AND sort = ?2 AND id = ?3
                 AND (?4 IS NULL OR key_no = ?4) ORDER BY key_no DESC LIMIT 1",
            &[
                place.setting.into(),
                place.sort.name().into(),
                place.id.into(),
                number.into(),
            ],
            |row| Ok((row.small(0)?, row.bytes(1)?)),
        )
    }

    /// The last entry of a chronology as it was when written; `None` where there is no such chronology.
    pub(crate) fn head(&self, chronology: &ChronologyId) -> Result<Option<HeadRow>, Failure> {
        self.0.one(
            "SELECT seq, recorded_at, hash FROM head WHERE setting = ?1 AND sort = ?2 AND id = ?3",
            &[
                chronology.setting.into(),
                chronology.sort.name().into(),
                chronology.id.into(),
            ],
            |row| {
                Ok(HeadRow {
                    seq: row.number(0)?,
                    recorded_at: row.moment(1)?,
                    hash: Hash(row.array(2)?),
                })
            },
        )
    }

    /// The heads of every chronology, in the order of their keys.
    pub(crate) fn each_head(
        &self,
        mut each: impl FnMut(ChronologyId, HeadRow) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.0.each(
            "SELECT setting, sort, id, seq, recorded_at, hash FROM head ORDER BY setting, id, sort",
            &[],
            |row| {
                let head = HeadRow {
                    seq: row.number(3)?,
                    recorded_at: row.moment(4)?,
                    hash: Hash(row.array(5)?),
                };
                each(chronology(row)?, head).map(|()| true)
            },
        )
    }

    /// Every chronology of a setting that has a head or an entry.
    pub(crate) fn chronologies_found(
        &self,
        setting: SettingId,
    ) -> Result<Vec<ChronologyId>, Failure> {
        self.0.all(
            "SELECT setting, sort, id FROM head WHERE setting = ?1
             UNION SELECT setting, sort, id FROM entry WHERE setting = ?1 ORDER BY id, sort",
            &[setting.into()],
            chronology,
        )
    }

    /// The ids of the chronologies of one sort in a setting.
    pub(crate) fn chronologies(
        &self,
        setting: SettingId,
        sort: Sort,
    ) -> Result<Vec<Uuid>, Failure> {
        self.0.all(
            "SELECT id FROM head WHERE setting = ?1 AND sort = ?2 ORDER BY id",
            &[setting.into(), sort.name().into()],
            |row| row.id(0),
        )
    }

    /// The entries of one chronology, in order.
    pub(crate) fn entries(&self, chronology: &ChronologyId) -> Result<Vec<SealedEntry>, Failure> {
        self.0.all(
            "SELECT seq, recorded_at, sealed, prev, hash FROM entry
                 WHERE setting = ?1 AND sort = ?2 AND id = ?3 ORDER BY seq",
            &[
                chronology.setting.into(),
                chronology.sort.name().into(),
                chronology.id.into(),
            ],
            |row| entry(row, 0, *chronology),
        )
    }

    /// The last `most` entries of one chronology, the last first.
    pub(crate) fn last_entries(
        &self,
        chronology: &ChronologyId,
        most: u32,
    ) -> Result<Vec<SealedEntry>, Failure> {
        self.0.all(
            "SELECT seq, recorded_at, sealed, prev, hash FROM entry
                 WHERE setting = ?1 AND sort = ?2 AND id = ?3 ORDER BY seq DESC LIMIT ?4",
            &[
                chronology.setting.into(),
                chronology.sort.name().into(),
                chronology.id.into(),
                most.into(),
            ],
            |row| entry(row, 0, *chronology),
        )
    }

    /// How many entries the log holds.
    pub(crate) fn count_entries(&self) -> Result<u64, Failure> {
        self.0
            .one("SELECT count(*) FROM entry", &[], |row| row.number(0))
            .map(Option::unwrap_or_default)
    }

    /// Every entry of the log, chronology by chronology and in order, one at a time.
    pub(crate) fn each_entry(
        &self,
        mut each: impl FnMut(SealedEntry) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.0.each(
            "SELECT setting, sort, id, seq, recorded_at, sealed, prev, hash FROM entry ORDER BY setting, id, sort, seq",
            &[],
            |row| each(entry(row, 3, chronology(row)?)?).map(|()| true),
        )
    }
}

/// Which chronology a row of `setting, sort, id, ...` belongs to.
fn chronology(row: &Row<'_>) -> Result<ChronologyId, Failure> {
    Ok(ChronologyId {
        setting: row.setting(0)?,
        sort: Sort::named(&row.text(1)?).ok_or_else(|| {
            Failure::damaged("the log holds a sort of chronology that does not exist")
        })?,
        id: row.id(2)?,
    })
}

/// An entry from the columns `seq, recorded_at, sealed, prev, hash`, starting at `first`.
fn entry(row: &Row<'_>, first: usize, chronology: ChronologyId) -> Result<SealedEntry, Failure> {
    Ok(SealedEntry {
        chronology,
        seq: row.number(first)?,
        recorded_at: row.moment(first + 1)?,
        sealed: row.bytes(first + 2)?,
        prev: Hash(row.array(first + 3)?),
        hash: Hash(row.array(first + 4)?),
    })
}
