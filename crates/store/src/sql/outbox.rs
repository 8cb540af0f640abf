//! The outbox: work put in with the entries that call for it, claimed, given back and taken out.

use super::rows::Rows;
use super::writing::Writing;
use crate::failure::Failure;
use casework::id::SettingId;
use jiff::Timestamp;
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
            .one("SELECT count(*) FROM job", &[], |row| row.number(0))
            .map(Option::unwrap_or_default)
    }

    /// The outgoing work that has been due longest at `now` and that nobody has claimed.
    pub(crate) fn due_job(&self, now: Timestamp) -> Result<Option<JobRow>, Failure> {
        self.0.one(
            "SELECT setting, id, attempts, sealed FROM job
                 WHERE due_at <= ?1 AND claimed_until <= ?1 ORDER BY due_at, id LIMIT 1",
            &[now.into()],
            |row| {
                Ok(JobRow {
                    setting: row.setting(0)?,
                    id: row.id(1)?,
                    attempts: row.small(2)?,
                    sealed: row.bytes(3)?,
                })
            },
        )
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
            &[setting.into(), id.into(), due.into(), sealed.into()],
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
            &[setting.into(), id.into(), until.into()],
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
            &[setting.into(), id.into(), due.into()],
        )
        .map(drop)
    }

    /// Takes finished work out of the outbox.
    pub(crate) fn finish_job(&self, setting: SettingId, id: Uuid) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM job WHERE setting = ?1 AND id = ?2",
            &[setting.into(), id.into()],
        )
        .map(drop)
    }
}
