//! Changing keys: wrapped keys and sealed rows written again under another key, each only if it is still what was read.

use super::rows::{KeyPlace, Rows};
use super::writing::Writing;
use crate::failure::Failure;
use casework::chronology::Sort;
use casework::id::SettingId;
use uuid::Uuid;

/// A table whose rows are sealed under a setting's own key, each found by one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// The lines of cases.
    Lines,
    /// What forms answered that were sent.
    Once,
    /// Outgoing work.
    Jobs,
    /// Credentials.
    Credentials,
    /// Sessions.
    Sessions,
    /// One-time links.
    Links,
    /// Drafts.
    Drafts,
    /// Packs, found by their digest.
    Packs,
}

impl Table {
    /// Every one of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Lines,
        Self::Once,
        Self::Jobs,
        Self::Credentials,
        Self::Sessions,
        Self::Links,
        Self::Drafts,
        Self::Packs,
    ];

    /// How many there are; some of them after one; writing one again.
    fn statements(self) -> [&'static str; 3] {
        match self {
            Self::Lines => [
                "SELECT count(*) FROM line WHERE setting = ?1 AND sort = 'case'",
                "SELECT id, sealed FROM line WHERE setting = ?1 AND id > ?2 AND sort = 'case' ORDER BY id LIMIT ?3",
                "UPDATE line SET sealed = ?4 WHERE setting = ?1 AND id = ?2 AND sort = 'case' AND sealed = ?3",
            ],
            Self::Once => [
                "SELECT count(*) FROM once WHERE setting = ?1",
                "SELECT tag, sealed FROM once WHERE setting = ?1 AND tag > ?2 ORDER BY tag LIMIT ?3",
                "UPDATE once SET sealed = ?4 WHERE setting = ?1 AND tag = ?2 AND sealed = ?3",
            ],
            Self::Jobs => [
                "SELECT count(*) FROM job WHERE setting = ?1",
                "SELECT id, sealed FROM job WHERE setting = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                "UPDATE job SET sealed = ?4 WHERE setting = ?1 AND id = ?2 AND sealed = ?3",
            ],
            Self::Credentials => [
                "SELECT count(*) FROM credential WHERE setting = ?1",
                "SELECT who, sealed FROM credential WHERE setting = ?1 AND who > ?2 ORDER BY who LIMIT ?3",
                "UPDATE credential SET sealed = ?4 WHERE setting = ?1 AND who = ?2 AND sealed = ?3",
            ],
            Self::Sessions => [
                "SELECT count(*) FROM session WHERE setting = ?1",
                "SELECT token_hash, sealed FROM session WHERE setting = ?1 AND token_hash > ?2 ORDER BY token_hash LIMIT ?3",
                "UPDATE session SET sealed = ?4 WHERE setting = ?1 AND token_hash = ?2 AND sealed = ?3",
            ],
            Self::Links => [
                "SELECT count(*) FROM link WHERE setting = ?1",
                "SELECT token_hash, sealed FROM link WHERE setting = ?1 AND token_hash > ?2 ORDER BY token_hash LIMIT ?3",
                "UPDATE link SET sealed = ?4 WHERE setting = ?1 AND token_hash = ?2 AND sealed = ?3",
            ],
            Self::Drafts => [
                "SELECT count(*) FROM draft WHERE setting = ?1",
                "SELECT tag, sealed FROM draft WHERE setting = ?1 AND tag > ?2 ORDER BY tag LIMIT ?3",
                "UPDATE draft SET sealed = ?4 WHERE setting = ?1 AND tag = ?2 AND sealed = ?3",
            ],
            Self::Packs => [
                "SELECT count(*) FROM kept_pack WHERE setting = ?1",
                "SELECT digest, body FROM kept_pack WHERE setting = ?1 AND digest > ?2 ORDER BY digest LIMIT ?3",
                "UPDATE kept_pack SET body = ?4 WHERE setting = ?1 AND digest = ?2 AND body = ?3",
            ],
        }
    }
}

/// What a row is found by, as bytes: a digest as the bytes of its text.
pub(crate) type Found = (Vec<u8>, Vec<u8>);

