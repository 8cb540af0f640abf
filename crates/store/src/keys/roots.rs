//! The root key that the records are under, and for the moment of a change the one that takes its place.

use super::FIRST;
use super::wrapped::{unwrap, wrap};
use crate::failure::Failure;
use crate::seal::{Bound, Key};
use crate::sql::KeyPlace;
use casework::outside::Chance;
use std::sync::{Arc, PoisonError, RwLock};
use zeroize::Zeroizing;

/// A root key, and what is derived from it.
pub(crate) struct Root {
    key: Key,
    wrapping: Key,
}

impl Root {
    /// From a key.
    pub(crate) fn of(key: &Key) -> Self {
        Self {
            key: key.clone(),
            wrapping: key.subkey("wrap setting keys"),
        }
    }

    /// The key itself.
    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// Wraps a key of a setting.
    pub(crate) fn wrap(
        &self,
        place: &KeyPlace,
        number: u32,
        key: &Key,
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        wrap(&self.wrapping, FIRST, place, number, key, chance)
    }

    /// Unwraps a key of a setting.
    pub(crate) fn unwrap(
        &self,
        place: &KeyPlace,
        number: u32,
        wrapped: &[u8],
    ) -> Result<Key, Failure> {
        unwrap(&self.wrapping, place, number, wrapped)
    }

    /// A wrapped key of a setting, wrapped under another root key.
    pub(crate) fn rewrap(
        &self,
        after: &Self,
        place: &KeyPlace,
        number: u32,
        wrapped: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        after.wrap(place, number, &self.unwrap(place, number, wrapped)?, chance)
    }

    /// Seals something of the installation that only a holder of the root key may read or have written.
    pub(crate) fn seal(
        &self,
        name: &str,
        plain: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, Failure> {
        self.key
            .subkey(name)
            .seal(1, &Bound::to(name, &[]), plain, chance)
            .map_err(|_| super::could_not_seal())
    }

    /// Opens what [`Root::seal`] sealed; `None` where it was another key, or another name.
    pub(crate) fn open(&self, name: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        self.key
            .subkey(name)
            .open(&Bound::to(name, &[]), sealed)
            .ok()
    }
}

/// The root key in use, and the one expected.
pub(super) struct Roots(RwLock<(Arc<Root>, Option<Arc<Root>>)>);

impl Roots {
    pub(super) fn of(key: &Key) -> Self {
        Self(RwLock::new((Arc::new(Root::of(key)), None)))
    }

    /// Both, the one in use first.
    pub(super) fn all(&self) -> Vec<Arc<Root>> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (now, next) = &*held;
        std::iter::once(now).chain(next).map(Arc::clone).collect()
    }

    /// Expects another.
    pub(super) fn expect(&self, next: &Key) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).1 = Some(Arc::new(Root::of(next)));
    }

    /// The expected one took its place.
    pub(super) fn take(&self) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(next) = held.1.take() {
            held.0 = next;
        }
    }
}
