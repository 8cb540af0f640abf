//! One key wrapped under another, bound to the place it is for.

use super::{FIRST, could_not_seal};
use crate::failure::Failure;
use crate::seal::{Bound, Key};
use crate::sql::{KeyPlace, Writing};
use casework::chronology::{ChronologyId, Sort};
use casework::outside::Chance;

/// A first key, wrapped and not kept yet.
pub(crate) struct Wrapped {
    place: KeyPlace,
    bytes: Vec<u8>,
}

impl Wrapped {
    pub(super) fn first(place: KeyPlace, bytes: Vec<u8>) -> Self {
        Self { place, bytes }
    }

    /// Keeps it.
    pub(crate) fn keep(&self, writing: &Writing<'_>) -> Result<(), Failure> {
        writing.add_wrapped_key(&self.place, FIRST, &self.bytes)
    }
}

/// Whose key a chronology is sealed under; `None` for the setting's own. Who opened a case shares the case's key.
pub(crate) fn place_of(chronology: &ChronologyId) -> Option<KeyPlace> {
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

/// Wraps a key under another that has the number `under`.
pub(super) fn wrap(
    wrapping: &Key,
    under: u32,
    place: &KeyPlace,
    number: u32,
    key: &Key,
    chance: &dyn Chance,
) -> Result<Vec<u8>, Failure> {
    wrapping
        .seal(under, &wrapping_bound(place, number), key.bytes(), chance)
        .map_err(|_| could_not_seal())
}

/// Unwraps a key.
pub(super) fn unwrap(
    wrapping: &Key,
    place: &KeyPlace,
    number: u32,
    wrapped: &[u8],
) -> Result<Key, Failure> {
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
