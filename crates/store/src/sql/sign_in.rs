//! What sign-in keeps: credentials, sessions and one-time links, each found by a tag or a hash.

use super::rows::Rows;
use super::writing::Writing;
use crate::failure::Failure;
use casework::id::SettingId;
use jiff::Timestamp;

/// A session as it lies in the database.
pub(crate) struct SessionRow {
    /// The hash of its token.
    pub(crate) token_hash: [u8; 32],
    /// What it is.
    pub(crate) sealed: Vec<u8>,
}

impl Rows<'_> {
    /// A credential.
    pub(crate) fn credential(
        &self,
        setting: SettingId,
        who: &[u8; 32],
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.sealed(
            "SELECT sealed FROM credential WHERE setting = ?1 AND who = ?2",
            &[setting.into(), who.into()],
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
            &[setting.into(), token_hash.into(), now.into()],
        )
    }

    /// The sessions of somebody, by the hash of their token.
    pub(crate) fn sessions_of(
        &self,
        setting: SettingId,
        who: &[u8; 32],
    ) -> Result<Vec<SessionRow>, Failure> {
        self.0.all(
            "SELECT token_hash, sealed FROM session WHERE setting = ?1 AND who = ?2",
            &[setting.into(), who.into()],
            |row| {
                Ok(SessionRow {
                    token_hash: row.array(0)?,
                    sealed: row.bytes(1)?,
                })
            },
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
            &[setting.into(), token_hash.into(), now.into()],
        )
    }
}

impl Writing<'_> {
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
            &[setting.into(), who.into(), sealed.into()],
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
            &[setting.into(), token_hash.into(), who.into(), expires.into(), sealed.into()],
        )
        .map(drop)
    }

    /// Removes a session.
    pub(crate) fn end_session(
        &self,
        setting: SettingId,
        token_hash: &[u8; 32],
    ) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM session WHERE setting = ?1 AND token_hash = ?2",
            &[setting.into(), token_hash.into()],
        )
        .map(drop)
    }

    /// Removes every session of somebody; says how many there were.
    pub(crate) fn end_sessions_of(
        &self,
        setting: SettingId,
        who: &[u8; 32],
    ) -> Result<usize, Failure> {
        self.execute(
            "DELETE FROM session WHERE setting = ?1 AND who = ?2",
            &[setting.into(), who.into()],
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
            &[setting.into(), token_hash.into(), who.into(), expires.into(), sealed.into()],
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
            &[setting.into(), token_hash.into()],
        )
        .map(|removed| removed == 1)
    }
}
