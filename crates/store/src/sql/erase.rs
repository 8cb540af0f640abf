//! Erasing: the key of one case or one person, and what is kept of it beside the log. The log itself is never touched:
//! its entries stay, and open for nobody.

use super::rows::{KeyPlace, Rows};
use super::writing::Writing;
use crate::failure::Failure;
use casework::id::SettingId;
use jiff::Timestamp;
use uuid::Uuid;

impl Rows<'_> {
    /// The latest moment at which any entry of a setting was recorded.
    pub(crate) fn newest(&self, setting: SettingId) -> Result<Option<Timestamp>, Failure> {
        self.0.one(
            "SELECT recorded_at FROM head WHERE setting = ?1 ORDER BY recorded_at DESC LIMIT 1",
            &[setting.into()],
            |row| row.moment(0),
        )
    }

    /// What forms of a setting answered: their tags, and what is sealed.
    #[expect(clippy::type_complexity, reason = "the two columns of one row")]
    pub(crate) fn every_once(
        &self,
        setting: SettingId,
    ) -> Result<Vec<([u8; 32], Vec<u8>)>, Failure> {
        self.0.all(
            "SELECT tag, sealed FROM once WHERE setting = ?1",
            &[setting.into()],
            |row| Ok((row.array(0)?, row.bytes(1)?)),
        )
    }

    /// The outgoing work of a setting: its ids, and what is sealed.
    pub(crate) fn every_job(&self, setting: SettingId) -> Result<Vec<(Uuid, Vec<u8>)>, Failure> {
        self.0.all(
            "SELECT id, sealed FROM job WHERE setting = ?1",
            &[setting.into()],
            |row| Ok((row.id(0)?, row.bytes(1)?)),
        )
    }
}

impl Writing<'_> {
    /// Removes every key of one case or one person, whatever its number, and says how many there were.
    /// `PRAGMA secure_delete` writes over what goes.
    pub(crate) fn remove_keys(&self, place: &KeyPlace) -> Result<usize, Failure> {
        self.execute(
            "DELETE FROM wrapped_key WHERE setting = ?1 AND sort = ?2 AND id = ?3",
            &[
                place.setting.into(),
                place.sort.name().into(),
                place.id.into(),
            ],
        )
    }

    /// Removes what lists need of one case or one person.
    pub(crate) fn remove_line(&self, place: &KeyPlace) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM line WHERE setting = ?1 AND sort = ?2 AND id = ?3",
            &[
                place.setting.into(),
                place.sort.name().into(),
                place.id.into(),
            ],
        )
        .map(drop)
    }

    /// Removes who reported a case.
    pub(crate) fn remove_reported_by(&self, setting: SettingId, case: Uuid) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM reported_by WHERE setting = ?1 AND id = ?2",
            &[setting.into(), case.into()],
        )
        .map(drop)
    }

    /// Removes every draft about what has this tag.
    pub(crate) fn remove_drafts_about(
        &self,
        setting: SettingId,
        about: &[u8; 32],
    ) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM draft WHERE setting = ?1 AND about = ?2",
            &[setting.into(), about.into()],
        )
        .map(drop)
    }

    /// Removes what one form answered.
    pub(crate) fn remove_once(&self, setting: SettingId, tag: &[u8; 32]) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM once WHERE setting = ?1 AND tag = ?2",
            &[setting.into(), tag.into()],
        )
        .map(drop)
    }
}
