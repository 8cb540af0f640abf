//! The keys of cases and people: wrapped again under a setting's new key, and a further one for what is written from now
//! on. A key that was destroyed meanwhile stays destroyed.

use super::sealed::One;
use crate::failure::Failure;
use crate::keys::{SettingKeys, place_of};
use crate::seal::{Key, key_number};
use crate::sql::KeyPlace;
use crate::views::bound_to_person;
use crate::writer::Turn;
use casework::chronology::{ChronologyId, Sort};
use casework::id::{PersonId, SettingId};
use uuid::Uuid;

/// Goes through some cases and people after one, and says what came of each.
pub(super) fn some(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    after: &mut Vec<u8>,
    most: u32,
) -> Result<Vec<One>, Failure> {
    let from = Uuid::from_slice(after).unwrap_or(Uuid::nil());
    let mut came_of = Vec::new();
    for (id, sort) in turn.writing.key_places_after(setting, from, most)? {
        let place = KeyPlace { setting, sort, id };
        came_of.push(match wrap_again(turn, keys, &place) {
            Ok(one) => one,
            Err(Failure::Damaged { .. }) => One::Left,
            Err(failure) => return Err(failure),
        });
        *after = id.as_bytes().to_vec();
    }
    Ok(came_of)
}

/// Wraps every key of a place again and adds a further one, unless all of them are under the newest of the setting's.
fn wrap_again(turn: &Turn<'_>, keys: &SettingKeys, place: &KeyPlace) -> Result<One, Failure> {
    let (writing, chance) = (&turn.writing, turn.shared.outside.chance.as_ref());
    let found = writing.wrapped_keys(place)?;
    let newest = Some(keys.newest_number());
    if found
        .iter()
        .all(|(_, wrapped)| key_number(wrapped) == newest)
    {
        return Ok(One::AsItIs);
    }
    // All of them are opened before any is written: a place is left whole or changed whole.
    let mut after = Vec::with_capacity(found.len());
    for (number, wrapped) in &found {
        let key = keys.unwrapped(place, *number, wrapped)?;
        after.push(keys.wrapped(place, *number, &key, chance)?);
    }
    let further = Further::for_place(turn, keys, place)?;
    for ((number, before), after) in found.iter().zip(&after) {
        if !writing.wrap_again(place, *number, before, after)? {
            return Err(Failure::unavailable(
                "a key was changed by somebody else just now",
            ));
        }
    }
    further.keep(turn, place)?;
    Ok(One::Changed)
}

/// Gives a chronology a further key.
pub(super) fn change_one(turn: &Turn<'_>, chronology: &ChronologyId) -> Result<(), Failure> {
    let keys = turn
        .shared
        .keys
        .of_setting(&turn.writing, chronology.setting)?;
    let place = place_of(chronology).ok_or(Failure::NotThere)?;
    Further::for_place(turn, &keys, &place)?.keep(turn, &place)
}

/// A further key, not kept yet, and what is known of the person sealed under it.
struct Further {
    number: u32,
    wrapped: Vec<u8>,
    person: Option<Vec<u8>>,
}

impl Further {
    fn for_place(turn: &Turn<'_>, keys: &SettingKeys, place: &KeyPlace) -> Result<Self, Failure> {
        let (writing, chance) = (&turn.writing, turn.shared.outside.chance.as_ref());
        let (newest, _) = writing.wrapped_key(place, None)?.ok_or(Failure::NotThere)?;
        let number = newest + 1;
        let key = Key::made(chance);
        let person = match place.sort {
            Sort::Person => known_again(turn, keys, place, (number, &key))?,
            _ => None,
        };
        Ok(Self {
            number,
            wrapped: keys.wrapped(place, number, &key, chance)?,
            person,
        })
    }

    fn keep(&self, turn: &Turn<'_>, place: &KeyPlace) -> Result<(), Failure> {
        turn.writing
            .add_wrapped_key(place, self.number, &self.wrapped)?;
        match &self.person {
            Some(known) => turn.writing.put_person_view(place.setting, place.id, known),
            None => Ok(()),
        }
    }
}

/// What lists know of a person, under a further key of theirs.
fn known_again(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    place: &KeyPlace,
    (number, key): (u32, &Key),
) -> Result<Option<Vec<u8>>, Failure> {
    let Some(sealed) = turn.writing.person_view(place.setting, place.id)? else {
        return Ok(None);
    };
    let person = PersonId(place.id);
    let chronology = ChronologyId::person(place.setting, person);
    let Some((_, before)) = keys.for_sealed(&turn.writing, &chronology, &sealed)? else {
        return Ok(None);
    };
    let bound = bound_to_person(place.setting, person);
    // What does not open is left: rebuilding the views makes it anew from the log.
    let Ok(plain) = before.open(&bound, &sealed) else {
        return Ok(None);
    };
    key.seal(number, &bound, &plain, turn.shared.outside.chance.as_ref())
        .map(Some)
        .map_err(|_| crate::keys::could_not_seal())
}
