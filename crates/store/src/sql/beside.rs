//! What lies beside the log and belongs to a form or a consultation: forms sent, drafts, packs; and what is swept.

use super::rows::Rows;
use super::value::Value;
use super::writing::Writing;
use crate::failure::Failure;
use casework::id::SettingId;
use jiff::Timestamp;

impl Rows<'_> {
    pub(super) fn sealed(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.0.one(sql, values, |row| row.bytes(0))
    }

    /// What an append with this tag answered.
    pub(crate) fn once(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT sealed FROM once WHERE setting = ?1 AND tag = ?2",
            &[setting.into(), tag.into()],
        )
    }

    /// A draft and when it was saved.
    pub(crate) fn draft(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
    ) -> Result<Option<(Vec<u8>, Timestamp)>, Failure> {
        self.0.one(
            "SELECT sealed, saved_at FROM draft WHERE setting = ?1 AND tag = ?2",
            &[setting.into(), tag.into()],
            |row| Ok((row.bytes(0)?, row.moment(1)?)),
        )
    }

    /// A pack kept by its digest.
    pub(crate) fn kept_pack(
        &self,
        setting: SettingId,
        digest: &str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT body FROM kept_pack WHERE setting = ?1 AND digest = ?2",
            &[setting.into(), digest.into()],
        )
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
            &[setting.into(), tag.into(), at.into(), sealed.into()],
        )
        .map(drop)
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
            &[setting.into(), tag.into(), at.into(), sealed.into()],
        )
        .map(drop)
    }

    /// Drops a draft.
    pub(crate) fn drop_draft(&self, setting: SettingId, tag: &[u8; 32]) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM draft WHERE setting = ?1 AND tag = ?2",
            &[setting.into(), tag.into()],
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
            &[setting.into(), digest.into(), body.into()],
        )
        .map(drop)
    }

    /// Counts that a case which is not there was asked for.
    pub(crate) fn count_absent(&self, setting: SettingId) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO asked_absent (setting, times) VALUES (?1, 1) ON CONFLICT (setting) DO UPDATE SET times = asked_absent.times + 1",
            &[setting.into()],
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
        Ok(self.execute(
            "DELETE FROM session WHERE setting = ?1 AND expires <= ?2",
            &[setting.into(), now.into()],
        )? + self.execute(
            "DELETE FROM link WHERE setting = ?1 AND expires <= ?2",
            &[setting.into(), now.into()],
        )? + self.execute(
            "DELETE FROM once WHERE setting = ?1 AND at < ?2",
            &[setting.into(), sent_before.into()],
        )?)
    }
}
