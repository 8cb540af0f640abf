//! The ring of keys: root key, one key for each setting, one for each case and each person. A key lies in the database
//! only wrapped under the one above it, bound to the place it is for.

mod numbered;
mod roots;
mod wrapped;

pub(crate) use wrapped::{Wrapped, place_of};

use crate::failure::Failure;
use crate::root_key::{CHECK, is_right};
use crate::seal::{Bound, Key, key_number};
use crate::sql::{Cell, KeptTable, KeyPlace, Rows, Writing};
use casework::chronology::{ChronologyId, Sort};
use casework::id::{SettingId, StaffId};
use casework::outside::Chance;
use numbered::Numbered;
pub(crate) use roots::Root;
use roots::Roots;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use uuid::Uuid;
use wrapped::{unwrap, wrap};

/// The number of a first key. Rotation adds higher ones.
const FIRST: u32 = 1;
/// The name under which the key of the address tags is kept, once the root key was changed.
pub(crate) const ADDRESSES: &str = "address key";

/// What the root key is used for where it wraps the key of a folder of backups.
pub(crate) const WRAP_BACKUPS: &str = "wrap backup keys";

/// Every key that is in use.
pub(crate) struct Keys {
    roots: Roots,
    addresses: OnceLock<Key>,
    settings: RwLock<HashMap<SettingId, Arc<SettingKeys>>>,
}

/// The keys of one setting: for each number it had, those derived from that key for one purpose each. Everything is
/// sealed under the newest and opened under the one it names.
pub(crate) struct SettingKeys {
    setting: SettingId,
    numbered: Numbered,
    tags: Key,
}

impl Keys {
    /// The ring under a root key.
    pub(crate) fn under(root: &Key) -> Self {
        Self {
            roots: Roots::of(root),
            addresses: OnceLock::new(),
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
        if let Some(keys) = self.remembered(setting)
            && !keys.numbered.is_behind()
            && (rows.is_alone() || Self::still_newest(rows, setting, &keys)?)
        {
            return Ok(keys);
        }
        let read = Arc::new(self.read_setting(rows, setting)?);
        let mut settings = self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let kept = settings.entry(setting).or_insert_with(|| Arc::clone(&read));
        if kept.numbered.is_behind() || !rows.is_alone() {
            *kept = read;
        }
        Ok(Arc::clone(kept))
    }

    /// Whether the keys that are remembered are still the ones there are: where others write too, they may have
    /// destroyed them since, or added one.
    fn still_newest(
        rows: &Rows<'_>,
        setting: SettingId,
        keys: &SettingKeys,
    ) -> Result<bool, Failure> {
        let newest = rows.wrapped_key(&own_place(setting), None)?;
        Ok(newest.is_some_and(|(number, _)| number == keys.newest_number()))
    }

    /// Unwraps every key a setting ever had.
    pub(crate) fn read_setting(
        &self,
        rows: &Rows<'_>,
        setting: SettingId,
    ) -> Result<SettingKeys, Failure> {
        let place = own_place(setting);
        let found = rows.wrapped_keys(&place)?;
        if found.is_empty() {
            return Err(Failure::NotThere);
        }
        let mut keys: Option<SettingKeys> = None;
        for (number, wrapped) in found {
            let key = self.unwrapped(rows, &place, number, &wrapped)?;
            match &keys {
                Some(keys) => keys.numbered.learn(number, &key),
                None if number == FIRST => keys = Some(SettingKeys::under(setting, &key)),
                None => {
                    let what = format!("the first key of setting {setting} is not there");
                    return Err(Failure::damaged(what));
                }
            }
            if let Some(keys) = &keys {
                keys.numbered.seal_under(number);
            }
        }
        keys.ok_or(Failure::NotThere)
    }

    /// Unwraps a key of a setting under the root key, or under the one that is taking its place just now.
    fn unwrapped(
        &self,
        rows: &Rows<'_>,
        place: &KeyPlace,
        number: u32,
        wrapped: &[u8],
    ) -> Result<Key, Failure> {
        let roots = self.roots.all();
        let mut opened = roots.iter().map(|root| root.unwrap(place, number, wrapped));
        let first = opened.next().unwrap_or(Err(Failure::KeyWrong));
        let found = opened.fold(first, Result::or);
        // A wrapped key that does not open is damage, unless the root key was changed by another process.
        found.map_err(|damaged| match self.root_now(rows) {
            Err(Failure::KeyChanged) => Failure::KeyChanged,
            _ => damaged,
        })
    }

    /// The root key that these rows are under.
    pub(crate) fn root_now(&self, rows: &Rows<'_>) -> Result<Arc<Root>, Failure> {
        let check = rows.installation(CHECK)?.ok_or(Failure::KeyWrong)?;
        self.roots
            .all()
            .into_iter()
            .find(|root| is_right(root.key(), &check))
            .ok_or(Failure::KeyChanged)
    }

    /// The same, and until this transaction is over nobody changes it.
    pub(crate) fn root_held(&self, writing: &Writing<'_>) -> Result<Arc<Root>, Failure> {
        let check = writing.installation(CHECK)?.ok_or(Failure::KeyWrong)?;
        let root = self.root_now(writing)?;
        if is_right(root.key(), &check) && writing.hold_installation(CHECK, &check)? {
            Ok(root)
        } else {
            Err(Failure::KeyChanged)
        }
    }

    /// Makes the key of a new setting. It is not kept in memory before it is committed.
    pub(crate) fn found(
        &self,
        writing: &Writing<'_>,
        setting: SettingId,
        chance: &dyn Chance,
    ) -> Result<SettingKeys, Failure> {
        // INVARIANT: a setting is never founded under a root key that is not the one of these records any more, or its
        // key would be lost. The root key cannot be changed by anybody before this is committed.
        let root = self.root_held(writing)?;
        let place = own_place(setting);
        let key = Key::made(chance);
        writing.add_wrapped_key(&place, FIRST, &root.wrap(&place, FIRST, &key, chance)?)?;
        Ok(SettingKeys::under(setting, &key))
    }

    /// Forgets the keys of a setting that were destroyed.
    pub(crate) fn forget(&self, setting: SettingId) {
        self.settings
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&setting);
    }

