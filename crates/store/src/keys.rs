//! The ring of keys: root key, one key for each setting, one for each case and each person. A key lies in the database
//! only wrapped under the one above it, bound to the place it is for.

use crate::failure::Failure;
use crate::seal::{Bound, Key, key_number};
use crate::sql::{KeyPlace, Rows, Writing};
use casework::chronology::{ChronologyId, Sort};
use casework::id::{SettingId, StaffId};
use casework::outside::Chance;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The number of a first key. Rotation adds higher ones.
const FIRST: u32 = 1;

/// Every key that is in use.
pub(crate) struct Keys {
    wrapping: Key,
    emails: Key,
    settings: RwLock<HashMap<SettingId, Arc<SettingKeys>>>,
}

/// The keys of one setting, each derived from its one wrapped key for one purpose.
pub(crate) struct SettingKeys {
    setting: SettingId,
    wrapping: Key,
    entries: Key,
    views: Key,
    beside: Key,
    tags: Key,
}

impl Keys {
    /// The ring under a root key.
    pub(crate) fn under(root: &Key) -> Self {
        Self {
            wrapping: root.subkey("wrap setting keys"),
            emails: root.subkey("tag addresses"),
            settings: RwLock::default(),
        }
    }

    /// The keys of a setting that was asked for before.
    pub(crate) fn remembered(&self, setting: SettingId) -> Option<Arc<SettingKeys>> {
        self.settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&setting)
            .map(Arc::clone)
    }

    /// The keys of a setting; [`Failure::NotThere`] where there is no such setting.
    pub(crate) fn of_setting(
        &self,
        rows: &Rows<'_>,
        setting: SettingId,
    ) -> Result<Arc<SettingKeys>, Failure> {
        if let Some(keys) = self.remembered(setting) {
            return Ok(keys);
        }
        let place = KeyPlace {
            setting,
            sort: Sort::Setting,
            id: setting.0,
        };
        let (number, wrapped) = rows.wrapped_key(&place, None)?.ok_or(Failure::NotThere)?;
        let keys = Arc::new(SettingKeys::under(
            setting,
            &unwrap(&self.wrapping, &place, number, &wrapped)?,
        ));
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(setting, Arc::clone(&keys));
        Ok(keys)
    }

    /// Makes the key of a new setting. It is not kept in memory before it is committed.
    pub(crate) fn found(
        &self,
        writing: &Writing<'_>,
        setting: SettingId,
        chance: &dyn Chance,
    ) -> Result<SettingKeys, Failure> {
        let place = KeyPlace {
            setting,
            sort: Sort::Setting,
            id: setting.0,
        };
        let key = Key::made(chance);
        writing.add_wrapped_key(
            &place,
            FIRST,
            &wrap(&self.wrapping, &place, FIRST, &key, chance)?,
        )?;
        Ok(SettingKeys::under(setting, &key))
    }

    /// Forgets the keys of a setting that were destroyed.
    pub(crate) fn forget(&self, setting: SettingId) {
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&setting);
    }

    /// The tag an e-mail address is found by, in any setting.
    pub(crate) fn email_tag(&self, email: &str) -> [u8; 32] {
        self.emails
            .tag(&[b"email", email.trim().to_lowercase().as_bytes()])
    }
}

impl SettingKeys {
    fn under(setting: SettingId, key: &Key) -> Self {
        Self {
            setting,
            wrapping: key.subkey("wrap case and person keys"),
            entries: key.subkey("entries of the setting"),
            views: key.subkey("views"),
            beside: key.subkey("beside the log"),
            tags: key.subkey("tags"),
        }
    }

    /// The newest key of a chronology that is there, and its number.
    pub(crate) fn newest(
        &self,
        rows: &Rows<'_>,
        chronology: &ChronologyId,
    ) -> Result<(u32, Key), Failure> {
        self.numbered(rows, chronology, None)?.ok_or_else(|| {
            let (sort, id) = (chronology.sort.name(), chronology.id.as_simple());
            Failure::damaged(format!("the key of {sort} {id} is not there"))
        })
    }

    /// The key that some bytes of a chronology were sealed under; `None` where there is none.
    pub(crate) fn for_sealed(
        &self,
        rows: &Rows<'_>,
        chronology: &ChronologyId,
        sealed: &[u8],
    ) -> Result<Option<(u32, Key)>, Failure> {
        match key_number(sealed) {
            Some(number) => self.numbered(rows, chronology, Some(number)),
            None => Ok(None),
        }
    }

    fn numbered(
        &self,
        rows: &Rows<'_>,
        chronology: &ChronologyId,
        number: Option<u32>,
    ) -> Result<Option<(u32, Key)>, Failure> {
        let Some(place) = place_of(chronology) else {
            return Ok(Some((FIRST, self.entries.clone())));
        };
        match rows.wrapped_key(&place, number)? {
            Some((number, wrapped)) => Ok(Some((
                number,
                unwrap(&self.wrapping, &place, number, &wrapped)?,
            ))),
            None => Ok(None),
        }
    }

