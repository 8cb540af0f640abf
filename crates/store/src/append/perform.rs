//! Carrying an append out, in the writer's turn: what was sent before is answered as it was then, and each chronology
//! is added to only if it is as the writer expected.

use super::begun::Begun;
use super::packs::keep;
use super::{Append, Appended, Expect, OnceKey, Placed, Write};
use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::log;
use crate::seal::Key;
use crate::views;
use crate::writer::Turn;
use casework::chronology::{ChronologyId, Entry, Hash, Sort};
use casework::event::{CaseEvent, PersonEvent, SettingEvent};
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use uuid::Uuid;

/// What the seal and the tag of a form that was sent are for.
pub(crate) const FORM_SENT: &str = "form sent";

pub(super) fn perform(
    turn: &Turn<'_>,
    append: &Append,
    begun: &[Option<Begun>],
) -> Result<Appended, Failure> {
    let Append { setting, by, .. } = *append;
    let (writing, outside) = (&turn.writing, &turn.shared.outside);
    let keys = turn.shared.keys.of_setting(writing, setting)?;
    let once = append.once.map(|once| once_tag(&keys, by, once));
    if let Some(tag) = &once
        && let Some(sealed) = writing.once(setting, tag)?
    {
        // The first time may not have been confirmed.
        if !writing.is_alone() {
            writing.confirm_once(setting, tag)?;
        }
        return answered(setting, &keys, tag, &sealed);
    }
    let mut places = Vec::with_capacity(append.writes.len());
    for (place, write) in append.writes.iter().enumerate() {
        if let Some(Some(begun)) = begun.get(place) {
            places.push(begun.write(turn)?);
            continue;
        }
        places.push(match write {
            Write::Case {
                case,
                expect,
                events,
            } => write_case(turn, &keys, setting, *case, by, *expect, events)?,
            Write::Person {
                person,
                expect,
                events,
            } => write_person(turn, &keys, setting, *person, by, *expect, events)?,
            Write::Setting { expect, events } => {
                write_setting(turn, &keys, setting, by, *expect, events)?
            }
        });
    }
    for job in &append.jobs {
        crate::outbox::put(turn, &keys, setting, job)?;
    }
    if let Some(form) = &append.spend_draft {
        writing.drop_draft(
            setting,
            &keys.whose(crate::drafts::DRAFT, by, form.as_bytes()),
        )?;
    }
    for pack in &append.packs {
        keep(turn, setting, pack)?;
    }
    if let Some(tag) = &once {
        let kept: Vec<Kept> = places.iter().map(kept).collect();
        let plain = serde_json::to_vec(&kept).map_err(|_| could_not_seal())?;
        let sealed = keys.seal_beside(FORM_SENT, tag, &plain, outside.chance.as_ref())?;
        writing.add_once(setting, tag, log::micros(outside.now()), &sealed)?;
    }
    Ok(Appended {
        again: false,
        places,
    })
}

/// A chronology that was added to.
struct Written<E> {
    /// Every entry it now has.
    entries: Vec<Entry<E>>,
    /// The hash of the last.
    head: Hash,
    /// What the last was sealed under.
    key: (u32, Key),
    /// Where the last went.
    placed: Placed,
}

/// Adds events to a chronology, if it is as expected.
fn write_one<E: Serialize + DeserializeOwned + Clone>(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
    by: StaffId,
    expect: Expect,
    events: &[E],
) -> Result<Written<E>, Failure> {
    let found = turn.writing.head(&chronology)?;
    let now = found.map_or(0, |head| head.seq);
    let expected = match expect {
        Expect::New => 0,
        Expect::At(expected) => expected,
        // Nothing is written to the end of nothing, and a chronology does not begin with nothing.
        Expect::Tail if found.is_none() => return Err(Failure::NotThere),
        Expect::Tail => now,
    };
    if expected != now {
        return Err(Failure::MovedOn { expected, now });
    }
    if found.is_none() && events.is_empty() {
        return Err(Failure::NotThere);
    }
    let (key, mut entries) = match found {
        Some(_) => {
            let Some(key) = keys.newest_if_there(&turn.writing, &chronology)? else {
                let setting = super::folded(turn, chronology.setting)?;
                // Destroyed lawfully, it is not there any more; otherwise its key is lost.
                if crate::erase::is_gone(&setting, chronology.sort, chronology.id) {
                    return Err(Failure::NotThere);
                }
                return keys
                    .newest(&turn.writing, &chronology)
                    .and(Err(Failure::NotThere));
            };
            let read = log::read_to(&turn.writing, keys, chronology, found, Some(key.clone()))?;
            (key, read.entries)
        }
        None => {
            let chance = turn.shared.outside.chance.as_ref();
            let key = keys.made_for(&turn.writing, &chronology, chance)?;
            (key, Vec::new())
        }
    };
    let (added, head) = log::add(
        &turn.writing,
        &key,
        &turn.shared.outside,
        chronology,
        found,
        by,
        events,
    )?;
    entries.extend(added);
    let seq = now + events.len() as u64;
    Ok(Written {
        entries,
        head,
        key,
        placed: Placed { chronology, seq },
    })
}

