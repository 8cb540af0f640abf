//! The outbox: work put in with the entries that call for it, claimed, given back and taken out.

use super::failure_of;
use super::rows::{Rows, number};
use super::writing::Writing;
use crate::failure::Failure;
use casework::id::SettingId;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

/// A piece of outgoing work as it lies in the outbox.
pub(crate) struct JobRow {
    /// Whose.
    pub(crate) setting: SettingId,
    /// Which.
    pub(crate) id: Uuid,
    /// How often it was claimed before.
    pub(crate) attempts: u32,
    /// What it is.
    pub(crate) sealed: Vec<u8>,
}

impl Rows<'_> {
    /// How much outgoing work there is.
    pub(crate) fn count_jobs(&self) -> Result<u64, Failure> {
        self.0
            .query_row(
                "SELECT count(*) FROM setting s CROSS JOIN job j ON j.setting = s.setting",
                [],
                |row| number(row, 0),
            )
            .map_err(failure_of)
    }

    /// The outgoing work that has been due longest at `now` and that nobody has claimed.
    pub(crate) fn due_job(&self, now: Timestamp) -> Result<Option<JobRow>, Failure> {
        self.0
            .prepare_cached(
                "SELECT j.setting, j.id, j.attempts, j.sealed FROM setting s CROSS JOIN job j ON j.setting = s.setting
                 WHERE j.due_at <= ?1 AND j.claimed_until <= ?1 ORDER BY j.due_at, j.id LIMIT 1",
            )
            .and_then(|mut found| {
                found
                    .query_row([now.as_microsecond()], |row| {
                        Ok(JobRow {
                            setting: SettingId(Uuid::from_bytes(row.get(0)?)),
                            id: Uuid::from_bytes(row.get(1)?),
                            attempts: row.get(2)?,
                            sealed: row.get(3)?,
                        })
                    })
                    .optional()
            })
            .map_err(failure_of)
    }
}

impl Writing<'_> {
    /// Puts work into the outbox.
    pub(crate) fn add_job(
        &self,
        setting: SettingId,
        id: Uuid,
        due: Timestamp,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO job (setting, id, due_at, sealed) VALUES (?1, ?2, ?3, ?4)",
            params![
                setting.0.as_bytes(),
                id.as_bytes(),
                due.as_microsecond(),
                sealed
            ],
        )
        .map(drop)
    }

    /// Claims work until a moment, counting the attempt.
    pub(crate) fn claim_job(
        &self,
        setting: SettingId,
        id: Uuid,
        until: Timestamp,
    ) -> Result<(), Failure> {
        self.execute(
            "UPDATE job SET claimed_until = ?3, attempts = attempts + 1 WHERE setting = ?1 AND id = ?2",
            params![setting.0.as_bytes(), id.as_bytes(), until.as_microsecond()],
        )
        .map(drop)
    }

    /// Gives claimed work back, to be tried again at a moment.
    pub(crate) fn put_off_job(
        &self,
        setting: SettingId,
        id: Uuid,
        due: Timestamp,
    ) -> Result<(), Failure> {
        self.execute(
            "UPDATE job SET claimed_until = 0, due_at = ?3 WHERE setting = ?1 AND id = ?2",
            params![setting.0.as_bytes(), id.as_bytes(), due.as_microsecond()],
        )
        .map(drop)
    }

    /// Takes finished work out of the outbox.
    pub(crate) fn finish_job(&self, setting: SettingId, id: Uuid) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM job WHERE setting = ?1 AND id = ?2",
            params![setting.0.as_bytes(), id.as_bytes()],
        )
        .map(drop)
    }
}