    /// The tag an e-mail address is found by, in any setting. Its key outlives the root key it began under, so that
    /// changing that one need not look into every setting.
    pub(crate) fn email_tag(&self, rows: &Rows<'_>, email: &str) -> Result<[u8; 32], Failure> {
        let key = match self.addresses.get() {
            Some(key) => key.clone(),
            None => {
                let read = self.address_key(rows)?;
                self.addresses.get_or_init(|| read).clone()
            }
        };
        Ok(key.tag(&[b"email", email.trim().to_lowercase().as_bytes()]))
    }

    /// The key of the address tags: derived from the first root key, and kept under any later one.
    pub(crate) fn address_key(&self, rows: &Rows<'_>) -> Result<Key, Failure> {
        let root = self.root_now(rows)?;
        match rows.installation(ADDRESSES)? {
            Some(sealed) => root
                .open(ADDRESSES, &sealed)
                .and_then(|plain| Key::of(&plain))
                .ok_or_else(|| Failure::damaged("the key of the address tags")),
            None => Ok(root.key().subkey("tag addresses")),
        }
    }

    /// From here on a second root key is tried where the first does not open: it is about to take its place.
    pub(crate) fn expect_root(&self, next: &Key) {
        self.roots.expect(next);
    }

    /// The one expected has taken the place of the one before.
    pub(crate) fn root_taken(&self) {
        self.roots.take();
    }