pub(super) fn write_case(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    case: CaseId,
    by: StaffId,
    expect: Expect,
    events: &[CaseEvent],
) -> Result<Placed, Failure> {
    let written = write_one(
        turn,
        keys,
        ChronologyId::case(setting, case),
        by,
        expect,
        events,
    )?;
    views::put_case(
        &turn.writing,
        keys,
        &turn.shared.outside,
        setting,
        case,
        &written.entries,
        written.head,
    )?;
    Ok(written.placed)
}

pub(super) fn write_person(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    person: PersonId,
    by: StaffId,
    expect: Expect,
    events: &[PersonEvent],
) -> Result<Placed, Failure> {
    let written = write_one(
        turn,
        keys,
        ChronologyId::person(setting, person),
        by,
        expect,
        events,
    )?;
    views::put_person(
        &turn.writing,
        &written.key,
        &turn.shared.outside,
        setting,
        person,
        &written.entries,
    )?;
    Ok(written.placed)
}

pub(crate) fn write_setting(
    turn: &Turn<'_>,
    keys: &SettingKeys,
    setting: SettingId,
    by: StaffId,
    expect: Expect,
    events: &[SettingEvent],
) -> Result<Placed, Failure> {
    let written = write_one(
        turn,
        keys,
        ChronologyId::setting(setting),
        by,
        expect,
        events,
    )?;
    views::put_emails(&turn.writing, turn.shared, keys, setting, &written.entries)?;
    turn.changed.borrow_mut().push(setting);
    Ok(written.placed)
}

pub(super) fn once_tag(keys: &Arc<SettingKeys>, by: StaffId, once: OnceKey) -> [u8; 32] {
    keys.whose(FORM_SENT, by, once.0.as_bytes())
}

/// A place as it is kept with a form that was sent: short, since such rows lie scattered and each new one moves others.
/// The setting is that of the form.
type Kept = (Sort, Uuid, u64);

fn kept(placed: &Placed) -> Kept {
    (placed.chronology.sort, placed.chronology.id, placed.seq)
}

/// Whether a form that was sent wrote to this chronology.
pub(crate) fn mentions(
    keys: &SettingKeys,
    tag: &[u8; 32],
    sealed: &[u8],
    id: Uuid,
) -> Result<bool, Failure> {
    let plain = keys.open_beside("form sent", tag, sealed)?;
    let kept: Vec<Kept> =
        serde_json::from_slice(&plain).map_err(|_| Failure::damaged("what a form answered"))?;
    Ok(kept.iter().any(|(_, written, _)| *written == id))
}

pub(super) fn answered(
    setting: SettingId,
    keys: &SettingKeys,
    tag: &[u8; 32],
    sealed: &[u8],
) -> Result<Appended, Failure> {
    let plain = keys.open_beside(FORM_SENT, tag, sealed)?;
    let kept: Vec<Kept> =
        serde_json::from_slice(&plain).map_err(|_| Failure::damaged("what a form answered"))?;
    let places = kept
        .into_iter()
        .map(|(sort, id, seq)| Placed {
            chronology: ChronologyId { setting, sort, id },
            seq,
        })
        .collect();
    Ok(Appended {
        again: true,
        places,
    })
}