/// A member of staff's address: its tag, whose, and their sealed id.
pub(crate) type AddressRow = ([u8; 32], [u8; 32], Vec<u8>);

impl Rows<'_> {
    /// Every key of a place, the first first.
    pub(crate) fn wrapped_keys(&self, place: &KeyPlace) -> Result<Vec<(u32, Vec<u8>)>, Failure> {
        self.0.all(
            "SELECT key_no, wrapped FROM wrapped_key WHERE setting = ?1 AND sort = ?2 AND id = ?3 ORDER BY key_no",
            &[place.setting.into(), place.sort.name().into(), place.id.into()],
            |row| Ok((row.small(0)?, row.bytes(1)?)),
        )
    }

    /// Every key that a setting itself has, of every setting.
    pub(crate) fn setting_keys(&self) -> Result<Vec<(KeyPlace, u32, Vec<u8>)>, Failure> {
        self.0.all(
            "SELECT setting, key_no, wrapped FROM wrapped_key WHERE sort = 'setting' ORDER BY setting, key_no",
            &[],
            |row| {
                let setting = row.setting(0)?;
                let place = KeyPlace { setting, sort: Sort::Setting, id: setting.0 };
                Ok((place, row.small(1)?, row.bytes(2)?))
            },
        )
    }

    /// The cases and people of a setting that have keys of their own: some, in order, after one.
    pub(crate) fn key_places_after(
        &self,
        setting: SettingId,
        after: Uuid,
        most: u32,
    ) -> Result<Vec<(Uuid, Sort)>, Failure> {
        self.0.all(
            "SELECT DISTINCT id, sort FROM wrapped_key WHERE setting = ?1 AND id > ?2 AND sort IN ('case', 'person') ORDER BY id LIMIT ?3",
            &[setting.into(), after.into(), most.into()],
            |row| {
                let sort = Sort::named(&row.text(1)?)
                    .ok_or_else(|| Failure::damaged("a wrapped key is of a sort that does not exist"))?;
                Ok((row.id(0)?, sort))
            },
        )
    }

    /// How many keys, addresses and sealed rows a setting has: what changing its key goes through.
    pub(crate) fn count_sealed(&self, setting: SettingId) -> Result<u64, Failure> {
        let count = |sql| {
            self.0
                .one(sql, &[setting.into()], |row| row.number(0))
                .map(Option::unwrap_or_default)
        };
        let mut all = count(
            "SELECT count(*) FROM (SELECT DISTINCT id, sort FROM wrapped_key WHERE setting = ?1 AND sort IN ('case', 'person')) AS places",
        )?;
        all += count("SELECT count(*) FROM staff_email WHERE setting = ?1")?;
        for table in Table::ALL {
            let [counting, ..] = table.statements();
            all += count(counting)?;
        }
        Ok(all)
    }

    /// Rows of a table, in order, after one.
    pub(crate) fn sealed_after(
        &self,
        table: Table,
        setting: SettingId,
        after: &[u8],
        most: u32,
    ) -> Result<Vec<Found>, Failure> {
        let [_, some, _] = table.statements();
        match table {
            Table::Packs => {
                let after = text_of(after)?;
                self.0
                    .all(some, &[setting.into(), after.into(), most.into()], |row| {
                        Ok((row.text(0)?.into_bytes(), row.bytes(1)?))
                    })
            }
            _ => self
                .0
                .all(some, &[setting.into(), after.into(), most.into()], |row| {
                    Ok((row.bytes(0)?, row.bytes(1)?))
                }),
        }
    }

    /// The addresses of everybody in a setting.
    pub(crate) fn addresses(&self, setting: SettingId) -> Result<Vec<AddressRow>, Failure> {
        self.0.all(
            "SELECT tag, who, sealed FROM staff_email WHERE setting = ?1 ORDER BY tag, who",
            &[setting.into()],
            |row| Ok((row.array(0)?, row.array(1)?, row.bytes(2)?)),
        )
    }

    /// A value of a setting that is not an entry: what sort of setting it is, or what is being done to it.
    pub(crate) fn mark_of(
        &self,
        setting: SettingId,
        name: &str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.0.one(
            "SELECT value FROM installation WHERE setting = ?1 AND name = ?2",
            &[setting.into(), name.into()],
            |row| row.bytes(0),
        )
    }

    /// Every setting that has such a value.
    pub(crate) fn marked(&self, name: &str) -> Result<Vec<SettingId>, Failure> {
        self.0.all(
            "SELECT setting FROM installation WHERE name = ?1 ORDER BY setting",
            &[name.into()],
            |row| row.setting(0),
        )
    }
}