    /// Opens the key of every setting as a backup holds it; says how many keys there are in all.
    pub(crate) fn open_every_setting(
        root: &Root,
        rows: &[(&'static KeptTable, Vec<Cell>)],
    ) -> Result<u64, Failure> {
        let mut count = 0;
        for (table, cells) in rows {
            let [
                Cell::Bytes(setting),
                Cell::Bytes(_),
                Cell::Text(sort),
                Cell::Number(number),
                Cell::Bytes(wrapped),
            ] = cells.as_slice()
            else {
                continue;
            };
            if table.name != "wrapped_key" {
                continue;
            }
            count += 1;
            if Sort::named(sort) == Some(Sort::Setting)
                && let Ok(id) = Uuid::from_slice(setting)
            {
                let place = KeyPlace {
                    setting: SettingId(id),
                    sort: Sort::Setting,
                    id,
                };
                root.unwrap(&place, u32::try_from(*number).unwrap_or(0), wrapped)?;
            }
        }
        Ok(count)
    }
}

impl SettingKeys {
    fn under(setting: SettingId, first: &Key) -> Self {
        Self {
            setting,
            numbered: Numbered::from(FIRST, first),
            // Tags are what rows are found by, and some cannot be worked out anew: they stay with the first key.
            tags: first.subkey("tags"),
        }
    }

    /// The newest key of a chronology, and its number; `None` where it was destroyed or lost.
    pub(crate) fn newest_if_there(
        &self,
        rows: &Rows<'_>,
        chronology: &ChronologyId,
    ) -> Result<Option<(u32, Key)>, Failure> {
        self.numbered(rows, chronology, None)
    }

    /// The number that everything is sealed under.
    pub(crate) fn newest_number(&self) -> u32 {
        self.numbered.newest().0
    }

    /// Learns a key with a further number, so that what is sealed under it opens here. See [`SettingKeys::seal_under`].
    pub(crate) fn learn(&self, number: u32, key: &Key) {
        self.numbered.learn(number, key);
    }

    /// Seals under this number from here on.
    pub(crate) fn seal_under(&self, number: u32) {
        self.numbered.seal_under(number);
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
            return Ok(match number {
                None => {
                    let (number, keys) = self.numbered.newest();
                    Some((number, keys.entries.clone()))
                }
                Some(number) => self
                    .numbered
                    .with(number)
                    .map(|keys| (number, keys.entries.clone())),
            });
        };
        match rows.wrapped_key(&place, number)? {
            Some((number, wrapped)) => {
                Ok(Some((number, self.unwrapped(&place, number, &wrapped)?)))
            }
            None => Ok(None),
        }
    }

    /// Unwraps the key of a case or a person.
    pub(crate) fn unwrapped(
        &self,
        place: &KeyPlace,
        number: u32,
        wrapped: &[u8],
    ) -> Result<Key, Failure> {
        let keys = self.numbered.opening(wrapped)?;
        unwrap(&keys.wrapping, place, number, wrapped)
    }

    /// Wraps the key of a case or a person under the newest of the setting's.
    pub(crate) fn wrapped(
        &self,
        place: &KeyPlace,
        number: u32,
        key: &Key,
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        let (under, keys) = self.numbered.newest();
        wrap(&keys.wrapping, under, place, number, key, chance)
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
            let (number, keys) = self.numbered.newest();
            return Ok(((number, keys.entries.clone()), None));
        };
        let key = Key::made(chance);
        let bytes = self.wrapped(&place, FIRST, &key, chance)?;
        Ok(((FIRST, key), Some(Wrapped::first(place, bytes))))
    }

    /// Seals a view of this setting.
    pub(crate) fn seal_view(
        &self,
        purpose: &str,
        id: &[u8],
        plain: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        let (number, keys) = self.numbered.newest();
        keys.views
            .seal(number, &self.bound(purpose, id), plain, chance)
            .map_err(|_| could_not_seal())
    }

    /// Opens a view of this setting.
    pub(crate) fn open_view(
        &self,
        purpose: &str,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        self.numbered
            .opening(sealed)?
            .views
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
        let (number, keys) = self.numbered.newest();
        keys.beside
            .seal(number, &self.bound(purpose, id), plain, chance)
            .map_err(|_| could_not_seal())
    }

    /// Opens something kept beside the log.
    pub(crate) fn open_beside(
        &self,
        purpose: &str,
        id: &[u8],
        sealed: &[u8],
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        self.numbered
            .opening(sealed)?
            .beside
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

    /// The tag of something that belongs to nobody in particular.
    pub(crate) fn tag_of(&self, purpose: &str, id: &[u8]) -> [u8; 32] {
        self.tags.tag(&[purpose.as_bytes(), id])
    }

    fn bound(&self, purpose: &str, id: &[u8]) -> Bound {
        Bound::to(purpose, &[self.setting.0.as_bytes(), id])
    }
}

/// The place of a setting's own key.
pub(crate) fn own_place(setting: SettingId) -> KeyPlace {
    KeyPlace {
        setting,
        sort: Sort::Setting,
        id: setting.0,
    }
}

/// Sealing fails only for content longer than the AEAD takes, which is gigabytes.
pub(crate) fn could_not_seal() -> Failure {
    Failure::unavailable("something could not be sealed")
}
