//! Adding to the log: entries, heads and wrapped keys. There is nothing here that changes or removes an entry.

use super::connection::Connection;
use super::rows::{KeyPlace, Rows};
use super::value::Value;
use crate::failure::Failure;
use casework::chronology::SealedEntry;
use casework::id::SettingId;
use jiff::Timestamp;
use std::ops::Deref;
use uuid::Uuid;

/// Everything that can be written, inside a transaction that somebody else opened. What it wrote it can also read.
pub(crate) struct Writing<'c>(Rows<'c>);

impl<'c> Deref for Writing<'c> {
    type Target = Rows<'c>;
    fn deref(&self) -> &Rows<'c> {
        &self.0
    }
}

impl<'c> Writing<'c> {
    pub(super) fn over(connection: &'c Connection) -> Self {
        Self(Rows::over(connection))
    }

    pub(super) fn execute(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<usize, Failure> {
        self.0.0.execute(sql, values)
    }

    /// Sets a value of the installation for the first time.
    pub(crate) fn add_installation(&self, name: &str, value: &[u8]) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO installation (setting, name, value) VALUES (?1, ?2, ?3)",
            &[Uuid::nil().into(), name.into(), value.into()],
        )
        .map(drop)
    }

    /// Founds a setting.
    pub(crate) fn add_setting(&self, setting: SettingId, at: Timestamp) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO setting (setting, founded) VALUES (?1, ?2)",
            &[setting.into(), at.into()],
        )
        .map(drop)
    }

    /// Says in clear what sort of setting this is, where it is not an ordinary one.
    pub(crate) fn mark_setting(&self, setting: SettingId, name: &str) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO installation (setting, name, value) VALUES (?1, ?2, ?3)",
            &[setting.into(), name.into(), [].as_slice().into()],
        )
        .map(drop)
    }

    /// Destroys every key of a setting, and everything that is kept of it but its log: from here on nobody can open it.
    /// `PRAGMA secure_delete` writes over what goes, so that no free page of the file still has a key.
    pub(crate) fn destroy(&self, setting: SettingId) -> Result<(), Failure> {
        const REMOVE: [&str; 11] = [
            "DELETE FROM wrapped_key WHERE setting = ?1",
            "DELETE FROM line WHERE setting = ?1",
            "DELETE FROM reported_by WHERE setting = ?1",
            "DELETE FROM staff_email WHERE setting = ?1",
            "DELETE FROM once WHERE setting = ?1",
            "DELETE FROM job WHERE setting = ?1",
            "DELETE FROM credential WHERE setting = ?1",
            "DELETE FROM session WHERE setting = ?1",
            "DELETE FROM link WHERE setting = ?1",
            "DELETE FROM draft WHERE setting = ?1",
            "DELETE FROM asked_absent WHERE setting = ?1",
        ];
        for statement in REMOVE {
            self.execute(statement, &[setting.into()])?;
        }
        Ok(())
    }

    /// Adds entries of one chronology, in order, and moves its head to the last of them.
    pub(crate) fn add_entries(&self, entries: &[SealedEntry]) -> Result<(), Failure> {
        for entry in entries {
            let place = &entry.chronology;
            self.execute(
                "INSERT INTO entry (setting, sort, id, seq, recorded_at, sealed, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                &[place.setting.into(), place.sort.name().into(), place.id.into(), number_of(entry)?.into(), entry.recorded_at.into(), entry.sealed.as_slice().into(), (&entry.prev.0).into(), (&entry.hash.0).into()],
            )?;
        }
        match (entries.first(), entries.last()) {
            (Some(first), Some(last)) => self.put_head(last, first.seq == 1),
            _ => Ok(()),
        }
    }

    /// Moves the head of a chronology to an entry, or sets it there.
    fn put_head(&self, last: &SealedEntry, is_new: bool) -> Result<(), Failure> {
        let place = &last.chronology;
        let (seq, at) = (number_of(last)?, last.recorded_at);
        let (setting, sort, id) = (place.setting, place.sort.name(), place.id);
        if !is_new {
            let moved = self.execute(
                "UPDATE head SET seq = ?4, recorded_at = ?5, hash = ?6 WHERE setting = ?1 AND sort = ?2 AND id = ?3",
                &[setting.into(), sort.into(), id.into(), seq.into(), at.into(), (&last.hash.0).into()],
            )?;
            if moved > 0 {
                return Ok(());
            }
        }
        self.execute(
            "INSERT INTO head (setting, sort, id, seq, recorded_at, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            &[setting.into(), sort.into(), id.into(), seq.into(), at.into(), (&last.hash.0).into()],
        )
        .map(drop)
    }

    /// Keeps a wrapped key.
    pub(crate) fn add_wrapped_key(
        &self,
        place: &KeyPlace,
        number: u32,
        wrapped: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO wrapped_key (setting, sort, id, key_no, wrapped) VALUES (?1, ?2, ?3, ?4, ?5)",
            &[place.setting.into(), place.sort.name().into(), place.id.into(), number.into(), wrapped.into()],
        )
        .map(drop)
    }

    /// Makes SQLite refuse every write from the next transaction on, as it does on a disk that cannot be written.
    pub(crate) fn write_no_more(&self) -> Result<(), Failure> {
        self.0.0.write_no_more()
    }

    /// Lets the database grow to so many pages and no further; `None` for as far as the disk goes.
    pub(crate) fn limit_pages(&self, pages: Option<u32>) -> Result<(), Failure> {
        self.0.0.limit_pages(pages)
    }
}

/// The number of an entry as the database keeps it.
fn number_of(entry: &SealedEntry) -> Result<i64, Failure> {
    i64::try_from(entry.seq).map_err(|_| Failure::damaged("a chronology is longer than can be"))
}