impl Writing<'_> {
    /// Writes a row of a table again, if it is still what it was; false where somebody changed or removed it.
    pub(crate) fn seal_again(
        &self,
        table: Table,
        setting: SettingId,
        key: &[u8],
        before: &[u8],
        after: &[u8],
    ) -> Result<bool, Failure> {
        let [_, _, again] = table.statements();
        let changed = match table {
            Table::Packs => {
                let digest = text_of(key)?;
                self.execute(
                    again,
                    &[setting.into(), digest.into(), before.into(), after.into()],
                )
            }
            _ => self.execute(
                again,
                &[setting.into(), key.into(), before.into(), after.into()],
            ),
        };
        changed.map(|changed| changed == 1)
    }

    /// Writes an address again, if it is still what it was.
    pub(crate) fn seal_address_again(
        &self,
        setting: SettingId,
        (tag, who, before): &AddressRow,
        after: &[u8],
    ) -> Result<bool, Failure> {
        self.execute(
            "UPDATE staff_email SET sealed = ?5 WHERE setting = ?1 AND tag = ?2 AND who = ?3 AND sealed = ?4",
            &[setting.into(), tag.into(), who.into(), before.as_slice().into(), after.into()],
        )
        .map(|changed| changed == 1)
    }

    /// Writes a wrapped key again, if it is still what it was: one that was destroyed meanwhile stays so.
    pub(crate) fn wrap_again(
        &self,
        place: &KeyPlace,
        number: u32,
        before: &[u8],
        after: &[u8],
    ) -> Result<bool, Failure> {
        self.execute(
            "UPDATE wrapped_key SET wrapped = ?6 WHERE setting = ?1 AND sort = ?2 AND id = ?3 AND key_no = ?4 AND wrapped = ?5",
            &[place.setting.into(), place.sort.name().into(), place.id.into(), number.into(), before.into(), after.into()],
        )
        .map(|changed| changed == 1)
    }

    /// Sets a value of a setting, or of the installation (`None`), whether or not there was one.
    pub(crate) fn put_mark(
        &self,
        setting: Option<SettingId>,
        name: &str,
        value: &[u8],
    ) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO installation (setting, name, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (setting, name) DO UPDATE SET value = excluded.value",
            &[owner(setting).into(), name.into(), value.into()],
        )
        .map(drop)
    }

    /// Removes such a value; true where there was one.
    pub(crate) fn drop_mark(
        &self,
        setting: Option<SettingId>,
        name: &str,
    ) -> Result<bool, Failure> {
        self.execute(
            "DELETE FROM installation WHERE setting = ?1 AND name = ?2",
            &[owner(setting).into(), name.into()],
        )
        .map(|gone| gone == 1)
    }

    /// Sees to it that nobody changes a value of the installation before this transaction is over; false where it is
    /// not, or not any more, what was read.
    pub(crate) fn hold_installation(&self, name: &str, read: &[u8]) -> Result<bool, Failure> {
        self.execute(
            "UPDATE installation SET value = value WHERE setting = ?1 AND name = ?2 AND value = ?3",
            &[Uuid::nil().into(), name.into(), read.into()],
        )
        .map(|held| held == 1)
    }
}

fn owner(setting: Option<SettingId>) -> Uuid {
    setting.map_or(Uuid::nil(), |setting| setting.0)
}

fn text_of(bytes: &[u8]) -> Result<&str, Failure> {
    std::str::from_utf8(bytes).map_err(|_| Failure::damaged("a digest is not text"))
}
