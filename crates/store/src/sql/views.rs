//! The views: what lists and look-ups need, sealed, and rebuilt from the log at any time.

use super::rows::Rows;
use super::writing::Writing;
use crate::failure::Failure;
use casework::chronology::Sort;
use casework::id::SettingId;
use uuid::Uuid;

impl Rows<'_> {
    /// The sealed line of a case.
    pub(crate) fn case_view(
        &self,
        setting: SettingId,
        case: Uuid,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.0.one(
            "SELECT sealed FROM line WHERE setting = ?1 AND id = ?2 AND sort = 'case'",
            &[setting.into(), case.into()],
            |row| row.bytes(0),
        )
    }

    /// The sealed lines of the open or the closed cases, newest case first, those before `before` only, until `each`
    /// says `false`.
    pub(crate) fn each_case_view(
        &self,
        setting: SettingId,
        open: bool,
        before: Option<Uuid>,
        mut each: impl FnMut(Uuid, Vec<u8>) -> Result<bool, Failure>,
    ) -> Result<(), Failure> {
        let before = before.unwrap_or(Uuid::max());
        // The index is named, since SQLite would go through every case there ever was to find the open ones.
        self.0.each(
            "SELECT id, sealed FROM line INDEXED BY line_open
             WHERE setting = ?1 AND open = ?2 AND id < ?3 ORDER BY id DESC",
            &[setting.into(), open.into(), before.into()],
            |row| each(row.id(0)?, row.bytes(1)?),
        )
    }

    /// What is known of a person, sealed.
    pub(crate) fn person_view(
        &self,
        setting: SettingId,
        person: Uuid,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.0.one(
            "SELECT sealed FROM line WHERE setting = ?1 AND id = ?2 AND sort = 'person'",
            &[setting.into(), person.into()],
            |row| row.bytes(0),
        )
    }

    /// Every case, or every person, of a setting that has a line, and the number of its last entry.
    pub(crate) fn each_line_head(
        &self,
        setting: SettingId,
        sort: Sort,
        mut each: impl FnMut(Uuid, u64),
    ) -> Result<(), Failure> {
        self.0.each(
            "SELECT line.id, head.seq FROM line
             JOIN head ON head.setting = line.setting AND head.id = line.id AND head.sort = line.sort
             WHERE line.setting = ?1 AND line.sort = ?2",
            &[setting.into(), sort.name().into()],
            |row| {
                each(row.id(0)?, row.number(1)?);
                Ok(true)
            },
        )
    }

    /// The cases that somebody reported, newest first.
    pub(crate) fn reported_by(
        &self,
        setting: SettingId,
        who: &[u8; 32],
    ) -> Result<Vec<Uuid>, Failure> {
        self.0.all(
            "SELECT id FROM reported_by WHERE setting = ?1 AND who = ?2 ORDER BY id DESC",
            &[setting.into(), who.into()],
            |row| row.id(0),
        )
    }

    /// Who has the address with this tag, in each setting: their tag and their sealed id.
    #[expect(clippy::type_complexity, reason = "the three columns of one row")]
    pub(crate) fn staff_with_email(
        &self,
        tag: &[u8; 32],
    ) -> Result<Vec<(SettingId, [u8; 32], Vec<u8>)>, Failure> {
        self.0.all(
            "SELECT setting, who, sealed FROM staff_email
             WHERE setting IN (SELECT setting FROM setting) AND tag = ?1 ORDER BY setting, who",
            &[tag.into()],
            |row| Ok((row.setting(0)?, row.array(1)?, row.bytes(2)?)),
        )
    }
}

impl Writing<'_> {
    /// Keeps the sealed line of a case.
    pub(crate) fn put_case_view(
        &self,
        setting: SettingId,
        case: Uuid,
        open: bool,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO line (setting, id, sort, open, sealed) VALUES (?1, ?2, 'case', ?3, ?4)
             ON CONFLICT (setting, id, sort) DO UPDATE SET open = excluded.open, sealed = excluded.sealed",
            &[setting.into(), case.into(), open.into(), sealed.into()],
        )
        .map(drop)
    }

    /// Keeps what is known of a person, sealed.
    pub(crate) fn put_person_view(
        &self,
        setting: SettingId,
        person: Uuid,
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO line (setting, id, sort, sealed) VALUES (?1, ?2, 'person', ?3)
             ON CONFLICT (setting, id, sort) DO UPDATE SET sealed = excluded.sealed",
            &[setting.into(), person.into(), sealed.into()],
        )
        .map(drop)
    }

    /// Notes that somebody reported a case.
    pub(crate) fn put_reported_by(
        &self,
        setting: SettingId,
        who: &[u8; 32],
        case: Uuid,
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO reported_by (setting, who, id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            &[setting.into(), who.into(), case.into()],
        )
        .map(drop)
    }

    /// Forgets every address of a setting, before they are written anew.
    pub(crate) fn forget_emails(&self, setting: SettingId) -> Result<(), Failure> {
        self.execute(
            "DELETE FROM staff_email WHERE setting = ?1",
            &[setting.into()],
        )
        .map(drop)
    }

    /// Notes whose address has this tag.
    pub(crate) fn put_email(
        &self,
        setting: SettingId,
        tag: &[u8; 32],
        who: &[u8; 32],
        sealed: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO staff_email (setting, tag, who, sealed) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            &[setting.into(), tag.into(), who.into(), sealed.into()],
        )
        .map(drop)
    }

    /// Forgets every view of a setting, before they are rebuilt from the log.
    pub(crate) fn forget_views(&self, setting: SettingId) -> Result<(), Failure> {
        self.execute("DELETE FROM line WHERE setting = ?1", &[setting.into()])?;
        self.execute(
            "DELETE FROM reported_by WHERE setting = ?1",
            &[setting.into()],
        )?;
        self.forget_emails(setting)
    }
}
