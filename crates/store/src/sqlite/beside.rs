//! What lies beside the log: sign-in, drafts, outgoing work, spent forms and packs consulted.

use super::failure_of;
use super::rows::{Rows, moment, number};
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
    fn sealed(&self, sql: &str, params: impl rusqlite::Params) -> Result<Option<Vec<u8>>, Failure> {
        self.0
            .prepare_cached(sql)
            .and_then(|mut found| found.query_row(params, |row| row.get(0)).optional())
            .map_err(failure_of)
    }

    /// What an append with this tag answered.
    pub(crate) fn once(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT sealed FROM once WHERE setting = ?1 AND tag = ?2",
            params![setting.0.as_bytes(), tag],
        )
    }

    /// A credential.
    pub(crate) fn credential(
        &self,
        setting: SettingId,
        who: &[u8; 32],
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT sealed FROM credential WHERE setting = ?1 AND who = ?2",
            params![setting.0.as_bytes(), who],
        )
    }

    /// A session that has not run out at `now`.
    pub(crate) fn session(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT sealed FROM session WHERE setting = ?1 AND token_hash = ?2 AND expires > ?3",
            params![setting.0.as_bytes(), token_hash, now.as_microsecond()],
        )
    }

    /// A one-time link that has not run out at `now`.
    pub(crate) fn link(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT sealed FROM link WHERE setting = ?1 AND token_hash = ?2 AND expires > ?3",
            params![setting.0.as_bytes(), token_hash, now.as_microsecond()],
        )
    }

    /// A draft and when it was saved.
    pub(crate) fn draft(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
    ) -> Result<Option<(Vec<u8>, Timestamp)>, Failure> {
        self.0
            .prepare_cached("SELECT sealed, saved_at FROM draft WHERE setting = ?1 AND tag = ?2")
            .and_then(|mut found| {
                found
                    .query_row(params![setting.0.as_bytes(), tag], |row| {
                        Ok((row.get(0)?, moment(row, 1)?))
                    })
                    .optional()
            })
            .map_err(failure_of)
    }

    /// A pack kept by its digest.
    pub(crate) fn kept_pack(
        &self,
        setting: SettingId,
        digest: &str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT body FROM kept_pack WHERE setting = ?1 AND digest = ?2",
            params![setting.0.as_bytes(), digest],
        )
    }

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
    /// Remembers what an append answered.
    pub(crate) fn add_once(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
        at: Timestamp,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO once (setting, tag, at, sealed) VALUES (?1, ?2, ?3, ?4)",
            params![setting.0.as_bytes(), tag, at.as_microsecond(), sealed],
        )
        .map(drop)
    }

    /// Keeps a credential.
    pub(crate) fn put_credential(
        &self,
        setting: SettingId,
        who: &[u8; 32],
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO credential (setting, who, sealed) VALUES (?1, ?2, ?3)
             ON CONFLICT (setting, who) DO UPDATE SET sealed = excluded.sealed",
            params![setting.0.as_bytes(), who, sealed],
        )
        .map(drop)
    }

    /// Starts a session, or writes it anew.
    pub(crate) fn put_session(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
        who: &[u8; 32],
        expires: Timestamp,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO session (setting, token_hash, who, expires, sealed) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (setting, token_hash) DO UPDATE SET expires = excluded.expires, sealed = excluded.sealed",
            params![setting.0.as_bytes(), token_hash, who, expires.as_microsecond(), sealed],
        )
        .map(drop)
    }

    /// Ends a session.
    pub(crate) fn end_session(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
    ) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM session WHERE setting = ?1 AND token_hash = ?2",
            params![setting.0.as_bytes(), token_hash],
        )
        .map(drop)
    }

    /// Ends every session of somebody; says how many there were.
    pub(crate) fn end_sessions_of(
        &self,
        setting: SettingId,
        who: &[u8; 32],
    ) -> Result<usize, Failure> {
        self.execute(
            "DELETE FROM session WHERE setting = ?1 AND who = ?2",
            params![setting.0.as_bytes(), who],
        )
    }

    /// Keeps a one-time link.
    pub(crate) fn add_link(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
        who: &[u8; 32],
        expires: Timestamp,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO link (setting, token_hash, who, expires, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![setting.0.as_bytes(), token_hash, who, expires.as_microsecond(), sealed],
        )
        .map(drop)
    }

    /// Removes a one-time link; true where there was one.
    pub(crate) fn take_link(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
    ) -> Result<bool, Failure> {
        self.execute(
            "DELETE FROM link WHERE setting = ?1 AND token_hash = ?2",
            params![setting.0.as_bytes(), token_hash],
        )
        .map(|removed| removed == 1)
    }

    /// Keeps a draft.
    pub(crate) fn put_draft(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
        at: Timestamp,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO draft (setting, tag, saved_at, sealed) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (setting, tag) DO UPDATE SET saved_at = excluded.saved_at, sealed = excluded.sealed",
            params![setting.0.as_bytes(), tag, at.as_microsecond(), sealed],
        )
        .map(drop)
    }

    /// Drops a draft.
    pub(crate) fn drop_draft(&self, setting: SettingId, tag: &[u8; 32]) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM draft WHERE setting = ?1 AND tag = ?2",
            params![setting.0.as_bytes(), tag],
        )
        .map(drop)
    }

    /// Keeps a pack under its digest; one kept already stays as it is.
    pub(crate) fn keep_pack(
        &self,
        setting: SettingId,
        digest: &str,
        body: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO kept_pack (setting, digest, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![setting.0.as_bytes(), digest, body],
        )
        .map(drop)
    }

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

    /// Counts that a case which is not there was asked for.
    pub(crate) fn count_absent(&self, setting: SettingId) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO asked_absent (setting, times) VALUES (?1, 1) ON CONFLICT (setting) DO UPDATE SET times = times + 1",
            params![setting.0.as_bytes()],
        )
        .map(drop)
    }

    /// Removes sessions and links that ran out before `now`, and what was remembered of forms sent before `sent_before`.
    pub(crate) fn sweep(
        &self,
        setting: SettingId,
        now: Timestamp,
        sent_before: Timestamp,
    ) -> Result<usize, Failure> {
        let (setting, now, sent_before) = (
            setting.0.as_bytes(),
            now.as_microsecond(),
            sent_before.as_microsecond(),
        );
        Ok(self.execute(
            "DELETE FROM session WHERE setting = ?1 AND expires <= ?2",
            params![setting, now],
        )? + self.execute(
            "DELETE FROM link WHERE setting = ?1 AND expires <= ?2",
            params![setting, now],
        )? + self.execute(
            "DELETE FROM once WHERE setting = ?1 AND at < ?2",
            params![setting, sent_before],
        )?)
    }
}