    /// The key of a chronology that begins now.
    pub(crate) fn made_for(
        &self,
        writing: &Writing<'_>,
        chronology: &ChronologyId,
        chance: &dyn Chance,
    ) -> Result<(u32, Key), Failure> {
        let (key, wrapped) = self.fresh(chronology, chance)?;
        if let Some(wrapped) = wrapped {
            wrapped.keep(writing)?;
        }
        Ok(key)
    }

    /// The same, not kept yet: the key, and as it is to be kept where it is not the setting's own.
    pub(crate) fn fresh(
        &self,
        chronology: &ChronologyId,
        chance: &dyn Chance,
    ) -> Result<((u32, Key), Option<Wrapped>), Failure> {
        let Some(place) = place_of(chronology) else {
            return Ok(((FIRST, self.entries.clone()), None));
        };
        let key = Key::made(chance);
        let bytes = wrap(&self.wrapping, &place, FIRST, &key, chance)?;
        Ok(((FIRST, key), Some(Wrapped { place, bytes })))
    }

    /// Seals a view of this setting.
    pub(crate) fn seal_view(
        &self,
        purpose: &str,
        id: &[u8],
        plain: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        self.views
            .seal(FIRST, &self.bound(purpose, id), plain, chance)
            .map_err(|_| could_not_seal())
    }

    /// Opens a view of this setting.
    pub(crate) fn open_view(
        &self,
        purpose: &str,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        self.views
            .open(&self.bound(purpose, id), sealed)
            .map_err(|_| Failure::damaged(format!("a {purpose} of setting {}", self.setting)))
    }

    /// Seals something kept beside the log.
    pub(crate) fn seal_beside(
        &self,
        purpose: &str,
        id: &[u8],
        plain: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        self.beside
            .seal(FIRST, &self.bound(purpose, id), plain, chance)
            .map_err(|_| could_not_seal())
    }

    /// Opens something kept beside the log.
    pub(crate) fn open_beside(
        &self,
        purpose: &str,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        self.beside
            .open(&self.bound(purpose, id), sealed)
            .map_err(|_| Failure::damaged(format!("a {purpose} of setting {}", self.setting)))
    }

    /// The tag somebody's rows are found by, another for every purpose.
    pub(crate) fn who(&self, purpose: &str, staff: StaffId) -> [u8; 32] {
        self.tags.tag(&[purpose.as_bytes(), staff.0.as_bytes()])
    }

    /// The tag of something that belongs to somebody and has a name of its own.
    pub(crate) fn whose(&self, purpose: &str, staff: StaffId, name: &[u8]) -> [u8; 32] {
        self.tags
            .tag(&[purpose.as_bytes(), staff.0.as_bytes(), name])
    }

    fn bound(&self, purpose: &str, id: &[u8]) -> Bound {
        Bound::to(purpose, &[self.setting.0.as_bytes(), id])
    }
}

/// A first key, wrapped and not kept yet.
pub(crate) struct Wrapped {
    place: KeyPlace,
    bytes: Vec<u8>,
}

impl Wrapped {
    /// Keeps it.
    pub(crate) fn keep(&self, writing: &Writing<'_>) -> Result<(), Failure> {
        writing.add_wrapped_key(&self.place, FIRST, &self.bytes)
    }
}

/// Whose key a chronology is sealed under; `None` for the setting's own. Who opened a case shares the case's key.
fn place_of(chronology: &ChronologyId) -> Option<KeyPlace> {
    let sort = match chronology.sort {
        Sort::Case | Sort::Access => Sort::Case,
        Sort::Person => Sort::Person,
        Sort::Setting => return None,
    };
    Some(KeyPlace {
        setting: chronology.setting,
        sort,
        id: chronology.id,
    })
}

fn wrapping_bound(place: &KeyPlace, number: u32) -> Bound {
    Bound::to(
        "wrapped key",
        &[
            place.setting.0.as_bytes(),
            place.sort.name().as_bytes(),
            place.id.as_bytes(),
            &number.to_be_bytes(),
        ],
    )
}

fn wrap(
    wrapping: &Key,
    place: &KeyPlace,
    number: u32,
    key: &Key,
    chance: &dyn Chance,
) -> Result<Vec<u8>, Failure> {
    wrapping
        .seal(FIRST, &wrapping_bound(place, number), key.bytes(), chance)
        .map_err(|_| could_not_seal())
}

fn unwrap(wrapping: &Key, place: &KeyPlace, number: u32, wrapped: &[u8]) -> Result<Key, Failure> {
    wrapping
        .open(&wrapping_bound(place, number), wrapped)
        .ok()
        .and_then(|bytes| Key::of(&bytes))
        .ok_or_else(|| {
            Failure::damaged(format!(
                "the wrapped key of {} {}",
                place.sort.name(),
                place.id.as_simple()
            ))
        })
}

/// Sealing fails only for content longer than the AEAD takes, which is gigabytes.
pub(crate) fn could_not_seal() -> Failure {
    Failure::unavailable("something could not be sealed")
}
